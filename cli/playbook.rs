//! Opening a playbook: read, compile, show its faults, make it ready to run.

use crate::exit::Fault;
use crate::view::terminal;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::{SourceFile, SourceId, Sources};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::{Compiled, compile};
use stageplay_engine::column::Calendar;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{Fixtures, PlaybookFiles};
use stageplay_engine::{read, script, story};
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
    /// How many playbook files there are.
    pub files: usize,
    pub sources: Sources,
    pub diagnostics: Diagnostics,
    pub playbook: Option<Playbook>,
}

/// Reads and compiles a playbook, scripts included.
pub fn open(path: &Path) -> Result<Opened, Fault> {
    Ok(compiled(read::load(path).map_err(Fault::outside)?))
}

fn compiled(files: PlaybookFiles) -> Opened {
    let count = files.len();
    let Compiled { sources, mut diagnostics, mut playbook } = compile(files);
    if let Some(found) = &playbook {
        diagnostics.extend(script::check(found));
    }
    if diagnostics.has_errors() {
        playbook = None;
    }
    Opened { files: count, sources, diagnostics, playbook }
}

/// Reads and compiles a playbook with its tests, and the fixtures they name.
pub fn open_with_tests(path: &Path) -> Result<(Opened, Fixtures), Fault> {
    let files = read::load_with_tests(path).map_err(Fault::outside)?;
    let mut opened = compiled(files);
    let mut fixtures = Fixtures::default();
    if let Some(playbook) = &opened.playbook {
        let files = read::fixture_files(path).map_err(Fault::outside)?;
        let added: Vec<SourceId> =
            files.into_iter().map(|(name, text)| opened.sources.add(SourceFile::new(name, text))).collect();
        let texts = added.iter().filter_map(|id| Some((*id, opened.sources.get(*id)?.text.as_str())));
        let (read, said) = read::fixtures(texts, playbook);
        opened.diagnostics.extend(said);
        opened.diagnostics.extend(story::test::check(playbook, &read));
        fixtures = read;
    }
    if opened.diagnostics.has_errors() {
        opened.playbook = None;
    }
    Ok((opened, fixtures))
}

/// Opens a playbook to look at it: its faults, if any, are shown and end the command.
pub fn checked(path: &Path) -> Result<Playbook, Fault> {
    without_tests(path).map(|(playbook, _)| playbook)
}

/// The playbook and its files, where it has no errors; those are shown.
fn sound(opened: Opened) -> Result<(Playbook, Sources), Fault> {
    match opened.playbook {
        Some(playbook) => Ok((playbook, opened.sources)),
        None => {
            terminal::diagnostics(&opened.sources, &opened.diagnostics);
            Err(Fault::Playbook)
        }
    }
}

/// What tests need.
pub struct Tested {
    pub ready: Ready,
    pub fixtures: Fixtures,
}

/// Opens a playbook to run its tests.
pub fn ready_to_test(path: &Path) -> Result<Tested, Fault> {
    let (opened, fixtures) = open_with_tests(path)?;
    let (playbook, sources) = sound(opened)?;
    Ok(Tested { ready: with_calendar(playbook, sources, path)?, fixtures })
}

/// Opens a playbook to run it, with its calendar.
pub fn ready(path: &Path) -> Result<Ready, Fault> {
    let (playbook, sources) = without_tests(path)?;
    with_calendar(playbook, sources, path)
}

/// What only tests read costs a run nothing.
fn without_tests(path: &Path) -> Result<(Playbook, Sources), Fault> {
    let (mut playbook, sources) = sound(open(path)?)?;
    playbook.tests.clear();
    Ok((playbook, sources))
}

fn with_calendar(playbook: Playbook, sources: Sources, path: &Path) -> Result<Ready, Fault> {
    let calendar = match &playbook.header.calendar {
        Some((name, _)) => {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
            Some(read::calendar(&folder.join(name.as_str())).map_err(Fault::outside)?)
        }
        None => None,
    };
    Ok(Ready { program: Program::compile(playbook), sources, calendar })
}
