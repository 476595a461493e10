//! The same days of a real book, evaluated in five ways, end in the same state and the same actions. `bench/year` does it for
//! a whole year.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use stageplay_dsl::types::{Day, parse_day, show_day};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PLAYBOOK: &str = "examples/wholesaler";
const ACCOUNTS: &str = "examples/wholesaler/accounts.ndjson";

/// Ten days around the end of a month, when every account has a new snapshot.
fn days() -> Vec<Day> {
    let day = |text| parse_day(text).expect("a date");
    (day("2011-04-26")..=day("2011-05-05")).collect()
}

fn arguments<'a>(accounts: &'a str, day: &'a str, state: &'a str) -> Vec<&'a str> {
    let mut all = vec!["run", PLAYBOOK, "--accounts", accounts, "--as-of", day, "--state", state];
    all.extend(["--part", "--summary", "json"]);
    all
}

/// Evaluates a day in a process of its own.
fn run(accounts: &Path, day: Day, state: &Path, more: &[&str]) {
    let (accounts, state, day) = (accounts.to_str().unwrap(), state.to_str().unwrap(), show_day(day));
    let arguments = [arguments(accounts, &day, state), more.to_vec()].concat();
    let ran = stageplay(&arguments);
    assert_eq!(ran.code, 0, "{day}: {}", ran.err);
}

/// What is kept, but for the manifests of the runs and for whether anybody was to be told.
fn kept(state: &Path) -> Vec<String> {
    let ran = stageplay(&["state", "export", "-", "--state", state.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut kept: Vec<String> = lines
        .filter(|line| line["type"] != "run")
        .map(|mut line| {
            if line["type"] == "action" {
                line["backfilled"] = Value::Null;
            }
            line.to_string()
        })
        .collect();
    kept.sort();
    kept
}

fn daily(scratch: &Scratch) -> (PathBuf, Vec<String>) {
    let state = scratch.path().join("daily.db");
    days().into_iter().for_each(|day| run(Path::new(ACCOUNTS), day, &state, &[]));
    let all = kept(&state);
    (state, all)
}

/// The first line in which two states differ.
fn same(one: &[String], other: &[String]) {
    let differ = one.iter().zip(other).find(|(one, other)| one != other);
    assert_eq!(differ, None);
    assert_eq!(one.len(), other.len());
}

#[test]
fn days_end_alike_however_they_are_run() {
    let scratch = Scratch::new("year");
    let (_, daily) = daily(&scratch);
    let of = |kind: &str| daily.iter().filter(|line| line.contains(&format!("\"type\":\"{kind}\""))).count();
    // Something has happened: the month ends on the fifth of the ten days.
    assert!(of("account") > 100 && of("action") > 100 && of("version") > 100, "{} lines", daily.len());

    let (first, last) = (days()[0], *days().last().unwrap());
    let one = scratch.path().join("one.db");
    run(Path::new(ACCOUNTS), last, &one, &["--replay", &show_day(first)]);
    same(&daily, &kept(&one));

    let twice = scratch.path().join("twice.db");
    for day in days() {
        run(Path::new(ACCOUNTS), day, &twice, &[]);
        run(Path::new(ACCOUNTS), day, &twice, &[]);
    }
    same(&daily, &kept(&twice));

    let merged = scratch.path().join("merged.db");
    for (number, part) in parts(&scratch, 4).into_iter().enumerate() {
        let state = scratch.path().join(format!("part{number}.db"));
        run(&part, last, &state, &["--replay", &show_day(first)]);
        let lines = scratch.path().join(format!("part{number}.state"));
        for (verb, state) in [("export", &state), ("import", &merged)] {
            let ran = stageplay(&["state", verb, lines.to_str().unwrap(), "--state", state.to_str().unwrap()]);
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
    }
    same(&daily, &kept(&merged));

    let killed = scratch.path().join("killed.db");
    let mut dice = 20_110_426_u64;
    for day in days() {
        for _ in 0..2 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            begin_and_kill(day, &killed, dice >> 40);
        }
        run(Path::new(ACCOUNTS), day, &killed, &[]);
    }
    same(&daily, &kept(&killed));
}

/// The accounts in so many files, each account in one of them.
fn parts(scratch: &Scratch, count: usize) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(root().join(ACCOUNTS)).unwrap();
    let mut parts = vec![String::new(); count];
    for line in text.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let id: usize = record["account_id"].as_str().unwrap().trim_start_matches('C').parse().unwrap();
        parts[id % count] += &format!("{line}\n");
    }
    let files = parts.iter().enumerate().map(|(number, part)| {
        let file = scratch.path().join(format!("part{number}.ndjson"));
        std::fs::write(&file, part).unwrap();
        file
    });
    files.collect()
}

/// Begins a run and kills it somewhere on the way: after so many looks at whether it has ended.
fn begin_and_kill(day: Day, state: &Path, looks: u64) {
    let day = show_day(day);
    let mut child = Command::new(env!("CARGO_BIN_EXE_stageplay"))
        .current_dir(root())
        .args(arguments(ACCOUNTS, &day, state.to_str().unwrap()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..looks % 400_000 {
        if child.try_wait().unwrap().is_some() {
            return;
        }
    }
    let _ = child.kill();
    child.wait().unwrap();
}
