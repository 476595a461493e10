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
use super::sheltered::sheltered;
use arrow_array::RecordBatch;
use std::fmt::Display;
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
    parquet::read(input, schema, takes, progress)
}

/// Reads an Arrow file or stream to its end.
pub(super) fn read_arrow<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    ipc::read(input, schema, takes, progress)
}

/// What a file should be, for messages.
#[derive(Clone, Copy)]
struct Source<'f> {
    path: &'f Path,
    what: &'static str,
}

impl Source<'_> {
    /// What a library decodes. What it takes for granted and does not find is a fault of the file.
    fn decoded<T, E: Display>(self, decode: impl FnOnce() -> Result<T, E>) -> Result<T, ReadError> {
        match sheltered(decode) {
            Some(decoded) => decoded.map_err(|cause| self.broken(&cause)),
            None => Err(self.broken(&"its parts contradict each other")),
        }
    }

    /// What a library decodes batch by batch.
    fn batches<E: Display>(
        self,
        mut batches: impl Iterator<Item = Result<RecordBatch, E>>,
    ) -> impl Iterator<Item = Result<RecordBatch, ReadError>> {
        std::iter::from_fn(move || self.decoded(|| batches.next().transpose()).transpose())
    }

    /// A file that is not what it should be.
    fn broken(self, cause: &dyn Display) -> ReadError {
        // The libraries' words may hold bytes of the file.
        let cause = crate::column::plain_cut(&cause.to_string(), 200).into_owned();
        let reason = format!("it is cut off or is no {} ({cause})", self.what);
        ReadError::Columns { file: self.path.to_path_buf(), reason }
    }
}
