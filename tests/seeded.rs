//! Two hundred seeded changes to the Expansion Arc: `diff` names what was changed, gives what it does to the accounts at
//! the playbook's edges to it, and calls those equivalent that do nothing to any of them.

use crate::support::repository::root;
use rayon::prelude::*;
use smol_str::SmolStr;
use stageplay_dsl::Tests;
use stageplay_dsl::source::{SourceFile, SourceId, Sources};
use stageplay_engine::column::{Batch, Calendar, gather};
use stageplay_engine::decide::{DecideError, Decisions, History, Wanted, decide};
use stageplay_engine::graph::Program;
use stageplay_engine::read;
use stageplay_engine::workbench::clauses::Version;
use stageplay_engine::workbench::diff::{self, Cause, Changed, Decided, Effect, Former, Item, Whose};
use stageplay_engine::workbench::edges::{date, edges};
use stageplay_engine::workbench::mutate::{Mutant, choose, mutants};

const CHANGES: usize = 200;
const SEED: u64 = 2026;
/// Those at the edges of the first fixtures come first. With 2,000 it is all of them, and five minutes.
const ACCOUNTS: usize = 200;

/// The playbook, and the accounts at its edges.
struct Arc {
    version: Version,
    program: Program,
    calendar: Calendar,
    batch: Batch,
    as_of: i32,
    decided: Decided,
}

impl Arc {
    fn new() -> Self {
        let path = root().join("playbooks/expansion-arc");
        let layers = read::load_layers(&path, &[], Tests::Included).unwrap();
        let tested = Version::new(layers.files, Tests::Included).compile().expect("it is sound");
        let calendar = read::calendar(&path.join("calendars/business-days.yaml")).unwrap();
        let mut sources = Sources::default();
        let files: Vec<(SourceId, String)> = (layers.fixtures.into_iter().flatten())
            .map(|(name, text)| (sources.add(SourceFile::new(name, text.clone())), text))
            .collect();
        let texts = files.iter().map(|(id, text)| (*id, text.as_str()));
        let (fixtures, said) = read::fixtures(texts, &tested.playbook);
        assert!(said.is_empty() && !fixtures.list.is_empty(), "{said:?}");
        let as_of = date(&tested.playbook).unwrap();
        let batch = edges(&tested, Some(&calendar), &fixtures, as_of, ACCOUNTS).batch;
        let layers = read::load_layers(&path, &[], Tests::LeftOut).unwrap();
        let version = Version::new(layers.files, Tests::LeftOut);
        let program = version.compile().unwrap();
        let decided = diff::decide(&program, &batch, Some(&calendar), &History::default(), as_of);
        Self { version, program, calendar, batch, as_of, decided }
    }

    fn decide(&self, program: &Program) -> Decided {
        diff::decide(program, &self.batch, Some(&self.calendar), &History::default(), self.as_of)
    }

    fn of_rows(&self, program: &Program, rows: &[usize]) -> Option<Decided> {
        let batch = gather(&self.batch, rows);
        diff::same_schema(&self.program, program)
            .then(|| diff::decide(program, &batch, Some(&self.calendar), &History::default(), self.as_of))
    }

    /// What `diff` says of a changed text.
    fn diff(&self, changed: &Version, program: &Program) -> (Vec<Item>, Vec<Changed>, Vec<Cause>) {
        let items = diff::items(&self.version, changed);
        let former = Former::of(&program.playbook);
        let found = diff::compare(&self.decided, &self.decide(program), &former);
        let decide = |program: &Program, _: Whose, rows: &[usize]| self.of_rows(program, rows);
        let causes = diff::attribute(&self.version, &items, &self.decided, &found, &former, &decide);
        (items, found, causes)
    }

    /// Everything decided about each account, put down without the help of `diff`.
    fn behaviour(&self, program: &Program) -> Vec<String> {
        let mut rows = vec![String::new(); self.batch.rows];
        let wanted = Wanted { openings: true, ..Wanted::default() };
        let calendar = Some(&self.calendar);
        decide(program, &self.batch, calendar, self.as_of, wanted, |decided| -> Result<(), DecideError> {
            for (at, row) in decided.rows.clone().enumerate() {
                rows[row] = put_down(&decided, at);
            }
            for opening in &decided.openings {
                let told = opening.tasks.iter().map(|task| (&task.name, task.due, &task.owner));
                let told: Vec<_> = told.collect();
                rows[opening.row] += &format!("{:?} {:?} {:?} {told:?}", opening.play, opening.key, opening.priority);
                if told.is_empty() {
                    rows[opening.row] += &format!("{:?}", opening.owner);
                }
            }
            // An escalation may be due at once.
            for step in &decided.steps {
                rows[step.row] += &format!("{:?} {:?} {:?}", step.play, step.key, step.what);
            }
            Ok(())
        })
        .expect("the calendar covers the edges");
        rows
    }
}

fn put_down(decided: &Decisions, at: usize) -> String {
    let cards: Vec<_> = decided.cards.rows().iter().map(|card| (card.score.get(at), card.band.get(at))).collect();
    let scores: Vec<_> = decided.scores.rows().iter().map(|score| score.get(at)).collect();
    let stages: Vec<_> = decided.stages.rows().iter().map(|stage| stage.get(at)).collect();
    let levels: Vec<_> = decided.levels.rows().iter().map(|level| level.get(at)).collect();
    let plays: Vec<_> = decided.plays.rows().iter().map(|play| play.state.get(at)).collect();
    format!("{cards:?} {scores:?} {stages:?} {levels:?} {plays:?} ")
}

/// What came of one seeded change.
struct Seeded {
    /// The change list names it, and nothing else.
    named: bool,
    /// It changes what is decided about an account, put down without `diff`.
    differs: bool,
    /// `diff` says so.
    found: bool,
    /// All it does is given to it.
    attributed: bool,
    /// Beside an unrelated change: it is named, and what it does alone is given to it.
    beside: Option<bool>,
    what: String,
}

fn names(items: &[Item]) -> Vec<&str> {
    items.iter().filter(|item| item.effect != Effect::Cosmetic).map(|item| item.name.as_str()).collect()
}

fn told(mutant: &Mutant) -> String {
    format!("{} ({}): {} -> {}", mutant.name, mutant.kind.word(), mutant.before, mutant.after)
}

#[test]
fn what_was_changed_is_named_and_given_what_it_does() {
    let arc = Arc::new();
    let all = mutants(&arc.version);
    let of_all = all.len();
    // Some have faults; a fifth more than is needed are tried.
    let sound = choose(all, CHANGES + CHANGES / 5, SEED);
    let compiled: Vec<(Mutant, Version, Program)> = sound
        .into_par_iter()
        .filter_map(|mutant| {
            let version = arc.version.with(&mutant.edits);
            let program = version.compile()?;
            Some((mutant, version, program))
        })
        .collect();
    assert!(compiled.len() >= CHANGES, "only {} compile", compiled.len());
    let compiled = &compiled[..CHANGES];
    let before = arc.behaviour(&arc.program);
    let alone: Vec<(Vec<Item>, Vec<Changed>, Vec<Cause>)> =
        compiled.par_iter().map(|(_, version, program)| arc.diff(version, program)).collect();
    let seeded: Vec<Seeded> = (0..CHANGES)
        .into_par_iter()
        .map(|at| {
            let (mutant, _, program) = &compiled[at];
            let (items, found, causes) = &alone[at];
            Seeded {
                named: names(items) == [mutant.name.as_str()],
                differs: arc.behaviour(program) != before,
                found: !found.is_empty(),
                attributed: causes.iter().all(|cause| {
                    let named = cause.items.iter().map(|item| items[*item].name.as_str());
                    named.collect::<Vec<_>>() == [mutant.name.as_str()]
                }),
                beside: (at % 8 == 0).then(|| beside(&arc, compiled, at, found)).flatten(),
                what: told(mutant),
            }
        })
        .collect();
    report(&seeded, of_all, arc.batch.rows);
}

/// The change together with one in another declaration.
fn beside(arc: &Arc, compiled: &[(Mutant, Version, Program)], at: usize, alone: &[Changed]) -> Option<bool> {
    let (mutant, ..) = &compiled[at];
    let declaration = |name: &str| name.split(" / ").next().map(SmolStr::from);
    let others = (1..compiled.len()).map(|step| &compiled[(at + 7 * step) % compiled.len()].0);
    let other = others.clone().find(|other| declaration(&other.name) != declaration(&mutant.name))?;
    let edits: Vec<_> = mutant.edits.iter().chain(&other.edits).cloned().collect();
    let version = arc.version.with(&edits);
    let (items, both, causes) = arc.diff(&version, &version.compile()?);
    let is_named = names(&items).contains(&mutant.name.as_str()) && names(&items).len() == 2;
    let own: Vec<&Cause> = (causes.iter())
        .filter(|cause| cause.items.iter().any(|item| items[*item].name == mutant.name) && !cause.together)
        .collect();
    // What it does alone and is still there beside the other one.
    let is_given = alone.iter().all(|account| {
        let Some(now) = both.iter().find(|it| it.row == account.row) else { return true };
        let still = account.differences.iter().filter(|it| now.differences.contains(it) && it.is_decision());
        let mut given = causes.iter().flat_map(|cause| {
            let is_own = own.iter().any(|own| std::ptr::eq(*own, cause)) || cause.items.is_empty();
            cause.changed.iter().filter(move |it| it.row == account.row && !is_own)
        });
        // The other change may do the same by itself: then either is right.
        let elsewhere = given.any(|it| it.differences.iter().any(|it| account.differences.contains(it)));
        let mine = own.iter().flat_map(|cause| &cause.changed).filter(|it| it.row == account.row);
        let mine: Vec<_> = mine.flat_map(|it| &it.differences).collect();
        still.clone().all(|it| mine.contains(&it)) || elsewhere
    });
    // And nothing is given to it that it does not do.
    let is_fair = own.iter().flat_map(|cause| &cause.changed).all(|it| alone.iter().any(|other| other.row == it.row));
    Some(is_named && is_given && is_fair)
}

fn report(seeded: &[Seeded], of_all: usize, accounts: usize) {
    let count = |test: &dyn Fn(&Seeded) -> bool| seeded.iter().filter(|it| test(it)).count();
    let differ = count(&|it| it.differs);
    let right = count(&|it| it.named && it.differs && it.attributed);
    let (pairs, right_pairs) = (count(&|it| it.beside.is_some()), count(&|it| it.beside == Some(true)));
    println!(
        "{CHANGES} of {of_all} changes, {accounts} accounts: {} named, {differ} differ on an account, {right} of those \
         attributed, {} equivalent; beside another change {right_pairs} of {pairs} attributed",
        count(&|it| it.named),
        CHANGES - differ,
    );
    for it in seeded.iter().filter(|it| !it.named || !it.attributed || it.beside == Some(false)) {
        println!("  not named or attributed: {}", it.what);
    }
    for it in seeded.iter().filter(|it| !it.differs) {
        println!("  equivalent on the edges: {}", it.what);
    }
    for it in seeded {
        assert_eq!(it.found, it.differs, "{}", it.what);
    }
    assert!(count(&|it| it.named) * 100 >= CHANGES * 95);
    assert!(right * 100 >= differ * 95);
    assert!(right_pairs * 100 >= pairs * 95);
    // Accounts at edges have no memory: what is changed about deadlines, pauses and clocks does nothing to them yet.
    assert!(differ * 5 > CHANGES);
}
