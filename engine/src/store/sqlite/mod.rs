//! A state in one SQLite file.
//!
//! The file is in WAL mode with `synchronous=FULL`: a killed process leaves the state as it was before its
//! transaction or after it, and so does a machine without power. `NORMAL` would survive the kill as well, but could
//! lose the last commits with the power, and with them that an action was sent; one run is one commit, so that the
//! wait for the disk costs nothing to speak of.
//!
//! All values reach SQLite as bound parameters.

mod accounts;
mod events;
mod fault;
mod history;
mod open;
mod outbox;
mod prune;
mod restore;
mod rewind;
mod rows;
mod schema;
mod tx;

#[cfg(test)]
mod migration_test;

pub use open::PATIENCE;

use super::error::StoreError;
use super::model::{Action, Head, KnownEvent, Move, Outgoing, PlayRun};
use super::rows::{Row, RunRow};
use super::traits::{Store, Tx};
use rusqlite::{Connection, TransactionBehavior};
use stageplay_dsl::types::Day;
use std::path::Path;
use std::time::Duration;
use tx::SqliteTx;

/// A [`Store`] in a file.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens the state in a file that is there. `patience` is how long a writer waits for another one.
    ///
    /// # Errors
    /// No such file, a file of something else, or a state written by a newer version.
    pub fn open(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        open::existing(path, patience).map(|connection| Self { connection })
    }

    /// Opens the state in a file, and makes it where there is none or an empty one.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and a file that cannot be made.
    pub fn create(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        open::or_new(path, patience).map(|connection| Self { connection })
    }

    /// Opens the state in a file only to look at it, as it is at this moment: what a run writes meanwhile is not seen,
    /// and nothing hinders it.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and a state of an older form.
    pub fn look(path: &Path, patience: Duration) -> Result<Self, StoreError> {
        open::to_look(path, patience).map(|connection| Self { connection })
    }

    #[cfg(test)]
    pub(super) fn do_not_wait_for_the_disk(&self) {
        self.connection.pragma_update(None, "synchronous", "OFF").unwrap();
    }
}

impl Store for SqliteStore {
    fn head(&self) -> Result<Option<Head>, StoreError> {
        history::head(&self.connection)
    }

    fn begin(&mut self) -> Result<Box<dyn Tx + '_>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        Ok(Box::new(SqliteTx::new(transaction)?))
    }

    fn accounts(&self, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
        accounts::each(&self.connection, take)
    }

    fn unsent(&self, destination: &str) -> Result<Vec<Action>, StoreError> {
        outbox::unsent(&self.connection, destination)
    }

    fn untold(&self) -> Result<Vec<Action>, StoreError> {
        outbox::untold(&self.connection)
    }

    fn sent(&mut self, destination: &str, ids: &[&str], at: &str) -> Result<(), StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        outbox::sent(&transaction, destination, ids, at)?;
        Ok(transaction.commit()?)
    }

    fn drop_unsent(&mut self, ids: &[&str], why: &str) -> Result<usize, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let dropped = outbox::drop_unsent(&transaction, ids, why)?;
        transaction.commit()?;
        Ok(dropped)
    }

    fn events(&self) -> Result<Vec<KnownEvent>, StoreError> {
        events::all(&self.connection)
    }

    fn moves(&self, since: Day) -> Result<Vec<Move>, StoreError> {
        history::moves(&self.connection, since)
    }

    fn runs(&self) -> Result<Vec<RunRow>, StoreError> {
        history::runs(&self.connection)
    }

    fn actions_of(&self, account: &str) -> Result<Vec<Outgoing>, StoreError> {
        outbox::of_account(&self.connection, account)
    }

    fn actions_since(&self, day: Day) -> Result<Vec<Outgoing>, StoreError> {
        outbox::since(&self.connection, day)
    }

    fn actions_of_run(&self, run: &PlayRun) -> Result<Vec<Outgoing>, StoreError> {
        outbox::of_run(&self.connection, run)
    }

    fn actions_by_id(&self, ids: &[&str]) -> Result<Vec<Outgoing>, StoreError> {
        outbox::by_id(&self.connection, ids)
    }

    fn rows(&self, take: &mut dyn FnMut(Row) -> Result<(), StoreError>) -> Result<(), StoreError> {
        // Reading inside one transaction: what others commit meanwhile is not seen.
        let transaction = self.connection.unchecked_transaction()?;
        rows::rows(&transaction, take)
    }
}
