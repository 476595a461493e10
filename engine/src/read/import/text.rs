//! The bytes of an export as text: byte order marks, UTF-8, UTF-16 and the code pages of Windows.

use crate::column::plain_cut;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A text, and what was decided to read it.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// Reads bytes as text. A byte order mark counts most, then the encoding that is named; without both it is UTF-8, or
/// Windows-1252 where it cannot be UTF-8.
pub(super) fn decode(bytes: Vec<u8>, named: Option<&str>) -> Result<Decoded, String> {
    let named = named.map(encoding).transpose()?;
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return whole(bytes.get(mark..).unwrap_or_default(), encoding).map(|text| Decoded { text, note: None });
    }
    if let Some(encoding) = named {
        return whole(&bytes, encoding).map(|text| Decoded { text, note: None });
    }
    if bytes.contains(&0) {
        return Err(
            "it is no text: it holds bytes of zero; export it as CSV, or name its encoding with `--encoding`".into()
        );
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, note: None }),
        Err(error) => error.into_bytes(),
    };
    let text = whole(&bytes, WINDOWS_1252)?;
    // Five bytes mean nothing there, and are read as controls that no export has.
    if text.chars().any(|letter| ('\u{80}'..='\u{9f}').contains(&letter)) {
        return Err(
            "it is neither UTF-8 nor Windows-1252 text: name its encoding, as in `--encoding windows-1250`".into()
        );
    }
    let example = example(&text).map_or(String::new(), |word| format!(": `{}`", plain_cut(word, 40)));
    let note = format!("read as Windows-1252, for it is no UTF-8 text{example}; `--encoding` names another");
    Ok(Decoded { text, note: Some(note) })
}

fn encoding(name: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(name.as_bytes()).ok_or_else(|| {
        format!(
            "no encoding is called `{}`: expected one such as windows-1252, windows-1250 or utf-8",
            plain_cut(name, 40)
        )
    })
}

/// All of it, or a fault: a letter that cannot be read would be lost.
fn whole(bytes: &[u8], encoding: &'static Encoding) -> Result<String, String> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None if encoding == UTF_8 => {
            let byte = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let before = bytes.get(..byte).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let at = byte - start + 1;
            Err(format!(
                "it is not UTF-8 text, as its mark says: byte {at} of line {line} is not part of any character"
            ))
        }
        None => Err(format!("it is not {} text", encoding.name())),
    }
}

/// The first word with a letter beyond ASCII, by which a person sees whether the encoding is the right one.
fn example(text: &str) -> Option<&str> {
    text.split([';', ',', '\t', '|', '"', '\n', '\r', ' ']).find(|word| !word.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text(bytes: &[u8], named: Option<&str>) -> String {
        decode(bytes.to_vec(), named).unwrap().text
    }

    #[test]
    fn marks_count_most_then_what_is_named_then_what_it_can_be() {
        assert_eq!(text(b"\xef\xbb\xbfid", None), "id");
        assert_eq!(text(b"\xff\xfei\0d\0", Some("utf-8")), "id");
        assert_eq!(text(b"\xfe\xff\0i\0d", None), "id");
        assert_eq!(text("größe".as_bytes(), None), "größe");
        assert_eq!(text(b"gr\xf6\xdfe \x80 5", None), "größe € 5");
        // In Windows-1250 the same byte is another letter.
        assert_eq!(text(b"\xb3\xf3d\xbc", Some("windows-1250")), "łódĽ");
        let note = decode(b"id;M\xfcller".to_vec(), None).unwrap().note.unwrap();
        assert!(note.contains("`Müller`"), "{note}");
    }

    #[test]
    fn no_letter_is_guessed_or_lost() {
        for (bytes, said) in [
            (&b"\xef\xbb\xbfa\xff"[..], "not UTF-8 text, as its mark says: byte 2 of line 1"),
            (b"\xef\xbb\xbfid\nab\xffc", "byte 3 of line 2"),
            (b"\xff\xfe\x00\xd8", "not UTF-16LE text"),
            (b"a\x81b", "neither UTF-8 nor Windows-1252"),
            (b"i\0d\0", "bytes of zero"),
        ] {
            let error = decode(bytes.to_vec(), None).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
        assert!(decode(Vec::new(), Some("windows-9999")).unwrap_err().contains("no encoding is called `windows-9999`"));
    }
}
