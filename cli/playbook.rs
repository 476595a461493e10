//! Opening a playbook: read, compile, show its faults, make it ready to run.

use crate::exit::Fault;
use crate::templates::{self, TEMPLATES};
use crate::view::terminal;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::{SourceFile, SourceId, Sources};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::{Compiled, Tests, compile_layers};
use stageplay_engine::column::{Calendar, plain};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{Fixtures, Layers};
use stageplay_engine::{read, script, workbench};
use std::path::{Path, PathBuf};

/// A playbook ready to run.
pub struct Ready {
    pub program: Program,
    /// The files, for saying where something stands.
    pub sources: Sources,
    pub calendar: Option<Calendar>,
    /// Where the calendar was read from; `None` also for one that comes with the program.
    pub calendar_file: Option<PathBuf>,
}

/// What was found in a playbook, and the playbook where it has no errors.
pub struct Opened {
    /// How many files there are, those of its templates counted.
    pub files: usize,
    pub sources: Sources,
    /// How many of the sources are the template's.
    pub below: usize,
    pub diagnostics: Diagnostics,
    pub playbook: Option<Playbook>,
    /// What it disabled of its template, by name.
    disabled: Vec<String>,
}

/// Reads and compiles a playbook, scripts and templates included, without the tests.
pub fn open(path: &Path) -> Result<Opened, Fault> {
    let layers = read::load_layers(path, TEMPLATES, Tests::LeftOut).map_err(Fault::outside)?;
    Ok(compiled(layers, Tests::LeftOut))
}

/// Compiles layers with their tests; faults, if there are any, are shown and end the command.
pub fn shown_if_faulty(layers: Layers) -> Result<(), Fault> {
    sound(compiled(layers, Tests::Included)).map(|_| ())
}

/// Compiles what was read.
pub fn compiled(layers: Layers, tests: Tests) -> Opened {
    let below = layers.files.iter().rev().skip(1).map(Vec::len).sum();
    let files = layers.files.iter().map(Vec::len).sum();
    let Compiled { sources, mut diagnostics, mut playbook, disabled } =
        compile_layers(layers.files, layers.missing, tests);
    if let Some(found) = &playbook {
        diagnostics.extend(script::check(found));
    }
    if diagnostics.has_errors() {
        playbook = None;
    }
    Opened { files, sources, below, diagnostics, playbook, disabled }
}

/// Reads and compiles a playbook with its tests and those of its templates, and the fixtures they name.
pub fn open_with_tests(path: &Path) -> Result<(Opened, Fixtures), Fault> {
    open_with(path, None)
}

/// The same, with a test and a file of fixtures more, by their texts.
pub fn open_with(path: &Path, more: Option<(&str, &str)>) -> Result<(Opened, Fixtures), Fault> {
    let mut layers = read::load_layers(path, TEMPLATES, Tests::Included).map_err(Fault::outside)?;
    if let Some((test, fixtures)) = more {
        let own = layers.files.last_mut();
        own.into_iter().for_each(|files| files.push(("recorded.play".into(), test.into())));
        let own = layers.fixtures.first_mut();
        own.into_iter().for_each(|files| files.push(("recorded.yaml".into(), fixtures.into())));
    }
    let files = std::mem::take(&mut layers.fixtures);
    let mut opened = compiled(layers, Tests::Included);
    let mut fixtures = Fixtures::default();
    if let Some(playbook) = &opened.playbook {
        let files = (0..).zip(files).flat_map(|(layer, files)| files.into_iter().map(move |file| (layer, file)));
        let added: Vec<(SourceId, usize)> =
            files.map(|(layer, (name, text))| (opened.sources.add(SourceFile::new(name, text)), layer)).collect();
        let texts = added.iter().filter_map(|(id, layer)| Some((*id, opened.sources.get(*id)?.text.as_str(), *layer)));
        let (read, said) = read::fixtures_of_layers(texts, playbook, &opened.disabled);
        opened.diagnostics.extend(said);
        opened.diagnostics.extend(workbench::test::check(playbook, &read));
        fixtures = read;
    }
    if opened.diagnostics.has_errors() {
        opened.playbook = None;
    }
    Ok((opened, fixtures))
}

/// Opens a playbook to look at it: its faults, if any, are shown and end the command.
pub fn checked(path: &Path) -> Result<Playbook, Fault> {
    without_tests(path).map(|sound| sound.playbook)
}

/// The same, with its files.
pub fn with_sources(path: &Path) -> Result<(Playbook, Sources), Fault> {
    without_tests(path).map(|sound| (sound.playbook, sound.sources))
}

/// A playbook without errors.
struct Sound {
    playbook: Playbook,
    sources: Sources,
    below: usize,
}

/// The playbook and its files, where it has no errors; those are shown.
fn sound(opened: Opened) -> Result<Sound, Fault> {
    match opened.playbook {
        Some(playbook) => Ok(Sound { playbook, sources: opened.sources, below: opened.below }),
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
    made_ready(opened, fixtures, path)
}

/// Makes ready what was opened; its faults, if any, are shown.
pub fn made_ready(opened: Opened, fixtures: Fixtures, path: &Path) -> Result<Tested, Fault> {
    Ok(Tested { ready: with_calendar(sound(opened)?, path)?, fixtures })
}

/// A template whose settings somebody has still to set decides nothing.
fn complete(playbook: &Playbook, path: &Path) -> Result<(), Fault> {
    let unset = playbook.settings.rows().iter().filter(|setting| setting.value.is_none());
    let names: Vec<&str> = unset.map(|setting| setting.name.as_str()).collect();
    let Some(first) = names.first() else { return Ok(()) };
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let what = format!("`{}` is a template and does not run by itself: {listed} must be set", playbook.header.name);
    let template = plain(&path.to_string_lossy()).into_owned();
    let path = if template.contains('/') || template.ends_with(".play") { template } else { format!("./{template}") };
    Err(Fault::helped(
        what,
        Some(format!("write a playbook that extends \"{path}\" with `set {first} = …` in its header")),
    ))
}

/// Opens a playbook to run it, with its calendar.
pub fn ready(path: &Path) -> Result<Ready, Fault> {
    with_calendar(without_tests(path)?, path)
}

/// Makes ready what was opened without tests; its faults, if any, are shown.
pub fn opened_ready(opened: Opened, path: &Path) -> Result<Ready, Fault> {
    with_calendar(sound(opened)?, path)
}

/// What only tests read costs a run nothing.
fn without_tests(path: &Path) -> Result<Sound, Fault> {
    let mut sound = sound(open(path)?)?;
    sound.playbook.tests.clear();
    Ok(sound)
}

fn with_calendar(sound: Sound, path: &Path) -> Result<Ready, Fault> {
    let Sound { playbook, sources, below } = sound;
    complete(&playbook, path)?;
    let mut calendar_file = None;
    let calendar = match &playbook.header.calendar {
        Some((name, span)) => {
            let says = sources.get(span.source).map_or("", |file| file.name.as_str());
            let own = span.source.0 as usize >= below;
            // A template's calendar lies with the template.
            let from = if own { path } else { Path::new(says) };
            let folder = if from.is_dir() { from } else { from.parent().unwrap_or(Path::new(".")) };
            let file = folder.join(name.as_str());
            let shipped = if own { None } else { templates::file(&file) };
            let calendar = match shipped {
                Some(text) => read::calendar_text(&file, text),
                None => read::calendar(&file),
            };
            calendar_file = shipped.is_none().then_some(file);
            Some(calendar.map_err(Fault::outside)?)
        }
        None => None,
    };
    Ok(Ready { program: Program::compile(playbook), sources, calendar, calendar_file })
}
