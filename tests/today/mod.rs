//! `stageplay today`, over two runs of a made-up book. What is expected is worked out by hand from its files:
//!
//! points are 0.6 × share + 0.4 × (100 − 10 × tickets), so that on 2 March A1 has 14, A4 32 and all others 58 or more; on
//! 9 March A2 has 35, A3 84 with a cap of 55, A6 (its usage has expired) 30 and A7 90.

mod forms;
mod hostile;
mod states;

use crate::support::program::{Ran, stageplay, stageplay_in};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;

/// A state with the two runs.
pub fn two_runs(name: &str) -> Scratch {
    let scratch = first_run(name);
    run(&scratch, &["--accounts", "tests/today/second.ndjson", "--events", "tests/today/events.ndjson"]);
    scratch
}

/// A state with the first one.
pub fn first_run(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    run(&scratch, &["--accounts", "tests/today/first.ndjson"]);
    scratch
}

pub fn run(scratch: &Scratch, more: &[&str]) {
    let state = scratch.path().join("state.db").to_string_lossy().into_owned();
    let ran = stageplay(&[&["run", "tests/today/book.play", "--state", &state], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

pub fn today(scratch: &Scratch, more: &[&str]) -> Ran {
    stageplay_in(scratch.path(), &[&["today", "--state", "state.db"], more].concat())
}

pub fn shown(scratch: &Scratch, more: &[&str]) -> String {
    let ran = today(scratch, more);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    ran.out
}

pub fn json(scratch: &Scratch, more: &[&str]) -> Value {
    serde_json::from_str(&shown(scratch, &[&["--format", "json"], more].concat())).unwrap()
}

/// `A1 rescue.call overdue 2026-03-04 ada@example.com` of every open task.
fn tasks(morning: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let of_play = |play: &Value| {
        let (account, name) = (text(&play["account"]), text(&play["play"]));
        let tasks = play["tasks"].as_array().unwrap().iter();
        let line = |task: &Value| {
            let [name_, when, due, owner] = ["task", "when", "due", "owner"].map(|key| text(&task[key]));
            format!("{account} {name}.{name_} {when} {due} {owner}")
        };
        tasks.map(line).collect::<Vec<_>>()
    };
    morning["plays"].as_array().unwrap().iter().flat_map(of_play).collect()
}

/// The plays for which something is so, as `A1 rescue`.
fn plays(morning: &Value, so: impl Fn(&Value) -> bool) -> Vec<String> {
    let all = morning["plays"].as_array().unwrap().iter();
    let name = |play: &Value| format!("{} {}", play["account"].as_str().unwrap(), play["play"].as_str().unwrap());
    all.filter(|play| so(play)).map(name).collect()
}

fn moves(morning: &Value, which: &str) -> Vec<String> {
    let line = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap().to_owned();
        format!("{} {} {} {}: {}", text("account"), text("what"), text("from"), text("to"), text("because"))
    };
    morning["moved"][which].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn tasks_stand_by_priority_and_date() {
    let scratch = two_runs("today-tasks");
    let morning = json(&scratch, &[]);
    assert_eq!(
        tasks(&morning),
        [
            // A new customer's priority is their NPS, and A3 has given none: unknown comes first.
            "A3 check_in.ask today 2026-03-09 ada@example.com",
            "A3 check_in.reply later 2026-04-01 ada@example.com",
            // 120,000 × 65% = 78,000
            "A2 rescue.call soon 2026-03-11 bob@example.com",
            // With 9 tickets the points are 6 + 4 = 10: 48,000 × 90% = 43,200, as told when it was escalated.
            "A1 rescue.call overdue 2026-03-04 ada@example.com",
            // 60,000 × 70% = 42,000; nobody owns the account.
            "A6 rescue.call soon 2026-03-11 -",
            // 30,000 × 68% = 20,400; its date sleeps with it.
            "A4 rescue.call asleep 2026-03-04 ada@example.com",
            // 10,000 × 14% = 1,400; it goes with the play, which was given to Cleo, and the other one does not.
            "A5 sponsor.map soon 2026-03-12 cleo@example.com",
            "A5 sponsor.meet soon 2026-03-14 -",
            "A8 check_in.ask today 2026-03-09 ada@example.com",
            "A8 check_in.reply later 2026-04-01 ada@example.com",
            "A8 reference.ask undated - ada@example.com",
        ]
    );
    assert_eq!(plays(&morning, |play| play["new"] == true), ["A2 rescue", "A6 rescue"]);
    assert_eq!(plays(&morning, |play| !play["escalated"].as_array().unwrap().is_empty()), ["A1 rescue"]);
    assert_eq!(plays(&morning, |play| play["quiet"] == true), ["A5 sponsor"]);
    assert_eq!(plays(&morning, |play| play["undated"] == true), ["A8 reference"]);
    assert_eq!(plays(&morning, |play| play["key"] == "p1"), ["A8 reference"]);
    assert_eq!(plays(&morning, |play| !play["asleep"].is_null()), ["A4 rescue"]);
    let [asleep] = [morning["plays"].as_array().unwrap().iter().find(|play| !play["asleep"].is_null()).unwrap()];
    let sleep = serde_json::json!({
        "on": "2026-03-03", "until": "2026-03-20", "by": "ada@example.com", "reason": "they are away"
    });
    assert_eq!(asleep["asleep"], sleep);
    let escalated = &morning["plays"][2]["escalated"][0];
    assert_eq!((escalated["role"].as_str(), escalated["to"].as_str()), (Some("vp_cs"), Some("vp@example.com")));
    assert_eq!((escalated["on"].as_str(), escalated["took_over"].as_bool()), (Some("2026-03-09"), Some(false)));
}

#[test]
fn what_moved_stands_apart_by_what_it_rests_on() {
    let scratch = two_runs("today-moves");
    let morning = json(&scratch, &[]);
    assert_eq!(
        moves(&morning, "worse"),
        [
            "A2 health green red: health.use.share 90.0 → 5.0",
            "A1 flooded none high: tickets is 9, at least 9",
            "A3 health green yellow: ",
        ]
    );
    assert_eq!(moves(&morning, "data"), ["A6 health yellow red: health.use.share 80.0 → expired"]);
    assert_eq!(moves(&morning, "stages"), ["A8 lifecycle onboarding adoption: live is 2026-03-08"]);
    // 50 → 90 of 100 points weighs 60%, 3 → 1 tickets of 10 weighs 40%: the first explains more.
    assert_eq!(moves(&morning, "better"), ["A7 health yellow green: health.use.share 50.0 → 90.0"]);
    assert_eq!(morning["moved"]["worse"][2]["overridden"], serde_json::json!(["health"]));
}

#[test]
fn overrides_say_from_what_to_what_and_end() {
    let scratch = two_runs("today-overrides");
    let morning = json(&scratch, &[]);
    let wanted = serde_json::json!([{
        "account": "A3", "score": "health", "change": "capped at 55.0", "computed": 84.0, "overridden": 55.0,
        "by": "grace@example.com", "reason": "invoice in dispute", "from": "2026-03-04", "until": "2026-04-10"
    }]);
    assert_eq!(morning["overrides"], wanted);
    assert_eq!(plays(&morning, |play| play["overridden"][0] == "health"), ["A3 check_in"]);
    // On its last day it holds; a day later it does not, whether or not a run has said so.
    assert_eq!(json(&scratch, &["--as-of", "2026-04-10"])["overrides"], wanted);
    let after = json(&scratch, &["--as-of", "2026-04-11"]);
    assert_eq!(after["overrides"], serde_json::json!([]));
    assert!(plays(&after, |play| play["overridden"][0] == "health").is_empty());
    let same = std::fs::read_to_string(root().join("tests/today/second.ndjson")).unwrap();
    let later = scratch.path().join("later.ndjson");
    std::fs::write(&later, same.replace("2026-03-09", "2026-04-11")).unwrap();
    run(&scratch, &["--accounts", &later.to_string_lossy()]);
    let after = json(&scratch, &[]);
    assert_eq!(after["overrides"], serde_json::json!([]));
    assert_eq!(moves(&after, "better").first().map(String::as_str), Some("A3 health yellow green: "));
}

#[test]
fn what_could_not_be_applied_says_what_it_was() {
    let scratch = two_runs("today-refused");
    let wanted = serde_json::json!([{
        "id": "e3", "account": "A2", "what": "done rescue.call", "day": "2026-03-05", "by": "bob@example.com",
        "why": "play `rescue` is not open for this account"
    }]);
    assert_eq!(json(&scratch, &[])["not_applied"], wanted);
}

#[test]
fn everybodys_load_is_a_line() {
    let scratch = two_runs("today-owners");
    let loads: Vec<String> = json(&scratch, &[])["owners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let owner = it["owner"].as_str().unwrap_or("-");
            format!("{owner} {} {} {} {}", it["plays"], it["asleep"], it["overdue"], it["due"])
        })
        .collect();
    // Ada: A1, A3, A4 (asleep) and two plays of A8.
    let wanted = ["- 1 0 0 2", "ada@example.com 5 1 1 2", "bob@example.com 1 0 0 1", "cleo@example.com 1 0 0 1"];
    assert_eq!(loads, wanted);
}

#[test]
fn an_owner_sees_what_is_theirs() {
    let scratch = two_runs("today-owner");
    let of = |owner: &str| json(&scratch, &["--owner", owner]);
    let cleo = of("Cleo@Example.com");
    assert_eq!(tasks(&cleo).len(), 2, "a play of hers is shown whole");
    assert_eq!((moves(&cleo, "worse").len(), cleo["owners"].as_array().unwrap().len()), (0, 0));
    let bob = of("bob@example.com");
    assert_eq!(plays(&bob, |_| true), ["A2 rescue"]);
    assert_eq!(moves(&bob, "worse"), ["A2 health green red: health.use.share 90.0 → 5.0"]);
    assert_eq!(bob["not_applied"].as_array().unwrap().len(), 1);
    // Told that nothing happens.
    assert_eq!(plays(&of("vp@example.com"), |_| true), ["A1 rescue"]);
    // Of the overrides she sees that of an account with a play of hers.
    assert_eq!(of("ada@example.com")["overrides"].as_array().unwrap().len(), 1);
    assert_eq!(bob["overrides"].as_array().unwrap().len(), 0);

    let missed = today(&scratch, &["--owner", "adda@example.com"]);
    assert_eq!((missed.code, missed.out.as_str()), (2, ""));
    let said = "error: nobody called `adda@example.com` owns a play or a task\nhelp: did you mean `ada@example.com`?\n";
    assert_eq!(missed.err, said);
    let nobody = today(&scratch, &["--owner", "zoe"]);
    assert!(nobody.says("help: leave --owner out"), "{}", nobody.err);
}

#[test]
fn who_has_nothing_any_more_has_an_empty_morning() {
    let scratch = two_runs("today-idle-owner");
    let events = scratch.path().join("dismissed.ndjson");
    let dismiss = r#"{"day": "2026-03-10", "account": "A2", "type": "dismiss", "play": "rescue"}"#;
    std::fs::write(&events, dismiss).unwrap();
    let events = events.to_string_lossy();
    run(&scratch, &["--accounts", "tests/today/second.ndjson", "--as-of", "2026-03-10", "--events", &events]);
    let bob = shown(&scratch, &["--owner", "bob@example.com"]);
    let wanted = "Keep the accounts, as of 2026-03-10 (the date of the last run), for\n  bob@example.com; the run before was on \
         2026-03-09\nno play is open\n";
    assert_eq!(bob, wanted);
}

#[test]
fn a_later_day_counts_from_itself() {
    let scratch = two_runs("today-later");
    let later = json(&scratch, &["--as-of", "2026-03-12"]);
    let when: Vec<String> = tasks(&later).into_iter().filter(|task| !task.contains(" later ")).collect();
    assert_eq!(
        when,
        [
            "A3 check_in.ask overdue 2026-03-09 ada@example.com",
            "A2 rescue.call overdue 2026-03-11 bob@example.com",
            "A1 rescue.call overdue 2026-03-04 ada@example.com",
            "A6 rescue.call overdue 2026-03-11 -",
            "A4 rescue.call asleep 2026-03-04 ada@example.com",
            "A5 sponsor.map today 2026-03-12 cleo@example.com",
            "A5 sponsor.meet soon 2026-03-14 -",
            "A8 check_in.ask overdue 2026-03-09 ada@example.com",
            "A8 reference.ask undated - ada@example.com",
        ]
    );
    assert_eq!(later["plays"][2]["tasks"][0]["days_overdue"], 8);
    let text = shown(&scratch, &["--as-of", "2026-03-12"]).replace("\n  ", " ");
    let first = "Keep the accounts, due dates as of 2026-03-12, everything else as of the last run, 2026-03-09;";
    assert!(text.starts_with(first), "{text}");
    let earlier = today(&scratch, &["--as-of", "2026-03-08"]);
    assert_eq!(earlier.code, 2);
    assert!(earlier.says("the state is that of 2026-03-09, and 2026-03-08 lies before it"), "{}", earlier.err);
}
