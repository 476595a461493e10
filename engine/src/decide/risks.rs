//! The level of a risk: the highest whose condition is true; with `clears after`, a level falls only when the account
//! has been below it for so long.

use super::chunk::{Chunk, Move, Moving};
use super::state::Clock;
use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use stageplay_dsl::types::{Id, RiskId};

/// The levels of a risk: the highest true one; else `none`, unless every condition is unknown.
pub(super) fn decide(chunk: &mut Chunk<'_>, frame: &Frame, id: RiskId) -> Codes {
    let (program, as_of, gap) = (chunk.program, chunk.given.as_of, chunk.gap());
    let risk = &program.playbook.risks[id];
    let rows = chunk.len();
    let mut values = vec![0; rows];
    let mut known = Bits::zeros(rows);
    for (code, level) in (1..).zip(&risk.levels) {
        let condition = frame.truths(program.node(&level.condition));
        for row in condition.truth.ones_at() {
            if let Some(value) = values.get_mut(row) {
                *value = code;
            }
        }
        known = known.or(&condition.known);
    }
    if !chunk.given.memory.remembers() {
        return Codes { values, known };
    }
    let clears = risk.clears_after.as_ref().map(|days| frame.numbers(program.node(days)));
    for ((row, state), value) in chunk.states.iter_mut().enumerate().zip(&mut values) {
        let Some(remembered) = state.risks.get_mut(id.index()) else { continue };
        if !known.get(row) {
            remembered.below = Clock::after(remembered.below, None, as_of, gap);
            continue;
        }
        if let (Some(before), Some(clears)) = (remembered.level, clears)
            && *value < before
        {
            remembered.below = Clock::after(remembered.below, Some(true), as_of, gap);
            let below = remembered.below.map_or(0.0, |clock| clock.days(as_of));
            // Without a number of days it does not fall.
            if clears.get(row).is_none_or(|days| below < days) {
                *value = before;
                continue;
            }
        }
        remembered.below = None;
        if let Some(from) = remembered.level.filter(|before| before != value) {
            chunk.moved.push(Move { row, of: Moving::Level(id), from, to: *value });
        }
        remembered.level = Some(*value);
    }
    Codes { values, known }
}
