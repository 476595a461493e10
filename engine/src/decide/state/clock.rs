//! How long something has been true.

use serde::{Deserialize, Serialize};
use stageplay_dsl::types::Day;

/// Since when a condition has been true, without a break.
///
/// Days on which nobody evaluated anything do not count as a break. An evaluation that does not know pauses the clock,
/// and more than `gap` days of that forget it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The day it began; moved on by every pause.
    pub since: Day,
    /// The first evaluation that did not know.
    pub paused: Option<Day>,
}

impl Clock {
    /// One that begins.
    #[must_use]
    pub fn starting(since: Day) -> Self {
        Self { since, paused: None }
    }

    /// Since when the condition has been true if it is true on `as_of`; `None` where a pause of more than `gap` days
    /// has made an end of it.
    #[must_use]
    pub fn since_if_true(self, as_of: Day, gap: f64) -> Option<Day> {
        match self.paused {
            None => Some(self.since),
            Some(paused) => {
                let slept = as_of.saturating_sub(paused);
                (f64::from(slept) <= gap).then(|| self.since.saturating_add(slept))
            }
        }
    }

    /// The clock after an evaluation on `as_of`, of a condition that is true, false or unknown.
    #[must_use]
    pub fn after(clock: Option<Self>, truth: Option<bool>, as_of: Day, gap: f64) -> Option<Self> {
        match truth {
            Some(false) => None,
            Some(true) => {
                let since = clock.and_then(|clock| clock.since_if_true(as_of, gap)).unwrap_or(as_of);
                Some(Self::starting(since))
            }
            None => Self::unknown(clock, as_of, gap),
        }
    }

    fn unknown(clock: Option<Self>, as_of: Day, gap: f64) -> Option<Self> {
        let clock = clock?;
        match clock.paused {
            None => Some(Self { paused: Some(as_of), ..clock }),
            Some(paused) if f64::from(as_of.saturating_sub(paused)) > gap => None,
            Some(_) => Some(clock),
        }
    }

    /// The same, not known on `day` unless it was not known before.
    pub(super) fn pause(clock: &mut Option<Self>, day: Day) {
        if let Some(clock) = clock {
            clock.paused.get_or_insert(day);
        }
    }

    /// How many days it has run, as far as is known.
    #[must_use]
    pub fn days(self, as_of: Day) -> f64 {
        f64::from(self.paused.unwrap_or(as_of)) - f64::from(self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    /// What becomes of a clock over evaluations on days with `true`, `false` or unknown.
    fn run(gap: f64, evaluations: &[(i32, Option<bool>)]) -> Option<Clock> {
        evaluations.iter().fold(None, |clock, (day, truth)| Clock::after(clock, *truth, *day, gap))
    }

    #[test]
    fn it_runs_on_over_days_without_an_evaluation() {
        assert_eq!(run(0.0, &[(5, Some(true)), (15, Some(true))]), Some(Clock::starting(5)));
        assert_eq!(run(0.0, &[(5, Some(true)), (6, Some(false)), (15, Some(true))]), Some(Clock::starting(15)));
    }

    #[test]
    fn what_is_not_known_stops_it_for_the_gap_and_then_ends_it() {
        // Unknown on days 6 and 7 of ten: two days do not count.
        let paused = [(1, Some(true)), (6, None), (7, None)];
        assert_eq!(run(3.0, &paused), Some(Clock { since: 1, paused: Some(6) }));
        assert_eq!(run(3.0, &[&paused[..], &[(8, Some(true))]].concat()), Some(Clock::starting(3)));
        // Three days are still within the gap, four are not.
        assert_eq!(run(3.0, &[&paused[..], &[(9, Some(true))]].concat()), Some(Clock::starting(4)));
        assert_eq!(run(3.0, &[&paused[..], &[(10, Some(true))]].concat()), Some(Clock::starting(10)));
        assert_eq!(run(3.0, &[&paused[..], &[(10, None)]].concat()), None);
        // Without a gap, one evaluation that does not know is one too many, but for one on the same day.
        assert_eq!(run(0.0, &[(1, Some(true)), (2, None), (3, Some(true))]), Some(Clock::starting(3)));
        assert_eq!(run(0.0, &[(1, None)]), None);
    }
}
