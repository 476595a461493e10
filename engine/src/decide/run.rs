//! Drives the plan over chunks of rows: evaluate nodes, decide a construct, go on.

use super::decisions::{CardColumns, Decisions, PlayColumns, play_state};
use super::tasks::{self, DecideError};
use super::{bands, journeys, plays, risks, why};
use crate::column::{Batch, Bits, Calendar, Codes, Slot};
use crate::evaluate::{CHUNK, Frame};
use crate::graph::{Decided, Program, Step};
use rayon::prelude::*;
use stageplay_dsl::typed::{Declaration, StageEdge};
use stageplay_dsl::types::{Day, JourneyId, PlayId, Table};
use std::ops::Range;

/// How many chunks are decided before the results are handed on in order.
const WINDOW: usize = 32;

/// What is wanted besides the decisions themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What opening plays ask for.
    pub openings: bool,
    /// Why plays wait or are open.
    pub reasons: bool,
}

/// Decides every row of a batch on a date, and hands the decisions on chunk by chunk, in order of rows.
///
/// # Errors
/// A due date that the calendar does not cover, or the first error of `take`.
pub fn decide<E: From<DecideError>>(
    program: &Program,
    batch: &Batch,
    calendar: Option<&Calendar>,
    as_of: Day,
    wanted: Wanted,
    mut take: impl FnMut(Decisions) -> Result<(), E>,
) -> Result<(), E> {
    let chunks: Vec<Range<usize>> =
        (0..batch.rows).step_by(CHUNK).map(|start| start..(start + CHUNK).min(batch.rows)).collect();
    for window in chunks.chunks(WINDOW) {
        let decided: Vec<Result<Decisions, DecideError>> = window
            .par_iter()
            .map_init(
                || Frame::new(program, batch, as_of, 0..0),
                |frame, rows| decide_chunk(program, batch, calendar, wanted, frame, rows.clone()),
            )
            .collect();
        for decisions in decided {
            take(decisions?)?;
        }
    }
    Ok(())
}

/// Decides one row and keeps every node's value, for tools that explain it.
#[must_use]
pub fn decide_row(program: &Program, batch: &Batch, as_of: Day, row: usize) -> (Frame, Decisions) {
    let rows = row..(row + 1).min(batch.rows.max(row));
    let mut frame = Frame::new(program, batch, as_of, rows.clone());
    let plays = walk_plan(program, batch, &mut frame);
    frame.run(program, batch, program.texts.clone());
    let decisions = collect(program, &frame, rows, plays);
    (frame, decisions)
}

fn decide_chunk(
    program: &Program,
    batch: &Batch,
    calendar: Option<&Calendar>,
    wanted: Wanted,
    frame: &mut Frame,
    rows: Range<usize>,
) -> Result<Decisions, DecideError> {
    frame.restart(rows.clone());
    let plays = walk_plan(program, batch, frame);
    let mut decisions = collect(program, frame, rows.clone(), plays);
    let active = |state: u16| state == play_state::PENDING || state == play_state::OPEN;
    let any = decisions.plays.iter().any(|(_, play)| play.state.values.iter().any(|state| active(*state)));
    if !any || wanted == Wanted::default() {
        return Ok(decisions);
    }
    // Texts are only worth their while where a play has something to say.
    frame.run(program, batch, program.texts.clone());
    for row in 0..rows.len() {
        for (id, play) in decisions.plays.iter() {
            if wanted.openings && play.opening.get(row) {
                decisions.openings.push(tasks::opening(program, frame, batch, calendar, id, row)?);
            }
            if wanted.reasons && play.state.get(row).is_some_and(active) {
                let reason = why::opens(program, frame, &program.playbook.plays[id], row);
                decisions.reasons.push((rows.start + row, id, reason));
            }
        }
    }
    Ok(decisions)
}

/// Evaluates and decides in the plan's order; what is decided becomes the value of its node. Returns the
/// plays in order of their ids.
fn walk_plan(program: &Program, batch: &Batch, frame: &mut Frame) -> Table<PlayId, PlayColumns> {
    let mut plays = Vec::with_capacity(program.playbook.plays.len());
    for step in &program.plan {
        match step {
            Step::Evaluate(nodes) => frame.run(program, batch, nodes.clone()),
            Step::Decide(Declaration::Play(id)) => {
                let decided = plays::states(program, frame, &program.playbook.plays[*id], frame.rows.len());
                put_play(program, frame, *id, &decided);
                plays.push((*id, decided));
            }
            Step::Decide(declaration) => decide_one(program, frame, *declaration),
        }
    }
    plays.sort_by_key(|(id, _)| *id);
    plays.into_iter().map(|(_, play)| play).collect()
}

fn decide_one(program: &Program, frame: &mut Frame, declaration: Declaration) {
    let rows = frame.rows.len();
    let playbook = &program.playbook;
    match declaration {
        Declaration::Part(id) if program.decided(Decided::Band(id)).is_some() => {
            let card = &playbook.cards[playbook.parts[id].card];
            let band = if card.root == id {
                bands::limited(program, frame, card)
            } else {
                bands::by_points(program, frame, card, id)
            };
            put(program, frame, Decided::Band(id), Slot::Code(band));
        }
        Declaration::Journey(id) => {
            let stages = journeys::stages(program, frame, id, rows);
            put_journey(program, frame, id, stages);
        }
        Declaration::Risk(id) => {
            let levels = risks::levels(program, frame, &playbook.risks[id], rows);
            put(program, frame, Decided::Level(id), Slot::Code(levels));
        }
        // Values are all there is to the others; plays are the caller's.
        _ => {}
    }
}

fn put(program: &Program, frame: &mut Frame, decided: Decided, slot: Slot) {
    if let Some(node) = program.decided(decided) {
        frame.set(node, slot);
    }
}

fn put_journey(program: &Program, frame: &mut Frame, id: JourneyId, stages: Codes) {
    if program.decided(Decided::Pace(id)).is_some() {
        let pace = journeys::pace(program, frame, id, &stages);
        put(program, frame, Decided::Pace(id), Slot::Code(pace));
    }
    for stage in 0..program.playbook.journeys[id].stages.len() {
        let date = Decided::StageDate { journey: id, stage, edge: StageEdge::Entered };
        if program.decided(date).is_some() {
            let entered = journeys::entered(frame.as_of, &stages, stage);
            put(program, frame, date, entered);
        }
    }
    put(program, frame, Decided::Stage(id), Slot::Code(stages));
}

fn put_play(program: &Program, frame: &mut Frame, id: PlayId, decided: &PlayColumns) {
    for task in 0..program.playbook.plays[id].tasks.len() {
        let state = Decided::TaskState { play: id, task };
        if program.decided(state).is_some() {
            // The tasks of an open play are open; nothing is known of those of another.
            let rows = decided.state.values.len();
            let known = Bits::from_fn(rows, |row| decided.state.get(row) == Some(play_state::OPEN));
            put(program, frame, state, Slot::Code(Codes { values: vec![0; rows], known }));
        }
    }
    put(program, frame, Decided::PlayState(id), Slot::Code(decided.state.clone()));
}

/// The decisions of a frame whose plan has been walked.
fn collect(program: &Program, frame: &Frame, rows: Range<usize>, plays: Table<PlayId, PlayColumns>) -> Decisions {
    let playbook = &program.playbook;
    let codes = |decided: Decided| program.decided(decided).map_or_else(Codes::default, |node| frame.codes(node).clone());
    Decisions {
        rows,
        cards: playbook
            .cards
            .rows()
            .iter()
            .map(|card| CardColumns {
                score: frame.numbers(program.part(card.root).score).clone(),
                band: codes(Decided::Band(card.root)),
            })
            .collect(),
        scores: playbook.scores.ids().map(|id| frame.numbers(program.score(id)).clone()).collect(),
        stages: playbook.journeys.ids().map(|id| codes(Decided::Stage(id))).collect(),
        levels: playbook.risks.ids().map(|id| codes(Decided::Level(id))).collect(),
        plays,
        openings: Vec::new(),
        reasons: Vec::new(),
    }
}
