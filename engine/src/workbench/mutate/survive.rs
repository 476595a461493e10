//! Which mutants the tests of a playbook catch.

use super::Mutant;
use super::columns::Columns;
use crate::column::{Calendar, gather};
use crate::decide::History;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::workbench::clauses::Version;
use crate::workbench::diff::{Changed, Former, compare, decide};
use crate::workbench::edges::{Edges, date, edges};
use crate::workbench::test::failing;
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

/// So many mutants are evaluated together.
const TOGETHER: usize = 48;

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
    let version = version.parsed();
    let all: Vec<usize> = (0..program.playbook.tests.len()).collect();
    let failing_anyway = failing(program, calendar, fixtures, &all);
    let sound: Vec<usize> = all.into_iter().filter(|test| !failing_anyway.contains(test)).collect();
    let compiled: Vec<Option<Program>> =
        mutants.par_iter().map(|mutant| version.with(&mutant.edits).compile()).collect();
    let mutated: Vec<&Program> = compiled.iter().flatten().collect();
    let tried = try_all(program, calendar, fixtures, &sound, &mutated);
    let survivors = mutated.iter().zip(&tried).filter(|(_, test)| test.is_none());
    let survivors: Vec<&Program> = survivors.map(|(survivor, _)| *survivor).collect();
    let mut shown = show(program, calendar, fixtures, &survivors).into_iter();
    let mut tried = tried.into_iter();
    let fate = |mutated: &Option<Program>| match mutated.as_ref().and_then(|_| tried.next()) {
        None => Fate::Unsound,
        Some(Some(test)) => Fate::Caught(test),
        Some(None) => Fate::Survived(shown.next().flatten()),
    };
    compiled.iter().map(fate).collect()
}

/// Per mutant, the test that catches it. One that no test sees otherwise is not run.
fn try_all(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    sound: &[usize],
    mutated: &[&Program],
) -> Vec<Option<usize>> {
    let seen: Vec<Option<Vec<usize>>> = mutated
        .par_chunks(TOGETHER)
        .flat_map_iter(|some| Columns::new(program, some).tests(calendar, fixtures, sound))
        .collect();
    // Tests of one evaluation are decided together and soon done; most of what is caught is caught by them.
    let lasts = |test: &usize| program.playbook.tests.get(*test).is_some_and(|test| test.days.len() > 1);
    let catching = |(mutated, seen): (&&Program, Option<Vec<usize>>)| {
        let is_seen = |test: &usize| seen.as_ref().is_none_or(|seen| seen.contains(test));
        let (long, short): (Vec<usize>, Vec<usize>) = sound.iter().copied().filter(is_seen).partition(lasts);
        [short, long].iter().find_map(|tests| failing(mutated, calendar, fixtures, tests).first().copied())
    };
    mutated.par_iter().zip(seen).map(catching).collect()
}

/// Per survivor, the account at an edge that tells it from the playbook.
fn show(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    survivors: &[&Program],
) -> Vec<Option<Told>> {
    let as_of = date(&program.playbook).filter(|_| !survivors.is_empty());
    let Some(as_of) = as_of else { return vec![None; survivors.len()] };
    let edges = edges(program, calendar, fixtures, as_of, ACCOUNTS);
    let before = decide(program, &edges.batch, calendar, &History::default(), as_of);
    let seen: Vec<Option<Vec<usize>>> = survivors
        .par_chunks(TOGETHER)
        .flat_map_iter(|some| Columns::new(program, some).rows(calendar, &edges.batch, as_of))
        .collect();
    let tell = |(survivor, seen): (&&Program, Option<Vec<usize>>)| {
        let rows = seen.unwrap_or_else(|| (0..edges.batch.rows).collect());
        if rows.is_empty() {
            return None;
        }
        let now = decide(survivor, &gather(&edges.batch, &rows), calendar, &History::default(), as_of);
        let changed = compare(&before.rows(&rows), &now, &Former::default());
        let whole = |it: Changed| Some(Changed { row: *rows.get(it.row)?, ..it });
        let changed: Vec<Changed> = changed.into_iter().filter_map(whole).collect();
        // The fixture as it is written, where it will do; else the one of which least is changed.
        let ways = |it: &Changed| edges.accounts.get(it.row).map_or(usize::MAX, |account| account.changed.len());
        let simplest = changed.iter().min_by_key(|it| (!it.is_decision(), ways(it), it.differences.len()))?;
        told(program, &edges, simplest)
    };
    survivors.par_iter().zip(seen).map(tell).collect()
}

fn told(program: &Program, edges: &Edges, change: &Changed) -> Option<Told> {
    let account = edges.accounts.get(change.row)?.says(&program.playbook);
    Some(Told { account, change: change.clone() })
}
