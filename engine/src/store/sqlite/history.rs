//! Runs, moves, and how far can be gone back.

use super::super::error::StoreError;
use super::super::model::{Head, Move, Run};
use super::super::rows::{MoveRow, RunRow};
use rusqlite::{Connection, OptionalExtension, Row, params};
use stageplay_dsl::types::Day;

pub(super) const RUN: &str = "SELECT as_of, previous, playbook, program, layout, book, manifest, backfilled FROM runs";

pub(super) const MOVE: &str = "SELECT as_of, account, number, what, was, became, because, kind, revenue FROM moves";

pub(super) fn run_row(row: &Row<'_>) -> Result<RunRow, rusqlite::Error> {
    let run = Run {
        as_of: row.get(0)?,
        playbook: row.get(2)?,
        program: row.get(3)?,
        layout: row.get(4)?,
        book: row.get(5)?,
        manifest: row.get(6)?,
        backfilled: row.get(7)?,
    };
    Ok(RunRow { run, previous: row.get(1)? })
}

pub(super) fn move_row(row: &Row<'_>) -> Result<MoveRow, rusqlite::Error> {
    let change = Move {
        as_of: row.get(0)?,
        account: row.get(1)?,
        what: row.get(3)?,
        from: row.get(4)?,
        to: row.get(5)?,
        because: row.get(6)?,
        kind: row.get(7)?,
        revenue: row.get(8)?,
    };
    Ok(MoveRow { change, number: row.get(2)? })
}

pub(super) fn head(connection: &Connection) -> Result<Option<Head>, StoreError> {
    let newest = format!("{RUN} ORDER BY as_of DESC LIMIT 1");
    let found = connection.prepare_cached(&newest)?.query_row([], run_row).optional()?;
    Ok(found.map(|row| row.head()))
}

pub(super) fn back_to(connection: &Connection) -> Result<Option<Day>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT back_to FROM horizon")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

pub(super) fn set_back_to(connection: &Connection, day: Day) -> Result<(), StoreError> {
    connection.execute("INSERT OR REPLACE INTO horizon (only, back_to) VALUES (1, ?1)", [day])?;
    Ok(())
}

pub(super) fn runs(connection: &Connection) -> Result<Vec<RunRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} ORDER BY as_of"))?;
    Ok(statement.query_map([], run_row)?.collect::<Result<_, _>>()?)
}

pub(super) fn run(connection: &Connection, as_of: Day) -> Result<Option<RunRow>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{RUN} WHERE as_of = ?1"))?;
    Ok(statement.query_row([as_of], run_row).optional()?)
}

pub(super) fn add_run(connection: &Connection, row: &RunRow) -> Result<(), StoreError> {
    let RunRow { run, previous } = row;
    connection.execute(
        "INSERT INTO runs (as_of, previous, playbook, program, layout, book, manifest, backfilled) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![run.as_of, previous, run.playbook, run.program, run.layout, run.book, run.manifest, run.backfilled],
    )?;
    Ok(())
}

pub(super) fn amend(connection: &Connection, as_of: Day, book: &str, manifest: &str) -> Result<(), StoreError> {
    let update = "UPDATE runs SET book = ?2, manifest = ?3 WHERE as_of = ?1";
    match connection.execute(update, params![as_of, book, manifest])? {
        0 => Err(StoreError::RunsDiffer(as_of)),
        _ => Ok(()),
    }
}

pub(super) fn moves(connection: &Connection, since: Day) -> Result<Vec<Move>, StoreError> {
    let ordered = format!("{MOVE} WHERE as_of >= ?1 ORDER BY as_of, account, number");
    let mut statement = connection.prepare_cached(&ordered)?;
    let rows = statement.query_map([since], |row| move_row(row).map(|row| row.change))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn one_move(
    connection: &Connection,
    as_of: Day,
    account: &str,
    number: u32,
) -> Result<Option<Move>, StoreError> {
    let ordered = format!("{MOVE} WHERE as_of = ?1 AND account = ?2 AND number = ?3");
    let mut statement = connection.prepare_cached(&ordered)?;
    Ok(statement.query_row(params![as_of, account, number], |row| move_row(row).map(|row| row.change)).optional()?)
}

/// Adds a move behind those of its account and day.
pub(super) fn moved(connection: &Connection, change: &Move) -> Result<(), StoreError> {
    let next = "SELECT coalesce(max(number) + 1, 0) FROM moves WHERE as_of = ?1 AND account = ?2";
    let number = connection
        .prepare_cached(next)?
        .query_row(params![change.as_of, change.account], |row| row.get::<_, u32>(0))?;
    add_move(connection, change, number)
}

pub(super) fn add_move(connection: &Connection, change: &Move, number: u32) -> Result<(), StoreError> {
    let insert = "INSERT INTO moves (as_of, account, number, what, was, became, because, kind, revenue) \
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    connection.prepare_cached(insert)?.execute(params![
        change.as_of,
        change.account,
        number,
        change.what,
        change.from,
        change.to,
        change.because,
        change.kind,
        change.revenue
    ])?;
    Ok(())
}
