//! Plays for each record, groups of plays, escalations that do more than tell, and what is retired.

use super::super::block::Block;
use super::super::proposal::{Proof, Proposal, Told};
use super::super::tell::Case;
use super::super::token::TokenKind;
use crate::diagnostic::{Code, Diagnostic};

/// The message about a clause that is nearly right.
pub(super) fn tell(case: &Case<'_>) -> Option<Told> {
    each_unnamed(case)
        .or_else(|| every_for_each(case))
        .or_else(|| limit_in(case))
        .or_else(|| limit_of_nothing(case))
        .or_else(|| sentence_behind(case))
        .or_else(|| owner_of_an_escalation(case))
        .or_else(|| retired_stage(case))
}

fn told(said: Diagnostic, proposal: Proposal) -> Option<Told> {
    Some(Told { said, proposals: vec![proposal] })
}

/// `each people key people.id`.
fn each_unnamed(case: &Case<'_>) -> Option<Told> {
    let list = case.token(-1).filter(|_| case.word(-2) == "each" && matches!(case.word(0), "key" | "where"))?;
    let path = case.word(-1);
    let said = Diagnostic::error(Code(103), case.span(&list.range), "`each` has no name for the record")
        .help(format!("write `each NAME in {path}`, and `key NAME.…`"));
    told(said, Proposal::insert(list.range.start, "_ in", None, Proof::Next))
}

/// `every person in people`.
fn every_for_each(case: &Case<'_>) -> Option<Told> {
    let every = case.token(-2).filter(|_| case.word(-2) == "every" && case.word(0) == "in")?;
    if case.place.block != Block::Play {
        return None;
    }
    let place = case.span(&every.range);
    let message = "a run for each record of a list begins with `each`";
    let said = Diagnostic::error(Code(102), place, message).help("write `each`").fix(place, "each");
    told(said, Proposal::replace(every.range.clone(), "each", None, Proof::Change))
}

/// `limit calls 3 in 90 days { … }`.
fn limit_in(case: &Case<'_>) -> Option<Told> {
    let words = matches!(case.word(0), "in" | "within" | "every" | "over");
    let token = case.token(0).filter(|_| words && case.expected.words.contains(&"per"))?;
    if case.place.block != Block::File {
        return None;
    }
    let place = case.span(&token.range);
    let message = format!("expected `per` after the value, found `{}`", case.word(0));
    let said = Diagnostic::error(Code(102), place, message).help("write `per`").fix(place, "per");
    told(said, Proposal::replace(token.range.clone(), "per", None, Proof::Change))
}

/// `limit calls { … }`.
fn limit_of_nothing(case: &Case<'_>) -> Option<Told> {
    let brace = case.token(0).filter(|_| case.word(0) == "{" && case.word(-2) == "limit" && case.expects_value())?;
    let message = format!("the limit `{}` does not say how many", case.word(-1));
    let said = Diagnostic::error(Code(103), case.span(&brace.range), message)
        .help(format!("write how many in how long, as in `limit {} 3 per 90 days`", case.word(-1)));
    told(said, Proposal::insert(brace.range.start, "1 per 1 day", None, Proof::Change))
}

/// `limit calls 3 per 90 days "sentence" { … }`.
fn sentence_behind(case: &Case<'_>) -> Option<Told> {
    let text = case.token(0).filter(|token| token.kind == TokenKind::Text && case.place.block == Block::File)?;
    let first = case.tokens.get(case.place.statement.start).map_or("", |token| token.of(case.text));
    if first != "limit" || !case.expected.signs.contains(&"{") {
        return None;
    }
    let said = Diagnostic::error(Code(102), case.span(&text.range), "the sentence of a limit stands behind its name")
        .help("move it there, as in `limit calls \"…\" 3 per 90 days`");
    told(said, Proposal::replace(text.range.clone(), " ", None, Proof::Change))
}

/// `owner cro` in the block of an escalation.
fn owner_of_an_escalation(case: &Case<'_>) -> Option<Told> {
    let role = case.token(0).filter(|token| token.kind == TokenKind::Word && case.word(-1) == "owner")?;
    let known = case.place.block.clause(case.word(0)).is_some();
    if case.place.block != Block::Escalation || known {
        return None;
    }
    let place = case.span(&role.range);
    let message = format!("`owner` stands alone here, without `{}`: who is told takes the play over", case.word(0));
    let said = Diagnostic::error(Code(102), place, message).help(format!("remove `{}`", case.word(0))).fix(place, "");
    told(said, Proposal::replace(role.range.clone(), " ", None, Proof::Change))
}

/// `retired stage a to b` outside of its journey.
fn retired_stage(case: &Case<'_>) -> Option<Told> {
    let stage = case.token(0).filter(|_| case.word(-1) == "retired" && case.word(0) == "stage")?;
    if case.place.block != Block::File {
        return None;
    }
    let place = case.span(&case.token(-1)?.range).to(case.span(&stage.range));
    let said = Diagnostic::error(Code(102), place, "`retired stage` belongs in the journey that had the stage");
    Some(Told { said, proposals: Vec::new() })
}
