//! A place in the text of a record, and steps over what stands there.
//!
//! Every step says `None` or false where the text is not the plainest of its kind, or no JSON at all: then somebody
//! else reads the record, who knows everything and says what is wrong.

/// Values lie at most so deep in one another; the text of deeper ones is left to others.
const DEEPEST: usize = 100;

/// What is left of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    pub(super) rest: &'t [u8],
}

impl<'t> Cursor<'t> {
    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// Steps over a comma, if a name comes right behind it.
    #[inline]
    pub(super) fn next_name(&mut self) -> bool {
        match self.rest {
            [b',', rest @ ..] if rest.first() == Some(&b'"') => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Steps over a byte, if it is there.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, rest @ ..] if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Steps over these bytes, if they are there.
    #[inline]
    pub(super) fn take_all(&mut self, bytes: &[u8]) -> bool {
        match self.rest.strip_prefix(bytes) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A text in quotes in which nothing is escaped, without the quotes.
    pub(super) fn text(&mut self) -> Option<&'t str> {
        std::str::from_utf8(self.quoted()?).ok()
    }

    /// The same, where its letters are looked at elsewhere.
    #[inline(always)]
    pub(super) fn quoted(&mut self) -> Option<&'t [u8]> {
        let [b'"', inside @ ..] = self.rest else { return None };
        let (text, rest) = inside.split_at_checked(quiet_len(inside))?;
        let [b'"', rest @ ..] = rest else { return None };
        self.rest = rest;
        Some(text)
    }

    /// Any value; its text.
    pub(super) fn value(&mut self) -> Option<&'t [u8]> {
        let from = self.rest;
        self.skip_value(0)?;
        from.get(..from.len() - self.rest.len())
    }

    fn skip_value(&mut self, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let is_there = match self.rest.first()? {
            b'"' => return self.skip_text(),
            b't' => self.take_all(b"true"),
            b'f' => self.take_all(b"false"),
            b'n' => self.take_all(b"null"),
            b'{' => return self.skip_all(b'}', depth),
            b'[' => return self.skip_all(b']', depth),
            _ => return super::decimal::decimal(self).map(|_| ()),
        };
        is_there.then_some(())
    }

    /// Steps over a group or a list to its closing bracket.
    fn skip_all(&mut self, close: u8, depth: usize) -> Option<()> {
        self.rest = self.rest.get(1..)?;
        self.skip_blanks();
        if self.take(close) {
            return Some(());
        }
        loop {
            if close == b'}' {
                self.skip_text()?;
                self.skip_blanks();
                self.take(b':').then_some(())?;
                self.skip_blanks();
            }
            self.skip_value(depth + 1)?;
            self.skip_blanks();
            if self.take(close) {
                return Some(());
            }
            self.take(b',').then_some(())?;
            self.skip_blanks();
        }
    }

    /// Steps over a text in quotes; escapes are left to others, who know which halves of characters belong together.
    fn skip_text(&mut self) -> Option<()> {
        self.text().map(|_| ())
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn quiet_len(bytes: &[u8]) -> usize {
    let mut len = 0;
    let (eights, _) = bytes.as_chunks::<8>();
    for eight in eights {
        let word = u64::from_le_bytes(*eight);
        // A byte's high bit is set where it is zero, of all such bytes certainly in the lowest.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5c)) | control) & HIGH;
        if found != 0 {
            return len + (found.trailing_zeros() / 8) as usize;
        }
        len += 8;
    }
    let is_loud = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    let tail = bytes.get(len..).unwrap_or(&[]);
    len + tail.iter().position(is_loud).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::{Cursor, quiet_len};

    #[test]
    fn a_text_ends_where_something_is_to_be_said() {
        for loud in ['"', '\\', '\n', '\u{1f}'] {
            for before in 0..20 {
                let text = format!("{}{loud}é\"\\tail of the text", "x".repeat(before));
                assert_eq!(quiet_len(text.as_bytes()), before, "{text:?}");
            }
        }
        let quiet = "é !#[]~\u{7f}\u{80}\u{ff}€ and more";
        assert_eq!(quiet_len(quiet.as_bytes()), quiet.len());
    }

    #[test]
    fn values_are_stepped_over_whole_or_not_at_all() {
        for text in ["1", "-0.5e-3", "\"a\"", "true", "null", "[]", "{ }", "[ 1 , {\"a\" : [\"b\"]} ]"] {
            let mut cursor = Cursor { rest: text.as_bytes() };
            assert_eq!(cursor.value(), Some(text.as_bytes()));
            assert!(cursor.rest.is_empty());
        }
        for text in ["", "01", "1.", ".5", "-", "tru", "[1,]", "{\"a\"}", "{\"a\":1,}", "\"a", "[", "nan", "\"\\n\""] {
            let mut cursor = Cursor { rest: text.as_bytes() };
            let read = cursor.value().map(<[u8]>::len);
            assert!(read.is_none() || !cursor.rest.is_empty(), "{text}");
        }
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        assert_eq!(Cursor { rest: deep.as_bytes() }.value(), None);
    }
}
