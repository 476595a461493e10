//! One record per line: whole pages of text cut at their line ends.

use super::block::{BLOCK_BYTES, Block, Cut, LONGEST_RECORD, Record, too_long};
use super::lines::Text;
use memchr::memchr;
use std::io::{self, Read};

/// How much is read at least, where there is so much.
const PAGE: usize = 64 << 10;

/// Cuts a file of one record per line.
pub(super) struct LineRecords {
    text: Text,
    /// Text behind the last block: the beginning of the next one.
    rest: Vec<u8>,
    /// How many lines have been cut.
    lines: u64,
    /// How many bytes have been read.
    bytes: u64,
    /// The rest of a line that is too long is skipped.
    skips: bool,
}

impl LineRecords {
    pub(super) fn new(text: Text) -> Self {
        Self { text, rest: Vec::new(), lines: 0, bytes: 0, skips: false }
    }

    /// Reads more behind what is there; false at the end of the file.
    fn read_page(&mut self, into: &mut Vec<u8>) -> io::Result<bool> {
        let most = BLOCK_BYTES.saturating_sub(into.len()).max(PAGE);
        let len = (&mut self.text).take(most as u64).read_to_end(into)?;
        self.bytes += len as u64;
        Ok(len > 0)
    }

    /// Cuts the line between two places.
    fn cut(&mut self, block: &mut Block, start: usize, end: usize) {
        self.lines += 1;
        if std::mem::take(&mut self.skips) {
            return;
        }
        let line = block.bytes.get(start..end).unwrap_or(&[]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let end = start + line.len();
        if line.len() > LONGEST_RECORD {
            block.push_fault(self.lines, too_long());
        } else if !line.iter().all(u8::is_ascii_whitespace) {
            block.records.push(Record { line: self.lines, start, end, ..Record::default() });
        }
    }
}

impl Cut for LineRecords {
    fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        block.bytes.append(&mut self.rest);
        // Where the line begins that is being read, and how far its end has been looked for.
        let (mut start, mut looked) = (0, 0);
        loop {
            while let Some(len) = memchr(b'\n', block.bytes.get(looked..).unwrap_or(&[])) {
                let end = looked + len;
                self.cut(block, start, end);
                (start, looked) = (end + 1, end + 1);
                if block.is_full(start) {
                    break;
                }
            }
            if block.is_full(start) {
                self.rest.extend_from_slice(block.bytes.get(start..).unwrap_or(&[]));
                block.bytes.truncate(start);
                return Ok(true);
            }
            looked = block.bytes.len();
            // With the two bytes of a line end it may be as long as this.
            if looked - start > LONGEST_RECORD + 1 {
                if !self.skips {
                    block.push_fault(self.lines + 1, too_long());
                }
                self.skips = true;
                block.bytes.truncate(start);
                looked = start;
            }
            if !self.read_page(&mut block.bytes)? {
                if start < block.bytes.len() || self.skips {
                    let end = block.bytes.len();
                    self.cut(block, start, end);
                }
                return Ok(false);
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK_BYTES, Block, Cut, LONGEST_RECORD, LineRecords};
    use crate::read::block::BLOCK_RECORDS;
    use std::io::{BufReader, Cursor};

    /// The number, the length and the fault of each record, whatever the blocks and pages are.
    fn cut(text: &[u8], page: usize) -> Vec<(u64, Vec<u8>, bool)> {
        let mut records = LineRecords::new(Box::new(BufReader::with_capacity(page, Cursor::new(text.to_vec()))));
        let mut all = Vec::new();
        let mut more = true;
        while more {
            let mut block = Block::default();
            more = records.fill(&mut block).unwrap();
            assert!(block.records.len() <= BLOCK_RECORDS);
            let of = |record: &super::Record| (record.line, block.text(record).to_vec(), record.fault.is_some());
            all.extend(block.records.iter().map(of));
        }
        assert_eq!(records.bytes_done(), text.len() as u64);
        all
    }

    #[test]
    fn lines_are_counted_and_blank_ones_left_out() {
        let text = b"one\r\n\n \t\ntwo \n\r\nthree";
        for page in [1, 2, 7, 100] {
            let lines = [(1, b"one".to_vec(), false), (4, b"two ".to_vec(), false), (6, b"three".to_vec(), false)];
            assert_eq!(cut(text, page), lines);
        }
        assert_eq!(cut(b"", 10), []);
        assert_eq!(cut(b"\n\nx\n", 10), [(3, b"x".to_vec(), false)]);
    }

    #[test]
    fn a_line_too_long_is_skipped_and_counted() {
        let long = |len: usize| std::iter::repeat_n(b'x', len);
        let mut text = b"one\n".to_vec();
        text.extend(long(LONGEST_RECORD));
        text.extend(b"\r\n");
        text.extend(long(LONGEST_RECORD + 1));
        text.extend(b"\nfour\n");
        text.extend(long(3 * LONGEST_RECORD));
        text.extend(b"\nsix\n");
        text.extend(long(LONGEST_RECORD + 10));
        let found: Vec<_> =
            cut(&text, 256 << 10).into_iter().map(|(line, text, fault)| (line, text.len(), fault)).collect();
        let expected = [
            (1, 3, false),
            (2, LONGEST_RECORD, false),
            (3, 0, true),
            (4, 4, false),
            (5, 0, true),
            (6, 3, false),
            (7, 0, true),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_end_between_lines() {
        let short: Vec<u8> = (0..3 * BLOCK_RECORDS).flat_map(|at| format!("{at}\n").into_bytes()).collect();
        let found = cut(&short, 5000);
        assert_eq!(found.len(), 3 * BLOCK_RECORDS);
        assert!(
            found.iter().zip(0..).all(|((line, text, _), at)| *line == at + 1 && *text == at.to_string().into_bytes())
        );
        let long: Vec<u8> =
            (0..40).flat_map(|at| format!("{at}{}\n", "y".repeat(BLOCK_BYTES / 10)).into_bytes()).collect();
        assert_eq!(cut(&long, 64 << 10).len(), 40);
    }
}
