//! What every store can do.

use super::error::StoreError;
use super::model::{Action, Event, Head, KnownEvent, Move, Outgoing, PlayRun, Pruned, Run};
use super::rows::{Restored, Row, RunRow};
use stageplay_dsl::types::Day;

/// The state of one book of accounts, between runs.
pub trait Store {
    /// Where the state stands; `None` before the first run.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn head(&self) -> Result<Option<Head>, StoreError>;

    /// Begins to write; nothing is kept before [`Tx::commit`], and nobody else can write until then. A transaction
    /// that is dropped leaves nothing behind.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where somebody else writes for longer than this store waits.
    fn begin(&mut self) -> Result<Box<dyn Tx + '_>, StoreError>;

    /// Hands over every account's id and state, in the order in which they were first put.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError>;

    /// What is to be delivered to a destination: in the order of days, then as emitted. Neither backfilled nor
    /// dropped nor pruned ones.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn unsent(&self, destination: &str) -> Result<Vec<Action>, StoreError>;

    /// What no destination has been sent yet, in the same order, and no more than that.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn untold(&self) -> Result<Vec<Action>, StoreError>;

    /// Actions arrived at a destination; `at` says when, in the caller's words. Kept before this returns. One that
    /// is known to have arrived keeps its first `at`.
    ///
    /// # Errors
    /// [`StoreError::NoAction`]: nothing is kept of the whole call.
    fn sent(&mut self, destination: &str, ids: &[&str], at: &str) -> Result<(), StoreError>;

    /// Actions are not to be delivered any more, anywhere; they stay, with the reason. Gives how many were not
    /// dropped before.
    ///
    /// # Errors
    /// [`StoreError::NoAction`]: nothing is dropped in the whole call.
    fn drop_unsent(&mut self, ids: &[&str], why: &str) -> Result<usize, StoreError>;

    /// All events that were not pruned: by day, then as recorded.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn events(&self) -> Result<Vec<KnownEvent>, StoreError>;

    /// The moves of a day and all later days: by day, account, and as they came.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn moves(&self, since: Day) -> Result<Vec<Move>, StoreError>;

    /// All runs that were not pruned, by day.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn runs(&self) -> Result<Vec<RunRow>, StoreError>;

    /// The actions about an account: by day, then as emitted.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn actions_of(&self, account: &str) -> Result<Vec<Outgoing>, StoreError>;

    /// The actions of a day and all later days: by day, then as emitted.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn actions_since(&self, day: Day) -> Result<Vec<Outgoing>, StoreError>;

    /// The actions of one run of a play: by day, then as emitted.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn actions_of_run(&self, run: &PlayRun) -> Result<Vec<Outgoing>, StoreError>;

    /// Actions by id, in the order asked for; without those that are not there.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn actions_by_id(&self, ids: &[&str]) -> Result<Vec<Outgoing>, StoreError>;

    /// Everything that is kept, as of one moment, in the order that [`Row`] tells.
    ///
    /// # Errors
    /// What `take` says, or a state that cannot be read.
    fn rows(&self, take: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError>;

    /// Records what people did, all or nothing; gives how many were new. An id that is known is left as it is.
    ///
    /// # Errors
    /// A body that is no JSON object in one line, a day without a date, or a state that cannot be written.
    fn record(&mut self, events: &[Event]) -> Result<usize, StoreError> {
        let mut tx = self.begin()?;
        let mut new = 0;
        for event in events {
            new += usize::from(tx.record(event)?);
        }
        tx.commit()?;
        Ok(new)
    }

    /// [`Tx::prune`] in a transaction of its own.
    ///
    /// # Errors
    /// As there.
    fn prune(&mut self, before: Day) -> Result<Pruned, StoreError> {
        let mut tx = self.begin()?;
        let pruned = tx.prune(before)?;
        tx.commit()?;
        Ok(pruned)
    }
}

/// Everything that one run writes. Days of runs only grow; [`Tx::rewind`] goes back.
pub trait Tx {
    /// As [`Store::head`], with what was written since.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn head(&self) -> Result<Option<Head>, StoreError>;

    /// The earliest day that can be gone back to; `None` where nothing was pruned.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn back_to(&self) -> Result<Option<Day>, StoreError>;

    /// Goes back to what was kept before a day: accounts as they were, without those first seen later; without the
    /// runs, moves and actions of that day and later. Actions that were sent or dropped stay, so that their ids stay
    /// known. Events that were applied on that day or later wait again. Costs nothing where there is no such run.
    ///
    /// # Errors
    /// [`StoreError::Forgotten`] where that has been pruned; [`StoreError::Unfinished`] in the middle of a run.
    fn rewind(&mut self, before: Day) -> Result<(), StoreError>;

    /// Hands over every account's id and state, in the order in which they were first put.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError>;

    /// The state of an account.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn account(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes the state of an account in the run of a day; what it was stays as an earlier version. The same bytes
    /// again are not written.
    ///
    /// # Errors
    /// A day out of turn, or a state that cannot be written.
    fn put(&mut self, day: Day, id: &str, state: &[u8]) -> Result<(), StoreError>;

    /// Forgets an account in the run of a day; what it was stays as an earlier version. One that is not there is
    /// none to forget.
    ///
    /// # Errors
    /// A day out of turn, or a state that cannot be written.
    fn forget(&mut self, day: Day, id: &str) -> Result<(), StoreError>;

    /// Decides an action; gives whether it was new. An id that is known is left as it is.
    ///
    /// # Errors
    /// A day out of turn, a body that is no JSON object in one line, a priority that is not finite.
    fn emit(&mut self, action: &Action) -> Result<bool, StoreError>;

    /// Records what people did; gives whether it was new. An id that is known is left as it is.
    ///
    /// # Errors
    /// A body that is no JSON object in one line, or a day without a date.
    fn record(&mut self, event: &Event) -> Result<bool, StoreError>;

    /// The events of a day and earlier that no run took notice of: by day, then as recorded.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn events(&self, until: Day) -> Result<Vec<Event>, StoreError>;

    /// The run of a day took notice of events.
    ///
    /// # Errors
    /// [`StoreError::NoEvent`], or a day out of turn.
    fn applied(&mut self, ids: &[&str], as_of: Day) -> Result<(), StoreError>;

    /// Something about an account changed.
    ///
    /// # Errors
    /// A day out of turn, or a revenue that is not finite.
    fn moved(&mut self, change: &Move) -> Result<(), StoreError>;

    /// As [`Store::untold`], with what was written since.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn untold(&self) -> Result<Vec<Action>, StoreError>;

    /// Ends the run of a day; another one may follow in the same transaction.
    ///
    /// # Errors
    /// A day out of turn, another playbook than before, texts that are no JSON in one line.
    fn finish(&mut self, run: &Run) -> Result<(), StoreError>;

    /// Drops what is only needed to go back to before a day: versions, moves, runs but the newest before it, and of
    /// actions that were sent somewhere or dropped, and of applied events, all but what tells them apart and their
    /// place. What waits stays.
    ///
    /// # Errors
    /// [`StoreError::Unfinished`] in the middle of a run.
    fn prune(&mut self, before: Day) -> Result<Pruned, StoreError>;

    /// All runs that were not pruned, by day.
    ///
    /// # Errors
    /// A state that cannot be read.
    fn runs(&self) -> Result<Vec<RunRow>, StoreError>;

    /// Puts back a row as [`Store::rows`] gave it; what is there already is not overwritten. Rows come in that
    /// order. For imports.
    ///
    /// # Errors
    /// A version of an account that is not there, or a state that cannot be written.
    fn restore(&mut self, row: &Row) -> Result<Restored, StoreError>;

    /// Replaces what the run of a day left of the book. For imports.
    ///
    /// # Errors
    /// [`StoreError::RunsDiffer`] where there is no such run; texts that are no JSON in one line.
    fn amend(&mut self, as_of: Day, book: &str, manifest: &str) -> Result<(), StoreError>;

    /// Keeps everything, at once and for good.
    ///
    /// # Errors
    /// [`StoreError::Unfinished`] in the middle of a run, or a state that cannot be written: nothing is kept.
    fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
