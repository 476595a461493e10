//! An indicator's points: 0 to 100, or unknown.

use super::evaluator::Evaluator;
use super::number::finite;
use stageplay_dsl::typed::{Expr, MissingPolicy, Scale};
use stageplay_dsl::types::PartId;

impl Evaluator<'_> {
    pub(crate) fn indicator(&self, id: PartId, value: &Expr, scale: &Scale, missing: &MissingPolicy) -> Option<f64> {
        let points = self.lasting(id, value, missing).and_then(|x| self.on_scale(x, scale));
        points.or_else(|| match missing {
            MissingPolicy::Skip | MissingPolicy::LastFor(_) => None,
            MissingPolicy::Score(points) => self.number(points),
        })
    }

    /// The value before its scale: today's, or the one that lasts.
    pub(crate) fn lasting(&self, id: PartId, value: &Expr, missing: &MissingPolicy) -> Option<f64> {
        let MissingPolicy::LastFor(days) = missing else { return self.number(value) };
        if let Some(then) = self.then {
            return then?.indicators.get(&id)?.1;
        }
        self.number(value).or_else(|| {
            let mut before = self.past.evaluations().map(|(day, kept)| (day, kept.indicators.get(&id).map(|it| it.0)));
            let (day, value) = before.find_map(|(day, value)| Some((day, value??)))?;
            (self.as_of - f64::from(day) <= self.number(days)?).then_some(value)
        })
    }

    fn on_scale(&self, x: f64, scale: &Scale) -> Option<f64> {
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
