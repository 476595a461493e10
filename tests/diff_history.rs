//! `stageplay diff --history`: two versions over the weeks, against figures worked out by hand.

use crate::support::program::{Ran, stageplay_in};
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;

const PLAYBOOK: &str = "stageplay 1

playbook care { }
roles { csm = \"cs@example.com\" }
account {
  id = id
  revenue = arr
  id text required
  arr money USD required
  logins count
  seats count
}
risk silence {
  watch when logins < 10
}
play wake_up {
  when silence is watch
  holds for 28 days
  again after 90 days
  if cleared keep
  on activation existing
  priority amount(arr)
  task call \"Call\" owner csm due in 2 days
}
play grow {
  when seats > 5
  again after 21 days
  if cleared close
  on activation existing
  priority amount(arr)
  task ask \"Ask\" owner csm due in 2 days
}
";

/// Five Mondays. Per account: what it brings, and its logins and seats on each of them.
const WEEKS: [&str; 5] = ["2026-05-04", "2026-05-11", "2026-05-18", "2026-05-25", "2026-06-01"];
type Weekly = [(u32, u32); 5];
const BOOK: [(&str, u32, Weekly); 3] = [
    // Quiet all along.
    ("Acme", 100, [(5, 1), (5, 1), (5, 1), (5, 1), (5, 1)]),
    // Many seats in the first and the third week.
    ("Birch", 200, [(40, 6), (40, 4), (40, 6), (40, 4), (40, 4)]),
    // Nothing ever.
    ("Cedar", 300, [(40, 1), (40, 1), (40, 1), (40, 1), (40, 1)]),
];

fn versions(name: &str, edits: &[(&str, &str)], lines: &str) -> Scratch {
    let scratch = Scratch::new(name);
    let mut changed = PLAYBOOK.to_owned();
    for (from, to) in edits {
        assert!(changed.contains(from), "{from}");
        changed = changed.replace(from, to);
    }
    fs::write(scratch.path().join("old.play"), PLAYBOOK).unwrap();
    fs::write(scratch.path().join("new.play"), changed).unwrap();
    fs::write(scratch.path().join("accounts.ndjson"), lines).unwrap();
    scratch
}

fn book() -> String {
    let mut lines = String::new();
    for (week, as_of) in WEEKS.iter().enumerate() {
        for (id, arr, weeks) in &BOOK {
            let (logins, seats) = weeks[week];
            let line = json!({ "id": id, "as_of": as_of, "arr": arr, "logins": logins, "seats": seats });
            lines.push_str(&format!("{line}\n"));
        }
    }
    lines
}

fn run(scratch: &Scratch, more: &[&str]) -> Ran {
    let args = ["diff", "old.play", "new.play", "--accounts", "accounts.ndjson", "--history"];
    stageplay_in(scratch.path(), &[&args[..], more].concat())
}

fn told(scratch: &Scratch, more: &[&str]) -> Value {
    let ran = run(scratch, &[&["--format", "json"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["population"], Value::Null);
    told["history"].clone()
}

/// The play opens after two weeks and not after four; the other one is let open again after one week and not after three.
const SOONER: [(&str, &str); 2] =
    [("holds for 28 days", "holds for 14 days"), ("again after 21 days", "again after 7 days")];

#[test]
fn a_play_that_opens_sooner_and_one_that_opens_again() {
    let history = told(&versions("history-weeks", &SOONER, &book()), &[]);
    assert_eq!((&history["from"], &history["to"]), (&json!("2026-05-04"), &json!("2026-06-01")));
    assert_eq!((&history["dates"], &history["accounts"]), (&json!(5), &json!(3)));
    let numbers = |week: &Value| -> Vec<u64> {
        let keys = ["actions_added", "actions_removed", "accounts", "band", "stage", "risk", "play"];
        keys.iter().map(|key| week[key].as_u64().unwrap()).collect()
    };
    let weeks: Vec<(&str, Vec<u64>)> = (history["weeks"].as_array().unwrap().iter())
        .map(|week| (week["week"].as_str().unwrap(), numbers(week)))
        .collect();
    assert_eq!(
        weeks,
        [
            ("2026-05-04", vec![0, 0, 0, 0, 0, 0, 0]),
            ("2026-05-11", vec![0, 0, 0, 0, 0, 0, 0]),
            // Acme has been quiet for 14 days; Birch, closed on the 11th, may be asked again after 7.
            ("2026-05-18", vec![2, 0, 2, 0, 0, 0, 2]),
            // Acme is open and was pending; Birch is cleared and was cooling.
            ("2026-05-25", vec![0, 0, 2, 0, 0, 0, 2]),
            // Only now Acme would have been called; Birch rests in both.
            ("2026-06-01", vec![0, 1, 1, 0, 0, 0, 0]),
        ]
    );
    assert_eq!(history["weeks"][2]["owners"], json!([{ "owner": "cs@example.com", "added": 2, "removed": 0 }]));
    let summary = &history["summary"];
    assert_eq!((&summary["accounts"], &summary["revenue"]), (&json!(2), &json!(300.0)));
    assert_eq!(summary["owners"], json!([{ "owner": "cs@example.com", "added": 2, "removed": 1 }]));
    // Both plays stand as they would have.
    assert_eq!(history["at_end"], json!({ "accounts": 0, "revenue": 0.0 }));
    let causes: Vec<_> = (history["causes"].as_array().unwrap().iter())
        .map(|it| (it["changes"].clone(), it["together"].clone(), it["accounts"].clone(), it["witness"].clone()))
        .collect();
    let witness = |account: &str, revenue: f64, differences: [&str; 2]| json!({ "account": account, "on": "2026-05-18", "revenue": revenue, "differences": differences });
    let acme = ["play wake_up pending → open", "more to do: wake_up.call by cs@example.com"];
    let birch = ["play grow cooling → open", "more to do: grow.ask by cs@example.com"];
    assert_eq!(
        causes,
        [
            (json!(["play wake_up / holds"]), json!(false), json!(["Acme"]), witness("Acme", 100.0, acme)),
            (json!(["play grow / again"]), json!(false), json!(["Birch"]), witness("Birch", 200.0, birch)),
        ]
    );
}

#[test]
fn what_stands_otherwise_at_the_end_is_told_with_its_revenue() {
    // A week before, Acme is open and would be pending. Birch is cleared and would be cooling.
    let history = told(&versions("history-end", &SOONER, &book()), &["--as-of", "2026-05-25"]);
    assert_eq!(history["at_end"], json!({ "accounts": 2, "revenue": 300.0 }));
    assert_eq!(history["weeks"].as_array().unwrap().len(), 4);
}

#[test]
fn an_account_counts_once_a_week_and_once_in_all() {
    let line = |as_of: &str, logins: u32, arr: u32| {
        format!("{{\"id\":\"Acme\",\"as_of\":\"{as_of}\",\"arr\":{arr},\"logins\":{logins}}}\n")
    };
    // Quiet for the new version on Monday and Wednesday, and the Monday after.
    let days = [("2026-05-04", 12, 100), ("2026-05-06", 11, 100), ("2026-05-11", 12, 100), ("2026-05-18", 40, 150)];
    let lines: String = days.iter().map(|(as_of, logins, arr)| line(as_of, *logins, *arr)).collect();
    let scratch = versions("history-once", &[("logins < 10", "logins < 15")], &lines);
    let history = told(&scratch, &[]);
    let risks: Vec<&Value> = history["weeks"].as_array().unwrap().iter().map(|week| &week["risk"]).collect();
    assert_eq!(risks, [1, 1, 0]);
    let moves = &history["summary"]["moves"];
    // It brings at the end what it brings at the end.
    let silence = json!({ "kind": "risk", "name": "silence", "before": "none", "after": "watch", "accounts": 1, "revenue": 150.0 });
    assert_eq!(moves[0], silence);
    assert_eq!(history["at_end"]["accounts"], 0);
}

#[test]
fn gates_count_over_the_history() {
    let scratch = versions("history-gates", &SOONER, &book());
    let code = |gate: &str| run(&scratch, &["--fail-on", gate]).code;
    // On the last date alone nothing opens that did not: Acme's comes two weeks earlier.
    assert_eq!(code("opens wake_up > 0"), 1);
    assert_eq!(code("opens wake_up > 1"), 0);
    assert_eq!(code("actions added > 1"), 1);
    assert_eq!(code("actions added > 2"), 0);
    assert_eq!(code("changes > 2"), 0);
    assert_eq!(code("revenue > 299"), 1);
}

#[test]
fn weeks_are_a_table() {
    let scratch = versions("history-table", &SOONER, &book());
    let text = run(&scratch, &[]).out;
    assert!(text.contains("\n  2026-05-18       2       0       0       0       0       2\n"), "{text}");
    assert!(text.contains("\n  for example Acme, first on 2026-05-18\n"), "{text}");
    assert!(text.contains("nothing differs in 2 other weeks"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let comment = run(&scratch, &["--format", "markdown"]).out;
    assert!(comment.contains("\n| 2026-05-18 | 2 | 0 | 0 | 0 | 0 | 2 |\n"), "{comment}");
}

#[test]
fn many_weeks_are_folded_in_a_comment() {
    // Quiet for the new version only, on ten Mondays.
    let days = ["03-02", "03-09", "03-16", "03-23", "03-30", "04-06", "04-13", "04-20", "04-27", "05-04"];
    let line = |day: &&str| format!("{{\"id\":\"Acme\",\"as_of\":\"2026-{day}\",\"arr\":1,\"logins\":12}}\n");
    let lines: String = days.iter().map(line).collect();
    let scratch = versions("history-fold", &[("logins < 10", "logins < 15")], &lines);
    let comment = run(&scratch, &["--format", "markdown"]).out;
    let (shown, folded) = comment.split_once("<details><summary>2 more weeks</summary>").unwrap();
    assert!(shown.contains("| 2026-04-20 |") && !shown.contains("| 2026-04-27 |"), "{comment}");
    assert!(folded.contains("| 2026-04-27 |") && folded.contains("| 2026-05-04 |"), "{comment}");
}

#[test]
fn records_without_a_date_are_no_history() {
    let scratch = versions("history-undated", &[], "{\"id\":\"Acme\",\"arr\":1}\n");
    let ran = run(&scratch, &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("1 records carry no date, and a history is told by dates"), "{}", ran.err);
    let ran = run(&versions("history-later", &[], &book()), &["--as-of", "2026-05-03"]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("no snapshot is dated 2026-05-03 or before"), "{}", ran.err);
}
