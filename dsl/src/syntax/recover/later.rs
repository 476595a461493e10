//! What the full language has and this version does not.

use super::block::Block;
use super::proposal::Told;
use super::tell::Case;
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
pub(super) fn told(place: Span, words: &str) -> Diagnostic {
    Diagnostic::error(Code(114), place, format!("`{words}` is not part of this version of the language"))
}

/// Clauses of a test, and what may be expected, that this version does not have.
pub(super) fn of_test(case: &Case<'_>) -> Option<Told> {
    /// Words that begin such a clause, and words inside `expect` that such a clause has.
    const CLAUSES: &[&str] = &["series"];
    const EXPECTED: &[&str] = &["exactly"];
    if !matches!(case.place.block, Block::Test | Block::Day) {
        return None;
    }
    let is = |words: &[&str], offset: isize| words.contains(&case.word(offset));
    let offset = if is(CLAUSES, 0) || is(EXPECTED, 0) {
        0
    } else if is(EXPECTED, -1) || (is(CLAUSES, -1) && case.place.found == Some(case.place.statement.start + 1)) {
        -1
    } else {
        return None;
    };
    let place = case.span(&case.token(offset)?.range);
    Some(Told { said: told(place, case.word(offset)), proposals: Vec::new() })
}
