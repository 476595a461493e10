//! What becomes of accounts that nothing speaks for: they stand still, and after a while they are gone.

use super::state::{AccountState, Ending, Phase, Seen};
use crate::graph::Program;
use stageplay_dsl::types::Day;

/// What becomes of an account that nothing speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nothing changes.
    Same,
    /// It is absent from now on.
    Begins,
    /// It has been absent for so long that it is gone.
    Gone,
}

/// Takes an account that no snapshot speaks for through an evaluation. `last` is the date of the state's last one.
///
/// A first absence is noted, with the day of the last evaluation. When it has lasted as long as the playbook says, runs
/// close as gone and everything else is forgotten, but for the plays that must not open again yet.
pub fn absent(program: &Program, state: &mut AccountState, as_of: Day, last: Option<Day>) -> Absence {
    let Some(seen) = state.seen else { return Absence::Same };
    let Some(since) = seen.absent else {
        let evaluated = seen.evaluated.or(last);
        super::remember::date_lasting(state, last);
        state.seen = Some(Seen { evaluated, snapshot: seen.snapshot.or(evaluated), absent: Some(as_of) });
        // Absent after no days at all is gone at once.
        return if is_gone(program, as_of, as_of) { go(state, as_of) } else { Absence::Begins };
    };
    if is_gone(program, since, as_of) { go(state, as_of) } else { Absence::Same }
}

fn is_gone(program: &Program, since: Day, as_of: Day) -> bool {
    let after = program.playbook.header.absent_after;
    after.is_some_and(|days| f64::from(as_of) - f64::from(since) >= days)
}

fn go(state: &mut AccountState, as_of: Day) -> Absence {
    let plays = std::mem::take(&mut state.plays).into_iter().filter_map(|mut record| {
        record.phase = match record.phase {
            Phase::Open(open) => Phase::Closed { opened: open.opened, on: as_of, how: Ending::Gone },
            closed @ Phase::Closed { .. } => closed,
            Phase::Waiting | Phase::Pending { .. } => return None,
        };
        Some(record)
    });
    *state = AccountState {
        plays: plays.collect(),
        limits: std::mem::take(&mut state.limits),
        overrides: std::mem::take(&mut state.overrides),
        ..AccountState::default()
    };
    Absence::Gone
}
