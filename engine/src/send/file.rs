//! Records into a file or onto standard output; the file's ending picks the format.

use super::json;
use super::place::{Place, Stdout, open, shown};
use serde::Serialize;
use std::io::{BufWriter, Write};
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
}

/// Why records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The ending says nothing known.
    #[error("{path} should end in .ndjson, .jsonl, .json or .csv, so that its format is known")]
    Ending {
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
    /// The format a path's ending names.
    ///
    /// # Errors
    /// An ending that names none.
    pub fn of(path: &Path) -> Result<Self, SendError> {
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
            Some("ndjson" | "jsonl") => Ok(Self::Ndjson),
            Some("json") => Ok(Self::Json),
            Some("csv") => Ok(Self::Csv),
            _ => Err(SendError::Ending { path: shown(path) }),
        }
    }
}

/// Where records go. A file appears under its name only when [`Sink::finish`] has been called, so that
/// nobody reads half a run; a sink that is dropped before leaves nothing behind.
pub struct Sink {
    out: BufWriter<Box<dyn Write>>,
    format: Format,
    shown: String,
    place: Option<Place>,
    written: usize,
}

impl Sink {
    /// Opens a path (`-` is NDJSON on standard output); `heading` is the first row of a table.
    ///
    /// # Errors
    /// An unknown ending, a folder, a file that is read-only or cannot be made.
    pub fn open(path: &Path, heading: &[String]) -> Result<Self, SendError> {
        let (out, format, place): (Box<dyn Write>, _, _) = if path.as_os_str() == "-" {
            (Box::new(Stdout::default()), Format::Ndjson, None)
        } else {
            let format = Format::of(path)?;
            let (file, place) = open(path)?;
            (Box::new(file), format, place)
        };
        let mut sink = Self { out: BufWriter::new(out), format, shown: shown(path), place, written: 0 };
        match format {
            Format::Csv => {
                let row = csv_row(heading.iter().map(String::as_str));
                sink.put(&row)?;
            }
            Format::Json => sink.put(b"[")?,
            Format::Ndjson => {}
        }
        Ok(sink)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), SendError> {
        self.out.write_all(bytes).map_err(|source| SendError::Io { path: self.shown.clone(), source })
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
        }
        self.written += 1;
        self.put(&bytes)
    }

    /// Ends the file and gives it its name. Returns how many records were written.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn finish(mut self) -> Result<usize, SendError> {
        if self.format == Format::Json {
            self.put(if self.written == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        let failed = |source| SendError::Io { path: self.shown.clone(), source };
        self.out.flush().map_err(failed)?;
        if let Some(place) = self.place.take() {
            place.name().map_err(failed)?;
        }
        Ok(self.written)
    }
}

/// A row of a table. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv_row<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let cells = cells.map(|cell| {
        let number = cell.parse::<f64>().is_ok();
        let plain = crate::column::plain(cell);
        if !number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            format!("'{plain}")
        } else {
            plain.into_owned()
        }
    });
    // Writing to memory does not fail.
    let _ = writer.write_record(cells);
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::csv_row;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        let row = csv_row(["=cmd()", "-12.5", "@x", "a,b"].into_iter());
        assert_eq!(String::from_utf8_lossy(&row), "'=cmd(),-12.5,'@x,\"a,b\"\n");
    }
}
