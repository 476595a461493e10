//! Dropping what is only needed to go back further than a day.

use super::super::error::StoreError;
use super::super::model::Pruned;
use rusqlite::Connection;
use stageplay_dsl::types::Day;

/// As [`super::super::Tx::prune`]; how far can be gone back is the caller's to write.
pub(super) fn prune(connection: &Connection, before: Day) -> Result<Pruned, StoreError> {
    let drop = |statement: &str| connection.execute(statement, [before]);
    // The newest state from before the day is what going back to it gives; all older ones go.
    let versions = drop(
        "DELETE FROM versions WHERE written < ?1 AND ( \
         EXISTS (SELECT 1 FROM accounts WHERE seq = versions.account AND accounts.written < ?1) OR \
         EXISTS (SELECT 1 FROM versions AS newer WHERE newer.account = versions.account \
         AND newer.written > versions.written AND newer.written < ?1))",
    )?;
    Ok(Pruned {
        versions,
        accounts: drop("DELETE FROM accounts WHERE state IS NULL AND written < ?1")?,
        moves: drop("DELETE FROM moves WHERE as_of < ?1")?,
        actions: drop(
            "UPDATE actions SET body = '' WHERE as_of < ?1 AND body <> '' AND (dropped IS NOT NULL \
             OR EXISTS (SELECT 1 FROM deliveries WHERE action = actions.seq))",
        )?,
        events: drop("UPDATE events SET body = '' WHERE applied < ?1 AND body <> ''")?,
        runs: drop("DELETE FROM runs WHERE as_of < (SELECT max(as_of) FROM runs WHERE as_of < ?1)")?,
    })
}
