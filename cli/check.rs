//! `stageplay check`: every mistake, each once.

use crate::accounts;
use crate::args::{AccountsArgs, CheckArgs, CheckFormat};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Opened};
use crate::view::{profile as profile_view, scripts as scripts_view, terminal};
use stageplay_dsl::report;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::graph::Program;
use stageplay_engine::read;
use stageplay_engine::story::profile;
use std::path::Path;

/// Of those set aside only counts and a few examples are told.
const REJECTS_IN_MEMORY: usize = 100;

/// Checks each playbook on its own.
pub fn check(args: &CheckArgs) -> Result<Exit, Fault> {
    if !args.accounts.is_empty() && matches!(args.format, CheckFormat::Sarif | CheckFormat::Github) {
        return Err(Fault::helped("--accounts cannot be told in this format", Some("use --format json".into())));
    }
    if args.verbose && args.format != CheckFormat::Human {
        return Err(Fault::helped("--verbose cannot be told in this format", Some("leave --format out".into())));
    }
    let mut exit = Exit::Done;
    let mut logged = Vec::new();
    for path in &args.paths {
        let opened = playbook::open_with_tests(path)?.0;
        if opened.diagnostics.has_errors() {
            exit = Exit::Faults;
        }
        // A SARIF log keeps what was opened, and has no accounts beside it.
        let sound = if args.accounts.is_empty() { None } else { opened.playbook.clone() };
        let of_scripts = |playbook| scripts_view::show(&opened.sources, playbook);
        let scripts = opened.playbook.as_ref().filter(|_| args.verbose).map(of_scripts).unwrap_or_default();
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
        terminal::print(&scripts)?;
        if let Some(playbook) = sound {
            profile(args, path, playbook)?;
        }
    }
    if args.format == CheckFormat::Sarif {
        let logged = logged.iter().map(|opened| (&opened.sources, &opened.diagnostics));
        terminal::print(&report::sarif(logged))?;
    }
    Ok(exit)
}

/// Holds the accounts against a playbook without errors. What is wrong with data is no fault of the playbook.
fn profile(args: &CheckArgs, path: &Path, mut playbook: Playbook) -> Result<(), Fault> {
    let accounts = AccountsArgs { accounts: args.accounts.clone(), as_of: args.as_of };
    let (accounts, deployment) = deployment::accounts(path, &accounts)?;
    let columns = deployment::columns(deployment.as_ref());
    let options = read::Options { most_rejects: Some(REJECTS_IN_MEMORY), columns, ..read::Options::default() };
    let book = accounts::read(&accounts, &playbook, &options)?;
    playbook.tests.clear();
    let program = Program::compile(playbook);
    let profile = profile::profile(&program, &book.snapshots, &book.selection.batch, book.as_of)?;
    match args.format {
        CheckFormat::Json => {
            terminal::print(&format!("{}\n", profile::json(&program.playbook, &book.snapshots, &profile)))
        }
        _ => terminal::print(&profile_view::show(&program.playbook, &book, &profile, terminal::width())),
    }
}

/// One line about a playbook without errors.
pub fn fine(opened: &Opened) -> String {
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
