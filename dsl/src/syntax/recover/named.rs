//! Mistakes that have a name: habits of other languages the parser can only meet as a failure.

mod list;
mod play;

use super::block::Block;
use super::proposal::{Proof, Proposal, Told};
use super::tell::{Case, shown};
use super::token::TokenKind;
use crate::diagnostic::{Code, Diagnostic};

/// The message about a named mistake.
pub(super) fn tell(case: &Case<'_>) -> Option<Told> {
    hyphen(case)
        .or_else(|| super::dates::broken(case))
        .or_else(|| super::timeline::tell(case))
        .or_else(|| play::tell(case))
        .or_else(|| list::tell(case))
        .or_else(|| one_of(case))
        .or_else(|| repeated_is(case))
        .or_else(|| is_other(case))
        .or_else(|| without_is(case))
        .or_else(|| field_set(case))
        .or_else(|| nothing_if_missing(case))
        .or_else(|| half_head(case))
        .or_else(|| parens_for_braces(case))
        .or_else(|| no_range(case))
        .or_else(|| better(case))
        .or_else(|| named_health(case))
        .or_else(|| otherwise(case))
        .or_else(|| escalate_after(case))
        .or_else(|| due_in(case))
        .or_else(|| stale_after(case))
        .or_else(|| close_minus(case))
        .or_else(|| lower_currency(case))
        .or_else(|| glued_unit(case))
}

fn told(said: Diagnostic, range: std::ops::Range<usize>, with: impl Into<String>) -> Told {
    Told { said, proposals: vec![Proposal::replace(range, with, None, Proof::Change)] }
}

/// `on-boarding`.
fn hyphen(case: &Case<'_>) -> Option<Told> {
    let (before, minus, after) = (case.token(-1)?, case.token(0)?, case.token(1)?);
    let joined = before.range.end == minus.range.start && minus.range.end == after.range.start;
    let words = before.kind == TokenKind::Word && after.kind == TokenKind::Word;
    if !joined || !words || case.word(0) != "-" {
        return None;
    }
    // The name may have more of them.
    let mut end = after.range.end;
    let mut offset = 2;
    while case.word(offset) == "-" && case.token(offset).is_some_and(|token| token.range.start == end) {
        let Some(next) = case.token(offset + 1).filter(|next| next.kind == TokenKind::Word) else { break };
        end = next.range.end;
        offset += 2;
    }
    let range = before.range.start..end;
    let name = case.text.get(range.clone())?.replace('-', "_");
    let place = case.span(&range);
    let said = Diagnostic::error(Code(102), place, "a name has no `-` in it")
        .help(format!("write `{name}`, or ` - ` between blanks to subtract"))
        .fix(place, name.as_str());
    Some(told(said, range, name))
}

/// `x in {a, b}`.
fn one_of(case: &Case<'_>) -> Option<Told> {
    case.expected.continues.as_ref()?;
    let (last, with) = match (case.word(0), case.word(1)) {
        ("in", _) => (0, "is one of"),
        ("not", "in") => (1, "is not one of"),
        _ => return None,
    };
    let range = case.token(0)?.range.start..case.token(last)?.range.end;
    let place = case.span(&range);
    let said = Diagnostic::error(Code(111), place, format!("there is no `{}` here", case.text.get(range.clone())?))
        .help(format!("write `{with} {{ … }}`"))
        .fix(place, with);
    Some(told(said, range, with))
}

/// `x is red or is yellow`.
fn repeated_is(case: &Case<'_>) -> Option<Told> {
    if case.word(0) != "is" || !matches!(case.word(-1), "or" | "and") || case.word(-3) != "is" {
        return None;
    }
    let (first, second) = (case.word(-2), case.word(1));
    let range = case.token(0)?.range.clone();
    let place = case.span(&case.token(-1)?.range).to(case.span(&case.token(1)?.range));
    let help = match case.word(-1) {
        "or" => format!("write `is one of {{{first}, {second}}}`"),
        _ => "name what the second `is` is about".to_owned(),
    };
    let said =
        Diagnostic::error(Code(112), place, format!("`is` is asked of nothing after `{}`", case.word(-1))).help(help);
    let from = case.token(-2)?.range.start;
    let to = case.token(1)?.range.end;
    if case.word(-1) == "or" {
        return Some(told(said, from..to, format!("one of {{{first}, {second}}}")));
    }
    Some(told(said, case.token(-1)?.range.start..range.end.max(to), ""))
}

/// `x is "Enterprise"`, `x is > 5`.
fn is_other(case: &Case<'_>) -> Option<Told> {
    let after_is = case.word(-1) == "is" || (case.word(-1) == "not" && case.word(-2) == "is");
    let token = case.token(0).filter(|_| after_is)?;
    let place = case.span(&token.range);
    match token.kind {
        TokenKind::Text => {
            let word = case.word(0).trim_matches('"').to_lowercase().replace([' ', '-'], "_");
            let said = Diagnostic::error(
                Code(102),
                place,
                format!("a choice is a word, not the text {}", shown(token, case.text)),
            )
            .help(format!("write the word that the field declares, such as `{word}`"));
            Some(told(said, token.range.clone(), word))
        }
        TokenKind::Number => instead_of_is(case, if case.word(-1) == "not" { "!=" } else { "=" }),
        TokenKind::Symbol if matches!(case.word(0), "<" | ">" | "<=" | ">=" | "=" | "!=") => instead_of_is(case, ""),
        _ => None,
    }
}

/// A number is compared with a sign.
fn instead_of_is(case: &Case<'_>, with: &'static str) -> Option<Told> {
    let first = if case.word(-1) == "is" { -1 } else { -2 };
    let range = case.token(first)?.range.start..case.token(-1)?.range.end;
    let help = if with.is_empty() { "remove `is`".to_owned() } else { format!("write `{with}`") };
    let place = case.span(&range);
    let said = Diagnostic::error(Code(102), place, "`is` asks for a word, not for a number");
    // Of a percentage nobody knows yet whether it goes with the value.
    let said = match case.word(0).ends_with('%') {
        true => said.help("compare numbers with a sign, such as `>=`"),
        false => said.help(help).fix(place, with),
    };
    Some(told(said, range, with))
}

/// `name = "x"` in the account.
fn field_set(case: &Case<'_>) -> Option<Told> {
    let fields = matches!(case.place.block, Block::Account | Block::Fields);
    let behind = case.place.found == Some(case.place.statement.start + 1);
    let token = case.token(0).filter(|_| fields && behind && case.word(0) == "=")?;
    let message = format!("a field has a type; only `id` and `revenue` are set with `=`, not `{}`", case.word(-1));
    let said = Diagnostic::error(Code(102), case.span(&token.range), message)
        .help("write a type behind the name, such as `text`, `date` or `money USD`");
    Some(Told { said, proposals: Vec::new() })
}

/// `x known`, `x one of {a, b}`, `x not known`.
fn without_is(case: &Case<'_>) -> Option<Told> {
    case.expected.continues.as_ref()?;
    let next = match (case.word(0), case.word(1)) {
        ("missing", next) if is_value(next) => {
            let place = case.span(&case.token(0)?.range);
            let said = Diagnostic::error(Code(103), place, "expected `if` before `missing`").help("write `if missing`");
            let at = case.token(0)?.range.start;
            return Some(told(said, at..at, "if "));
        }
        ("known" | "missing", _) => case.word(0),
        ("one", "of") => "one of",
        ("not", "known" | "missing" | "one") => "not",
        _ => return None,
    };
    let token = case.token(0)?;
    let message = format!("expected `is` after the value, found `{}`", case.word(0));
    let place = case.span(&token.range);
    let at = token.range.start;
    let said = Diagnostic::error(Code(103), place, message).help(format!("write `is {next}`"));
    Some(told(said, at..at, "is "))
}

/// `change x over D`, `all { … }`: the word that belongs to the first one.
fn half_head(case: &Case<'_>) -> Option<Told> {
    let (offset, second) = match (case.word(-1), case.word(0)) {
        (_, "change") if case.expects_value() => (0, "in"),
        (_, "growth") if case.expects_value() => (0, "of"),
        ("all" | "any" | "number", "{") => (-1, "of"),
        ("until", _) if case.place.block == Block::Bands => (-1, "below"),
        _ => return None,
    };
    let first = case.token(offset)?;
    let word = case.word(offset);
    let place = case.span(&first.range);
    let said = Diagnostic::error(Code(103), place, format!("expected `{second}` after `{word}`"))
        .help(format!("write `{word} {second}`"))
        .fix(place, format!("{word} {second}"));
    Some(told(said, first.range.end..first.range.end, format!(" {second}")))
}

/// `all of ( … )`.
fn parens_for_braces(case: &Case<'_>) -> Option<Told> {
    if case.word(0) != "(" || !case.expected.signs.contains(&"{") {
        return None;
    }
    let open = case.token(0)?.range.clone();
    let mut depth = 0;
    let close = (0..).map_while(|offset| case.token(offset)).find(|token| {
        depth += match token.of(case.text) {
            "(" => 1,
            ")" => -1,
            _ => 0,
        };
        depth == 0
    })?;
    let inside = case.text.get(open.end..close.range.start)?;
    let said = Diagnostic::error(Code(102), case.span(&open), "expected `{`, found `(`").help("write `{ … }`");
    Some(told(said, open.start..close.range.end, format!("{{{inside}}}")))
}

/// `score z = 5`.
fn no_range(case: &Case<'_>) -> Option<Told> {
    let at = case.token(0)?.range.start;
    let score = (-3..0).any(|offset| case.word(offset) == "score");
    if !score || case.word(0) != "=" || !case.expects_value() {
        return None;
    }
    let said = Diagnostic::error(Code(103), case.span(&case.token(-1)?.range), "a score names its range")
        .help(format!("write the range behind the name, as in `{} 0 to 100`", case.word(-1)));
    Some(told(said, at..at, "0 to 100 "))
}

/// `higher is better`.
fn better(case: &Case<'_>) -> Option<Told> {
    let words = (case.word(0), case.word(1), case.word(2));
    if words != ("higher", "is", "better") {
        return None;
    }
    let range = case.token(0)?.range.start..case.token(2)?.range.end;
    let place = case.span(&range);
    let said = Diagnostic::error(Code(102), place, "that higher is better goes without saying")
        .help("leave it out; only `higher is worse` is said")
        .fix(place, "");
    Some(told(said, range, ""))
}

/// `health usage {`.
fn named_health(case: &Case<'_>) -> Option<Told> {
    let token = case.token(0).filter(|token| token.kind == TokenKind::Word)?;
    if case.word(-1) != "health" || case.place.block != Block::File || !case.expected.signs.contains(&"{") {
        return None;
    }
    let place = case.span(&token.range);
    let said =
        Diagnostic::error(Code(102), place, format!("`health` has no name of its own, such as `{}`", case.word(0)))
            .help(format!("write `health {{`, or `scorecard {} {{`", case.word(0)));
    Some(told(said, token.range.clone(), ""))
}

/// `else: 3`, `default: 3`.
fn otherwise(case: &Case<'_>) -> Option<Told> {
    if !matches!(case.word(0), "else" | "default") || !case.expected.words.contains(&"otherwise") {
        return None;
    }
    let range = case.token(0)?.range.clone();
    let place = case.span(&range);
    let said = Diagnostic::error(Code(111), place, format!("there is no `{}` here", case.word(0)))
        .help("write `otherwise`")
        .fix(place, "otherwise");
    Some(told(said, range, "otherwise"))
}

/// `escalate to csm after 2 days`.
fn escalate_after(case: &Case<'_>) -> Option<Told> {
    let after = case.token(-1).filter(|_| case.word(-1) == "after" && case.word(-4) == "escalate")?;
    let said = Diagnostic::error(Code(102), case.span(&after.range), "the duration stands before `after opening`")
        .help(format!("write `{} {} after opening`", case.word(0), case.word(1)));
    Some(Told { said, proposals: Vec::new() })
}

fn is_value(token: &str) -> bool {
    !matches!(token, "" | "\n" | ")" | "}" | "{" | "," | "and" | "or" | "for")
}

/// `(if missing 100)`.
fn nothing_if_missing(case: &Case<'_>) -> Option<Told> {
    if case.word(-1) != "missing" || case.word(-2) != "if" || !case.expected.words.contains(&"then") {
        return None;
    }
    let at = case.token(-2)?.range.start;
    let place = case.span(&(at..case.token(-1)?.range.end));
    let said = Diagnostic::error(Code(103), place, "expected a value before `if missing`");
    Some(told(said, at..at, "_ "))
}

/// `due 1 business day`.
fn due_in(case: &Case<'_>) -> Option<Told> {
    if !case.expected.words.contains(&"before") || !case.expected.words.contains(&"after") {
        return None;
    }
    let due = (-5..0).rev().find(|offset| case.word(*offset) == "due")?;
    let at = case.token(due)?.range.end;
    let place = case.span(&(case.token(due)?.range.clone()));
    let said =
        Diagnostic::error(Code(103), place, "expected `in` after `due`, or `after` or `before` behind the duration")
            .help("write `due in`")
            .fix(place, "due in");
    Some(told(said, at..at, " in"))
}

/// `} after 60 days since …`.
fn stale_after(case: &Case<'_>) -> Option<Told> {
    let behind = matches!(case.word(-2), "}" | "private" | "required");
    let half = matches!(case.word(-1), "stale" | "after") && behind;
    let token = case.token(-1).filter(|_| half)?;
    let place = case.span(&token.range);
    let said = Diagnostic::error(Code(103), place, format!("expected `stale after`, found `{}`", case.word(-1)))
        .help("write `stale after`")
        .fix(place, "stale after");
    Some(told(said, token.range.clone(), "stale after"))
}

/// `a -b`.
fn close_minus(case: &Case<'_>) -> Option<Told> {
    case.expected.continues.as_ref()?;
    let minus = case.token(0).filter(|_| case.word(0) == "-")?;
    let place = case.span(&minus.range);
    let said = Diagnostic::error(Code(103), place, "`-` stands between blanks").help("write `a - b`");
    Some(told(said, minus.range.clone(), " - "))
}

/// `money usd`, `100 usd`.
fn lower_currency(case: &Case<'_>) -> Option<Told> {
    let token = case.token(0).filter(|token| token.kind == TokenKind::Word && token.range.len() == 3)?;
    let code = case.word(0).to_ascii_uppercase();
    let known = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "INR", "CNY", "SEK", "NOK", "DKK", "BRL"];
    if !known.contains(&code.as_str()) || !(case.word(-1) == "money" || case.token(-1)?.kind == TokenKind::Number) {
        return None;
    }
    let place = case.span(&token.range);
    let said =
        Diagnostic::error(Code(109), place, format!("a currency is written in capitals, not `{}`", case.word(0)))
            .help(format!("write `{code}`"))
            .fix(place, code.as_str());
    Some(told(said, token.range.clone(), code))
}

/// `30days`.
fn glued_unit(case: &Case<'_>) -> Option<Told> {
    let token = case.token(0).filter(|token| token.kind == TokenKind::Number)?;
    let written = case.word(0);
    let letters = written.find(|char: char| char.is_ascii_alphabetic())?;
    let (number, unit) = written.split_at(letters);
    let unit = match unit {
        "d" | "day" | "days" => "days",
        "w" | "week" | "weeks" => "weeks",
        "mo" | "month" | "months" => "months",
        "y" | "year" | "years" => "years",
        "h" | "hour" | "hours" => "hours",
        "K" => "k",
        "M" => "m",
        _ if unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase()) => unit,
        _ => return None,
    };
    let with = if unit.len() == 1 { format!("{number}{unit}") } else { format!("{number} {unit}") };
    let place = case.span(&token.range);
    let said = Diagnostic::error(Code(109), place, format!("`{written}` is no number with its unit"))
        .help(format!("write `{with}`"))
        .fix(place, with.as_str());
    Some(told(said, token.range.clone(), with))
}
