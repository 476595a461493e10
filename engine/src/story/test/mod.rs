//! Tests of a playbook: what is expected of made-up accounts, and the values that decided where that fails.
//!
//! Accounts are decided by the same steps as in a run; what is here compares and tells. All tests on one date are
//! decided together.

use super::explain::{self, Line};
use crate::column::{Batch, Calendar, ListColumn, made};
use crate::decide::{Decisions, Given, OpenTask, Row, decide_rows, play_state};
use crate::graph::Program;
use crate::read::{Fixture, Fixtures};
use stageplay_dsl::diagnostic::{Code, Diagnostic, near};
use stageplay_dsl::typed::{Expectation, Expected, Playbook, Reach, Test, TestDay};
use stageplay_dsl::types::{Day, Id, Value, show_day};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What came of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its place in the playbook's tests.
    pub test: usize,
    /// The expectations that did not come true, in order.
    pub failures: Vec<Failure>,
}

/// An expectation that did not come true.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The place in the test of the date it stands on.
    pub day: usize,
    /// Its place on that date.
    pub expectation: usize,
    /// What was decided instead, and what that rests on.
    pub because: Vec<Line>,
}

/// Names of fixtures that no file has.
#[must_use]
pub fn check(playbook: &Playbook, fixtures: &Fixtures) -> Vec<Diagnostic> {
    if !fixtures.complete {
        return Vec::new();
    }
    let names = || fixtures.list.iter().map(|fixture| fixture.name.as_str());
    let unknown = playbook.tests.iter().filter(|test| fixtures.named(&test.account.0).is_none());
    unknown
        .map(|test| {
            let (name, span) = &test.account;
            let error = Diagnostic::error(Code(840), *span, format!("there is no fixture `{name}`"));
            match near::nearest(name, names()) {
                Some(near) => error.help(format!("did you mean `{near}`?")).fix(*span, near),
                None if fixtures.list.is_empty() => {
                    error.help("write it in a file such as `fixtures/accounts.yaml` beside the playbook")
                }
                None => match near::help(name, names()) {
                    Some(help) => error.help(help),
                    None => error,
                },
            }
        })
        .collect()
}

/// Runs some of the playbook's tests, by their places. A test whose fixture does not exist is left out.
#[must_use]
pub fn run(program: &Program, calendar: Option<&Calendar>, fixtures: &Fixtures, wanted: &[usize]) -> Vec<Outcome> {
    let mut dates: BTreeMap<Day, Vec<Case<'_>>> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for at in wanted {
        let Some(test) = program.playbook.tests.get(*at) else { continue };
        let Some(fixture) = fixtures.named(&test.account.0) else { continue };
        let Some(day) = alone(test) else {
            outcomes.push(not_run(*at, test));
            continue;
        };
        let (values, lists) = account(program, fixture, day);
        dates.entry(day.day).or_default().push(Case { at: *at, day, values, lists });
    }
    for (as_of, cases) in dates {
        let accounts: Vec<&[Option<Value>]> = cases.iter().map(|case| case.values.as_slice()).collect();
        let lists: Vec<&[ListColumn]> = cases.iter().map(|case| &*case.lists).collect();
        let batch = made(&program.playbook.fields, &accounts, &lists);
        let mut rest = cases.iter();
        decide_rows(program, &batch, Given::first(as_of, calendar), |row, decided, error| {
            let Some(Case { at, day, .. }) = rest.next() else { return };
            let seen = Seen { row, decided, error: error.map(|error| error.to_string()) };
            let failures = day.expects.iter().enumerate().filter_map(|(number, expectation)| {
                let because = seen.failure(&batch, as_of, expectation)?;
                Some(Failure { day: 0, expectation: number, because })
            });
            outcomes.push(Outcome { test: *at, failures: failures.collect() });
        });
    }
    outcomes.sort_by_key(|outcome| outcome.test);
    outcomes
}

/// The date of a test that has one evaluation, and expects only what that alone can tell.
fn alone(test: &Test) -> Option<&TestDay> {
    let [day] = test.days.as_slice() else { return None };
    let told = |one: &Expectation| matches!(one.expected, Expected::Condition(_) | Expected::Due { .. });
    (day.reach == Reach::On && day.events.is_empty() && day.expects.iter().all(told)).then_some(day)
}

/// What is said of a test with memory: it fails, so that nobody takes it for a test that passes.
fn not_run(at: usize, test: &Test) -> Outcome {
    let day = test.days.iter().position(|day| !day.expects.is_empty()).unwrap_or(0);
    let because = vec![Line::new(test.name.to_string(), "tests of more than one evaluation are not run yet")];
    Outcome { test: at, failures: vec![Failure { day, expectation: 0, because }] }
}

/// A test and its account.
struct Case<'p> {
    /// Its place in the playbook's tests.
    at: usize,
    day: &'p TestDay,
    /// One per field; `None` is missing.
    values: Vec<Option<Value>>,
    /// One per list.
    lists: Cow<'p, [ListColumn]>,
}

/// One value per field, one column per list.
type Values<'f> = (Vec<Option<Value>>, Cow<'f, [ListColumn]>);

/// The values of a test's account: those of its fixture, but for what the test sets.
fn account<'f>(program: &Program, fixture: &'f Fixture, day: &TestDay) -> Values<'f> {
    let mut values = fixture.values.clone();
    values.resize(program.playbook.fields.len(), None);
    for (field, value) in &day.set {
        if let Some(slot) = values.get_mut(field.index()) {
            // A default stands in for what is missing, here as in data.
            *slot = value.clone().or_else(|| program.playbook.fields[*field].default.clone());
        }
    }
    let mut lists = Cow::Borrowed(fixture.lists.as_slice());
    for list in &day.without {
        if let Some(column) = lists.to_mut().get_mut(list.index()) {
            // A row that is not there is missing.
            *column = column.gather(&[usize::MAX]);
        }
    }
    (values, lists)
}

/// What was decided about a test's account.
struct Seen<'a> {
    row: Row<'a>,
    decided: &'a Decisions,
    error: Option<String>,
}

impl Seen<'_> {
    /// Why an expectation is not true; `None` where it is.
    fn failure(&self, batch: &Batch, as_of: Day, expectation: &Expectation) -> Option<Vec<Line>> {
        // The row of the batch, of which the frame may hold others as well.
        let row = self.row.frame.rows.start + self.row.at;
        match &expectation.expected {
            Expected::Condition(condition) => (!self.row.is_true(condition))
                .then(|| explain::grounds(self.row.program, batch, Given::first(as_of, None), row, condition)),
            Expected::Due { play, task, day } => {
                let source = &self.row.playbook().plays[*play];
                let name = source.tasks.get(*task).map_or("", |task| task.name.as_str());
                let opening = self.decided.openings.iter().find(|open| open.row == row && open.play == *play);
                let created = opening.and_then(|opening| opening.tasks.iter().find(|task| task.name == name));
                if created.is_some_and(|task| task.due == Some(*day)) {
                    return None;
                }
                let path = format!("{}.{name}", source.name);
                let state = self.decided.plays[*play].state.get(row - self.decided.rows.start);
                let says = match (&self.error, created) {
                    (Some(error), _) => error.clone(),
                    (None, Some(OpenTask { due: Some(due), .. })) => format!("due on {}", show_day(*due)),
                    (None, Some(_)) => "has no due date: what it counts from is unknown".into(),
                    (None, None) => format!(
                        "not created, because `{}` is {}",
                        source.name,
                        state.and_then(|state| play_state::WORDS.get(usize::from(state))).unwrap_or(&"unknown")
                    ),
                };
                let mut because = vec![Line::new(path, says)];
                if created.is_none() {
                    because.push(explain::of_play(self.row.program, batch, Given::first(as_of, None), row, *play));
                }
                Some(because)
            }
            // Invariant: `alone` lets no others through.
            _ => Some(Vec::new()),
        }
    }
}
