//! Account files into snapshots.

use super::file::{Format, Input, Options};
use super::noted::Noted;
use super::packed::Packing;
use super::pieces::{Found, Piece, Takes, read_pieces};
use super::repeats::settle;
use super::rows::Rows;
use super::schema::Schema;
use super::{ReadError, Snapshots};
use stageplay_dsl::typed::Playbook;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads account files, in the order given. `progress` is told how many bytes are done and how many there are
/// (0 where that cannot be known).
///
/// # Errors
/// A file as a whole that cannot be read. Faults of records and values are in the snapshots' `rejects`.
pub fn accounts(
    paths: &[PathBuf],
    playbook: &Playbook,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Snapshots, ReadError> {
    inputs_read(&Input::look_at(paths, options)?, playbook, options, progress)
}

/// Reads records, one a line, that are at hand; `name` is what they are called.
pub(super) fn accounts_in_text(text: Arc<[u8]>, name: &str, playbook: &Playbook) -> Result<Snapshots, ReadError> {
    let (path, size) = (PathBuf::from(name), text.len() as u64);
    let (format, packing) = (Format::Ndjson, Packing::None);
    let input = Input { path, name: name.into(), format, packing, size, held: Some(text) };
    inputs_read(&[input], playbook, &Options::default(), &mut |_, _| {})
}

fn inputs_read(
    inputs: &[Input],
    playbook: &Playbook,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Snapshots, ReadError> {
    let schema = Schema::with_columns(playbook, &options.columns)?;
    let mut whole = Whole::new(&schema, options);
    read_pieces(inputs, &schema, &mut whole, progress)?;
    Ok(whole.snapshots(inputs, playbook))
}

/// All records, one behind the other.
pub(super) struct Whole<'s> {
    schema: &'s Schema<'s>,
    /// Made when the first records are known, so that they are made long enough.
    rows: Option<Rows>,
    file_starts: Vec<usize>,
    noted: Noted,
}

impl<'s> Whole<'s> {
    pub(super) fn new(schema: &'s Schema<'s>, options: &Options) -> Self {
        Self { schema, rows: None, file_starts: Vec::new(), noted: Noted::new(options) }
    }

    /// What has been taken, as snapshots.
    pub(super) fn snapshots(self, inputs: &[Input], playbook: &Playbook) -> Snapshots {
        let rows = self.rows.unwrap_or_else(|| Rows::new(self.schema, 0));
        let (batch, lines, flawed) = rows.finish();
        let mut snapshots = self.noted.snapshots(self.schema, inputs, playbook);
        snapshots.batch = batch;
        snapshots.lines = lines;
        snapshots.flawed = flawed;
        snapshots.file_starts = self.file_starts;
        settle(&mut snapshots, playbook);
        snapshots
    }
}

impl Takes for Whole<'_> {
    type Made = Piece;
    type Error = ReadError;
    const KEEPS: bool = true;

    fn begin(&mut self) {
        self.file_starts.push(self.rows.as_ref().map_or(0, Rows::len));
    }

    fn look(&self, piece: Piece) -> Result<Piece, ReadError> {
        Ok(piece)
    }

    fn take(&mut self, piece: Piece, room: usize) -> Result<(), ReadError> {
        if piece.len() > 0 {
            let rows = self.rows.get_or_insert_with(|| Rows::new(self.schema, room));
            match piece.found {
                Found::Rows(more) => rows.append(more, self.schema)?,
                Found::Columns(more) => rows.extend(self.schema, &more, 0..more.dates.len())?,
            }
        }
        self.noted.add(piece.notes);
        Ok(())
    }
}
