//! Drives the plan over chunks of rows: evaluate nodes, decide a construct, go on.

use super::decisions::{Decisions, PlayColumns, play_state};
use super::row::Row;
use super::tasks::{self, DecideError};
use super::unknown::{self, Unknowns};
use super::{bands, journeys, plays, risks, why};
use crate::column::{Batch, Calendar, Codes};
use crate::evaluate::{CHUNK, Frame, trace, walk};
use crate::graph::{Decided, Program};
use rayon::prelude::*;
use stageplay_dsl::typed::{Declaration, StageEdge};
use stageplay_dsl::types::{Day, JourneyId, PlayId};
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
    /// Of what the unknown values are counted.
    pub unknowns: Unknowns,
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

/// Decides every row of a batch with what opens, and shows each row's values, texts included, and decisions.
///
/// Where a due date cannot be counted, that is the row's own error, and its decisions have no openings.
pub fn decide_rows(
    program: &Program,
    batch: &Batch,
    calendar: Option<&Calendar>,
    as_of: Day,
    mut take: impl FnMut(Row, &Decisions, Option<DecideError>),
) {
    let wanted = Wanted { openings: true, ..Wanted::default() };
    let mut frame = Frame::new(program, batch, as_of, 0..0);
    for start in (0..batch.rows).step_by(CHUNK) {
        let rows = start..(start + CHUNK).min(batch.rows);
        let whole = decide_chunk(program, batch, calendar, wanted, &mut frame, rows.clone());
        // An error stops the chunk it lies in: then row by row, to know whose it is.
        let pieces: Vec<Range<usize>> =
            if whole.is_ok() { vec![rows.clone()] } else { rows.clone().map(|row| row..row + 1).collect() };
        let mut whole = whole.ok();
        for rows in pieces {
            let (decided, error) = match whole.take() {
                Some(decided) => (decided, None),
                None => match decide_chunk(program, batch, calendar, wanted, &mut frame, rows.clone()) {
                    Ok(decided) => (decided, None),
                    Err(error) => {
                        let unwanted = Wanted::default();
                        let decided = decide_chunk(program, batch, calendar, unwanted, &mut frame, rows.clone());
                        (decided.unwrap_or_default(), Some(error))
                    }
                },
            };
            frame.run(program, batch, program.texts.clone());
            for at in 0..rows.len() {
                take(Row { program, batch, frame: &frame, at }, &decided, error.clone());
            }
        }
    }
}

/// Decides one row and keeps every node's value, for tools that explain it.
#[must_use]
pub fn decide_row(program: &Program, batch: &Batch, as_of: Day, row: usize) -> (Frame, Decisions) {
    let mut decided = Decisions::blank(&program.playbook, row..row.saturating_add(1).min(batch.rows));
    let frame = trace(program, batch, as_of, row, |frame, declaration| {
        decide_one(program, frame, declaration, &mut decided);
    });
    gather(program, &frame, &mut decided);
    (frame, decided)
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
    let mut decided = Decisions::blank(&program.playbook, rows.clone());
    walk(program, batch, frame, |frame, declaration| decide_one(program, frame, declaration, &mut decided));
    gather(program, frame, &mut decided);
    decided.gaps = unknown::gaps(program, frame, batch, wanted.unknowns);
    program.portfolio.late.iter().for_each(|nodes| frame.run(program, batch, nodes.clone()));
    decided.portfolio.extend(program.portfolio.read.iter().filter_map(|node| frame.slot(*node).cloned()));

    let active = |state: u16| state == play_state::PENDING || state == play_state::OPEN;
    let any = decided.plays.iter().any(|(_, play)| play.state.values.iter().any(|state| active(*state)));
    if !any || !(wanted.openings || wanted.reasons) {
        return Ok(decided);
    }
    // Texts are only worth their while where a play has something to say.
    frame.run(program, batch, program.texts.clone());
    for at in 0..rows.len() {
        let row = Row { program, batch, frame, at };
        for (id, play) in decided.plays.iter() {
            if wanted.openings && play.opening.get(at) {
                decided.openings.push(tasks::opening(row, calendar, id)?);
            }
            if wanted.reasons && play.state.get(at).is_some_and(active) {
                decided.reasons.push((rows.start + at, id, why::opens(row, &program.playbook.plays[id])));
            }
        }
    }
    Ok(decided)
}

/// Decides one construct; what is decided is kept, and becomes the value of its node where others read it.
fn decide_one(program: &Program, frame: &mut Frame, declaration: Declaration, decided: &mut Decisions) {
    let rows = frame.len();
    let playbook = &program.playbook;
    match declaration {
        Declaration::Part(id) => {
            let card = playbook.parts[id].card;
            if playbook.cards[card].root == id {
                let bands = bands::limited(program, frame, &playbook.cards[card]);
                supply(program, frame, Decided::Band(id), &bands);
                decided.cards[card].band = bands;
            } else {
                let bands = bands::by_points(program, frame, &playbook.cards[card], id);
                supply(program, frame, Decided::Band(id), &bands);
            }
        }
        Declaration::Journey(id) => {
            let stages = journeys::stages(program, frame, id, rows);
            supply_journey(program, frame, id, &stages);
            decided.stages[id] = stages;
        }
        Declaration::Risk(id) => {
            let levels = risks::levels(program, frame, &playbook.risks[id], rows);
            supply(program, frame, Decided::Level(id), &levels);
            decided.levels[id] = levels;
        }
        Declaration::Play(id) => {
            let play = plays::states(program, frame, &playbook.plays[id], rows);
            supply_play(program, frame, id, &play);
            decided.plays[id] = play;
        }
        // Values are all there is to the others.
        Declaration::Let(_) | Declaration::Tier(_) | Declaration::Score(_) => {}
    }
}

fn supply(program: &Program, frame: &mut Frame, of: Decided, codes: &Codes) {
    if let Some(node) = program.decided(of) {
        frame.set_codes(node, |row| codes.get(row));
    }
}

fn supply_journey(program: &Program, frame: &mut Frame, id: JourneyId, stages: &Codes) {
    if program.decided(Decided::Pace(id)).is_some() {
        let pace = journeys::pace(program, frame, id, stages);
        supply(program, frame, Decided::Pace(id), &pace);
    }
    let as_of = f64::from(frame.as_of);
    for stage in 0..program.playbook.journeys[id].stages.len() {
        // Known only of the stage of today's first placement.
        if let Some(node) = program.decided(Decided::StageDate { journey: id, stage, edge: StageEdge::Entered }) {
            frame.set_numbers(node, |row| (stages.get(row).map(usize::from) == Some(stage)).then_some(as_of));
        }
    }
    supply(program, frame, Decided::Stage(id), stages);
}

fn supply_play(program: &Program, frame: &mut Frame, id: PlayId, play: &PlayColumns) {
    for task in 0..program.playbook.plays[id].tasks.len() {
        if let Some(node) = program.decided(Decided::TaskState { play: id, task }) {
            // The tasks of an open play are open; nothing is known of those of another.
            frame.set_codes(node, |row| (play.state.get(row) == Some(play_state::OPEN)).then_some(0));
        }
    }
    supply(program, frame, Decided::PlayState(id), &play.state);
}

/// Takes the scores out of a frame whose plan has been walked.
fn gather(program: &Program, frame: &Frame, decided: &mut Decisions) {
    for (id, card) in program.playbook.cards.iter() {
        decided.cards[id].score.clone_from(frame.numbers(program.part(card.root).score));
    }
    for id in program.playbook.scores.ids() {
        decided.scores[id].clone_from(frame.numbers(program.score(id)));
    }
}
