//! JSON whose texts cannot drive a terminal: besides what JSON must escape, the control characters of
//! Latin-1 and those that turn the direction of writing are escaped too.

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io::{Result, Write};

/// Appends a value as one line of JSON.
pub(super) fn write(bytes: &mut Vec<u8>, value: &impl Serialize) {
    let before = bytes.len();
    if value.serialize(&mut Serializer::with_formatter(&mut *bytes, Quiet)).is_err() {
        // Our own records have text keys and finite numbers, and memory does not fail.
        bytes.truncate(before);
        bytes.extend_from_slice(b"null");
    }
}

/// A value as one line of JSON.
#[must_use]
pub fn line(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes, value);
    String::from_utf8(bytes).unwrap_or_default()
}

struct Quiet;

impl Formatter for Quiet {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut plain = 0;
        for (at, found) in fragment.char_indices().filter(|(_, found)| crate::column::is_hostile(*found)) {
            CompactFormatter.write_string_fragment(writer, fragment.get(plain..at).unwrap_or_default())?;
            write!(writer, "\\u{:04x}", u32::from(found))?;
            plain = at + found.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, fragment.get(plain..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn escapes_stay_escapes_and_read_back() {
        let text = "a\u{1b}[31m\u{9b}2J\u{202e}b";
        let line = line(&text);
        assert_eq!(line, r#""a\u001b[31m\u009b2J\u202eb""#);
        assert_eq!(serde_json::from_str::<String>(&line).expect("valid JSON"), text);
    }
}
