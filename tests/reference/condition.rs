//! Conditions: true, false or unknown.

use super::evaluator::Evaluator;
use super::number;
use stageplay_dsl::typed::{Criterion, Expr, ExprKind};

impl Evaluator<'_> {
    /// The truth of an expression that is a condition by its form.
    pub(crate) fn condition(&self, expr: &Expr) -> Option<bool> {
        match &expr.kind {
            ExprKind::Not(x) => Some(!self.truth(x)?),
            ExprKind::Compare { op, left, right } => {
                Some(number::compare(*op, self.number(left)?, self.number(right)?))
            }
            ExprKind::Same { negated, left, right } => {
                let same = self.value(left)? == self.value(right)?;
                Some(same != *negated)
            }
            ExprKind::All(criteria) => {
                let truths = self.truths(criteria);
                if truths.contains(&Some(false)) {
                    Some(false)
                } else if truths.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            ExprKind::Any(criteria) => {
                let truths = self.truths(criteria);
                if truths.contains(&Some(true)) {
                    Some(true)
                } else if truths.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            ExprKind::AtLeastOf { count, criteria } => self.at_least_of(self.number(count)?, criteria),
            ExprKind::IsKnown(x) => Some(self.value(x).is_some()),
            ExprKind::IsMissing(x) => Some(self.value(x).is_none()),
            ExprKind::OneOf { subject, negated, words } => {
                let word = self.word(subject)?;
                Some(words.contains(&word) != *negated)
            }
            ExprKind::AtLeast { subject, word } => {
                let found = self.word(subject)?;
                let ordered = self.set_of(subject).map_or(0, |set| self.book.choices[set].ordered);
                Some(usize::from(found) < ordered && found >= *word)
            }
            ExprKind::Within { date, direction, distance } => {
                Some(self.within(self.number(date)?, *direction, self.number(distance)?))
            }
            other => panic!("no condition: {other:?}"),
        }
    }

    fn truths(&self, criteria: &[Criterion]) -> Vec<Option<bool>> {
        criteria.iter().map(|criterion| self.truth(&criterion.condition)).collect()
    }

    fn at_least_of(&self, count: f64, criteria: &[Criterion]) -> Option<bool> {
        let truths = self.truths(criteria);
        let of = |wanted: Option<bool>| truths.iter().filter(|truth| **truth == wanted).count() as f64;
        if of(Some(true)) >= count {
            Some(true)
        } else if of(Some(true)) + of(None) < count {
            Some(false)
        } else {
            None
        }
    }

    /// How many are true; unknown while any is.
    pub(crate) fn number_of(&self, criteria: &[Criterion]) -> Option<f64> {
        let truths: Option<Vec<bool>> = self.truths(criteria).into_iter().collect();
        Some(truths?.into_iter().filter(|truth| *truth).count() as f64)
    }
}
