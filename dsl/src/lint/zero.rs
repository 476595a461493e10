//! An indicator that disappears from its scorecard where a count is zero.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::{Arithmetic, Expr, ExprKind, FieldKind, MissingPolicy, PartKind};
use crate::types::FieldId;

/// Looks for counts that may be zero below the line of an indicator that is skipped where it is missing.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    for part in ground.playbook.parts.rows() {
        let PartKind::Indicator { value, missing: MissingPolicy::Skip, .. } = &part.kind else { continue };
        let mut waiting = vec![value];
        while let Some(expr) = waiting.pop() {
            // Where a fallback stands, somebody has thought of it.
            if matches!(expr.kind, ExprKind::IfMissing { .. } | ExprKind::If { .. } | ExprKind::By { .. }) {
                continue;
            }
            if let ExprKind::Arithmetic { op: Arithmetic::Divide, right, .. } = &expr.kind
                && let Some(field) = may_be_zero(ground, right)
            {
                let path = &ground.playbook.fields[field].path;
                let message = format!(
                    "where `{path}` is 0 the indicator `{}` is unknown, and the score is made of the others",
                    part.name
                );
                let said = Diagnostic::lint(Code(707), right.span, message)
                    .also(ground.playbook.fields[field].span, "a count may be 0");
                found.push(said.help(format!(
                    "write `max({path}, 1)`, declare it `at least 1`, or say `missing score N` for the indicator"
                )));
            }
            waiting.extend(expr.operands());
        }
    }
}

fn may_be_zero(ground: &Ground<'_>, expr: &Expr) -> Option<FieldId> {
    let ExprKind::Field(id) = expr.kind else { return None };
    let field = &ground.playbook.fields[id];
    let zero = field.kind == FieldKind::Count && field.low.is_none_or(|low| low <= 0.0);
    zero.then_some(id)
}
