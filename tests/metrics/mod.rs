//! Metrics and signals, from records to what the program says. The numbers were worked out by hand.
//!
//! The book on 2026-06-30, in thousands, and what was known of it on 2025-06-30, a year before:
//!
//! | account | then | now | |
//! |---|---|---|---|
//! | a | 400 | 500 | expansion 100; an older and a younger snapshot than that of the start are there too |
//! | b | 300 | 350 | expansion 50; the start's snapshot is 15 days old |
//! | c | 120 | 100 | contraction 20 |
//! | d | 30 | | absent: its last snapshot is 32 days old, and speaks for 31 |
//! | e | 30 | 30 | has left |
//! | f | 20 | ? | what it brings is missing now |
//! | g | 100 | 100 | |
//! | h | | 200 | new |
//! | i | 0 | | brought nothing |
//! | j | ? | | what it brought is missing |
//! | k | 70 | | had left before |
//! | l | 60 | | last seen 32 days before the start |
//!
//! Start 1,000, expansion 150, contraction 20, churn 30 + 30 + 20 = 80, end 1,050; kept 400 + 300 + 100 + 100 = 900.

mod laws;
mod people;
mod unreadable;

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

const BOOK: [&str; 4] = ["run", "tests/metrics/book.play", "--accounts", "tests/metrics/accounts.ndjson"];

/// The summary of a run over some records.
fn summary(playbook: &str, records: &str) -> Value {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let scratch = Scratch::new(&format!("metrics-{}", RUNS.fetch_add(1, Ordering::Relaxed)));
    let (play, data) = (scratch.path().join("book.play"), scratch.path().join("accounts.ndjson"));
    fs::write(&play, playbook).unwrap();
    fs::write(&data, records).unwrap();
    let (play, data) = (play.to_string_lossy(), data.to_string_lossy());
    let shown = ["--as-of", "2026-06-30", "--summary", "json", "--max-rejects", "100%"];
    let ran = stageplay(&[&["run", &play, "--accounts", &data], &shown[..]].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join("tests/metrics").join(name)).unwrap()
}

fn book() -> Value {
    summary(&read("book.play"), &read("accounts.ndjson"))
}

#[test]
fn retention_and_churn_follow_the_bridge() {
    let metrics = &book()["metrics"];
    let bridge = json!({
        "start": 1_000_000.0, "expansion": 150_000.0, "contraction": 20_000.0, "churn": 80_000.0, "end": 1_050_000.0
    });
    for (name, value, target, met) in [("nrr", 1.05, 1.06, false), ("grr", 0.9, 0.9, true)] {
        let metric = &metrics[name];
        assert_eq!(metric["value"], json!(value), "{name}");
        assert_eq!((&metric["target"], &metric["met"]), (&json!(target), &json!(met)), "{name}");
        assert_eq!(metric["bridge"], bridge, "{name}");
        assert_eq!((&metric["since"], &metric["accounts"]), (&json!("2025-06-30"), &json!(7)), "{name}");
    }
    // Of seven accounts three are gone.
    let gone = json!({ "absent": 1, "ended": 1, "missing": 1, "share": 0.428_571 });
    assert_eq!(metrics["grr"]["churned_accounts"], gone);
    let out = json!({
        "new": 1, "stale": 1, "left_before": 1, "without_value": 1, "without_worth": 1,
        "unreadable_then": 0, "unreadable_now": 0
    });
    assert_eq!(metrics["grr"]["out"], out);
    // A twelfth of everything, over twelve months, which begin on the same day.
    assert_eq!((&metrics["lost"]["value"], &metrics["lost"]["met"]), (&json!(0.08), &json!(true)));
    assert_eq!(metrics["lost"]["since"], "2025-06-30");
}

#[test]
fn without_a_snapshot_that_old_a_metric_is_unknown_and_says_why() {
    let metric = &book()["metrics"]["long_ago"];
    assert_eq!((&metric["value"], &metric["unknown"]), (&Value::Null, &json!("no history before 2016-06-30")));
    // A record without a date says nothing about last year.
    let undated = read("accounts.ndjson").replace(r#""as_of":"2025-"#, r#""was":"2025-"#);
    let undated: Vec<&str> = undated.lines().filter(|line| line.contains("2026-06-30")).collect();
    let undated = undated.join("\n").replace(r#""as_of":"2026-06-30","#, "");
    let metric = &summary(&read("book.play"), &undated)["metrics"]["nrr"];
    assert_eq!((&metric["unknown"], &metric["met"]), (&json!("no history before 2025-06-30"), &Value::Null));
    // Snapshots are there, but nobody of them brought anything.
    let nobody = read("accounts.ndjson").replace(r#""as_of":"2025-06-30","arr":"#, r#""as_of":"2025-06-30","was":"#);
    let nobody: Vec<&str> = nobody.lines().filter(|line| !line.contains(r#""id":"b","as_of":"2025"#)).collect();
    let metric = &summary(&read("book.play"), &nobody.join("\n"))["metrics"]["grr"];
    assert_eq!(
        (&metric["value"], &metric["unknown"]),
        (&Value::Null, &json!("no account brought anything on 2025-06-30"))
    );
}

#[test]
fn months_end_on_the_last_day_they_have() {
    // Half a year before 31 August is 28 February, and a snapshot of 1 March is too young for it.
    let playbook = read("book.play").replace("arr over 10 years", "arr over 6 months");
    let records = "{\"id\":\"a\",\"as_of\":\"2026-02-28\",\"arr\":200}\n{\"id\":\"a\",\"as_of\":\"2026-03-01\",\"arr\":500}\n\
                   {\"id\":\"a\",\"as_of\":\"2026-08-31\",\"arr\":300}\n";
    let scratch = Scratch::new("metrics-months");
    let (play, data) = (scratch.path().join("book.play"), scratch.path().join("accounts.ndjson"));
    fs::write(&play, playbook).unwrap();
    fs::write(&data, records).unwrap();
    let ran = stageplay(&["run", &play.to_string_lossy(), "--accounts", &data.to_string_lossy(), "--summary", "json"]);
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    let metric = &summary["metrics"]["long_ago"];
    assert_eq!((&metric["since"], &metric["value"]), (&json!("2026-02-28"), &json!(1.5)));
}

/// Days to a first result: a 10, b 20 (enterprise); c 30, g 40, h 60, f unknown (smb). The one that left is out.
#[test]
fn distributions_are_of_those_that_have_not_left() {
    let metrics = &book()["metrics"];
    let wait = &metrics["wait"];
    let of = |group: &Value| {
        ["accounts", "known", "unknown", "share", "median", "p75", "p90"].map(|key| group[key].as_f64().unwrap())
    };
    assert_eq!(of(wait), [6.0, 5.0, 1.0, 1.0, 30.0, 40.0, 52.0]);
    assert_eq!(of(&wait["groups"]["enterprise"]), [2.0, 2.0, 0.0, 0.4, 15.0, 17.5, 19.0]);
    assert_eq!(of(&wait["groups"]["smb"]), [4.0, 3.0, 1.0, 0.6, 40.0, 50.0, 56.0]);
    // 850 of 1,250 are enterprise; of c, f, g and h one has no known revenue.
    let words = json!({
        "enterprise": { "accounts": 2, "account_share": 0.333_333, "revenue_share": 0.68 },
        "smb": { "accounts": 4, "account_share": 0.666_667, "revenue_share": 0.32 },
    });
    assert_eq!(metrics["segments"]["words"], words);
}

/// a 9, b 10; c 6, f 3; g 7, h 8.5. The one that left gave 0.
#[test]
fn nps_weighs_answers_and_leaves_out_what_it_cannot_weigh() {
    let metrics = &book()["metrics"];
    assert_eq!(metrics["plain_nps"]["value"], 0.0);
    // (500 + 350 - 100) of 1,250; f has no revenue.
    let weighted = &metrics["recommends"];
    assert_eq!((&weighted["value"], &weighted["met"]), (&json!(60.0), &json!(true)));
    let counts = ["promoters", "passives", "detractors", "without_answer", "without_weight"];
    assert_eq!(counts.map(|key| weighted[key].as_u64().unwrap()), [2, 2, 1, 0, 1]);
}

/// a and b are silent: 2 of 6 accounts, 850 of 1,250. Of c and h it is not known, and the one that left is out.
#[test]
fn a_signal_is_raised_at_its_threshold_and_not_below() {
    let signals = &book()["signals"];
    let raised = |name: &str| signals[name]["raised"].as_bool().unwrap();
    assert!(raised("quiet"), "exactly 2 accounts");
    assert!(!raised("quieter"), "2 are not 3");
    assert!(raised("quiet_money"), "exactly 68% of revenue");
    assert!(!raised("quiet_more_money"), "neither 68.1% of revenue nor 34% of accounts");
    assert!(raised("quiet_share"), "33.3% are 33% of accounts");
    assert!(raised("called"), "states of plays are read as they are now");
    let quiet = &signals["quiet"];
    let found = ["accounts", "unknown", "account_share", "revenue", "revenue_share"];
    assert_eq!(found.map(|key| quiet[key].as_f64().unwrap()), [2.0, 2.0, 0.333_333, 850_000.0, 0.68]);
    assert_eq!(quiet["first_accounts"], json!(["a", "b"]));
}

#[test]
fn a_raised_signal_sends_one_action_with_an_id_of_its_date() {
    let scratch = Scratch::new("metrics-actions");
    let sent = |as_of: &str| -> Vec<Value> {
        let actions = scratch.path().join("actions.json");
        let to = actions.to_string_lossy();
        let ran = stageplay(&[&BOOK[..], &["--as-of", as_of, "--actions", &to]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let all: Vec<Value> = serde_json::from_str(&fs::read_to_string(&actions).unwrap()).unwrap();
        all.into_iter().filter(|action| action["type"] == "stageplay.signal.raised").collect()
    };
    let (first, again, next) = (sent("2026-06-30"), sent("2026-06-30"), sent("2026-07-01"));
    let names: Vec<&Value> = first.iter().map(|action| &action["data"]["signal"]).collect();
    assert_eq!(names, ["quiet", "quiet_money", "quiet_share", "called"]);
    assert_eq!(first, again);
    assert!(first.iter().all(|action| next.iter().all(|other| action["id"] != other["id"])));
    let action = first.first().unwrap();
    assert_eq!((&action["subject"], &action["source"]), (&json!("quiet"), &json!("/stageplay/book")));
    let data = &action["data"];
    assert_eq!(
        (&data["accounts"], &data["unknown"], &data["owner"]),
        (&json!(2), &json!(2), &json!("cro@example.com"))
    );
    assert_eq!(data["first_accounts"][0], json!({ "account": "a", "revenue": 500_000.0 }));
    assert_eq!(
        data["reason"],
        "2 accounts (33.3% of accounts, 68% of revenue), 2 unknown; asked for at least 2 accounts"
    );
}

/// What a scorecard's distribution counts are the bands of the summary, and its points are spread beside them.
#[test]
fn a_scorecard_is_spread_by_points_and_by_bands() {
    let playbook = fs::read_to_string(root().join("examples/portfolio/playbook.play")).unwrap();
    let more =
        "\nmetric points = distribution(health) per segment\nmetric stages = distribution(lifecycle) per health\n";
    let records = fs::read_to_string(root().join("examples/portfolio/accounts.ndjson")).unwrap();
    let sums = summary(&(playbook + more), &records);
    let points = &sums["metrics"]["points"];
    let mut known = 0;
    for (band, accounts) in sums["bands"].as_object().unwrap() {
        assert_eq!(&points["words"][band]["accounts"], accounts, "{band}");
        assert_eq!(&sums["metrics"]["stages"]["groups"][band]["accounts"], accounts, "{band}");
        let of_groups = points["groups"].as_object().unwrap().values().map(|group| &group["words"][band]["accounts"]);
        known += of_groups.map(|accounts| accounts.as_u64().unwrap()).sum::<u64>();
    }
    assert_eq!(known, 1000);
    assert!(points["median"].is_number() && sums["metrics"]["stages"]["median"].is_null());
}

#[test]
fn people_see_the_bridge_in_eighty_columns() {
    let ran = stageplay(&BOOK);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
    let words = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("nrr Net revenue retention: 105% (target 106%: not met)"), "{}", ran.out);
    assert!(
        words.contains("1.00M USD on 2025-06-30, +150k expansion, -20.0k contraction, -80.0k churn, 1.05M USD now"),
        "{}",
        ran.out
    );
    // Net and gross are of the same bridge, and it is told once; the churn is of another value.
    assert_eq!(words.matches("expansion").count(), 2, "{}", ran.out);
}

#[test]
fn an_account_is_told_what_of_it_goes_into_a_metric_or_signal() {
    let told = |account: &str, name: &str| {
        let more = ["--accounts", BOOK[3], "--as-of", "2026-06-30", "--account", account, name];
        let ran = stageplay(&[&["explain", BOOK[1]], &more[..]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{account} {name}");
        ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let nrr = told("b", "nrr");
    assert!(nrr.contains("nrr: a metric, about all accounts together (`run` shows it); of this one it reads"), "{nrr}");
    assert!(nrr.ends_with("arr: 350,000 USD"), "{nrr}");
    assert!(told("e", "nrr").contains("this one has left and is out"));
    assert!(told("b", "quiet").contains("this one is one of those counted yes silent"));
    assert!(told("g", "quiet").contains("this one is not one of those counted no silent"));
    assert!(told("c", "quiet").contains("this one is not counted, because it is unknown"));
    assert!(told("e", "quiet").contains("this one has left and is not counted"));
    let near = stageplay(&["explain", BOOK[1], BOOK[2], BOOK[3], "--account", "b", "quiest"]);
    assert!(near.says("did you mean `quiet`?"), "{}", near.err);
}

#[test]
fn tables_of_distributions_are_shown_where_asked_for() {
    let full = stageplay(&[&BOOK[..], &["--metrics", "full"]].concat());
    assert_eq!(full.code, 0, "{}", full.err);
    assert!(full.out.lines().all(|line| line.chars().count() <= 80), "{}", full.out);
    // The head of a table names what it counts; a line on its own names a value behind `median`.
    let has_table = |out: &str| out.lines().any(|line| line.contains("known") && line.contains("median"));
    let brief = stageplay(&BOOK).out;
    assert!(has_table(&full.out) && !has_table(&brief), "{}{brief}", full.out);
}
