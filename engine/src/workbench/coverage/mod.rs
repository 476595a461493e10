//! Coverage: what of a playbook its tests have shown, counted on the elements of the graph.
//!
//! | file | does |
//! |---|---|
//! | `elements` | lists what there is to be shown: conditions, thresholds, bands, stages, plays |
//! | `conditions` | the same of conditions and thresholds |
//! | `possible` | says which values can be unknown at all |
//! | `look` | says whether a decided account shows it |
//!
//! Nothing is evaluated here: the accounts of the tests are looked at as they were decided. What only accounts at the
//! edges show, which nobody wrote, is counted apart: they run through everything and expect nothing.

mod conditions;
mod elements;
mod look;
mod possible;

use super::edges;
use super::test::{self, Outcome};
use crate::column::Calendar;
use crate::decide::state::AccountState;
use crate::decide::{Given, decide_chunks};
use crate::graph::Program;
use crate::read::Fixtures;
use look::{Look, Shown};
use smol_str::SmolStr;
use stageplay_dsl::source::Span;

/// So many accounts at the edges are looked at.
const EDGES: usize = 2_000;

/// What a playbook has to show, and what has shown it.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// By kind, in the order of [`Kind::ALL`], then by place.
    pub elements: Vec<Element>,
}

/// Something of a playbook that can come out in several ways.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// What it is called, as in `play save_plan`; `None`: its words in the source say it.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The ways, each to be shown once.
    pub cases: Vec<Case>,
}

/// One of the ways.
#[derive(Clone, Debug)]
pub struct Case {
    /// In a word or two: `true`, `below`, `opens`.
    pub says: SmolStr,
    /// What has shown it.
    pub by: By,
    look: Look,
}

/// What has shown something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Nothing.
    Nobody,
    /// Only an account at an edge that was made up.
    Edge,
    /// A test that somebody wrote.
    Test,
}

/// What there is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Condition,
    Threshold,
    Band,
    Level,
    Stage,
    Play,
    Suppression,
    Escalation,
    Task,
}

/// How much of a kind has been shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// By tests.
    pub tests: usize,
    /// Only by accounts at the edges.
    pub edges: usize,
    /// All cases there are.
    pub of: usize,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Condition,
        Self::Threshold,
        Self::Band,
        Self::Level,
        Self::Stage,
        Self::Play,
        Self::Suppression,
        Self::Escalation,
        Self::Task,
    ];

    /// Its name, for several.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Condition => "conditions",
            Self::Threshold => "thresholds",
            Self::Band => "bands",
            Self::Level => "levels",
            Self::Stage => "stages",
            Self::Play => "plays",
            Self::Suppression => "suppressions",
            Self::Escalation => "escalations",
            Self::Task => "tasks",
        }
    }
}

impl Coverage {
    /// How much of a kind has been shown.
    #[must_use]
    pub fn count(&self, kind: Kind) -> Count {
        self.counted(|element| element.kind == kind)
    }

    /// How much of all has been shown.
    #[must_use]
    pub fn total(&self) -> Count {
        self.counted(|_| true)
    }

    /// How many cases no test has shown.
    #[must_use]
    pub fn uncovered(&self) -> usize {
        let Count { tests, of, .. } = self.total();
        of - tests
    }

    fn counted(&self, is_wanted: impl Fn(&Element) -> bool) -> Count {
        let mut count = Count::default();
        for case in self.elements.iter().filter(|element| is_wanted(element)).flat_map(|element| &element.cases) {
            count.of += 1;
            match case.by {
                By::Test => count.tests += 1,
                By::Edge => count.edges += 1,
                By::Nobody => {}
            }
        }
        count
    }

    /// Looks at an account.
    fn see(&mut self, shown: &Shown<'_>, by: By) {
        for case in self.elements.iter_mut().flat_map(|element| &mut element.cases) {
            if case.by < by && case.look.is_shown(shown) {
                case.by = by;
            }
        }
    }
}

/// Runs some of the playbook's tests, by their places, and says what they show; then what accounts at its edges do.
#[must_use]
pub fn measure(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    wanted: &[usize],
) -> (Vec<Outcome>, Coverage) {
    let mut coverage = Coverage { elements: elements::of(program) };
    let outcomes = test::run_seen(program, calendar, fixtures, wanted, &mut |decided| {
        let test::Decided { row, decided, before, state, deeds, .. } = decided;
        let shown = Shown { program, batch: row.batch, frame: row.frame, decided, at: row.at, before, state, deeds };
        coverage.see(&shown, By::Test);
    });
    if let Some(as_of) = edges::date(&program.playbook) {
        let edges = edges::edges(program, calendar, fixtures, as_of, EDGES);
        let (batch, none) = (&edges.batch, AccountState::default());
        let blank = coverage.clone();
        let seen = decide_chunks(program, batch, Given::first(as_of, calendar), |frame, decided| {
            let mut coverage = blank.clone();
            for at in 0..frame.len() {
                let shown = Shown { program, batch, frame, decided, at, before: &none, state: &none, deeds: &[] };
                coverage.see(&shown, By::Edge);
            }
            coverage
        });
        for other in seen {
            coverage.join(&other);
        }
    }
    (outcomes, coverage)
}

impl Coverage {
    /// Takes over what another look at the same elements has shown.
    fn join(&mut self, other: &Self) {
        let cases = |element: &Element| element.cases.iter().map(|case| case.by).collect::<Vec<_>>();
        let seen = other.elements.iter().flat_map(cases);
        for (case, by) in self.elements.iter_mut().flat_map(|element| &mut element.cases).zip(seen) {
            case.by = case.by.max(by);
        }
    }
}

#[cfg(test)]
mod tests;
