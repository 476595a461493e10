//! Order, and that nothing is sent twice once it was taken.

use super::attempts::{Answer, Destination, Tally, deliver};
use super::made_test::action;
use super::retry::Pauses;
use super::secret::Secret;
use super::server_test::Server;
use super::webhook::Webhook;
use crate::send::outgoing::Outgoing;
use std::collections::BTreeSet;
use std::convert::Infallible;

/// Takes actions but those of some ids, some at once, and keeps what it was given.
struct Fake {
    fails: Vec<&'static str>,
    again: Vec<&'static str>,
    at_once: usize,
    given: Vec<Vec<String>>,
}

fn fake(fails: &[&'static str], again: &[&'static str], at_once: usize) -> Fake {
    Fake { fails: fails.to_vec(), again: again.to_vec(), at_once, given: Vec::new() }
}

impl Destination for Fake {
    fn name(&self) -> &str {
        "fake"
    }

    fn most_at_once(&self) -> usize {
        self.at_once
    }

    fn send(&mut self, actions: &[&Outgoing]) -> Answer {
        self.given.push(actions.iter().map(|action| action.id.clone()).collect());
        let any = |of: &[&str]| actions.iter().any(|action| of.contains(&action.id.as_str()));
        match (any(&self.fails), any(&self.again)) {
            (true, _) => Answer::Failed { why: "no".into(), again: false },
            (_, true) => Answer::Failed { why: "not now".into(), again: true },
            _ => Answer::Sent,
        }
    }
}

fn answers(fake: &mut Fake, actions: &[Outgoing]) -> (Vec<String>, Tally) {
    let mut said = Vec::new();
    let tally = deliver(fake, actions, |action, answer| {
        let word = match answer {
            Answer::Sent => "sent",
            Answer::Failed { .. } => "failed",
            Answer::Waits => "waits",
        };
        said.push(format!("{} {word}", action.id));
        Ok::<(), Infallible>(())
    });
    (said, tally.unwrap())
}

#[test]
fn the_later_actions_of_a_run_wait_for_the_one_that_failed() {
    let actions = [action("a", "1"), action("b", "1"), action("a", "2"), action("b", "2"), action("a", "3")];
    let (said, tally) = answers(&mut fake(&["a-1"], &[], 1), &actions);
    assert_eq!(said, ["a-1 failed", "b-1 sent", "a-2 waits", "b-2 sent", "a-3 waits"]);
    assert_eq!(tally, Tally { sent: 2, refused: 1, waits: 2, failed: 0 });
}

#[test]
fn what_goes_together_has_one_answer() {
    let actions: Vec<Outgoing> = ["a", "b", "c", "d", "e"].map(|account| action(account, "1")).to_vec();
    let mut two = fake(&["d-1"], &[], 2);
    let (said, _) = answers(&mut two, &actions);
    assert_eq!(two.given, [vec!["a-1", "b-1"], vec!["c-1", "d-1"], vec!["e-1"]]);
    assert_eq!(said, ["a-1 sent", "b-1 sent", "c-1 failed", "d-1 failed", "e-1 sent"]);
}

#[test]
fn a_destination_that_is_not_there_is_not_asked_for_ever() {
    let actions: Vec<Outgoing> = ["a", "b", "c", "d", "e"].map(|account| action(account, "1")).to_vec();
    let mut gone = fake(&[], &["a-1", "b-1", "c-1", "d-1", "e-1"], 1);
    let (_, tally) = answers(&mut gone, &actions);
    assert_eq!((gone.given.len(), tally), (3, Tally { failed: 3, waits: 2, sent: 0, refused: 0 }));
    // Refusals say that somebody is there.
    let mut strict = fake(&["a-1", "b-1", "c-1", "d-1", "e-1"], &[], 1);
    assert_eq!(answers(&mut strict, &actions).1.refused, 5);
}

#[test]
fn nothing_more_is_sent_when_the_answer_cannot_be_kept() {
    let mut fake = fake(&[], &[], 1);
    let actions = [action("a", "1"), action("b", "1")];
    assert_eq!(deliver(&mut fake, &actions, |_, _| Err("the disk is full")), Err("the disk is full"));
    assert_eq!(fake.given.len(), 1);
}

/// Two deliveries over one outbox: the second sends what the first could not, and nothing else.
#[test]
fn what_was_taken_is_not_sent_again() {
    let server = Server::new(&["200 OK", "400 Bad Request", "200 OK", "200 OK", "200 OK"]);
    let secret = Secret::read("HOOK", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let mut hook = Webhook::new("crm", &server.url, secret).unwrap().pausing(Pauses::new(|_| ()));
    let outbox = [action("a", "1"), action("b", "1"), action("b", "2"), action("c", "1")];
    let mut sent: BTreeSet<String> = BTreeSet::new();
    for tally in [Tally { sent: 2, refused: 1, waits: 1, failed: 0 }, Tally { sent: 2, ..Tally::default() }] {
        let left: Vec<&Outgoing> = outbox.iter().filter(|action| !sent.contains(&action.id)).collect();
        let found = deliver(&mut hook, left, |action, answer| {
            if *answer == Answer::Sent {
                assert!(sent.insert(action.id.clone()));
            }
            Ok::<(), Infallible>(())
        });
        assert_eq!(found, Ok(tally));
    }
    let ids: Vec<String> = server.asked().iter().map(|asked| asked.header("idempotency-key").to_string()).collect();
    assert_eq!(ids, ["a-1", "b-1", "c-1", "b-1", "b-2"]);
}
