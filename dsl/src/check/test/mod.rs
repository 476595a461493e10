//! Tests: dates that follow each other, and what stands on each.

mod due;
mod event;
mod expectation;
mod owner;
mod play;
mod series;
mod set;

use super::checker::{Checker, once};
use super::errors;
use crate::source::Span;
use crate::syntax::tree::{self, DayClause, Name, Reach, TestClause};
use crate::typed::{Expectation, Test, TestDay, TestEvent};
use set::Sets;

/// More evaluations than this no test has: twenty-seven years of days.
const MOST_EVALUATIONS: i64 = 10_000;

/// Checks all tests; `None` where one is in error. What only a test reads still counts as unused.
pub(super) fn tests(checker: &mut Checker<'_>) -> Option<Vec<Test>> {
    let used = checker.used.clone();
    let resolved = checker.resolved;
    let tests: Vec<Option<Test>> = resolved.declared.tests.iter().map(|source| test(checker, source)).collect();
    checker.used = used;
    tests.into_iter().collect()
}

fn test(checker: &mut Checker<'_>, source: &tree::Test) -> Option<Test> {
    let mut account: Option<(&Name, Span)> = None;
    let mut every: Option<(&tree::Expr, Span)> = None;
    let mut series: Vec<&tree::Series> = Vec::new();
    let mut days: Vec<&tree::Day> = Vec::new();
    for clause in &source.clauses {
        match clause {
            TestClause::Account(name) => once(checker, &mut account, name, name.span, "account"),
            TestClause::Every(length) => once(checker, &mut every, length, length.span, "evaluate every"),
            TestClause::Series(one) => series.push(one),
            TestClause::Day(day) => days.push(day),
        }
    }
    lacking(checker, source, account.is_some(), &days);
    let every = match every {
        Some((length, _)) => interval(checker, length),
        None => Some(1),
    };
    order(checker, source, &days, every);
    let series = series::series(checker, &series, every, &days);
    let days: Vec<Option<TestDay>> = days.into_iter().map(|source| day(checker, source)).collect();
    let (account, _) = account?;
    Some(Test {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        account: (account.text.clone(), account.span),
        every: every?,
        series: series?,
        days: days.into_iter().collect::<Option<_>>()?,
        span: source.name.span,
    })
}

/// What a test must have, in one message.
fn lacking(checker: &mut Checker<'_>, source: &tree::Test, has_account: bool, days: &[&tree::Day]) {
    if checker.resolved.is_torn(source.span) {
        return;
    }
    let missing = if !has_account {
        ("account", "name a fixture, as in `account large_customer`")
    } else if days.is_empty() {
        ("date", "write what is expected when, as in `on 2026-03-02 expect health is red`")
    } else if !days.iter().any(|day| expects(day)) {
        ("expectation", "write what is expected, as in `expect health is red`")
    } else {
        return;
    };
    let error = errors::test_without(source, missing.0, missing.1);
    checker.report(error);
}

fn expects(day: &tree::Day) -> bool {
    day.clauses.iter().any(|clause| matches!(clause, DayClause::Expect(_)))
}

/// A whole number of days or weeks between two evaluations.
fn interval(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<u32> {
    let typed = checker.days(source, "after `evaluate every`")?;
    let days = checker.written_number(&typed, "the time between two evaluations")?;
    if days < 1.0 || days.fract() != 0.0 || days > f64::from(u32::MAX) {
        let error = errors::not_whole(checker, &typed, "the number of days between two evaluations, 1 or more,");
        checker.report(error);
        return None;
    }
    // Invariant: whole and within range, so that the cast is exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    Some(days as u32)
}

/// Dates ascend, the first is an `on`, and there are not too many evaluations.
fn order(checker: &mut Checker<'_>, source: &tree::Test, days: &[&tree::Day], every: Option<u32>) {
    // What stands for a date that could not be read is none.
    let read = || days.iter().copied().filter(|day| !checker.resolved.is_torn(day.date_span));
    let mut found = Vec::new();
    if let Some(first) = days.first().filter(|day| day.reach == Reach::Through) {
        found.push(errors::through_nothing(first));
    }
    let mut before: Option<&tree::Day> = None;
    let mut ascend = true;
    for day in read() {
        if let Some(before) = before.filter(|before| before.date >= day.date) {
            ascend = false;
            found.push(errors::dates_not_ascending(day, before));
        }
        before = Some(day);
    }
    if let (Some(first), Some(last), Some(every), true) = (read().next(), before, every, ascend) {
        let evaluations = (i64::from(last.date) - i64::from(first.date)) / i64::from(every.max(1));
        if evaluations > MOST_EVALUATIONS {
            found.push(errors::too_many_evaluations(source, last, evaluations, MOST_EVALUATIONS));
        }
    }
    found.into_iter().for_each(|error| checker.report(error));
}

fn day(checker: &mut Checker<'_>, source: &tree::Day) -> Option<TestDay> {
    let mut set = Sets::default();
    let mut events: Vec<Option<TestEvent>> = Vec::new();
    let mut expected: Vec<Option<Expectation>> = Vec::new();
    let through = source.reach == Reach::Through;
    for clause in &source.clauses {
        match clause {
            DayClause::Set { span, .. } | DayClause::Do { span, .. } if through => {
                let word = if matches!(clause, DayClause::Set { .. }) { "set" } else { "do" };
                let error = errors::not_in_a_stretch(word, *span, source.date);
                checker.report(error);
            }
            DayClause::Set { fields, .. } => fields.iter().for_each(|one| set.add(checker, one)),
            DayClause::Do { events: all, .. } => {
                events.extend(all.iter().map(|one| event::event(checker, one, source.date)));
            }
            DayClause::Expect(all) => {
                expected.extend(all.iter().map(|one| expectation::expectation(checker, one)));
            }
        }
    }
    if through && !expects(source) && !checker.resolved.is_torn(source.span) {
        let error = errors::stretch_without(source);
        checker.report(error);
    }
    let given = set.finish()?;
    Some(TestDay {
        reach: source.reach,
        day: source.date,
        set: given.values,
        without: given.without,
        borrowed: given.borrowed,
        events: events.into_iter().collect::<Option<_>>()?,
        expects: expected.into_iter().collect::<Option<_>>()?,
        span: source.date_span,
    })
}
