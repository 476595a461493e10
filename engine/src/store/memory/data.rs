//! The tables in memory.

use super::super::error::StoreError;
use super::super::model::{Action, Head, KnownEvent, Move};
use super::super::rows::{AccountRow, ActionRow, HeadRow, MoveRow, Row, RunRow, VersionRow};
use indexmap::IndexMap;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bytes of an account; `None` where it was forgotten.
pub(super) type Bytes = Option<Arc<[u8]>>;

#[derive(Clone, Debug)]
pub(super) struct Account {
    /// The day `state` was written.
    pub(super) day: Day,
    pub(super) state: Bytes,
    /// What it was, and the day that was written; oldest first.
    pub(super) earlier: Vec<(Day, Bytes)>,
}

#[derive(Clone, Debug)]
pub(super) struct Emitted {
    pub(super) action: Action,
    /// Destination, and when.
    pub(super) sent: BTreeMap<String, Option<String>>,
    pub(super) dropped: Option<String>,
}

/// All of it. A copy shares its tables until one of the two is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Data {
    pub(super) back_to: Option<Day>,
    pub(super) runs: Arc<BTreeMap<Day, RunRow>>,
    /// By id, in the order in which they were first put.
    pub(super) accounts: Arc<IndexMap<String, Account>>,
    /// By day, account and number.
    pub(super) moves: Arc<BTreeMap<(Day, String, u32), Move>>,
    /// By id, in the order in which they were emitted.
    pub(super) actions: Arc<IndexMap<String, Emitted>>,
    /// By id, in the order in which they were recorded.
    pub(super) events: Arc<IndexMap<String, KnownEvent>>,
}

impl Data {
    pub(super) fn last(&self) -> Option<Day> {
        self.runs.last_key_value().map(|(day, _)| *day)
    }

    pub(super) fn head(&self) -> Option<Head> {
        self.runs.last_key_value().map(|(_, row)| row.head())
    }

    pub(super) fn each_account(&self, take: &mut dyn FnMut(&str, &[u8])) {
        for (id, account) in self.accounts.iter() {
            if let Some(state) = &account.state {
                take(id, state);
            }
        }
    }

    pub(super) fn every_action(&self, ids: &[&str]) -> Result<(), StoreError> {
        match ids.iter().find(|id| !self.actions.contains_key(**id)) {
            Some(id) => Err(StoreError::NoAction((*id).to_owned())),
            None => Ok(()),
        }
    }

    /// Actions to deliver, of those that were sent as `which` says: in the order of days, then as emitted.
    pub(super) fn waiting(&self, which: impl Fn(&BTreeMap<String, Option<String>>) -> bool) -> Vec<Action> {
        let waits = |emitted: &&Emitted| {
            !emitted.action.backfilled
                && !emitted.action.body.is_empty()
                && emitted.dropped.is_none()
                && which(&emitted.sent)
        };
        let mut found: Vec<Action> = self.actions.values().filter(waits).map(|it| it.action.clone()).collect();
        found.sort_by_key(|action| action.as_of);
        found
    }

    pub(super) fn rows(&self, take: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError> {
        take(Row::Head(HeadRow { head: self.head(), back_to: self.back_to }))?;
        for row in self.runs.values() {
            take(Row::Run(row.clone()))?;
        }
        let mut accounts: Vec<(&String, &Account)> = self.accounts.iter().collect();
        accounts.sort_by_key(|(id, _)| *id);
        for (id, account) in &accounts {
            take(Row::Account(AccountRow { id: (*id).clone(), day: account.day, state: vec(&account.state) }))?;
        }
        for (id, account) in &accounts {
            for (day, state) in &account.earlier {
                take(Row::Version(VersionRow { account: (*id).clone(), day: *day, state: vec(state) }))?;
            }
        }
        let mut events: Vec<&KnownEvent> = self.events.values().collect();
        events.sort_by(|a, b| (a.event.day, &a.event.account).cmp(&(b.event.day, &b.event.account)));
        for known in events {
            take(Row::Event(known.clone()))?;
        }
        for ((_, _, number), change) in self.moves.iter() {
            take(Row::Move(MoveRow { change: change.clone(), number: *number }))?;
        }
        let mut actions: Vec<&Emitted> = self.actions.values().collect();
        actions.sort_by(|a, b| (a.action.as_of, &a.action.account).cmp(&(b.action.as_of, &b.action.account)));
        for emitted in actions {
            take(Row::Action(emitted.row()))?;
        }
        Ok(())
    }
}

impl Emitted {
    pub(super) fn row(&self) -> ActionRow {
        ActionRow {
            action: self.action.clone(),
            sent: self.sent.keys().cloned().collect(),
            dropped: self.dropped.clone(),
        }
    }
}

pub(super) fn vec(bytes: &Bytes) -> Option<Vec<u8>> {
    bytes.as_deref().map(<[u8]>::to_vec)
}

pub(super) fn bytes(vec: Option<&[u8]>) -> Bytes {
    vec.map(Arc::from)
}
