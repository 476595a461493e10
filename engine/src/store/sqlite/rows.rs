//! Everything, row by row.

use super::super::error::StoreError;
use super::super::rows::{AccountRow, ActionRow, HeadRow, Row, VersionRow};
use super::{events, history, outbox};
use rusqlite::Connection;

type Take<'a> = &'a mut dyn FnMut(Row) -> Result<(), StoreError>;

pub(super) fn rows(connection: &Connection, take: Take<'_>) -> Result<(), StoreError> {
    take(Row::Head(HeadRow { head: history::head(connection)?, back_to: history::back_to(connection)? }))?;
    each(connection, &format!("{} ORDER BY as_of", history::RUN), |row| history::run_row(row).map(Row::Run), take)?;
    let accounts = "SELECT id, written, state FROM accounts ORDER BY id";
    let account = |row: &rusqlite::Row<'_>| Ok(AccountRow { id: row.get(0)?, day: row.get(1)?, state: row.get(2)? });
    each(connection, accounts, |row| account(row).map(Row::Account), take)?;
    let versions = "SELECT accounts.id, versions.written, versions.state FROM accounts \
                    JOIN versions ON versions.account = accounts.seq ORDER BY accounts.id, versions.written";
    let version =
        |row: &rusqlite::Row<'_>| Ok(VersionRow { account: row.get(0)?, day: row.get(1)?, state: row.get(2)? });
    each(connection, versions, |row| version(row).map(Row::Version), take)?;
    let events = format!("{} ORDER BY day, account, seq", events::EVENT);
    each(connection, &events, |row| events::known(row).map(Row::Event), take)?;
    let moves = format!("{} ORDER BY as_of, account, number", history::MOVE);
    each(connection, &moves, |row| history::move_row(row).map(Row::Move), take)?;
    outbox::each(connection, "ORDER BY as_of, account, seq", [], &mut |outgoing| {
        take(Row::Action(ActionRow {
            action: outgoing.action,
            sent: outgoing.sent.into_iter().map(|sent| sent.destination).collect(),
            dropped: outgoing.dropped,
        }))
    })
}

fn each(
    connection: &Connection,
    query: &str,
    make: impl Fn(&rusqlite::Row<'_>) -> Result<Row, rusqlite::Error>,
    take: Take<'_>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(make(row)?)?;
    }
    Ok(())
}
