//! What is remembered of a play for an account: one record for each key.

use super::Clock;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// A play of an account that is not idle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlayRecord {
    /// The play's place in the playbook.
    pub play: u16,
    /// Of a play with one run per record of a list: which.
    pub key: Option<SmolStr>,
    /// Where it stands.
    pub phase: Phase,
}

/// Where a play stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It was true when the play was first evaluated, and must be false once.
    Waiting,
    /// True, and not yet for long enough.
    Pending {
        /** Since when. */
        clock: Clock,
        /** It was true when the play was first evaluated, and opens without a word. */
        quiet: bool,
    },
    /// Running.
    Open(Box<Open>),
    /// Over.
    Closed {
        /** When it opened. */
        opened: Day,
        /** When it closed. */
        on: Day,
        /** How. */
        how: Ending,
    },
}

/// A run of a play.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// When it opened; this names the run.
    pub opened: Day,
    /// Nothing was told when it opened.
    pub quiet: bool,
    /// Since when its condition has been false.
    pub clearing: Option<Clock>,
    /// Since when that clock stands still, because success is there and not yet for long enough.
    pub held: Option<Day>,
    /// Its tasks, in the order in which they were created.
    pub tasks: Vec<TaskRecord>,
    /// The escalations that have fired, by their places in the play.
    pub fired: Vec<u16>,
    /// Who answers for it, as last told; `None`: nobody could be told.
    pub owner: Option<SmolStr>,
    /// Who answers for it, as a person has said.
    pub assigned: Option<SmolStr>,
    /// The escalation whose role answers for it now.
    pub taken_over: Option<u16>,
    /// Asleep.
    pub snooze: Option<Snooze>,
    /// How long it has slept, in days and in business days.
    pub slept: (i32, i32),
}

/// A task of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRecord {
    /// Its place in the play.
    pub task: u16,
    /// When it was created.
    pub created: Day,
    /// By when; `None` where that could not be said.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
}

/// A run put to sleep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// Since when.
    pub on: Day,
    /// Until when.
    pub until: Day,
    /// The words of the bands and risks that its condition reads, as they were: worse ones wake it. Empty until the
    /// first evaluation.
    pub words: Vec<Option<u16>>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Ending {
    Succeeded,
    Cleared,
    Expired,
    Dismissed,
    Withdrawn,
    Gone,
}

impl Ending {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Cleared => "cleared",
            Self::Expired => "expired",
            Self::Dismissed => "dismissed",
            Self::Withdrawn => "withdrawn",
            Self::Gone => "gone",
        }
    }
}

impl PlayRecord {
    /// The run, where it is open.
    #[must_use]
    pub fn open(&self) -> Option<&Open> {
        match &self.phase {
            Phase::Open(open) => Some(open),
            _ => None,
        }
    }
}

impl Open {
    /// The record of a task, once it has been created.
    #[must_use]
    pub fn task(&self, task: usize) -> Option<&TaskRecord> {
        self.tasks.iter().find(|record| usize::from(record.task) == task)
    }
}
