//! Of one account there is what there is among all of them.

use super::test_files::files;
use super::test_schema::playbook;
use super::{Options, Snapshots, account, accounts};
use std::fmt::Write;
use std::path::PathBuf;

/// All that is known of an account.
fn told(snapshots: &Snapshots, account: &str) -> Vec<String> {
    let batch = &snapshots.batch;
    let rows = (0..batch.rows).filter(|row| snapshots.account(*row) == account);
    let mut told: Vec<String> = rows
        .map(|row| {
            let values: Vec<_> = batch.columns.rows().iter().map(|column| column.value(row)).collect();
            let flaws: Vec<_> = batch.columns.ids().map(|field| batch.flaw(row, field)).collect();
            format!("{values:?} {flaws:?} {:?} {:?}", batch.dates.get(row), snapshots.place(row))
        })
        .collect();
    told.extend(snapshots.reject_of(account).map(|reject| format!("{} {}", reject.line, reject.reason)));
    told
}

/// Twelve thousand records in two files, of which some accounts have several, far from each other.
fn texts() -> [String; 2] {
    let mut texts = [String::new(), String::new()];
    for at in 0..12_000_usize {
        let (id, day) = match at {
            // Good, on three days.
            7 | 6_500 | 11_990 => ("often".to_owned(), at / 5_000 + 1),
            // The same day, and not the same words.
            100 | 9_000 => ("contradicts".into(), 1),
            // The same said twice.
            200 | 9_100 => ("repeats".into(), 2),
            _ => (format!("a{at}"), 1 + at % 28),
        };
        let arr = match at {
            300 => "\"much\"".to_owned(),
            200 | 9_100 => "7".into(),
            _ => at.to_string(),
        };
        let text = &mut texts[at / 6_000];
        writeln!(text, "{{\"id\":\"{id}\",\"segment\":\"smb\",\"arr\":{arr},\"as_of\":\"2026-03-{day:02}\"}}").unwrap();
    }
    texts
}

#[test]
fn one_account_is_what_it_is_among_all() {
    let files = files("sought.ndjson", &texts());
    let paths: Vec<PathBuf> = files.iter().map(|file| file.0.clone()).collect();
    let (playbook, options) = (playbook(), Options::default());
    let all = accounts(&paths, &playbook, &options, &mut |_, _| {}).unwrap();
    for (name, lines) in [("often", 3), ("contradicts", 1), ("repeats", 1), ("a300", 1), ("a11999", 1), ("nobody", 0)] {
        let options = Options { most_rejects: Some(0), rejects_of: Some(name.into()), ..options.clone() };
        let one = account(&paths, &playbook, &options, name, &mut |_, _| {}).unwrap();
        assert!(one.batch.rows <= 3 * 1024, "{} rows are kept for {name}", one.batch.rows);
        assert_eq!(told(&one, name), told(&all, name), "{name}");
        assert_eq!(told(&one, name).len(), lines, "{name}: {:?}", told(&one, name));
        assert_eq!((one.newest, one.has(name)), (all.newest, all.has(name)), "{name}");
    }
}
