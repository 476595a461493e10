//! One column while it grows.

use super::known::Known;
use super::value::Cell;
use crate::column::Column;
use arrow_array::{Array, BooleanArray, Date32Array, Float64Array, StringArray, UInt16Array};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use stageplay_dsl::typed::FieldKind;
use stageplay_dsl::types::Day;
use std::ops::Range;

/// A column to which values are added.
pub(super) enum Growing {
    Number(Values<f64>),
    Date(Values<Day>),
    Code(Values<u16>),
    Truth(Truths),
    Text(Texts),
}

/// Values of one size, and which of them are there.
#[derive(Default)]
pub(super) struct Values<T> {
    values: Vec<T>,
    known: Known,
}

/// Truths, and which of them are there.
#[derive(Default)]
pub(super) struct Truths {
    truth: Known,
    known: Known,
}

/// Texts one after another, where each ends, and which of them are there.
#[derive(Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<i32>,
    known: Known,
}

/// The texts of a column outgrow what it can count.
pub(super) struct Full;

/// What stands in for a text's length past what can be counted; no piece is so long.
const TOO_LONG: i32 = i32::MAX;

impl<T: Copy + Default> Values<T> {
    #[inline(always)]
    pub(super) fn push(&mut self, value: Option<T>) {
        self.values.push(value.unwrap_or_default());
        self.known.push(value.is_some());
    }

    fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows);
        self.known.truncate(rows);
    }

    fn append(&mut self, more: &Self) {
        self.values.extend_from_slice(&more.values);
        self.known.append(&more.known);
    }

    fn extend(&mut self, more: &[T], nulls: Option<&NullBuffer>, range: Range<usize>) {
        self.values.extend_from_slice(more.get(range.clone()).unwrap_or(&[]));
        self.known.extend(nulls, range);
    }
}

impl Truths {
    #[inline]
    pub(super) fn push(&mut self, truth: Option<bool>) {
        self.truth.push(truth == Some(true));
        self.known.push(truth.is_some());
    }
}

impl Texts {
    /// Whether a text is there; an empty one stands for a missing one as well.
    pub(super) fn contains(&self, text: &str) -> bool {
        let mut start = 0;
        self.ends.iter().any(|end| {
            let end = usize::try_from(*end).unwrap_or(0);
            let found = self.bytes.get(start..end) == Some(text.as_bytes());
            start = end;
            found
        })
    }

    #[inline]
    pub(super) fn push(&mut self, text: Option<&str>) {
        self.bytes.extend_from_slice(text.unwrap_or("").as_bytes());
        self.ends.push(i32::try_from(self.bytes.len()).unwrap_or(TOO_LONG));
        self.known.push(text.is_some());
    }

    fn append(&mut self, more: &Self) -> Result<(), Full> {
        let before = i32::try_from(self.bytes.len()).map_err(|_| Full)?;
        i32::try_from(self.bytes.len() + more.bytes.len()).map_err(|_| Full)?;
        self.bytes.extend_from_slice(&more.bytes);
        self.ends.extend(more.ends.iter().map(|end| end.saturating_add(before)));
        self.known.append(&more.known);
        Ok(())
    }

    fn extend(&mut self, more: &StringArray, range: Range<usize>) -> Result<(), Full> {
        let ends = more.value_offsets().get(range.start..=range.end).unwrap_or(&[]);
        let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return Ok(()) };
        let text = usize::try_from(*first).ok().zip(usize::try_from(*last).ok());
        let bytes = text.and_then(|(first, last)| more.value_data().get(first..last)).unwrap_or(&[]);
        let before = i32::try_from(self.bytes.len()).map_err(|_| Full)?;
        i32::try_from(self.bytes.len() + bytes.len()).map_err(|_| Full)?;
        self.bytes.extend_from_slice(bytes);
        self.ends.extend(ends.iter().skip(1).map(|end| end - first + before));
        self.known.extend(more.nulls(), range);
        Ok(())
    }

    fn finish(self) -> StringArray {
        let ends: Vec<i32> = std::iter::once(0).chain(self.ends).collect();
        let nulls = self.known.nulls();
        let rows = ends.len() - 1;
        let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
        // What was put together of texts is text.
        StringArray::try_new(offsets, Buffer::from_vec(self.bytes), nulls)
            .unwrap_or_else(|_| StringArray::new_null(rows))
    }
}

impl Growing {
    /// No values, with room for so many.
    pub(super) fn new(kind: &FieldKind, room: usize) -> Self {
        fn values<T>(room: usize) -> Values<T> {
            Values { values: Vec::with_capacity(room), known: Known::with_room(room) }
        }
        match kind {
            FieldKind::Text => Self::Text(Texts {
                bytes: Vec::with_capacity(room * 8),
                ends: Vec::with_capacity(room),
                known: Known::with_room(room),
            }),
            FieldKind::Date => Self::Date(values(room)),
            FieldKind::Choice(_) => Self::Code(values(room)),
            FieldKind::YesNo => Self::Truth(Truths { truth: Known::with_room(room), known: Known::with_room(room) }),
            FieldKind::Number
            | FieldKind::Count
            | FieldKind::Percent
            | FieldKind::Ratio
            | FieldKind::Money(_)
            | FieldKind::Days => Self::Number(values(room)),
        }
    }

    /// Adds a value; one of another kind is missing.
    #[inline]
    pub(super) fn push(&mut self, cell: &Cell<'_>) {
        match self {
            Self::Number(column) => column.push(if let Cell::Number(number) = cell { Some(*number) } else { None }),
            Self::Date(column) => column.push(if let Cell::Date(day) = cell { Some(*day) } else { None }),
            Self::Code(column) => column.push(if let Cell::Code(code) = cell { Some(*code) } else { None }),
            Self::Truth(column) => column.push(if let Cell::Truth(truth) = cell { Some(*truth) } else { None }),
            Self::Text(column) => column.push(if let Cell::Text(text) = cell { Some(text) } else { None }),
        }
    }

    /// Adds a missing value.
    #[inline]
    pub(super) fn push_nothing(&mut self) {
        match self {
            Self::Number(column) => column.push(None),
            Self::Date(column) => column.push(None),
            Self::Code(column) => column.push(None),
            Self::Truth(column) => column.push(None),
            Self::Text(column) => column.push(None),
        }
    }

    /// Takes back what was added past so many values.
    pub(super) fn truncate(&mut self, rows: usize) {
        match self {
            Self::Number(column) => column.truncate(rows),
            Self::Date(column) => column.truncate(rows),
            Self::Code(column) => column.truncate(rows),
            Self::Truth(Truths { truth, known }) => {
                truth.truncate(rows);
                known.truncate(rows);
            }
            Self::Text(Texts { bytes, ends, known }) => {
                ends.truncate(rows);
                bytes.truncate(ends.last().and_then(|end| usize::try_from(*end).ok()).unwrap_or(0));
                known.truncate(rows);
            }
        }
    }

    /// Adds the values of a column of the same kind.
    pub(super) fn append(&mut self, more: &Self) -> Result<(), Full> {
        match (self, more) {
            (Self::Number(column), Self::Number(more)) => column.append(more),
            (Self::Date(column), Self::Date(more)) => column.append(more),
            (Self::Code(column), Self::Code(more)) => column.append(more),
            (Self::Truth(column), Self::Truth(more)) => {
                column.truth.append(&more.truth);
                column.known.append(&more.known);
            }
            (Self::Text(column), Self::Text(more)) => column.append(more)?,
            // Both were made for the same field.
            _ => {}
        }
        Ok(())
    }

    /// Adds some values of a column of the same kind.
    pub(super) fn extend(&mut self, more: &Column, range: Range<usize>) -> Result<(), Full> {
        match (self, more) {
            (Self::Number(column), Column::Number(more)) => column.extend(more.values(), more.nulls(), range),
            (Self::Date(column), Column::Date(more)) => column.extend(more.values(), more.nulls(), range),
            (Self::Code(column), Column::Code(more)) => column.extend(more.values(), more.nulls(), range),
            (Self::Truth(column), Column::Truth(more)) => {
                let truth = NullBuffer::new(more.values().clone());
                column.truth.extend(Some(&truth), range.clone());
                column.known.extend(more.nulls(), range);
            }
            (Self::Text(column), Column::Text(more)) => column.extend(more, range)?,
            // Both were made for the same field.
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Column {
        match self {
            Self::Number(column) => Column::Number(Float64Array::new(column.values.into(), column.known.nulls())),
            Self::Date(column) => Column::Date(Date32Array::new(column.values.into(), column.known.nulls())),
            Self::Code(column) => Column::Code(UInt16Array::new(column.values.into(), column.known.nulls())),
            Self::Truth(column) => Column::Truth(BooleanArray::new(column.truth.bits(), column.known.nulls())),
            Self::Text(column) => Column::Text(column.finish()),
        }
    }
}
