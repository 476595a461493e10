//! All that is kept, row by row: what an export is made of and what an import puts back.

use super::model::{Action, Event, Head, KnownEvent, Move, Run};
use stageplay_dsl::types::Day;

/// One row of a state. Two equal states give the same rows in the same order.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Comes first, once.
    Head(HeadRow),
    /// In the order of days.
    Run(RunRow),
    /// In the order of ids.
    Account(AccountRow),
    /// In the order of account and day.
    Version(VersionRow),
    /// In the order of day, account, and as they were recorded.
    Event(KnownEvent),
    /// In the order of day, account and number.
    Move(MoveRow),
    /// In the order of day, account, and as they were emitted.
    Action(ActionRow),
}

/// The state as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadRow {
    /// `None` where there was no run.
    pub head: Option<Head>,
    /// The earliest day that can be gone back to, where something was pruned.
    pub back_to: Option<Day>,
}

/// A run that was finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// The run.
    pub run: Run,
    /// The day of the run before it.
    pub previous: Option<Day>,
}

/// An account as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// The day its state was written.
    pub day: Day,
    /// `None`: it was forgotten on that day.
    pub state: Option<Vec<u8>>,
}

/// An account as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// The account's id.
    pub account: String,
    /// The day this state was written.
    pub day: Day,
    /// `None`: it was forgotten on that day.
    pub state: Option<Vec<u8>>,
}

/// A move and its number.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveRow {
    /// The move.
    pub change: Move,
    /// From 0, among the moves of the account on that day.
    pub number: u32,
}

/// An action and its fate.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionRow {
    /// The action.
    pub action: Action,
    /// The destinations it was sent to, by name.
    pub sent: Vec<String>,
    /// Why it is not to be delivered any more.
    pub dropped: Option<String>,
}

/// What became of a row that was put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// It was not there and is now.
    New,
    /// It was there already, the same in everything.
    Same,
    /// Another one stands in its place, which was left as it is.
    Other,
}

impl Row {
    /// The account the row is about, where it is about one.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Head(_) | Self::Run(_) => None,
            Self::Account(row) => Some(&row.id),
            Self::Version(row) => Some(&row.account),
            Self::Event(known) => Some(&known.event.account),
            Self::Move(row) => Some(&row.change.account),
            Self::Action(row) => Some(&row.action.account),
        }
    }
}

impl From<&Event> for KnownEvent {
    fn from(event: &Event) -> Self {
        Self { event: event.clone(), applied: None }
    }
}

impl RunRow {
    /// The head that this run leaves.
    pub(super) fn head(&self) -> Head {
        Head {
            playbook: self.run.playbook.clone(),
            program: self.run.program.clone(),
            layout: self.run.layout.clone(),
            last: self.run.as_of,
            previous: self.previous,
            book: self.run.book.clone(),
        }
    }
}
