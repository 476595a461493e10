//! Half a question about a list of records.

use super::super::block::Block;
use super::super::proposal::{Proof, Proposal, Told};
use super::super::tell::{Case, shown};
use super::super::token::TokenKind;

/// The message about a question that lacks a part.
pub(super) fn tell(case: &Case<'_>) -> Option<Told> {
    has_alone(case)
        .or_else(|| half_list(case))
        .or_else(|| some_of_nothing(case))
        .or_else(|| without_has(case))
        .or_else(|| nobody_asked(case))
        .or_else(|| of_what(case))
}

/// `every people has nps >= 7`.
fn has_alone(case: &Case<'_>) -> Option<Told> {
    if case.word(-1) != "has" || case.word(0) == "(" || !case.expected.signs.contains(&"(") {
        return None;
    }
    let message = format!("expected `(` after `has`, found {}", found(case));
    let said = case.error(message).help("put what is asked into parentheses: `has (…)`");
    Some(Told { said, proposals: Vec::new() })
}

/// `people of {`, `people list {`.
fn half_list(case: &Case<'_>) -> Option<Told> {
    if !matches!(case.place.block, Block::Account | Block::Fields) {
        return None;
    }
    let (missing, at) = match (case.word(0), case.word(1)) {
        ("of", "{") => ("list ", case.token(0)?.range.start),
        ("of", _) => return one_of(case),
        ("list", "{") => (" of", case.token(0)?.range.end),
        _ => return None,
    };
    let place = case.span(&case.token(0)?.range);
    let said = case.error("a list of records begins with `list of {`").help("write `list of`").fix(place, "list of");
    Some(Told { said, proposals: vec![Proposal::replace(at..at, missing, None, Proof::Change)] })
}

/// `role of executive, user`.
fn one_of(case: &Case<'_>) -> Option<Told> {
    let of = case.token(0)?.range.clone();
    let place = case.span(&of);
    let said = case.error("a choice begins with `one of`").help("write `one of`").fix(place, "one of");
    Some(Told { said, proposals: vec![Proposal::replace(of.start..of.start, "one ", None, Proof::Change)] })
}

/// `some people`, which asks nothing; without `where` and `has` the first word was taken for a name.
fn some_of_nothing(case: &Case<'_>) -> Option<Told> {
    let list = case.token(0).filter(|token| token.kind == TokenKind::Word)?;
    case.expected.continues.as_ref()?;
    if !matches!(case.word(-1), "some" | "no") {
        return None;
    }
    let mut end = 1;
    while case.word(end) == "." {
        end += 2;
    }
    let path = case.text.get(list.range.start..case.token(end - 1)?.range.end)?;
    let next = match case.token(end) {
        Some(token) => shown(token, case.text),
        None => "the end of the declaration".to_owned(),
    };
    let message = format!("expected `where` or `has` after `{} {path}`, found {next}", case.word(-1));
    let help = format!("say which: `{} {path} where …`, or `{} {path} has (…)`", case.word(-1), case.word(-1));
    Some(Told { said: case.error(message).help(help), proposals: Vec::new() })
}

/// `every people where active`.
fn without_has(case: &Case<'_>) -> Option<Told> {
    if !case.expected.words.contains(&"has") || !case.over() {
        return None;
    }
    let message = format!("expected `has (…)`, found {}", found(case));
    Some(Told { said: case.error(message).help("say what is asked of them: `… has (…)`"), proposals: Vec::new() })
}

/// `people where active`, `people has (active)`.
fn nobody_asked(case: &Case<'_>) -> Option<Told> {
    let asks = |offset: isize| matches!(case.word(offset), "where" | "has");
    let at = match case.expected.continues {
        Some(_) if asks(0) => 0,
        // In a block of names of the author's own, the word was taken for one of them.
        _ if asks(-1) && case.place.block.takes_names() => -1,
        _ => return None,
    };
    let word = case.word(at);
    let mut first = at - 1;
    while case.word(first - 1) == "." {
        first -= 2;
    }
    let path = case.token(first).filter(|token| token.kind == TokenKind::Word)?.range.start;
    let written = case.text.get(path..case.token(at - 1)?.range.end)?;
    let message = format!("expected `some`, `no`, `every` or `share of` before `{written} {word}`");
    let help = format!("write `some {written} {word} …`, or `count({written} where …)`");
    let proposals = vec![Proposal::replace(path..path, "some ", None, Proof::Change)];
    Some(Told { said: case.error(message).help(help), proposals })
}

/// `of people has (active)`.
fn of_what(case: &Case<'_>) -> Option<Told> {
    let of = case.token(0).filter(|_| case.word(0) == "of" && case.expects_value())?;
    let place = case.span(&of.range);
    let said = case.error("expected `share` before `of`").help("write `share of`").fix(place, "share of");
    let proposals = vec![Proposal::replace(of.range.start..of.range.start, "share ", None, Proof::Change)];
    Some(Told { said, proposals })
}

fn found(case: &Case<'_>) -> String {
    case.token(0).map_or_else(|| "the end of the declaration".to_owned(), |token| shown(token, case.text))
}
