//! The turns of a plan: nodes, a decision, nodes, a decision.

use super::Frame;
use crate::column::Batch;
use crate::graph::{Program, Step};
use stageplay_dsl::typed::Declaration;
use stageplay_dsl::types::Day;

/// Runs the plan over a frame; `decide` is called at each decision, when all it reads has been evaluated.
pub fn walk(program: &Program, batch: &Batch, frame: &mut Frame, mut decide: impl FnMut(&mut Frame, Declaration)) {
    for step in &program.plan {
        match step {
            Step::Evaluate(nodes) => frame.run(program, batch, nodes.clone()),
            Step::Decide(declaration) => decide(frame, *declaration),
        }
    }
}

/// The values of every node, those of texts included, for one row of the batch; in the frame it is row 0.
#[must_use]
pub fn trace(
    program: &Program,
    batch: &Batch,
    as_of: Day,
    row: usize,
    decide: impl FnMut(&mut Frame, Declaration),
) -> Frame {
    let mut frame = Frame::new(program, batch, as_of, row..row.saturating_add(1));
    walk(program, batch, &mut frame, decide);
    frame.run(program, batch, program.texts.clone());
    frame
}
