//! A state that ends with the process: for tests and for walking through the past.
//!
//! A transaction works on a copy of the tables it writes, which replaces them when it is kept. That is simple and
//! plainly right, and costs a pass over the table: prune after each run where many runs are walked through.

mod data;
mod restore;
mod tx;

use super::error::StoreError;
use super::model::{Action, Delivery, Head, KnownEvent, Move, Outgoing, PlayRun};
use super::rows::{Row, RunRow};
use super::traits::{Store, Tx};
use data::{Data, Emitted};
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;
use std::sync::Arc;
use tx::MemoryTx;

/// A [`Store`] in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    data: Data,
}

impl MemoryStore {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn outgoing(&self, which: impl Fn(&Action) -> bool) -> Vec<Outgoing> {
        let mut found: Vec<Outgoing> =
            self.data.actions.values().filter(|emitted| which(&emitted.action)).map(outgoing).collect();
        found.sort_by_key(|outgoing| outgoing.action.as_of);
        found
    }
}

fn outgoing(emitted: &Emitted) -> Outgoing {
    let delivery =
        |(destination, at): (&String, &Option<String>)| Delivery { destination: destination.clone(), at: at.clone() };
    Outgoing {
        action: emitted.action.clone(),
        sent: emitted.sent.iter().map(delivery).collect(),
        dropped: emitted.dropped.clone(),
    }
}

impl Store for MemoryStore {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        Ok(self.data.head())
    }

    fn begin(&mut self) -> Result<Box<dyn Tx + '_>, StoreError> {
        Ok(Box::new(MemoryTx::new(&mut self.data)))
    }

    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
        self.data.each_account(take);
        Ok(())
    }

    fn unsent(&self, destination: &str) -> Result<Vec<Action>, StoreError> {
        Ok(self.data.waiting(|sent| !sent.contains_key(destination)))
    }

    fn untold(&self) -> Result<Vec<Action>, StoreError> {
        Ok(self.data.waiting(BTreeMap::is_empty))
    }

    fn sent(&mut self, destination: &str, ids: &[&str], at: &str) -> Result<(), StoreError> {
        self.data.every_action(ids)?;
        let actions = Arc::make_mut(&mut self.data.actions);
        for id in ids {
            if let Some(emitted) = actions.get_mut(*id) {
                emitted.sent.entry(destination.to_owned()).or_insert_with(|| Some(at.to_owned()));
            }
        }
        Ok(())
    }

    fn drop_unsent(&mut self, ids: &[&str], why: &str) -> Result<usize, StoreError> {
        self.data.every_action(ids)?;
        let actions = Arc::make_mut(&mut self.data.actions);
        let mut dropped = 0;
        for id in ids {
            if let Some(emitted) = actions.get_mut(*id).filter(|emitted| emitted.dropped.is_none()) {
                emitted.dropped = Some(why.to_owned());
                dropped += 1;
            }
        }
        Ok(dropped)
    }

    fn events(&self) -> Result<Vec<KnownEvent>, StoreError> {
        let there = self.data.events.values().filter(|known| !known.event.body.is_empty());
        let mut found: Vec<KnownEvent> = there.cloned().collect();
        found.sort_by_key(|known| known.event.day);
        Ok(found)
    }

    fn moves(&self, since: Day) -> Result<Vec<Move>, StoreError> {
        let first = (since, String::new(), 0);
        Ok(self.data.moves.range(first..).map(|(_, change)| change.clone()).collect())
    }

    fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        Ok(self.data.runs.values().cloned().collect())
    }

    fn actions_of(&self, account: &str) -> Result<Vec<Outgoing>, StoreError> {
        Ok(self.outgoing(|action| action.account == account))
    }

    fn actions_since(&self, day: Day) -> Result<Vec<Outgoing>, StoreError> {
        Ok(self.outgoing(|action| action.as_of >= day))
    }

    fn actions_of_run(&self, run: &PlayRun) -> Result<Vec<Outgoing>, StoreError> {
        Ok(self.outgoing(|action| {
            action.account == run.account && action.play == run.play && action.key == run.key && action.run == run.run
        }))
    }

    fn actions_by_id(&self, ids: &[&str]) -> Result<Vec<Outgoing>, StoreError> {
        Ok(ids.iter().filter_map(|id| self.data.actions.get(*id)).map(outgoing).collect())
    }

    fn rows(&self, take: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.data.rows(take)
    }
}
