//! What the full language has and this version does not.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::lines::{LATER_WORDS, Patched};

/// The words of the full language that begin an item.
pub(super) fn item(text: &str) -> Option<&'static str> {
    LATER_WORDS.iter().copied().find(|words| {
        text.strip_prefix(words)
            .is_some_and(|rest| !rest.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_'))
    })
}

/// The message about an item of the full language.
pub(super) fn item_told(source: SourceId, patched: &Patched) -> Option<Diagnostic> {
    let text = patched.text();
    let start = text.len() - text.trim_start().len();
    let words = item(text.get(start..)?)?;
    Some(told(Span::new(source, patched.start(start), patched.end(start + words.len())), words))
}

/// The message about some words of the full language.
fn told(place: Span, words: &str) -> Diagnostic {
    Diagnostic::error(Code(114), place, format!("`{words}` is not part of this version of the language"))
}
