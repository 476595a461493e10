//! Text from accounts made safe to show.
//!
//! Account data is written by others: it must never move a cursor, colour a terminal or turn a line around.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every control character, line break, bidirectional override and invisible character
/// replaced by a visible escape such as `\u{1b}`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        push_plain(&mut shown, letter);
    }
    Cow::Owned(shown)
}

/// [`plain`], and cut after `longest` characters with `…`; an escape counts as one character.
#[must_use]
pub fn plain_cut(text: &str, longest: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(longest) else { return plain(text) };
    let mut shown = plain(text.get(..end).unwrap_or("")).into_owned();
    shown.push('…');
    Cow::Owned(shown)
}

fn push_plain(shown: &mut String, letter: char) {
    match letter {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        _ if is_hostile(letter) => {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
        }
        _ => shown.push(letter),
    }
}

/// The joiners U+200C and U+200D stay: Persian, Hindi and many emoji need them.
pub fn is_hostile(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{plain, plain_cut};

    #[test]
    fn nothing_reaches_the_terminal_but_letters() {
        assert_eq!(plain("\u{1b}[31mred\u{7}"), "\\u{1b}[31mred\\u{7}");
        assert_eq!(plain("a\u{202e}b\u{9b}c\0"), "a\\u{202e}b\\u{9b}c\\u{0}");
        assert_eq!(plain("two\r\nlines\t"), "two\\r\\nlines\\t");
        assert_eq!(plain("Łódź 東京 👩\u{200d}🚀"), "Łódź 東京 👩\u{200d}🚀");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(plain_cut("äöü", 3), "äöü");
        assert_eq!(plain_cut("äöüß", 3), "äöü…");
        assert_eq!(plain_cut("\u{1b}\u{1b}x", 2), "\\u{1b}\\u{1b}…");
    }
}
