//! Accounts that are columns already: Parquet, and Arrow's own files and streams.
//!
//! Whole columns become columns of the engine. A row with a value that cannot be taken as it is is written as a
//! JSON record and read as one: what is wrong with it is said in the same words, and every rule holds as for text.

mod convert;
mod ipc;
mod numbers;
mod parquet;
mod piece;
mod plan;
mod text;

use super::ReadError;
use super::file::Input;
use super::pieces::Takes;
use super::schema::Schema;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Rows that are converted together.
const ROWS: usize = 8192;

/// Reads a Parquet file to its end.
pub(super) fn read_parquet<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    sheltered(input, "Parquet file", || parquet::read(input, schema, takes, progress))
}

/// Reads an Arrow file or stream to its end.
pub(super) fn read_arrow<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    sheltered(input, "Arrow file or stream", || ipc::read(input, schema, takes, progress))
}

/// The libraries take for granted what a damaged file denies: what they assert is a fault of the file.
fn sheltered<E: From<ReadError>>(input: &Input, what: &str, read: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(broken(&input.path, what, &"its parts contradict each other").into()))
}

/// A file that is not what it should be.
fn broken(path: &Path, what: &str, cause: &dyn std::fmt::Display) -> ReadError {
    // The libraries' words may hold bytes of the file.
    let cause = crate::column::plain_cut(&cause.to_string(), 200).into_owned();
    ReadError::Columns { file: path.to_path_buf(), reason: format!("it is cut off or is no {what} ({cause})") }
}
