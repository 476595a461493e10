//! Rows put back.

use super::super::error::StoreError;
use super::super::model::{Delivery, KnownEvent, Outgoing};
use super::super::rows::{AccountRow, ActionRow, HeadRow, MoveRow, Restored, Row, RunRow, VersionRow};
use super::{accounts, events, history, outbox};
use rusqlite::{Connection, OptionalExtension, params};
use stageplay_dsl::types::Day;

pub(super) fn restore(connection: &Connection, row: &Row) -> Result<Restored, StoreError> {
    match row {
        Row::Head(row) => head(connection, row),
        Row::Run(row) => run(connection, row),
        Row::Account(row) => account(connection, row),
        Row::Version(row) => version(connection, row),
        Row::Event(row) => event(connection, row),
        Row::Move(row) => change(connection, row),
        Row::Action(row) => action(connection, row),
    }
}

/// What was found in the row's place, or what there is to do where nothing was.
fn compare<T: PartialEq>(
    here: Option<T>,
    there: &T,
    add: impl FnOnce() -> Result<(), StoreError>,
) -> Result<Restored, StoreError> {
    match here {
        Some(here) if here == *there => Ok(Restored::Same),
        Some(_) => Ok(Restored::Other),
        None => add().map(|()| Restored::New),
    }
}

fn head(connection: &Connection, row: &HeadRow) -> Result<Restored, StoreError> {
    let here = history::back_to(connection)?.map(Some);
    compare(here, &row.back_to, || row.back_to.map_or(Ok(()), |day| history::set_back_to(connection, day)))
}

fn run(connection: &Connection, row: &RunRow) -> Result<Restored, StoreError> {
    compare(history::run(connection, row.run.as_of)?, row, || history::add_run(connection, row))
}

fn account(connection: &Connection, row: &AccountRow) -> Result<Restored, StoreError> {
    let mut statement = connection.prepare_cached("SELECT written, state FROM accounts WHERE id = ?1")?;
    let here: Option<(Day, Option<Vec<u8>>)> =
        statement.query_row([&row.id], |found| Ok((found.get(0)?, found.get(1)?))).optional()?;
    let here = here.map(|(day, state)| AccountRow { id: row.id.clone(), day, state });
    compare(here, row, || accounts::insert(connection, row.day, &row.id, row.state.as_deref()))
}

fn version(connection: &Connection, row: &VersionRow) -> Result<Restored, StoreError> {
    let find = "SELECT seq, written FROM accounts WHERE id = ?1";
    let account: Option<(i64, Day)> = connection
        .prepare_cached(find)?
        .query_row([&row.account], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()?;
    let (seq, written) = account.ok_or_else(|| StoreError::NoAccount(row.account.clone()))?;
    if row.day >= written {
        return Err(StoreError::NotEarlier(row.account.clone()));
    }
    let find = "SELECT state FROM versions WHERE account = ?1 AND written = ?2";
    let here: Option<Option<Vec<u8>>> =
        connection.prepare_cached(find)?.query_row(params![seq, row.day], |row| row.get(0)).optional()?;
    compare(here, &row.state, || {
        let insert = "INSERT INTO versions (account, written, state) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(insert)?.execute(params![seq, row.day, row.state])?;
        Ok(())
    })
}

fn event(connection: &Connection, row: &KnownEvent) -> Result<Restored, StoreError> {
    compare(events::one(connection, &row.event.id)?, row, || {
        events::add(connection, &row.event, row.applied).map(|_| ())
    })
}

fn change(connection: &Connection, row: &MoveRow) -> Result<Restored, StoreError> {
    let MoveRow { change, number } = row;
    let here = history::one_move(connection, change.as_of, &change.account, *number)?;
    compare(here, change, || history::add_move(connection, change, *number))
}

fn action(connection: &Connection, row: &ActionRow) -> Result<Restored, StoreError> {
    let here = outbox::one(connection, &row.action.id)?.map(|here| ActionRow {
        action: here.action,
        sent: here.sent.into_iter().map(|sent| sent.destination).collect(),
        dropped: here.dropped,
    });
    compare(here, row, || {
        let sent = row.sent.iter().map(|name| Delivery { destination: name.clone(), at: None }).collect();
        outbox::add(connection, &Outgoing { action: row.action.clone(), sent, dropped: row.dropped.clone() })
    })
}
