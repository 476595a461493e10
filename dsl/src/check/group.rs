//! `and`, `or`, and groups of criteria.

use super::checker::Checker;
use super::errors;
use crate::resolve::twice;
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp, Quantifier};
use crate::typed::{Criterion, Expr, ExprKind};
use crate::types::Type;

impl Checker<'_> {
    /// `a and b and c` is one group; its left side is walked, not descended into.
    pub(super) fn chain(&mut self, whole: &tree::Expr, op: BinaryOp) -> Option<Expr> {
        let mut operands = Vec::new();
        let mut rest = whole;
        while let tree::ExprKind::Binary { op: own, left, right } = &rest.kind
            && *own == op
        {
            operands.push(&**right);
            rest = left;
        }
        operands.push(rest);
        operands.reverse();
        let conditions: Vec<Option<Expr>> = match op {
            BinaryOp::Or => self.alternatives(&operands),
            _ => operands.into_iter().map(|operand| self.condition(operand)).collect(),
        };
        let conditions: Vec<Expr> = conditions.into_iter().collect::<Option<_>>()?;
        let criteria = conditions.into_iter().map(|condition| Criterion { name: None, condition }).collect();
        let kind = if op == BinaryOp::And { all(criteria) } else { any(criteria) };
        Some(self.make(kind, Type::Truth, whole.span))
    }

    pub(super) fn group(&mut self, span: Span, quantifier: &Quantifier, criteria: &[tree::Criterion]) -> Option<Expr> {
        let count = match quantifier {
            Quantifier::AtLeast(count) => Some(self.plain(count, "after `at least`")),
            _ => None,
        };
        let names: Vec<&tree::Name> = criteria.iter().filter_map(|criterion| criterion.name.as_ref()).collect();
        for (at, name) in names.iter().enumerate() {
            if let Some(first) = names.iter().take(at).find(|first| first.text == name.text) {
                self.report(twice(name, first.span));
            }
        }
        let typed: Vec<Option<Criterion>> = criteria
            .iter()
            .map(|criterion| {
                let condition = self.condition(&criterion.condition)?;
                Some(Criterion { name: criterion.name.as_ref().map(|name| name.text.clone()), condition })
            })
            .collect();
        if criteria.is_empty() && !self.resolved.is_torn(span) {
            let error = errors::empty_group(span);
            self.report(error);
            return None;
        }
        let typed: Vec<Criterion> = typed.into_iter().collect::<Option<_>>()?;
        let (kind, ty) = match quantifier {
            Quantifier::All => (all(typed), Type::Truth),
            Quantifier::Any => (any(typed), Type::Truth),
            Quantifier::NumberOf => (ExprKind::NumberOf(typed), Type::Count),
            Quantifier::AtLeast(_) => {
                let count = count.flatten()?;
                let of = f64::from(u32::try_from(typed.len()).unwrap_or(u32::MAX));
                let possible = self.possible(&count);
                if let Some(value) = possible.iter().flatten().find(|value| **value > of || **value < 1.0) {
                    let error = errors::outside(self, &count, "how many of the criteria", *value, 1.0, of);
                    self.report(error);
                    return None;
                }
                (ExprKind::AtLeastOf { count: Box::new(count), criteria: typed }, Type::Truth)
            }
        };
        Some(self.make(kind, ty, span))
    }
}

fn all(criteria: Vec<Criterion>) -> ExprKind {
    let mut flat = Vec::with_capacity(criteria.len());
    for criterion in criteria {
        match criterion {
            Criterion { name: None, condition: Expr { kind: ExprKind::All(inner), .. } } => flat.extend(inner),
            other => flat.push(other),
        }
    }
    ExprKind::All(flat)
}

fn any(criteria: Vec<Criterion>) -> ExprKind {
    let mut flat = Vec::with_capacity(criteria.len());
    for criterion in criteria {
        match criterion {
            Criterion { name: None, condition: Expr { kind: ExprKind::Any(inner), .. } } => flat.extend(inner),
            other => flat.push(other),
        }
    }
    ExprKind::Any(flat)
}
