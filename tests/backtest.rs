//! `stageplay backtest`: against figures that others have counted, and against truncated histories.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use stageplay_dsl::Tests;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Options};
use stageplay_engine::workbench::backtest::{Replay, replay};
use std::fs;

const RULES: [(&str, &str); 7] = [
    ("idle_60", "days_since_last_order >= 60"),
    ("idle_90", "days_since_last_order >= 90"),
    ("late_twice", "days_since_last_order > 2 * avg_days_between_orders"),
    ("revenue_halved", "revenue_90d < 0.5 * revenue_prev_90d"),
    ("no_orders", "orders_90d == 0"),
    ("returns_10", "return_rate_90d > 0.10"),
    ("regular_idle", "orders_to_date >= 3 and days_since_last_order >= 60"),
];

fn wholesaler(extra: &[&str]) -> crate::support::program::Ran {
    let fixed = [
        "backtest",
        "examples/wholesaler",
        "--accounts",
        "examples/wholesaler/accounts.ndjson",
        "--outcomes",
        "examples/wholesaler/labels.ndjson",
        "--horizon",
        "180d",
    ];
    stageplay(&[&fixed[..], extra].concat())
}

#[test]
fn seven_rules_count_as_the_reference_counts_them() {
    let ran = wholesaler(&["--outcome", "silence_confirmed_on", "--until", "2011-05-31", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let text = fs::read_to_string(root().join("examples/wholesaler/reference-backtests.json")).unwrap();
    let reference: Value = serde_json::from_str(&text).unwrap();
    for (ours, theirs) in [
        ("rows", "rows"),
        ("accounts", "accounts"),
        ("positive_rows", "positive_rows"),
        ("accounts_with_outcome", "churned_accounts_in_rows"),
        ("by_date", "by_month"),
    ] {
        assert_eq!(found[ours], reference[theirs], "{ours}");
    }
    assert_eq!(reference["rules"].as_object().unwrap().len(), RULES.len());
    for (name, rule) in RULES {
        let subjects = found["subjects"].as_array().unwrap();
        let subject = subjects.iter().find(|subject| subject["name"] == name).unwrap();
        let expected = reference["rules"][rule].as_object().unwrap();
        for (key, value) in expected {
            let ours = match key.as_str() {
                "tp" => &subject["true_positive"],
                "fp" => &subject["false_positive"],
                "fn" => &subject["false_negative"],
                "tn" => &subject["true_negative"],
                "churned_accounts_caught" => &subject["accounts_caught"],
                "lead_days_min" => &subject["lead_days"]["min"],
                "lead_days_median" => &subject["lead_days"]["median"],
                "lead_days_max" => &subject["lead_days"]["max"],
                same => &subject[same],
            };
            assert_eq!(ours, value, "{rule}: {key}");
        }
    }
}

#[test]
fn a_field_that_is_not_there_is_named() {
    let ran = wholesaler(&["--outcome", "left"]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("has a field `left`"), "{}", ran.err);
}

/// The decisions of the wholesaler over some lines of its history.
fn decisions(program: &Program, lines: &str, scratch: &Scratch) -> Replay {
    let path = scratch.path().join("history.ndjson");
    fs::write(&path, lines).unwrap();
    let snapshots = read::accounts(&[path], &program.playbook, &Options::default(), &mut |_, _| {}).unwrap();
    let calendar = read::calendar(&root().join("examples/wholesaler/calendars/uk.yaml")).unwrap();
    replay(program, Some(&calendar), &snapshots, None).unwrap()
}

#[test]
fn a_truncated_history_leaves_every_earlier_decision_as_it_was() {
    let layers = read::load_layers(&root().join("examples/wholesaler"), &[], Tests::LeftOut).unwrap();
    let compiled = stageplay_dsl::compile_layers(layers.files, layers.missing, Tests::LeftOut);
    let program = Program::compile(compiled.playbook.expect("a playbook without errors"));
    let scratch = Scratch::new("backtest-truncated");
    let text = fs::read_to_string(root().join("examples/wholesaler/accounts.ndjson")).unwrap();
    let whole = decisions(&program, &text, &scratch);
    let date = |line: &str| serde_json::from_str::<Value>(line).unwrap()["as_of"].as_str().unwrap().to_string();
    let mut dates: Vec<String> = text.lines().map(date).collect();
    dates.sort();
    dates.dedup();
    let until = |last: &str| -> String {
        text.lines().filter(|line| date(line).as_str() <= last).map(|line| format!("{line}\n")).collect()
    };
    for last in &dates {
        let part = decisions(&program, &until(last), &scratch);
        let day = part.rows.last().unwrap().as_of;
        let rows: Vec<_> = whole.rows.iter().filter(|row| row.as_of <= day).cloned().collect();
        assert_eq!(part.rows, rows, "{last}");
        let load: Vec<_> = whole.load.iter().filter(|((on, _), _)| *on <= day).collect();
        assert_eq!(part.load.iter().collect::<Vec<_>>(), load, "{last}");
    }
    // It would show: a snapshot of June that is told in May changes what is decided in May.
    let leaked: String = text
        .lines()
        .filter(|line| date(line) != "2011-05-31")
        .map(|line| format!("{}\n", line.replace("\"as_of\":\"2011-06-30\"", "\"as_of\":\"2011-05-31\"")))
        .collect();
    let leaked = decisions(&program, &leaked, &scratch);
    let may = stageplay_dsl::types::parse_day("2011-05-31").unwrap();
    let of = |replay: &Replay| -> Vec<_> { replay.rows.iter().filter(|row| row.as_of == may).cloned().collect() };
    assert_ne!(of(&leaked), of(&whole));
}
