//! A dimension or scorecard in which nothing counts.

use super::Ground;
use crate::diagnostic::{Code, Diagnostic};
use crate::typed::{ExprKind, PartKind};
use crate::types::Value;

/// Names every group all of whose parts weigh 0.
pub(super) fn lint(ground: &Ground<'_>, found: &mut Vec<Diagnostic>) {
    let parts = &ground.playbook.parts;
    for part in parts.rows() {
        let PartKind::Group(children) = &part.kind else { continue };
        let nothing = |id: &crate::types::PartId| matches!(parts[*id].weight.kind, ExprKind::Constant(Value::Number(weight)) if weight == 0.0);
        if children.is_empty() || !children.iter().all(nothing) {
            continue;
        }
        let names: Vec<String> = children.iter().map(|id| format!("`{}`", parts[*id].name)).collect();
        let message = format!("`{}` is never known: {} weigh 0", part.name, names.join(", "));
        found.push(Diagnostic::lint(Code(708), part.span, message).help("give one of them a weight"));
    }
}
