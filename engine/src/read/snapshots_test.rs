//! What comes of good records: the same values from every format, one snapshot per account, gaps by cause.

use super::test_schema::playbook;
use super::{FieldGap, Format, Missing, Options, ReadError, Snapshots, accounts};
use crate::column::{Cause, Column};
use stageplay_dsl::typed::{Playbook, Stale};
use stageplay_dsl::types::{FieldId, parse_day, show_day};
use std::path::PathBuf;

/// A file that is gone when the test is over.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("stageplay-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn read_with(playbook: &Playbook, files: &[&Scratch]) -> Snapshots {
    let paths: Vec<PathBuf> = files.iter().map(|file| file.0.clone()).collect();
    accounts(&paths, playbook, &Options::default(), &mut |_, _| {}).unwrap()
}

fn field(playbook: &Playbook, path: &str) -> FieldId {
    playbook.fields.iter().find(|(_, field)| field.path == path).unwrap().0
}

/// All values of a row as text, in the order of the schema.
fn shown(snapshots: &Snapshots, row: usize) -> Vec<String> {
    let show = |column: &Column| match column {
        column if column.is_missing(row) => "-".to_string(),
        Column::Number(array) => array.value(row).to_string(),
        Column::Date(array) => show_day(array.value(row)),
        Column::Code(array) => format!("#{}", array.value(row)),
        Column::Truth(array) => array.value(row).to_string(),
        Column::Text(array) => array.value(row).to_string(),
    };
    snapshots.batch.columns.rows().iter().map(show).collect()
}

#[test]
fn every_format_gives_the_same_values() {
    let object = r#"{"id":"a-1","Account Name":"Caf\u00e9 \"B\"","segment":"Mid-Market","arr":1200.5,"nps":null,
        "champion":true,"renewal":"2026-03-02T23:00:00Z","contact":"",
        "usage":{"logins_30d":3.0,"seats":"10","adoption":35.7,"roi":1.25},"as_of":"2026-03-01"}"#;
    let ndjson = Scratch::new("same.ndjson", object.replace('\n', " "));
    let json = Scratch::new("same.json", format!("[{object}]"));
    let csv = Scratch::new(
        "same.csv",
        "as_of;id;Account Name;segment;arr;nps;champion;renewal;contact;usage.logins_30d;usage.seats;usage.adoption;usage.roi\r\n\
         2026-03-01;a-1;\"Café \"\"B\"\"\";mid_market; 1200.50 ;;yes;2026-03-02;;3;10;35.7%;1.25\r\n",
    );
    let yaml = Scratch::new(
        "same.yaml",
        "- id: a-1\n  Account Name: Café \"B\"\n  segment: Mid-Market\n  arr: 1200.5\n  nps: ~\n  champion: yes\n  renewal: 2026-03-02\n  \
         contact: ''\n  usage: {logins_30d: 3, seats: '10', adoption: 35.7%, roi: 1.25}\n  as_of: 2026-03-01\n",
    );
    let playbook = playbook();
    let wanted = [
        "a-1",
        "Café \"B\"",
        "#1",
        "1200.5",
        "-",
        "true",
        "2026-03-02",
        "30",
        "-",
        "-",
        "3",
        "10",
        "0.357",
        "1.25",
        "-",
    ];
    for file in [&ndjson, &json, &csv, &yaml] {
        let snapshots = read_with(&playbook, &[file]);
        assert_eq!(snapshots.rejects, [], "{:?}", file.0);
        assert_eq!(snapshots.unknown_columns, []);
        assert_eq!(shown(&snapshots, 0), wanted, "{:?}", file.0);
        assert_eq!(snapshots.batch.dates, [parse_day("2026-03-01")]);
        assert_eq!(snapshots.newest, parse_day("2026-03-01"));
    }
    // The same record in four files counts once.
    let all = read_with(&playbook, &[&ndjson, &json, &csv, &yaml]);
    assert_eq!((all.records_read, all.records_repeated, all.batch.rows), (4, 3, 1));
}

#[test]
fn the_newest_snapshot_up_to_the_day_speaks() {
    let line = |id: &str, as_of: &str, arr: u32| {
        let as_of = if as_of.is_empty() { String::new() } else { format!(r#","as_of":"{as_of}""#) };
        format!(r#"{{"id":"{id}","segment":"smb","arr":{arr}{as_of}}}"#) + "\n"
    };
    let file = Scratch::new(
        "dates.ndjson",
        [
            line("late", "2026-04-01", 1),
            line("both", "2026-03-09", 2),
            line("both", "2026-03-10", 3),
            line("both", "2026-03-11", 4),
            line("old", "2026-03-01", 5),
            line("edge", "2026-03-03", 6),
            line("undated", "", 7),
            line("mixed", "2026-03-09", 8),
            line("mixed", "", 9),
            line("unclear", "2026-03-10", 10),
            line("unclear", "", 11),
            line("agreed", "", 12),
            line("agreed", "2026-03-10", 12),
        ]
        .concat(),
    );
    let playbook = playbook();
    let snapshots = read_with(&playbook, &[&file]);
    assert_eq!((snapshots.newest, snapshots.records_undated), (parse_day("2026-04-01"), 4));
    assert_eq!(snapshots.account_count(), 8);
    let selected = snapshots.select(parse_day("2026-03-10").unwrap(), Some(7.0));
    let (id, arr) = (field(&playbook, "id"), field(&playbook, "arr"));
    let rows: Vec<(&str, f64)> = (0..selected.batch.rows)
        .map(|row| (selected.batch.columns[id].text(row).unwrap(), selected.batch.columns[arr].number(row).unwrap()))
        .collect();
    assert_eq!(rows, [("both", 3.0), ("edge", 6.0), ("undated", 7.0), ("mixed", 9.0), ("agreed", 12.0)]);
    assert_eq!(selected.stale, [("old".into(), parse_day("2026-03-01").unwrap())]);
    assert_eq!(selected.later, 1);
    let lines: Vec<u64> = selected.contradictions.iter().map(|reject| reject.line).collect();
    assert_eq!(lines, [10, 11]);
    // Without a most age nothing is stale.
    assert_eq!(snapshots.select(parse_day("2026-03-10").unwrap(), None).stale, []);
}

#[test]
fn gaps_are_told_by_cause() {
    let mut playbook = playbook();
    let since = field(&playbook, "usage.updated_on");
    let seats = field(&playbook, "usage.seats");
    playbook.fields[seats].stale = Some(Stale { after: 30.0, since });
    playbook.fields[since].stale = Some(Stale { after: 30.0, since });
    let line =
        |id: u32, usage: &str| format!("{{\"id\":\"a-{id}\",\"segment\":\"smb\",\"arr\":1,\"usage\":{{{usage}}}}}\n");
    let file = Scratch::new(
        "gaps.ndjson",
        [
            line(1, r#""seats":5,"updated_on":"2026-03-01""#),
            line(2, r#""seats":5,"updated_on":"2026-02-28""#),
            line(3, r#""seats":5"#),
            line(4, r#""seats":0,"updated_on":"2026-03-31""#),
            line(5, r#""seats":"x","updated_on":"2026-03-31""#),
            line(6, r#""updated_on":"2026-03-31""#),
        ]
        .concat(),
    );
    let snapshots = read_with(&playbook, &[&file]);
    let as_of = parse_day("2026-03-31").unwrap();
    let gaps = Missing::of(&snapshots.select(as_of, None).batch, &playbook, as_of).fields;
    let gap = |field| gaps.iter().find(|gap| gap.field == field && gap.total() > 0).cloned();
    // 2026-03-01 is 30 days before, 2026-02-28 is 31; without a date the value counts as expired.
    assert_eq!(gap(seats), Some(FieldGap { field: seats, absent: 1, expired: 2, invalid: 1, out_of_range: 1 }));
    assert_eq!(gap(since), Some(FieldGap { field: since, absent: 1, expired: 0, invalid: 0, out_of_range: 0 }));
    // A default is no gap, a required field has none.
    assert_eq!((gap(field(&playbook, "notice")), gap(field(&playbook, "arr"))), (None, None));
    assert_eq!(snapshots.batch.flaw(3, seats), Some(Cause::OutOfRange));
    assert_eq!(snapshots.batch.flaw(4, seats), Some(Cause::Invalid));
    assert_eq!((snapshots.records_with_fault, snapshots.records_set_aside, snapshots.values_set_aside), (2, 0, 2));
}

#[test]
fn many_records_keep_their_order_lines_and_faults() {
    // More than one block, with a fault in every thousandth record, a repeated one and a contradiction far apart.
    let filler = "x".repeat(900);
    let mut text = String::new();
    for number in 0..12_000 {
        let arr = if number % 1000 == 999 { "\"?\"".to_string() } else { number.to_string() };
        text += &format!("{{\"id\":\"a-{number}\",\"segment\":\"smb\",\"arr\":{arr},\"note\":\"{filler}\"}}\n");
    }
    text += "{\"id\":\"a-7\",\"segment\":\"smb\",\"arr\":7}\n{\"id\":\"a-8\",\"segment\":\"smb\",\"arr\":9}\n";
    let file = Scratch::new("many.ndjson", &text);
    let playbook = playbook();
    let mut told = Vec::new();
    let paths = [file.0.clone()];
    let snapshots =
        accounts(&paths, &playbook, &Options::default(), &mut |done, total| told.push((done, total))).unwrap();
    assert_eq!(snapshots.records_read, 12_002);
    assert_eq!((snapshots.records_set_aside, snapshots.records_repeated), (14, 1));
    assert_eq!(snapshots.batch.rows, 12_002 - 14 - 1);
    let lines: Vec<u64> = snapshots.rejects.iter().map(|reject| reject.line).collect();
    let mut wanted: Vec<u64> = vec![9];
    wanted.extend((1..=12).map(|thousand| thousand * 1000));
    wanted.push(12_002);
    assert_eq!(lines, wanted);
    let arr = field(&playbook, "arr");
    let numbers: Vec<f64> =
        (0..snapshots.batch.rows).map(|row| snapshots.batch.columns[arr].number(row).unwrap()).collect();
    assert!(numbers.is_sorted());
    let row = numbers.iter().position(|number| *number == 11_000.0).unwrap();
    assert_eq!((snapshots.account(row), snapshots.place(row).1), ("a-11000", 11_001));
    assert_eq!((snapshots.unknown_columns[0].name.as_str(), snapshots.unknown_columns[0].count), ("note", 12_000));
    assert!(told.len() > 1 && told.is_sorted());
    assert_eq!(told.last(), Some(&(text.len() as u64, text.len() as u64)));
}

#[test]
fn a_format_can_be_named_and_must_be_for_standard_input() {
    let file = Scratch::new("accounts.txt", "id,segment,arr\na-1,smb,1\n");
    let playbook = playbook();
    let csv = Options { format: Some(Format::Csv), ..Options::default() };
    assert_eq!(accounts(std::slice::from_ref(&file.0), &playbook, &csv, &mut |_, _| {}).unwrap().batch.rows, 1);
    let error = accounts(&["-".into()], &playbook, &Options::default(), &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, ReadError::StdinFormat));
}

#[test]
fn a_record_too_long_costs_itself_only() {
    let long = "x".repeat(17 << 20);
    let good = |id: &str| format!("{{\"id\":\"{id}\",\"segment\":\"smb\",\"arr\":1}}");
    let bad = format!("{{\"id\":\"a-2\",\"segment\":\"smb\",\"arr\":1,\"name\":\"{long}\"}}");
    let lines = Scratch::new("long.ndjson", [good("a-1"), bad.clone(), good("a-3")].join("\n"));
    let list = Scratch::new("long.json", format!("[\n{}\n]", [good("a-1"), bad, good("a-3")].join(",\n")));
    let playbook = playbook();
    for (file, line) in [(&lines, 2), (&list, 3)] {
        let snapshots = read_with(&playbook, &[file]);
        assert_eq!((snapshots.batch.rows, snapshots.rejects.len()), (2, 1));
        assert_eq!(
            (snapshots.rejects[0].line, snapshots.rejects[0].reason.as_str()),
            (line, "the record is longer than 16 MB")
        );
    }
}

#[test]
fn rejects_are_written_as_lines() {
    let file =
        Scratch::new("rejects.ndjson", "{\"id\":\"a-1\",\"segment\":\"smb\",\"arr\":1,\"nps\":\"\\u001b[2J\"}\n[]\n");
    let rejects = read_with(&playbook(), &[&file]).rejects;
    let written: Vec<String> = rejects.iter().map(|reject| serde_json::to_string(reject).unwrap()).collect();
    let name = file.0.to_string_lossy();
    let [first, second] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!(
        *first,
        format!(
            "{{\"kind\":\"value\",\"file\":\"{name}\",\"line\":1,\"account\":\"a-1\",\"field\":\"nps\",\
             \"value\":\"\\\\u{{1b}}[2J\",\"reason\":\"expected a number, found `\\\\u{{1b}}[2J`\"}}"
        )
    );
    assert!(second.starts_with(&format!("{{\"kind\":\"record\",\"file\":\"{name}\",\"line\":2,\"reason\":")));
}
