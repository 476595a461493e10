//! What opens a play: whether it asks to be open.

use crate::decide::row::Row;
use crate::kernel::date;
use stageplay_dsl::typed::{Period, Trigger};
use stageplay_dsl::types::Day;

/// Whether a trigger asks for its play. `evaluated` is the last evaluation of the account. At a first evaluation a
/// cadence asks on its very day only, and an event never: it is false then.
pub(super) fn asked(row: Row<'_>, trigger: &Trigger, evaluated: Option<Day>) -> Option<bool> {
    match trigger {
        Trigger::When(condition) | Trigger::Once(condition) => row.truth(condition),
        Trigger::Every { period, anchor, when } => {
            let is_due = occurred(row.number(anchor)?, *period, evaluated, row.frame.as_of);
            if !is_due {
                return Some(false);
            }
            when.as_ref().map_or(Some(true), |when| row.truth(when))
        }
    }
}

/// Whether an occurrence lies after the last evaluation and on or before `as_of`. Occurrences are whole periods after the
/// anchor, one at least; months are clamped to the month's end.
fn occurred(anchor: f64, period: Period, evaluated: Option<Day>, as_of: Day) -> bool {
    let today = f64::from(as_of);
    let anchor = anchor.floor();
    let last = match period {
        Period::Days(step) => {
            let step = f64::from(step);
            let count = ((today - anchor) / step).floor();
            (step > 0.0 && count >= 1.0).then_some(anchor + count * step)
        }
        Period::Months(step) => {
            let step = f64::from(step);
            let months = date::months_between(anchor, today);
            let count = months.map(|months| (months / step).floor()).filter(|count| step > 0.0 && *count >= 1.0);
            count.and_then(|count| date::add_months_to(anchor, count * step))
        }
    };
    let Some(last) = last else { return false };
    match evaluated {
        Some(evaluated) => last > f64::from(evaluated),
        None => last >= today,
    }
}

#[cfg(test)]
mod tests {
    use super::occurred;
    use stageplay_dsl::typed::Period;
    use stageplay_dsl::types::parse_day;

    fn day(text: &str) -> i32 {
        parse_day(text).expect("a date")
    }

    #[test]
    fn a_cadence_in_months_keeps_to_the_end_of_short_months() {
        let anchor = f64::from(day("2025-11-30"));
        let due = |on| occurred(anchor, Period::Months(3), None, day(on));
        assert!(due("2026-02-28"));
        assert!(due("2026-05-30"));
        assert!(!due("2025-11-30"));
        assert!(!due("2026-02-27"));
        assert!(!due("2026-01-30"));
        assert!(occurred(anchor, Period::Days(7), None, day("2025-12-14")));
        assert!(!occurred(anchor, Period::Days(7), None, day("2025-12-13")));
    }

    #[test]
    fn what_was_missed_is_asked_for_once() {
        let anchor = f64::from(day("2026-01-01"));
        let due = |evaluated, on| occurred(anchor, Period::Days(7), Some(day(evaluated)), day(on));
        // Occurrences are 8, 15 and 22 January.
        assert!(due("2026-01-07", "2026-01-08"));
        assert!(due("2026-01-07", "2026-01-20"));
        assert!(!due("2026-01-08", "2026-01-14"));
        assert!(!due("2025-12-01", "2026-01-07"));
        assert!(due("2025-12-01", "2026-01-30"));
    }
}
