//! Dates of which a part is missing, or too much.

use super::block::Block;
use super::proposal::{Proof, Proposal, Told};
use super::tell::Case;
use crate::diagnostic::{Code, Diagnostic};

/// A date has five tokens; a run of more than so many is none.
const LONGEST: isize = 8;

/// `on 2026-03 expect …`, `2026-03-`, `2026 03-02`.
pub(super) fn broken(case: &Case<'_>) -> Option<Told> {
    let digits = |offset: isize| {
        let word = case.word(offset);
        (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())).then_some(word)
    };
    let part = |offset: isize| digits(offset).is_some() || case.word(offset) == "-";
    let at = [0, -1].into_iter().find(|offset| part(*offset))?;
    let first = (at - LONGEST..=at).rev().take_while(|offset| part(*offset)).last()?;
    let last = (at..=at + LONGEST).take_while(|offset| part(*offset)).last()?;
    let year = digits(first).is_some_and(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")));
    let on = matches!(case.place.block, Block::Test | Block::Day)
        && matches!(case.word(first - 1), "on" | "through" | "until");
    // A sign between blanks takes away.
    let glued = |offset: isize| {
        let touches = |left: isize| Some(case.token(left)?.range.end == case.token(left + 1)?.range.start);
        touches(offset - 1) == Some(true) || touches(offset) == Some(true)
    };
    let dashed = (first..=last).any(|offset| case.word(offset) == "-" && glued(offset));
    if !dashed || !(year || on) {
        return None;
    }
    let range = case.token(first)?.range.start..case.token(last)?.range.end;
    let written = case.text.get(range.clone())?;
    if written.split('-').count() == 3 && written.split('-').all(|part| (1..=4).contains(&part.trim().len())) {
        return None;
    }
    let said = Diagnostic::error(Code(110), case.span(&range), format!("`{written}` is no whole date"))
        .help("a date is written year-month-day, as in `2026-03-02`");
    Some(Told { said, proposals: vec![Proposal::replace(range, "2000-01-01", None, Proof::Change)] })
}
