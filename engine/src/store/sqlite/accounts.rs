//! Accounts: what they are, and what they were.

use super::super::error::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use stageplay_dsl::types::Day;

/// Hands over id and state of each that is not forgotten.
pub(super) fn each(connection: &Connection, take: &mut dyn FnMut(&str, &[u8])) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, state FROM accounts WHERE state IS NOT NULL ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, state) = (row.get_ref(0)?, row.get_ref(1)?);
        take(id.as_str().map_err(broken)?, state.as_blob().map_err(broken)?);
    }
    Ok(())
}

fn broken(error: rusqlite::types::FromSqlError) -> StoreError {
    StoreError::Damaged { reason: error.to_string().to_lowercase() }
}

pub(super) fn one(connection: &Connection, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT state FROM accounts WHERE id = ?1")?;
    let found: Option<Option<Vec<u8>>> = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(found.flatten())
}

/// What stands in an account's place.
enum Place {
    Free,
    /// The state to be written, already.
    Same,
    Other {
        seq: i64,
        written: Day,
    },
}

fn place(connection: &Connection, id: &str, state: Option<&[u8]>) -> Result<Place, StoreError> {
    let mut statement = connection.prepare_cached("SELECT seq, written, state FROM accounts WHERE id = ?1")?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(Place::Free) };
    let here = row.get_ref(2)?.as_blob_or_null().map_err(broken)?;
    if here == state { Ok(Place::Same) } else { Ok(Place::Other { seq: row.get(0)?, written: row.get(1)? }) }
}

/// Writes a state, or that the account is forgotten.
pub(super) fn write(connection: &Connection, day: Day, id: &str, state: Option<&[u8]>) -> Result<(), StoreError> {
    match (place(connection, id, state)?, state) {
        (Place::Same, _) | (Place::Free, None) => {}
        (Place::Free, Some(_)) => insert(connection, day, id, state)?,
        (Place::Other { seq, written }, _) => {
            if written != day {
                let keep = "INSERT INTO versions (account, written, state) \
                            SELECT seq, written, state FROM accounts WHERE seq = ?1";
                connection.prepare_cached(keep)?.execute([seq])?;
            }
            let update = "UPDATE accounts SET written = ?2, state = ?3 WHERE seq = ?1";
            connection.prepare_cached(update)?.execute(params![seq, day, state])?;
        }
    }
    Ok(())
}

pub(super) fn insert(connection: &Connection, day: Day, id: &str, state: Option<&[u8]>) -> Result<(), StoreError> {
    let insert = "INSERT INTO accounts (written, id, state) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(insert)?.execute(params![day, id, state])?;
    Ok(())
}
