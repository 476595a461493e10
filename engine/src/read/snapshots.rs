//! Accounts as they were read.

use super::faulted::FieldFaults;
use super::reject::{Keep, Reject, shown};
use super::rows::Flawed;
use crate::column::Batch;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, FieldId, Id, Table};

/// All good records of some files, of all dates, and what was set aside.
#[derive(Clone, Debug)]
pub struct Snapshots {
    /// The good records, in the order of the files and their lines.
    pub batch: Batch,
    /// What was set aside, in the order of the files and their lines; no more than was asked for.
    pub rejects: Vec<Reject>,
    /// How many rejects there are, kept or not.
    pub rejects_found: u64,
    /// Columns the playbook does not know, by name.
    pub unknown_columns: Vec<UnknownColumn>,
    /// What could not be used, by field, in records.
    pub field_faults: Table<FieldId, FieldFaults>,
    /// All records of all files, whatever became of them; blank lines are none.
    pub records_read: u64,
    /// Records that are not in `batch` because of a fault.
    pub records_set_aside: u64,
    /// Records with at least one reject, set aside or not.
    pub records_with_fault: u64,
    /// Records that say the same as an earlier one of the same account and date; they count once.
    pub records_repeated: u64,
    /// Values that are missing in `batch`, or in a record set aside, because of a fault of their own.
    pub values_set_aside: u64,
    /// The newest date in `batch`; `None` where no record carries one.
    pub newest: Option<Day>,
    /// How many records in `batch` carry no date.
    pub records_undated: u64,
    /// The files, as the user named them.
    pub files: Vec<SmolStr>,
    /// The field that names an account.
    pub(super) id_field: FieldId,
    /// Which rejects are kept.
    pub(super) keep: Keep,
    /// Rows with values that could not be used, in order.
    pub(super) flawed: Vec<Flawed>,
    /// Per row the number of its account, in the order in which accounts appear first.
    pub(super) accounts: Vec<u32>,
    /// How many accounts there are.
    pub(super) account_count: usize,
    /// Whose records were set aside.
    pub(super) unreadable: Vec<super::unreadable::Unreadable>,
    /// The line of each row.
    pub(super) lines: Vec<u32>,
    /// The first row of each file.
    pub(super) file_starts: Vec<usize>,
}

/// A column the playbook does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its name with its groups, safe to show; `…` stands for all past the first thousand.
    pub name: SmolStr,
    /// How many records have it; of a CSV file, how many have something there.
    pub count: u64,
    /// The field it may have meant.
    pub near: Option<SmolStr>,
}

impl Snapshots {
    /// Snapshots that were made rather than read, told apart by the field that names an account.
    #[must_use]
    pub fn made(batch: Batch, id_field: FieldId) -> Self {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let ids = batch.columns.rows().get(id_field.index());
        let accounts: Vec<u32> = (0..batch.rows)
            .map(|row| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                *numbers.entry(ids.and_then(|ids| ids.text(row)).unwrap_or_default()).or_insert(next)
            })
            .collect();
        Self {
            rejects: Vec::new(),
            rejects_found: 0,
            unknown_columns: Vec::new(),
            field_faults: Table::default(),
            records_read: batch.rows as u64,
            records_set_aside: 0,
            records_with_fault: 0,
            records_repeated: 0,
            values_set_aside: 0,
            newest: batch.dates.iter().flatten().max().copied(),
            records_undated: batch.dates.iter().filter(|date| date.is_none()).count() as u64,
            files: Vec::new(),
            id_field,
            keep: Keep::default(),
            flawed: Vec::new(),
            account_count: numbers.len(),
            unreadable: Vec::new(),
            lines: Vec::new(),
            file_starts: Vec::new(),
            accounts,
            batch,
        }
    }

    /// How many different accounts have a good record.
    #[must_use]
    pub fn account_count(&self) -> usize {
        self.account_count
    }

    /// A reject of an account.
    #[must_use]
    pub fn reject_of(&self, account: &str) -> Option<&Reject> {
        let account = Some(shown(account));
        self.rejects.iter().find(|reject| reject.account == account)
    }

    /// Whether an account has a good record.
    #[must_use]
    pub fn has(&self, account: &str) -> bool {
        (0..self.batch.rows).any(|row| self.account(row) == account)
    }

    /// The day of the oldest record of an account that carries a date.
    #[must_use]
    pub fn first_seen(&self, account: &str) -> Option<Day> {
        let days = self.batch.dates.iter().enumerate().filter(|(row, _)| self.account(*row) == account);
        days.filter_map(|(_, day)| *day).min()
    }

    /// The snapshots of an account that carry a date: the date and the row of each, oldest first.
    #[must_use]
    pub fn dated(&self, account: &str) -> Vec<(Day, usize)> {
        let rows = self.batch.dates.iter().enumerate().filter(|(row, _)| self.account(*row) == account);
        let mut dated: Vec<(Day, usize)> = rows.filter_map(|(row, day)| Some(((*day)?, row))).collect();
        dated.sort_unstable();
        dated
    }

    /// Counts a reject, and keeps it if it is to be kept.
    pub(super) fn reject(&mut self, reject: Reject) {
        self.rejects_found += 1;
        self.keep.add(&mut self.rejects, reject);
    }

    /// The account of a row.
    pub(super) fn account(&self, row: usize) -> &str {
        self.batch.columns[self.id_field].text(row).unwrap_or("")
    }

    /// The file and line of a row.
    pub(super) fn place(&self, row: usize) -> (SmolStr, u64) {
        let file = self.file_starts.partition_point(|start| *start <= row).saturating_sub(1);
        let line = self.lines.get(row).copied().unwrap_or(0);
        (self.files.get(file).cloned().unwrap_or_default(), u64::from(line))
    }
}
