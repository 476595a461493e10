//! `stageplay test`: what a playbook is expected to decide, and whether it does.

use crate::args::Format;
use crate::args::test::{CoverageFormat, TestArgs};
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Tested};
use crate::set_values::tests_of_other_values;
use crate::view::{coverage, terminal, tests};
use stageplay_dsl::diagnostic::near;
use stageplay_engine::workbench::coverage::Coverage;
use stageplay_engine::workbench::test::Outcome;
use stageplay_engine::{column, workbench};
use std::fmt::Display;
use std::fs;
use std::path::Path;

/// Runs the tests of a playbook.
pub fn test(args: &TestArgs) -> Result<Exit, Fault> {
    if args.mutants {
        return crate::mutants::mutants(args);
    }
    if let Some(account) = &args.record {
        return crate::recording::record(args, account);
    }
    let tested = playbook::ready_to_test(&args.playbook)?;
    let wanted = wanted(&tested, args.filter.as_deref())?;
    let Tested { ready, fixtures, .. } = &tested;
    let (program, calendar) = (&ready.program, ready.calendar.as_ref());
    let is_measured = args.coverage.is_some() || args.min_uncovered.is_some();
    let (outcomes, measured) = if is_measured {
        let (outcomes, measured) = workbench::coverage::measure(program, calendar, fixtures, &wanted);
        (outcomes, Some(measured))
    } else {
        (workbench::test::run(program, calendar, fixtures, &wanted), None)
    };
    let others = tests_of_other_values(&args.playbook, &tested, &outcomes);
    let results = match args.format {
        Format::Human => tests::show(&tested, &outcomes, &others, terminal::width()),
        Format::Json => tests::json(&tested, &outcomes, &others),
    };
    match args.coverage {
        Some(CoverageFormat::Json | CoverageFormat::Html) => terminal::note(&results),
        Some(CoverageFormat::Text) | None => terminal::print(&results)?,
    }
    if let Some(file) = &args.junit {
        write_junit(file, &tested, &outcomes)?;
    }
    if let (Some(format), Some(measured)) = (args.coverage, &measured) {
        terminal::print(&match format {
            CoverageFormat::Text => coverage::text::show(&tested, measured, terminal::width()),
            CoverageFormat::Json => coverage::json::show(&tested, measured),
            CoverageFormat::Html => coverage::html::show(&tested, measured),
        })?;
    }
    let failed = outcomes.iter().any(|outcome| !outcome.failures.is_empty());
    let is_short = measured.is_some_and(|measured| falls_short(&measured, args.min_uncovered));
    Ok(if failed || is_short { Exit::Faults } else { Exit::Done })
}

/// Writes the results in JUnit's form.
fn write_junit(file: &Path, tested: &Tested, outcomes: &[Outcome]) -> Result<(), Fault> {
    let cannot = |cause: &dyn Display| Fault::outside(format!("cannot write {}: {cause}", file.display()));
    let text = tests::junit(tested, outcomes).map_err(|cause| cannot(&cause))?;
    fs::write(file, text).map_err(|cause| cannot(&cause))
}

/// Whether tests leave more uncovered than they may; it is said then.
fn falls_short(measured: &Coverage, most: Option<usize>) -> bool {
    let (uncovered, Some(most)) = (measured.uncovered(), most) else { return false };
    if uncovered > most {
        let says = format!("the tests leave {uncovered} uncovered, and at most {most} may be");
        terminal::fault(&says, Some("see which with `--coverage text`"));
    }
    uncovered > most
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
