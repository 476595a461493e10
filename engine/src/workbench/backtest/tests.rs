//! Replays over a small book.

use super::busy::busy;
use super::{Counts, Lead, Load, Replay, ReplayRow, Subject, SubjectKind, judge};
use crate::live::{Capacity, Held, Holder, Measure};
use crate::read::Outcomes;

fn row(as_of: i32, account: &str, on: Option<bool>) -> ReplayRow {
    ReplayRow { as_of, account: account.into(), on: vec![on], scores: Vec::new() }
}

#[test]
fn a_row_is_judged_by_what_follows_within_the_horizon() {
    let subjects = vec![Subject { kind: SubjectKind::Risk, name: "quiet".into(), level: "high".into() }];
    let rows = vec![
        row(0, "a", Some(true)),   // 150 days before: outside of the horizon
        row(50, "a", Some(false)), // 100 days before: within
        row(100, "a", Some(true)), // within; on again
        row(150, "a", Some(true)), // has come
        row(0, "b", Some(true)),
        row(50, "b", None),
        row(0, "c", None), // not in the outcomes
    ];
    let replay = Replay { subjects, rows, ..Replay::default() };
    let outcomes = Outcomes::from([("a".into(), Some(150)), ("b".into(), None)]);
    let report = judge(&replay, &outcomes, 100);
    assert_eq!((report.rows, report.accounts, report.positive_rows), (5, 2, 2));
    assert_eq!((report.rows_after_outcome, report.rows_without_outcome, report.accounts_with_outcome), (1, 1, 1));
    let judged = report.subjects.first().expect("one");
    let counts = Counts {
        true_positive: 1,
        false_positive: 2,
        false_negative: 1,
        true_negative: 0,
        unknown_positive: 0,
        unknown_negative: 1,
    };
    assert_eq!(judged.counts, counts);
    assert_eq!((judged.alerts, judged.flaps, judged.accounts_caught), (3, 1, 1));
    assert_eq!(judged.lead.map(|lead| lead.min), Some(50));
}

#[test]
fn between_two_days_the_lower_is_taken() {
    let lead = Lead::of(vec![40, 10, 30, 20]).expect("some");
    assert_eq!((lead.min, lead.lower_quartile, lead.median, lead.upper_quartile, lead.max), (10, 10, 20, 30, 40));
    assert_eq!(Lead::of(Vec::new()), None);
}

fn load(open: usize, new: usize, effort_hours: f64) -> Load {
    Load { new, open, effort_hours }
}

#[test]
fn what_somebody_does_in_two_roles_is_held_against_the_higher_number() {
    let roles = |roles: &[&str]| roles.iter().map(|role| (*role).into()).collect();
    let who = |who: &str| Holder::of(Some(who), None);
    let mut replay = Replay::default();
    replay
        .capacities
        .insert("csm".into(), Capacity { open_plays: Some(3.0), new_plays: Some(0.0), effort_hours: None });
    replay
        .capacities
        .insert("lead".into(), Capacity { open_plays: Some(5.0), new_plays: None, effort_hours: Some(1.0) });
    replay.roles.insert(who("ann"), roles(&["csm", "lead", "chief"]));
    replay.roles.insert(who("bob"), roles(&["chief"]));
    // A Thursday and the Friday of one week, and the Monday after it.
    for (day, load) in [(0, load(4, 0, 0.5)), (1, load(6, 0, 0.5)), (4, load(5, 1, 0.0))] {
        replay.held.insert((day, who("ann")), load);
        replay.held.insert((day, who("bob")), load);
    }
    let busy = busy(&replay);
    let [ann] = busy.as_slice() else { panic!("one has a capacity: {busy:?}") };
    assert_eq!(ann.capacity, Capacity { open_plays: Some(5.0), new_plays: Some(0.0), effort_hours: Some(1.0) });
    assert_eq!(ann.weeks.get(&-3), Some(&load(6, 0, 1.0)));
    assert_eq!(ann.weeks.get(&4), Some(&load(5, 1, 0.0)));
    assert_eq!(Measure::ALL.map(|of| ann.weeks_over_by(of)), [Some(1), Some(1), Some(0)]);
    assert_eq!(ann.weeks_over(), 2);
    // One of none is worse than any number of some.
    assert_eq!(ann.worst(), Some((4, Held { of: Measure::NewPlays, is: 1.0, most: 0.0 })));
}
