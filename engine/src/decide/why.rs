//! Reasons in one line: which parts of a condition made it true, with their values.

use super::tasks::shown;
use crate::evaluate::Frame;
use crate::graph::Program;
use stageplay_dsl::typed::{Criterion, Expr, ExprKind, Play, Trigger, show};
use stageplay_dsl::types::Type;

/// How many `let`s deep a reason looks before it just names one.
const DEPTH: usize = 6;

/// Why a play waits or opens for a row.
#[must_use]
pub fn opens(program: &Program, frame: &Frame, play: &Play, row: usize) -> String {
    match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => holds(program, frame, condition, row),
        Trigger::Every { anchor, when, .. } => {
            let from = shown(program, frame, anchor, row).unwrap_or_default();
            let due = format!("due again, counted from {} {from}", show(anchor, &program.playbook));
            when.as_ref().map_or(due.clone(), |when| format!("{due}; {}", holds(program, frame, when, row)))
        }
    }
}

/// The parts of a condition that make it true for a row, joined by `; `. For a condition that is not
/// true, what it says, with its values.
#[must_use]
pub fn holds(program: &Program, frame: &Frame, condition: &Expr, row: usize) -> String {
    let mut atoms = Vec::new();
    collect(program, frame, condition, row, DEPTH, &mut atoms);
    atoms.join("; ")
}

fn collect(program: &Program, frame: &Frame, condition: &Expr, row: usize, depth: usize, atoms: &mut Vec<String>) {
    let mut each = |criteria: &[Criterion]| {
        for criterion in criteria {
            if frame.truths(program.node(&criterion.condition)).truth.get(row) {
                collect(program, frame, &criterion.condition, row, depth, atoms);
            }
        }
    };
    match &condition.kind {
        ExprKind::All(criteria) | ExprKind::Any(criteria) | ExprKind::AtLeastOf { criteria, .. } => each(criteria),
        ExprKind::For { condition, .. } => collect(program, frame, condition, row, depth, atoms),
        ExprKind::Let(id) if depth > 0 => {
            collect(program, frame, &program.playbook.lets[*id].value, row, depth - 1, atoms);
        }
        ExprKind::If { condition, then, otherwise } => {
            collect(program, frame, condition, row, depth, atoms);
            let taken = frame.truths(program.node(condition)).truth.get(row);
            collect(program, frame, if taken { then } else { otherwise }, row, depth, atoms);
        }
        _ => {
            let atom = atom(program, frame, condition, row);
            if !atoms.contains(&atom) {
                atoms.push(atom);
            }
        }
    }
}

/// One test with its values: `days since last_order is 72 days (> 60 days)`, `health is red (42.3)`.
#[must_use]
pub fn atom(program: &Program, frame: &Frame, condition: &Expr, row: usize) -> String {
    let playbook = &program.playbook;
    let value = |expr: &Expr| shown(program, frame, expr, row).unwrap_or_else(|| "unknown".into());
    match &condition.kind {
        ExprKind::Compare { op, left, right } => {
            // The side that varies is the subject.
            if matches!(left.kind, ExprKind::Constant(_)) && !matches!(right.kind, ExprKind::Constant(_)) {
                return format!("{} is {} ({} {} it)", show(right, playbook), value(right), value(left), op.sign());
            }
            let (left_value, right_value) = apart(program, frame, left, right, row);
            format!("{} is {left_value} ({} {right_value})", show(left, playbook), op.sign())
        }
        ExprKind::OneOf { subject, .. } | ExprKind::AtLeast { subject, .. } => {
            let points = match subject.kind {
                ExprKind::Band(part) => frame.numbers(program.part(part).score).get(row),
                _ => None,
            };
            let points = points.map(|points| format!(" ({})", stageplay_dsl::types::show_score(points)));
            format!("{} is {}{}", show(subject, playbook), value(subject), points.unwrap_or_default())
        }
        ExprKind::Same { left, .. } => format!("{} is {}", show(left, playbook), value(left)),
        ExprKind::IsMissing(subject) => format!("{} is missing", show(subject, playbook)),
        ExprKind::IsKnown(subject) => match subject.ty {
            Type::Truth => show(condition, playbook),
            _ => format!("{} is {}", show(subject, playbook), value(subject)),
        },
        ExprKind::Within { date, .. } => {
            let days = frame.numbers(program.node(date)).get(row).map(|date| date - f64::from(frame.as_of));
            let when = days.map_or_else(String::new, |days| match days {
                0.0 => ", today".into(),
                ahead if ahead > 0.0 => format!(", in {}", day_count(ahead)),
                behind => format!(", {} ago", day_count(-behind)),
            });
            format!("{} is {}{when}", show(date, playbook), value(date))
        }
        ExprKind::Field(_) | ExprKind::Let(_) => format!("{} is {}", show(condition, playbook), value(condition)),
        ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Field(_) | ExprKind::Let(_)) => {
            format!("{} is {}", show(inner, playbook), value(inner))
        }
        _ => show(condition, playbook),
    }
}

fn day_count(days: f64) -> String {
    stageplay_dsl::types::show_value(days, &Type::Days, &stageplay_dsl::types::Table::default())
}

/// Both sides of a comparison, in full where rounding would make different values look the same.
fn apart(program: &Program, frame: &Frame, left: &Expr, right: &Expr, row: usize) -> (String, String) {
    let value = |expr: &Expr| shown(program, frame, expr, row).unwrap_or_else(|| "unknown".into());
    let (left_text, right_text) = (value(left), value(right));
    let number = |expr: &Expr| if expr.ty.is_numeric() { frame.numbers(program.node(expr)).get(row) } else { None };
    match (number(left), number(right)) {
        (Some(a), Some(b)) if left_text == right_text && a.to_bits() != b.to_bits() => (a.to_string(), b.to_string()),
        _ => (left_text, right_text),
    }
}
