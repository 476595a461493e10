//! The turns of a plan: nodes, a decision, nodes, a decision.

use super::Frame;
use crate::column::Batch;
use crate::graph::{Program, Step};
use stageplay_dsl::typed::Declaration;

/// Runs the plan over a frame; `decide` is called at each decision, when all it reads has been evaluated.
pub fn walk(program: &Program, batch: &Batch, frame: &mut Frame, mut decide: impl FnMut(&mut Frame, Declaration)) {
    for step in &program.plan {
        match step {
            Step::Evaluate(nodes) => frame.run(program, batch, nodes.clone()),
            Step::Decide(declaration) => decide(frame, *declaration),
        }
    }
}
