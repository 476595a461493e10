//! `stageplay schema` against the reader: what the reader takes the schema takes, and what the reader sets aside the
//! schema refuses, but for what JSON Schema cannot say.

use crate::support::program::stageplay;
use crate::support::repository::{files, root};
use crate::support::scratch::Scratch;
use jsonschema::Validator;
use serde_json::{Value, json};
use stageplay_dsl::Tests;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::read::{self, Options, Snapshots};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The schema that the program prints, itself valid, and the playbook behind it.
fn schema_of(path: &str) -> (Validator, Value, Playbook) {
    let ran = stageplay(&["schema", path]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{path}");
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{path}: {error}"));
    let validator = jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{path}: {error}"));
    let layers = read::load_layers(&root().join(path), &[], Tests::LeftOut).unwrap();
    let compiled = stageplay_dsl::compile_layers(layers.files, layers.missing, Tests::LeftOut);
    (validator, schema, compiled.playbook.expect("a playbook without errors"))
}

fn snapshots(path: &Path, playbook: &Playbook) -> Snapshots {
    read::accounts(&[path.to_path_buf()], playbook, &Options::default(), &mut |_, _| {}).unwrap()
}

/// What the reader says about a record that JSON Schema cannot say, in the words of its reasons: what they say about
/// values in quotes is meant here, and why it cannot be said.
const UNSPEAKABLE_OF_TEXTS: &[(&str, &str)] = &[
    ("out of range: expected", "a text is not compared as a number or a date"),
    ("expected a count", "a pattern cannot tell whether 35e-1 is whole"),
    ("expected ", "a pattern cannot tell that 1e999 is larger than any number"),
];

/// The same about whole records.
const UNSPEAKABLE: &[(&str, &str)] = &[
    ("given twice with two different values", "a validator sees one value of a name, and does not compare two names"),
    ("two different records", "a schema speaks of one record"),
];

fn is_unspeakable(reason: &str, record: &str) -> bool {
    let found = reason.split("found `").nth(1).and_then(|rest| rest.split('`').next()).unwrap_or("1e999");
    let written = record.contains(&format!("\"{found}\""));
    let of_texts = match UNSPEAKABLE_OF_TEXTS.iter().find(|(start, _)| reason.starts_with(start)) {
        Some(("expected ", _)) => found == "1e999",
        Some(("expected a count", _)) => found.contains('e'),
        found => found.is_some(),
    };
    (written && of_texts) || UNSPEAKABLE.iter().any(|(start, _)| reason.starts_with(start))
}

/// Faults where schema and reader differ without a reason.
fn differences(name: &str, text: &str, read: &Snapshots, validator: &Validator) -> (usize, usize, String) {
    let mut said: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for reject in &read.rejects {
        said.entry(reject.line).or_default().push(&reject.reason);
    }
    let (mut taken, mut refused, mut faults) = (0, 0, String::new());
    for (line, record) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        // What is no JSON does not reach a validator.
        let written = record;
        let Ok(record) = serde_json::from_str::<Value>(record) else { continue };
        let reasons = said.get(&line).map_or(&[][..], Vec::as_slice);
        let valid = validator.is_valid(&record);
        match (valid, reasons) {
            (true, []) => taken += 1,
            (false, [_, ..]) => refused += 1,
            (true, reasons) if reasons.iter().all(|reason| is_unspeakable(reason, written)) => {}
            (true, reasons) => writeln!(faults, "{name}:{line}: taken, but {}", reasons.join("; ")).unwrap(),
            (false, []) => {
                let errors: Vec<String> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
                writeln!(faults, "{name}:{line}: refused: {}", errors.join("; ")).unwrap();
            }
        }
    }
    (taken, refused, faults)
}

#[test]
fn every_record_of_the_examples_is_taken() {
    let mut seen = 0;
    // What became of accounts is no account.
    for (name, text) in files("examples", "ndjson").into_iter().filter(|(name, _)| !name.ends_with("/labels.ndjson")) {
        let (validator, _, playbook) = schema_of(name.rsplit_once('/').unwrap().0);
        let read = snapshots(&root().join(&name), &playbook);
        let (taken, _, faults) = differences(&name, &text, &read, &validator);
        assert!(faults.is_empty(), "{faults}");
        assert_eq!(taken, text.lines().count(), "{name}");
        seen += 1;
    }
    assert!(seen >= 2, "{seen} examples");
}

#[test]
fn bad_records_are_refused_and_good_ones_taken() {
    let (validator, _, playbook) = schema_of("tests/bad-input/schema.play");
    let (mut taken, mut refused, mut faults) = (0, 0, String::new());
    for entry in fs::read_dir(root().join("tests/bad-input")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "ndjson") {
            continue;
        }
        let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) else { continue };
        let name = path.file_name().unwrap().to_string_lossy();
        let found = differences(&name, &text, &snapshots(&path, &playbook), &validator);
        taken += found.0;
        refused += found.1;
        faults.push_str(&found.2);
    }
    assert!(faults.is_empty(), "{faults}");
    println!("{taken} records taken, {refused} refused");
    assert!(taken > 80 && refused > 30, "{taken} taken, {refused} refused");
}

/// As data may write a value: of every kind, well and badly.
const WRITTEN: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "-0.0",
    "3.0",
    "3.5",
    "7",
    "10",
    "11",
    "35",
    "135",
    "0.35",
    "1e3",
    "35e-1",
    "1.5E-2",
    "[]",
    "{}",
    "[1]",
    r#"{"amount":1}"#,
    r#""""#,
    r#""  ""#,
    r#""\t""#,
    r#""0""#,
    r#""7""#,
    r#"" 7 ""#,
    r#""+7""#,
    r#""-7""#,
    r#""7.""#,
    r#"".5""#,
    r#"".""#,
    r#""-""#,
    r#""7.0""#,
    r#""7.5""#,
    r#""-0""#,
    r#""1e3""#,
    r#""35e-1""#,
    r#""1e""#,
    r#""1e999""#,
    r#""1,200""#,
    r#""$5""#,
    r#""7 days""#,
    r#""0x10""#,
    r#""٣""#,
    r#""35%""#,
    r#""35 %""#,
    r#""35%%""#,
    r#""% 35""#,
    r#""-5%""#,
    r#""2026-03-02""#,
    r#"" 2026-03-02 ""#,
    r#""2026-02-29""#,
    r#""2024-02-29""#,
    r#""2000-02-29""#,
    r#""1900-02-29""#,
    r#""2026-04-31""#,
    r#""2026-13-01""#,
    r#""2026-3-2""#,
    r#""0000-01-01""#,
    r#""02.03.2026""#,
    r#""2026-03-02T09:30:00Z""#,
    r#""2026-03-02 09:30:00.5+01:00""#,
    r#""2026-03-02T23:59:60""#,
    r#""2026-03-02T24:00:00""#,
    r#""2026-03-02T09:30""#,
    r#""2026-03-02T09:30:00+24:00""#,
    r#""2026-03-02x""#,
    r#""true""#,
    r#""Yes""#,
    r#"" NO ""#,
    r#""y""#,
    r#""1 ""#,
    r#""smb""#,
    r#""SMB""#,
    r#"" Mid-Market""#,
    r#""mid_market""#,
    r#""mid market""#,
    r#""NaN""#,
    r#""n/a""#,
    r#""line\nbreak""#,
];

#[test]
fn every_kind_in_every_spelling_is_taken_by_both_or_by_neither() {
    let (validator, _, playbook) = schema_of("tests/bad-input/schema.play");
    let scratch = Scratch::new("schema-kinds");
    let mut text = String::new();
    let mut spelled: Vec<String> = playbook.fields.rows().iter().map(|field| field.path.to_string()).collect();
    spelled.extend(["as_of".into(), "Account Name".into(), "unknown".into(), "usage".into()]);
    for (number, (name, value)) in
        spelled.iter().flat_map(|name| WRITTEN.iter().map(move |value| (name.as_str(), value))).enumerate()
    {
        // A field in a group is written as one or with its dot, by turns.
        let (name, value) = match name.split_once('.') {
            Some((group, inside)) if number % 2 == 0 => (group, format!("{{\"{inside}\":{value}}}")),
            _ => (name, (*value).to_owned()),
        };
        let others: String = [("id", format!("\"a-{number}\"")), ("segment", "\"smb\"".into()), ("arr", "100".into())]
            .iter()
            .filter(|(other, _)| *other != name)
            .map(|(other, value)| format!("\"{other}\":{value},"))
            .collect();
        writeln!(text, "{{{others}\"{name}\":{value}}}").unwrap();
    }
    let file = scratch.path().join("accounts.ndjson");
    fs::write(&file, &text).unwrap();
    // Ids are one of the fields tried: records of one id are told apart by the reader, not by a schema.
    let (taken, refused, faults) = differences("kinds", &text, &snapshots(&file, &playbook), &validator);
    assert!(faults.is_empty(), "{faults}");
    println!("{taken} records taken, {refused} refused");
    assert!(taken > 400 && refused > 600, "{taken} taken, {refused} refused");
}

#[test]
fn a_required_field_may_stand_in_any_spelling() {
    let scratch = Scratch::new("schema-required");
    let playbook = r#"stageplay 1
playbook deep "A \"hostile\" </script> title" { }
account {
  id = id
  revenue = arr
  id text
  arr money USD required also "Annual revenue"
  a { b { c count required } }
}
"#;
    let file = scratch.path().join("deep.play");
    fs::write(&file, playbook).unwrap();
    let (validator, schema, playbook) = schema_of(file.to_str().unwrap());
    assert_eq!(schema["title"], "An account snapshot for A \"hostile\" </script> title");
    let records = [
        (true, r#"{"id":"1","arr":1,"a":{"b":{"c":1}}}"#),
        (true, r#"{"id":"2","Annual revenue":1,"a.b.c":1}"#),
        (true, r#"{"id":"3","arr":1,"a":{"b.c":1}}"#),
        (true, r#"{"id":"4","arr":1,"a.b":{"c":1},"a":null}"#),
        (false, r#"{"id":"5","arr":1,"a":{"b":{}}}"#),
        (false, r#"{"id":"6","arr":1,"a":{"b":{"c":null}}}"#),
        (false, r#"{"id":"7","a.b.c":1}"#),
        (false, r#"{"arr":1,"a.b.c":1}"#),
        (false, r#"{"id":"9","arr":1,"a":[{"b.c":1}]}"#),
    ];
    let text: String = records.iter().map(|(_, record)| format!("{record}\n")).collect();
    let data = scratch.path().join("accounts.ndjson");
    fs::write(&data, &text).unwrap();
    let read = snapshots(&data, &playbook);
    let (taken, refused, faults) = differences("required", &text, &read, &validator);
    assert_eq!((taken, refused, faults.as_str()), (4, 5, ""));
    for (good, record) in records {
        assert_eq!(validator.is_valid(&serde_json::from_str(record).unwrap()), good, "{record}");
    }
}

#[test]
fn what_people_read_in_it() {
    let (_, schema, _) = schema_of("tests/bad-input/schema.play");
    let properties = &schema["properties"];
    assert_eq!(properties["notice"]["default"], 30);
    assert_eq!(
        properties["segment"]["anyOf"][0]["enum"],
        json!(["enterprise", "mid_market", "smb", "Enterprise", "Mid-Market"])
    );
    assert_eq!(schema["$defs"]["field:usage.adoption"]["maximum"], 100);
    assert_eq!(schema["$defs"]["field:usage.seats"]["minimum"], 1);
    assert_eq!(properties["nps"]["type"], json!(["number", "string", "null"]));
    assert_eq!(schema["required"], json!(["id", "segment", "arr"]));
    let (_, schema, _) = schema_of("examples/portfolio");
    assert_eq!(
        schema["properties"]["arr"]["description"],
        "Annual recurring revenue. An amount of USD, as a plain number."
    );
}
