//! States of all sorts: none, empty, quiet, in use, pruned.

use super::{first_run, json, plays, run, shown, tasks, today, two_runs};
use crate::support::program::{stageplay, stageplay_in};
use crate::support::scratch::Scratch;
use stageplay_engine::store::{Event, PATIENCE, SqliteStore, Store};
use std::fs;

#[test]
fn a_state_that_is_not_there_is_said() {
    let scratch = Scratch::new("today-none");
    let missing = today(&scratch, &[]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    let wanted = "error: there is no state `state.db`: the first run makes it\n\
                  help: look for a slip in its name, or run with this --state first\n";
    assert_eq!(missing.err, wanted);
    assert!(!scratch.path().join("state.db").exists(), "looking makes nothing");
    let unnamed = stageplay_in(scratch.path(), &["today"]);
    let wanted = "error: no state is named, and there is no `stageplay.yaml` in this folder\n\
                  help: name its file: `--state FILE`\n";
    assert_eq!((unnamed.code, unnamed.err.as_str()), (2, wanted));
    fs::write(scratch.path().join("stageplay.yaml"), "playbook: book\n").unwrap();
    let unnamed = stageplay_in(scratch.path(), &["today"]).err;
    assert!(unnamed.contains("no state is named, neither here nor in `stageplay.yaml`"), "{unnamed}");
    fs::write(scratch.path().join("state.db"), "customer,arr\n".repeat(100)).unwrap();
    let other = today(&scratch, &[]).err;
    assert!(other.contains("`state.db` is no state of Stageplay: name another file"), "{other}");
}

#[test]
fn the_file_in_the_folder_names_the_state() {
    let scratch = two_runs("today-yaml");
    fs::write(scratch.path().join("stageplay.yaml"), "playbook: book\nstate: state.db\n").unwrap();
    let ran = stageplay_in(scratch.path(), &["today"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, shown(&scratch, &[]));
}

#[test]
fn a_state_without_a_run_is_empty() {
    let scratch = Scratch::new("today-empty");
    drop(SqliteStore::create(&scratch.path().join("state.db"), PATIENCE).unwrap());
    let empty = today(&scratch, &[]);
    assert_eq!((empty.code, empty.out.as_str()), (2, ""));
    let wanted = "error: the state holds no run yet\nhelp: `stageplay run` with this state makes the first one\n";
    assert_eq!(empty.err, wanted);
}

#[test]
fn a_book_without_open_plays_has_a_short_morning() {
    let scratch = Scratch::new("today-quiet");
    // 0.6 × 90 + 0.4 × 90 points: green, past its onboarding, with a champion.
    let account = r#"{"id": "B1", "as_of": "2026-03-02", "name": "Birch", "arr": 1000, "champion": true, "live": "2025-01-01", "tickets": 1, "usage": {"share": 90, "updated_on": "2026-03-02"}}"#;
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, account).unwrap();
    run(&scratch, &["--accounts", &accounts.to_string_lossy()]);
    let wanted = "Keep the accounts, as of 2026-03-02 (the date of the last run)\nno play is open\n";
    assert_eq!(shown(&scratch, &[]), wanted);
    assert_eq!(shown(&scratch, &["--format", "csv"]).lines().count(), 1, "a heading");
    assert_eq!(shown(&scratch, &["--format", "md"]).lines().count(), 4);
    assert!(shown(&scratch, &["--format", "html"]).contains("<main>\n</main>"));
    assert_eq!(json(&scratch, &[])["plays"], serde_json::json!([]));
}

#[test]
fn where_nothing_is_due_that_is_said() {
    let scratch = first_run("today-nothing-due");
    // On 2 March nothing is due before the 4th; ten days earlier in the week nothing is due at all but for the sleeping.
    let text = shown(&scratch, &["--owner", "bob@example.com"]);
    // Bob's only play is the quiet one of A5, whose tasks are due on the 12th and 14th.
    let wanted = "1 play open for 1 account; nothing is overdue or due in the next 7 days\n";
    assert!(text.contains(wanted), "{text}");
    assert!(text.contains("\n2 tasks are due later\n"), "{text}");
    assert!(!text.contains("Overdue") && !text.contains("Due today"), "{text}");
}

#[test]
fn after_the_first_run_everything_is_new_and_nothing_has_moved() {
    let scratch = first_run("today-first");
    let morning = json(&scratch, &[]);
    let wanted = ["A3 check_in", "A5 sponsor", "A1 rescue", "A4 rescue", "A8 check_in", "A8 reference"];
    // Nobody was told of the quiet one: neither its priority nor its revenue is known, and unknown comes first.
    let wanted = [wanted[1], wanted[0], wanted[2], wanted[3], wanted[4], wanted[5]];
    assert_eq!(plays(&morning, |play| play["new"] == true), wanted);
    assert_eq!(morning["run_before"], serde_json::Value::Null);
    assert!(morning["moved"].as_object().unwrap().values().all(|list| list.as_array().unwrap().is_empty()));
    let text = shown(&scratch, &[]);
    assert!(text.contains("New: all there is, for this was the first run  6 plays"), "{text}");
    assert!(text.contains("why  true already when the play came; opened without a word on 2026-03-02"), "{text}");
    assert!(text.contains("do   Map who could be one at … (bob@example.com, by 2026-03-12)"), "{text}");
    assert!(text.contains("do   Meet them (vp_cs, nobody named, by 2026-03-14)"), "{text}");
}

#[test]
fn a_run_goes_on_beside_it() {
    let scratch = two_runs("today-beside");
    let before = shown(&scratch, &[]);
    let mut store = SqliteStore::open(&scratch.path().join("state.db"), PATIENCE).unwrap();
    let mut tx = store.begin().unwrap();
    tx.rewind(20_000).unwrap();
    assert_eq!(shown(&scratch, &[]), before, "what another run has not finished is not seen");
    drop(tx);
    drop(store);
    assert_eq!(shown(&scratch, &[]), before);
    let left: Vec<_> = fs::read_dir(scratch.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left, ["state.db"], "looking leaves nothing behind");
}

#[test]
fn what_people_have_just_recorded_is_shown_as_that() {
    let scratch = two_runs("today-recorded");
    let mut store = SqliteStore::open(&scratch.path().join("state.db"), PATIENCE).unwrap();
    let event = |id: &str, account: &str, rest: &str| Event {
        id: id.into(),
        day: 20_522,
        account: account.into(),
        body: format!(r#"{{"day":"2026-03-10","account":"{account}","by":"ada@example.com",{rest}}}"#),
    };
    let done = event("n1", "A1", r#""type":"done","play":"rescue","task":"call""#);
    let snoozed = event("n2", "A3", r#""type":"snooze","play":"check_in","until":"2026-03-19""#);
    store.record(&[done, snoozed]).unwrap();
    drop(store);
    let morning = json(&scratch, &[]);
    assert_eq!(morning["waiting"], 2);
    assert_eq!(plays(&morning, |play| !play["recorded"].as_array().unwrap().is_empty()), ["A3 check_in"]);
    assert_eq!(morning["plays"][2]["tasks"][0]["recorded"][0], "done on 2026-03-10 by ada@example.com");
    let text = shown(&scratch, &[]);
    let said = "said done on 2026-03-10 by ada@example.com: counts from the next run on";
    assert!(text.contains(said), "{text}");
    assert!(text.contains("\n2 records of people count from the next run on\n"), "{text}");
}

#[test]
fn pruned_actions_leave_names_priorities_and_owners() {
    let scratch = two_runs("today-pruned");
    let mut store = SqliteStore::open(&scratch.path().join("state.db"), PATIENCE).unwrap();
    let all = store.actions_since(0).unwrap();
    let ids: Vec<&str> = all.iter().map(|it| it.action.id.as_str()).collect();
    store.sent("crm", &ids, "2026-03-09T07:00:00Z").unwrap();
    store.prune(20_521).unwrap();
    drop(store);
    let before = tasks(&json(&two_runs("today-unpruned"), &[]));
    let morning = json(&scratch, &[]);
    assert_eq!(tasks(&morning), before);
    let a4 = &morning["plays"][4];
    assert_eq!((a4["account"].as_str(), a4["title"].as_str()), (Some("A4"), Some("Rescue the account")));
    assert_eq!((&a4["reason"], a4["priority"].as_f64()), (&serde_json::Value::Null, Some(20_400.0)));
    assert_eq!(a4["tasks"][0]["title"], "Call …: health …");
}

#[test]
fn days_that_were_made_up_for_are_one_with_the_last_run() {
    let scratch = first_run("today-replay");
    let ran = stageplay(&[
        "run",
        "tests/today/book.play",
        "--state",
        &scratch.path().join("state.db").to_string_lossy(),
        "--accounts",
        "tests/today/second.ndjson",
        "--accounts",
        "tests/today/first.ndjson",
        "--replay",
        "2026-03-05",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let morning = json(&scratch, &[]);
    assert_eq!(
        (morning["last_run"].as_str(), morning["run_before"].as_str()),
        (Some("2026-03-09"), Some("2026-03-02"))
    );
    // The usage of A6, of 25 February, expired on the 8th: a day that nobody saw.
    assert_eq!(plays(&morning, |play| play["new"] == true), ["A2 rescue", "A6 rescue"]);
    assert_eq!(super::moves(&morning, "data"), ["A6 health yellow red: health.use.share 80.0 → expired"]);
}
