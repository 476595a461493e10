//! Comparisons of numbers, dates, texts and choices, and what can never be true.

use super::checker::{Checker, Range, Want};
use super::errors;
use super::unify::{is_calendar, unify};
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp};
use crate::typed::{Comparison, Expr, ExprKind};
use crate::types::{Type, Value};

impl Checker<'_> {
    pub(super) fn compare(&mut self, span: Span, op: BinaryOp, left: &tree::Expr, right: &tree::Expr) -> Option<Expr> {
        let Some(left) = self.expr(left, Want::Value) else {
            // A bare word may be a word of whatever the left side was meant to be.
            if !matches!(&right.kind, tree::ExprKind::Path(path) if path.parts.len() == 1) {
                self.expr(right, Want::Value);
            }
            return None;
        };
        if let Type::Choice(set) = left.ty {
            return self.compare_choice(span, op, left, set, right);
        }
        if let Some(error) = errors::word_beside_value(self, span, op, &left, right) {
            self.report(error);
            return None;
        }
        let right = self.expr(right, Want::Value)?;
        let same = match op {
            BinaryOp::Equal => Some(false),
            BinaryOp::NotEqual => Some(true),
            _ => None,
        };
        let ordered = left.ty == Type::Date || (left.ty.is_numeric() && !is_calendar(&left.ty));
        match (unify(&left.ty, &right.ty), same) {
            (Some(Type::Text | Type::Truth), Some(negated)) => {
                let kind = ExprKind::Same { negated, left: Box::new(left), right: Box::new(right) };
                Some(self.make(kind, Type::Truth, span))
            }
            (Some(_), _) if ordered => {
                let op = comparison(op);
                self.possible_at_all(span, op, &left, &right)?;
                let kind = ExprKind::Compare { op, left: Box::new(left), right: Box::new(right) };
                Some(self.make(kind, Type::Truth, span))
            }
            _ => {
                let error = errors::do_not_compare(self, span, op, &left, &right);
                self.report(error);
                None
            }
        }
    }

    fn compare_choice(
        &mut self,
        span: Span,
        op: BinaryOp,
        left: Expr,
        set: crate::types::ChoiceSetId,
        right: &tree::Expr,
    ) -> Option<Expr> {
        let right = self.expr(right, Want::Among(set))?;
        let negated = match op {
            BinaryOp::Equal => false,
            BinaryOp::NotEqual => true,
            _ => {
                let error = errors::order_by_sign(self, span, &left, &right);
                self.report(error);
                return None;
            }
        };
        if right.ty != left.ty {
            let error = errors::do_not_compare(self, span, op, &left, &right);
            self.report(error);
            return None;
        }
        let kind = match right.kind {
            ExprKind::Constant(Value::Choice(code)) => {
                ExprKind::OneOf { subject: Box::new(left), negated, words: vec![code] }
            }
            _ => ExprKind::Same { negated, left: Box::new(left), right: Box::new(right) },
        };
        Some(self.make(kind, Type::Truth, span))
    }

    /// Refuses a comparison that the declared ranges exclude, and hints at one they guarantee.
    fn possible_at_all(&mut self, span: Span, op: Comparison, left: &Expr, right: &Expr) -> Option<()> {
        let (Some(a), Some(b)) = (self.range(left), self.range(right)) else { return Some(()) };
        if !can_be(op, a, b) {
            let error = errors::cannot_be(self, span, left, a, right, b);
            self.report(error);
            return None;
        }
        if !can_be(opposite(op), a, b) {
            let lint = errors::always(self, span, left, a);
            self.report(lint);
        }
        Some(())
    }

    /// Between which values a number lies; `None` where nothing is known.
    pub(super) fn range(&self, expr: &Expr) -> Option<Range> {
        use super::checker::Let;
        match &expr.kind {
            ExprKind::Constant(Value::Number(number)) => Some((*number, *number)),
            ExprKind::Constant(Value::Date(day)) => Some((f64::from(*day), f64::from(*day))),
            ExprKind::Field(id) => self.fields[*id].range,
            ExprKind::Setting(id) => self.settings[*id].as_ref().and_then(|(known, _)| known.range),
            ExprKind::Let(id) => match &self.lets[*id] {
                Let::Done(known, _) => known.range,
                Let::Pending | Let::Failed => None,
            },
            ExprKind::Part(_) => Some((0.0, 100.0)),
            ExprKind::Score(id) => self.scores[*id],
            ExprKind::Negate(value) => self.range(value).map(|(low, high)| (-high, -low)),
            ExprKind::Previous(value) | ExprKind::Ago { value, .. } => self.range(value),
            ExprKind::IfMissing { value: one, fallback: other } | ExprKind::If { then: one, otherwise: other, .. } => {
                let (one, other) = (self.range(one)?, self.range(other)?);
                Some((one.0.min(other.0), one.1.max(other.1)))
            }
            ExprKind::Element { list, field } => self.elements[*list].get(*field).and_then(|known| known.range),
            ExprKind::OfAccount(value) => self.range(value),
            ExprKind::Aggregate { aggregate, value, .. } => self.range_of_aggregate(*aggregate, value.as_deref()),
            ExprKind::Quantified { quantifier: crate::typed::ListQuantifier::Share, .. } => Some((0.0, 1.0)),
            // What did not parse may have held more of them.
            ExprKind::NumberOf(_) if self.resolved.is_torn(expr.span) => None,
            ExprKind::NumberOf(criteria) => Some((0.0, f64::from(u32::try_from(criteria.len()).unwrap_or(u32::MAX)))),
            _ => None,
        }
    }
}

/// The comparison that a sign stands for.
pub(super) fn comparison(op: BinaryOp) -> Comparison {
    match op {
        BinaryOp::NotEqual => Comparison::NotEqual,
        BinaryOp::Less => Comparison::Less,
        BinaryOp::AtMost => Comparison::AtMost,
        BinaryOp::Greater => Comparison::Greater,
        BinaryOp::AtLeast => Comparison::AtLeast,
        _ => Comparison::Equal,
    }
}

fn opposite(op: Comparison) -> Comparison {
    match op {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

/// Whether any value of one range stands so to any of the other.
fn can_be(op: Comparison, a: Range, b: Range) -> bool {
    match op {
        Comparison::Less => a.0 < b.1,
        Comparison::AtMost => a.0 <= b.1,
        Comparison::Greater => a.1 > b.0,
        Comparison::AtLeast => a.1 >= b.0,
        Comparison::Equal => a.0 <= b.1 && b.0 <= a.1,
        Comparison::NotEqual => !(a.0 == a.1 && b.0 == b.1 && a.0 == b.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, can_be};

    #[test]
    fn ranges_exclude_what_lies_outside() {
        let (scale, ten, eleven) = ((0.0, 10.0), (10.0, 10.0), (11.0, 11.0));
        assert!(!can_be(Comparison::Greater, scale, ten));
        assert!(can_be(Comparison::AtLeast, scale, ten));
        assert!(!can_be(Comparison::Equal, scale, eleven));
        assert!(can_be(Comparison::NotEqual, scale, ten));
        assert!(can_be(Comparison::Less, (0.0, f64::INFINITY), ten));
    }
}
