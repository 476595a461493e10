//! What could not be used, counted by field: every record counts, those set aside included.

use super::reject::RejectKind;
use super::value::{Fault, Scalar};
use crate::column::Cause;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, FieldKind};

/// So many different unknown words are kept of a field; the others are only counted.
const MOST_WORDS: usize = 1_000;

/// What could not be used of one field, in records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldFaults {
    /// It could not be read as the field's kind.
    pub invalid: u64,
    /// It lies outside its range.
    pub out_of_range: u64,
    /// The field is required, and there was nothing.
    pub absent: u64,
    /// For its sake the record was set aside, for one of these reasons.
    pub set_aside: u64,
    /// Numbers above 1 and up to 100 among those outside the range: so a fraction looks that was written as a
    /// percentage.
    pub hundreds: u64,
    /// Words that are none of a choice's, safe to show, with how often they stood there; none of a private field.
    pub words: FxHashMap<SmolStr, u64>,
    /// How many records had yet other words than the first thousand.
    pub other_words: u64,
}

impl FieldFaults {
    fn word(&mut self, word: SmolStr, records: u64) {
        let is_full = self.words.len() >= MOST_WORDS;
        match self.words.get_mut(&word) {
            Some(count) => *count += records,
            None if is_full => self.other_words += records,
            None => {
                self.words.insert(word, records);
            }
        }
    }
}

/// The faults of all fields; empty until there is one.
#[derive(Clone, Debug, Default)]
pub(super) struct Faulted {
    /// In the order of the schema.
    fields: Vec<FieldFaults>,
}

impl Faulted {
    /// Counts one fault.
    pub(super) fn note(&mut self, at: usize, field: &Field, kind: RejectKind, fault: &Fault, found: &Scalar<'_>) {
        if self.fields.len() <= at {
            self.fields.resize_with(at + 1, FieldFaults::default);
        }
        let Some(faults) = self.fields.get_mut(at) else { return };
        faults.set_aside += u64::from(kind == RejectKind::Record);
        match fault.cause {
            Cause::Absent => faults.absent += 1,
            Cause::OutOfRange => faults.out_of_range += 1,
            _ => faults.invalid += 1,
        }
        match (&field.kind, fault.cause, found) {
            (FieldKind::Choice(_), Cause::Invalid, Scalar::Text(_)) if !field.private => {
                if let Some(shown) = found.shown() {
                    faults.word(SmolStr::new(shown), 1);
                }
            }
            (FieldKind::Ratio, Cause::OutOfRange, Scalar::Number(text)) => {
                faults.hundreds += u64::from(is_hundred(text));
            }
            (FieldKind::Ratio, Cause::OutOfRange, Scalar::Text(text)) => {
                faults.hundreds += u64::from(is_hundred(text));
            }
            _ => {}
        }
    }

    /// Counts those of later records as well.
    pub(super) fn append(&mut self, later: Self) {
        if self.fields.len() < later.fields.len() {
            self.fields.resize_with(later.fields.len(), FieldFaults::default);
        }
        for (own, later) in self.fields.iter_mut().zip(later.fields) {
            own.invalid += later.invalid;
            own.out_of_range += later.out_of_range;
            own.absent += later.absent;
            own.set_aside += later.set_aside;
            own.hundreds += later.hundreds;
            own.other_words += later.other_words;
            // In a fixed order, so that the same ones are kept whenever there are too many.
            let mut words: Vec<(SmolStr, u64)> = later.words.into_iter().collect();
            words.sort();
            words.into_iter().for_each(|(word, records)| own.word(word, records));
        }
    }

    /// One per field of the schema.
    pub(super) fn finish(mut self, fields: usize) -> Vec<FieldFaults> {
        self.fields.resize_with(fields, FieldFaults::default);
        self.fields
    }
}

fn is_hundred(text: &str) -> bool {
    super::number::parse_number(text).is_some_and(|number| number > 1.0 && number <= 100.0)
}
