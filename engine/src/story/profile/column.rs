//! The values of one field.

use crate::column::Column;
use crate::read::FieldFaults;
use arrow_array::Array;
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::Day;

/// 1990-01-01: no customer relationship in a CRM is older, but dates that stand for nothing are.
const LONG_AGO: f64 = 7_305.0;

/// So many unknown words are told of a field.
const TOLD_WORDS: usize = 20;

/// Smallest, median (of an even number the mean of both in the middle) and largest; a percent as a fraction, a
/// date as its day.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Spread {
    pub smallest: f64,
    pub median: f64,
    pub largest: f64,
}

/// Something about a field's values that is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A `ratio` most of whose values lie above 1 and up to 100, some outside its range or from 10 on: the playbook
    /// may mean `percent`.
    PercentInRatio {
        /** Such values. */
        values: u64,
        /** All values. */
        of: u64,
    },
    /// A `percent` all of whose values lie between 0 and 1: the playbook may mean `ratio`.
    RatioInPercent {
        /** All values. */
        of: u64,
    },
    /// Dates of something past that lie after the date of the evaluation.
    Future {
        /** Accounts. */
        accounts: usize,
    },
    /// Dates before 1990.
    LongAgo {
        /** Accounts. */
        accounts: usize,
    },
}

/// A word that is none of a choice's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// As the data has it, safe to show.
    pub word: SmolStr,
    /// In how many records.
    pub records: u64,
    /// The word of the playbook that may be meant, and whether it has no label yet: then this may be it.
    pub near: Option<(SmolStr, bool)>,
}

/// The known numbers of a column, dates as days; nothing for other columns.
pub(super) fn numbers(column: &Column) -> Vec<f64> {
    match column {
        Column::Number(array) => array.iter().flatten().collect(),
        Column::Date(array) => {
            (0..array.len()).filter(|row| array.is_valid(*row)).map(|row| f64::from(array.value(row))).collect()
        }
        Column::Code(_) | Column::Truth(_) | Column::Text(_) => Vec::new(),
    }
}

pub(super) fn spread(values: &[f64]) -> Option<Spread> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let (smallest, largest) = (*sorted.first()?, *sorted.last()?);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some(Spread { smallest, median: lower + (upper - lower) / 2.0, largest })
}

pub(super) fn looks(playbook: &Playbook, field: &Field, values: &[f64], faults: &FieldFaults, as_of: Day) -> Vec<Look> {
    let count = |test: &dyn Fn(f64) -> bool| values.iter().filter(|value| test(**value)).count();
    let mut found = Vec::new();
    match field.kind {
        FieldKind::Ratio => {
            let high = count(&|value| value > 1.0 && value <= 100.0) as u64 + faults.hundreds;
            let of = values.len() as u64 + faults.out_of_range;
            // A return on investment of 4 is no percentage: where no range says so, a value of 10 must.
            let is_large = values.iter().any(|value| *value >= 10.0) || faults.hundreds > 0;
            if high * 2 > of && is_large {
                found.push(Look::PercentInRatio { values: high, of });
            }
        }
        FieldKind::Percent => {
            // Held as a fraction: what was written as 0.35 is 0.0035 here.
            let is_low = values.iter().all(|value| (0.0..=0.01).contains(value));
            if is_low && count(&|value| value > 0.0 && value < 0.01) > 0 {
                found.push(Look::RatioInPercent { of: values.len() as u64 });
            }
        }
        FieldKind::Date => {
            let future = count(&|day| day > f64::from(as_of));
            if future > 0 && is_past(playbook, field) {
                found.push(Look::Future { accounts: future });
            }
            let long_ago = count(&|day| day < LONG_AGO);
            if long_ago > 0 {
                found.push(Look::LongAgo { accounts: long_ago });
            }
        }
        _ => {}
    }
    found
}

/// Whether a date says when something happened: by its name, its sentence, or because other fields grow stale by it.
fn is_past(playbook: &Playbook, field: &Field) -> bool {
    let name = field.path.rsplit('.').next().unwrap_or("");
    let says_last = |text: &str| {
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| ["last", "latest", "updated", "since"].contains(&word.to_lowercase().as_str()))
    };
    let vouches = playbook.fields.rows().iter().filter_map(|other| other.stale.as_ref());
    says_last(name)
        || field.sentence.as_ref().is_some_and(|sentence| sentence.to_lowercase().starts_with("last "))
        || vouches.into_iter().any(|stale| playbook.fields[stale.since].path == field.path)
}

pub(super) fn unknown_words(playbook: &Playbook, field: &Field, faults: &FieldFaults) -> Vec<UnknownWord> {
    let FieldKind::Choice(set) = field.kind else { return Vec::new() };
    let set = &playbook.choices[set];
    let mut words: Vec<(&SmolStr, u64)> = faults.words.iter().map(|(word, records)| (word, *records)).collect();
    words.sort_by(|(a, of_a), (b, of_b)| of_b.cmp(of_a).then(a.cmp(b)));
    let labels = || set.words.iter().filter_map(|word| word.label.as_deref());
    let told = words.into_iter().take(TOLD_WORDS).map(|(word, records)| {
        let short = word.chars().count() <= 100;
        let meant = short.then(|| near::nearest(word, set.names().chain(labels()))).flatten();
        let near = meant
            .and_then(|meant| set.words.iter().find(|word| word.name == meant || word.label.as_deref() == Some(meant)));
        UnknownWord { word: word.clone(), records, near: near.map(|near| (near.name.clone(), near.label.is_none())) }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::{LONG_AGO, spread};
    use stageplay_dsl::types::parse_day;

    #[test]
    fn the_median_is_the_middle() {
        let of = |values: &[f64]| spread(values).map(|found| (found.smallest, found.median, found.largest));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3.0]), Some((3.0, 3.0, 3.0)));
        assert_eq!(of(&[9.0, 1.0, 4.0, 2.0]), Some((1.0, 3.0, 9.0)));
        assert_eq!(parse_day("1990-01-01").map(f64::from), Some(LONG_AGO));
    }
}
