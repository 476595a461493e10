//! What every command about a state says where there is none, or not the right one, or one that somebody uses.

use super::{Book, words};

const ABOUT: [&[&str]; 7] = [
    &["state"],
    &["state", "show", "A1"],
    &["state", "export"],
    &["state", "prune", "--before", "2026-03-02"],
    &["record", "dismiss", "A1", "rescue", "--on", "2026-03-03"],
    &["deliver", "--to", "file", "--path", "out.ndjson"],
    &["plan", "book.play"],
];

#[test]
fn no_state_is_said_with_what_makes_one() {
    let book = Book::new("no-state");
    for args in ABOUT {
        assert_eq!(book.refused(args), "there is no state `s.db`: the first run makes it", "{args:?}");
        let ran = book.ran(args);
        assert_eq!(ran.code, 2);
        assert_eq!(
            words(&ran.err),
            "error: no state is named, and there is no `stageplay.yaml` in this folder help: name its file: `--state FILE`",
            "{args:?}"
        );
    }
    book.write("stageplay.yaml", "playbook: book.play\n");
    let ran = book.ran(&["state"]);
    assert!(words(&ran.err).contains("no state is named, neither here nor in `stageplay.yaml`"), "{}", ran.err);
    book.write("s.db", "this is no database, and longer than a page's head would be");
    for args in ABOUT {
        assert!(book.refused(args).contains("is no state of Stageplay"), "{args:?}");
    }
    assert!(!book.path().join("out.ndjson").exists());
}

#[test]
fn a_state_of_another_playbook_is_refused() {
    let book = Book::begun("other-state");
    let other = book.read("book.play").replace("playbook book \"A small book\"", "playbook tome \"Another\"");
    book.write("tome.play", &other);
    assert_eq!(
        book.refused(&["plan", "tome.play"]),
        "the state belongs to the playbook `book`, not to `tome`: name another state"
    );
    let run = book.ran(&["run", "tome.play", "--accounts", "day2.ndjson", "--state", "s.db"]);
    assert_eq!(run.code, 2);
    assert!(run.says("the state belongs to the playbook `book`"), "{}", run.err);
}

#[test]
fn dates_flags_and_names_are_checked() {
    let book = Book::begun("bad-flags");
    let usage = |args: &[&str], says: &str| {
        let ran = book.ran(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(words(&ran.err).contains(says), "{args:?}: {}", ran.err);
    };
    let date = "expected a date that exists, as 2026-03-02";
    usage(&["record", "dismiss", "A1", "rescue", "--on", "2026-02-30"], date);
    usage(&["record", "snooze", "A1", "rescue", "--until", "soon"], date);
    usage(&["record", "snooze", "A1", "rescue"], "--until");
    usage(&["record", "owner", "A1", "rescue"], "--to");
    usage(&["record"], "--events");
    usage(&["state", "prune", "--before", "x"], date);
    usage(&["state", "prune"], "--before");
    usage(&["state", "import"], "FILE");
    usage(&["deliver", "--path", "x"], "--to");
    let override_ = ["record", "override", "A1", "health", "--until", "2026-04-01", "--reason", "r"];
    usage(&[&override_[..], &["--cap", "6"]].concat(), "--by");
    usage(&[&override_[..], &["--by", "ann"]].concat(), "--replace");
    usage(&[&override_[..], &["--by", "ann", "--cap", "6", "--floor", "2"]].concat(), "cannot be used with");
    assert_eq!(book.refused(&["state", "show", "A11"]), "the state has no account `A11` help: did you mean `A1`?");
    let hostile = book.refused(&["state", "show", "A\u{1b}[31m"]);
    assert!(hostile.starts_with("the state has no account `A\\u{1b}[31m`"), "{hostile}");
    assert!(book.refused(&["state", "import", "none.ndjson"]).starts_with("cannot take in `none.ndjson`: "));
    book.write("cut.ndjson", "{\"type\":\"head\",");
    assert!(book.refused(&["state", "import", "cut.ndjson"]).starts_with("cannot take in `cut.ndjson`: line 1: "));
    assert!(book.refused(&["state", "export", "s.db"]).starts_with("`s.db` is the state itself"));
}

#[test]
fn a_state_that_is_written_to_is_waited_for_and_then_left_alone() {
    let book = Book::begun("busy");
    let before = book.export();
    // Somebody else writes, for as long as this lives.
    let mut store =
        stageplay_engine::store::SqliteStore::open(&book.path().join("s.db"), stageplay_engine::store::PATIENCE)
            .unwrap();
    let tx = stageplay_engine::store::Store::begin(&mut store).unwrap();
    let said = book.refused(&["record", "dismiss", "A1", "rescue", "--on", "2026-03-03"]);
    assert_eq!(said, "another run is using this state: wait until it has ended, then run again");
    drop(tx);
    assert_eq!(book.export(), before);
}

/// The book has been run on 2026-03-02, and on 2026-03-05 with snapshots of that day. The playbook takes snapshots of up to
/// 31 days.
#[test]
fn a_run_does_not_go_back_by_itself() {
    let book = Book::begun("back");
    book.run("day2.ndjson");
    let kept = book.export();
    let run = |accounts: &str, day: &str| book.refused(&["run", "book.play", "--accounts", accounts, "--as-of", day]);
    assert_eq!(
        run("day2.ndjson", "2026-03-04"),
        "the state has seen 2026-03-05 already, and 2026-03-04 lies before it help: evaluate a later date, or rebuild \
         the state from that day on with --replay 2026-03-04"
    );
    // An old file is none of a later day, whether its snapshots could still speak or not.
    for day in ["2026-03-06", "2026-05-01"] {
        assert_eq!(
            run("day1.ndjson", day),
            "the snapshot of `A1` is of 2026-03-02, and one of 2026-03-05 has spoken for it already (so it is with 3 \
             accounts more) help: give the newer file as well, or rebuild the state from that day on with --replay \
             2026-03-02"
        );
    }
    assert_eq!(book.export(), kept);
    // Going back is asked for.
    book.done(&[
        "run",
        "book.play",
        "--accounts",
        "day1.ndjson",
        "--state",
        "s.db",
        "--replay",
        "2026-03-02",
        "--as-of",
        "2026-03-03",
    ]);
    assert!(book.of_state(&["state"]).contains("2026-03-03"));
}
