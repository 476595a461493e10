//! `stageplay check`: every mistake, each once.

use crate::args::{CheckArgs, CheckFormat};
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Opened};
use crate::view::terminal;
use stageplay_dsl::report;

/// Checks each playbook on its own.
pub fn check(args: &CheckArgs) -> Result<Exit, Fault> {
    let mut exit = Exit::Done;
    let mut logged = Vec::new();
    for path in &args.paths {
        let opened = playbook::open_with_tests(path)?.0;
        if opened.diagnostics.has_errors() {
            exit = Exit::Faults;
        }
        match args.format {
            CheckFormat::Json => terminal::print(&report::json(&opened.sources, &opened.diagnostics))?,
            CheckFormat::Github => terminal::print(&report::github(&opened.sources, &opened.diagnostics))?,
            CheckFormat::Sarif => logged.push(opened),
            CheckFormat::Human if opened.diagnostics.is_empty() => terminal::print(&fine(&opened))?,
            CheckFormat::Human => {
                terminal::print(&terminal::rendered(&opened.sources, &opened.diagnostics))?;
                if opened.playbook.is_some() {
                    terminal::print(&fine(&opened))?;
                }
            }
        }
    }
    if args.format == CheckFormat::Sarif {
        let logged = logged.iter().map(|opened| (&opened.sources, &opened.diagnostics));
        terminal::print(&report::sarif(logged))?;
    }
    Ok(exit)
}

/// One line about a playbook without errors.
fn fine(opened: &Opened) -> String {
    let Some(playbook) = &opened.playbook else { return String::new() };
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let tests = match playbook.tests.len() {
        0 => String::new(),
        tests => format!(", {}", count(tests, "test")),
    };
    format!(
        "{} is fine: {}, {}, {}, {}, {}{tests}\n",
        playbook.header.name,
        count(opened.files, "file"),
        count(playbook.fields.len(), "field"),
        count(playbook.journeys.rows().iter().map(|journey| journey.stages.len()).sum(), "stage"),
        count(playbook.risks.len(), "risk"),
        count(playbook.plays.len(), "play"),
    )
}
