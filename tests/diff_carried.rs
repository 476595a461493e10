//! `stageplay diff`: what is carried into the old version besides edits of a clause: names that `formerly` follows, and
//! business days.

use crate::support::program::stageplay_in;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;

const PLAYBOOK: &str = "stageplay 1

playbook care { calendar \"days.yaml\" }
roles { csm = \"cs@example.com\" }
account {
  id = id
  revenue = arr
  id text required
  arr money USD required
  logins count
  seats count
}
journey life {
  stage begin { exit when seats > 4 }
  stage live { }
}
risk silence {
  watch when logins < 10
}
defaults play {
  again after 30 days
  on activation existing
  if cleared keep
}
play wake_up {
  when silence is watch
  priority amount(arr)
  task call \"Call {silence}\" owner csm due in 2 business days
}
play grow {
  when seats > 5 and life is live
  priority amount(arr)
  task ask \"Ask\" owner csm due in 2 days
}
";

const DAYS: &str = "covers: { from: 2026-01-01, to: 2026-12-31 }
weekend: [saturday, sunday]
holidays:
  2026-05-01: May Day
";

/// 2026-06-30 is a Tuesday.
const ACCOUNTS: &str = "id,as_of,arr,logins,seats
Acme,2026-06-30,100,5,3
Birch,2026-06-30,200,4,6
Cedar,2026-06-30,300,12,2
";

fn told(name: &str, edits: &[(&str, &str)], days: &str, more: &[&str]) -> Value {
    let scratch = Scratch::new(name);
    let mut changed = PLAYBOOK.to_owned();
    for (from, to) in edits {
        assert!(changed.contains(from), "{from}");
        changed = changed.replace(from, to);
    }
    for (folder, text, days) in [("old", PLAYBOOK, DAYS), ("new", changed.as_str(), days)] {
        let folder = scratch.path().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("care.play"), text).unwrap();
        fs::write(folder.join("days.yaml"), days).unwrap();
    }
    fs::write(scratch.path().join("accounts.csv"), ACCOUNTS).unwrap();
    let args = ["diff", "old", "new", "--accounts", "accounts.csv", "--format", "json"];
    let ran = stageplay_in(scratch.path(), &[&args[..], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// Name and effect of what is said differently.
fn changes(told: &Value) -> Vec<(&str, &str)> {
    let all = told["changes"].as_array().unwrap().iter();
    all.map(|it| (it["name"].as_str().unwrap(), it["effect"].as_str().unwrap())).collect()
}

/// What is given to each change: which, its accounts, and what the example shows.
fn causes(of: &Value) -> Vec<(Value, Value, Value)> {
    let all = of["causes"].as_array().unwrap().iter();
    all.map(|it| {
        assert_eq!(it["together"], json!(false), "{it}");
        (it["changes"].clone(), it["accounts"].clone(), it["witness"]["differences"].clone())
    })
    .collect()
}

const GROW: (&str, &str) = ("seats > 5", "seats > 6");

/// Birch has 6 seats.
fn grow() -> (Value, Value, Value) {
    let shows = json!(["play grow open → idle", "not to do: grow.ask by cs@example.com"]);
    (json!(["play grow / when"]), json!(["Birch"]), shows)
}

#[test]
fn a_play_with_another_name_and_another_condition() {
    let edits = [
        (
            "play wake_up {\n  when silence is watch",
            "play call_them formerly wake_up {\n  when silence is watch and seats > 4",
        ),
        GROW,
    ];
    let told = told("carried-play", &edits, DAYS, &[]);
    assert_eq!(
        changes(&told),
        [("play call_them", "renames"), ("play call_them / when", "narrows"), ("play grow / when", "narrows")]
    );
    assert_eq!(told["changes"][0]["before"], "wake_up");
    assert_eq!(told["changes"][0]["after"], "call_them");
    // Of the two quiet ones Acme has 3 seats.
    let acme = json!(["play call_them open → idle", "not to do: wake_up.call by cs@example.com"]);
    let given = causes(&told["population"]);
    assert_eq!(given, [(json!(["play call_them / when"]), json!(["Acme"]), acme), grow()]);
}

#[test]
fn what_names_it_says_nothing_else() {
    let edits = [
        ("risk silence {\n  watch when logins < 10", "risk quiet formerly silence {\n  watch when logins < 15"),
        ("when silence is watch", "when quiet is watch"),
        ("Call {silence}", "Call {quiet}"),
        GROW,
    ];
    let told = told("carried-risk", &edits, DAYS, &[]);
    assert_eq!(
        changes(&told),
        [("risk quiet", "renames"), ("risk quiet / watch", "widens"), ("play grow / when", "narrows")]
    );
    assert_eq!(told["changes"][1]["after"], "logins < 15");
    // The eighteenth line, whatever the names before it are.
    assert_eq!(told["changes"][1]["place"], "care.play:18");
    // Cedar has 12 logins.
    let cedar =
        json!(["risk quiet none → watch", "play wake_up idle → open", "more to do: wake_up.call by cs@example.com"]);
    assert_eq!(causes(&told["population"]), [(json!(["risk quiet / watch"]), json!(["Cedar"]), cedar), grow()]);
}

#[test]
fn names_alone_decide_nothing() {
    let edits = [
        ("stage live", "stage active formerly live"),
        ("life is live", "life is active"),
        ("task call", "task ring formerly call"),
        ("play grow", "play expand formerly grow"),
    ];
    let told = told("carried-names", &edits, DAYS, &[]);
    let all = [
        ("journey life / stage active", "renames"),
        ("play wake_up / task ring", "renames"),
        ("play expand", "renames"),
    ];
    assert_eq!(changes(&told), all);
    assert_eq!(told["population"]["summary"]["accounts"], 0);
    assert_eq!(told["population"]["summary"]["only_points_or_priorities"], 0);
}

#[test]
fn a_task_with_another_name_and_another_date() {
    let edits = [("task call", "task ring formerly call"), ("in 2 business days", "in 3 business days"), GROW];
    let told = told("carried-task", &edits, DAYS, &["--history"]);
    let task = "play wake_up / task ring";
    assert_eq!(changes(&told), [(task, "renames"), (task, "shifts"), ("play grow / when", "narrows")]);
    let due = json!(["wake_up.ring by cs@example.com due 2026-07-02 → 2026-07-03"]);
    assert_eq!(causes(&told["history"]), [(json!([task]), json!(["Acme", "Birch"]), due), grow()]);
    assert_eq!(told["history"]["summary"]["due_on_another_day"], 2);
}

#[test]
fn a_name_that_the_data_uses_is_not_put_back() {
    // `plan` is a field: read with the old names, another field would be read.
    let with_plan = [
        ("seats count", "seats count\n  plan one of basic, silence"),
        ("risk silence {", "risk quiet formerly silence {"),
        ("silence is watch", "quiet is watch"),
        ("{silence}", "{quiet}"),
    ];
    let told = told("carried-data", &with_plan, DAYS, &[]);
    assert!(!changes(&told).contains(&("risk quiet", "renames")), "{:?}", changes(&told));
    assert_eq!(told["population"]["summary"]["accounts"], 0);
}

#[test]
fn days_off_are_named_and_given_the_dates_that_they_move() {
    let days = "covers: { from: 2026-01-01, to: 2026-12-31 }
weekend: [saturday, sunday]
holidays:
  2026-07-01: A day of our own
";
    for (more, key) in [(&[][..], "population"), (&["--history"][..], "history")] {
        let told = told(&format!("carried-days-{key}"), &[GROW], days, more);
        assert_eq!(changes(&told), [("play grow / when", "narrows"), ("calendar", "changes")]);
        assert_eq!(told["changes"][1]["after"], "off now 2026-07-01; business days now 2026-05-01");
        assert_eq!(told["calendar"]["off_now"], json!(["2026-07-01"]));
        assert_eq!(told["calendar"]["business_days_now"], json!(["2026-05-01"]));
        // Two business days after Tuesday: Thursday, without Wednesday Friday.
        let due = json!(["wake_up.call by cs@example.com due 2026-07-02 → 2026-07-03"]);
        assert_eq!(causes(&told[key]), [(json!(["calendar"]), json!(["Acme", "Birch"]), due), grow()]);
        assert_eq!(told[key]["summary"]["due_on_another_day"], 2);
    }
    let same = told("carried-same-days", &[GROW], DAYS, &[]);
    assert_eq!(same["calendar"], Value::Null);
}
