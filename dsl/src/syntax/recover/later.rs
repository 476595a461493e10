//! What the full language has and this version does not.

use super::block::Block;
use super::proposal::Told;
use super::tell::Case;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

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
