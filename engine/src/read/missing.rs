//! What data was missing.

use crate::column::{Batch, Cause, Column, ListColumn};
use stageplay_dsl::typed::{List, Playbook, Stale};
use stageplay_dsl::types::{Day, FieldId, ListId};

/// What some accounts have no usable value of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// How many accounts.
    pub accounts: usize,
    /// The fields, in the order of the schema.
    pub fields: Vec<FieldGap>,
    /// The lists, each with the fields of its elements, in the order of the schema.
    pub lists: Vec<ListGap>,
}

impl Missing {
    /// What the accounts of a batch have no usable value of.
    #[must_use]
    pub fn of(batch: &Batch, playbook: &Playbook, as_of: Day) -> Self {
        Self {
            accounts: batch.rows,
            fields: missing(batch, playbook, as_of),
            lists: missing_in_lists(batch, playbook, as_of),
        }
    }

    /// Counts further accounts of the same playbook.
    pub fn add(&mut self, more: Self) {
        if self.accounts == 0 {
            *self = more;
            return;
        }
        self.accounts += more.accounts;
        for (own, more) in self.fields.iter_mut().zip(more.fields) {
            own.absent += more.absent;
            own.expired += more.expired;
            own.invalid += more.invalid;
            own.out_of_range += more.out_of_range;
        }
        for (own, more) in self.lists.iter_mut().zip(more.lists) {
            own.of += more.of;
            own.absent += more.absent;
            own.expired += more.expired;
            own.invalid += more.invalid;
            own.out_of_range += more.out_of_range;
        }
    }
}

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

fn missing(batch: &Batch, playbook: &Playbook, as_of: Day) -> Vec<FieldGap> {
    let gaps = playbook.fields.iter().filter_map(|(id, field)| {
        let column = batch.columns.rows().get(id.0 as usize)?;
        let of_cause = |cause: Cause| batch.flaws.iter().filter(|flaw| flaw.field == id && flaw.cause == cause).count();
        let nulls = column.missing();
        let (invalid, out_of_range) = (of_cause(Cause::Invalid), of_cause(Cause::OutOfRange));
        let expired = field.stale.as_ref().filter(|stale| stale.since != id).map_or(0, |stale| {
            (0..batch.rows).filter(|row| !column.is_missing(*row) && is_expired(batch, stale, *row, as_of)).count()
        });
        let absent = nulls.saturating_sub(invalid + out_of_range);
        Some(FieldGap { field: id, absent, expired, invalid, out_of_range })
    });
    gaps.collect()
}

fn is_expired(batch: &Batch, stale: &Stale, row: usize, as_of: Day) -> bool {
    match batch.columns.rows().get(stale.since.0 as usize) {
        Some(since @ Column::Date(dates)) if !since.is_missing(row) => {
            f64::from(as_of) - f64::from(dates.value(row)) > stale.after
        }
        _ => true,
    }
}

/// How many accounts have no usable list, or how many elements no usable value of a field, by cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListGap {
    /// The list.
    pub list: ListId,
    /// The field of its elements; `None`: the list itself.
    pub field: Option<usize>,
    /// How many there are: elements, or of the list itself accounts.
    pub of: usize,
    /// The data has none.
    pub absent: usize,
    /// The value is too old to count.
    pub expired: usize,
    /// The value could not be read as the field's kind, or the list as a list of records.
    pub invalid: usize,
    /// The value lies outside its range.
    pub out_of_range: usize,
}

impl ListGap {
    /// All causes together.
    #[must_use]
    pub fn total(&self) -> usize {
        self.absent + self.expired + self.invalid + self.out_of_range
    }
}

fn missing_in_lists(batch: &Batch, playbook: &Playbook, as_of: Day) -> Vec<ListGap> {
    let gaps = playbook.lists.iter().flat_map(|(id, list)| {
        let column = batch.lists.rows().get(id.0 as usize);
        let whole = column.map(|column| {
            let invalid = column.flawed.len();
            let absent = batch.rows.saturating_sub(column.known.count() + invalid);
            ListGap { list: id, field: None, of: batch.rows, absent, expired: 0, invalid, out_of_range: 0 }
        });
        let fields = column.into_iter().flat_map(move |column| {
            (0..list.fields.len()).filter_map(move |field| element_gap(id, list, column, field, as_of))
        });
        whole.into_iter().chain(fields)
    });
    gaps.collect()
}

fn element_gap(id: ListId, list: &List, column: &ListColumn, field: usize, as_of: Day) -> Option<ListGap> {
    let values = column.columns.get(field)?;
    let elements = 0..column.len();
    let of_cause = |cause: Cause| column.flaws.iter().filter(|(_, at, why)| *at == field && *why == cause).count();
    let (invalid, out_of_range) = (of_cause(Cause::Invalid), of_cause(Cause::OutOfRange));
    let nulls = values.missing();
    let stale = list.stale.get(field).copied().flatten().filter(|(since, _)| *since != field);
    let expired = stale.map_or(0, |(since, after)| {
        let is_recent = |element: usize| match column.columns.get(since) {
            Some(since @ Column::Date(dates)) if !since.is_missing(element) => {
                f64::from(as_of) - f64::from(dates.value(element)) <= after
            }
            _ => false,
        };
        elements.filter(|element| !values.is_missing(*element) && !is_recent(*element)).count()
    });
    let absent = nulls.saturating_sub(invalid + out_of_range);
    Some(ListGap { list: id, field: Some(field), of: column.len(), absent, expired, invalid, out_of_range })
}
