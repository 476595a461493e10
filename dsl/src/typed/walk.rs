//! Walking typed expressions.

use super::{Criterion, Expr, ExprKind};

impl Expr {
    /// The expressions this one is made of, in the order they are written; what a name stands for is not
    /// among them.
    #[must_use]
    pub fn operands(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Negate(a)
            | ExprKind::Not(a)
            | ExprKind::IsKnown(a)
            | ExprKind::IsMissing(a)
            | ExprKind::DaysSince(a)
            | ExprKind::DaysUntil(a)
            | ExprKind::MonthsSince(a)
            | ExprKind::Previous(a)
            | ExprKind::OneOf { subject: a, .. }
            | ExprKind::AtLeast { subject: a, .. }
            | ExprKind::Becomes { subject: a, .. }
            | ExprKind::OfAccount(a)
            | ExprKind::Moves { subject: a, .. } => vec![a],
            ExprKind::Arithmetic { left: a, right: b, .. }
            | ExprKind::AddMonths { date: a, months: b, .. }
            | ExprKind::Compare { left: a, right: b, .. }
            | ExprKind::Same { left: a, right: b, .. }
            | ExprKind::Within { date: a, distance: b, .. }
            | ExprKind::IfMissing { value: a, fallback: b }
            | ExprKind::For { condition: a, duration: b }
            | ExprKind::Ago { value: a, distance: b }
            | ExprKind::Trend { value: a, over: b, .. } => vec![a, b],
            ExprKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            ExprKind::All(criteria) | ExprKind::Any(criteria) | ExprKind::NumberOf(criteria) => conditions(criteria),
            ExprKind::AtLeastOf { count, criteria } => {
                let mut all = vec![&**count];
                all.extend(conditions(criteria));
                all
            }
            ExprKind::By { subject, values, .. } => {
                let mut all = vec![&**subject];
                all.extend(values);
                all
            }
            ExprKind::Aggregate { value, keep, .. } => {
                [value, keep].into_iter().flatten().map(|part| &**part).collect()
            }
            ExprKind::Quantified { keep, test, .. } => [keep, test].into_iter().flatten().map(|part| &**part).collect(),
            ExprKind::Call { args, .. } => args.iter().collect(),
            ExprKind::Constant(_)
            | ExprKind::AsOf
            | ExprKind::Field(_)
            | ExprKind::List(_)
            | ExprKind::Element { .. }
            | ExprKind::Setting(_)
            | ExprKind::Let(_)
            | ExprKind::Tier(_)
            | ExprKind::Score(_)
            | ExprKind::Part(_)
            | ExprKind::Band(_)
            | ExprKind::Stage(_)
            | ExprKind::StageDate { .. }
            | ExprKind::Pace(_)
            | ExprKind::Measure { .. }
            | ExprKind::Level(_)
            | ExprKind::PlayState(_)
            | ExprKind::TaskState { .. } => Vec::new(),
        }
    }
}

fn conditions(criteria: &[Criterion]) -> Vec<&Expr> {
    criteria.iter().map(|criterion| &criterion.condition).collect()
}
