//! The records of one account: the others are let go as soon as they are read.

use super::accounts::Whole;
use super::file::{Input, Options};
use super::pieces::{Found, Piece, Takes, read_pieces};
use super::rows::Rows;
use super::schema::Schema;
use super::{ReadError, Snapshots};
use crate::column::Column;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, Id};
use std::path::PathBuf;

/// Reads account files as [`super::accounts`] does, for the sake of one account: all of its records are there, but of other
/// accounts only those that were read together with one of them. The newest date is that of all records.
///
/// # Errors
/// A file as a whole that cannot be read.
pub fn account(
    paths: &[PathBuf],
    playbook: &Playbook,
    options: &Options,
    account: &str,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Snapshots, ReadError> {
    let inputs = Input::look_at(paths, options)?;
    let schema = Schema::with_columns(playbook, &options.columns)?;
    let whole = Whole::new(&schema, options);
    let mut sought = Sought { schema: &schema, id: playbook.id_field.index(), account, whole, newest: None };
    read_pieces(&inputs, &schema, &mut sought, progress)?;
    let mut snapshots = sought.whole.snapshots(&inputs, playbook);
    snapshots.newest = snapshots.newest.max(sought.newest);
    Ok(snapshots)
}

/// One account on its way.
struct Sought<'s> {
    schema: &'s Schema<'s>,
    /// The field that names an account.
    id: usize,
    account: &'s str,
    whole: Whole<'s>,
    /// The newest date of the records that were let go.
    newest: Option<Day>,
}

impl Sought<'_> {
    fn is_in(&self, found: &Found) -> bool {
        match found {
            Found::Rows(rows) => rows.texts(self.id).is_some_and(|texts| texts.contains(self.account)),
            Found::Columns(columns) => match columns.columns.get(self.id) {
                Some(Column::Text(texts)) => texts.iter().any(|text| text == Some(self.account)),
                _ => false,
            },
        }
    }
}

impl Takes for Sought<'_> {
    /// With the newest date of what is let go.
    type Made = (Piece, Option<Day>);
    type Error = ReadError;
    const KEEPS: bool = false;

    fn begin(&mut self) {
        self.whole.begin();
    }

    fn look(&self, piece: Piece) -> Result<Self::Made, ReadError> {
        if self.is_in(&piece.found) {
            return Ok((piece, None));
        }
        let dates = match &piece.found {
            Found::Rows(rows) => &rows.dates,
            Found::Columns(columns) => &columns.dates,
        };
        let newest = dates.iter().flatten().max().copied();
        Ok((Piece { found: Found::Rows(Rows::new(self.schema, 0)), notes: piece.notes }, newest))
    }

    fn take(&mut self, (piece, newest): Self::Made, _: usize) -> Result<(), ReadError> {
        self.newest = self.newest.max(newest);
        self.whole.take(piece, 0)
    }
}
