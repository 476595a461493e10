//! Accounts that pass say what accounts that are kept say, and those that stand in the data several times do not pass.

use super::test_files::files;
use super::test_schema::playbook;
use super::{Options, Passed, ReadError, accounts, pass};
use crate::column::Batch;
use proptest::prelude::*;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, parse_day};
use std::path::PathBuf;

fn book() -> Playbook {
    let mut playbook = playbook();
    playbook.header.max_age = Some(30.0);
    playbook
}

fn as_of() -> Day {
    parse_day("2026-03-31").unwrap()
}

/// Every value of every row, every flaw and every date.
fn told(batch: &Batch) -> Vec<String> {
    let row = |row: usize| {
        let values: Vec<_> = batch.columns.rows().iter().map(|column| column.value(row)).collect();
        let flaws: Vec<_> = batch.columns.ids().map(|field| batch.flaw(row, field)).collect();
        format!("{values:?} {flaws:?} {:?}", batch.dates.get(row))
    };
    (0..batch.rows).map(row).collect()
}

/// What passes, and what is said of it; `None` where accounts are there several times.
fn passed(files: &[PathBuf]) -> Option<(Vec<String>, Passed)> {
    let mut rows = Vec::new();
    let take = |batch: Batch| -> Result<(), ReadError> {
        rows.extend(told(&batch));
        Ok(())
    };
    let look = |batch: Batch| batch;
    let passed = pass(files, &book(), &Options::default(), as_of(), &mut |_, _| {}, look, take).unwrap();
    Some((rows, passed?))
}

/// The same of accounts that are kept.
fn kept(files: &[PathBuf]) -> (Vec<String>, Passed) {
    let mut snapshots = accounts(files, &book(), &Options::default(), &mut |_, _| {}).unwrap();
    let mut selection = snapshots.select(as_of(), book().header.max_age);
    snapshots.set_aside(&mut selection);
    (told(&selection.batch), Passed { snapshots, selection })
}

/// All that is said of records, but for what is held of them.
fn said(passed: &Passed) -> String {
    let it = &passed.snapshots;
    format!(
        "{:#?} {} {:#?} {:#?} {:?} {:?} {:?}",
        it.rejects,
        it.rejects_found,
        it.unknown_columns,
        it.field_faults,
        [it.records_read, it.records_set_aside, it.records_with_fault, it.values_set_aside, it.records_undated],
        (it.newest, it.account_count(), &it.files),
        (&passed.selection.stale, passed.selection.later),
    )
}

fn record() -> impl Strategy<Value = String> {
    let date = prop::sample::select(vec!["2026-03-31", "2026-03-01", "2026-02-28", "2026-04-01", "", "2026-13-01"]);
    let arr = prop::sample::select(vec!["1", "2.5", "-1", "\"x\"", "null"]);
    let more = prop::sample::select(vec!["", ",\"nps\":11", ",\"nps\":7,\"nope\":1", ",\"champion\":true", "}"]);
    (date, arr, more).prop_map(|(date, arr, more)| format!(r#""segment":"smb","arr":{arr},"as_of":"{date}"{more}"#))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn accounts_that_pass_say_what_kept_ones_say(
        records in prop::collection::vec(record(), 0..60),
        others in prop::collection::vec(record(), 0..10),
        (is_sorted, again) in (any::<bool>(), prop::option::of(0usize..70)),
    ) {
        let count = records.len() + others.len();
        let id = |at: usize| if is_sorted { format!("a{at:03}") } else { format!("a{:03}", (at * 37 + 11) % 101) };
        let lines: Vec<String> = records.iter().chain(&others).enumerate().map(|(at, record)| {
            // Now and then one that has been there before.
            let of = again.filter(|again| at + 1 == count && *again < at).unwrap_or(at);
            format!("{{\"id\":\"{}\",{record}}}\n", id(of))
        }).collect();
        let texts = [lines[..records.len()].concat(), lines[records.len()..].concat()];
        let scratch = files(&format!("{count}.ndjson"), &texts);
        let paths: Vec<PathBuf> = scratch.iter().map(|file| file.0.clone()).collect();
        let (rows, expected) = kept(&paths);
        match passed(&paths) {
            Some((passing, it)) => {
                prop_assert_eq!(passing, rows);
                prop_assert_eq!(said(&it), said(&expected));
            }
            // Nothing but an account that is there twice stands in the way.
            None => {
                let good = |line: &&String| accounts_in(&[(*line).clone()]) == 1;
                let names: Vec<&str> = lines.iter().filter(good).map(|line| &line[..12]).collect();
                let mut different = names.clone();
                different.sort_unstable();
                different.dedup();
                prop_assert!(different.len() < names.len());
            }
        }
    }
}

/// How many good records there are.
fn accounts_in(lines: &[String]) -> usize {
    let scratch = files("one.ndjson", lines);
    accounts(&[scratch[0].0.clone()], &book(), &Options::default(), &mut |_, _| {}).unwrap().batch.rows
}

#[test]
fn an_account_far_behind_is_known_again() {
    let record = |at: usize| format!("{{\"id\":\"a{at:06}\",\"segment\":\"smb\",\"arr\":1}}\n");
    let lines: Vec<String> = (0..40_000).map(record).collect();
    let all = lines.concat();
    let pass_of = |text: String| {
        let scratch = files("far.ndjson", &[text]);
        passed(&[scratch[0].0.clone()]).map(|(rows, _)| rows.len())
    };
    assert_eq!(pass_of(all.clone()), Some(40_000));
    // In any order.
    assert_eq!(pass_of(lines.iter().rev().cloned().collect()), Some(40_000));
    assert_eq!(pass_of(format!("{all}{}", record(3))), None);
    assert_eq!(pass_of(format!("{}{all}", record(39_999))), None);
    assert_eq!(pass_of(format!("{}{}", record(7), record(7))), None);
}
