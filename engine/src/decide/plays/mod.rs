//! Plays: idle, pending, open, and closed in one way or another.
//!
//! | file | does |
//! |---|---|
//! | `trigger` | whether a play asks to be open |
//! | `at_once` | the same in whole columns, where nothing is remembered |
//! | `each` | the records of a list for which it has a run each |
//! | `groups` | whether another play holds the place |
//! | `machine` | where a record goes from here: idle, pending, open, closed |
//! | `running` | what goes on while a run is open: people's deeds, sleep, clearing, ends |
//! | `tasks` | tasks as they are created and done |
//! | `escalate` | who is told when nothing happens; after everything else is decided |
//! | `counting` | due dates |
//! | `told` | what is told of all that, in words |

mod at_once;
mod counting;
mod each;
mod escalate;
mod groups;
mod machine;
mod running;
mod tasks;
pub(super) mod told;
mod trigger;

pub(in crate::decide) use at_once::can_be as can_be_at_once;
pub use counting::DecideError;
pub(super) use each::elements;
pub(crate) use each::keys as record_keys;
pub(super) use escalate::{escalate, is_due as escalates};
pub use told::{Happening, OpenTask, Opening, Person, Step, Telling, Told};

use super::chunk::Chunk;
use super::decisions::{PlayColumns, play_state};
use super::events::PlayDeed;
use super::state::{Open, Phase, PlayRecord};
use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use machine::Case;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Activation, Each, Trigger};
use stageplay_dsl::types::{Id, PlayId};
use std::collections::BTreeMap;

/// The states of a play for a chunk.
pub(super) fn decide(chunk: &mut Chunk<'_>, frame: &Frame, id: PlayId) -> PlayColumns {
    if chunk.is_fleeting {
        return at_once::decide(chunk, frame, id);
    }
    let rows = chunk.len();
    let mut columns = PlayColumns {
        state: Codes { values: vec![play_state::IDLE; rows], known: Bits::ones(rows) },
        suppressed: Bits::zeros(rows),
        held: Vec::new(),
        opening: Bits::zeros(rows),
    };
    for row in concerned(chunk, frame, id).ones_at() {
        account(chunk, frame, id, row, &mut columns);
    }
    columns
}

/// The rows for which there is anything to decide: it is asked for, or something is remembered of it, or people have
/// done something. All others stay idle.
fn concerned(chunk: &Chunk<'_>, frame: &Frame, id: PlayId) -> Bits {
    let rows = chunk.len();
    let play = &chunk.program.playbook.plays[id];
    let mut concerned = match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) if play.each.is_none() => {
            frame.truths(chunk.program.node(condition)).truth.clone()
        }
        Trigger::When(_) | Trigger::Once(_) | Trigger::Every { .. } => Bits::ones(rows),
    };
    chunk.with_record(id).iter().for_each(|row| concerned.set(*row, true));
    if !chunk.inbox.is_empty() {
        chunk.inbox.rows().into_iter().for_each(|row| concerned.set(row, true));
    }
    concerned
}

/// Decides the runs of a play for one account.
fn account(chunk: &mut Chunk<'_>, frame: &Frame, id: PlayId, row: usize, columns: &mut PlayColumns) {
    let Some(state) = chunk.states.get_mut(row) else { return };
    let number = id.index();
    let start = state.plays.partition_point(|record| usize::from(record.play) < number);
    let end = state.plays.partition_point(|record| usize::from(record.play) <= number);
    let mut before: Vec<PlayRecord> = if start < end { state.plays.drain(start..end).collect() } else { Vec::new() };
    let program = chunk.program;
    let after = match &program.playbook.plays[id].each {
        None => {
            let phase = before.pop().map(|record| record.phase);
            let case = Case { frame, id, row, element: None, key: None, is_unknown: false };
            let after = machine::advance(chunk, case, phase);
            set(columns, row, &after);
            after.phase.map(|phase| (None, phase)).into_iter().collect()
        }
        Some(each) => {
            let records = each::records(program, chunk.batch, frame, each, row);
            let mut all: BTreeMap<SmolStr, (Option<Phase>, Option<usize>)> =
                records.keys.into_iter().map(|(key, element)| (key, (None, Some(element)))).collect();
            for record in before {
                all.entry(record.key.unwrap_or_default()).or_default().0 = Some(record.phase);
            }
            let mut kept = Vec::new();
            for (key, (phase, element)) in all {
                let case = Case { frame, id, row, element, key: Some(&key), is_unknown: records.is_unknown };
                let after = machine::advance(chunk, case, phase);
                set(columns, row, &after);
                kept.extend(after.phase.map(|phase| (Some(key.clone()), phase)));
            }
            kept
        }
    };
    let Some(state) = chunk.states.get_mut(row) else { return };
    let play = u16::try_from(number).unwrap_or(u16::MAX);
    let records = after.into_iter().map(|(key, phase)| PlayRecord { play, key, phase });
    state.plays.splice(start..start, records);
}

/// Shows what came of a record.
fn set(columns: &mut PlayColumns, row: usize, after: &machine::After) {
    if let Some(value) = columns.state.values.get_mut(row) {
        // Of several runs the one that asks for most is seen.
        let asks = |state: u16| match state {
            play_state::OPEN => 4,
            play_state::PENDING => 3,
            play_state::IDLE => 0,
            play_state::COOLING => 1,
            _ => 2,
        };
        if asks(after.shown) > asks(*value) {
            *value = after.shown;
        }
    }
    if let Some(held) = after.held {
        columns.suppressed.set(row, true);
        if !columns.held.contains(&(row, held)) {
            columns.held.push((row, held));
        }
    }
    if after.opens {
        columns.opening.set(row, true);
    }
}

/// Whether this is the first evaluation of a play, and what it does with accounts for which it is true already.
fn activation(chunk: &Chunk<'_>, id: PlayId) -> Option<Activation> {
    let play = &chunk.program.playbook.plays[id];
    let known = chunk.given.book.plays.get(&play.name);
    known.is_none().then_some(play.activation)
}

/// The numbers of a task's words.
const OPEN: u16 = 0;
const DONE: u16 = 1;
const WAITING: u16 = 2;

/// How a task of a run stands; unknown where no run is open.
pub(super) fn task_state(chunk: &Chunk<'_>, row: usize, id: PlayId, task: usize) -> Option<u16> {
    let open = chunk.states.get(row)?.of_play(id.index()).find_map(PlayRecord::open)?;
    Some(state_in(open, task))
}

/// The same before the play is decided: what people have done since the last evaluation counts, and what this one finds
/// does not yet.
pub(super) fn task_state_before(chunk: &Chunk<'_>, row: usize, id: PlayId, task: usize) -> Option<u16> {
    let open = chunk.states.get(row)?.of_play(id.index()).find_map(PlayRecord::open)?;
    Some(state_before(chunk, row, id, None, open, task))
}

fn state_before(chunk: &Chunk<'_>, row: usize, id: PlayId, key: Option<&str>, open: &Open, task: usize) -> u16 {
    let is_created = open.task(task).is_some();
    let done = || chunk.inbox.of_play(row, id, key).any(|(_, _, deed)| *deed == PlayDeed::Done { task });
    if is_created && done() { DONE } else { state_in(open, task) }
}

/// The same of a play with a run for each record of a list, per record of the frame. Which records it is about is not
/// known yet: those with a run's key.
pub(super) fn task_states_before(
    chunk: &Chunk<'_>,
    frame: &Frame,
    id: PlayId,
    each: &Each,
    task: usize,
) -> Vec<Option<u16>> {
    let mut states = vec![None; elements(chunk.batch, frame, each)];
    for row in chunk.with_record(id) {
        let Some(state) = chunk.states.get(*row) else { continue };
        for (element, key) in each::keys(chunk.batch, frame, each, *row) {
            let open = state.of_play(id.index()).find(|record| record.key.as_ref() == Some(&key));
            if let (Some(open), Some(slot)) = (open.and_then(PlayRecord::open), states.get_mut(element)) {
                *slot = Some(state_before(chunk, *row, id, Some(&key), open, task));
            }
        }
    }
    states
}

fn state_in(open: &Open, task: usize) -> u16 {
    match open.task(task) {
        Some(record) if record.done.is_some() => DONE,
        Some(_) => OPEN,
        None => WAITING,
    }
}

/// The same of a play with a run for each record of a list, per record of the frame.
pub(super) fn task_states(chunk: &Chunk<'_>, frame: &Frame, id: PlayId, task: usize) -> Vec<Option<u16>> {
    let program = chunk.program;
    let Some(each) = &program.playbook.plays[id].each else { return Vec::new() };
    let mut states = vec![None; elements(chunk.batch, frame, each)];
    for row in chunk.with_any_record(id) {
        let records = each::records(program, chunk.batch, frame, each, row);
        for record in chunk.states.get(row).into_iter().flat_map(|state| state.of_play(id.index())) {
            let element = record.key.as_ref().and_then(|key| records.keys.get(key));
            if let (Some(open), Some(slot)) = (record.open(), element.and_then(|at| states.get_mut(*at))) {
                *slot = Some(state_in(open, task));
            }
        }
    }
    states
}
