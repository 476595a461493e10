//! Where a JSON value ends, judged by its brackets and quotes alone.

/// Looks for the end of a value, chunk by chunk.
pub(super) struct Brackets {
    /// The brackets that close those that are open, innermost last.
    open: Vec<u8>,
    in_text: bool,
    escaped: bool,
    /// How many bytes have been looked at.
    seen: usize,
    /// The blanks before the current place, where nothing else is before it on its line.
    indent: Option<usize>,
    /// The blanks before the value itself, where nothing else is before it on its line.
    own_indent: Option<usize>,
    /// Where another value seems to begin: an opening brace first on its line and as deep as this value.
    next: Option<usize>,
}

/// How a value ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// All brackets are closed after so many bytes.
    Closed(usize),
    /// Not all are after so many bytes; another value may begin at the second number.
    Open(usize, Option<usize>),
}

/// How far a value is followed past the place where another seems to begin.
const PAST_NEXT: usize = 1 << 20;

impl Brackets {
    pub(super) fn new(own_indent: Option<usize>) -> Self {
        Self { open: Vec::new(), in_text: false, escaped: false, seen: 0, indent: None, own_indent, next: None }
    }

    /// Looks at the next bytes; nothing while the value goes on.
    pub(super) fn look(&mut self, bytes: &[u8]) -> Option<End> {
        for byte in bytes {
            if *byte == b'\n' {
                // A text cannot hold a line break: its quote was not closed.
                (self.in_text, self.escaped) = (false, false);
                self.indent = Some(0);
            } else if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
            } else if let Some(end) = self.outside_text(*byte) {
                return Some(end);
            }
            self.seen += 1;
        }
        self.next.filter(|next| self.seen - next > PAST_NEXT).map(|next| End::Open(self.seen, Some(next)))
    }

    fn outside_text(&mut self, byte: u8) -> Option<End> {
        match byte {
            b' ' | b'\t' => {
                self.indent = self.indent.map(|indent| indent + 1);
                return None;
            }
            b'"' => self.in_text = true,
            b'{' => {
                if self.next.is_none() && self.indent.is_some() && self.indent == self.own_indent {
                    self.next = Some(self.seen);
                }
                self.open.push(b'}');
            }
            b'[' => self.open.push(b']'),
            b'}' | b']' => match self.open.pop() {
                None => return Some(End::Closed(self.seen)),
                Some(closing) if closing != byte => return Some(End::Open(self.seen, self.next)),
                Some(_) if self.open.is_empty() => return Some(End::Closed(self.seen + 1)),
                Some(_) => {}
            },
            b',' if self.open.is_empty() => return Some(End::Closed(self.seen)),
            _ => {}
        }
        self.indent = None;
        None
    }

    /// The end where there are no more bytes, or none are to be looked at.
    pub(super) fn stop(&self) -> End {
        if self.open.is_empty() { End::Closed(self.seen) } else { End::Open(self.seen, self.next) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Brackets, End};

    fn end(text: &str, own_indent: Option<usize>) -> End {
        let mut whole = Brackets::new(own_indent);
        let end = whole.look(text.as_bytes()).unwrap_or_else(|| whole.stop());
        // Byte by byte it is the same.
        let mut split = Brackets::new(own_indent);
        let found = text.bytes().find_map(|byte| split.look(&[byte]));
        assert_eq!(found.unwrap_or_else(|| split.stop()), end, "{text}");
        end
    }

    #[test]
    fn brackets_in_texts_do_not_count() {
        assert_eq!(end(r#"{"a":"}\"}"},{"#, None), End::Closed(12));
        assert_eq!(end(r#"{"a":[{}]} ]"#, None), End::Closed(10));
        assert_eq!(end("12, 13", None), End::Closed(2));
        assert_eq!(end("\"a\"]", None), End::Closed(3));
        assert_eq!(end("12", None), End::Closed(2));
    }

    #[test]
    fn a_value_not_closed_may_be_followed_by_another() {
        assert_eq!(end("{\"a\":1,\n{\"b\":2}\n]", Some(0)), End::Open(16, Some(8)));
        assert_eq!(end("{\"a\":1,\n  {\"b\":2}\n]", Some(2)), End::Open(18, Some(10)));
        // Deeper is inside.
        assert_eq!(end("{\"a\":[\n  {\"b\":2}\n]}", Some(0)), End::Closed(19));
        assert_eq!(end("{\"a\":\"x\n{\"b\":2}", Some(0)), End::Open(15, Some(8)));
        assert_eq!(end("{\"a\":1", None), End::Open(6, None));
    }
}
