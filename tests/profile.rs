//! `stageplay check --accounts`, and what `run` says of unknown scores: six records, counted by hand.

use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;

const BOOK: &str = r#"stageplay 1

playbook book "Book" { version 1.0.0 }

account {
  id      = account_id
  revenue = arr
  account_id text required
  segment    one of enterprise, mid_market = "Mid-Market", smb required
  arr        money USD
  seats      count at least 1
  active     count
  usage {
    logins     count
    updated_on date
  } stale after 60 days since usage.updated_on
  adoption   ratio
  churn      percent
  last_call  date
}

health "H" {
  missing skip
  known at least 50%
  use   weight 60: active / seats  worst 0%  best 100%
  calls weight 40: usage.logins    worst 0   best 10
  bands {
    green from 50
    red
  }
}

score fit(seats) 0 to 100 ```rhai
  if seats < 5.0 { throw "small" }
  seats
```

risk quiet { high when usage.logins < 5 }

play grow {
  when adoption > 50%
  if cleared close after 7 days
  again after 30 days
  on activation existing
  priority amount(arr)
  owner csm
  task call "Call" due in 2 days
}

roles { csm = "csm@example.com" }
"#;

/// `d`: no seats allow nothing, its logins are stale, the call lies ahead. `e`: nothing active, logins are no number, the
/// call stands for nothing. `f`: no logins, adoption or churn. `b` and `c` have segments that do not exist.
const ACCOUNTS: &str = r#"
{"account_id":"a","segment":"enterprise","arr":100,"seats":10,"active":5,"actve":5,"usage":{"logins":3,"updated_on":"2026-06-20"},"adoption":35,"churn":0.4,"last_call":"2026-06-01"}
{"account_id":"b","segment":"Enterprse","arr":100}
{"account_id":"c","segment":"Mid Market","arr":100}
{"account_id":"d","segment":"smb","arr":100,"seats":0,"active":5,"usage":{"logins":4,"updated_on":"2026-01-01"},"adoption":60,"churn":0.5,"last_call":"2026-07-02"}
{"account_id":"e","segment":"smb","arr":100,"seats":4,"usage":{"logins":"many","updated_on":"2026-06-20"},"adoption":80,"churn":0.1,"last_call":"1900-01-01"}
{"account_id":"f","segment":"smb","arr":100,"seats":4,"active":4,"usage":{"updated_on":"2026-06-20"},"last_call":"2026-06-01"}
"#;

struct Files {
    _scratch: Scratch,
    book: String,
    accounts: String,
}

fn files(name: &str, accounts: &str) -> Files {
    let scratch = Scratch::new(name);
    let (book, data) = (scratch.path().join("p.play"), scratch.path().join("accounts.ndjson"));
    fs::write(&book, BOOK).unwrap();
    fs::write(&data, accounts.trim_start()).unwrap();
    let text = |path: &std::path::Path| path.to_string_lossy().into_owned();
    Files { book: text(&book), accounts: text(&data), _scratch: scratch }
}

fn checked(files: &Files, more: &[&str]) -> String {
    let mut args = vec!["check", &files.book, "--accounts", &files.accounts, "--as-of", "2026-06-30"];
    args.extend(more);
    let ran = stageplay(&args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    ran.out
}

fn profile(files: &Files) -> Value {
    let out = checked(files, &["--format", "json"]);
    let last: Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    last["profile"].clone()
}

fn field<'v>(profile: &'v Value, path: &str) -> &'v Value {
    profile["fields"].as_array().unwrap().iter().find(|field| field["field"] == path).unwrap()
}

fn blinds(profile: &Value, path: &str) -> Vec<(String, u64)> {
    let all = field(profile, path)["blinds"].as_array().unwrap();
    let name = |blind: &Value| format!("{} {}", blind["what"].as_str().unwrap(), blind["name"].as_str().unwrap());
    all.iter().map(|blind| (name(blind), blind["accounts"].as_u64().unwrap())).collect()
}

#[test]
fn every_share_and_every_gap_is_counted() {
    let found = profile(&files("profile-json", ACCOUNTS));
    assert_eq!((&found["records"], &found["records_set_aside"], &found["accounts"]), (&json!(6), &json!(2), &json!(4)));
    let counts = |path: &str| field(&found, path)["accounts"].clone();
    let of = |known: u64, absent: u64, expired: u64, invalid: u64, out_of_range: u64| json!({"known": known, "absent": absent, "expired": expired, "invalid": invalid, "out_of_range": out_of_range});
    assert_eq!(counts("seats"), of(3, 0, 0, 0, 1));
    assert_eq!(counts("active"), of(3, 1, 0, 0, 0));
    assert_eq!(counts("usage.logins"), of(1, 1, 1, 1, 0));
    assert_eq!(counts("usage.updated_on"), of(4, 0, 0, 0, 0));
    assert_eq!(counts("adoption"), of(3, 1, 0, 0, 0));
    let records = json!({"absent": 0, "invalid": 2, "out_of_range": 0, "set_aside": 2});
    assert_eq!(field(&found, "segment")["records"], records);
    let spread = |path: &str| {
        let field = field(&found, path);
        [&field["smallest"], &field["median"], &field["largest"]].map(Clone::clone)
    };
    assert_eq!(spread("seats"), [json!(4.0), json!(4.0), json!(10.0)]);
    assert_eq!(spread("usage.logins"), [json!(3.0), json!(3.5), json!(4.0)]);
    assert_eq!(spread("last_call"), [json!("1900-01-01"), json!("2026-06-01"), json!("2026-07-02")]);
    assert_eq!(spread("segment"), [Value::Null, Value::Null, Value::Null]);

    let pairs =
        |all: &[(&str, u64)]| -> Vec<(String, u64)> { all.iter().map(|(name, of)| ((*name).into(), *of)).collect() };
    let logins = pairs(&[("indicator health.calls", 3), ("risk quiet", 3), ("scorecard health", 2)]);
    assert_eq!(blinds(&found, "usage.logins"), logins);
    let seats = pairs(&[("scorecard health", 1), ("indicator health.use", 1), ("score fit", 1)]);
    assert_eq!(blinds(&found, "seats"), seats);
    assert_eq!(blinds(&found, "active"), pairs(&[("scorecard health", 1), ("indicator health.use", 1)]));
    assert_eq!(blinds(&found, "adoption"), pairs(&[("play grow", 1)]));
    assert_eq!(blinds(&found, "arr"), []);
    let order = found["fields"].as_array().unwrap().iter().take(5).map(|field| field["field"].as_str().unwrap());
    assert_eq!(order.collect::<Vec<_>>(), ["segment", "usage.logins", "seats", "active", "adoption"]);
}

#[test]
fn other_units_times_words_and_columns_are_worth_a_look() {
    let found = profile(&files("profile-looks", ACCOUNTS));
    let looks = |path: &str| field(&found, path)["looks"].clone();
    assert_eq!(looks("adoption"), json!([{"look": "percent_in_ratio", "values": 3, "of": 3}]));
    assert_eq!(looks("churn"), json!([{"look": "ratio_in_percent", "values": 3, "of": 3}]));
    let dates = json!([{"look": "future_date", "accounts": 1}, {"look": "before_1990", "accounts": 1}]);
    assert_eq!(looks("last_call"), dates);
    assert_eq!(looks("usage.updated_on"), json!([]));
    let words = json!([
        {"word": "Enterprse", "records": 1, "near": "enterprise"},
        {"word": "Mid Market", "records": 1, "near": "mid_market"},
    ]);
    assert_eq!(field(&found, "segment")["unknown_words"], words);
    assert_eq!(found["unknown_columns"], json!([{"name": "actve", "records": 1, "near": "active"}]));
}

#[test]
fn people_read_it_in_80_columns() {
    let out = checked(&files("profile-human", ACCOUNTS), &[]);
    for line in out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "6 records, 4 accounts as of 2026-06-30",
        "usage.logins 25% 25% 25% 25% 3 3.50 4",
        "seats 75% · · 25% 4 4 10",
        "segment: everything in 2 records, set aside",
        "usage.logins: indicator health.calls for 3, risk quiet for 3, scorecard health for 2",
        "adoption: 3 of 3 values lie above 1 and up to 100: declare it `percent`",
        "churn: all 3 values lie between 0 and 1, and count as 0% to 1%: declare it `ratio`",
        "last_call: after 2026-06-30 for 1 account",
        "last_call: before 1990 for 1 account",
        "`Enterprse` in 1 record (declare `enterprise = \"Enterprse\"`)",
        "`Mid Market` in 1 record (did you mean `mid_market`?)",
        "`actve` (did you mean `active`?)",
        "set aside: 2 records, 2 values",
    ] {
        assert!(flat.contains(said), "{said}\n{out}");
    }
}

#[test]
fn words_beyond_the_first_thousand_are_only_counted_and_never_steer_a_terminal() {
    let mut accounts = String::new();
    for at in 0..1_200 {
        writeln!(accounts, "{{\"account_id\":\"a{at}\",\"segment\":\"\\u001b[31mx{at}\",\"arr\":1}}").unwrap();
    }
    let files = files("profile-words", &accounts);
    let found = profile(&files);
    let segment = field(&found, "segment");
    assert_eq!(segment["other_unknown_words"], json!(200));
    assert_eq!(segment["unknown_words"].as_array().unwrap().len(), 20);
    let out = checked(&files, &[]);
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("and more than 994 more") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn faults_of_the_playbook_come_first_and_wrong_usage_is_told() {
    let files = files("profile-faults", ACCOUNTS);
    let ran = stageplay(&["check", &files.book, "--accounts", &files.accounts, "--format", "sarif"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    let ran = stageplay(&["check", &files.book, "--accounts", "no-such.ndjson"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(stageplay(&["check", &files.book, "--as-of", "2026-06-30"]).code, 2);
    fs::write(&files.book, BOOK.replace("adoption > 50%", "adption > 50%")).unwrap();
    let ran = stageplay(&["check", &files.book, "--accounts", &files.accounts]);
    assert_eq!(ran.code, 1);
    assert!(!ran.out.contains("records"), "{}", ran.out);
}

#[test]
fn a_run_says_why_scores_are_unknown_and_where_a_script_failed() {
    let files = files("unknown-scores", ACCOUNTS);
    let args = ["--accounts", &files.accounts, "--as-of", "2026-06-30", "--max-rejects", "9"];
    let ran = stageplay(&[&["run", &files.book], &args[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = BOOK.lines().position(|line| line.contains("throw")).unwrap() + 1;
    let script = format!(
        "unknown: score `fit`: script fails for 2 of 4 accounts ({}:{line}: runtime error: small), out of range for 1",
        files.book
    );
    assert!(flat.contains(&script), "{script}\n{}", ran.out);
    // Of `d` the seats are out of range, of `e` nothing active is known: their logins do not count either.
    assert!(flat.contains("unknown: `health`: absent for 1 of 4 accounts, out of range for 1"), "{}", ran.out);
    let ran = stageplay(&[&["run", &files.book], &args[..], &["--summary", "json"]].concat());
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    let unknown = json!({
        "health": {
            "accounts": 2, "causes": { "absent": 1, "out_of_range": 1 },
            "fields": { "active": 1, "seats": 1 }, "more_fields": 0
        },
        "fit": {
            "accounts": 3, "causes": { "out_of_range": 1, "script": 2 }, "fields": { "seats": 1 }, "more_fields": 0,
            "script": format!("{}:{line}: runtime error: small", files.book)
        },
    });
    assert_eq!(summary["unknown_scores"], unknown);
    let told = stageplay(&[&["explain", &files.book], &args[..4], &["--account", "e", "fit"]].concat());
    assert!(told.out.contains("fit: unknown (script: runtime error: small)"), "{}{}", told.out, told.err);

    // In a file of its own the place is that of the score; where in the script stands behind.
    let own = BOOK.replace("```rhai\n  if seats < 5.0 { throw \"small\" }\n  seats\n```", "from \"fit.rhai\"");
    fs::write(&files.book, &own).unwrap();
    let script = files.book.replace("p.play", "fit.rhai");
    fs::write(&script, "// small ones have none\nif seats < 5.0 { throw \"small\" }\nseats\n").unwrap();
    let ran = stageplay(&[&["run", &files.book], &args[..]].concat());
    let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = own.lines().position(|line| line.starts_with("score fit")).unwrap() + 1;
    let place = format!("({}:{line}: runtime error: small, at {script}:2)", files.book);
    assert!(flat.contains(&place), "{place}\n{}{}", ran.out, ran.err);
}
