//! `stageplay record`: what it says, and what the next run makes of it.

use super::{Book, later};

#[test]
fn what_people_have_done_is_taken_notice_of_by_the_next_run() {
    let book = Book::begun("record");
    let record = |args: &[&str]| book.of_state(&[&["record"], args].concat());
    assert_eq!(
        record(&["done", "A4", "rescue.call", "--on", "2026-03-03", "--by", "ann"]),
        "recorded for A4: at the next run, `call` of the run of `rescue` that opened on 2026-03-02 is done on 2026-03-03"
    );
    // The same thing told twice is one.
    assert!(record(&["done", "A4", "rescue.call", "--on", "2026-03-03", "--by", "ann"]).starts_with("recorded before"));
    assert_eq!(
        record(&["dismiss", "A1", "rescue", "--on", "2026-03-04"]),
        "recorded for A1: at the first run from 2026-03-04 on, the run of `rescue` that opened on 2026-03-02 closes as \
         dismissed, and its open task ends with it"
    );
    assert!(
        record(&["owner", "A1", "leaver", "--key", "p1", "--to", "zoe", "--on", "2026-03-03"]).contains("zoe answers")
    );
    assert!(
        record(&["snooze", "A1", "leaver", "--key", "p1", "--until", "2026-03-20", "--on", "2026-03-03"])
            .contains("sleeps until 2026-03-20")
    );
    assert_eq!(
        record(&[
            "override",
            "A3",
            "upside",
            "--cap",
            "120",
            "--until",
            "2026-04-01",
            "--reason",
            "a dispute",
            "--by",
            "ann",
            "--on",
            "2026-03-03",
        ]),
        "recorded for A3: at the next run, `upside` is capped at 120.0 from 2026-03-03 up to and including 2026-04-01"
    );
    // Nothing is so before a run.
    let shown = book.of_state(&["state", "show", "A4"]);
    assert!(
        shown.contains("call: due 2026-03-05") && shown.contains("waiting 2026-03-03 done rescue.call by ann"),
        "{shown}"
    );
    let ran = book.run("day2.ndjson");
    assert!(ran.contains("5 records of people applied"), "{ran}");
    // Five days after it was done.
    let shown = book.of_state(&["state", "show", "A4"]);
    assert!(shown.contains("call: done 2026-03-03 agree: due 2026-03-08"), "{shown}");
    let shown = book.of_state(&["state", "show", "A1"]);
    assert!(shown.contains("rescue: opened 2026-03-02, dismissed 2026-03-05, cooling until 2026-04-04"), "{shown}");
    assert!(
        shown.contains("leaver for p1: open since 2026-03-02, zoe (as a person has said), asleep until 2026-03-20"),
        "{shown}"
    );
    let shown = book.of_state(&["state", "show", "A3"]);
    assert!(shown.contains("upside capped at 120.0 from 2026-03-03 until 2026-04-01 by ann: a dispute"), "{shown}");
    // It wakes four days later, and its task is due as many days later.
    record(&["wake", "A1", "leaver", "--key", "p1", "--on", "2026-03-07"]);
    book.write("day3.ndjson", &later("2026-03-07"));
    book.run("day3.ndjson");
    let shown = book.of_state(&["state", "show", "A1"]);
    assert!(shown.contains("find: due 2026-03-10") && !shown.contains("asleep"), "{shown}");
}

#[test]
fn a_file_of_records_is_taken_as_a_whole_or_not_at_all() {
    let book = Book::begun("record-file");
    let good = r#"{"day":"2026-03-03","account":"A4","type":"done","play":"rescue","task":"call"}"#;
    let bad = r#"{"day":"2026-03-03","account":"A44","type":"dismiss","play":"rescue"}"#;
    book.write("events.ndjson", &format!("{good}\n\n{bad}\n"));
    assert_eq!(
        book.refused(&["record", "--events", "events.ndjson"]),
        "line 3: the state has no account `A44`; nothing is recorded help: did you mean `A4`?"
    );
    assert!(!book.of_state(&["state", "show", "A4"]).contains("waiting"));
    book.write("events.ndjson", good);
    assert!(book.of_state(&["record", "--events", "events.ndjson"]).starts_with("recorded for A4"));
    assert_eq!(book.of_state(&["record", "--events", "-"]), "nothing to record");
    // `run --events` knows it as the same.
    let ran =
        book.done(&["run", "book.play", "--accounts", "day2.ndjson", "--state", "s.db", "--events", "events.ndjson"]);
    assert!(ran.contains("1 record of people applied"), "{ran}");
}

#[test]
fn what_would_be_refused_is_not_recorded() {
    let book = Book::begun("record-refused");
    let refused = |args: &[&str]| book.refused(&[&["record"], args].concat());
    let on = ["--on", "2026-03-03"];
    let done = |account: &str, task: &str| refused(&["done", account, task, "--on", "2026-03-03"]);
    assert_eq!(done("A11", "rescue.call"), "the state has no account `A11` help: did you mean `A1`?");
    assert_eq!(done("A1", "rescu.call"), "the playbook has no play `rescu`, did you mean `rescue`?");
    assert_eq!(done("A1", "rescue.cal"), "play `rescue` has no task `cal`, did you mean `call`?");
    assert_eq!(done("A1", "rescue"), "`rescue` names no task help: write the play and its task: `PLAY.TASK`");
    assert_eq!(done("A1", "rescue.agree"), "task `agree` of play `rescue` has not been created yet");
    assert_eq!(done("A2", "rescue.call"), "play `rescue` is not open for this account");
    assert_eq!(done("A1", "leaver.find"), "play `leaver` is open for `p1`: say which with `key`");
    assert_eq!(
        refused(&["dismiss", "A1", "leaver", "--key", "p2", "--on", "2026-03-03"]),
        "play `leaver` is not open for `p2`, did you mean `p1`?"
    );
    assert_eq!(
        refused(&["dismiss", "A1", "rescue", "--key", "p1", "--on", "2026-03-03"]),
        "play `rescue` has one run for an account, and no key"
    );
    assert_eq!(
        refused(&["dismiss", "A1", "praise", "--on", "2026-03-03"]),
        "play `praise` is not open for this account: it is pending since 2026-03-02"
    );
    assert_eq!(refused(&["wake", "A4", "rescue", "--on", "2026-03-03"]), "play `rescue` is not asleep");
    assert_eq!(
        refused(&["dismiss", "A4", "rescue", "--on", "2026-03-01"]),
        "the run of `rescue` opened on 2026-03-02, after 2026-03-01"
    );
    assert_eq!(
        refused(&[&["snooze", "A4", "rescue", "--until", "2026-03-03"], &on[..]].concat()),
        "`until` (2026-03-03) must be after `day` (2026-03-03)"
    );
    let says = ["--until", "2026-04-01", "--reason", "r", "--by", "ann", "--on", "2026-03-03"];
    assert_eq!(
        refused(&[&["override", "A3", "helth", "--cap", "6"], &says[..]].concat()),
        "the playbook has no score `helth`, did you mean `health`?"
    );
    assert_eq!(
        refused(&[&["override", "A3", "upside", "--replace", "201"], &says[..]].concat()),
        "`upside` lies between 0 and 200, and 201 does not"
    );
    assert_eq!(
        refused(&[&["override", "A3", "health", "--floor", "-1"], &says[..]].concat()),
        "`health` lies between 0 and 100, and -1 does not"
    );
    // What is recorded already is as though it had happened.
    book.of_state(&["record", "done", "A4", "rescue.call", "--on", "2026-03-03"]);
    assert_eq!(
        refused(&["done", "A4", "rescue.call", "--on", "2026-03-03", "--by", "bob"]),
        "task `call` of play `rescue` is recorded as done already"
    );
    book.of_state(&["record", "dismiss", "A1", "rescue", "--on", "2026-03-03"]);
    assert_eq!(done("A1", "rescue.call"), "the run of `rescue` is recorded as dismissed already");
    let waiting = book.of_state(&["state"]);
    assert!(waiting.contains("2 records waiting for a run"), "{waiting}");
}

#[test]
fn what_no_run_answers_to_is_refused_by_the_run() {
    let book = Book::begun("record-keys");
    let lines = [
        r#"{"day":"2026-03-03","account":"A1","type":"dismiss","play":"leaver","key":"p9"}"#,
        r#"{"day":"2026-03-03","account":"A1","type":"dismiss","play":"leaver"}"#,
        r#"{"day":"2026-03-03","account":"A1","type":"dismiss","play":"rescue","key":"p1"}"#,
        r#"{"day":"2026-03-03","account":"A9","type":"dismiss","play":"rescue"}"#,
    ];
    book.write("events.ndjson", &lines.join("\n"));
    let ran =
        book.done(&["run", "book.play", "--accounts", "day2.ndjson", "--state", "s.db", "--events", "events.ndjson"]);
    for why in [
        "not applied: A1: play `leaver` has no run for `p9`",
        "not applied: A1: play `leaver` has a run for each record of a list, and it is not said which one is meant",
        "not applied: A1: play `rescue` has no run for `p1`",
        "not applied: A9: there is no such account",
    ] {
        assert!(ran.contains(why), "{why}\n{ran}");
    }
}
