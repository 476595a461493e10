//! Tests: an account over some dates, what happens on them, and what is expected.

use super::{Comparison, Expr, Reach, Times};
use crate::source::Span;
use crate::types::{Day, FieldId, GroupId, ListId, PlayId, RoleId, Value};
use smol_str::SmolStr;

/// A test. From its first date to its last the account is evaluated every so many days, and on every date named.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Its name; no other test has it.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The fixture that is its account, by name and where it is named.
    pub account: (SmolStr, Span),
    /// Days between two evaluations, counted from the first date; at least 1.
    pub every: u32,
    /// What fields have from evaluation to evaluation; each field once.
    pub series: Vec<Series>,
    /// At least one, ascending; the first is an `on`, and one of them expects something.
    pub days: Vec<TestDay>,
    /// Its name in the source.
    pub span: Span,
}

/// Values that a field takes one after the other, `every` days apart, beginning with the first date.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Which.
    pub field: FieldId,
    /// In order; at least one. Together no more values than the test has times to take one.
    pub parts: Vec<SeriesPart>,
}

/// Some values of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesPart {
    /// The first; `None` is missing.
    pub start: Option<Value>,
    /// What each has more than the one before it, in days for dates; 0 for what cannot be added to.
    pub step: f64,
    /// At least 1.
    pub count: u32,
}

impl Series {
    /// The value that is taken at the `turn`th time, from 0, `None` being missing; `None` of that behind the last.
    #[must_use]
    pub fn taken(&self, turn: u32) -> Option<Option<Value>> {
        let mut left = turn;
        for part in &self.parts {
            match left.checked_sub(part.count) {
                Some(rest) => left = rest,
                None => return Some(part.taken(left)),
            }
        }
        None
    }

    /// How many values it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.parts.iter().map(|part| u64::from(part.count)).sum()
    }
}

impl SeriesPart {
    /// Its value at a place, from 0.
    #[must_use]
    pub fn taken(&self, at: u32) -> Option<Value> {
        let moved = self.step * f64::from(at);
        Some(match self.start.clone()? {
            Value::Number(start) => Value::Number(as_written(start, moved)),
            #[allow(clippy::cast_possible_truncation, reason = "whole days, and the cast saturates")]
            Value::Date(start) => Value::Date((f64::from(start) + moved) as Day),
            other => other,
        })
    }
}

/// The sum, with the digits that were written and not those that binary numbers add: 50% less three times 5% is 35%.
fn as_written(start: f64, moved: f64) -> f64 {
    /// Digits that a number holds for certain.
    const DIGITS: f64 = 15.0;
    let sum = start + moved;
    let before_the_point = start.abs().max(moved.abs()).max(f64::MIN_POSITIVE).log10().floor() + 1.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept between 0 and 300")]
    let decimals = (DIGITS - before_the_point).clamp(0.0, 300.0) as usize;
    // A zero has no sign.
    format!("{sum:.decimals$}").parse().unwrap_or(sum) + 0.0
}

/// A date of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestDay {
    /// Whether it is about the evaluation of that date or about all since the date before.
    pub reach: Reach,
    /// The date.
    pub day: Day,
    /// Fields that have other values from that date on; `None` is missing. Each field once; none after `through`.
    pub set: Vec<(FieldId, Option<Value>)>,
    /// Lists that the account is without from that date on; none after `through`.
    pub without: Vec<ListId>,
    /// What the account has from that date on as another fixture has it, with the fixture by name and where it is named.
    pub borrowed: Vec<(Borrowed, (SmolStr, Span))>,
    /// What people do on that date, in order; nothing after `through`.
    pub events: Vec<TestEvent>,
    /// In order.
    pub expects: Vec<Expectation>,
    /// The date in the source.
    pub span: Span,
}

/// What may be taken from another fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Borrowed {
    /// The value of a field.
    Field(FieldId),
    /// The records of a list.
    List(ListId),
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq)]
pub struct TestEvent {
    /// To which play.
    pub play: PlayId,
    /// To which of its runs, where it has one for each record of a list.
    pub key: Option<SmolStr>,
    /// What.
    pub what: TestDeed,
    /// As written.
    pub span: Span,
}

/// What people do to plays.
#[derive(Clone, Debug, PartialEq)]
pub enum TestDeed {
    /// A task is done.
    Finish {
        /** Its place in the play. */
        task: usize,
    },
    /// The play is given up.
    Dismiss,
    /// The play is put off.
    Snooze {
        /** Later than the date it happens on. */
        until: Day,
    },
    /// What was put off goes on.
    Wake,
    /// Somebody else is to answer for it.
    Assign {
        /** Who. */
        to: SmolStr,
    },
}

/// One thing expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What.
    pub expected: Expected,
    /// As written.
    pub span: Span,
}

/// What can be expected: after `on` of the evaluation of that date, after `through` of all since the date before.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A condition that is true, at each of them.
    Condition(Expr),
    /// A condition that is not true, at any of them.
    Never(Expr),
    /// The play is open, and its task is open and due on a day, whenever it was created; at each of them.
    Due {
        /** Whose task. */
        play: PlayId,
        /** Which. */
        task: usize,
        /** When it is due. */
        day: Day,
    },
    /// The play is open, and its priority compares so with a number; at each of them.
    Priority {
        /** Which. */
        play: PlayId,
        /** How. */
        is: Comparison,
        /** With what. */
        number: f64,
    },
    /// The play is open, and somebody answers for it; with a task, that task is open and somebody's. At each of them.
    Owner {
        /** Which, or whose task. */
        play: PlayId,
        /** Which task. */
        task: Option<usize>,
        /** Who. */
        who: Responsible,
    },
    /// The play opens. Once on a date: then, and not before in the test.
    Opens {
        /** Which. */
        play: PlayId,
        /** How often. */
        how: Times,
    },
    /// The play closes, however.
    Closes {
        /** Which. */
        play: PlayId,
    },
    /// The play escalates to a role that one of its escalations names.
    Escalates {
        /** Which. */
        play: PlayId,
        /** To whom. */
        to: RoleId,
        /** How often; not `Once`. */
        how: Times,
    },
    /// The play would open, and another one keeps it from that.
    Suppressed {
        /** Which. */
        play: PlayId,
        /** What keeps it. */
        by: Suppressor,
    },
    /// This happens to plays, each at least once, and nothing else.
    Exactly(Vec<Occurrence>),
}

/// Who answers for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Responsible {
    /// Whoever has a role; of a play, the role that an escalation gave it to.
    Role(RoleId),
    /// A person as a role or `assign` names them.
    Person(SmolStr),
}

/// Something that happens to a play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Which.
    pub play: PlayId,
    /// What.
    pub what: Occurs,
}

/// What happens to plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurs {
    /// It opens.
    Opens,
    /// It closes, however.
    Closes,
    /// It escalates to a role.
    Escalates(RoleId),
}

/// What keeps a play from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppressor {
    /// Another play.
    Play(PlayId),
    /// A group, whichever of its plays.
    Group(GroupId),
}
