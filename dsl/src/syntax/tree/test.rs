//! Tests: an account on a date, and what is expected of it.

use super::{Expr, Name, Path, Text};
use crate::source::Span;

/// `test NAME "sentence" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// NAME.
    pub name: Name,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub clauses: Vec<TestClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// Clauses of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum TestClause {
    /// `account weakening`.
    Account(Name),
    /// `on 2026-03-02 …`.
    On(Day),
}

/// `on DATE { … }`, or `on DATE expect …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// As days since 1970-01-01.
    pub date: i32,
    /// The date's place.
    pub date_span: Span,
    /// In order.
    pub clauses: Vec<DayClause>,
    /// The whole clause.
    pub span: Span,
}

/// What happens on a date.
#[derive(Clone, Debug, PartialEq)]
pub enum DayClause {
    /// `set logins = 10, roi missing`.
    Set(Vec<Assignment>),
    /// `expect health is red, outreach is pending`.
    Expect(Vec<Expr>),
}

/// `logins = 10`, `roi missing`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The field.
    pub field: Path,
    /// `None` is `missing`.
    pub value: Option<Expr>,
    /// The whole of it.
    pub span: Span,
}
