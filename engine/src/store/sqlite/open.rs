//! Opening a file: whether it is a state is asked before anything in it is changed.

use super::super::error::StoreError;
use super::schema::{Form, MIGRATIONS, form, migrate};
use crate::column::plain;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a run waits for another one, unless it is told otherwise.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Prepared statements kept at hand; more than there are.
const STATEMENTS: usize = 128;

pub(super) fn existing(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    if !is_there(path)? {
        return Err(StoreError::NotFound(shown(path)));
    }
    let (mut connection, form) = connect(path, patience, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if form == Form::Empty {
        return Err(StoreError::NotAState(shown(path)));
    }
    settle(&mut connection)?;
    Ok(connection)
}

pub(super) fn or_new(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    is_there(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let (mut connection, _) = connect(path, patience, flags)?;
    settle(&mut connection)?;
    Ok(connection)
}

/// Nothing is written, and everything that is read is of one moment.
pub(super) fn to_look(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    if !is_there(path)? {
        return Err(StoreError::NotFound(shown(path)));
    }
    // SQLITE_OPEN_READ_ONLY would leave the log and its index lying beside the file.
    let (connection, form) = connect(path, patience, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true)?;
    match form {
        Form::Of(found) if found < known() => return Err(StoreError::Older { found, known: known() }),
        Form::Of(_) => {}
        Form::Empty | Form::Foreign => return Err(StoreError::NotAState(shown(path))),
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // The moment is that of the first thing read.
    connection.execute_batch("BEGIN; SELECT count(*) FROM runs;")?;
    Ok(connection)
}

fn is_there(path: &Path) -> Result<bool, StoreError> {
    match std::fs::metadata(path) {
        Ok(about) if about.is_file() => Ok(true),
        Ok(_) => Err(StoreError::NoFile(shown(path))),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(StoreError::Failed { reason: cause.to_string().to_lowercase() }),
    }
}

fn connect(path: &Path, patience: Duration, flags: OpenFlags) -> Result<(Connection, Form), StoreError> {
    // Without SQLITE_OPEN_URI: a name that looks like an address is a name.
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(as_file(path), flags)?;
    connection.busy_timeout(patience)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    match form(&connection) {
        Ok(Form::Foreign) => Err(StoreError::NotAState(shown(path))),
        Ok(Form::Of(found)) if found > known() => Err(StoreError::Newer { found, known: known() }),
        Ok(form) => Ok((connection, form)),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::NotAState(shown(path)))
        }
        Err(error) => Err(error.into()),
    }
}

fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn settle(connection: &mut Connection) -> Result<(), StoreError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        let reason = "its file system cannot share files: keep the state on a local disk".to_owned();
        return Err(StoreError::Failed { reason });
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    // 64 MB of pages, so that a run over a large book does not read what it has just written.
    connection.pragma_update(None, "cache_size", -65_536)?;
    // What a large run leaves in the log is given back.
    connection.pragma_update(None, "journal_size_limit", 16_777_216)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(connection, MIGRATIONS)
}

/// `:memory:` and an empty name mean something else to SQLite.
fn as_file(path: &Path) -> PathBuf {
    if path.is_relative() { Path::new(".").join(path) } else { path.to_path_buf() }
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}
