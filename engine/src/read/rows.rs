//! Columns while they grow.

use super::ReadError;
use super::schema::Schema;
use super::value::Cell;
use crate::column::{Batch, Column, Flaw};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, StringBuilder, UInt16Builder};
use stageplay_dsl::typed::FieldKind;
use stageplay_dsl::types::Day;

/// Rows read so far.
pub(super) struct Rows {
    columns: Vec<Growing>,
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

enum Growing {
    Number(Float64Builder),
    Date(Date32Builder),
    Code(UInt16Builder),
    Truth(BooleanBuilder),
    Text(StringBuilder),
}

impl Rows {
    /// No rows, with room for so many.
    pub(super) fn new(schema: &Schema<'_>, room: usize) -> Self {
        let columns = schema
            .fields
            .iter()
            .map(|reading| match reading.field.kind {
                FieldKind::Text => Growing::Text(StringBuilder::with_capacity(room, room * 8)),
                FieldKind::Date => Growing::Date(Date32Builder::with_capacity(room)),
                FieldKind::Choice(_) => Growing::Code(UInt16Builder::with_capacity(room)),
                FieldKind::YesNo => Growing::Truth(BooleanBuilder::with_capacity(room)),
                FieldKind::Number
                | FieldKind::Count
                | FieldKind::Percent
                | FieldKind::Ratio
                | FieldKind::Money(_)
                | FieldKind::Days => Growing::Number(Float64Builder::with_capacity(room)),
            })
            .collect();
        Self {
            columns,
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

    /// Adds a row: one cell per field.
    pub(super) fn push(&mut self, cells: &[Cell<'_>], date: Option<Day>, line: u64) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Growing::Number(column), Cell::Number(number)) => column.append_value(*number),
                (Growing::Date(column), Cell::Date(day)) => column.append_value(*day),
                (Growing::Code(column), Cell::Code(code)) => column.append_value(*code),
                (Growing::Truth(column), Cell::Truth(truth)) => column.append_value(*truth),
                (Growing::Text(column), Cell::Text(text)) => column.append_value(text),
                (Growing::Number(column), _) => column.append_null(),
                (Growing::Date(column), _) => column.append_null(),
                (Growing::Code(column), _) => column.append_null(),
                (Growing::Truth(column), _) => column.append_null(),
                (Growing::Text(column), _) => column.append_null(),
            }
        }
        self.dates.push(date);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
    }

    /// Adds the rows of another piece behind these.
    pub(super) fn append(&mut self, mut other: Self, schema: &Schema<'_>) -> Result<(), ReadError> {
        let before = self.len();
        for ((column, more), reading) in self.columns.iter_mut().zip(&mut other.columns).zip(&schema.fields) {
            match (column, more) {
                (Growing::Number(column), Growing::Number(more)) => column.append_array(&more.finish()),
                (Growing::Date(column), Growing::Date(more)) => column.append_array(&more.finish()),
                (Growing::Code(column), Growing::Code(more)) => column.append_array(&more.finish()),
                (Growing::Truth(column), Growing::Truth(more)) => column.append_array(&more.finish()),
                (Growing::Text(column), Growing::Text(more)) => {
                    // Fails where the texts outgrow what their column can count.
                    let full = || ReadError::TooMuchText(reading.field.path.to_string());
                    column.append_array(&more.finish()).map_err(|_| full())?;
                }
                // Both were made for the same schema.
                _ => {}
            }
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
        let columns = self
            .columns
            .into_iter()
            .map(|column| match column {
                Growing::Number(mut column) => Column::Number(column.finish()),
                Growing::Date(mut column) => Column::Date(column.finish()),
                Growing::Code(mut column) => Column::Code(column.finish()),
                Growing::Truth(mut column) => Column::Truth(column.finish()),
                Growing::Text(mut column) => Column::Text(column.finish()),
            })
            .collect();
        (
            Batch { rows, columns, lists: Default::default(), dates: self.dates, flaws: self.flaws },
            self.lines,
            self.flawed,
        )
    }
}
