//! A walk over an expression that does not recurse.

use crate::syntax::tree::{Expr, ExprKind, Path, Quantifier};

/// Calls `visit` for every path in `root`; what stands under `previous` or `… ago` is marked so.
pub(super) fn each_path<'a>(root: &'a Expr, mut visit: impl FnMut(&'a Path, When)) {
    let mut waiting = vec![(root, When::Now)];
    while let Some((expr, when)) = waiting.pop() {
        match &expr.kind {
            ExprKind::Path(path) => visit(path, when),
            ExprKind::By { subject, .. } => visit(subject, when),
            _ => {}
        }
        match &expr.kind {
            ExprKind::Previous(past) => waiting.push((past, When::Before)),
            ExprKind::Ago { value, distance } => waiting.extend([(&**value, When::Before), (&**distance, when)]),
            _ => children(expr, |child| waiting.push((child, when))),
        }
    }
}

/// Of which evaluation a name is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// This one.
    Now,
    /// An earlier one: it need not be computed first.
    Before,
}

/// The operands of an expression.
pub(super) fn children<'a>(expr: &'a Expr, mut visit: impl FnMut(&'a Expr)) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Date(_) | ExprKind::Text(_) | ExprKind::Path(_) => {}
        ExprKind::Call { args, .. } => args.iter().for_each(visit),
        ExprKind::Negate(one) | ExprKind::Not(one) | ExprKind::Previous(one) => visit(one),
        ExprKind::Binary { left, right, .. } => [left, right].into_iter().for_each(|side| visit(side)),
        ExprKind::Is { subject, .. } | ExprKind::Becomes { subject, .. } | ExprKind::Moves { subject, .. } => {
            visit(subject);
        }
        ExprKind::Within { date, distance, .. } => [date, distance].into_iter().for_each(|side| visit(side)),
        ExprKind::IfMissing { value, fallback } => [value, fallback].into_iter().for_each(|side| visit(side)),
        ExprKind::If { condition, then, otherwise } => {
            [condition, then, otherwise].into_iter().for_each(|side| visit(side));
        }
        ExprKind::By { arms, .. } => arms.iter().for_each(|arm| visit(&arm.value)),
        ExprKind::Since { date, .. } | ExprKind::Until { date } => visit(date),
        ExprKind::For { condition, duration } => [condition, duration].into_iter().for_each(|side| visit(side)),
        ExprKind::Ago { value, distance } => [value, distance].into_iter().for_each(|side| visit(side)),
        ExprKind::Trend { value, over, .. } => [value, over].into_iter().for_each(|side| visit(side)),
        ExprKind::Group { quantifier, criteria } => {
            if let Quantifier::AtLeast(count) = quantifier {
                visit(count);
            }
            criteria.iter().for_each(|criterion| visit(&criterion.condition));
        }
    }
}
