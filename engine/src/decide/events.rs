//! What people have done since the last evaluation, as far as it concerns the decisions.

use super::state::{Change, OverrideRecord};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, PlayId};
use std::collections::BTreeMap;

/// What people have done, by account, in order of day and arrival.
#[derive(Clone, Debug, Default)]
pub struct Events {
    accounts: BTreeMap<SmolStr, Vec<Event>>,
}

/// Something a person has done.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name: the same thing told twice has the same one.
    pub id: SmolStr,
    /// When.
    pub day: Day,
    /// What.
    pub deed: Deed,
}

/// What a person has done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// About a run of a play.
    Play {
        /** Which. */
        play: PlayId,
        /** Of a play with a run for each record of a list: which. */
        key: Option<SmolStr>,
        /** What. */
        what: PlayDeed,
    },
    /// A word on a score.
    Override(OverrideRecord),
}

/// What a person has done with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlayDeed {
    /// A task (its place in the play) is done.
    Done {
        /** Which. */
        task: usize,
    },
    /// It is over.
    Dismiss,
    /// It sleeps.
    Snooze {
        /** Until when. */
        until: Day,
    },
    /// It does not sleep any more.
    Wake,
    /// Somebody else answers for it.
    Owner {
        /** Who. */
        to: SmolStr,
    },
}

impl Events {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self { accounts: BTreeMap::new() }
    }

    /// Adds one. Events of an account are taken in order of their days, those of one day in the order in which they
    /// are added.
    pub fn add(&mut self, account: SmolStr, event: Event) {
        let events = self.accounts.entry(account).or_default();
        let at = events.partition_point(|other| other.day <= event.day);
        events.insert(at, event);
    }

    /// Those of an account.
    #[must_use]
    pub fn of(&self, account: &str) -> &[Event] {
        self.accounts.get(account).map_or(&[], Vec::as_slice)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// The accounts that have any.
    pub fn accounts(&self) -> impl Iterator<Item = &SmolStr> {
        self.accounts.keys()
    }
}

/// The events of a chunk's rows, and what became of them.
#[derive(Debug, Default)]
pub(super) struct Inbox<'a> {
    rows: FxHashMap<usize, &'a [Event]>,
    /// Events that could not be applied: the row, which, and why.
    pub(super) left: Vec<(usize, SmolStr, String)>,
    /// Events that were: the row and which.
    pub(super) applied: Vec<(usize, SmolStr)>,
}

impl<'a> Inbox<'a> {
    /// The events of the accounts of some rows.
    pub(super) fn of(events: &'a Events, rows: usize, account: impl Fn(usize) -> Option<&'a str>) -> Self {
        let mut inbox = Self::default();
        if !events.is_empty() {
            for row in 0..rows {
                let found = account(row).map_or(&[][..], |account| events.of(account));
                if !found.is_empty() {
                    inbox.rows.insert(row, found);
                }
            }
        }
        inbox
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows that have any, in order.
    pub(super) fn rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = self.rows.keys().copied().collect();
        rows.sort_unstable();
        rows
    }

    /// What was done with a run of a play.
    pub(super) fn of_play(
        &self,
        row: usize,
        of: PlayId,
        of_key: Option<&str>,
    ) -> impl Iterator<Item = (&'a SmolStr, Day, &'a PlayDeed)> {
        let events = self.rows.get(&row).copied().unwrap_or(&[]);
        events.iter().filter_map(move |event| match &event.deed {
            Deed::Play { play, key, what } if *play == of && key.as_deref() == of_key => {
                Some((&event.id, event.day, what))
            }
            _ => None,
        })
    }

    /// What people said about scores.
    pub(super) fn overrides(&self, row: usize) -> impl Iterator<Item = (&'a SmolStr, &'a OverrideRecord)> {
        let events = self.rows.get(&row).copied().unwrap_or(&[]);
        events.iter().filter_map(|event| match &event.deed {
            Deed::Override(record) => Some((&event.id, record)),
            Deed::Play { .. } => None,
        })
    }

    /// Gives back the events that nobody has asked for: they are about runs that there are not.
    pub(super) fn leave_the_rest(&mut self, why: impl Fn(PlayId, Option<&str>) -> String) {
        for row in self.rows() {
            let settled = |id: &SmolStr| {
                let left = self.left.iter().any(|(other, one, _)| *other == row && one == id);
                left || self.applied.iter().any(|(other, one)| *other == row && one == id)
            };
            let events = self.rows.get(&row).copied().unwrap_or(&[]);
            let rest: Vec<_> = events
                .iter()
                .filter(|event| !settled(&event.id))
                .filter_map(|event| match &event.deed {
                    Deed::Play { play, key, .. } => Some((event.id.clone(), why(*play, key.as_deref()))),
                    Deed::Override(_) => None,
                })
                .collect();
            self.left.extend(rest.into_iter().map(|(id, why)| (row, id, why)));
        }
    }

    /// Notes that an event was applied.
    pub(super) fn took(&mut self, row: usize, event: &SmolStr) {
        self.applied.push((row, event.clone()));
    }

    /// Notes that an event could not be applied, and why.
    pub(super) fn leave(&mut self, row: usize, event: &SmolStr, why: impl Into<String>) {
        self.left.push((row, event.clone(), why.into()));
    }
}

impl OverrideRecord {
    /// What it makes of a score, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let (verb, value) = match self.change {
            Change::Replace(value) => ("replaced by", value),
            Change::Cap(value) => ("capped at", value),
            Change::Floor(value) => ("raised to at least", value),
        };
        format!("{verb} {}", stageplay_dsl::types::show_score(value))
    }
}
