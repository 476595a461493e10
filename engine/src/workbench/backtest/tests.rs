//! Replays over a small book.

use super::{Counts, Lead, Replay, ReplayRow, Subject, SubjectKind, judge};
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
