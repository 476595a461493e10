//! Actions and where they went.

use super::super::error::StoreError;
use super::super::model::{Action, Delivery, Outgoing, PlayRun};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use stageplay_dsl::types::Day;

const ACTION: &str = "SELECT id, as_of, account, play, key, run, step, kind, owner, priority, body, backfilled";

fn action(row: &Row<'_>) -> Result<Action, rusqlite::Error> {
    Ok(Action {
        id: row.get(0)?,
        as_of: row.get(1)?,
        account: row.get(2)?,
        play: row.get(3)?,
        key: row.get(4)?,
        run: row.get(5)?,
        step: row.get(6)?,
        kind: row.get(7)?,
        owner: row.get(8)?,
        priority: row.get(9)?,
        body: row.get(10)?,
        backfilled: row.get(11)?,
    })
}

fn seq(connection: &Connection, id: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT seq FROM actions WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

fn known_seq(connection: &Connection, id: &str) -> Result<i64, StoreError> {
    seq(connection, id)?.ok_or_else(|| StoreError::NoAction(id.to_owned()))
}

/// Gives whether it was new.
pub(super) fn emit(connection: &Connection, action: &Action) -> Result<bool, StoreError> {
    let insert = "INSERT INTO actions \
                  (id, as_of, account, play, key, run, step, kind, owner, priority, body, backfilled) \
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO NOTHING";
    let inserted = connection.prepare_cached(insert)?.execute(params![
        action.id,
        action.as_of,
        action.account,
        action.play,
        action.key,
        action.run,
        action.step,
        action.kind,
        action.owner,
        action.priority,
        action.body,
        action.backfilled
    ])?;
    Ok(inserted > 0)
}

pub(super) fn unsent(connection: &Connection, destination: &str) -> Result<Vec<Action>, StoreError> {
    // The first conditions are those of the index `actions_waiting`, word by word.
    let waiting = format!(
        "{ACTION} FROM actions WHERE backfilled = 0 AND dropped IS NULL AND body <> '' AND NOT EXISTS \
         (SELECT 1 FROM deliveries WHERE action = actions.seq AND destination = ?1) ORDER BY as_of, seq"
    );
    let mut statement = connection.prepare_cached(&waiting)?;
    Ok(statement.query_map([destination], action)?.collect::<Result<_, _>>()?)
}

/// What no destination has been sent yet.
pub(super) fn untold(connection: &Connection) -> Result<Vec<Action>, StoreError> {
    let waiting = format!(
        "{ACTION} FROM actions WHERE backfilled = 0 AND dropped IS NULL AND body <> '' AND NOT EXISTS \
         (SELECT 1 FROM deliveries WHERE action = actions.seq) ORDER BY as_of, seq"
    );
    let mut statement = connection.prepare_cached(&waiting)?;
    Ok(statement.query_map([], action)?.collect::<Result<_, _>>()?)
}

pub(super) fn sent(connection: &Connection, destination: &str, ids: &[&str], at: &str) -> Result<(), StoreError> {
    for id in ids {
        deliver(connection, known_seq(connection, id)?, destination, Some(at))?;
    }
    Ok(())
}

pub(super) fn deliver(
    connection: &Connection,
    action: i64,
    destination: &str,
    at: Option<&str>,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO deliveries (action, destination, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    connection.prepare_cached(insert)?.execute(params![action, destination, at])?;
    Ok(())
}

pub(super) fn drop_unsent(connection: &Connection, ids: &[&str], why: &str) -> Result<usize, StoreError> {
    let mut dropped = 0;
    for id in ids {
        let update = "UPDATE actions SET dropped = ?2 WHERE seq = ?1 AND dropped IS NULL";
        dropped += connection.prepare_cached(update)?.execute(params![known_seq(connection, id)?, why])?;
    }
    Ok(dropped)
}

/// Puts back an action and its fate.
pub(super) fn add(connection: &Connection, outgoing: &Outgoing) -> Result<(), StoreError> {
    emit(connection, &outgoing.action)?;
    let seq = known_seq(connection, &outgoing.action.id)?;
    if let Some(why) = &outgoing.dropped {
        connection.prepare_cached("UPDATE actions SET dropped = ?2 WHERE seq = ?1")?.execute(params![seq, why])?;
    }
    outgoing.sent.iter().try_for_each(|sent| deliver(connection, seq, &sent.destination, sent.at.as_deref()))
}

/// The actions that `which` selects, each with its deliveries, handed over one by one.
pub(super) fn each(
    connection: &Connection,
    which: &str,
    with: impl Params,
    take: &mut dyn FnMut(Outgoing) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&format!("{ACTION}, dropped, seq FROM actions {which}"))?;
    let mut deliveries =
        connection.prepare_cached("SELECT destination, at FROM deliveries WHERE action = ?1 ORDER BY destination")?;
    let mut rows = statement.query(with)?;
    while let Some(row) = rows.next()? {
        let delivery = |row: &Row<'_>| Ok(Delivery { destination: row.get(0)?, at: row.get(1)? });
        let sent = deliveries.query_map([row.get::<_, i64>(13)?], delivery)?.collect::<Result<_, _>>()?;
        take(Outgoing { action: action(row)?, sent, dropped: row.get(12)? })?;
    }
    Ok(())
}

fn all(connection: &Connection, which: &str, with: impl Params) -> Result<Vec<Outgoing>, StoreError> {
    let mut found = Vec::new();
    each(connection, which, with, &mut |outgoing| {
        found.push(outgoing);
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn of_account(connection: &Connection, account: &str) -> Result<Vec<Outgoing>, StoreError> {
    all(connection, "WHERE account = ?1 ORDER BY as_of, seq", [account])
}

pub(super) fn since(connection: &Connection, day: Day) -> Result<Vec<Outgoing>, StoreError> {
    all(connection, "WHERE as_of >= ?1 ORDER BY as_of, seq", [day])
}

pub(super) fn of_run(connection: &Connection, run: &PlayRun) -> Result<Vec<Outgoing>, StoreError> {
    let which = "WHERE account = ?1 AND play = ?2 AND key = ?3 AND run = ?4 ORDER BY as_of, seq";
    all(connection, which, params![run.account, run.play, run.key, run.run])
}

pub(super) fn by_id(connection: &Connection, ids: &[&str]) -> Result<Vec<Outgoing>, StoreError> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(one(connection, id)?);
    }
    Ok(found)
}

pub(super) fn one(connection: &Connection, id: &str) -> Result<Option<Outgoing>, StoreError> {
    Ok(all(connection, "WHERE id = ?1", [id])?.pop())
}
