//! Where accounts stand in a journey at a first evaluation: on a plain ladder whole columns at once.
//!
//! Says the same as `journeys` does of accounts one by one.

use super::chunk::Chunk;
use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use stageplay_dsl::typed::{Expr, Journey, Stage};

/// Whether each stage is entered from the one before, and accounts start on the first.
fn is_ladder(journey: &Journey) -> bool {
    let follows = |(at, stage): (usize, &Stage)| {
        let before = at.checked_sub(1);
        stage.interrupts_while.is_none() && stage.after.iter().copied().eq(before)
    };
    journey.applies_when.is_none() && journey.start_in.is_none() && journey.stages.iter().enumerate().all(follows)
}

/// The stages of a chunk, where the journey is a ladder.
pub(super) fn climb(chunk: &Chunk<'_>, frame: &Frame, journey: &Journey) -> Option<Codes> {
    if !is_ladder(journey) {
        return None;
    }
    let rows = chunk.len();
    let truths = |condition: &Expr| frame.truths(chunk.program.node(condition));
    let mut values = vec![0; rows];
    let mut reached = Bits::ones(rows);
    let mut stages = journey.stages.iter();
    let mut below = stages.next();
    for stage in stages {
        if let Some(exit) = below.and_then(|below| below.exit.as_ref()) {
            reached = reached.and(&truths(exit).truth);
        }
        if let Some(enter) = &stage.enter {
            reached = reached.and(&truths(enter).truth);
        }
        if let Some(holds) = &stage.holds_while {
            let holds = truths(holds);
            reached = reached.and_not(&holds.known.and_not(&holds.truth));
        }
        add_one(&mut values, &reached);
        below = Some(stage);
    }
    Some(Codes { values, known: Bits::ones(rows) })
}

/// One stage further in some rows.
fn add_one(values: &mut [u16], rows: &Bits) {
    for (values, word) in values.chunks_mut(64).zip(rows.words()) {
        for (at, value) in values.iter_mut().enumerate() {
            *value += u16::from(word >> at & 1 == 1);
        }
    }
}
