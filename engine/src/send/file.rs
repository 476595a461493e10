//! Records into a file or onto standard output; the file's ending picks the format.

use super::body::Body;
use super::csv_rows::csv_row;
use super::json;
use super::place::{Place, Stdout, open, shown};
use super::table::{text_schema, text_table};
use crate::read::{Packing, by_ending};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};
use serde::Serialize;
use std::io::Write;
use std::path::Path;

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// One JSON array.
    Json,
    /// A table with a heading.
    Csv,
    /// A Parquet file.
    Parquet,
    /// An Arrow file.
    Arrow,
    /// An Arrow stream.
    ArrowStream,
}

/// Why records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The ending says nothing known.
    #[error(
        "{path} should end in .ndjson, .jsonl, .json, .csv, .parquet, .arrow, .feather or .arrows, so that its format is \
         known; the texts may have .gz or .zst behind it"
    )]
    Ending {
        /// The path, safe to show.
        path: String,
    },
    /// Columns hold no groups.
    #[error("{path} is a file of columns, which takes decisions with --shape flat alone")]
    Nested {
        /// The path, safe to show.
        path: String,
    },
    /// A folder has the name.
    #[error("{path} is a folder, expected the name of a file to write")]
    Folder {
        /// The path, safe to show.
        path: String,
    },
    /// The file there is protected.
    #[error("cannot write {path}: the file that is there is read-only")]
    ReadOnly {
        /// The path, safe to show.
        path: String,
    },
    /// The operating system refused.
    #[error("cannot write {path}: {source}")]
    Io {
        /// The path or the words standard output, safe to show.
        path: String,
        /// Its words.
        source: std::io::Error,
    },
}

/// A record that can be a line of JSON or a row of a table.
pub trait Record: Serialize {
    /// The cells, as many as the heading has.
    fn cells(&self) -> Vec<String>;
}

impl Format {
    /// The format that a path's ending names; `-` is NDJSON.
    ///
    /// # Errors
    /// An ending that names none.
    pub fn of(path: &Path) -> Result<Self, SendError> {
        ended(path).map(|(format, _)| format)
    }
}

/// The format and the packing that a path's endings name.
fn ended(path: &Path) -> Result<(Format, Packing), SendError> {
    if path.as_os_str() == "-" {
        return Ok((Format::Ndjson, Packing::None));
    }
    let (packing, ending) = by_ending(path);
    match ending.as_deref() {
        Some("ndjson" | "jsonl") => Ok((Format::Ndjson, packing)),
        Some("json") => Ok((Format::Json, packing)),
        Some("csv") => Ok((Format::Csv, packing)),
        Some("parquet") if packing == Packing::None => Ok((Format::Parquet, packing)),
        Some("arrow" | "feather") if packing == Packing::None => Ok((Format::Arrow, packing)),
        Some("arrows") if packing == Packing::None => Ok((Format::ArrowStream, packing)),
        _ => Err(SendError::Ending { path: shown(path) }),
    }
}

/// Where records go. A file appears under its name only when [`Sink::finish`] has been called, so that
/// nobody reads half a run; a sink that is dropped before leaves nothing behind.
pub struct Sink {
    body: Body,
    format: Format,
    shown: String,
    place: Option<Place>,
    written: usize,
    /// Of a file of columns: what it holds, and rows that wait for others.
    schema: SchemaRef,
    waiting: Vec<Vec<String>>,
}

impl Sink {
    /// Opens a path (`-` is NDJSON on standard output); `heading` is the first row of a table.
    ///
    /// # Errors
    /// An unknown ending, a folder, a file that is read-only or cannot be made.
    pub fn open(path: &Path, heading: &[String]) -> Result<Self, SendError> {
        let mut sink = Self::open_table(path, text_schema(heading))?;
        match sink.format {
            Format::Csv => {
                let row = csv_row(heading.iter().map(String::as_str));
                sink.put(&row)?;
            }
            Format::Json => sink.put(b"[")?,
            Format::Ndjson | Format::Parquet | Format::Arrow | Format::ArrowStream => {}
        }
        Ok(sink)
    }

    /// Opens a path; a file of columns is to hold these.
    pub(super) fn open_table(path: &Path, schema: SchemaRef) -> Result<Self, SendError> {
        let (format, packing) = ended(path)?;
        let (out, place): (Box<dyn Write + Send>, _) = if path.as_os_str() == "-" {
            (Box::new(Stdout::default()), None)
        } else {
            let (file, place) = open(path)?;
            (Box::new(file), place)
        };
        let body = match format {
            Format::Csv | Format::Json | Format::Ndjson => Body::text(out, packing),
            Format::Parquet => Body::parquet(out, &schema),
            Format::Arrow => Body::arrow(out, &schema),
            Format::ArrowStream => Body::arrow_stream(out, &schema),
        };
        let body = body.map_err(|source| SendError::Io { path: shown(path), source })?;
        Ok(Self { body, format, shown: shown(path), place, written: 0, schema, waiting: Vec::new() })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SendError> {
        self.body.put(bytes).map_err(|source| SendError::Io { path: self.shown.clone(), source })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn write(&mut self, record: &impl Record) -> Result<(), SendError> {
        let mut bytes = Vec::with_capacity(256);
        match self.format {
            Format::Csv => bytes = csv_row(record.cells().iter().map(String::as_str)),
            Format::Ndjson => {
                json::write(&mut bytes, record);
                bytes.push(b'\n');
            }
            Format::Json => {
                bytes.extend_from_slice(if self.written == 0 { b"\n" } else { b",\n" });
                json::write(&mut bytes, record);
            }
            Format::Parquet | Format::Arrow | Format::ArrowStream => {
                self.waiting.push(record.cells());
                self.written += 1;
                return if self.waiting.len() < TABLE_ROWS { Ok(()) } else { self.write_waiting() };
            }
        }
        self.written += 1;
        self.put(&bytes)
    }

    /// Writes so many records, as bytes of this format; in JSON a comma stands before each.
    pub(super) fn write_records(&mut self, bytes: &[Vec<u8>], records: usize) -> Result<(), SendError> {
        let is_first = self.written == 0;
        for (at, bytes) in bytes.iter().enumerate() {
            let has_comma = self.format == Format::Json && is_first && at == 0;
            self.put(bytes.get(usize::from(has_comma)..).unwrap_or_default())?;
        }
        self.written += records;
        Ok(())
    }

    /// Writes rows of a file of columns.
    pub(super) fn write_table(&mut self, table: Result<RecordBatch, ArrowError>) -> Result<(), SendError> {
        let failed = |source| SendError::Io { path: self.shown.clone(), source };
        let table = table.map_err(|cause| failed(std::io::Error::other(cause.to_string())))?;
        self.body.table(&table).map_err(failed)?;
        self.written += table.num_rows();
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<(), SendError> {
        let waiting = std::mem::take(&mut self.waiting);
        // They have been counted.
        self.written -= waiting.len();
        self.write_table(text_table(&self.schema, &waiting))
    }

    /// Ends the file and gives it its name. Returns how many records were written.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn finish(mut self) -> Result<usize, SendError> {
        if self.format == Format::Json {
            self.put(if self.written == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        if !self.waiting.is_empty() {
            self.write_waiting()?;
        }
        let failed = |source| SendError::Io { path: self.shown.clone(), source };
        self.body.finish().map_err(failed)?;
        if let Some(place) = self.place.take() {
            place.name().map_err(failed)?;
        }
        Ok(self.written)
    }
}

/// So many rows of text are written together.
const TABLE_ROWS: usize = 4096;
