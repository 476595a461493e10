//! Opening a playbook: read, compile, show its faults, make it ready to run.

use crate::exit::Fault;
use crate::templates::{self, TEMPLATES};
use crate::view::terminal;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::{Compiled, compile_layers};
use stageplay_engine::column::{Calendar, plain};
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
    /// How many of the sources are the template's.
    pub below: usize,
    pub diagnostics: Diagnostics,
    pub playbook: Option<Playbook>,
}

/// Reads and compiles a playbook, scripts included.
pub fn open(path: &Path) -> Result<Opened, Fault> {
    let layers = read::load_layers(path, TEMPLATES).map_err(Fault::outside)?;
    let below = layers.files.iter().rev().skip(1).map(Vec::len).sum();
    let Compiled { sources, mut diagnostics, mut playbook } = compile_layers(layers.files, layers.missing);
    if let Some(found) = &playbook {
        diagnostics.extend(script::check(found));
    }
    if diagnostics.has_errors() {
        playbook = None;
    }
    Ok(Opened { sources, below, diagnostics, playbook })
}

/// Opens a playbook to look at it: its faults, if any, are shown and end the command.
pub fn checked(path: &Path) -> Result<Playbook, Fault> {
    sound(open(path)?).map(|(playbook, ..)| playbook)
}

fn sound(opened: Opened) -> Result<(Playbook, Sources, usize), Fault> {
    match opened.playbook {
        Some(playbook) => Ok((playbook, opened.sources, opened.below)),
        None => {
            terminal::diagnostics(&opened.sources, &opened.diagnostics);
            Err(Fault::Playbook)
        }
    }
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
    let (playbook, sources, below) = sound(open(path)?)?;
    complete(&playbook, path)?;
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
            Some(calendar.map_err(Fault::outside)?)
        }
        None => None,
    };
    Ok(Ready { program: Program::compile(playbook), sources, calendar })
}
