//! `stageplay test`: what a playbook is expected to decide, and whether it does.

use crate::args::Format;
use crate::args::test::TestArgs;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Tested};
use crate::view::{terminal, tests};
use stageplay_dsl::diagnostic::near;
use stageplay_engine::{column, workbench};

/// Runs the tests of a playbook.
pub fn test(args: &TestArgs) -> Result<Exit, Fault> {
    if args.mutants {
        return crate::mutants::mutants(args);
    }
    let tested = playbook::ready_to_test(&args.playbook)?;
    let wanted = wanted(&tested, args.filter.as_deref())?;
    let Tested { ready, fixtures, .. } = &tested;
    let outcomes = workbench::test::run(&ready.program, ready.calendar.as_ref(), fixtures, &wanted);
    match args.format {
        Format::Human => terminal::print(&tests::show(&tested, &outcomes, terminal::width()))?,
        Format::Json => terminal::print(&tests::json(&tested, &outcomes))?,
    }
    let failed = outcomes.iter().any(|outcome| !outcome.failures.is_empty());
    Ok(if failed { Exit::Faults } else { Exit::Done })
}

/// The places of the tests that are asked for. None at all is a fault: nothing would be tested, and nobody notice.
fn wanted(tested: &Tested, filter: Option<&str>) -> Result<Vec<usize>, Fault> {
    let tests = &tested.ready.program.playbook.tests;
    if tests.is_empty() {
        return Err(Fault::helped(
            "the playbook has no tests",
            Some("write one in `tests/`, as in `test late { account NAME on 2026-03-02 expect health is red }`".into()),
        ));
    }
    let Some(filter) = filter else { return Ok((0..tests.len()).collect()) };
    let found: Vec<usize> =
        tests.iter().enumerate().filter(|(_, test)| test.name.contains(filter)).map(|(at, _)| at).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let names = || tests.iter().map(|test| test.name.as_str());
    // A part of a name may have been meant.
    let parts = tests.iter().flat_map(|test| test.name.split('_')).chain(names());
    let help = match near::nearest(filter, parts) {
        Some(near) => format!("did you mean `{near}`?"),
        None => near::help(filter, names()).unwrap_or_else(|| "leave `--filter` out to run all of them".into()),
    };
    Err(Fault::helped(format!("no test has `{}` in its name", column::plain_cut(filter, 80)), Some(help)))
}
