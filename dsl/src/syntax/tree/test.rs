//! Tests: an account over some dates, what happens on them, and what is expected.

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
    /// `evaluate every 1 day`.
    Every(Expr),
    /// `series usage.logins = 400 x 6, 400 - 60 x 5`.
    Series(Series),
    /// `on 2026-03-02 …`, `through 2026-03-20 …`.
    Day(Day),
}

/// `series FIELD = VALUE x N, START + STEP x N, unknown x N`.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The field.
    pub field: Path,
    /// In order; at least one.
    pub parts: Vec<SeriesPart>,
    /// The whole clause.
    pub span: Span,
}

/// Some values of a series that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesPart {
    /// The first of them; `None` where they are unknown.
    pub start: Option<Expr>,
    /// What each has more than the one before it.
    pub step: Option<SeriesStep>,
    /// How many there are.
    pub count: u64,
    /// The place of that number.
    pub count_span: Span,
    /// The whole of it.
    pub span: Span,
}

/// `+ STEP`, `- STEP`.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesStep {
    /// Which of the two: 1 or -1.
    pub sign: f64,
    /// STEP.
    pub by: Expr,
}

/// `on DATE { … }`, `through DATE expect …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Which of the two.
    pub reach: Reach,
    /// As days since 1970-01-01.
    pub date: i32,
    /// The date's place.
    pub date_span: Span,
    /// In order.
    pub clauses: Vec<DayClause>,
    /// The whole clause.
    pub span: Span,
}

/// Which evaluations a date of a test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// `on`: the one of that date.
    On,
    /// `through`: every one after the date named before, up to that date.
    Through,
}

/// What happens on a date.
#[derive(Clone, Debug, PartialEq)]
pub enum DayClause {
    /// `set logins = 10, roi missing`.
    Set {
        /** In order. */
        fields: Vec<Assignment>,
        /** The whole clause. */
        span: Span,
    },
    /// `do finish outreach.call, dismiss save_plan`.
    Do {
        /** In order. */
        events: Vec<Event>,
        /** The whole clause. */
        span: Span,
    },
    /// `expect health is red, outreach is pending`.
    Expect(Vec<Expectation>),
}

/// `logins = 10`, `roi missing`, `people from other_fixture`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The field.
    pub field: Path,
    /// What it has from then on.
    pub value: Assigned,
    /// The whole of it.
    pub span: Span,
}

/// What a field or a list is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Assigned {
    /// `missing`.
    Missing,
    /// `= VALUE`.
    Value(Expr),
    /// `from FIXTURE`: what it has there.
    From(Name),
}

/// What somebody does: `finish outreach.call`.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub deed: Deed,
    /// To which play, or to which task of it.
    pub subject: Path,
    /// `for "…"`: of which run, where a play has several.
    pub key: Option<Text>,
    /// The whole of it.
    pub span: Span,
}

/// What people do to plays.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// `finish PLAY.TASK`.
    Finish,
    /// `dismiss PLAY`.
    Dismiss,
    /// `snooze PLAY until DATE`.
    Snooze {
        /** As days since 1970-01-01. */
        until: i32,
        /** Its place. */
        span: Span,
    },
    /// `wake PLAY`.
    Wake,
    /// `assign PLAY to "who"`.
    Assign(Text),
}

/// One thing expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What.
    pub expected: Expected,
    /// The whole of it.
    pub span: Span,
}

/// What can be expected.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// `health is red`; `PLAY.TASK.due = DATE`, `PLAY.priority > 50` and `PLAY.owner = ROLE` are read as one too.
    Condition(Expr),
    /// `never health is red`.
    Never(Expr),
    /// `PLAY opens once`.
    Opens {
        /** PLAY. */
        play: Path,
        /** How often. */
        how: Times,
    },
    /// `PLAY closes`.
    Closes(Path),
    /// `PLAY escalates to ROLE`.
    Escalates {
        /** PLAY. */
        play: Path,
        /** ROLE. */
        to: Name,
        /** How often; never once. */
        how: Times,
    },
    /// `PLAY suppressed by OTHER`.
    Suppressed {
        /** PLAY. */
        play: Path,
        /** OTHER. */
        by: Name,
    },
    /// `exactly { PLAY opens, OTHER closes }`.
    Exactly(Vec<Occurrence>),
}

/// Something that a play does, as `exactly` names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// Which.
    pub play: Path,
    /// What.
    pub what: Occurs,
    /// The whole of it.
    pub span: Span,
}

/// What a play does.
#[derive(Clone, Debug, PartialEq)]
pub enum Occurs {
    /// `opens`.
    Opens,
    /// `closes`.
    Closes,
    /// `escalates to ROLE`.
    Escalates(Name),
}

/// How often something is expected to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Times {
    /// At least once.
    Any,
    /// Exactly once.
    Once,
    /// Not at all.
    Never,
}
