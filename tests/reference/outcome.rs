//! What engine and reference say about one account, in one shape, so that the first difference can be named.

use super::Decided;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{ChoiceSetId, Day};
use stageplay_engine::column::Batch;
use stageplay_engine::decide::{DecideError, Decisions, PlayColumns, Wanted, decide, play_state};
use stageplay_engine::graph::Program;

/// Named answers in a fixed order, as texts: numbers by their bits, words as the playbook writes them.
pub(crate) type Outcome = Vec<(String, String)>;

/// The first answer that differs.
pub(crate) fn difference(engine: &Outcome, reference: &Outcome) -> Option<String> {
    assert_eq!(engine.len(), reference.len(), "both say the same kinds of things");
    engine.iter().zip(reference).find(|(ours, theirs)| ours != theirs).map(|((name, engine), (other, reference))| {
        assert_eq!(name, other, "both say the same kinds of things");
        format!("{name}: engine {engine}, reference {reference}")
    })
}

/// A number so that two that differ in one bit differ, and the two zeros do not.
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "unknown".into(), |value| format!("{value:?} ({:016x})", (value + 0.0).to_bits()))
}

pub(crate) fn word(book: &Playbook, set: ChoiceSetId, code: Option<u16>) -> String {
    code.map_or_else(|| "unknown".into(), |code| book.choices[set].word(code).to_string())
}

/// What is decided of an account, as the reference sees it.
pub(crate) fn of_reference(book: &Playbook, decided: &Decided) -> Outcome {
    let mut said = Outcome::new();
    for (id, card) in book.cards.iter() {
        let (points, band) = decided.cards[id];
        said.push((format!("{} points", card.name), number(points)));
        said.push((format!("{} band", card.name), word(book, card.band_set, band)));
    }
    for (id, score) in book.scores.iter() {
        said.push((score.name.to_string(), number(decided.scores[id])));
    }
    for (id, journey) in book.journeys.iter() {
        said.push((journey.name.to_string(), word(book, journey.stage_set, decided.journeys[id].stage)));
    }
    for (id, risk) in book.risks.iter() {
        said.push((risk.name.to_string(), word(book, risk.level_set, decided.risks[id])));
    }
    for (id, play) in book.plays.iter() {
        let outcome = &decided.plays[id];
        said.push((play.name.to_string(), format!("{}{}", outcome.state, suppressed(outcome.suppressed))));
    }
    said
}

fn suppressed(suppressed: bool) -> &'static str {
    if suppressed { ", suppressed" } else { "" }
}

/// What the engine decides of every account of a batch.
///
/// Where it is told what opens, accounts are decided one by one; else, if it can be, in whole columns: the same comes of
/// both.
pub(crate) fn of_engine(program: &Program, batch: &Batch, as_of: Day) -> Vec<Outcome> {
    let decided = |wanted: Wanted| {
        let (mut rows, mut plays) = (Vec::new(), Vec::new());
        let read = decide(program, batch, None, as_of, wanted, |decisions| -> Result<(), DecideError> {
            assert_eq!(decisions.rows.start, rows.len(), "chunks come in order");
            rows.extend((0..decisions.rows.len()).map(|row| row_of(&program.playbook, &decisions, row)));
            let of = |play: &PlayColumns| (play.held.clone(), play.opening.clone());
            plays.extend(decisions.plays.rows().iter().map(of));
            Ok(())
        });
        read.map(|()| (rows, plays))
    };
    let (rows, plays) =
        decided(Wanted::default()).unwrap_or_else(|error| panic!("the engine refuses a batch: {error:?}"));
    // A date that cannot be counted is asked for only where it is told.
    if let Ok((told, told_plays)) = decided(Wanted { openings: true, ..Wanted::default() }) {
        assert_eq!(rows, told, "decided one by one");
        assert_eq!(plays, told_plays, "decided one by one");
    }
    rows
}

pub(super) fn row_of(book: &Playbook, decisions: &Decisions, row: usize) -> Outcome {
    let mut said = Outcome::new();
    for (id, card) in book.cards.iter() {
        let columns = &decisions.cards[id];
        said.push((format!("{} points", card.name), number(columns.score.get(row))));
        said.push((format!("{} band", card.name), word(book, card.band_set, columns.band.get(row))));
    }
    for (id, score) in book.scores.iter() {
        said.push((score.name.to_string(), number(decisions.scores[id].get(row))));
    }
    for (id, journey) in book.journeys.iter() {
        said.push((journey.name.to_string(), word(book, journey.stage_set, decisions.stages[id].get(row))));
    }
    for (id, risk) in book.risks.iter() {
        said.push((risk.name.to_string(), word(book, risk.level_set, decisions.levels[id].get(row))));
    }
    for (id, play) in book.plays.iter() {
        let columns = &decisions.plays[id];
        let state = columns.state.get(row).map_or("unknown", |state| play_state::WORDS[usize::from(state)]);
        said.push((play.name.to_string(), format!("{state}{}", suppressed(columns.suppressed.get(row)))));
    }
    said
}
