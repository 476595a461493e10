//! Plays: idle, pending, open, and closed in one way or another.
//!
//! | file | does |
//! |---|---|
//! | `trigger` | whether a play asks to be open |
//! | `machine` | where a record goes from here: idle, pending, open, closed |
//! | `running` | what goes on while a run is open: people's deeds, sleep, clearing, ends |
//! | `tasks` | tasks as they are created and done |
//! | `escalate` | who is told when nothing happens; after everything else is decided |
//! | `counting` | due dates |
//! | `told` | what is told of all that, in words |

mod counting;
mod escalate;
mod machine;
mod running;
mod tasks;
pub(super) mod told;
mod trigger;

pub use counting::DecideError;
pub(super) use escalate::{escalate, is_due as escalates};
pub use told::{Happening, OpenTask, Opening, Person, Step, Telling, Told};

use super::chunk::Chunk;
use super::decisions::{PlayColumns, play_state};
use super::state::{Phase, PlayRecord};
use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use machine::Case;
use stageplay_dsl::typed::{Activation, Trigger};
use stageplay_dsl::types::{Id, PlayId};

/// The states of a play for a chunk.
pub(super) fn decide(chunk: &mut Chunk<'_>, frame: &Frame, id: PlayId) -> PlayColumns {
    let rows = chunk.len();
    let mut columns = PlayColumns {
        state: Codes { values: vec![play_state::IDLE; rows], known: Bits::ones(rows) },
        suppressed: Bits::zeros(rows),
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
        Trigger::When(condition) | Trigger::Once(condition) => {
            frame.truths(chunk.program.node(condition)).truth.clone()
        }
        Trigger::Every { .. } => Bits::ones(rows),
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
    let at = state.plays.partition_point(|record| usize::from(record.play) < id.index());
    let had = state.plays.get(at).is_some_and(|record| usize::from(record.play) == id.index());
    let record = had.then(|| state.plays.remove(at));
    let case = Case { frame, id, row, element: None, key: None };
    let after = machine::advance(chunk, case, record.map(|record| record.phase));
    set(columns, row, &after);
    if let (Some(phase), Some(state)) = (after.phase, chunk.states.get_mut(row)) {
        let play = u16::try_from(id.index()).unwrap_or(u16::MAX);
        state.plays.insert(at, PlayRecord { play, key: None, phase });
    }
}

/// Shows what came of a record.
fn set(columns: &mut PlayColumns, row: usize, after: &machine::After) {
    if let Some(value) = columns.state.values.get_mut(row) {
        *value = after.shown;
    }
    if after.is_suppressed {
        columns.suppressed.set(row, true);
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

/// Whether a task of a run is done; unknown where no run is open.
pub(super) fn task_state(chunk: &Chunk<'_>, row: usize, id: PlayId, task: usize) -> Option<u16> {
    const OPEN: u16 = 0;
    const DONE: u16 = 1;
    let open = chunk.states.get(row)?.of_play(id.index()).find_map(|record| match &record.phase {
        Phase::Open(open) => Some(open),
        _ => None,
    })?;
    Some(if open.task(task).is_some_and(|record| record.done.is_some()) { DONE } else { OPEN })
}
