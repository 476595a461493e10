//! What every store does the same.

use super::testing_test::{accounts, action, change, each, event, exported, run, run_with, within};
use super::{Pruned, Run, StoreError};

#[test]
fn the_head_is_what_the_newest_run_left() {
    each("head", |store| {
        assert_eq!(store.head().unwrap(), None);
        run_with(store, 10, &[("A", "a")]);
        run_with(store, 13, &[]);
        let head = store.head().unwrap().unwrap();
        assert_eq!((head.last, head.previous, head.book.as_str()), (13, Some(10), r#"{"book":13}"#));
        assert_eq!((head.playbook.as_str(), head.program.as_str()), ("health", "p1"));
        let days: Vec<_> = store.runs().unwrap().iter().map(|row| (row.run.as_of, row.previous)).collect();
        assert_eq!(days, [(10, None), (13, Some(10))]);
    });
}

#[test]
fn a_transaction_that_is_not_committed_leaves_nothing() {
    each("dropped", |store| {
        run_with(store, 10, &[("A", "a")]);
        let before = exported(store);
        {
            let mut tx = store.begin().unwrap();
            tx.rewind(10).unwrap();
            tx.put(11, "A", b"b").unwrap();
            tx.emit(&action("x", 11, "A")).unwrap();
            tx.moved(&change(11, "A", "red")).unwrap();
            tx.record(&event("e", 11, "A")).unwrap();
            tx.finish(&run(11)).unwrap();
            assert_eq!(tx.account("A").unwrap().unwrap(), b"b");
        }
        assert_eq!(exported(store), before);
    });
}

#[test]
fn accounts_keep_the_order_in_which_they_came() {
    each("order", |store| {
        run_with(store, 1, &[("C", "1"), ("A", "1"), ("B", "1")]);
        run_with(store, 2, &[("A", "2"), ("D", ""), ("C", "1")]);
        assert_eq!(accounts(store), ["C=1", "A=2", "B=1", "D="]);
        within(store, |tx| {
            tx.forget(3, "A").unwrap();
            tx.forget(3, "nobody").unwrap();
            assert_eq!(tx.account("A").unwrap(), None);
            assert_eq!(tx.account("D").unwrap().unwrap(), b"");
            tx.finish(&run(3)).unwrap();
        });
        assert_eq!(accounts(store), ["C=1", "B=1", "D="]);
        run_with(store, 4, &[("A", "4")]);
        assert_eq!(accounts(store), ["C=1", "A=4", "B=1", "D="]);
    });
}

#[test]
fn going_back_gives_what_was_kept_before_the_day() {
    each("rewind", |store| {
        store.record(&[event("e1", 1, "A"), event("e2", 2, "A"), event("e9", 9, "A")]).unwrap();
        within(store, |tx| {
            tx.put(1, "A", b"a1").unwrap();
            tx.put(1, "B", b"b1").unwrap();
            tx.applied(&["e1"], 1).unwrap();
            tx.moved(&change(1, "A", "green")).unwrap();
            tx.emit(&action("x1", 1, "A")).unwrap();
            tx.finish(&run(1)).unwrap();
        });
        let before = exported(store);
        within(store, |tx| {
            tx.put(2, "A", b"a2").unwrap();
            tx.forget(2, "B").unwrap();
            tx.put(2, "C", b"c2").unwrap();
            tx.applied(&["e2"], 2).unwrap();
            tx.moved(&change(2, "A", "red")).unwrap();
            tx.emit(&action("x2", 2, "A")).unwrap();
            tx.finish(&run(2)).unwrap();
        });
        run_with(store, 5, &[("A", "a5"), ("B", "b5"), ("C", "c5")]);
        within(store, |tx| {
            tx.rewind(6).unwrap();
            assert_eq!(tx.head().unwrap().unwrap().last, 5, "nothing is later");
            tx.rewind(2).unwrap();
            assert_eq!(tx.head().unwrap().unwrap().last, 1);
            let waiting: Vec<String> = tx.events(8).unwrap().into_iter().map(|event| event.id).collect();
            assert_eq!(waiting, ["e2"]);
        });
        assert_eq!(exported(store), before);
        assert_eq!(accounts(store), ["A=a1", "B=b1"]);
        within(store, |tx| tx.rewind(1).unwrap());
        assert_eq!(store.head().unwrap(), None);
        assert_eq!(accounts(store), [""; 0]);
        assert_eq!(store.events().unwrap().len(), 3, "what people did is not undone");
    });
}

#[test]
fn days_only_grow() {
    each("days", |store| {
        run_with(store, 10, &[("A", "a")]);
        let mut tx = store.begin().unwrap();
        let said = tx.put(10, "A", b"b").unwrap_err().to_string();
        assert_eq!(said, "the state already holds a run of 1970-01-11: go back to before 1970-01-11 first");
        tx.put(11, "A", b"b").unwrap();
        assert!(matches!(tx.rewind(5), Err(StoreError::Unfinished(11))));
        assert!(matches!(tx.prune(5), Err(StoreError::Unfinished(11))));
        assert!(matches!(tx.commit(), Err(StoreError::Unfinished(11))));
        let mut tx = store.begin().unwrap();
        tx.put(11, "A", b"b").unwrap();
        assert!(matches!(tx.emit(&action("x", 12, "A")), Err(StoreError::TwoDays { first: 11, second: 12 })));
        drop(tx);
        let mut tx = store.begin().unwrap();
        assert!(matches!(tx.finish(&run(i32::MAX)), Err(StoreError::NoDate(i32::MAX))));
        tx.finish(&run(11)).unwrap();
        tx.put(12, "A", b"c").unwrap();
        tx.finish(&run(12)).unwrap();
        tx.commit().unwrap();
        assert_eq!(store.runs().unwrap().len(), 3, "two runs in one transaction");
        let mut tx = store.begin().unwrap();
        let other = Run { playbook: "renewals".into(), ..run(20) };
        let said = tx.finish(&other).unwrap_err().to_string();
        assert_eq!(said, "the state belongs to the playbook `health`, not to `renewals`: name another state");
    });
}

#[test]
fn any_text_survives_or_is_refused() {
    let odd = ["", "\0", "a\0b", "a", "\u{feff}", "'; DROP TABLE accounts; --", "😀", "é", "e\u{301}", "\n", "?1"];
    each("texts", |store| {
        within(store, |tx| {
            for text in odd {
                tx.put(1, text, text.as_bytes()).unwrap();
                let mut emitted = action(text, 1, text);
                emitted.owner = Some(text.into());
                emitted.play = text.into();
                // A lone surrogate is legal JSON text, and stays as it was written.
                emitted.body = r#"{"x":"\ud800\u0000"}"#.into();
                assert!(tx.emit(&emitted).unwrap());
                tx.moved(&change(1, text, text)).unwrap();
                tx.record(&event(text, 1, text)).unwrap();
            }
            tx.finish(&run(1)).unwrap();
        });
        let found = accounts(store);
        assert_eq!(found, odd.map(|text| format!("{text}={text}")));
        let sent: Vec<&str> = odd.to_vec();
        store.sent("a\0b", &sent, "\0").unwrap();
        for text in odd {
            let outgoing = store.actions_of(text).unwrap();
            assert_eq!((outgoing.len(), outgoing[0].action.id.as_str()), (1, text));
            assert_eq!(outgoing[0].action.body, r#"{"x":"\ud800\u0000"}"#);
            assert_eq!(
                (outgoing[0].sent[0].destination.as_str(), outgoing[0].sent[0].at.as_deref()),
                ("a\0b", Some("\0"))
            );
        }
        let mut tx = store.begin().unwrap();
        for body in ["", "null", "[]", "{", "{}\n", " {}", "{} x", "{\n}"] {
            let mut refused = action("new", 2, "A");
            refused.body = body.into();
            assert!(matches!(tx.emit(&refused), Err(StoreError::NoObject { .. })), "{body:?}");
        }
        for number in [f64::NAN, f64::INFINITY] {
            let mut refused = action("new", 2, "A");
            refused.priority = Some(number);
            assert!(matches!(tx.emit(&refused), Err(StoreError::NotFinite { .. })));
        }
        let refused = Run { manifest: "{".into(), ..run(2) };
        assert_eq!(tx.finish(&refused).unwrap_err().to_string(), "the manifest of a run is not JSON in one line");
    });
}

#[test]
fn pruning_keeps_what_going_back_to_the_day_needs() {
    each("prune", |store| {
        store.record(&[event("old", 1, "A"), event("waits", 1, "A")]).unwrap();
        for day in [1, 3, 5, 7] {
            within(store, |tx| {
                tx.put(day, "A", format!("a{day}").as_bytes()).unwrap();
                if day == 1 {
                    tx.put(1, "B", b"b1").unwrap();
                    tx.applied(&["old"], 1).unwrap();
                }
                if day == 3 {
                    tx.forget(3, "B").unwrap();
                }
                tx.emit(&action(&format!("sent {day}"), day, "A")).unwrap();
                tx.emit(&action(&format!("unsent {day}"), day, "A")).unwrap();
                tx.moved(&change(day, "A", "red")).unwrap();
                tx.finish(&run(day)).unwrap();
            });
            store.sent("crm", &[&format!("sent {day}")], "at").unwrap();
        }
        let pruned = store.prune(5).unwrap();
        // Of A what it was on day 1, of B all; of the days 1 and 3 the moves, the bodies that were sent, and the run of 1.
        assert_eq!(pruned, Pruned { versions: 2, accounts: 1, moves: 2, actions: 2, events: 1, runs: 1 });
        assert_eq!(store.prune(5).unwrap(), Pruned::default());
        let unsent: Vec<String> = store.unsent("crm").unwrap().into_iter().map(|action| action.id).collect();
        assert_eq!(unsent, ["unsent 1", "unsent 3", "unsent 5", "unsent 7"]);
        let elsewhere: Vec<String> = store.unsent("mail").unwrap().into_iter().map(|action| action.id).collect();
        assert_eq!(elsewhere, ["unsent 1", "unsent 3", "sent 5", "unsent 5", "sent 7", "unsent 7"]);
        assert_eq!(store.record(&[event("old", 1, "A")]).unwrap(), 0, "the id is still known");
        assert_eq!(store.events().unwrap().len(), 1);
        let mut tx = store.begin().unwrap();
        let said = tx.rewind(4).unwrap_err().to_string();
        assert_eq!(said, "the state remembers back to 1970-01-06, not to 1970-01-05: ask for 1970-01-06 or later");
        assert_eq!(tx.back_to().unwrap(), Some(5));
        tx.rewind(5).unwrap();
        assert_eq!(tx.account("A").unwrap().unwrap(), b"a3");
        let head = tx.head().unwrap().unwrap();
        assert_eq!((head.last, head.previous), (3, Some(1)));
        assert!(!tx.emit(&action("sent 5", 5, "A")).unwrap(), "it was sent, and is not to be sent again");
        assert!(tx.emit(&action("unsent 5", 5, "A")).unwrap());
        drop(tx);
        // Pruning past the last run keeps what is there now.
        store.prune(100).unwrap();
        within(store, |tx| {
            assert_eq!(tx.back_to().unwrap(), Some(8));
            tx.rewind(8).unwrap();
            assert_eq!(tx.account("A").unwrap().unwrap(), b"a7");
        });
    });
}

#[test]
fn moves_and_events_are_listed_in_their_order() {
    each("lists", |store| {
        store.record(&[event("b", 2, "A"), event("a", 2, "A"), event("c", 1, "B")]).unwrap();
        assert_eq!(store.record(&[event("b", 2, "A"), event("d", 3, "A")]).unwrap(), 1);
        within(store, |tx| {
            let ids = |until| tx.events(until).unwrap().into_iter().map(|event| event.id).collect::<Vec<_>>();
            assert_eq!(ids(2), ["c", "b", "a"]);
            assert_eq!(ids(0), [""; 0]);
        });
        within(store, |tx| {
            tx.applied(&["b", "c"], 2).unwrap();
            assert_eq!(tx.events(9).unwrap().len(), 2);
            assert!(matches!(tx.applied(&["nobody"], 2), Err(StoreError::NoEvent(id)) if id == "nobody"));
            for (account, to) in [("B", "1"), ("A", "2"), ("B", "0"), ("B", "0")] {
                tx.moved(&change(2, account, to)).unwrap();
            }
            tx.finish(&run(2)).unwrap();
        });
        within(store, |tx| {
            tx.moved(&change(3, "A", "3")).unwrap();
            tx.finish(&run(3)).unwrap();
        });
        let moves = |since| {
            let moves = store.moves(since).unwrap().into_iter();
            moves.map(|change| format!("{} {}", change.account, change.to.unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(moves(0), ["A 2", "B 1", "B 0", "B 0", "A 3"]);
        assert_eq!(moves(3), ["A 3"]);
        let applied: Vec<_> =
            store.events().unwrap().into_iter().map(|known| (known.event.id, known.applied)).collect();
        let told = [("c", Some(2)), ("b", Some(2)), ("a", None), ("d", None)].map(|(id, day)| (id.to_owned(), day));
        assert_eq!(applied, told);
    });
}
