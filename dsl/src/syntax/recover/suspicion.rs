//! What may be the matter; told only where the repair proves it.

use super::block::first_word;
use super::proposal::{Proof, Proposal, Told};
use super::tell::{Case, shown};
use super::token::TokenKind;
use crate::diagnostic::{Code, Diagnostic};

/// The suspicions about a failure, the likeliest first.
pub(super) fn all(case: &Case<'_>) -> Vec<Told> {
    let mut all = openers(case);
    all.extend(swallowed(case));
    all.extend(clause_words(case));
    all
}

/// A closing bracket further on closes nothing: its opener may be what is missing here.
fn openers(case: &Case<'_>) -> Vec<Told> {
    /// More than this are not tried.
    const MOST: usize = 3;
    let Some(before) = case.token(-1) else { return Vec::new() };
    let line = case.text.get(case.at..).and_then(|rest| rest.find('\n')).map_or(case.text.len(), |end| case.at + end);
    let behind = shown(before, case.text);
    let found = case.token(0).map_or_else(|| "the end of the declaration".to_owned(), |token| shown(token, case.text));
    let near = case.surplus.iter().filter(|(at, close)| *close == "}" || *at <= line).take(MOST);
    near.map(|(at, close)| {
        let open = if *close == "}" { "{" } else { "(" };
        let said = case.error(format!("expected `{open}` after {behind}, found {found}"));
        let help = Some(format!("write `{open}` after {behind}"));
        let proposal = Proposal::insert(before.range.end, open, help, Proof::Next).closing(*at, close);
        Told { said, proposals: vec![proposal] }
    })
    .collect()
}

/// `owner due in 1 day`, `weight 10: worst 1`: the word that was to follow was taken for a name or a value.
fn swallowed(case: &Case<'_>) -> Option<Told> {
    let taken = case.token(-1).filter(|token| token.kind == TokenKind::Word)?;
    let word = taken.of(case.text);
    if !case.phrases().any(|phrase| first_word(phrase) == word) || case.word(-2) == "." {
        return None;
    }
    let before = match case.token(-2) {
        Some(token) if !matches!(token.of(case.text), "\n" | "{") => format!(" after {}", shown(token, case.text)),
        _ => String::new(),
    };
    let thing = if case.expected.continues.is_some() { "a value" } else { "a name" };
    let message = format!("expected {thing}{before}, found `{word}`");
    let said = Diagnostic::error(Code(103), case.span(&taken.range), message);
    Some(Told { said, proposals: vec![Proposal::insert(taken.range.start, "_", None, Proof::Next)] })
}

/// A clause of several words that lacks one of them, and was taken for something else.
fn clause_words(case: &Case<'_>) -> Vec<Told> {
    let start = case.place.statement.start;
    let depth = case.place.found.unwrap_or(start).saturating_sub(start);
    let written = |index: usize| case.tokens.get(start + index).map_or("", |token| token.of(case.text));
    let mut all = Vec::new();
    for phrase in case.place.block.clauses() {
        let words: Vec<&str> = phrase.split(' ').collect();
        let whole = words.iter().enumerate().all(|(index, word)| written(index) == *word);
        if words.len() < 2 || depth > words.len() || whole {
            continue;
        }
        // One word left out anywhere, or all behind the first.
        let one = (0..words.len()).map(|missing| missing..missing + 1);
        for missing in one.chain(std::iter::once(1..words.len())) {
            let others: Vec<&str> =
                (0..).zip(&words).filter(|(at, _)| !missing.contains(at)).map(|(_, word)| *word).collect();
            let agrees = others.iter().enumerate().all(|(index, other)| written(index) == *other);
            if !agrees || (missing.start == 0 && case.place.block.clause(written(0)).is_some()) {
                continue;
            }
            let Some(first) = case.tokens.get(start) else { continue };
            let last = case.tokens.get(start + others.len().saturating_sub(1)).unwrap_or(first);
            let place = case.span(&(first.range.start..last.range.end));
            let message = format!("expected `{phrase}`, found `{}`", others.join(" "));
            let said = Diagnostic::error(Code(103), place, message).help(format!("write `{phrase}`"));
            let said = said.fix(place, *phrase);
            let at = match missing.start.checked_sub(1).and_then(|before| case.tokens.get(start + before)) {
                Some(before) => before.range.end,
                None => first.range.start,
            };
            let left_out = words.get(missing).unwrap_or(&[]).join(" ");
            all.push(Told { said, proposals: vec![Proposal::insert(at, &left_out, None, Proof::Next)] });
        }
    }
    all
}
