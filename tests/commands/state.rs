//! `stageplay state`: shown, taken out and in, pruned; and `explain` with what is remembered.

use super::{Book, later};
use serde_json::Value;

#[test]
fn what_is_remembered_is_said_in_words_and_to_programs() {
    let book = Book::begun("show");
    book.run("day2.ndjson");
    let shown = book.of_state(&["state", "show", "A1"]);
    for part in [
        "A1 as of the run of 2026-03-05, snapshot of 2026-03-05",
        "bands health is green since 2026-03-05",
        "stages life: live since 2026-03-02",
        "plays rescue: opened 2026-03-02, cleared 2026-03-05, cooling until 2026-04-04",
        "praise: pending since 2026-03-02",
        "leaver for p1: open since 2026-03-02, ann@example.com find: due 2026-03-06",
        "2026-03-05 play.closed rescue: not sent yet",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    // 75 logins are not below 60.
    assert!(!shown.contains("logins < 60"), "{shown}");
    let shown = book.of_state(&["state", "show", "A4"]);
    assert!(shown.contains("true logins < 60: true since 2026-03-02"), "{shown}");
    let shown: Value = serde_json::from_str(&book.of_state(&["state", "show", "A4", "--format", "json"])).unwrap();
    assert_eq!(shown["account"], "A4");
    assert_eq!(shown["last_run"], "2026-03-05");
    assert_eq!(shown["clocks"][0]["since"], "2026-03-02");
    assert_eq!(shown["plays"][0]["play"], "rescue");
    assert_eq!(shown["plays"][0]["state"], "open");
    assert_eq!(shown["plays"][0]["tasks"][0]["due"], "2026-03-05");
    assert_eq!(shown["plays"][0]["tasks_to_come"][0], "agree");
    assert_eq!(shown["actions"].as_array().map(Vec::len), Some(2));
    let summary = book.of_state(&["state"]);
    for part in ["playbook book, version", "last run 2026-03-05; 2 runs kept", "accounts 4", "plays 2 open runs"] {
        assert!(summary.contains(part), "{part}\n{summary}");
    }
    // Six of the first day, and that A1 is cleared.
    assert!(summary.contains("actions 7 have not been sent anywhere"), "{summary}");
}

#[test]
fn an_explanation_remembers() {
    let book = Book::begun("explain");
    book.of_state(&[
        "record",
        "override",
        "A3",
        "health",
        "--cap",
        "60",
        "--until",
        "2026-04-01",
        "--reason",
        "a dispute",
        "--by",
        "ann",
        "--on",
        "2026-03-03",
    ]);
    book.run("day2.ndjson");
    let explain = |account: &str, more: &[&str]| {
        let args = ["explain", "book.play", "--accounts", "day2.ndjson", "--account", account];
        book.of_state(&[&args[..], more].concat())
    };
    let said = explain("A4", &["nurse"]);
    assert!(said.starts_with("A4 on 2026-03-05, with what the run of 2026-03-02 left"), "{said}");
    assert!(said.contains("for 10 days true since 2026-03-02, 3 days of 10 days"), "{said}");
    assert!(explain("A4", &["rescue"]).contains("rescue: open since 2026-03-02: logins is 10"));
    assert!(explain("A1", &["rescue"]).contains("rescue: cleared today"));
    assert!(explain("A1", &["praise"]).contains("pending since 2026-03-02, until it has held for 7 days"));
    assert!(explain("A1", &["leaver"]).contains("open for 1 of `people`: p1 since 2026-03-02"));
    let said = explain("A3", &["health"]);
    assert!(said.contains("health: 60, yellow"), "{said}");
    assert!(said.contains("override: computed 90.0, capped at 60.0 until 2026-04-01 by ann: a dispute"), "{said}");
    // The word of 2026-03-03 does not hold on the day before it, and nothing was remembered then.
    let day = ["--as-of", "2026-03-02"];
    let args = ["explain", "book.play", "--accounts", "day1.ndjson", "--account", "A3", "health"];
    let said = book.of_state(&[&args[..], &day].concat());
    assert!(said.starts_with("A3 on 2026-03-02, seen for the first time health: 90, green"), "{said}");
    assert!(!said.contains("override"), "{said}");
    // A state is not touched by that.
    assert!(book.of_state(&["state"]).contains("last run 2026-03-05"));
    let without = book.done(&[
        "explain",
        "book.play",
        "--accounts",
        "day2.ndjson",
        "--account",
        "A4",
        "nurse",
        "--state",
        "none",
    ]);
    assert!(without.contains("counted from today, because nothing is remembered"), "{without}");
    // `stageplay.yaml` says where the state is.
    book.write("stageplay.yaml", "playbook: book.play\naccounts: day2.ndjson\nstate: s.db\n");
    let said = book.done(&["explain", "book.play", "--account", "A4", "nurse"]);
    assert!(said.contains("true since 2026-03-02"), "{said}");
}

/// An export without the files that its runs have read: a part of a book is read from files of its own.
fn without_files(export: &str) -> Vec<String> {
    export
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            if let Some(manifest) = line.get_mut("manifest") {
                manifest.as_object_mut().unwrap().shift_remove("files");
            }
            line.to_string()
        })
        .collect()
}

#[test]
fn four_parts_of_a_book_put_together_are_the_book() {
    let book = Book::begun("parts");
    book.write("events.ndjson", r#"{"day":"2026-03-03","account":"A4","type":"done","play":"rescue","task":"call"}"#);
    // A3 and A4 are absent on the third day.
    let third: String = later("2026-03-07").lines().take(2).map(|line| format!("{line}\n")).collect();
    book.write("day3.ndjson", &third);
    book.of_state(&["record", "--events", "events.ndjson"]);
    book.run("day2.ndjson");
    book.run("day3.ndjson");
    for part in ["A1", "A2", "A3", "A4"] {
        let (state, name) = (format!("{part}.db"), format!("{part}.ndjson"));
        for day in ["day1.ndjson", "day2.ndjson", "day3.ndjson"] {
            let own = book
                .read(day)
                .lines()
                .filter(|line| line.contains(part))
                .map(|line| format!("{line}\n"))
                .collect::<String>();
            book.write("part.ndjson", &own);
            let date = ["2026-03-02", "2026-03-05", "2026-03-07"][usize::from(day.as_bytes()[3] - b'1')];
            let run = ["run", "book.play", "--accounts", "part.ndjson", "--as-of", date, "--state", &state];
            book.done(&run);
            if (part, day) == ("A4", "day1.ndjson") {
                book.done(&["record", "--events", "events.ndjson", "--state", &state]);
            }
        }
        book.done(&["state", "export", &name, "--state", &state]);
    }
    let parts = ["A1.ndjson", "A2.ndjson", "A3.ndjson", "A4.ndjson"];
    let taken = book.done(&[&["state", "import"], &parts[..], &["--state", "whole.db"]].concat());
    assert!(taken.ends_with("A4.ndjson: 1 account taken in"), "{taken}");
    let whole = book.ran(&["state", "export", "--state", "whole.db"]).out;
    let (whole, book_itself) = (without_files(&whole), without_files(&book.export()));
    for (here, there) in book_itself.iter().zip(&whole) {
        assert_eq!(here, there);
    }
    assert_eq!(whole.len(), book_itself.len());
    // Once more changes nothing; another version of an account is refused.
    let again = book.done(&["state", "import", "A1.ndjson", "--state", "whole.db"]);
    assert_eq!(again, "A1.ndjson: 0 accounts taken in, 1 there already and the same");
    assert_eq!(without_files(&book.ran(&["state", "export", "--state", "whole.db"]).out), whole);
    let other = book.read("A1.ndjson").replace("zoe", "ann").replace("\"band\":2", "\"band\":1");
    book.write("other.ndjson", &other);
    let ran = book.ran(&["state", "import", "other.ndjson", "--state", "whole.db"]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("`A1` is in both states"), "{}", ran.err);
    // A part goes on like the book does.
    book.write("day4.ndjson", &later("2026-03-09"));
    book.run("day4.ndjson");
    book.done(&["run", "book.play", "--accounts", "day4.ndjson", "--state", "whole.db"]);
    let whole = book.ran(&["state", "export", "--state", "whole.db"]).out;
    assert_eq!(without_files(&book.export()), without_files(&whole));
}

#[test]
fn a_state_is_pruned_up_to_a_day_and_goes_back_no_further() {
    let book = Book::begun("prune");
    book.run("day2.ndjson");
    book.write("day3.ndjson", &later("2026-03-07"));
    book.run("day3.ndjson");
    let pruned = book.of_state(&["state", "prune", "--before", "2026-03-06"]);
    assert!(pruned.starts_with("forgotten: ") && pruned.ends_with("; the state goes back to 2026-03-06"), "{pruned}");
    assert!(pruned.contains("1 run;"), "{pruned}");
    assert!(book.of_state(&["state"]).contains("back to 2026-03-06"));
    let ran = book.ran(&["run", "book.play", "--accounts", "day3.ndjson", "--state", "s.db", "--replay", "2026-03-05"]);
    assert_eq!(ran.code, 2);
    assert!(super::words(&ran.err).contains("the state remembers back to 2026-03-06"), "{}", ran.err);
}
