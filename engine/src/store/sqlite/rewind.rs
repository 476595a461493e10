//! Going back to before a day.

use super::super::error::StoreError;
use rusqlite::Connection;
use stageplay_dsl::types::Day;

/// As [`super::super::Tx::rewind`]; the caller has asked whether it may.
pub(super) fn rewind(connection: &Connection, before: Day) -> Result<(), StoreError> {
    accounts(connection, before)?;
    for forget in [
        "DELETE FROM runs WHERE as_of >= ?1",
        "DELETE FROM moves WHERE as_of >= ?1",
        "DELETE FROM actions WHERE as_of >= ?1 AND dropped IS NULL \
         AND NOT EXISTS (SELECT 1 FROM deliveries WHERE action = actions.seq)",
        "UPDATE events SET applied = NULL WHERE applied >= ?1",
    ] {
        connection.execute(forget, [before])?;
    }
    Ok(())
}

fn accounts(connection: &Connection, before: Day) -> Result<(), StoreError> {
    // Invariant: a version written on a day or later belongs to an account written later still, so that only the
    // versions of accounts that change need to be looked at.
    connection.execute(
        "DELETE FROM versions WHERE written >= ?1 AND account IN (SELECT seq FROM accounts WHERE written >= ?1)",
        [before],
    )?;
    // What is left of the versions of these accounts is from before the day.
    connection.execute(
        "DELETE FROM accounts WHERE written >= ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE account = seq)",
        [before],
    )?;
    let mut restore = connection.prepare(
        "UPDATE accounts SET (written, state) = (SELECT versions.written, versions.state FROM versions \
         WHERE account = seq ORDER BY versions.written DESC LIMIT 1) WHERE written >= ?1 RETURNING seq, written",
    )?;
    let mut consume = connection.prepare("DELETE FROM versions WHERE account = ?1 AND written = ?2")?;
    let restored: Vec<(i64, Day)> =
        restore.query_map([before], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (seq, written) in restored {
        consume.execute((seq, written))?;
    }
    Ok(())
}
