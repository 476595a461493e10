//! The level of a risk: the highest whose condition is true.

use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use crate::graph::Program;
use stageplay_dsl::typed::Risk;

/// The levels of a risk: the highest true one; else `none`, unless every condition is unknown.
pub(super) fn levels(program: &Program, frame: &Frame, risk: &Risk, rows: usize) -> Codes {
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
    Codes { values, known }
}
