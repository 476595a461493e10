//! `stageplay graph`: what rests on what, as a drawing.

use crate::args::{GraphArgs, GraphFormat};
use crate::exit::{Exit, Fault};
use crate::playbook;
use crate::view::terminal;
use stageplay_engine::graph::Program;
use stageplay_engine::story::draw::{self, View};

/// Draws a playbook.
pub fn graph(args: &GraphArgs) -> Result<Exit, Fault> {
    let program = Program::compile(playbook::checked(&args.playbook)?);
    let view = args.view.unwrap_or(match args.format {
        GraphFormat::Json => View::All,
        GraphFormat::Dot | GraphFormat::Mermaid => View::Decisions,
    });
    let drawing = draw::draw(&program, view, args.of.as_deref())
        .map_err(|unknown| Fault::helped(&unknown, unknown.help.clone()))?;
    terminal::print(&match args.format {
        GraphFormat::Dot => draw::dot(&drawing),
        GraphFormat::Mermaid => draw::mermaid(&drawing),
        GraphFormat::Json => format!("{}\n", draw::json(&drawing)),
    })?;
    Ok(Exit::Done)
}
