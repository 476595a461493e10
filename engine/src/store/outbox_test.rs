//! Actions: once, in order, to every destination.

use super::testing_test::{action, each, run, within};
use super::{Action, PlayRun, StoreError};

fn ids(actions: Vec<Action>) -> Vec<String> {
    actions.into_iter().map(|action| action.id).collect()
}

#[test]
fn an_action_is_handed_out_until_it_arrived_at_each_destination() {
    each("once", |store| {
        within(store, |tx| {
            assert!(tx.emit(&action("b", 1, "B")).unwrap());
            assert!(tx.emit(&action("a", 1, "A")).unwrap());
            let again = Action { play: "other".into(), ..action("b", 1, "B") };
            assert!(!tx.emit(&again).unwrap());
            let quiet = Action { backfilled: true, ..action("past", 1, "A") };
            assert!(tx.emit(&quiet).unwrap());
            tx.finish(&run(1)).unwrap();
        });
        assert_eq!(ids(store.unsent("crm").unwrap()), ["b", "a"]);
        assert_eq!(store.unsent("crm").unwrap()[1], action("a", 1, "A"));
        store.sent("crm", &["b"], "2026-01-01T00:00:00Z").unwrap();
        store.sent("crm", &["b"], "later").unwrap();
        assert_eq!(ids(store.unsent("crm").unwrap()), ["a"]);
        assert_eq!(ids(store.unsent("mail").unwrap()), ["b", "a"]);
        let found = store.actions_by_id(&["a", "nobody", "b"]).unwrap();
        assert_eq!((found.len(), found[1].sent[0].at.as_deref()), (2, Some("2026-01-01T00:00:00Z")));
        let said = store.sent("crm", &["a", "nobody"], "now").unwrap_err().to_string();
        assert_eq!(said, "there is no action `nobody` in this state");
        assert_eq!(ids(store.unsent("crm").unwrap()), ["a"], "nothing of a call that failed");
    });
}

#[test]
fn what_one_destination_has_been_sent_is_told_of() {
    each("untold", |store| {
        within(store, |tx| {
            for id in ["b", "a", "c"] {
                tx.emit(&action(id, 1, "A")).unwrap();
            }
            tx.emit(&Action { backfilled: true, ..action("past", 1, "A") }).unwrap();
            assert_eq!(ids(tx.untold().unwrap()), ["b", "a", "c"], "what this run has decided too");
            tx.finish(&run(1)).unwrap();
        });
        store.sent("crm", &["a"], "now").unwrap();
        store.drop_unsent(&["c"], "a trial").unwrap();
        assert_eq!(ids(store.untold().unwrap()), ["b"]);
        assert_eq!(ids(store.unsent("mail").unwrap()), ["b", "a"]);
    });
}

#[test]
fn a_dropped_action_stays_and_is_never_handed_out() {
    each("drop", |store| {
        within(store, |tx| {
            tx.emit(&action("a", 1, "A")).unwrap();
            tx.emit(&action("b", 1, "A")).unwrap();
            tx.finish(&run(1)).unwrap();
        });
        assert_eq!(store.drop_unsent(&["a"], "a trial").unwrap(), 1);
        assert_eq!(store.drop_unsent(&["a", "b"], "again").unwrap(), 1);
        assert!(matches!(store.drop_unsent(&["nobody"], ""), Err(StoreError::NoAction(_))));
        assert_eq!(ids(store.unsent("crm").unwrap()), [""; 0]);
        assert_eq!(store.actions_of("A").unwrap()[0].dropped.as_deref(), Some("a trial"));
        within(store, |tx| {
            tx.rewind(1).unwrap();
            assert!(!tx.emit(&action("a", 1, "A")).unwrap());
            tx.finish(&run(1)).unwrap();
        });
    });
}

#[test]
fn after_going_back_only_what_did_not_arrive_is_decided_again() {
    each("again", |store| {
        for day in [1, 2] {
            within(store, |tx| {
                tx.emit(&action(&format!("x{day}"), day, "A")).unwrap();
                tx.emit(&action(&format!("y{day}"), day, "A")).unwrap();
                tx.finish(&run(day)).unwrap();
            });
        }
        store.sent("crm", &["x2"], "now").unwrap();
        within(store, |tx| {
            tx.rewind(2).unwrap();
            assert!(!tx.emit(&action("x2", 2, "A")).unwrap());
            assert!(tx.emit(&action("y2", 2, "A")).unwrap());
            assert!(tx.emit(&action("z2", 2, "A")).unwrap());
            tx.finish(&run(2)).unwrap();
        });
        assert_eq!(ids(store.unsent("crm").unwrap()), ["x1", "y1", "y2", "z2"]);
        assert_eq!(ids(store.unsent("mail").unwrap()), ["x1", "y1", "x2", "y2", "z2"]);
    });
}

#[test]
fn actions_are_found_by_account_day_and_run() {
    each("found", |store| {
        for day in [1, 2] {
            within(store, |tx| {
                for account in ["B", "A"] {
                    tx.emit(&action(&format!("{account}{day}"), day, account)).unwrap();
                }
                let keyed = Action { key: "person 7".into(), ..action(&format!("key{day}"), day, "A") };
                tx.emit(&keyed).unwrap();
                tx.finish(&run(day)).unwrap();
            });
        }
        let ids = |found: Vec<super::Outgoing>| ids(found.into_iter().map(|outgoing| outgoing.action).collect());
        assert_eq!(ids(store.actions_of("A").unwrap()), ["A1", "key1", "A2", "key2"]);
        assert_eq!(ids(store.actions_since(2).unwrap()), ["B2", "A2", "key2"]);
        let mut run = PlayRun { account: "A".into(), play: "rescue".into(), key: String::new(), run: "run 2".into() };
        assert_eq!(ids(store.actions_of_run(&run).unwrap()), ["A2"]);
        run.key = "person 7".into();
        assert_eq!(ids(store.actions_of_run(&run).unwrap()), ["key2"]);
    });
}
