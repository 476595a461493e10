//! How much somebody can do.

use super::checker::{Checker, Want, once};
use super::errors;
use super::stage::flat;
use crate::syntax::tree::{self, CapacityOf, Expr};
use crate::typed::Capacity;
use crate::types::Type;

/// Checks all capacities: one for each role.
pub(super) fn capacities(checker: &mut Checker<'_>) -> Vec<Option<Capacity>> {
    let all = &checker.resolved.declared.capacities;
    let checked = all.iter().enumerate().map(|(at, source)| {
        let first = all.iter().take(at).find(|first| first.role.text == source.role.text);
        if let Some(first) = first {
            let error = errors::second_capacity(&source.role, first.role.span);
            checker.report(error);
        }
        capacity(checker, source).filter(|_| first.is_none())
    });
    checked.collect()
}

fn capacity(checker: &mut Checker<'_>, source: &tree::Capacity) -> Option<Capacity> {
    let role = checker.role(&source.role);
    let (mut open, mut new, mut effort) = (None, None, None);
    for clause in &source.clauses {
        let slot = match clause.of {
            CapacityOf::OpenPlays => &mut open,
            CapacityOf::NewPlays => &mut new,
            CapacityOf::Effort => &mut effort,
        };
        once(checker, slot, &clause.most, clause.span, clause.of.words());
    }
    if source.clauses.is_empty() && !checker.resolved.is_torn(source.role.span) {
        let error = errors::needs(&source.role, "capacity of", &["`open plays`, `new plays` or `effort`"]);
        checker.report(error);
        return None;
    }
    let open = open.map(|(most, _)| plays(checker, most, CapacityOf::OpenPlays));
    let new = new.map(|(most, _)| plays(checker, most, CapacityOf::NewPlays));
    let effort = effort.map(|(most, _)| hours(checker, most));
    Some(Capacity {
        role: role?,
        open_plays: flat(open)?,
        new_plays: flat(new)?,
        effort_hours: flat(effort)?,
        span: source.role.span,
    })
}

fn plays(checker: &mut Checker<'_>, source: &Expr, of: CapacityOf) -> Option<f64> {
    let typed = checker.plain_within(source, "a number of plays", 0.0, f64::INFINITY)?;
    checker.written_number(&typed, &format!("`{}`", of.words()))
}

fn hours(checker: &mut Checker<'_>, source: &Expr) -> Option<f64> {
    let typed = checker.expr(source, Want::Value)?;
    if typed.ty != Type::Hours {
        let error = errors::not_hours(checker, &typed);
        checker.report(error);
        return None;
    }
    let hours = checker.written_number(&typed, "`effort`")?;
    if hours < 0.0 {
        let error = errors::outside(checker, &typed, "effort", hours, 0.0, f64::INFINITY);
        checker.report(error);
        return None;
    }
    Some(hours)
}
