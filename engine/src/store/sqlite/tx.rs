//! A transaction in a file.

use super::super::error::StoreError;
use super::super::model::{Action, Event, Head, Move, Pruned, Run};
use super::super::rows::{Restored, Row, RunRow};
use super::super::traits::Tx;
use super::super::turn::{self, Turn};
use super::{accounts, events, history, outbox, prune, restore, rewind};
use rusqlite::Transaction;
use stageplay_dsl::types::Day;

/// Rolls back when it is dropped.
pub(super) struct SqliteTx<'a> {
    transaction: Transaction<'a>,
    turn: Turn,
}

impl<'a> SqliteTx<'a> {
    pub(super) fn new(transaction: Transaction<'a>) -> Result<Self, StoreError> {
        let turn = Turn::new(history::head(&transaction)?.map(|head| head.last));
        Ok(Self { transaction, turn })
    }
}

impl Tx for SqliteTx<'_> {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        history::head(&self.transaction)
    }

    fn back_to(&self) -> Result<Option<Day>, StoreError> {
        history::back_to(&self.transaction)
    }

    fn rewind(&mut self, before: Day) -> Result<(), StoreError> {
        self.turn.nothing_open()?;
        if self.turn.last().is_none_or(|last| last < before) {
            return Ok(());
        }
        if let Some(back_to) = self.back_to()?.filter(|back_to| before < *back_to) {
            return Err(StoreError::Forgotten { back_to, asked: before });
        }
        rewind::rewind(&self.transaction, before)?;
        self.turn = Turn::new(self.head()?.map(|head| head.last));
        Ok(())
    }

    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
        accounts::each(&self.transaction, take)
    }

    fn account(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        accounts::one(&self.transaction, id)
    }

    fn put(&mut self, day: Day, id: &str, state: &[u8]) -> Result<(), StoreError> {
        self.turn.write(day)?;
        accounts::write(&self.transaction, day, id, Some(state))
    }

    fn forget(&mut self, day: Day, id: &str) -> Result<(), StoreError> {
        self.turn.write(day)?;
        accounts::write(&self.transaction, day, id, None)
    }

    fn emit(&mut self, action: &Action) -> Result<bool, StoreError> {
        turn::action(action)?;
        self.turn.write(action.as_of)?;
        outbox::emit(&self.transaction, action)
    }

    fn record(&mut self, event: &Event) -> Result<bool, StoreError> {
        turn::event(event)?;
        events::add(&self.transaction, event, None)
    }

    fn events(&self, until: Day) -> Result<Vec<Event>, StoreError> {
        events::waiting(&self.transaction, until)
    }

    fn applied(&mut self, ids: &[&str], as_of: Day) -> Result<(), StoreError> {
        self.turn.write(as_of)?;
        events::applied(&self.transaction, ids, as_of)
    }

    fn moved(&mut self, change: &Move) -> Result<(), StoreError> {
        turn::change(change)?;
        self.turn.write(change.as_of)?;
        history::moved(&self.transaction, change)
    }

    fn untold(&self) -> Result<Vec<Action>, StoreError> {
        outbox::untold(&self.transaction)
    }

    fn finish(&mut self, run: &Run) -> Result<(), StoreError> {
        let head = self.head()?;
        turn::run(run, head.as_ref().map(|head| head.playbook.as_str()))?;
        self.turn.finish(run.as_of)?;
        history::add_run(&self.transaction, &RunRow { run: run.clone(), previous: head.map(|head| head.last) })
    }

    fn prune(&mut self, before: Day) -> Result<Pruned, StoreError> {
        self.turn.nothing_open()?;
        let pruned = prune::prune(&self.transaction, before)?;
        if let Some(day) = turn::back_to(self.back_to()?, before, self.turn.last()) {
            history::set_back_to(&self.transaction, day)?;
        }
        Ok(pruned)
    }

    fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        history::runs(&self.transaction)
    }

    fn restore(&mut self, row: &Row) -> Result<Restored, StoreError> {
        restore::restore(&self.transaction, row)
    }

    fn amend(&mut self, as_of: Day, book: &str, manifest: &str) -> Result<(), StoreError> {
        turn::left(book, manifest)?;
        history::amend(&self.transaction, as_of, book, manifest)
    }

    fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.turn.nothing_open()?;
        Ok(self.transaction.commit()?)
    }
}
