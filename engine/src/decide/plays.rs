//! Which plays wait, open or are suppressed at the first evaluation.

use super::decisions::{PlayColumns, play_state};
use crate::column::{Bits, Codes};
use crate::evaluate::Frame;
use crate::graph::Program;
use crate::kernel::date;
use stageplay_dsl::typed::{Activation, Expr, Period, Play, Trigger};
use stageplay_dsl::types::Day;

/// The states of a play for a chunk.
pub(super) fn states(program: &Program, frame: &Frame, play: &Play, rows: usize) -> PlayColumns {
    if play.each.is_some() {
        // Its clauses are about single records; it is never asked for.
        let state = Codes { values: vec![play_state::IDLE; rows], known: Bits::ones(rows) };
        return PlayColumns { state, suppressed: Bits::zeros(rows), opening: Bits::zeros(rows) };
    }
    let left = program.playbook.ends_when.as_ref();
    let asked = triggered(program, frame, play, rows);
    let asked = left.map_or(asked.clone(), |left| asked.and_not(&frame.truths(program.node(left)).truth));
    let unless = play.unless.as_ref().map(|unless| &frame.truths(program.node(unless)).truth);
    let suppressed = unless.map_or_else(|| Bits::zeros(rows), |unless| asked.and(unless));
    let free = asked.and_not(&suppressed);
    // `new only` waits for false and then true; an account that matches already is left alone.
    let free = if play.activation == Activation::NewOnly { Bits::zeros(rows) } else { free };
    let waiting =
        play.holds_for.as_ref().map_or_else(|| Bits::zeros(rows), |holds| free.and(&waits(program, frame, holds)));
    let open = free.and_not(&waiting);

    let mut values = vec![play_state::IDLE; rows];
    for row in waiting.ones_at() {
        put(&mut values, row, play_state::PENDING);
    }
    for row in open.ones_at() {
        put(&mut values, row, play_state::OPEN);
    }
    let opening = if play.activation == Activation::Existing { open } else { Bits::zeros(rows) };
    PlayColumns { state: Codes { values, known: Bits::ones(rows) }, suppressed, opening }
}

fn put(values: &mut [u16], row: usize, state: u16) {
    if let Some(value) = values.get_mut(row) {
        *value = state;
    }
}

/// Where the trigger holds. An event needs an evaluation before this one, so `once` never does.
fn triggered(program: &Program, frame: &Frame, play: &Play, rows: usize) -> Bits {
    match &play.trigger {
        Trigger::When(condition) => frame.truths(program.node(condition)).truth.clone(),
        Trigger::Once(_) => Bits::zeros(rows),
        Trigger::Every { period, anchor, when } => {
            let anchors = frame.numbers(program.node(anchor));
            let due =
                Bits::from_fn(rows, |row| anchors.get(row).is_some_and(|from| occurs(from, *period, frame.as_of)));
            when.as_ref().map_or(due.clone(), |when| due.and(&frame.truths(program.node(when)).truth))
        }
    }
}

/// Where the condition has not been true for long enough: at its first evaluation it is true since today.
fn waits(program: &Program, frame: &Frame, holds_for: &Expr) -> Bits {
    let days = frame.numbers(program.node(holds_for));
    Bits::from_fn(days.values.len(), |row| days.get(row).is_none_or(|days| days > 0.0))
}

/// True when `as_of` is the anchor plus one or more whole periods; months are clamped to the month's end.
fn occurs(anchor: f64, period: Period, as_of: Day) -> bool {
    let today = f64::from(as_of);
    match period {
        Period::Days(step) => {
            let days = today - anchor.floor();
            step > 0 && days > 0.0 && days % f64::from(step) == 0.0
        }
        Period::Months(step) => date::months_between(anchor, today).is_some_and(|months| {
            let whole = step > 0 && months > 0.0 && months % f64::from(step) == 0.0;
            whole && date::add_months_to(anchor, months) == Some(today)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::occurs;
    use stageplay_dsl::typed::Period;
    use stageplay_dsl::types::parse_day;

    #[test]
    fn a_cadence_in_months_keeps_to_the_end_of_short_months() {
        let day = |text| parse_day(text).expect("a date");
        let anchor = f64::from(day("2025-11-30"));
        let due = |on| occurs(anchor, Period::Months(3), day(on));
        assert!(due("2026-02-28"));
        assert!(due("2026-05-30"));
        assert!(!due("2025-11-30"));
        assert!(!due("2026-02-27"));
        assert!(!due("2026-01-30"));
        assert!(occurs(anchor, Period::Days(7), day("2025-12-14")));
        assert!(!occurs(anchor, Period::Days(7), day("2025-12-13")));
    }
}
