//! What stands behind a decision: `let`s, tiers, parts and paces, from the engine's trace of one account and from
//! the reference.

use super::outcome::{Outcome, number, word};
use super::{Decided, Known};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, Type};
use stageplay_engine::column::{Batch, Slot};
use stageplay_engine::decide::decide_row;
use stageplay_engine::evaluate::Frame;
use stageplay_engine::graph::{self, NodeId, Program};

pub(crate) fn of_reference(book: &Playbook, decided: &Decided) -> Outcome {
    let mut said = Outcome::new();
    for (id, named) in book.lets.iter() {
        said.push((named.name.to_string(), known(decided.lets[id].as_ref())));
    }
    for (id, tier) in book.tiers.iter() {
        said.push((tier.name.to_string(), word(book, tier.set, decided.tiers[id])));
    }
    for (id, part) in book.parts.iter() {
        said.push((format!("{} points", part.path), number(decided.parts[id].0)));
    }
    said
}

fn known(value: Option<&Known>) -> String {
    match value {
        None => "unknown".into(),
        Some(Known::Number(value)) => number(Some(*value)),
        Some(Known::Truth(truth)) => truth.to_string(),
        Some(Known::Word(code)) => format!("word {code}"),
        Some(Known::Text(text)) => format!("{text:?}"),
    }
}

pub(crate) fn of_engine(program: &Program, batch: &Batch, as_of: Day, row: usize) -> Outcome {
    let (frame, _) = decide_row(program, batch, as_of, row);
    let book = &program.playbook;
    let mut said = Outcome::new();
    for (id, named) in book.lets.iter() {
        said.push((named.name.to_string(), node(program, &frame, batch, &named.value.ty, program.let_(id))));
    }
    for (id, tier) in book.tiers.iter() {
        said.push((tier.name.to_string(), word(book, tier.set, frame.codes(program.tier(id)).get(0))));
    }
    for (id, part) in book.parts.iter() {
        said.push((format!("{} points", part.path), number(frame.numbers(program.part(id).score).get(0))));
    }
    said
}
