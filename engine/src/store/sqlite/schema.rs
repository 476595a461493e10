//! The tables, form by form.

use super::super::error::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// What tells our files from other SQLite files: `SPLY` in the file's header.
pub(super) const APPLICATION: i64 = 0x5350_4C59;

/// What makes form n + 1 out of form n. Only ever added to.
pub(super) const MIGRATIONS: &[&str] = &[FIRST];

const FIRST: &str = "
-- The earliest day that can be gone back to; no row while nothing was pruned.
CREATE TABLE horizon (only INTEGER PRIMARY KEY CHECK (only = 1), back_to INTEGER NOT NULL) STRICT;

CREATE TABLE runs (
  as_of INTEGER PRIMARY KEY,
  previous INTEGER,
  playbook TEXT NOT NULL,
  program TEXT NOT NULL,
  layout TEXT NOT NULL,
  book TEXT NOT NULL,
  manifest TEXT NOT NULL,
  backfilled INTEGER NOT NULL
) STRICT;

-- In the order in which they were first put. Without a state: forgotten on the day `written`.
CREATE TABLE accounts (
  seq INTEGER PRIMARY KEY,
  written INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  state BLOB
) STRICT;

-- What was overwritten, by the day it had been written.
CREATE TABLE versions (
  account INTEGER NOT NULL,
  written INTEGER NOT NULL,
  state BLOB,
  PRIMARY KEY (account, written)
) STRICT, WITHOUT ROWID;

CREATE TABLE moves (
  as_of INTEGER NOT NULL,
  account TEXT NOT NULL,
  number INTEGER NOT NULL,
  what TEXT NOT NULL,
  was TEXT,
  became TEXT,
  because TEXT NOT NULL,
  kind TEXT NOT NULL,
  revenue REAL,
  PRIMARY KEY (as_of, account, number)
) STRICT, WITHOUT ROWID;

-- An empty body was pruned; the id stays for ever.
CREATE TABLE actions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  as_of INTEGER NOT NULL,
  account TEXT NOT NULL,
  play TEXT NOT NULL,
  key TEXT NOT NULL,
  run TEXT NOT NULL,
  step TEXT NOT NULL,
  kind TEXT NOT NULL,
  owner TEXT,
  priority REAL,
  backfilled INTEGER NOT NULL,
  dropped TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX actions_by_day ON actions (as_of);
CREATE INDEX actions_by_account ON actions (account);
CREATE INDEX actions_waiting ON actions (as_of) WHERE backfilled = 0 AND dropped IS NULL AND body <> '';

CREATE TABLE deliveries (
  action INTEGER NOT NULL,
  destination TEXT NOT NULL,
  at TEXT,
  PRIMARY KEY (action, destination)
) STRICT, WITHOUT ROWID;

-- An empty body was pruned; the id stays for ever.
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  day INTEGER NOT NULL,
  account TEXT NOT NULL,
  applied INTEGER,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_waiting ON events (day) WHERE applied IS NULL;
";

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An SQLite file without anything in it.
    Empty,
    /// A state of this form.
    Of(i64),
    /// Somebody else's.
    Foreign,
}

pub(super) fn form(connection: &Connection) -> Result<Form, rusqlite::Error> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == APPLICATION && version > 0 {
        return Ok(Form::Of(version));
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if application == 0 && version == 0 && tables == 0 { Form::Empty } else { Form::Foreign })
}

/// Brings a state to the newest form; all the way or not at all.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let newest = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if form(connection)? == Form::Of(newest) {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: somebody else may have been faster.
    let from = match form(&transaction)? {
        Form::Empty => 0,
        Form::Of(found) if found > newest => return Err(StoreError::Newer { found, known: newest }),
        Form::Of(found) => found,
        Form::Foreign => return Err(StoreError::Damaged { reason: "it became another file meanwhile".into() }),
    };
    step_by_step(&transaction, migrations, usize::try_from(from).unwrap_or(0))?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", newest)?;
    Ok(transaction.commit()?)
}

fn step_by_step(transaction: &Transaction<'_>, migrations: &[&str], from: usize) -> Result<(), rusqlite::Error> {
    migrations.iter().skip(from).try_for_each(|migration| transaction.execute_batch(migration))
}
