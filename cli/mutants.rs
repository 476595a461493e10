//! `stageplay test --mutants`: small slips that no test of a playbook notices.

use crate::args::Format;
use crate::args::test::TestArgs;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Tested};
use crate::templates::TEMPLATES;
use crate::view::{mutants as view, terminal};
use stageplay_dsl::Tests;
use stageplay_engine::read;
use stageplay_engine::workbench::clauses::Version;
use stageplay_engine::workbench::mutate::{self, Fate, Mutant};

/// What there is to tell.
pub struct Told {
    pub version: Version,
    /// Every mutant that compiles, and what became of it.
    pub fates: Vec<(Mutant, Fate)>,
}

/// Tries every mutant of a playbook on its tests.
pub fn mutants(args: &TestArgs) -> Result<Exit, Fault> {
    let Tested { ready, fixtures } = playbook::ready_to_test(&args.playbook)?;
    if ready.program.playbook.tests.is_empty() {
        return Err(Fault::helped(
            "the playbook has no tests, so no mutant would be noticed",
            Some("write one in `tests/`, as in `test late { account NAME on 2026-03-02 expect health is red }`".into()),
        ));
    }
    let layers = read::load_layers(&args.playbook, TEMPLATES, Tests::Included).map_err(Fault::outside)?;
    let version = Version::new(layers.files, Tests::Included);
    let mutants = mutate::mutants(&version);
    let fates = mutate::fates(&version, &ready.program, ready.calendar.as_ref(), &fixtures, &mutants);
    let fates: Vec<(Mutant, Fate)> =
        mutants.into_iter().zip(fates).filter(|(_, fate)| *fate != Fate::Unsound).collect();
    let told = Told { version, fates };
    terminal::print(&match args.format {
        Format::Human => view::text(&told, terminal::width()),
        Format::Json => view::json(&told),
    })?;
    let survivors = told.fates.iter().filter(|(_, fate)| matches!(fate, Fate::Survived(_))).count();
    Ok(if args.max_survivors.is_some_and(|most| survivors > most) { Exit::Faults } else { Exit::Done })
}
