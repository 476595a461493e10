//! Lines of a file, counted, however long.

use super::block::LONGEST_RECORD;
use memchr::memchr;
use std::io::{self, BufRead, Read};

/// A text as it is read.
pub(super) type Text = Box<dyn BufRead + Send>;

/// Reads line by line.
pub(super) struct Lines {
    text: Text,
    /// How many lines have been read.
    pub number: u64,
    /// How many bytes have been read.
    pub bytes: u64,
}

/// A line that was read.
pub(super) struct Line {
    /// From 1.
    pub number: u64,
    /// It was skipped because no record can be so long.
    pub too_long: bool,
}

impl Lines {
    pub(super) fn new(text: Text) -> Self {
        Self { text, number: 0, bytes: 0 }
    }

    /// Appends the next line to `into`, without its end; `None` after the last. Nothing is appended of a line
    /// that is too long.
    pub(super) fn next(&mut self, into: &mut Vec<u8>) -> io::Result<Option<Line>> {
        let start = into.len();
        let most = LONGEST_RECORD as u64 + 2;
        let read = (&mut self.text).take(most).read_until(b'\n', into)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.bytes += read as u64;
        let mut too_long = false;
        if into.last() == Some(&b'\n') {
            into.pop();
            if into.len() > start && into.last() == Some(&b'\r') {
                into.pop();
            }
        } else if read as u64 == most {
            too_long = true;
            self.skip_line()?;
        }
        too_long |= into.len() - start > LONGEST_RECORD;
        if too_long {
            into.truncate(start);
        }
        Ok(Some(Line { number: self.number, too_long }))
    }

    /// The next line without its end, where the whole of it is at hand, and how many bytes it has with its end. It is still the
    /// next one until [`Lines::pass`] is called.
    pub(super) fn at_hand(&mut self) -> io::Result<Option<(&[u8], usize)>> {
        let page = self.text.fill_buf()?;
        let line = memchr(b'\n', page).and_then(|end| Some((page.get(..end)?, end + 1)));
        Ok(line.map(|(line, len)| (line.strip_suffix(b"\r").unwrap_or(line), len)))
    }

    /// Passes over the next line, which has so many bytes.
    pub(super) fn pass(&mut self, len: usize) {
        self.text.consume(len);
        self.number += 1;
        self.bytes += len as u64;
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.text.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            self.text.consume(used);
            self.bytes += used as u64;
            if end.is_some() || used == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_RECORD, Lines};
    use std::io::Cursor;

    #[test]
    fn a_line_too_long_is_skipped_and_counted() {
        let mut text = b"one\r\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST_RECORD + 10));
        text.extend(b"\nthree");
        let total = text.len() as u64;
        let mut lines = Lines::new(Box::new(Cursor::new(text)));
        let mut into = Vec::new();
        assert!(!lines.next(&mut into).unwrap().unwrap().too_long);
        assert_eq!(into, b"one");
        assert!(lines.next(&mut into).unwrap().unwrap().too_long);
        assert_eq!(into, b"one");
        let third = lines.next(&mut into).unwrap().unwrap();
        assert_eq!((third.number, into.as_slice()), (3, b"onethree".as_slice()));
        assert!(lines.next(&mut into).unwrap().is_none());
        assert_eq!(lines.bytes, total);
    }
}
