//! Columns while they grow.

use super::ReadError;
use super::growing::{Growing, Texts};
use super::list::Found;
use super::list_rows::ListRows;
use super::pieces::Columns;
use super::schema::Schema;
use super::value::Cell;
use crate::column::{Batch, Flaw};
use stageplay_dsl::types::Day;
use std::ops::Range;

/// Rows read so far.
pub(super) struct Rows {
    columns: Vec<Growing>,
    lists: Vec<ListRows>,
    /// The date of each.
    pub dates: Vec<Option<Day>>,
    /// The line of each; a line past 4,294,967,295 is told as that one.
    pub lines: Vec<u32>,
    /// Values that could not be used, by row.
    pub flaws: Vec<Flaw>,
    /// Rows with such values, and what stood there in one number: two rows that differ in it are not the same.
    pub flawed: Vec<Flawed>,
}

/// A row and a hash of its values that could not be used.
pub(super) type Flawed = (usize, u64);

impl Rows {
    /// No rows, with room for so many.
    pub(super) fn new(schema: &Schema<'_>, room: usize) -> Self {
        let columns = schema.fields.iter().map(|reading| Growing::new(&reading.field.kind, room)).collect();
        Self {
            columns,
            lists: schema.lists.iter().map(ListRows::new).collect(),
            dates: Vec::with_capacity(room),
            lines: Vec::with_capacity(room),
            flaws: Vec::new(),
            flawed: Vec::new(),
        }
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.dates.len()
    }

    /// Adds a row: one cell per field, and its lists.
    pub(super) fn push(&mut self, cells: &[Cell<'_>], lists: &[Found<'_>], date: Option<Day>, line: u64) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
        self.accept(lists, date, line);
    }

    /// The column of a field, for a value of a row that is being read; [`Rows::accept`] or [`Rows::take_back`] ends the
    /// row.
    #[inline]
    pub(super) fn column(&mut self, field: usize) -> Option<&mut Growing> {
        self.columns.get_mut(field)
    }

    /// The texts of a field that has texts.
    pub(super) fn texts(&self, field: usize) -> Option<&Texts> {
        match self.columns.get(field)? {
            Growing::Text(texts) => Some(texts),
            _ => None,
        }
    }

    /// Ends a row of which each field has been put once.
    pub(super) fn accept(&mut self, lists: &[Found<'_>], date: Option<Day>, line: u64) {
        for (list, found) in self.lists.iter_mut().zip(lists) {
            list.push(found);
        }
        self.dates.push(date);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// Takes back what has been put of a row.
    pub(super) fn take_back(&mut self) {
        let rows = self.len();
        self.columns.iter_mut().for_each(|column| column.truncate(rows));
    }

    /// Adds a stretch of columns behind these.
    pub(super) fn extend(&mut self, schema: &Schema<'_>, more: &Columns, range: Range<usize>) -> Result<(), ReadError> {
        for ((own, more), reading) in self.columns.iter_mut().zip(&more.columns).zip(&schema.fields) {
            own.extend(more, range.clone()).map_err(|_| ReadError::TooMuchText(reading.field.path.to_string()))?;
        }
        self.lists.iter_mut().for_each(|list| list.push_unknown(range.len()));
        self.dates.extend_from_slice(more.dates.get(range.clone()).unwrap_or(&[]));
        self.lines.extend(more.lines(range));
        Ok(())
    }

    /// Adds the rows of another piece behind these.
    pub(super) fn append(&mut self, mut other: Self, schema: &Schema<'_>) -> Result<(), ReadError> {
        let before = self.len();
        for ((column, more), reading) in self.columns.iter_mut().zip(&other.columns).zip(&schema.fields) {
            column.append(more).map_err(|_| ReadError::TooMuchText(reading.field.path.to_string()))?;
        }
        for ((list, more), reading) in self.lists.iter_mut().zip(other.lists).zip(&schema.lists) {
            list.append(more, reading)?;
        }
        self.dates.append(&mut other.dates);
        self.lines.append(&mut other.lines);
        self.flawed.extend(other.flawed.into_iter().map(|(row, hash)| (row + before, hash)));
        self.flaws.extend(other.flaws.into_iter().map(|flaw| Flaw { row: flaw.row + before, ..flaw }));
        Ok(())
    }

    /// The rows as columns, the line of each, and which are flawed.
    pub(super) fn finish(self) -> (Batch, Vec<u32>, Vec<Flawed>) {
        let rows = self.len();
        let columns = self.columns.into_iter().map(Growing::finish).collect();
        let lists = self.lists.into_iter().map(ListRows::finish).collect();
        (Batch { rows, columns, lists, dates: self.dates, flaws: self.flaws }, self.lines, self.flawed)
    }
}

impl Columns {
    /// The line of each of some rows.
    fn lines(&self, range: Range<usize>) -> impl Iterator<Item = u32> {
        let first = self.line + range.start as u64;
        (first..).take(range.len()).map(|line| u32::try_from(line).unwrap_or(u32::MAX))
    }

    /// The columns as a batch, without copying them.
    pub(super) fn finish(self, schema: &Schema<'_>) -> Batch {
        let rows = self.dates.len();
        let unknown = |reading| {
            let mut list = ListRows::new(reading);
            list.push_unknown(rows);
            list.finish()
        };
        let lists = schema.lists.iter().map(unknown).collect();
        Batch { rows, columns: self.columns.into_iter().collect(), lists, dates: self.dates, flaws: Vec::new() }
    }
}
