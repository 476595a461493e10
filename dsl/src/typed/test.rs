//! Tests: an account on a date, and what is expected of it.

use super::Expr;
use crate::source::Span;
use crate::types::{Day, FieldId, ListId, PlayId, Value};
use smol_str::SmolStr;

/// A test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name; no other test has it.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The fixture that is its account, by name and where it is named.
    pub account: (SmolStr, Span),
    /// The date of the evaluation.
    pub as_of: Day,
    /// Fields that have other values than the fixture gives them; `None` is missing. Each field once.
    pub set: Vec<(FieldId, Option<Value>)>,
    /// Lists that the fixture's account is to be without.
    pub without: Vec<ListId>,
    /// In order, at least one.
    pub expects: Vec<Expectation>,
    /// Its name in the source.
    pub span: Span,
}

/// One thing expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What.
    pub expected: Expected,
    /// As written.
    pub span: Span,
}

/// What can be expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A condition that is true.
    Condition(Expr),
    /// A task that is created on the date, due on a day.
    Due {
        /** Whose task. */
        play: PlayId,
        /** Which. */
        task: usize,
        /** When it is due. */
        day: Day,
    },
}
