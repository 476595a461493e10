//! A walk over an expression that does not recurse.

use crate::syntax::tree::{Expr, ExprKind, Path, Quantifier};

/// Calls `visit` for every path in `root`; what stands under `previous` or `… ago` is marked so.
///
/// Names of a list's records are passed over; `account.x` inside a list is visited as `x`.
pub(super) fn each_path(root: &Expr, visit: impl FnMut(&Path, When)) {
    walk(root, Names::OfAccount, visit);
}

/// As [`each_path`], where bare names are those of a record: what stands behind `where`.
pub(super) fn each_path_of_record(root: &Expr, visit: impl FnMut(&Path, When)) {
    walk(root, Names::OfElement, visit);
}

fn walk(root: &Expr, names: Names, mut visit: impl FnMut(&Path, When)) {
    let mut waiting = vec![(root, When::Now, names)];
    while let Some((expr, when, names)) = waiting.pop() {
        let path = match &expr.kind {
            ExprKind::Path(path) | ExprKind::By { subject: path, .. } | ExprKind::Quantified { list: path, .. } => {
                Some(path)
            }
            _ => None,
        };
        match (path, names) {
            (Some(path), Names::OfAccount) => visit(path, when),
            (Some(path), Names::OfElement) => {
                if let Some(path) = path.of_account() {
                    visit(&path, when);
                }
            }
            (None, _) => {}
        }
        match &expr.kind {
            ExprKind::Previous(past) => waiting.push((past, When::Before, names)),
            ExprKind::Ago { value, distance } => {
                waiting.extend([(&**value, When::Before, names), (&**distance, when, names)]);
            }
            ExprKind::Call { args, keep, .. } => {
                waiting.extend(args.iter().map(|arg| (arg, when, names)));
                waiting.extend(keep.iter().map(|keep| (&**keep, when, Names::OfElement)));
            }
            ExprKind::Quantified { keep, test, .. } => {
                let parts = [keep, test].into_iter().flatten();
                waiting.extend(parts.map(|part| (&**part, when, Names::OfElement)));
            }
            _ => children(expr, |child| waiting.push((child, when, names))),
        }
    }
}

/// Whose names bare names are.
#[derive(Clone, Copy)]
enum Names {
    OfAccount,
    OfElement,
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
        ExprKind::Call { args, keep, .. } => args.iter().chain(keep.as_deref()).for_each(visit),
        ExprKind::Quantified { keep, test, .. } => [keep, test].into_iter().flatten().for_each(|part| visit(part)),
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
