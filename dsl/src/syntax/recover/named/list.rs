//! Half a question about a list of records.

use super::super::proposal::Told;
use super::super::tell::{Case, shown};
use super::super::token::TokenKind;

/// The message about a question that lacks a part.
pub(super) fn tell(case: &Case<'_>) -> Option<Told> {
    has_alone(case).or_else(|| some_of_nothing(case)).or_else(|| without_has(case))
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

fn found(case: &Case<'_>) -> String {
    case.token(0).map_or_else(|| "the end of the declaration".to_owned(), |token| shown(token, case.text))
}
