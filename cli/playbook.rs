//! Opening a playbook: read, compile, show its faults, make it ready to run.

use crate::exit::Fault;
use crate::view::terminal;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::{Compiled, compile};
use stageplay_engine::column::Calendar;
use stageplay_engine::graph::Program;
use stageplay_engine::{read, script};
use std::path::Path;

/// A playbook ready to run.
pub struct Ready {
    pub program: Program,
    /// The files, for saying where something stands.
    pub sources: Sources,
    pub calendar: Option<Calendar>,
}

/// What was found in a playbook, and the playbook where it has no errors.
pub struct Opened {
    pub sources: Sources,
    pub diagnostics: Diagnostics,
    pub playbook: Option<Playbook>,
}

/// Reads and compiles a playbook, scripts included.
pub fn open(path: &Path) -> Result<Opened, Fault> {
    let files = read::load(path).map_err(Fault::outside)?;
    let Compiled { sources, mut diagnostics, mut playbook } = compile(files);
    if let Some(found) = &playbook {
        diagnostics.extend(script::check(found));
    }
    if diagnostics.has_errors() {
        playbook = None;
    }
    Ok(Opened { sources, diagnostics, playbook })
}

/// Opens a playbook to look at it: its faults, if any, are shown and end the command.
pub fn checked(path: &Path) -> Result<Playbook, Fault> {
    checked_with_sources(path).map(|(playbook, _)| playbook)
}

fn checked_with_sources(path: &Path) -> Result<(Playbook, Sources), Fault> {
    let opened = open(path)?;
    match opened.playbook {
        Some(playbook) => Ok((playbook, opened.sources)),
        None => {
            terminal::diagnostics(&opened.sources, &opened.diagnostics);
            Err(Fault::Playbook)
        }
    }
}

/// Opens a playbook to run it, with its calendar.
pub fn ready(path: &Path) -> Result<Ready, Fault> {
    let (playbook, sources) = checked_with_sources(path)?;
    let calendar = match &playbook.header.calendar {
        Some((name, _)) => {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
            Some(read::calendar(&folder.join(name.as_str())).map_err(Fault::outside)?)
        }
        None => None,
    };
    Ok(Ready { program: Program::compile(playbook), sources, calendar })
}
