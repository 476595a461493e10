//! `stageplay sample`: accounts of nobody that a playbook can be tried on.

use crate::support::customers;
use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use stageplay_dsl::Tests;
use stageplay_engine::column::Calendar;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Options, Snapshots};
use stageplay_engine::send;
use stageplay_engine::workbench::backtest::replay;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn compiled(path: &Path) -> Program {
    let layers = read::load_layers(path, &[], Tests::LeftOut).unwrap();
    let compiled = stageplay_dsl::compile_layers(layers.files, layers.missing, Tests::LeftOut);
    Program::compile(compiled.playbook.expect("a playbook without errors"))
}

fn snapshots(program: &Program, path: &Path) -> Snapshots {
    read::accounts(&[path.to_path_buf()], &program.playbook, &Options::default(), &mut |_, _| {}).unwrap()
}

/// One of every kind of value, in groups and lists, with texts that want to be more.
const EVERYTHING: &str = r#"stageplay 1
playbook everything "Everything" { }
account {
  id       = crm.id
  revenue  = arr
  crm { id text required  name text }
  arr      money USD  required
  seats    count
  share    percent
  ratio    ratio
  notice   days
  signed   date
  happy    yes/no
  size     one of small = "Small ones", large
  people list of { id text required  nps number 0 to 10  left yes/no }
}
"#;
const RECORDS: &str = r#"{"as_of":"2026-03-02","crm":{"id":"a-1","name":"\"Ltd\\\u001b[31m, {x}\n=1+1"},"arr":1234.5,"seats":7,"share":41.1,"ratio":0.333,"notice":60,"signed":"2024-02-29","happy":false,"size":"Small ones","people":[{"id":"p","nps":9.5,"left":true},{"id":"q"}]}
{"as_of":"2026-03-09","crm":{"id":"a-1"},"arr":0,"share":"7%","people":[]}
{"crm":{"id":"a-2"},"arr":1e21,"share":0.1}
"#;

#[test]
fn what_is_written_is_read_as_it_was() {
    let scratch = Scratch::new("sample-round-trip");
    let at = |name: &str| scratch.path().join(name);
    fs::write(at("everything.play"), EVERYTHING).unwrap();
    fs::write(at("by-hand.ndjson"), RECORDS).unwrap();
    let program = compiled(&at("everything.play"));
    let by_hand = snapshots(&program, &at("by-hand.ndjson"));
    assert_eq!((by_hand.batch.rows, by_hand.rejects_found), (3, 0), "{:?}", by_hand.rejects);
    let mut written = Vec::new();
    send::snapshots(&mut written, &program.playbook, &by_hand.batch).unwrap();
    let text = String::from_utf8(written).unwrap();
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records[0]["share"], 41.1);
    assert_eq!(records[0]["size"], "small");
    assert_eq!(records[0]["crm"]["name"], "\"Ltd\\\u{1b}[31m, {x}\n=1+1");
    assert!(!text.contains('\u{1b}'), "no text drives a terminal");
    assert_eq!(records[0]["people"][1], serde_json::json!({"id": "q"}));
    assert_eq!(records[1]["people"], serde_json::json!([]));
    assert!(records[2].get("people").is_none() && records[2].get("as_of").is_none());
    fs::write(at("again.ndjson"), &text).unwrap();
    let again = snapshots(&program, &at("again.ndjson"));
    assert_eq!((again.rejects_found, again.unknown_columns.len()), (0, 0));
    for (one, other) in by_hand.batch.columns.rows().iter().zip(again.batch.columns.rows()) {
        for row in 0..3 {
            assert_eq!(one.value(row), other.value(row));
        }
    }
    assert_eq!(by_hand.batch.dates, again.batch.dates);
    assert_eq!(by_hand.batch.lists.rows()[0].offsets, again.batch.lists.rows()[0].offsets);
}

#[test]
fn a_seed_gives_the_same_accounts_and_another_one_others() {
    let scratch = Scratch::new("sample-seed");
    let playbook = scratch.path().join("customers.play");
    fs::write(&playbook, customers::PLAYBOOK).unwrap();
    let playbook = playbook.to_string_lossy();
    let made = |seed: &str| stageplay(&["sample", &playbook, "--as-of", "2026-03-02", "-n", "12", "--seed", seed]);
    let first = made("1");
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!((&first.out, &first.err), (&made("1").out, &made("1").err));
    assert_ne!(first.out, made("2").out);
    let records: Vec<Value> = first.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: BTreeSet<&str> = records.iter().filter_map(|record| record["account_id"].as_str()).collect();
    assert_eq!((records.len(), ids.len()), (12, 12));
    // Nobody wrote an account for this playbook; its one question, fewer than 10 logins, is answered both ways.
    let few = records.iter().filter(|record| record["logins"].as_f64().is_some_and(|logins| logins < 10.0)).count();
    assert!(few > 0 && few < 12, "{few}");
    assert!(first.err.contains("they show 1 of 1 bands, levels, stages and plays"), "{}", first.err);
}

#[test]
fn a_file_that_is_there_is_left_as_it_is() {
    let scratch = Scratch::new("sample-there");
    let file = scratch.path().join("accounts.ndjson");
    fs::write(&file, "ours").unwrap();
    let named = file.to_string_lossy();
    let ran = stageplay(&["sample", "examples/portfolio", "--as-of", "2026-03-02", "-n", "5", "--out", &named]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("is there already") && ran.says("help: name another file, or remove it"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "ours");
}

#[test]
fn dates_that_cannot_be_are_refused() {
    for (args, says) in [
        (["--from", "2026-03-02", "--to", "2026-03-01"], "2026-03-02 lies after 2026-03-01"),
        (["--from", "0001-01-01", "--to", "2026-03-01"], "a history has at most 2,000 dates"),
    ] {
        let ran = stageplay(&[&["sample", "examples/portfolio"], &args[..]].concat());
        assert_eq!(ran.code, 2);
        assert!(ran.says(says), "{}", ran.err);
    }
}

/// A history of a playbook with bands, levels, stages and plays that take time.
fn history(scratch: &Scratch, playbook: &str, accounts: &str, from: &str, seed: &str) -> (Program, Snapshots) {
    let file = scratch.path().join(format!("{seed}.ndjson"));
    let named = file.to_string_lossy();
    let dates = ["--from", from, "--to", "2026-06-29"];
    let ran = stageplay(&[&["sample", playbook, "-n", accounts, "--seed", seed, "--out", &named], &dates[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let program = compiled(&root().join(playbook));
    let snapshots = snapshots(&program, &file);
    assert_eq!((snapshots.rejects_found, snapshots.unknown_columns.len()), (0, 0), "{:?}", snapshots.rejects);
    (program, snapshots)
}

#[test]
fn a_history_shows_everything_that_its_summary_says() {
    let scratch = Scratch::new("sample-history");
    let (program, snapshots) = history(&scratch, "examples/published/sourcegraph", "120", "2026-01-05", "1");
    assert_eq!(snapshots.account_count(), 120);
    let told = replay(&program, None, &snapshots, None).unwrap();
    let mut shown: BTreeMap<usize, usize> = BTreeMap::new();
    for row in &told.rows {
        for (subject, _) in row.on.iter().enumerate().filter(|(_, on)| **on == Some(true)) {
            *shown.entry(subject).or_default() += 1;
        }
    }
    let missing: Vec<String> = (told.subjects.iter().enumerate())
        .filter(|(at, _)| !shown.contains_key(at))
        .map(|(_, subject)| format!("{} {}", subject.name, subject.level))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn truncated_histories_leave_every_earlier_decision_as_it_was() {
    let scratch = Scratch::new("sample-truncated");
    let calendar = Calendar::monday_to_friday();
    for seed in ["1", "2"] {
        let (program, whole) = history(&scratch, "examples/published/posthog", "10", "2026-03-16", seed);
        let all = replay(&program, Some(&calendar), &whole, None).unwrap();
        let text = fs::read_to_string(scratch.path().join(format!("{seed}.ndjson"))).unwrap();
        let dates: BTreeSet<_> = whole.batch.dates.iter().flatten().copied().collect();
        assert_eq!(dates.len(), 16);
        for last in &dates {
            let shown = stageplay_dsl::types::show_day(*last);
            let date = |line: &&str| serde_json::from_str::<Value>(line).unwrap()["as_of"].as_str() <= Some(&shown);
            let part: String = text.lines().filter(date).map(|line| format!("{line}\n")).collect();
            let file = scratch.path().join("part.ndjson");
            fs::write(&file, part).unwrap();
            let part = replay(&program, Some(&calendar), &snapshots(&program, &file), None).unwrap();
            let rows: Vec<_> = all.rows.iter().filter(|row| row.as_of <= *last).cloned().collect();
            assert_eq!(part.rows, rows, "seed {seed}, {shown}");
            let load: Vec<_> = all.load.iter().filter(|((on, _), _)| on <= last).collect();
            assert_eq!(part.load.iter().collect::<Vec<_>>(), load, "seed {seed}, {shown}");
        }
    }
}
