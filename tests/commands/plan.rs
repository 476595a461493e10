//! `stageplay plan`: a changed playbook meets what is remembered.

use super::{Book, words};
use serde_json::Value;

/// The book with `live` renamed, `grown` gone, another clock, `rescue` renamed and wider, one of its tasks and `leaver` gone.
fn changed(book: &Book) -> String {
    let text = book.read("book.play");
    let end = text.find("play leaver").unwrap();
    let mut text = text[..end].to_owned();
    for (old, new) in [
        ("stage live {", "stage using formerly live {"),
        ("  stage grown { enter when logins >= 80 }\n", ""),
        ("(logins < 60) for", "(logins < 61) for"),
        ("play rescue \"Rescue\" {\n  when logins < 40", "play save formerly rescue \"Save\" {\n  when logins < 60"),
        ("task call \"Call {id}\"", "task ring \"Ring {id}\""),
        ("5 days after call", "5 days after ring"),
        ("when call is", "when ring is"),
    ] {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text
}

#[test]
fn accounts_are_named_by_a_pattern_in_the_file_of_a_deployment_too() {
    let book = Book::begun("plan-pattern");
    book.run("day2.ndjson");
    let named = book.ran(&["plan", "book.play", "--state", "s.db", "--accounts", "day2.ndjson"]);
    assert_eq!((named.code, named.err.as_str()), (0, ""));
    book.write("stageplay.yaml", "playbook: book.play\naccounts: 'day2*'\nstate: s.db\n");
    let meant = book.ran(&["plan", "book.play"]);
    assert_eq!((meant.code, meant.out, meant.err.as_str()), (0, named.out, ""));
}

#[test]
fn what_a_change_would_do_is_said_and_nothing_is_kept() {
    let book = Book::begun("plan");
    book.run("day2.ndjson");
    let before = book.export();
    book.write("new.play", &changed(&book));
    let ran = book.ran(&["plan", "new.play", "--state", "s.db", "--accounts", "day2.ndjson"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let said = words(&ran.out);
    for part in [
        "book: another version, against 4 accounts as of the run of 2026-03-05",
        // A3 has 90 logins.
        "To be decided 1 account on stage `grown` of journey `life`, which is gone: write `stage NEW formerly grown` if it \
         has a new name, or `retired stage grown to OTHER` to say where they go",
        // A1 and A2; A4 has begun and got no further.
        "Stages `live` of journey `life` becomes `using`, with 2 accounts on it",
        "Counted anew `logins < 60`, true for up to 3 days of 2 accounts",
        "`rescue` is `save` now, with 1 open run, 1 cooling account",
        "`leaver` is gone, with 1 open run: open runs are withdrawn; write `play NEW formerly leaver`",
        "task `call` of `rescue` is gone from 1 open run in which it was not done",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("Would open"), "nothing is evaluated before that is decided: {said}");
    // A run says the same, and does nothing.
    let run = book.ran(&["run", "new.play", "--state", "s.db", "--accounts", "day2.ndjson"]);
    assert_eq!(run.code, 2);
    assert!(
        words(&run.err).ends_with(
            "help: in journey `life`, write `stage NEW formerly grown` if it has a new name, or `retired stage grown to \
             OTHER` to say where its accounts go"
        ),
        "{}",
        run.err
    );
    let resolved = changed(&book).replace("journey life {", "journey life {\n  retired stage grown to using");
    book.write("new.play", &resolved);
    let said = book.of_state(&["plan", "new.play", "--accounts", "day2.ndjson"]);
    assert!(said.contains("evaluated as of 2026-03-05"), "{said}");
    assert!(said.contains("`grown` of journey `life` becomes `using`, with 1 account on it"), "{said}");
    // A2 has 50 logins. A4 is open already, A1 has 75.
    assert!(
        said.ends_with("Would open 1 run: save 1 A2 save, priority 90,000, 90.0k: logins is 50, below 60"),
        "{said}"
    );
    let json = book.of_state(&["plan", "new.play", "--accounts", "day2.ndjson", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["planned"]["opens"][0]["account"], "A2");
    assert_eq!(json["planned"]["closes"], Value::Array(Vec::new()));
    assert_eq!(json["change"]["plays"][0]["becomes"], "save");
    let md = book.ran(&["plan", "new.play", "--state", "s.db", "--format", "md"]).out;
    assert!(md.contains("\n### Plays\n\n- `rescue` is `save` now"), "{md}");
    assert_eq!(book.export(), before);
}

#[test]
fn a_narrower_play_closes_and_an_unchanged_playbook_changes_nothing() {
    let book = Book::begun("plan-closes");
    let same = book.of_state(&["plan", "book.play", "--accounts", "day1.ndjson"]);
    assert!(same.contains("the version that the state was written with"), "{same}");
    assert!(same.ends_with("Memory nothing that is remembered changes its meaning Plays now no play opens or closes"));
    book.write("new.play", &book.read("book.play").replace("when logins < 40", "when logins < 20"));
    let said = book.of_state(&["plan", "new.play", "--accounts", "day1.ndjson"]);
    // On the same day again, `rescue` does not open for A1 with 30 logins.
    assert!(said.ends_with("Would close 1 run: rescue 1 A1 rescue, 50.0k"), "{said}");
    // On a later day it closes.
    let args = ["plan", "new.play", "--accounts", "day1.ndjson", "--as-of", "2026-03-04"];
    let said = book.of_state(&args);
    assert!(said.ends_with("Would close 1 run: rescue 1 A1 rescue, 50.0k: cleared"), "{said}");
}
