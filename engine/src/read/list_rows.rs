//! The records of a list of every account, while they grow.

use super::ReadError;
use super::growing::Growing;
use super::list::Found;
use super::schema::ListReading;
use crate::column::{Bits, Cause, ListColumn};

/// The elements of one list read so far.
pub(super) struct ListRows {
    columns: Vec<Growing>,
    /// Where the elements of each row end.
    ends: Vec<u32>,
    known: Vec<bool>,
    flawed: Vec<(usize, Cause)>,
    flaws: Vec<(usize, usize, Cause)>,
}

impl ListRows {
    /// No rows.
    pub(super) fn new(reading: &ListReading<'_>) -> Self {
        // How many elements a row has is not known beforehand.
        let columns = reading.fields.iter().map(|reading| Growing::new(&reading.field.kind, 0)).collect();
        Self { columns, ends: Vec::new(), known: Vec::new(), flawed: Vec::new(), flaws: Vec::new() }
    }

    fn end(&self) -> u32 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Adds the list of a row.
    pub(super) fn push(&mut self, found: &Found<'_>) {
        let row = self.known.len();
        let before = self.end() as usize;
        self.known.push(found.is_known);
        if !found.is_known {
            self.flawed.extend(found.cause.map(|cause| (row, cause)));
            self.ends.push(self.end());
            return;
        }
        for element in found.cells.chunks(self.columns.len().max(1)) {
            for (column, cell) in self.columns.iter_mut().zip(element) {
                column.push(cell);
            }
        }
        self.flaws.extend(found.flaws.iter().map(|(element, field, cause)| (element + before, *field, *cause)));
        // A piece has a few hundred rows of a million elements at most.
        self.ends.push(u32::try_from(before + found.elements).unwrap_or(u32::MAX));
    }

    /// Adds rows whose list is unknown.
    pub(super) fn push_unknown(&mut self, rows: usize) {
        self.known.resize(self.known.len() + rows, false);
        self.ends.resize(self.ends.len() + rows, self.end());
    }

    /// Adds the rows of another piece behind these.
    pub(super) fn append(&mut self, mut other: Self, reading: &ListReading<'_>) -> Result<(), ReadError> {
        let (rows, elements) = (self.known.len(), self.end());
        if elements.checked_add(other.end()).is_none_or(|end| end == u32::MAX) {
            return Err(ReadError::TooManyElements(reading.list.path.to_string()));
        }
        for ((column, more), field) in self.columns.iter_mut().zip(&other.columns).zip(&reading.fields) {
            let path = || format!("{}.{}", reading.list.path, field.field.path);
            column.append(more).map_err(|_| ReadError::TooMuchText(path()))?;
        }
        self.ends.extend(other.ends.iter().map(|end| end + elements));
        self.known.append(&mut other.known);
        self.flawed.extend(other.flawed.into_iter().map(|(row, cause)| (row + rows, cause)));
        let moved = other.flaws.into_iter().map(|(element, field, cause)| (element + elements as usize, field, cause));
        self.flaws.extend(moved);
        Ok(())
    }

    pub(super) fn finish(self) -> ListColumn {
        ListColumn {
            offsets: std::iter::once(0).chain(self.ends).collect(),
            known: Bits::from_fn(self.known.len(), |row| self.known.get(row).copied().unwrap_or(false)),
            flawed: self.flawed,
            columns: self.columns.into_iter().map(Growing::finish).collect(),
            flaws: self.flaws,
        }
    }
}
