//! What an import refuses, and that it leaves nothing behind then.

use super::testing_test::{Texts, action, change, each, event, exported, run, run_with, within};
use super::{Imported, MemoryStore, Run, Store, import};

fn said(store: &mut dyn Store, lines: &str) -> String {
    let before = exported(store);
    let said = import(store, &Texts, &mut lines.as_bytes()).unwrap_err().to_string();
    assert_eq!(exported(store), before, "{said}");
    said
}

/// The lines of a state of one run in which `A` and what is about it is there.
fn lines(write: impl FnOnce(&mut dyn Store)) -> String {
    let mut store = MemoryStore::new();
    write(&mut store);
    exported(&store)
}

#[test]
fn states_that_do_not_go_together_are_refused_with_what_to_do() {
    each("differ", |store| {
        run_with(store, 1, &[("A", "a")]);
        let other = |change: fn(&mut Run)| {
            lines(|store| {
                within(store, |tx| {
                    let mut other = run(1);
                    change(&mut other);
                    tx.put(other.as_of, "B", b"b").unwrap();
                    tx.finish(&other).unwrap();
                });
            })
        };
        for (change, wanted) in [
            (
                (|run| run.playbook = "renewals".into()) as fn(&mut Run),
                "the states differ in their playbook: only parts of one book can be merged",
            ),
            (
                |run| run.program = "p2".into(),
                "the states differ in the version of their playbook: run both with the same version for the same day, then merge",
            ),
            (
                |run| run.layout = "2".into(),
                "the states differ in what they keep: run both with the same playbook and the same Stageplay, then merge",
            ),
            (
                |run| run.as_of = 2,
                "the states differ in the day of their last run: run the one that is behind for the other's day, then merge",
            ),
            (
                |run| run.book = "7".into(),
                "what the run of 1970-01-02 left cannot be put together: the two remember different things of the book",
            ),
        ] {
            assert_eq!(said(store, &other(change)), wanted);
        }
        let more = lines(|store| {
            run_with(store, 0, &[]);
            run_with(store, 1, &[]);
        });
        let only = "is in only one of the two states: run both for the same days, or prune both to the same day";
        assert_eq!(said(store, &more), format!("the run of 1970-01-01 {only}"));
        let never = lines(|_| {});
        assert!(said(store, &never).ends_with("the other one was never run: run it for the same day, then merge"));
    });
}

#[test]
fn an_account_in_both_is_the_same_or_refused_by_name() {
    each("both", |store| {
        let full = |state: &str, to: &str, id: &str| {
            lines(|store| {
                within(store, |tx| {
                    tx.put(1, "A", state.as_bytes()).unwrap();
                    tx.moved(&change(1, "A", to)).unwrap();
                    tx.record(&event(id, 1, "A")).unwrap();
                    tx.emit(&action(id, 1, "A")).unwrap();
                    tx.finish(&run(1)).unwrap();
                });
            })
        };
        let mine = full("a", "red", "x");
        assert_eq!(import(store, &Texts, &mut mine.as_bytes()).unwrap(), Imported { accounts: 1, same: 0 });
        assert_eq!(exported(store), mine);
        assert_eq!(import(store, &Texts, &mut mine.as_bytes()).unwrap(), Imported { accounts: 0, same: 1 });
        let both = "the account `A` is in both states and not the same: export each account from one state only";
        assert_eq!(said(store, &full("b", "red", "x")), both);
        assert_eq!(said(store, &full("a", "green", "x")), both);
        assert_eq!(said(store, &full("a", "red", "y")), both);
        let signal = |body: &str| {
            lines(|store| {
                within(store, |tx| {
                    let mut signal = action("signal", 1, "");
                    signal.body = body.into();
                    tx.emit(&signal).unwrap();
                    tx.finish(&run(1)).unwrap();
                });
            })
        };
        import(store, &Texts, &mut signal("{}").as_bytes()).unwrap();
        import(store, &Texts, &mut signal("{}").as_bytes()).unwrap();
        assert_eq!(
            said(store, &signal(r#"{"n":1}"#)),
            "the action `signal` about the whole book is in both states and not the same: raise it in one of them only"
        );
    });
}

#[test]
fn a_line_that_is_none_is_named_by_its_number() {
    each("lines", |store| {
        let head = r#"{"type":"head","form":1,"playbook":"p","program":"1","layout":1,"last":"1970-01-02","previous":null,"book":{},"back_to":null}"#;
        let run = r#"{"type":"run","as_of":"1970-01-02","previous":null,"playbook":"p","program":"1","layout":1,"book":{},"manifest":{},"backfilled":false}"#;
        for (lines, wanted) in [
            (String::new(), "line 1: expected the lines of a state, found none"),
            ("x".into(), "line 1: expected a JSON object with a `type`: expected value"),
            (run.into(), "line 1: the head is the first line, and only that"),
            (format!("{head}\n{head}"), "line 2: the head is the first line, and only that"),
            (head.into(), "line 1: the head does not fit the runs: export the state again"),
            (
                head.replace("\"form\":1", "\"form\":2"),
                "line 1: the form of the lines is 2, this Stageplay knows 1: update Stageplay",
            ),
            (head.replace("1970-01-02", "1970-02-30"), "line 1: this is no head: `1970-02-30` is no date"),
            (format!("{head}\n{run}\n{{\"type\":\"acount\"}}"), "line 3: `acount` is no kind of line"),
            (format!("{head}\n{run}\n{{\"type\":\"account\"}}"), "line 3: this is no account: missing field `id`"),
            (
                format!("{head}\n{run}\n{}", r#"{"type":"account","id":"A","day":"1970-01-02","state":{}}"#),
                "line 3: the state has no `text`",
            ),
            (
                format!("{head}\n{run}\n{}", r#"{"type":"account","id":"A","day":"1970-01-03","state":{"text":""}}"#),
                "something about the account `A` is later than the last run: export the state again",
            ),
            (
                format!("{head}\n{run}\n{}", r#"{"type":"version","account":"A","day":"1970-01-02","state":null}"#),
                "there is an earlier version of the account `A`, but not the account",
            ),
        ] {
            assert_eq!(said(store, &lines), wanted);
        }
        import(store, &Texts, &mut format!("{head}\n{run}\n").as_bytes()).unwrap();
        assert_eq!(store.head().unwrap().unwrap().last, 1);
    });
}
