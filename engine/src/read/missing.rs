//! What data was missing.

use crate::column::{Batch, Cause, Column};
use stageplay_dsl::typed::{Playbook, Stale};
use stageplay_dsl::types::{Day, FieldId};

/// How many accounts have no usable value of a field, by cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldGap {
    /// The field.
    pub field: FieldId,
    /// The data has none.
    pub absent: usize,
    /// The value is too old to count.
    pub expired: usize,
    /// The value could not be read as the field's kind.
    pub invalid: usize,
    /// The value lies outside its range.
    pub out_of_range: usize,
}

impl FieldGap {
    /// All causes together.
    #[must_use]
    pub fn total(&self) -> usize {
        self.absent + self.expired + self.invalid + self.out_of_range
    }
}

/// The fields that are missing for at least one row, in the order of the schema.
#[must_use]
pub fn missing(batch: &Batch, playbook: &Playbook, as_of: Day) -> Vec<FieldGap> {
    let gaps = playbook.fields.iter().filter_map(|(id, field)| {
        let column = batch.columns.rows().get(id.0 as usize)?;
        let of_cause = |cause: Cause| batch.flaws.iter().filter(|flaw| flaw.field == id && flaw.cause == cause).count();
        let nulls = (0..batch.rows).filter(|row| column.is_missing(*row)).count();
        let (invalid, out_of_range) = (of_cause(Cause::Invalid), of_cause(Cause::OutOfRange));
        let expired = field.stale.as_ref().filter(|stale| stale.since != id).map_or(0, |stale| {
            (0..batch.rows).filter(|row| !column.is_missing(*row) && is_expired(batch, stale, *row, as_of)).count()
        });
        let absent = nulls.saturating_sub(invalid + out_of_range);
        Some(FieldGap { field: id, absent, expired, invalid, out_of_range })
    });
    gaps.filter(|gap| gap.total() > 0).collect()
}

fn is_expired(batch: &Batch, stale: &Stale, row: usize, as_of: Day) -> bool {
    match batch.columns.rows().get(stale.since.0 as usize) {
        Some(since @ Column::Date(dates)) if !since.is_missing(row) => {
            f64::from(as_of) - f64::from(dates.value(row)) > stale.after
        }
        _ => true,
    }
}
