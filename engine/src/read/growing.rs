//! One column while it grows.

use super::value::Cell;
use crate::column::Column;
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, StringBuilder, UInt16Builder};
use stageplay_dsl::typed::FieldKind;

/// A column to which values are added.
pub(super) enum Growing {
    Number(Float64Builder),
    Date(Date32Builder),
    Code(UInt16Builder),
    Truth(BooleanBuilder),
    Text(StringBuilder),
}

/// The texts of a column outgrow what it can count.
pub(super) struct Full;

impl Growing {
    /// No values, with room for so many.
    pub(super) fn new(kind: &FieldKind, room: usize) -> Self {
        match kind {
            FieldKind::Text => Self::Text(StringBuilder::with_capacity(room, room * 8)),
            FieldKind::Date => Self::Date(Date32Builder::with_capacity(room)),
            FieldKind::Choice(_) => Self::Code(UInt16Builder::with_capacity(room)),
            FieldKind::YesNo => Self::Truth(BooleanBuilder::with_capacity(room)),
            FieldKind::Number
            | FieldKind::Count
            | FieldKind::Percent
            | FieldKind::Ratio
            | FieldKind::Money(_)
            | FieldKind::Days => Self::Number(Float64Builder::with_capacity(room)),
        }
    }

    /// Adds a value; one of another kind is missing.
    pub(super) fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Self::Number(column), Cell::Number(number)) => column.append_value(*number),
            (Self::Date(column), Cell::Date(day)) => column.append_value(*day),
            (Self::Code(column), Cell::Code(code)) => column.append_value(*code),
            (Self::Truth(column), Cell::Truth(truth)) => column.append_value(*truth),
            (Self::Text(column), Cell::Text(text)) => column.append_value(text),
            (Self::Number(column), _) => column.append_null(),
            (Self::Date(column), _) => column.append_null(),
            (Self::Code(column), _) => column.append_null(),
            (Self::Truth(column), _) => column.append_null(),
            (Self::Text(column), _) => column.append_null(),
        }
    }

    /// Adds the values of a column of the same kind.
    pub(super) fn append(&mut self, more: &mut Self) -> Result<(), Full> {
        match (self, more) {
            (Self::Number(column), Self::Number(more)) => column.append_array(&more.finish()),
            (Self::Date(column), Self::Date(more)) => column.append_array(&more.finish()),
            (Self::Code(column), Self::Code(more)) => column.append_array(&more.finish()),
            (Self::Truth(column), Self::Truth(more)) => column.append_array(&more.finish()),
            (Self::Text(column), Self::Text(more)) => column.append_array(&more.finish()).map_err(|_| Full)?,
            // Both were made for the same field.
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Column {
        match self {
            Self::Number(mut column) => Column::Number(column.finish()),
            Self::Date(mut column) => Column::Date(column.finish()),
            Self::Code(mut column) => Column::Code(column.finish()),
            Self::Truth(mut column) => Column::Truth(column.finish()),
            Self::Text(mut column) => Column::Text(column.finish()),
        }
    }
}
