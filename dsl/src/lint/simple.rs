//! Conditions simple enough to reason about: a value between two written numbers, and several of them joined by `and`.

use super::Ground;
use crate::source::Span;
use crate::typed::{Comparison, Expr, ExprKind};
use crate::types::{Type, Value};

/// `health >= 60`: what is asked, and between which numbers it must lie.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    /// What is asked, as written.
    pub(super) subject: String,
    pub(super) ty: Type,
    pub(super) span: Span,
    low: End,
    high: End,
}

/// The end of a stretch of numbers.
#[derive(Clone, Copy, Debug)]
struct End {
    at: f64,
    included: bool,
}

/// The parts of a condition that are simple, and whether all are.
pub(super) fn parts(ground: &Ground<'_>, condition: &Expr) -> (Vec<Simple>, bool) {
    let (mut simple, mut all) = (Vec::new(), true);
    let mut waiting = vec![condition];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::All(criteria) => waiting.extend(criteria.iter().rev().map(|criterion| &criterion.condition)),
            ExprKind::For { condition, .. } => waiting.push(condition),
            _ => match one(ground, expr) {
                Some(found) => simple.push(found),
                None => all = false,
            },
        }
    }
    (simple, all)
}

fn one(ground: &Ground<'_>, expr: &Expr) -> Option<Simple> {
    let ExprKind::Compare { op, left, right } = &expr.kind else { return None };
    let number = match &right.kind {
        ExprKind::Constant(Value::Number(number)) => *number,
        _ => return None,
    };
    let at = |included| End { at: number, included };
    let (least, most) = (End { at: f64::NEG_INFINITY, included: true }, End { at: f64::INFINITY, included: true });
    let (low, high) = match op {
        Comparison::Equal => (at(true), at(true)),
        Comparison::Less => (least, at(false)),
        Comparison::AtMost => (least, at(true)),
        Comparison::Greater => (at(false), most),
        Comparison::AtLeast => (at(true), most),
        Comparison::NotEqual => return None,
    };
    Some(Simple { subject: ground.text(left.span), ty: left.ty.clone(), span: expr.span, low, high })
}

/// Two conditions on the same value of which at most one can be true.
pub(super) fn contradiction(simple: &[Simple]) -> Option<(&Simple, &Simple)> {
    simple.iter().enumerate().find_map(|(at, one)| {
        let others = simple.iter().skip(at + 1);
        let mut same = others.filter(|other| other.subject == one.subject);
        same.find(|other| both(&[(*other).clone(), one.clone()]).is_none()).map(|other| (one, other))
    })
}

/// A number for which all are true, the conditions being on the same value; a round one where there is one.
pub(super) fn both(simple: &[Simple]) -> Option<f64> {
    let low = simple
        .iter()
        .map(|one| one.low)
        .reduce(|a, b| if b.at > a.at || (b.at == a.at && !b.included) { b } else { a })?;
    let high = simple
        .iter()
        .map(|one| one.high)
        .reduce(|a, b| if b.at < a.at || (b.at == a.at && !b.included) { b } else { a })?;
    if low.at > high.at || (low.at == high.at && !(low.included && high.included)) {
        return None;
    }
    Some(match (low.at.is_finite(), high.at.is_finite()) {
        _ if low.included && low.at.is_finite() => low.at,
        _ if high.included && high.at.is_finite() => high.at,
        (true, true) => f64::midpoint(low.at, high.at),
        (true, false) => low.at + 1.0,
        (false, true) => high.at - 1.0,
        (false, false) => 0.0,
    })
}
