//! Reasons in one line: which parts of a condition made it true, with their values.

use super::row::Row;
use stageplay_dsl::typed::{Criterion, Expr, ExprKind, Play, Trigger, show};
use stageplay_dsl::types::{Type, show_apart, show_brief};

/// How many `let`s deep a reason looks before it just names one.
const DEPTH: usize = 6;

/// Why a play waits or opens for a row; of a play with a run for each record also why there is one for this record.
#[must_use]
pub fn opens(row: Row, play: &Play) -> String {
    let kept = play.each.as_ref().and_then(|each| each.keep.as_ref()).filter(|_| row.element.is_some());
    match &play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => all_hold(row, kept.into_iter().chain([condition])),
        Trigger::Every { anchor, when, .. } => {
            let from = row.shown_or_unknown(anchor);
            let due = format!("due again, counted from {} {from}", show(anchor, row.playbook()));
            let held = all_hold(row, kept.into_iter().chain(when));
            if held.is_empty() { due } else { format!("{due}; {held}") }
        }
    }
}

/// The parts of a condition that make it true for a row, joined by `; `. For a condition that is not
/// true, what it says, with its values.
#[must_use]
pub fn holds(row: Row, condition: &Expr) -> String {
    all_hold(row, [condition])
}

/// The same of several, of which each has to be true.
fn all_hold<'e>(row: Row, conditions: impl IntoIterator<Item = &'e Expr>) -> String {
    let mut atoms = Vec::new();
    conditions.into_iter().for_each(|condition| collect(row, condition, DEPTH, &mut atoms));
    // `nps is 3` says nothing beside `nps is 3, at most 6`.
    let said_more = |atom: &String| {
        atoms.iter().any(|other| other.strip_prefix(atom.as_str()).is_some_and(|rest| rest.starts_with(", ")))
    };
    let told: Vec<&str> = atoms.iter().filter(|atom| !said_more(atom)).map(String::as_str).collect();
    told.join("; ")
}

fn collect(row: Row, condition: &Expr, depth: usize, atoms: &mut Vec<String>) {
    let mut each = |criteria: &[Criterion]| {
        for criterion in criteria {
            if row.is_true(&criterion.condition) {
                collect(row, &criterion.condition, depth, atoms);
            }
        }
    };
    match &condition.kind {
        ExprKind::All(criteria) | ExprKind::Any(criteria) | ExprKind::AtLeastOf { criteria, .. } => each(criteria),
        ExprKind::For { condition, .. } => collect(row, condition, depth, atoms),
        ExprKind::Let(id) if depth > 0 => {
            collect(row, &row.playbook().lets[*id].value, depth - 1, atoms);
        }
        ExprKind::If { condition, then, otherwise } => {
            collect(row, condition, depth, atoms);
            collect(row, if row.is_true(condition) { then } else { otherwise }, depth, atoms);
        }
        _ => {
            let atom = atom(row, condition);
            if !atoms.contains(&atom) {
                atoms.push(atom);
            }
        }
    }
}

/// One test with its values: `days since last_order is 72 days, above 60 days`, `health is red (42.3)`; one
/// that is not true says what it needs.
#[must_use]
pub fn atom(row: Row, condition: &Expr) -> String {
    let playbook = row.playbook();
    let value = |expr: &Expr| row.shown_or_unknown(expr);
    match &condition.kind {
        ExprKind::Compare { op, left, right } => {
            // The side that varies is the subject.
            let is_turned = matches!(left.kind, ExprKind::Constant(_)) && !matches!(right.kind, ExprKind::Constant(_));
            let (subject, op, limit) = if is_turned { (right, op.turned(), left) } else { (left, *op, right) };
            let (subject_value, limit_value) = apart(row, subject, limit);
            let needs = if row.is_true(condition) { "" } else { "needs " };
            format!("{} is {subject_value}, {needs}{} {limit_value}", show(subject, playbook), op.words(&subject.ty))
        }
        ExprKind::OneOf { subject, .. } | ExprKind::AtLeast { subject, .. } => {
            format!("{} is {}{}", show(subject, playbook), value(subject), behind(row, subject))
        }
        ExprKind::Same { left, .. } => format!("{} is {}", show(left, playbook), value(left)),
        ExprKind::IsMissing(subject) if !row.is_true(condition) => {
            format!("{} is {}, needs to be missing", show(subject, playbook), value(subject))
        }
        ExprKind::IsMissing(subject) => format!("{} is missing", show(subject, playbook)),
        ExprKind::IsKnown(subject) => match subject.ty {
            Type::Truth => show(condition, playbook),
            _ => format!("{} is {}", show(subject, playbook), value(subject)),
        },
        ExprKind::Within { date, .. } => {
            let days = row.number(date).map(|date| date - f64::from(row.frame.as_of));
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

/// What stands behind a word: the points of a band, the condition of a risk's level.
fn behind(row: Row, subject: &Expr) -> String {
    let told = match subject.kind {
        ExprKind::Band(part) => {
            row.frame.numbers(row.program.part(part).score).get(row.at).map(stageplay_dsl::types::show_score)
        }
        ExprKind::Level(risk) => {
            let level = row.code(subject).map(usize::from).and_then(|level| level.checked_sub(1));
            level
                .and_then(|level| row.playbook().risks[risk].levels.get(level))
                .map(|level| holds(row, &level.condition))
        }
        _ => None,
    };
    told.map(|told| format!(" ({told})")).unwrap_or_default()
}

fn day_count(days: f64) -> String {
    stageplay_dsl::types::show_brief(days, &Type::Days, &stageplay_dsl::types::Table::default())
}

/// Both sides of a comparison, in one unit, and with the decimals that tell different values apart.
fn apart(row: Row, left: &Expr, right: &Expr) -> (String, String) {
    let choices = &row.playbook().choices;
    let number = |expr: &Expr| if expr.ty.is_numeric() { row.number(expr) } else { None };
    let shown = |expr: &Expr, ty: &Type| match number(expr) {
        Some(value) if *ty != expr.ty => show_brief(value, ty, choices),
        _ => row.shown_or_unknown(expr),
    };
    let (left_type, right_type) = (unit_beside(left, right), unit_beside(right, left));
    let (left_text, right_text) = (shown(left, left_type), shown(right, right_type));
    match (number(left), number(right)) {
        (Some(a), Some(b)) if left_text == right_text && a.to_bits() != b.to_bits() => {
            show_apart(a, b, left_type, choices)
        }
        _ => (left_text, right_text),
    }
}

/// How a value is shown beside another: a plain number that is held against a percentage is one.
#[must_use]
pub fn unit_beside<'e>(expr: &'e Expr, other: &'e Expr) -> &'e Type {
    let is_share = matches!(other.ty, Type::Percent | Type::Ratio);
    if expr.ty == Type::Number && is_share { &other.ty } else { &expr.ty }
}
