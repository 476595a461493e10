//! What happens in a test, said in other words than those of the language.

use super::block::Block;
use super::proposal::{Proof, Proposal, Told};
use super::tell::Case;
use crate::diagnostic::near::nearest;
use crate::diagnostic::{Code, Diagnostic};

/// What plays do, with other forms of the same word.
const HAPPENS: &[(&str, &[&str])] = &[
    ("opens", &["open", "opened", "opening"]),
    ("closes", &["close", "closed", "closing"]),
    ("escalates", &["escalate", "escalated", "escalating"]),
    ("suppressed", &["suppress", "suppresses"]),
    ("never", &[]),
];

/// What people do, and what else they call it.
const DEEDS: &[(&str, &[&str])] = &[
    ("finish", &["finished", "complete", "completed", "done"]),
    ("dismiss", &["dismissed", "cancel", "close"]),
    ("snooze", &["snoozed", "postpone", "defer"]),
    ("wake", &["woken", "resume"]),
    ("assign", &["reassign", "owner"]),
];

/// `expect rescue open once`, `do complete rescue.call`, `on 2026-03-02 set x = 1 expect y`.
pub(super) fn tell(case: &Case<'_>) -> Option<Told> {
    if !matches!(case.place.block, Block::Test | Block::Day) {
        return None;
    }
    without_braces(case).or_else(|| match clause_word(case) {
        "expect" => exactly(case).or_else(|| happens(case)).or_else(|| never(case)),
        "do" => deed(case),
        _ => None,
    })
}

/// A second clause behind a date without braces.
fn without_braces(case: &Case<'_>) -> Option<Told> {
    let token = case.token(0).filter(|_| matches!(case.word(0), "set" | "do" | "expect"))?;
    let start = case.place.statement.start;
    let statement = case.tokens.get(start..case.place.found?)?;
    let inline = case.place.block == Block::Test && statement.iter().all(|token| token.of(case.text) != "{");
    let date = statement.iter().position(|token| matches!(token.of(case.text), "set" | "do" | "expect"))?;
    let before = statement.get(date.checked_sub(1).filter(|_| inline)?)?;
    let last = case.tokens.get(case.place.statement.end.checked_sub(1)?)?.range.end;
    let first = statement.get(date)?;
    let message =
        format!("`{}` stands behind `{}`, and without braces a date has one clause", case.word(0), first.of(case.text));
    let said = Diagnostic::error(Code(102), case.span(&token.range), message)
        .help("write them between braces, each on its line, as in `on 2026-03-02 { … }`");
    let open = Proposal::insert(before.range.end, "{", None, Proof::Next).closing(last, " }");
    Some(Told { said, proposals: vec![open] })
}

/// What is done under another name.
fn deed(case: &Case<'_>) -> Option<Told> {
    let (token, found) = (case.token(0)?, case.word(0));
    let near = DEEDS.iter().find(|(_, others)| others.contains(&found)).map(|(word, _)| *word);
    let near = near.filter(|_| matches!(case.word(-1), "do" | ","))?;
    let message = format!("nothing is called `{found}` that people do to plays");
    let said = Diagnostic::error(Code(102), case.span(&token.range), message);
    Some(Told { said, proposals: vec![Proposal::word(token, near)] })
}

/// A word behind the play that is nearly what plays do.
fn happens(case: &Case<'_>) -> Option<Told> {
    let behind_never = case.word(-1) == "never";
    if !behind_never && case.expected.continues.is_none() {
        return None;
    }
    let (token, found) = (case.token(0)?, case.word(0));
    let form = HAPPENS.iter().find(|(_, forms)| forms.contains(&found)).map(|(word, _)| *word);
    let words = || HAPPENS.iter().map(|(word, _)| *word).filter(|word| found.len() > 3 && *word != found);
    let near = form.or_else(|| nearest(found, words()))?;
    if behind_never && !matches!(near, "opens" | "escalates") {
        return None;
    }
    let message = format!("expected `{near}` after `{}`, found `{found}`", case.word(-1));
    let said = Diagnostic::error(Code(102), case.span(&token.range), message);
    Some(Told { said, proposals: vec![Proposal::word(token, near)] })
}

/// `exactly` without its braces.
fn exactly(case: &Case<'_>) -> Option<Told> {
    if case.word(-1) != "exactly" || !matches!(case.word(-2), "expect" | ",") || case.word(0) == "{" {
        return None;
    }
    let exactly = case.token(-1)?;
    let said = Diagnostic::error(Code(103), case.span(&exactly.range), "expected `{` after `exactly`")
        .help("write all that happens between braces, as in `exactly { save_plan opens }`");
    Some(Told { said, proposals: Vec::new() })
}

/// `never` behind what it should stand before.
fn never(case: &Case<'_>) -> Option<Told> {
    if case.word(-1) != "never"
        || case.word(-2) == "expect"
        || !matches!(case.word(0), "is" | "=" | "<" | ">" | "<=" | ">=")
    {
        return None;
    }
    let never = case.token(-1)?;
    let said = Diagnostic::error(Code(102), case.span(&never.range), "`never` stands before a condition")
        .help("write it first, as in `never health is red`");
    Some(Told { said, proposals: vec![Proposal::replace(never.range.clone(), " ", None, Proof::Next)] })
}

/// The word that begins the clause of the date in which the place stands.
fn clause_word<'p>(case: &Case<'p>) -> &'p str {
    let start = case.place.statement.start;
    let found = case.place.found.unwrap_or(case.tokens.len());
    let before = case.tokens.get(start..found).unwrap_or(&[]);
    before
        .iter()
        .rev()
        .map(|token| token.of(case.text))
        .find(|word| matches!(*word, "set" | "do" | "expect"))
        .unwrap_or("")
}
