//! SQLite's faults in our words.

use super::super::error::StoreError;
use rusqlite::{Error, ErrorCode};

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { reason: said(&error) },
            Some(_) => Self::Failed { reason: said(&error) },
            // Not SQLite but its reader: a value of another type than was written.
            None => Self::Damaged { reason: said(&error) },
        }
    }
}

/// The library's words as part of a message.
pub(super) fn said(error: &Error) -> String {
    let words = match error {
        Error::SqliteFailure(_, Some(words)) => words.clone(),
        other => other.to_string(),
    };
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
