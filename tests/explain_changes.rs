//! `stageplay explain`: since when, what would turn it, what has moved, what is missing, and for whom.

use crate::support::program::{Ran, stageplay, stageplay_in};
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;

fn wholesaler(more: &[&str]) -> Ran {
    let accounts = ["--accounts", "examples/wholesaler/accounts.ndjson", "--account", "C15749"];
    stageplay(&[&["explain", "examples/wholesaler"], &accounts[..], more].concat())
}

/// The lines of a section, wrapped lines joined.
fn section(out: &str, title: &str) -> Vec<String> {
    let lines = out.lines().skip_while(|line| *line != title).skip(1).take_while(|line| !line.is_empty());
    let mut found: Vec<String> = Vec::new();
    for line in lines {
        match found.last_mut() {
            Some(last) if line.starts_with("      ") => last.push_str(&format!(" {}", line.trim())),
            _ => found.push(line.trim().into()),
        }
    }
    found
}

#[test]
fn the_nearest_change_lies_at_the_boundary() {
    // Critical is above 150 days, high above 90: 150 is not above 150.
    let silence = wholesaler(&["silence"]);
    let nearest = section(&silence.out, "nearest change");
    assert_eq!(nearest, ["silence is high: days_since_last_order from 226 days to 150 days (-76 days)"]);
    // The level asked for by name, and a criterion of a stage.
    let level = section(&wholesaler(&["silence.critical"]).out, "nearest change");
    assert_eq!(level, ["silence.critical is false: days_since_last_order from 226 days to 150 days (-76 days)"]);
    let criterion = section(&wholesaler(&["lifecycle.expand.proven"]).out, "nearest change");
    assert_eq!(criterion, ["lifecycle.expand.proven is true: orders_to_date from 3 to 5 (+2)"]);
}

#[test]
fn without_a_state_the_snapshots_say_since_when() {
    // 226 days on 2011-11-30 are 165 on 2011-09-30, and 135 on 2011-08-31: not above 150.
    let since = section(&wholesaler(&["silence"]).out, "since when");
    assert_eq!(since, ["silence: critical since 2011-09-30, by its snapshots"]);
    // The same stands beneath everything that is explained.
    let all = section(&wholesaler(&[]).out, "since when");
    assert!(all.contains(&"silence: critical since 2011-09-30, by its snapshots".into()), "{all:?}");
}

#[test]
fn since_a_date_inputs_and_what_rests_on_them_have_moved() {
    let moved = section(&wholesaler(&["silence", "--since", "2011-08-31"]).out, "moved since 2011-08-31");
    assert_eq!(
        moved,
        [
            "silence: high then, critical now; moved beneath: days_since_last_order",
            "days_since_last_order > lost_after: false then, true now; moved beneath: days_since_last_order",
            // From the end of August to the end of November are 91 days.
            "days_since_last_order from 135 days to 226 days (+91 days)",
        ]
    );
    let nothing = section(&wholesaler(&["lifecycle.align", "--since", "2011-11-29"]).out, "moved since 2011-11-29");
    assert!(nothing.iter().all(|line| !line.starts_with("lifecycle")), "{nothing:?}");
}

#[test]
fn what_parts_added_then_and_now_adds_up_to_the_scores() {
    let explained = |date: &str| {
        let ran = wholesaler(&["health", "--as-of", date, "--format", "json"]);
        let explanation: Value = serde_json::from_str(&ran.out).unwrap();
        explanation["lines"][0].clone()
    };
    let (then, now) = (explained("2011-05-31"), explained("2011-11-30"));
    let ran = wholesaler(&["health", "--since", "2011-05-31", "--format", "json"]);
    let moved: Value = serde_json::from_str(&ran.out).unwrap();
    let parts = moved["moved"]["parts"].as_array().unwrap();
    for dimension in ["relationship", "usage", "value", "quality"] {
        let part = parts.iter().find(|part| part["name"] == format!("health.{dimension}")).unwrap();
        let of = |whole: &Value| {
            let mut parts = whole["because"].as_array().unwrap().iter();
            parts.find(|part| part["name"] == dimension).unwrap()["weighed"].clone()
        };
        assert_eq!(part["adds_then"], of(&then)["adds"], "{dimension}");
        assert_eq!(part["adds"], of(&now)["adds"], "{dimension}");
        assert_eq!(part["points_then"], of(&then)["points"], "{dimension}");
    }
}

#[test]
fn with_a_state_it_is_remembered_since_when() {
    let scratch = Scratch::new("explain-changes-state");
    let state = scratch.path().join("state");
    let state = state.to_str().unwrap();
    for date in ["2011-10-31", "2011-11-30"] {
        let accounts = ["--accounts", "examples/wholesaler/accounts.ndjson", "--as-of", date, "--state", state];
        let ran = stageplay(&[&["run", "examples/wholesaler"], &accounts[..]].concat());
        assert!([0, 3].contains(&ran.code), "{}", ran.err);
    }
    let ran = wholesaler(&["win_back", "--state", state, "--since", "2011-10-31"]);
    assert_eq!(section(&ran.out, "since when"), ["win_back: open since 2011-10-31"]);
    let nearest = section(&ran.out, "nearest change");
    let asked = "win_back is asked for no more: days_since_last_order from 226 days to 150 days (-76 days)";
    assert_eq!(nearest, [asked]);
    let moved = section(&ran.out, "moved since 2011-10-31");
    assert_eq!(moved, ["days_since_last_order from 196 days to 226 days (+30 days)"]);
}

#[test]
fn a_date_that_says_nothing_is_met_with_one_that_does() {
    let before = wholesaler(&["--since", "2009-05-31"]);
    assert_eq!(before.code, 2);
    assert!(before.says("has no snapshot of 2009-05-31 or before"), "{}", before.err);
    assert!(before.says("its first one is of 2011-01-31"), "{}", before.err);
    let after = wholesaler(&["--since", "2011-11-30"]);
    assert_eq!(after.code, 2);
    assert!(after.says("`--since` names a day before 2011-11-30"), "{}", after.err);
}

#[test]
fn what_is_missing_stands_with_what_it_blinds() {
    let missing = section(&wholesaler(&["health"]).out, "missing");
    assert!(missing.contains(&"return_rate_90d is absent: unknown health.quality.return_rate".into()), "{missing:?}");
}

const PRIVATE: &str = "stageplay 1
playbook quiet \"Quiet\" { version 1.0.0 }
account {
  id      = id
  revenue = arr
  id       text required
  arr      money USD required
  nps      number 0 to 10 private
  seats    count  \"Seats in use\"
}
let unhappy = nps < 7
health \"How it is\" {
  missing skip
  mood  weight 50: nps    worst 0  best 10
  use   weight 50: seats  worst 0  best 100
  bands { good from 60  poor }
}
risk leaving \"They may go\" {
  high when nps < 7 and seats < 50
}
";

#[test]
fn an_owner_is_told_nothing_private_and_no_name_of_a_node() {
    let scratch = Scratch::new("explain-changes-owner");
    fs::write(scratch.path().join("quiet.play"), PRIVATE).unwrap();
    let records = [
        r#"{"as_of": "2026-05-31", "id": "A\u001b[31m1", "arr": 100, "nps": 9, "seats": 80}"#,
        r#"{"as_of": "2026-06-30", "id": "A\u001b[31m1", "arr": 100, "nps": 4.25, "seats": 20}"#,
    ];
    fs::write(scratch.path().join("accounts.ndjson"), records.join("\n")).unwrap();
    let explain = |more: &[&str]| {
        let accounts = ["explain", "quiet.play", "--accounts", "accounts.ndjson", "--account", "A\u{1b}[31m1"];
        stageplay_in(scratch.path(), &[&accounts[..], more].concat())
    };
    for more in [
        &["--for", "owner"][..],
        &["leaving", "--for", "owner"],
        &["health", "--for", "owner", "--since", "2026-05-31"],
        &["nps", "--for", "owner"],
        &["unhappy", "--for", "owner"],
        &["--for", "owner", "--since", "2026-05-31", "--format", "json"],
    ] {
        let ran = explain(more);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains("4.25") && !ran.out.contains(" 9"), "{more:?}: {}", ran.out);
        assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    }
    let leaving = explain(&["leaving", "--for", "owner"]).out;
    let leaving = leaving.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(leaving.contains("Leaving: They may go"), "{leaving}");
    assert!(
        leaving.contains("because nps is private (below 7) and \u{201c}Seats in use\u{201d} is 20 (below 50)"),
        "{leaving}"
    );
    assert!(leaving.contains("another value of \u{201c}nps\u{201d}, which is private"), "{leaving}");
    // What has to change is not told to the author either, where it is private.
    let author = explain(&["unhappy", "--since", "2026-05-31"]).out;
    let nearest = section(&author, "nearest change");
    assert_eq!(nearest, ["unhappy is false: nps from (private) to (private)"]);
    let moved = section(&author, "moved since 2026-05-31");
    assert!(moved.contains(&"nps from (private) to (private)".into()), "{moved:?}");
}
