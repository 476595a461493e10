//! Which mutants the tests of a playbook catch.

use super::Mutant;
use crate::column::Calendar;
use crate::decide::History;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::workbench::clauses::Version;
use crate::workbench::diff::{Changed, Former, compare, decide};
use crate::workbench::edges::{Edges, date, edges};
use crate::workbench::test::run;
use rayon::prelude::*;

/// So many accounts at edges are looked through for one that tells a survivor from the playbook.
const ACCOUNTS: usize = 400;

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It does not compile: nobody could run it.
    Unsound,
    /// A test fails, by its place in the playbook's tests.
    Caught(usize),
    /// Every test still passes. The account at an edge that would show the difference, in words, and what it is; `None`
    /// where none of those tried does.
    Survived(Option<Told>),
}

/// An account that tells a mutant from the playbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The fixture and what of it is changed.
    pub account: String,
    /// What is decided otherwise, as in a difference of versions.
    pub change: Changed,
}

/// Runs the tests over mutants, each until one fails. Tests that fail without any mutant say nothing, and are left out. The
/// order of what comes back is that of the mutants.
#[must_use]
pub fn fates(
    version: &Version,
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    mutants: &[Mutant],
) -> Vec<Fate> {
    let all: Vec<usize> = (0..program.playbook.tests.len()).collect();
    let outcomes = run(program, calendar, fixtures, &all);
    let sound = outcomes.iter().filter(|outcome| outcome.failures.is_empty()).map(|outcome| outcome.test);
    // Those of one evaluation are decided together and soon done; most of what is caught is caught by them.
    let lasts = |test: &usize| program.playbook.tests.get(*test).is_some_and(|test| test.days.len() > 1);
    let (long, short): (Vec<usize>, Vec<usize>) = sound.partition(lasts);
    let sound = [short, long];
    let tried: Vec<(Fate, Option<Program>)> = mutants
        .par_iter()
        .map(|mutant| {
            let Some(mutated) = version.with(&mutant.edits).compile() else { return (Fate::Unsound, None) };
            match caught(&mutated, calendar, fixtures, &sound) {
                Some(test) => (Fate::Caught(test), None),
                None => (Fate::Survived(None), Some(mutated)),
            }
        })
        .collect();
    if tried.iter().all(|(_, survivor)| survivor.is_none()) {
        return tried.into_iter().map(|(fate, _)| fate).collect();
    }
    let Some(as_of) = date(&program.playbook) else { return tried.into_iter().map(|(fate, _)| fate).collect() };
    let edges = edges(program, calendar, fixtures, as_of, ACCOUNTS);
    let before = decide(program, &edges.batch, calendar, &History::default(), as_of);
    let told = |survivor: &Program| {
        let now = decide(survivor, &edges.batch, calendar, &History::default(), as_of);
        let changed = compare(&before, &now, &Former::default());
        // The fixture as it is written, where it will do; else the one of which least is changed.
        let ways = |it: &Changed| edges.accounts.get(it.row).map_or(usize::MAX, |account| account.changed.len());
        let simplest = changed.iter().min_by_key(|it| (!it.is_decision(), ways(it), it.differences.len()))?;
        told(program, &edges, simplest)
    };
    tried
        .into_par_iter()
        .map(|(fate, survivor)| survivor.map_or(fate, |survivor| Fate::Survived(told(&survivor))))
        .collect()
}

fn told(program: &Program, edges: &Edges, change: &Changed) -> Option<Told> {
    let account = edges.accounts.get(change.row)?.says(&program.playbook);
    Some(Told { account, change: change.clone() })
}

/// The first test that fails, of the first group in which one does.
fn caught(mutated: &Program, calendar: Option<&Calendar>, fixtures: &Fixtures, groups: &[Vec<usize>]) -> Option<usize> {
    groups.iter().find_map(|tests| {
        let outcomes = run(mutated, calendar, fixtures, tests);
        outcomes.into_iter().find(|outcome| !outcome.failures.is_empty()).map(|outcome| outcome.test)
    })
}
