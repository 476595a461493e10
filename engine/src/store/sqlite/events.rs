//! What people did.

use super::super::error::StoreError;
use super::super::model::{Event, KnownEvent};
use rusqlite::{Connection, OptionalExtension, Row, params};
use stageplay_dsl::types::Day;

pub(super) const EVENT: &str = "SELECT id, day, account, body, applied FROM events";

pub(super) fn known(row: &Row<'_>) -> Result<KnownEvent, rusqlite::Error> {
    let event = Event { id: row.get(0)?, day: row.get(1)?, account: row.get(2)?, body: row.get(3)? };
    Ok(KnownEvent { event, applied: row.get(4)? })
}

/// Gives whether it was new.
pub(super) fn add(connection: &Connection, event: &Event, applied: Option<Day>) -> Result<bool, StoreError> {
    let insert = "INSERT INTO events (id, day, account, body, applied) VALUES (?1, ?2, ?3, ?4, ?5) \
                  ON CONFLICT (id) DO NOTHING";
    let with = params![event.id, event.day, event.account, event.body, applied];
    Ok(connection.prepare_cached(insert)?.execute(with)? > 0)
}

pub(super) fn all(connection: &Connection) -> Result<Vec<KnownEvent>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{EVENT} WHERE body <> '' ORDER BY day, seq"))?;
    Ok(statement.query_map([], known)?.collect::<Result<_, _>>()?)
}

pub(super) fn waiting(connection: &Connection, until: Day) -> Result<Vec<Event>, StoreError> {
    let waiting = format!("{EVENT} WHERE applied IS NULL AND day <= ?1 ORDER BY day, seq");
    let mut statement = connection.prepare_cached(&waiting)?;
    let rows = statement.query_map([until], |row| known(row).map(|known| known.event))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn one(connection: &Connection, id: &str) -> Result<Option<KnownEvent>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{EVENT} WHERE id = ?1"))?;
    Ok(statement.query_row([id], known).optional()?)
}

pub(super) fn applied(connection: &Connection, ids: &[&str], as_of: Day) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("UPDATE events SET applied = ?2 WHERE id = ?1")?;
    for id in ids {
        if statement.execute(params![id, as_of])? == 0 {
            return Err(StoreError::NoEvent((*id).to_owned()));
        }
    }
    Ok(())
}
