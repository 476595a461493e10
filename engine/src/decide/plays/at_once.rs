//! A play at a first evaluation that nobody remembers: whole columns at once.
//!
//! Says the same as `machine` does of accounts one by one; `decide/tests.rs` and the reference hold it to that.

use crate::column::{Bits, Codes};
use crate::decide::chunk::Chunk;
use crate::decide::decisions::{Held, PlayColumns, play_state};
use crate::evaluate::Frame;
use crate::kernel::choose;
use stageplay_dsl::typed::{Activation, Expr, Play, Trigger};
use stageplay_dsl::types::PlayId;

/// Whether a play can be decided so: it follows a condition, and has one run for an account.
pub(in crate::decide) fn can_be(play: &Play) -> bool {
    play.each.is_none() && matches!(play.trigger, Trigger::When(_) | Trigger::Once(_))
}

/// The states of a play for a chunk.
pub(super) fn decide(chunk: &Chunk<'_>, frame: &Frame, id: PlayId) -> PlayColumns {
    let (program, rows) = (chunk.program, chunk.len());
    let play = &program.playbook.plays[id];
    let truth = |condition: &Expr| &frame.truths(program.node(condition)).truth;
    let mut columns = PlayColumns {
        state: Codes { values: vec![play_state::IDLE; rows], known: Bits::ones(rows) },
        suppressed: Bits::zeros(rows),
        held: Vec::new(),
        opening: Bits::zeros(rows),
    };
    let (Trigger::When(condition) | Trigger::Once(condition)) = &play.trigger else { return columns };
    // What is true already must be false once.
    if play.activation == Activation::NewOnly {
        return columns;
    }
    let mut asks = truth(condition).clone();
    if let Some(ends) = &program.playbook.ends_when {
        asks = asks.and_not(truth(ends));
    }
    if let Some(unless) = &play.unless {
        let held = asks.and(truth(unless));
        columns.held = held.ones_at().map(|row| (row, Held::Unless)).collect();
        asks = asks.and_not(&held);
        columns.suppressed = held;
    }
    if let (Some(days), Trigger::When(_)) = (&play.holds_for, &play.trigger) {
        // Its clock begins today.
        let days = frame.numbers(program.node(days));
        let opens = Bits::from_fn(rows, |row| asks.get(row) && days.get(row).is_some_and(|days| days <= 0.0));
        choose::mark(&mut columns.state, &asks.and_not(&opens), play_state::PENDING);
        asks = opens;
    }
    choose::mark(&mut columns.state, &asks, play_state::OPEN);
    if play.activation != Activation::ExistingQuietly {
        columns.opening = asks;
    }
    columns
}
