//! A budget, shared out: by hand, and over random actions.

use super::budget::{Fate, Limit, OwnerCount, Plan, share_out};
use super::outgoing::{CLOSED, OPENED, Outgoing};
use crate::read::Budget;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, BTreeSet};

fn action(account: &str, step: &str, kind: &str, owner: Option<&str>, priority: Option<f64>) -> Outgoing {
    Outgoing {
        id: format!("{account}-{step}"),
        as_of: 20_000,
        account: account.into(),
        play: "save".into(),
        key: None,
        run: "2026-03-02".into(),
        step: step.into(),
        kind: kind.into(),
        owner: owner.map(Into::into),
        priority,
        body: "{}".into(),
    }
}

fn opening(account: &str, owner: &str, priority: f64) -> Outgoing {
    action(account, "open", OPENED, Some(owner), Some(priority))
}

fn per_owner(opens_per_owner: usize) -> Budget {
    Budget { opens: None, opens_per_owner: Some(opens_per_owner) }
}

fn opens(opens: usize) -> Budget {
    Budget { opens: Some(opens), opens_per_owner: None }
}

#[test]
fn the_most_urgent_go_first_and_the_others_say_what_keeps_them() {
    let actions =
        [opening("a", "kim", 1.0), opening("b", "kim", 9.0), opening("c", "lee", 5.0), opening("d", "lee", 4.0)];
    let plan = share_out(&actions, Budget { opens: Some(2), opens_per_owner: Some(1) });
    let per_owner = Fate::Withheld(Limit::OpensPerOwner);
    assert_eq!(plan.fates, [per_owner, Fate::Now, Fate::Now, per_owner]);
    let count = |owner: &str| OwnerCount {
        owner: Some(owner.into()),
        now: 1,
        over_opens_per_owner: 1,
        ..OwnerCount::default()
    };
    assert_eq!(plan.owners, [count("kim"), count("lee")]);
    assert_eq!(share_out(&actions, opens(1)).now().collect::<Vec<_>>(), [1]);
    assert_eq!(share_out(&actions, opens(0)).fates, [Fate::Withheld(Limit::Opens); 4]);
    assert_eq!(share_out(&actions, Budget::default()).fates, [Fate::Now; 4]);
}

#[test]
fn equal_ones_go_by_account_and_unknown_ones_before_all() {
    let unknown = action("z", "open", OPENED, Some("kim"), None);
    let actions = [opening("b", "kim", 3.0), opening("a", "kim", 3.0), unknown];
    let plan = share_out(&actions, per_owner(2));
    assert_eq!(plan.now().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(plan.unknown_priority, [2]);
    // What is no number is unknown.
    let strange = [opening("a", "kim", f64::INFINITY), opening("b", "kim", f64::NAN)];
    let plan = share_out(&strange, per_owner(1));
    assert_eq!((plan.now().collect::<Vec<_>>(), plan.unknown_priority), (vec![1], vec![1]));
}

#[test]
fn a_run_waits_as_a_whole_and_one_that_was_told_of_goes_on() {
    let task = action("a", "task call", "stageplay.task.created", Some("kim"), Some(1.0));
    let told = action("t", "escalate 1", "stageplay.play.escalated", Some("kim"), Some(0.0));
    let signal = action("", "signal", "stageplay.signal.raised", None, None);
    let actions = [opening("a", "kim", 1.0), task, told, signal];
    let plan = share_out(&actions, opens(0));
    let waits = Fate::Withheld(Limit::Opens);
    assert_eq!(plan.fates, [waits, waits, Fate::Now, Fate::Now]);
    // A second run of the play has an opening of its own.
    let mut later = opening("a", "kim", 1.0);
    later.run = "2026-06-01".into();
    let plan = share_out(&[opening("a", "kim", 2.0), later], opens(1));
    assert_eq!(plan.fates, [Fate::Now, waits]);
}

#[test]
fn what_has_closed_untold_is_dropped_and_costs_nothing() {
    let close = |account: &str| action(account, "close", CLOSED, Some("kim"), Some(9.0));
    let actions = [opening("a", "kim", 9.0), close("a"), opening("b", "kim", 1.0), close("told")];
    let plan = share_out(&actions, opens(1));
    assert_eq!(plan.fates, [Fate::Dropped, Fate::Dropped, Fate::Now, Fate::Now]);
    assert_eq!(plan.dropped().collect::<Vec<_>>(), [0, 1]);
    assert_eq!(plan.owners, [OwnerCount { owner: Some("kim".into()), now: 1, dropped: 1, ..OwnerCount::default() }]);
    // Where nothing is ever kept back, nothing is dropped either.
    assert_eq!(share_out(&actions, Budget::default()).fates, [Fate::Now; 4]);
}

#[derive(Clone, Debug)]
struct Case {
    actions: Vec<Outgoing>,
    shuffled: Vec<Outgoing>,
    budget: Budget,
}

fn cases() -> impl Strategy<Value = Case> {
    let kinds = prop::sample::select(vec![OPENED, OPENED, OPENED, CLOSED, "stageplay.task.created"]);
    let owner = prop::option::of(prop::sample::select(vec!["kim", "lee", "max"]));
    let priority = prop::option::of((0_i32..4).prop_map(f64::from));
    // Owner and priority are those of the account, so that all actions of a run agree.
    let book = prop::collection::vec((owner, priority), 8);
    let picks = prop::collection::btree_set((0_usize..8, kinds), 0..24);
    (book, picks, prop::option::of(0_usize..6), prop::option::of(0_usize..4)).prop_flat_map(
        |(book, picks, opens, per)| {
            let actions: Vec<Outgoing> = picks
                .into_iter()
                .map(|(account, kind)| action(&format!("a{account}"), kind, kind, book[account].0, book[account].1))
                .collect();
            let budget = Budget { opens, opens_per_owner: per };
            (Just(actions.clone()), Just(actions).prop_shuffle(), Just(budget))
                .prop_map(|(actions, shuffled, budget)| Case { actions, shuffled, budget })
        },
    )
}

fn by_id<'a>(actions: &'a [Outgoing], plan: &Plan) -> BTreeMap<&'a str, String> {
    actions.iter().zip(&plan.fates).map(|(action, fate)| (action.id.as_str(), format!("{fate:?}"))).collect()
}

#[test]
fn order_means_nothing_and_no_budget_is_passed() {
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&cases(), |Case { actions, shuffled, budget }| {
        let plan = share_out(&actions, budget);
        let other = share_out(&shuffled, budget);
        prop_assert_eq!(by_id(&actions, &plan), by_id(&shuffled, &other));
        prop_assert_eq!(&plan.owners, &other.owners);

        let fates = || actions.iter().zip(&plan.fates);
        let opened: Vec<&Outgoing> =
            fates().filter(|(it, fate)| it.kind == OPENED && **fate == Fate::Now).map(|(it, _)| it).collect();
        prop_assert!(budget.opens.is_none_or(|most| opened.len() <= most));
        for owner in [None, Some("kim"), Some("lee"), Some("max")] {
            let of = opened.iter().filter(|it| it.owner.as_deref() == owner).count();
            prop_assert!(budget.opens_per_owner.is_none_or(|most| of <= most));
        }
        prop_assert_eq!(plan.owners.iter().map(|it| it.now).sum::<usize>(), opened.len());

        let urgency = |it: &Outgoing| it.priority.unwrap_or(f64::INFINITY);
        for (waiting, fate) in fates().filter(|(it, _)| it.kind == OPENED) {
            let Fate::Withheld(limit) = fate else { continue };
            let passed = opened.iter().any(|it| {
                let same = it.owner == waiting.owner || *limit == Limit::Opens;
                same && urgency(it) < urgency(waiting)
            });
            prop_assert!(!passed, "{} waits while a lower one goes", waiting.id);
        }
        // A run has one fate.
        let mut of_run: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (action, fate) in fates() {
            of_run.entry(action.run_key()).or_default().insert(format!("{fate:?}"));
        }
        prop_assert!(of_run.values().all(|fates| fates.len() == 1));
        Ok(())
    });
    outcome.unwrap();
}
