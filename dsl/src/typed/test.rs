//! Tests: an account over some dates, what happens on them, and what is expected.

use super::{Expr, Reach, Times};
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
    /// At least one, ascending; the first is an `on`, and one of them expects something.
    pub days: Vec<TestDay>,
    /// Its name in the source.
    pub span: Span,
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
    /// What people do on that date, in order; nothing after `through`.
    pub events: Vec<TestEvent>,
    /// In order.
    pub expects: Vec<Expectation>,
    /// The date in the source.
    pub span: Span,
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
}

/// What keeps a play from opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppressor {
    /// Another play.
    Play(PlayId),
    /// A group, whichever of its plays.
    Group(GroupId),
}
