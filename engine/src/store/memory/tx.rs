//! A transaction in memory.

use super::super::error::StoreError;
use super::super::model::{Action, Event, Head, KnownEvent, Move, Pruned, Run};
use super::super::rows::{Restored, Row, RunRow};
use super::super::traits::Tx;
use super::super::turn::{self, Turn};
use super::data::{Account, Bytes, Data, Emitted, bytes, vec};
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Works on `data`; `kept` is what it replaces when it is committed.
pub(super) struct MemoryTx<'a> {
    kept: &'a mut Data,
    data: Data,
    turn: Turn,
}

impl<'a> MemoryTx<'a> {
    pub(super) fn new(kept: &'a mut Data) -> Self {
        let data = kept.clone();
        let turn = Turn::new(data.last());
        Self { kept, data, turn }
    }

    fn write(&mut self, day: Day, id: &str, state: Bytes) {
        let accounts = Arc::make_mut(&mut self.data.accounts);
        match accounts.get_mut(id) {
            None => {
                accounts.insert(id.to_owned(), Account { day, state, earlier: Vec::new() });
            }
            Some(account) if account.day == day => account.state = state,
            Some(account) => {
                let before = std::mem::replace(&mut account.state, state);
                account.earlier.push((std::mem::replace(&mut account.day, day), before));
            }
        }
    }
}

impl Tx for MemoryTx<'_> {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        Ok(self.data.head())
    }

    fn back_to(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.data.back_to)
    }

    fn rewind(&mut self, before: Day) -> Result<(), StoreError> {
        self.turn.nothing_open()?;
        if self.turn.last().is_none_or(|last| last < before) {
            return Ok(());
        }
        if let Some(back_to) = self.data.back_to.filter(|back_to| before < *back_to) {
            return Err(StoreError::Forgotten { back_to, asked: before });
        }
        Arc::make_mut(&mut self.data.accounts).retain(|_, account| {
            while account.day >= before {
                let Some((day, state)) = account.earlier.pop() else { return false };
                (account.day, account.state) = (day, state);
            }
            true
        });
        Arc::make_mut(&mut self.data.runs).retain(|day, _| *day < before);
        Arc::make_mut(&mut self.data.moves).retain(|(day, _, _), _| *day < before);
        let stays = |emitted: &Emitted| emitted.dropped.is_some() || !emitted.sent.is_empty();
        Arc::make_mut(&mut self.data.actions).retain(|_, emitted| emitted.action.as_of < before || stays(emitted));
        for known in Arc::make_mut(&mut self.data.events).values_mut() {
            known.applied = known.applied.filter(|day| *day < before);
        }
        self.turn = Turn::new(self.data.last());
        Ok(())
    }

    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
        self.data.each_account(take);
        Ok(())
    }

    fn account(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.data.accounts.get(id).and_then(|account| vec(&account.state)))
    }

    fn put(&mut self, day: Day, id: &str, state: &[u8]) -> Result<(), StoreError> {
        self.turn.write(day)?;
        let now = self.data.accounts.get(id).and_then(|account| account.state.as_deref());
        if now != Some(state) {
            self.write(day, id, bytes(Some(state)));
        }
        Ok(())
    }

    fn forget(&mut self, day: Day, id: &str) -> Result<(), StoreError> {
        self.turn.write(day)?;
        if self.data.accounts.get(id).is_some_and(|account| account.state.is_some()) {
            self.write(day, id, None);
        }
        Ok(())
    }

    fn emit(&mut self, action: &Action) -> Result<bool, StoreError> {
        turn::action(action)?;
        self.turn.write(action.as_of)?;
        if self.data.actions.contains_key(&action.id) {
            return Ok(false);
        }
        let emitted = Emitted { action: action.clone(), sent: BTreeMap::new(), dropped: None };
        Arc::make_mut(&mut self.data.actions).insert(action.id.clone(), emitted);
        Ok(true)
    }

    fn record(&mut self, event: &Event) -> Result<bool, StoreError> {
        turn::event(event)?;
        if self.data.events.contains_key(&event.id) {
            return Ok(false);
        }
        Arc::make_mut(&mut self.data.events).insert(event.id.clone(), KnownEvent::from(event));
        Ok(true)
    }

    fn events(&self, until: Day) -> Result<Vec<Event>, StoreError> {
        let waits = |known: &&KnownEvent| known.applied.is_none() && known.event.day <= until;
        let mut found: Vec<Event> = self.data.events.values().filter(waits).map(|known| known.event.clone()).collect();
        found.sort_by_key(|event| event.day);
        Ok(found)
    }

    fn applied(&mut self, ids: &[&str], as_of: Day) -> Result<(), StoreError> {
        self.turn.write(as_of)?;
        let events = Arc::make_mut(&mut self.data.events);
        for id in ids {
            let known = events.get_mut(*id).ok_or_else(|| StoreError::NoEvent((*id).to_owned()))?;
            known.applied = Some(as_of);
        }
        Ok(())
    }

    fn moved(&mut self, change: &Move) -> Result<(), StoreError> {
        turn::change(change)?;
        self.turn.write(change.as_of)?;
        let place = |number| (change.as_of, change.account.clone(), number);
        let moves = Arc::make_mut(&mut self.data.moves);
        let number = moves.range(place(0)..=place(u32::MAX)).next_back().map_or(0, |((_, _, last), _)| last + 1);
        moves.insert(place(number), change.clone());
        Ok(())
    }

    fn untold(&self) -> Result<Vec<Action>, StoreError> {
        Ok(self.data.waiting(BTreeMap::is_empty))
    }

    fn finish(&mut self, run: &Run) -> Result<(), StoreError> {
        let head = self.data.head();
        turn::run(run, head.as_ref().map(|head| head.playbook.as_str()))?;
        self.turn.finish(run.as_of)?;
        let row = RunRow { run: run.clone(), previous: head.map(|head| head.last) };
        Arc::make_mut(&mut self.data.runs).insert(run.as_of, row);
        Ok(())
    }

    fn prune(&mut self, before: Day) -> Result<Pruned, StoreError> {
        self.turn.nothing_open()?;
        let mut pruned = Pruned::default();
        Arc::make_mut(&mut self.data.accounts).retain(|_, account| {
            // The newest state from before the day is what going back to it gives.
            let old = if account.day < before {
                account.earlier.len()
            } else {
                account.earlier.iter().filter(|(day, _)| *day < before).count().saturating_sub(1)
            };
            pruned.versions += account.earlier.drain(..old).count();
            let gone = account.state.is_none() && account.day < before;
            pruned.accounts += usize::from(gone);
            !gone
        });
        let runs = Arc::make_mut(&mut self.data.runs);
        let newest = runs.range(..before).next_back().map(|(day, _)| *day);
        let runs_before = runs.len();
        runs.retain(|day, _| *day >= before || Some(*day) == newest);
        pruned.runs = runs_before - runs.len();
        let moves = Arc::make_mut(&mut self.data.moves);
        let moves_before = moves.len();
        moves.retain(|(day, _, _), _| *day >= before);
        pruned.moves = moves_before - moves.len();
        for emitted in Arc::make_mut(&mut self.data.actions).values_mut() {
            let done = emitted.dropped.is_some() || !emitted.sent.is_empty();
            if done && emitted.action.as_of < before && !emitted.action.body.is_empty() {
                emitted.action.body.clear();
                pruned.actions += 1;
            }
        }
        for known in Arc::make_mut(&mut self.data.events).values_mut() {
            if known.applied.is_some_and(|day| day < before) && !known.event.body.is_empty() {
                known.event.body.clear();
                pruned.events += 1;
            }
        }
        self.data.back_to = turn::back_to(self.data.back_to, before, self.turn.last());
        Ok(pruned)
    }

    fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        Ok(self.data.runs.values().cloned().collect())
    }

    fn restore(&mut self, row: &Row) -> Result<Restored, StoreError> {
        self.data.restore(row)
    }

    fn amend(&mut self, as_of: Day, book: &str, manifest: &str) -> Result<(), StoreError> {
        turn::left(book, manifest)?;
        let row = Arc::make_mut(&mut self.data.runs).get_mut(&as_of).ok_or(StoreError::RunsDiffer(as_of))?;
        row.run.book = book.to_owned();
        row.run.manifest = manifest.to_owned();
        Ok(())
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.turn.nothing_open()?;
        *self.kept = self.data;
        Ok(())
    }
}
