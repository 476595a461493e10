//! Mutants that are evaluated together come to what each would by itself.

use super::{Fate, Mutant, MutantKind, Told, fates, mutants};
use crate::decide::History;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::testing::fixtures;
use crate::workbench::clauses::Version;
use crate::workbench::diff::{Changed, Former, compare, decide};
use crate::workbench::edges::{date, edges};
use crate::workbench::test::failing;
use rayon::prelude::*;
use stageplay_dsl::Tests;
use std::collections::BTreeSet;

const BOOK: &str = include_str!("tests.play");

const FIXTURES: &str = "\
one:
  id: one
  arr: 50000
  logins: 3
  seats: 10
  nps: 5
  tickets: 2
  signed: 2026-02-20
  renewal: 2026-06-20
  champion: false
  plan: basic
  people: []
two:
  id: two
  arr: 20000
  logins: 50
  seats: 100
  nps: 6
  tickets: 0
  signed: 2026-02-01
  renewal: 2026-04-25
  champion: false
  plan: pro
  people:
    - id: a
      nps: 9
    - id: b
      nps: 2
three:
  id: three
  arr: 4000
  logins: 0
  seats: 5
";

/// Each mutant compiled and run alone, over every test and every account.
fn alone(version: &Version, program: &Program, fixtures: &Fixtures, mutants: &[Mutant]) -> Vec<Fate> {
    let tests: Vec<usize> = (0..program.playbook.tests.len()).collect();
    assert_eq!(failing(program, None, fixtures, &tests), [0usize; 0]);
    let (long, short): (Vec<usize>, Vec<usize>) =
        tests.into_iter().partition(|test| program.playbook.tests[*test].days.len() > 1);
    let as_of = date(&program.playbook).unwrap();
    let edges = edges(program, None, fixtures, as_of, 400);
    let before = decide(program, &edges.batch, None, &History::default(), as_of);
    let told = |mutated: &Program| {
        let now = decide(mutated, &edges.batch, None, &History::default(), as_of);
        let changed = compare(&before, &now, &Former::default());
        let ways = |it: &Changed| edges.accounts[it.row].changed.len();
        let simplest = changed.iter().min_by_key(|it| (!it.is_decision(), ways(it), it.differences.len()))?;
        Some(Told { account: edges.accounts[simplest.row].says(&program.playbook), change: simplest.clone() })
    };
    let fate = |mutant: &Mutant| {
        let Some(mutated) = version.with(&mutant.edits).compile() else { return Fate::Unsound };
        match [&short, &long].iter().find_map(|tests| failing(&mutated, None, fixtures, tests).first().copied()) {
            Some(test) => Fate::Caught(test),
            None => Fate::Survived(told(&mutated)),
        }
    };
    mutants.par_iter().map(fate).collect()
}

#[test]
fn together_they_come_to_what_each_does_alone() {
    let version = Version::new(vec![vec![("slips.play".into(), BOOK.into())]], Tests::Included);
    let said = stageplay_dsl::compile(vec![("slips.play".into(), BOOK.into())]).diagnostics;
    assert!(!said.has_errors(), "{:#?}", said.sorted());
    let program = version.compile().unwrap();
    let fixtures = fixtures(&program, FIXTURES);
    let mutants = mutants(&version);
    let kinds: BTreeSet<MutantKind> = mutants.iter().map(|mutant| mutant.kind).collect();
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    let together = fates(&version, &program, None, &fixtures, &mutants);
    let alone = alone(&version, &program, &fixtures, &mutants);
    assert_eq!(together.len(), alone.len());
    for ((mutant, together), alone) in mutants.iter().zip(&together).zip(&alone) {
        assert_eq!(together, alone, "{}: {} as {}", mutant.name, mutant.before, mutant.after);
    }
    // The account is large: one test expects the five of `by size { small: 1, otherwise: 5 }`, none the one.
    let of_priority = mutants.iter().zip(&alone).filter(|(mutant, _)| mutant.name == "play visit / priority");
    let caught: Vec<(&str, bool)> =
        of_priority.map(|(mutant, fate)| (mutant.before.as_str(), matches!(fate, Fate::Caught(_)))).collect();
    assert!(caught.iter().any(|(before, caught)| before.contains('5') && *caught), "{caught:?}");
    assert!(caught.iter().all(|(before, caught)| before.contains('5') || !caught), "{caught:?}");
    // Otherwise it would show nothing.
    let count = |is: fn(&Fate) -> bool| alone.iter().filter(|fate| is(fate)).count();
    assert!(count(|fate| matches!(fate, Fate::Caught(_))) > 20);
    assert!(count(|fate| matches!(fate, Fate::Survived(Some(_)))) > 20);
    assert!(count(|fate| matches!(fate, Fate::Survived(None))) > 5);
}
