//! Tests of a playbook: what is expected of made-up accounts, and the values that decided where that fails.
//!
//! | file | does |
//! |---|---|
//! | `run` | takes the accounts of tests through their evaluations |
//! | `judge` | compares what was decided with what is expected |
//! | `asked` | compares the priorities and owners of open runs |
//! | `exactly` | finds what else has happened than what is named |
//! | `standing` | says where a play stands, and since when |
//!
//! Accounts are decided by the same step as in a run that remembers; what is here compares and tells.

mod asked;
mod exactly;
mod judge;
mod run;
mod standing;

pub(super) use exactly::{occurrences, written};
pub use run::run;
pub(super) use run::{Decided, Moment, failing, follow, run_seen, timeline};

use crate::read::Fixtures;
use crate::story::explain::Line;
use stageplay_dsl::diagnostic::{Code, Diagnostic, near};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Day;

/// What came of a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its place in the playbook's tests.
    pub test: usize,
    /// What did not come true, in order.
    pub failures: Vec<Failure>,
}

/// Something that did not come true.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The place in the test of the date it stands on.
    pub day: usize,
    /// What.
    pub what: Unmet,
    /// The evaluation in which it showed.
    pub on: Day,
    /// What was decided instead, and what that rests on.
    pub because: Vec<Line>,
}

/// What of a test may not come true, by its place on its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unmet {
    /// What people do, and cannot.
    Event(usize),
    /// What is expected.
    Expectation(usize),
}

/// Names of fixtures that no file has.
#[must_use]
pub fn check(playbook: &Playbook, fixtures: &Fixtures) -> Vec<Diagnostic> {
    if !fixtures.complete {
        return Vec::new();
    }
    let names = || fixtures.list.iter().map(|fixture| fixture.name.as_str());
    let named = playbook.tests.iter().flat_map(|test| {
        let borrowed = test.days.iter().flat_map(|day| &day.borrowed).map(|(_, fixture)| fixture);
        std::iter::once(&test.account).chain(borrowed)
    });
    named
        .filter(|(name, _)| fixtures.named(name).is_none())
        .map(|(name, span)| {
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
