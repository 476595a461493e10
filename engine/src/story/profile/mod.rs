//! What data says about a playbook's fields, and what its gaps keep from being decided.
//!
//! | file | is |
//! |---|---|
//! | `blind` | which decisions read a field, and for how many accounts they are unknown because of it |
//! | `column` | the values of a field: their spread, and what looks like another unit or another time |
//! | `list` | the lists of records: how many, how long, and the fields of their records |
//! | `json` | the profile as JSON |
//!
//! Shares are of the accounts that speak on the date; what was set aside is counted in records.

mod blind;
mod column;
mod json;
mod list;

pub use blind::{Blind, name_of};
pub use column::{Look, Spread, UnknownWord};
pub use json::json;
pub use list::{ElementProfile, ListProfile};

use crate::column::Batch;
use crate::decide::DecideError;
use crate::graph::Program;
use crate::read::{FieldFaults, FieldGap, Missing, Snapshots};
use stageplay_dsl::types::{Day, FieldId};

/// A profile of account data.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The date of the evaluation.
    pub as_of: Day,
    /// Accounts that speak on it.
    pub accounts: usize,
    /// Every field, those that blind most first; then in the order of the schema.
    pub fields: Vec<FieldProfile>,
    /// Every list, in the order of the schema.
    pub lists: Vec<ListProfile>,
}

/// What the data says about one field.
#[derive(Clone, Debug)]
pub struct FieldProfile {
    /// The field.
    pub field: FieldId,
    /// Accounts without a value that counts, by cause.
    pub gap: FieldGap,
    /// Accounts with one.
    pub known: usize,
    /// What could not be used, in records, whether they speak on the date or not.
    pub faults: FieldFaults,
    /// Smallest, median and largest of the values that could be read, stale ones too; of numbers and dates.
    pub spread: Option<Spread>,
    /// What is worth a look.
    pub looks: Vec<Look>,
    /// Words that are none of the choice's, the most frequent first.
    pub words: Vec<UnknownWord>,
    /// What is unknown because of it, most accounts first.
    pub blinds: Vec<Blind>,
    /// What reads it and is never unknown because of it.
    pub reads: Vec<crate::decide::Subject>,
}

impl FieldProfile {
    /// How many decisions are unknown because of it, account by account; every decision about a record that was
    /// set aside for its sake is one.
    fn weight(&self, subjects: usize) -> u64 {
        let blind: usize = self.blinds.iter().map(|blind| blind.accounts).sum();
        blind as u64 + self.faults.set_aside.saturating_mul(subjects as u64)
    }

    /// Whether there is nothing to say about it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.gap.total() == 0 && self.faults == FieldFaults::default() && self.looks.is_empty()
    }
}

/// Profiles what was read: `batch` holds the accounts that speak on the date.
///
/// # Errors
/// None comes up where nothing opens; the type is that of deciding.
pub fn profile(program: &Program, snapshots: &Snapshots, batch: &Batch, as_of: Day) -> Result<Profile, DecideError> {
    let playbook = &program.playbook;
    let blindness = blind::blindness(program, batch, as_of)?;
    let gaps = Missing::of(batch, playbook, as_of).fields;
    let subjects = blindness.subjects;
    let mut fields: Vec<FieldProfile> = playbook
        .fields
        .iter()
        .zip(snapshots.field_faults.rows())
        .zip(blindness.fields)
        .map(|(((id, field), faults), (blinds, reads))| {
            let none = FieldGap { field: id, absent: 0, expired: 0, invalid: 0, out_of_range: 0 };
            let gap = gaps.iter().find(|gap| gap.field == id).cloned().unwrap_or(none);
            let values = batch.columns.rows().get(id.0 as usize).map_or_else(Vec::new, column::numbers);
            FieldProfile {
                field: id,
                known: batch.rows.saturating_sub(gap.total()),
                spread: column::spread(&values),
                looks: column::looks(playbook, field, &values, faults, as_of),
                words: column::unknown_words(playbook, field, faults),
                faults: faults.clone(),
                gap,
                blinds,
                reads,
            }
        })
        .collect();
    // Stable: what blinds as much stays in the order of the schema.
    fields.sort_by_key(|field| std::cmp::Reverse((field.weight(subjects), field.gap.total())));
    let lists = list::lists(playbook, batch, as_of, blindness.lists);
    Ok(Profile { as_of, accounts: batch.rows, fields, lists })
}
