//! Drives the plan over chunks of rows: evaluate nodes, decide a construct, go on.

use super::chunk::Chunk;
use super::decisions::{Decisions, Kept, PlayColumns, Ranked, play_state};
use super::given::Given;
use super::plays::{self, DecideError};
use super::row::Row;
use super::state::AccountState;
use super::unknown::{self, Unknowns};
use super::{bands, journeys, moved, past, remember, risks, why};
use crate::column::{Batch, Calendar, Codes};
use crate::evaluate::{CHUNK, Frame, walk};
use crate::graph::{Decided, Program};
use rayon::prelude::*;
use stageplay_dsl::typed::{Declaration, PartKind, StageEdge};
use stageplay_dsl::types::{Day, Id, JourneyId, PlayId};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many chunks are decided before the results are handed on in order.
const WINDOW: usize = 32;

/// What is wanted besides the decisions themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What opening plays ask for, and what happens to those that are open.
    pub openings: bool,
    /// What opens and how urgent it is, without a word on it: for who tells of the first few only. Where
    /// [`opens_plainly`] says so.
    pub ranks: bool,
    /// Why plays wait or are open.
    pub reasons: bool,
    /// The points of dimensions.
    pub parts: bool,
    /// Of what the unknown values are counted.
    pub unknowns: Unknowns,
}

/// The step: decides every row of a batch, and hands the decisions on chunk by chunk, in order of rows, with the new
/// states.
///
/// # Errors
/// A due date that the calendar does not cover, or the first error of `take`.
pub fn step<E: From<DecideError>>(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    wanted: Wanted,
    mut take: impl FnMut(Decisions) -> Result<(), E>,
) -> Result<(), E> {
    let chunks = chunks(batch);
    let steps = Steps::new(program);
    for window in chunks.chunks(WINDOW) {
        let decided: Vec<Result<Decisions, DecideError>> =
            window.par_iter().map(|rows| steps.chunk(batch, given, wanted, rows.clone())).collect();
        for decisions in decided {
            take(decisions?)?;
        }
    }
    Ok(())
}

/// The step for one batch after another, each of accounts of its own, in memory that is kept between them.
pub struct Steps<'p> {
    program: &'p Program,
    /// Frames that nobody uses at the moment.
    spare: Mutex<Vec<Frame>>,
}

impl<'p> Steps<'p> {
    /// For a program.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self { program, spare: Mutex::default() }
    }

    /// Decides every row of a batch: the decisions of its chunks, in order of rows.
    ///
    /// # Errors
    /// A due date that the calendar does not cover.
    pub fn decide(&self, batch: &Batch, given: Given<'_>, wanted: Wanted) -> Result<Vec<Decisions>, DecideError> {
        chunks(batch).into_par_iter().map(|rows| self.chunk(batch, given, wanted, rows)).collect()
    }

    fn chunk(
        &self,
        batch: &Batch,
        given: Given<'_>,
        wanted: Wanted,
        rows: Range<usize>,
    ) -> Result<Decisions, DecideError> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut frame = spare.unwrap_or_else(|| Frame::new(self.program, batch, given.as_of, 0..0));
        frame.renew(batch, given.as_of);
        let decided = decide_chunk(self.program, batch, given, wanted, &mut frame, rows);
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(frame);
        decided
    }
}

fn chunks(batch: &Batch) -> Vec<Range<usize>> {
    (0..batch.rows).step_by(CHUNK).map(|start| start..(start + CHUNK).min(batch.rows)).collect()
}

/// The step of a first evaluation that nobody remembers.
///
/// # Errors
/// Those of [`step`].
pub fn decide<E: From<DecideError>>(
    program: &Program,
    batch: &Batch,
    calendar: Option<&Calendar>,
    as_of: Day,
    wanted: Wanted,
    take: impl FnMut(Decisions) -> Result<(), E>,
) -> Result<(), E> {
    step(program, batch, Given::first(as_of, calendar), wanted, take)
}

/// Decides every row of a batch with what opens, and shows each row's values, texts included, and decisions.
///
/// Where a date cannot be counted, that is the row's own error, and nothing is due then.
pub fn decide_rows(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    take: impl FnMut(Row, &Decisions, Option<DecideError>),
) {
    decide_rows_in(&mut None, program, batch, given, take);
}

/// The same in a frame of the same program, which is made where there is none: for who evaluates a few accounts many
/// times.
pub fn decide_rows_in(
    frame: &mut Option<Frame>,
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    mut take: impl FnMut(Row, &Decisions, Option<DecideError>),
) {
    let wanted = Wanted { openings: true, ..Wanted::default() };
    let frame = frame.get_or_insert_with(|| Frame::new(program, batch, given.as_of, 0..0));
    frame.renew(batch, given.as_of);
    for start in (0..batch.rows).step_by(CHUNK) {
        let rows = start..(start + CHUNK).min(batch.rows);
        let mut whole = decide_chunk(program, batch, given, wanted, frame, rows.clone()).ok();
        // An error stops the chunk it lies in: then row by row, to know whose it is.
        let pieces: Vec<Range<usize>> =
            if whole.is_some() { vec![rows.clone()] } else { rows.clone().map(|row| row..row + 1).collect() };
        for rows in pieces {
            let (decided, error) = match whole.take() {
                Some(decided) => (decided, None),
                None => decide_anyway(program, batch, given, wanted, frame, rows.clone()),
            };
            frame.run(program, batch, program.texts.clone());
            for at in 0..rows.len() {
                take(Row::new(program, batch, frame, at), &decided, error.clone());
            }
        }
    }
}

/// Decides every row of a batch, and looks at the values of each chunk, texts included: what is seen of it, in order of
/// the rows. Nothing is told, and nothing kept.
pub fn decide_chunks<T: Send>(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    look: impl Fn(&Frame, &Decisions) -> T + Sync,
) -> Vec<T> {
    let starts: Vec<usize> = (0..batch.rows).step_by(CHUNK).collect();
    starts
        .into_par_iter()
        .map_init(
            || Frame::new(program, batch, given.as_of, 0..0),
            |frame, start| {
                let rows = start..(start + CHUNK).min(batch.rows);
                let mut decided = Decisions::blank(&program.playbook, rows.clone());
                frame.restart(rows.clone());
                let chunk = Chunk::fleeting(program, batch, given, &rows);
                let mut chunk = chunk.unwrap_or_else(|| Chunk::new(program, batch, given, rows));
                walk_chunk(&mut chunk, frame, &mut decided);
                frame.run(program, batch, program.texts.clone());
                look(frame, &decided)
            },
        )
        .collect()
}

/// Decides one row and keeps every node's value, for tools that explain it.
#[must_use]
pub fn decide_row(program: &Program, batch: &Batch, given: Given<'_>, row: usize) -> (Frame, Decisions) {
    let (frame, decided, _) = remember_row(program, batch, given, row);
    (frame, decided)
}

/// The same, and what is remembered of its plays and scores from now on. Its clocks stand as they did before.
#[must_use]
pub fn remember_row(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    row: usize,
) -> (Frame, Decisions, AccountState) {
    let rows = row..row.saturating_add(1).min(batch.rows);
    let mut frame = Frame::new(program, batch, given.as_of, 0..0);
    frame.restart(rows.clone());
    let mut decided = Decisions::blank(&program.playbook, rows.clone());
    let mut chunk = Chunk::new(program, batch, given, rows);
    walk_chunk(&mut chunk, &mut frame, &mut decided);
    frame.run(program, batch, program.texts.clone());
    let state = std::mem::take(&mut chunk.states).pop().unwrap_or_default();
    (frame, decided, state)
}

/// Evaluates and decides the accounts of a chunk; what is done with texts comes later.
fn walk_chunk(chunk: &mut Chunk<'_>, frame: &mut Frame, decided: &mut Decisions) {
    let (program, batch, given) = (chunk.program, chunk.batch, chunk.given);
    chunk.take_overrides();
    remember::recall(program, frame, &chunk.states, given.last);
    past::look_back(program, batch, frame, &given, &chunk.states);
    supply_own_tasks(chunk, frame);
    walk(program, batch, frame, |frame, declaration| decide_one(chunk, frame, declaration, decided));
    gather(program, frame, decided);
}

fn decide_chunk(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    wanted: Wanted,
    frame: &mut Frame,
    rows: Range<usize>,
) -> Result<Decisions, DecideError> {
    let (decided, error) = decide_anyway(program, batch, given, wanted, frame, rows);
    error.map_or(Ok(decided), Err)
}

/// The same, with what is decided where a date cannot be counted: nothing is due then.
fn decide_anyway(
    program: &Program,
    batch: &Batch,
    given: Given<'_>,
    wanted: Wanted,
    frame: &mut Frame,
    rows: Range<usize>,
) -> (Decisions, Option<DecideError>) {
    frame.restart(rows.clone());
    let mut decided = Decisions::blank(&program.playbook, rows.clone());
    let fleeting = if wanted.openings { None } else { Chunk::fleeting(program, batch, given, &rows) };
    let mut chunk = fleeting.unwrap_or_else(|| Chunk::new(program, batch, given, rows.clone()));
    walk_chunk(&mut chunk, frame, &mut decided);
    if wanted.ranks {
        decided.ranks = ranks(program, frame, &decided);
    }
    if wanted.parts {
        let parts = program.playbook.parts.iter();
        let dimensions = parts.filter(|(id, part)| {
            matches!(part.kind, PartKind::Group(_)) && program.playbook.cards[part.card].root != *id
        });
        decided.parts = dimensions.map(|(id, _)| (id, frame.numbers(program.part(id).score).clone())).collect();
    }
    decided.gaps = unknown::gaps(program, frame, batch, wanted.unknowns);
    program.portfolio.late.iter().for_each(|nodes| frame.run(program, batch, nodes.clone()));
    decided.portfolio.extend(program.portfolio.read.iter().filter_map(|node| frame.slot(*node).cloned()));
    tell(&mut chunk, frame, wanted, &mut decided);
    // Without anything to be told nobody asks for dates.
    let error = chunk.error.take().filter(|_| wanted.openings || given.memory.remembers());
    if given.memory.remembers() {
        keep(&mut chunk, frame, rows.start, &mut decided);
    }
    if !chunk.inbox.is_empty() {
        chunk.inbox.leave_the_rest(|play, key| {
            let name = &program.playbook.plays[play].name;
            key.map_or_else(
                || format!("play `{name}` has a run for each record of a list, and it is not said which one is meant"),
                |key| format!("play `{name}` has no run for `{}`", crate::column::plain_cut(key, 80)),
            )
        });
    }
    decided.applied = chunk.inbox.applied.drain(..).map(|(row, id)| (rows.start + row, id)).collect();
    decided.refused = chunk.inbox.left.drain(..).map(|(row, id, why)| (rows.start + row, id, why)).collect();
    (decided, error)
}

/// What opens, in order of row and play.
fn ranks(program: &Program, frame: &Frame, decided: &Decisions) -> Vec<Ranked> {
    let first = decided.rows.start;
    let plays = program.playbook.plays.iter().zip(decided.plays.rows());
    let mut ranks: Vec<Ranked> = plays
        .flat_map(|((play, it), columns)| {
            let priority = frame.numbers(program.node(&it.priority));
            let row = move |at: usize| Ranked { row: first + at, play, priority: priority.get(at) };
            columns.opening.ones_at().map(row)
        })
        .collect();
    ranks.sort_by_key(|ranked| ranked.row);
    ranks
}

/// What there is to say. Texts are only worth their while where there is anything.
fn tell(chunk: &mut Chunk<'_>, frame: &mut Frame, wanted: Wanted, decided: &mut Decisions) {
    let (program, batch) = (chunk.program, chunk.batch);
    let escalates = plays::escalates(chunk, frame);
    let active = |state: u16| state == play_state::PENDING || state == play_state::OPEN;
    let reasons =
        wanted.reasons && decided.plays.iter().any(|(_, play)| play.state.values.iter().any(|state| active(*state)));
    let says = wanted.openings && !chunk.steps.is_empty();
    if !(says || escalates || reasons || !chunk.moved.is_empty()) {
        return;
    }
    frame.run(program, batch, program.texts.clone());
    if escalates {
        plays::escalate(chunk, frame);
    }
    decided.moved = moved::tell(chunk, frame);
    if wanted.openings {
        chunk.steps.sort_by_key(|change| (change.row, change.play.index()));
        plays::told::tell_all(chunk, frame, &mut decided.openings, &mut decided.steps);
    }
    if reasons {
        for at in 0..chunk.len() {
            let row = chunk.row(frame, at, None);
            for (id, play) in decided.plays.iter() {
                if play.state.get(at).is_some_and(active) {
                    let why = why::opens(row, &program.playbook.plays[id]);
                    decided.reasons.push((frame.rows.start + at, id, why));
                }
            }
        }
    }
}

/// The new states.
fn keep(chunk: &mut Chunk<'_>, frame: &mut Frame, first: usize, decided: &mut Decisions) {
    let (program, batch, given) = (chunk.program, chunk.batch, chunk.given);
    program.memory.late.iter().for_each(|nodes| frame.run(program, batch, nodes.clone()));
    for state in &mut chunk.states {
        remember::date_lasting(state, given.last);
    }
    remember::keep(program, frame, batch, &mut chunk.states);
    remember::keep_overridden(program, frame, &mut chunk.states);
    decided.older = chunk.see(first);
    decided.next = chunk.states.iter().filter_map(|state| state.next(given.as_of)).min();
    for (row, state) in chunk.states.iter().enumerate() {
        if let Some(bytes) = given.memory.keep(first + row, state) {
            decided.kept.push(Kept { row: first + row, bytes });
        }
    }
}

/// Decides one construct; what is decided is kept, and becomes the value of its node where others read it.
fn decide_one(chunk: &mut Chunk<'_>, frame: &mut Frame, declaration: Declaration, decided: &mut Decisions) {
    let program = chunk.program;
    let playbook = &program.playbook;
    match declaration {
        Declaration::Part(id) => {
            let card = playbook.parts[id].card;
            if playbook.cards[card].root == id {
                let bands = bands::decide(chunk, frame, card);
                supply(program, frame, Decided::Band(id), &bands);
                decided.cards[card].band = bands;
            } else if program.decided(Decided::Band(id)).is_some() {
                let bands = bands::by_points(program, frame, &playbook.cards[card], id);
                supply(program, frame, Decided::Band(id), &bands);
            }
        }
        Declaration::Journey(id) => {
            let stages = journeys::decide(chunk, frame, id);
            supply_journey(chunk, frame, id, &stages);
            decided.stages[id] = stages;
        }
        Declaration::Risk(id) => {
            let levels = risks::decide(chunk, frame, id);
            supply(program, frame, Decided::Level(id), &levels);
            decided.levels[id] = levels;
        }
        Declaration::Play(id) => {
            let play = plays::decide(chunk, frame, id);
            supply_play(chunk, frame, id, &play);
            // Where no run was open and none is, tasks are as unknown as they were.
            let again = program.own_tasks.get(id.index()).map_or(&[][..], Vec::as_slice);
            if !chunk.with_record(id).is_empty() || play.state.values.contains(&play_state::OPEN) {
                again.iter().for_each(|nodes| frame.run_again(program, chunk.batch, nodes.clone()));
            }
            decided.plays[id] = play;
        }
        // Values are all there is to the others.
        Declaration::Let(_) | Declaration::Tier(_) | Declaration::Score(_) => {}
    }
}

fn supply(program: &Program, frame: &mut Frame, of: Decided, codes: &Codes) {
    if let Some(node) = program.decided(of) {
        frame.copy_codes(node, codes);
    }
}

fn supply_journey(chunk: &Chunk<'_>, frame: &mut Frame, id: JourneyId, stages: &Codes) {
    let program = chunk.program;
    if program.decided(Decided::Pace(id)).is_some() {
        let pace = journeys::pace(chunk, frame, id, stages);
        supply(program, frame, Decided::Pace(id), &pace);
    }
    let state = |row: usize| chunk.states.get(row)?.journeys.get(id.index());
    for stage in 0..program.playbook.journeys[id].stages.len() {
        for edge in [StageEdge::Entered, StageEdge::Left] {
            if let Some(node) = program.decided(Decided::StageDate { journey: id, stage, edge }) {
                frame.set_numbers(node, |row| journeys::date(state(row)?, stage, edge));
            }
        }
    }
    supply(program, frame, Decided::Stage(id), stages);
}

/// How tasks stand before their play is decided, for the clauses of that play.
fn supply_own_tasks(chunk: &Chunk<'_>, frame: &mut Frame) {
    let program = chunk.program;
    for (id, play) in program.playbook.plays.iter() {
        let is_read = program.own_tasks.get(id.index()).is_some_and(|nodes| !nodes.is_empty());
        if !is_read || chunk.with_record(id).is_empty() {
            continue;
        }
        for task in 0..play.tasks.len() {
            let Some(node) = program.decided(Decided::TaskState { play: id, task }) else { continue };
            match &play.each {
                Some(each) => {
                    let states = plays::task_states_before(chunk, frame, id, each, task);
                    frame.set_element_codes(node, &states);
                }
                None => frame.set_codes(node, |row| plays::task_state_before(chunk, row, id, task)),
            }
        }
    }
}

fn supply_play(chunk: &Chunk<'_>, frame: &mut Frame, id: PlayId, play: &PlayColumns) {
    let program = chunk.program;
    for task in 0..program.playbook.plays[id].tasks.len() {
        if let Some(node) = program.decided(Decided::TaskState { play: id, task }) {
            if program.playbook.plays[id].each.is_some() {
                let states = plays::task_states(chunk, frame, id, task);
                frame.set_element_codes(node, &states);
            } else {
                frame.set_codes(node, |row| plays::task_state(chunk, row, id, task));
            }
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
