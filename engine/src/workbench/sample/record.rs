//! An account on a day as plain values, free to be changed, and many of them as a batch.

use crate::column::{Batch, Bits, ListColumn, made};
use crate::read::Fixture;
use stageplay_dsl::typed::{Field, Playbook};
use stageplay_dsl::types::{Day, FieldId, Table, Value};

/// The values of a record of a list, one per field of the list.
pub(super) type Element = Vec<Option<Value>>;

/// What is known of an account.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// One per field.
    pub(super) values: Vec<Option<Value>>,
    /// One per list; `None` is a missing list.
    pub(super) lists: Vec<Option<Vec<Element>>>,
}

impl Record {
    /// The account of a fixture or of a test on a date.
    pub(super) fn new(values: &[Option<Value>], lists: &[ListColumn]) -> Self {
        Self { values: values.to_vec(), lists: lists.iter().map(|list| elements(list, 0)).collect() }
    }

    /// The account of a fixture.
    pub(super) fn of(fixture: &Fixture) -> Self {
        Self::new(&fixture.values, &fixture.lists)
    }

    /// The account of a row.
    pub(super) fn of_row(batch: &Batch, row: usize) -> Self {
        let values = batch.columns.rows().iter().map(|column| column.value(row)).collect();
        Self { values, lists: batch.lists.rows().iter().map(|list| elements(list, row)).collect() }
    }

    /// Every value with its field.
    pub(super) fn each(&mut self, playbook: &Playbook, mut see: impl FnMut(&Field, &mut Option<Value>)) {
        for (field, value) in playbook.fields.rows().iter().zip(&mut self.values) {
            see(field, value);
        }
        for (list, elements) in playbook.lists.rows().iter().zip(&mut self.lists) {
            for element in elements.iter_mut().flatten() {
                for (field, value) in list.fields.iter().zip(element) {
                    see(field, value);
                }
            }
        }
    }

    /// The same account so many days later: every date moves with it.
    pub(super) fn later(mut self, days: i32) -> Self {
        let move_on = |value: &mut Option<Value>| {
            if let Some(Value::Date(day)) = value {
                *day = day.saturating_add(days);
            }
        };
        self.values.iter_mut().for_each(move_on);
        self.lists.iter_mut().flatten().flatten().flatten().for_each(move_on);
        self
    }
}

/// The records of a list of a row; `None` where the list is missing.
fn elements(list: &ListColumn, row: usize) -> Option<Vec<Element>> {
    let is_known = row < list.known.len() && list.known.get(row);
    let element = |at: usize| list.columns.iter().map(|column| column.value(at)).collect();
    is_known.then(|| list.elements(row..row + 1).map(element).collect())
}

/// Records as a batch, in their order.
pub(super) fn batch(playbook: &Playbook, records: &[(Day, &Record)]) -> Batch {
    let values: Vec<&[Option<Value>]> = records.iter().map(|(_, record)| record.values.as_slice()).collect();
    let mut batch = made(&playbook.fields, &values, &[]);
    batch.dates = records.iter().map(|(day, _)| Some(*day)).collect();
    let lists = playbook.lists.rows().iter().enumerate().map(|(at, list)| {
        let of = |record: &Record| record.lists.get(at).cloned().flatten();
        column(&list.fields, &records.iter().map(|(_, record)| of(record)).collect::<Vec<_>>())
    });
    batch.lists = lists.collect();
    batch
}

/// A list of many rows.
fn column(fields: &[Field], rows: &[Option<Vec<Element>>]) -> ListColumn {
    let elements: Vec<&[Option<Value>]> = rows.iter().flatten().flatten().map(Vec::as_slice).collect();
    let fields: Table<FieldId, Field> = fields.iter().cloned().collect();
    let mut offsets = vec![0];
    let mut end = 0;
    for row in rows {
        end += row.as_ref().map_or(0, Vec::len);
        offsets.push(u32::try_from(end).unwrap_or(u32::MAX));
    }
    let known = Bits::from_fn(rows.len(), |at| rows.get(at).is_some_and(Option::is_some));
    let columns = made(&fields, &elements, &[]).columns.into_rows();
    ListColumn { offsets, known, flawed: Vec::new(), columns, flaws: Vec::new() }
}
