//! Account data as columns, one per field of the schema.

use super::{Cause, ListColumn};
use arrow_array::{Array, BooleanArray, Date32Array, Float64Array, StringArray, UInt16Array};
use stageplay_dsl::types::{Day, FieldId, ListId, Table, Value};

/// The values of one field. A null is a missing value; a `default` has already been filled in, a percent is
/// held as a fraction, a choice as the number of its word.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Column {
    Number(Float64Array),
    Date(Date32Array),
    Code(UInt16Array),
    Truth(BooleanArray),
    Text(StringArray),
}

impl Column {
    /// Columns of one kind, one after another; `None` of none.
    #[must_use]
    pub fn joined(columns: &[&Self]) -> Option<Self> {
        macro_rules! join {
            ($kind:ident) => {
                Self::$kind(
                    columns
                        .iter()
                        .filter_map(|column| if let Self::$kind(array) = column { Some(array.iter()) } else { None })
                        .flatten()
                        .collect(),
                )
            };
        }
        Some(match columns.first()? {
            Self::Number(_) => join!(Number),
            Self::Date(_) => join!(Date),
            Self::Code(_) => join!(Code),
            Self::Truth(_) => join!(Truth),
            Self::Text(_) => join!(Text),
        })
    }

    /// Whether the value of a row is missing.
    #[must_use]
    pub fn is_missing(&self, row: usize) -> bool {
        let array: &dyn Array = match self {
            Self::Number(array) => array,
            Self::Date(array) => array,
            Self::Code(array) => array,
            Self::Truth(array) => array,
            Self::Text(array) => array,
        };
        row >= array.len() || array.is_null(row)
    }

    /// How many values are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        match self {
            Self::Number(array) => array.null_count(),
            Self::Date(array) => array.null_count(),
            Self::Code(array) => array.null_count(),
            Self::Truth(array) => array.null_count(),
            Self::Text(array) => array.null_count(),
        }
    }

    /// The text of a row, of a text column.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Text(array) if !self.is_missing(row) => Some(array.value(row)),
            _ => None,
        }
    }

    /// The value of a row; `None` is missing.
    #[must_use]
    pub fn value(&self, row: usize) -> Option<Value> {
        if self.is_missing(row) {
            return None;
        }
        Some(match self {
            Self::Number(array) => Value::Number(array.value(row)),
            Self::Date(array) => Value::Date(array.value(row)),
            Self::Code(array) => Value::Choice(array.value(row)),
            Self::Truth(array) => Value::Truth(array.value(row)),
            Self::Text(array) => Value::Text(array.value(row).into()),
        })
    }

    /// The number of a row, of a number column.
    #[must_use]
    pub fn number(&self, row: usize) -> Option<f64> {
        match self {
            Self::Number(array) if !self.is_missing(row) => Some(array.value(row)),
            _ => None,
        }
    }
}

/// A value that was in the data and could not be used: the column holds a null there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    /// The row.
    pub row: usize,
    /// The field.
    pub field: FieldId,
    /// Why.
    pub cause: Cause,
}

/// Snapshots of accounts as columns.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// How many rows.
    pub rows: usize,
    /// One per field of the schema.
    pub columns: Table<FieldId, Column>,
    /// One per list of the schema.
    pub lists: Table<ListId, ListColumn>,
    /// The date of each row's snapshot; `None` where records carry none.
    pub dates: Vec<Option<Day>>,
    /// Sorted.
    pub flaws: Vec<Flaw>,
}

impl Batch {
    /// Why the value of a row and field is missing, when the data held one that could not be used.
    #[must_use]
    pub fn flaw(&self, row: usize, field: FieldId) -> Option<Cause> {
        let at = self.flaws.partition_point(|flaw| (flaw.row, flaw.field) < (row, field));
        self.flaws.get(at).filter(|flaw| flaw.row == row && flaw.field == field).map(|flaw| flaw.cause)
    }
}
