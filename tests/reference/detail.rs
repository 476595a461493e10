//! What stands behind a decision: `let`s, tiers, parts and paces, from the engine's trace of one account and from
//! the reference.

use super::outcome::{Outcome, number, word};
use super::{Decided, Known};
use stageplay_dsl::types::{Day, Type};
use stageplay_engine::column::{Batch, Slot};
use stageplay_engine::decide::{Given, decide_row};
use stageplay_engine::evaluate::Frame;
use stageplay_engine::graph::{Decided as Supplied, NodeId, Program};

/// Bands and paces only where something reads them: elsewhere the engine does not compute them.
pub(crate) fn of_reference(program: &Program, decided: &Decided) -> Outcome {
    let book = &program.playbook;
    let mut said = Outcome::new();
    for (id, named) in book.lets.iter() {
        said.push((named.name.to_string(), known(decided.lets[id].as_ref())));
    }
    for (id, tier) in book.tiers.iter() {
        said.push((tier.name.to_string(), word(book, tier.set, decided.tiers[id])));
    }
    for (id, part) in book.parts.iter() {
        let (points, band) = decided.parts[id];
        said.push((format!("{} points", part.path), number(points)));
        if program.decided(Supplied::Band(id)).is_some() {
            said.push((format!("{} band", part.path), word(book, book.cards[part.card].band_set, band)));
        }
    }
    for (id, journey) in book.journeys.iter() {
        if program.decided(Supplied::Pace(id)).is_some() {
            said.push((format!("{} pace", journey.name), decided.journeys[id].pace.unwrap_or("unknown").to_string()));
        }
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
        Some(Known::Records(records)) => panic!("a list is no value: {records:?}"),
    }
}

pub(crate) fn of_engine(program: &Program, batch: &Batch, as_of: Day, row: usize) -> Outcome {
    let (frame, _) = decide_row(program, batch, Given::first(as_of, None), row);
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
        if let Some(band) = program.decided(Supplied::Band(id)) {
            let set = book.cards[part.card].band_set;
            said.push((format!("{} band", part.path), word(book, set, frame.codes(band).get(0))));
        }
    }
    for (id, journey) in book.journeys.iter() {
        if let Some(pace) = program.decided(Supplied::Pace(id)) {
            let pace =
                frame.codes(pace).get(0).map_or("unknown", |code| ["on_track", "behind", "stuck"][usize::from(code)]);
            said.push((format!("{} pace", journey.name), pace.to_string()));
        }
    }
    said
}

/// The value of a node in the only row of a frame.
fn node(program: &Program, frame: &Frame, batch: &Batch, ty: &Type, node: NodeId) -> String {
    if *ty == Type::Text {
        return frame.text(program, batch, node, 0).map_or_else(|| "unknown".into(), |text| format!("{text:?}"));
    }
    match frame.slot(node) {
        Some(Slot::Number(numbers)) => number(numbers.get(0)),
        Some(Slot::Truth(truths)) => truths.get(0).map_or_else(|| "unknown".into(), |truth| truth.to_string()),
        Some(Slot::Code(codes)) => codes.get(0).map_or_else(|| "unknown".into(), |code| format!("word {code}")),
        Some(Slot::Text(_)) | None => panic!("{ty:?} has no slot of its own"),
    }
}
