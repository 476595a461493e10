//! What opens a play.

use super::calendar::add_months;
use super::evaluator::Evaluator;
use stageplay_dsl::typed::{Period, Trigger};

impl Evaluator<'_> {
    pub(crate) fn triggered(&self, trigger: &Trigger) -> bool {
        match trigger {
            Trigger::When(condition) => self.holds(condition),
            // An event is between two evaluations; this is the first.
            Trigger::Once(_) => false,
            Trigger::Every { period, anchor, when } => {
                self.number(anchor).is_some_and(|anchor| self.occurs(*period, anchor.floor()))
                    && when.as_ref().is_none_or(|when| self.holds(when))
            }
        }
    }

    /// Whether today is the anchor and so many whole periods, one at least.
    fn occurs(&self, period: Period, anchor: f64) -> bool {
        match period {
            Period::Days(days) => {
                let since = self.as_of - anchor;
                days > 0 && since > 0.0 && since % f64::from(days) == 0.0
            }
            Period::Months(months) => {
                let step = f64::from(months);
                // A month has 28 days at least: no later step can be the one.
                let most = (self.as_of - anchor) / 28.0;
                let mut count = step;
                while months > 0 && count <= most {
                    if add_months(anchor, count) == Some(self.as_of) {
                        return true;
                    }
                    count += step;
                }
                false
            }
        }
    }
}
