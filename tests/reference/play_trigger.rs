//! What opens a play.

use super::calendar::add_months;
use super::evaluator::Evaluator;
use stageplay_dsl::typed::{Period, Trigger};

impl Evaluator<'_> {
    pub(crate) fn asked(&self, trigger: &Trigger) -> Option<bool> {
        match trigger {
            Trigger::When(condition) | Trigger::Once(condition) => self.truth(condition),
            Trigger::Every { period, anchor, when } => {
                if !self.occurs(*period, self.number(anchor)?.floor()) {
                    return Some(false);
                }
                when.as_ref().map_or(Some(true), |when| self.truth(when))
            }
        }
    }

    /// Whether the anchor and so many whole periods, one at least, is a day since the last evaluation; at the first one
    /// it is today or not at all.
    fn occurs(&self, period: Period, anchor: f64) -> bool {
        let since = self.past.evaluations().next().map_or(self.as_of - 1.0, |(day, _)| f64::from(day));
        let length = match period {
            Period::Days(days) | Period::Months(days) => f64::from(days),
        };
        if length <= 0.0 {
            return false;
        }
        let mut count = 0.0;
        loop {
            count += length;
            let day = match period {
                Period::Days(_) => anchor + count,
                Period::Months(_) => match add_months(anchor, count) {
                    Some(day) => day,
                    None => return false,
                },
            };
            if day > self.as_of {
                return false;
            }
            if day > since {
                return true;
            }
            // Many years before, nothing is near.
            if matches!(period, Period::Days(_)) && day < since - 2.0 * length {
                count += ((since - day) / length).floor() * length - length;
            }
        }
    }
}
