//! One slip in a sound playbook is one message, on the line of the slip.
//!
//! The figures are counted over mutants that no longer check; those that still do (a dropped sentence, say) are counted
//! apart. A message *names* the line of a slip where one of the places it shows begins on that line of that file; the
//! stricter figure asks that the first error points there first.
//! `cargo test mutants` takes a part of the mutants; `cargo test mutants -- --ignored --nocapture` all of them, and prints
//! the kinds of slip that do worst.

mod fixtures;
mod mutate;
mod pieces;

use fixtures::{Fixture, extensions, fixtures};
use mutate::{Mutant, Slip, population};
use rayon::prelude::*;
use stageplay_dsl::diagnostic::{Diagnostic, Severity};
use stageplay_dsl::{Tests, compile_layers};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What was said about a mutant.
struct Judged<'m> {
    mutant: &'m Mutant,
    /// The line of the slip is among the places of an error.
    named: bool,
    /// The first error begins on the line of the slip.
    first: bool,
    /// Code and message of each error with the line it begins on.
    errors: Vec<String>,
    codes: String,
}

/// What is said of a mutant; `None` where it still checks.
fn judge<'m>(mutant: &'m Mutant, fixtures: &[Fixture]) -> Option<Judged<'m>> {
    let compiled = compile_layers(mutant.layers(fixtures), None, Tests::Included);
    if compiled.playbook.is_some() {
        return None;
    }
    let file = &fixtures[mutant.fixture].files[mutant.file].0;
    let all = compiled.diagnostics.sorted();
    let errors: Vec<&Diagnostic> = all.into_iter().filter(|said| said.severity == Severity::Error).collect();
    let lines = |said: &Diagnostic| -> Vec<(String, usize)> {
        let spans = said.labels.iter().map(|label| label.span);
        let places = spans.filter_map(|span| compiled.sources.get(span.source).map(|file| (file, span)));
        places.map(|(file, span)| (file.name.clone(), file.position(span.start as usize).line)).collect()
    };
    let right = (file.clone(), mutant.line);
    let codes: Vec<String> = errors.iter().map(|said| said.code.to_string()).collect();
    Some(Judged {
        mutant,
        named: errors.iter().any(|said| lines(said).contains(&right)),
        first: errors.first().is_some_and(|said| lines(said).first() == Some(&right)),
        errors: errors
            .iter()
            .map(|said| {
                let line = lines(said).first().map_or(0, |place| place.1);
                format!("{line}: {} {}", said.code, said.message)
            })
            .collect(),
        codes: codes.join(" "),
    })
}

/// The figures, in percent, and how many mutants they speak of.
struct Figures {
    named: f64,
    /// The stricter one.
    first: f64,
    alone: f64,
    faulty: usize,
    sound: usize,
}

fn figures(judged: &[Option<Judged<'_>>]) -> Figures {
    let faulty: Vec<&Judged<'_>> = judged.iter().flatten().collect();
    let share = |right: &dyn Fn(&Judged<'_>) -> bool| {
        100.0 * faulty.iter().filter(|one| right(one)).count() as f64 / faulty.len().max(1) as f64
    };
    Figures {
        named: share(&|one| one.named),
        first: share(&|one| one.first),
        alone: share(&|one| one.errors.len() == 1),
        faulty: faulty.len(),
        sound: judged.len() - faulty.len(),
    }
}

impl Figures {
    fn told(&self) -> String {
        format!(
            "{} mutants no longer check, {} still do: the first error points first at the right line in {:.1}%, some error \
             names it in {:.1}%, exactly one error is given in {:.1}%",
            self.faulty, self.sound, self.first, self.named, self.alone
        )
    }

    fn must_do(&self) {
        assert!(self.faulty >= 2_000, "{}", self.told());
        assert!(self.first >= 95.0 && self.alone >= 85.0, "{}", self.told());
    }
}

/// Where time counts, every mutant of a playbook of this many bytes is judged, every second of one twice as large, and
/// so on: judging one takes as long as its playbook.
const BYTES: usize = 1_500;

/// The mutants that are judged where time counts.
fn sample<'m>(all: &'m [Mutant], fixtures: &[Fixture]) -> Vec<&'m Mutant> {
    let steps: Vec<usize> = fixtures
        .iter()
        .map(|fixture| fixture.files.iter().map(|(_, text)| text.len()).sum::<usize>().div_ceil(BYTES))
        .collect();
    all.iter().enumerate().filter(|(at, mutant)| at % steps[mutant.fixture] == 0).map(|(_, mutant)| mutant).collect()
}

#[test]
fn a_slip_is_one_message_on_its_line() {
    let fixtures = fixtures();
    let all = population(&fixtures);
    let judged: Vec<_> = sample(&all, &fixtures).into_par_iter().map(|mutant| judge(mutant, &fixtures)).collect();
    let figures = figures(&judged);
    println!("{}", figures.told());
    figures.must_do();
}

/// What changes a template is read by other rules than a playbook that stands alone.
#[test]
fn a_slip_in_an_extension_is_one_message_on_its_line() {
    let fixtures = extensions();
    let all = population(&fixtures);
    let judged: Vec<_> = all.par_iter().map(|mutant| judge(mutant, &fixtures)).collect();
    let figures = figures(&judged);
    println!("{} extensions: {}\n{}", fixtures.len(), figures.told(), worst(&judged, &fixtures));
    assert!(figures.faulty >= 800, "{}", figures.told());
    assert!(figures.named >= 95.0 && figures.alone >= 90.0, "{}", figures.told());
}

#[test]
#[ignore = "every mutant there is: some minutes"]
fn every_slip_of_every_fixture() {
    let fixtures = fixtures();
    let all = population(&fixtures);
    let judged: Vec<_> = all.par_iter().map(|mutant| judge(mutant, &fixtures)).collect();
    println!("{} fixtures, {} mutants", fixtures.len(), all.len());
    for slip in [Slip::Dropped, Slip::Swapped, Slip::Misspelt] {
        let of: Vec<&Judged<'_>> = judged.iter().flatten().filter(|one| one.mutant.slip == slip).collect();
        let share = |right: &dyn Fn(&Judged<'_>) -> bool| {
            100.0 * of.iter().filter(|one| right(one)).count() as f64 / of.len().max(1) as f64
        };
        let (first, named) = (share(&|one| one.first), share(&|one| one.named));
        let alone = share(&|one| one.errors.len() == 1);
        println!("{slip:?}: {} faulty, first {first:.1}%, named {named:.1}%, one error {alone:.1}%", of.len());
    }
    println!("{}", worst(&judged, &fixtures));
    let figures = figures(&judged);
    println!("{}", figures.told());
    figures.must_do();
}

/// The kinds of slip that do worst, with an example of each.
fn worst(judged: &[Option<Judged<'_>>], fixtures: &[Fixture]) -> String {
    let mut classes: BTreeMap<(Slip, &str, String), Vec<&Judged<'_>>> = BTreeMap::new();
    for one in judged.iter().flatten().filter(|one| !one.first || one.errors.len() != 1) {
        let codes: String = one.codes.chars().take(30).collect();
        let place = match (one.first, one.named) {
            (true, _) => "first",
            (_, true) => "named, not first",
            (_, false) => "not named",
        };
        classes.entry((one.mutant.slip, place, codes)).or_default().push(one);
    }
    let mut sorted: Vec<_> = classes.into_iter().collect();
    sorted.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    let mut told = String::new();
    for ((slip, place, codes), members) in sorted.iter().take(40) {
        writeln!(told, "\n{} x {slip:?}, {place}: {codes}", members.len()).unwrap();
        let count = members.len().min(4);
        for one in members.iter().step_by(members.len().div_ceil(count)) {
            let mutant = one.mutant;
            let file = &fixtures[mutant.fixture].files[mutant.file];
            let line = file.1.lines().nth(mutant.line - 1).unwrap_or("").trim();
            writeln!(told, "  {}:{} `{}` -> `{}` in: {line}", file.0, mutant.line, mutant.was, mutant.with).unwrap();
            for error in one.errors.iter().take(4) {
                writeln!(told, "      {error}").unwrap();
            }
        }
    }
    told
}
