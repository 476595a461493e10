//! What is to be said of all records of some files.

use super::Snapshots;
use super::faulted::Faulted;
use super::file::{Input, Options};
use super::names::Unknown;
use super::pieces::Notes;
use super::reject::{Keep, Reject, RejectKind};
use super::schema::Schema;
use super::unreadable::Unreadable;
use crate::column::Batch;
use stageplay_dsl::typed::Playbook;

/// What is to be said of the records read so far.
pub(super) struct Noted {
    rejects: Vec<Reject>,
    rejects_found: u64,
    keep: Keep,
    unknown: Unknown,
    faulted: Faulted,
    records_read: u64,
    records_set_aside: u64,
    values_set_aside: u64,
    unreadable: Vec<Unreadable>,
}

impl Noted {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            rejects: Vec::new(),
            rejects_found: 0,
            keep: Keep::new(options),
            unknown: Unknown::default(),
            faulted: Faulted::default(),
            records_read: 0,
            records_set_aside: 0,
            values_set_aside: 0,
            unreadable: Vec::new(),
        }
    }

    /// Takes over what is to be said of the next records.
    pub(super) fn add(&mut self, notes: Notes) {
        for reject in notes.rejects {
            self.rejects_found += 1;
            self.values_set_aside += u64::from(reject.kind == RejectKind::Value);
            self.keep.add(&mut self.rejects, reject);
        }
        self.unknown.append(notes.unknown);
        self.faulted.append(notes.faulted);
        self.unreadable.extend(notes.unreadable);
        self.records_read += notes.records_read;
        self.records_set_aside += notes.records_set_aside;
    }

    /// Snapshots of which all is known but the records themselves.
    pub(super) fn snapshots(self, schema: &Schema<'_>, inputs: &[Input], playbook: &Playbook) -> Snapshots {
        Snapshots {
            batch: Batch::default(),
            rejects: self.rejects,
            rejects_found: self.rejects_found,
            unknown_columns: self.unknown.columns(schema),
            field_faults: self.faulted.finish(schema.fields.len()).into_iter().collect(),
            records_read: self.records_read,
            records_set_aside: self.records_set_aside,
            records_with_fault: 0,
            records_repeated: 0,
            values_set_aside: self.values_set_aside,
            newest: None,
            records_undated: 0,
            files: inputs.iter().map(|input| input.name.clone()).collect(),
            id_field: playbook.id_field,
            keep: self.keep,
            flawed: Vec::new(),
            accounts: Vec::new(),
            account_count: 0,
            unreadable: self.unreadable,
            lines: Vec::new(),
            file_starts: Vec::new(),
        }
    }
}
