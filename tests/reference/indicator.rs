//! An indicator's points: 0 to 100, or unknown.

use super::evaluator::Evaluator;
use super::number::finite;
use stageplay_dsl::typed::{Expr, MissingPolicy, Scale};

impl Evaluator<'_> {
    pub(crate) fn indicator(&self, value: &Expr, scale: &Scale, missing: &MissingPolicy) -> Option<f64> {
        self.on_scale(value, scale).or_else(|| match missing {
            MissingPolicy::Skip => None,
            MissingPolicy::Score(points) => self.number(points),
            // No earlier value is there to last.
            MissingPolicy::LastFor(_) => None,
        })
    }

    fn on_scale(&self, value: &Expr, scale: &Scale) -> Option<f64> {
        let x = self.number(value)?;
        match scale {
            Scale::Linear { worst, best } => {
                let (worst, best) = (self.number(worst)?, self.number(best)?);
                if worst == best {
                    return None;
                }
                let share = (x - worst) / (best - worst);
                finite(if share < 0.0 {
                    0.0
                } else if share > 1.0 {
                    100.0
                } else {
                    100.0 * share
                })
            }
            Scale::Steps { steps, otherwise } => {
                for step in steps {
                    let bound = self.number(&step.bound)?;
                    if x < bound || (step.inclusive && x == bound) {
                        return self.number(&step.points);
                    }
                }
                self.number(otherwise)
            }
            Scale::AsIs => (0.0..=100.0).contains(&x).then_some(x),
        }
    }
}
