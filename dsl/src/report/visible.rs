//! Characters that would steer a terminal or disguise a text, made visible.

use std::borrow::Cow;

/// `text` with every control, direction and invisible formatting character written out as `<U+001B>`, so that a text
/// from a playbook or from account data can be printed without moving the cursor, changing colours or reading
/// backwards. Tabs and line feeds are control characters too. Joiners stay: scripts and emoji need them.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match name(character) {
            Some(name) => shown.push_str(&name),
            None => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// What stands for a hidden character; `None` for one that may be printed.
pub(super) fn name(character: char) -> Option<String> {
    is_hidden(character).then(|| format!("<U+{:04X}>", u32::from(character)))
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
                ..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn escapes_directions_and_marks_are_written_out_and_the_rest_stays() {
        assert_eq!(visible("\u{1b}[2Jx\u{7}"), "<U+001B>[2Jx<U+0007>");
        assert_eq!(visible("a\u{9b}31m\u{7f}"), "a<U+009B>31m<U+007F>");
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{feff}"), "a<U+202E>b<U+2066>c<U+FEFF>");
        assert_eq!(visible("a\tb\r\n"), "a<U+0009>b<U+000D><U+000A>");
        assert_eq!(visible("Zoë 日本 👩\u{200d}💻 µ"), "Zoë 日本 👩\u{200d}💻 µ");
        assert_eq!(visible("\u{e0041}"), "<U+E0041>");
    }
}
