//! The lists of records in the data: how many there are, how long they are, and what their records say.

use super::blind::Blind;
use super::column::{Spread, numbers, spread};
use crate::column::Batch;
use crate::decide::Subject;
use crate::read::{ListGap, Missing};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, ListId};

/// What the data says about one list.
#[derive(Clone, Debug)]
pub struct ListProfile {
    /// The list.
    pub list: ListId,
    /// Accounts without a list that counts, by cause.
    pub gap: ListGap,
    /// Accounts with one.
    pub known: usize,
    /// Records in all of them.
    pub records: usize,
    /// Records per account, of the accounts with a list; `None` where there is none.
    pub per_account: Option<Spread>,
    /// Every field of a record, in the order of the schema.
    pub fields: Vec<ElementProfile>,
    /// What is unknown because of it, most accounts first.
    pub blinds: Vec<Blind>,
    /// What reads it and is never unknown because of it.
    pub reads: Vec<Subject>,
}

/// What the data says about one field of the records of a list.
#[derive(Clone, Debug)]
pub struct ElementProfile {
    /// The place among the list's fields.
    pub field: usize,
    /// Records without a value that counts, by cause.
    pub gap: ListGap,
    /// Records with one.
    pub known: usize,
    /// Smallest, median and largest of the values that could be read, stale ones too; of numbers and dates.
    pub spread: Option<Spread>,
}

/// Profiles every list; `blindness` has an entry for each.
pub(super) fn lists(
    playbook: &Playbook,
    batch: &Batch,
    as_of: Day,
    blindness: Vec<(Vec<Blind>, Vec<Subject>)>,
) -> Vec<ListProfile> {
    let gaps = Missing::of(batch, playbook, as_of).lists;
    let lists = playbook.lists.iter().zip(batch.lists.rows()).zip(blindness);
    let profiles = lists.map(|(((id, list), column), (blinds, reads))| {
        let gap = |field: Option<usize>, of: usize| {
            let none = ListGap { list: id, field, of, absent: 0, expired: 0, invalid: 0, out_of_range: 0 };
            gaps.iter().find(|gap| gap.list == id && gap.field == field).cloned().unwrap_or(none)
        };
        let records = column.len();
        #[allow(clippy::cast_precision_loss, reason = "no list has 2^52 records")]
        let lengths: Vec<f64> = column.known.ones_at().map(|row| column.elements(row..row + 1).len() as f64).collect();
        let fields = column.columns.iter().enumerate().map(|(field, values)| {
            let gap = gap(Some(field), records);
            ElementProfile { field, known: records.saturating_sub(gap.total()), spread: spread(&numbers(values)), gap }
        });
        let fields = fields.take(list.fields.len()).collect();
        let gap = gap(None, batch.rows);
        let known = batch.rows.saturating_sub(gap.total());
        ListProfile { list: id, known, records, per_account: spread(&lengths), fields, blinds, reads, gap }
    });
    profiles.collect()
}
