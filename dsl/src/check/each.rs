//! Plays with a run for each record of a list: whose names their clauses read, and what has no history.

use super::checker::Checker;
use super::errors;
use crate::resolve::{Scope, Target};
use crate::syntax::tree::{self, Path};
use crate::typed::{
    Again, Distance, Due, Each, Effect, EscalationTrigger, Expr, ExprKind, IfCleared, Play, Template, TemplatePart,
    Trigger, UpdateValue,
};
use crate::types::{ListId, Type};

/// Checks the clause itself.
pub(super) fn each(checker: &mut Checker<'_>, source: &tree::Each) -> Option<Each> {
    let list = list(checker, &source.list)?;
    let keep = source.keep.as_ref().map(|keep| checker.inside(list, keep));
    let key = key(checker, source, list);
    let keep = match keep {
        Some(keep) => Some(keep?),
        None => None,
    };
    Some(Each { list, variable: source.variable.text.clone(), keep, key: key?, span: source.span })
}

fn list(checker: &mut Checker<'_>, path: &Path) -> Option<ListId> {
    match checker.resolved.names.lookup(path, Scope::Everywhere) {
        Ok(Target::List(list)) => return Some(list),
        Ok(_) => checker.report(errors::each_in_no_list(path)),
        Err(_) => {
            // Said as of any other path.
            checker.path(path, super::checker::Want::Value);
        }
    }
    None
}

/// The field that tells records apart.
fn key(checker: &mut Checker<'_>, source: &tree::Each, list: ListId) -> Option<usize> {
    let (path, variable) = (&source.key, &source.variable);
    let names = &checker.resolved.names;
    let whole = path.parts.first().is_some_and(|first| first.text == variable.text);
    let rest = Path { parts: path.parts.iter().skip(1).cloned().collect(), span: path.span };
    let field = match names.element(list, if whole { &rest } else { path }) {
        Ok(Target::ListField { field, .. }) if whole => field,
        Ok(Target::ListField { .. }) => {
            checker.report(errors::key_without_variable(variable, path));
            return None;
        }
        Ok(_) => {
            checker.report(errors::record_as_value(variable, path));
            return None;
        }
        Err(_) if path.parts.len() == 1 && whole => {
            checker.report(errors::record_as_value(variable, path));
            return None;
        }
        Err(miss) => {
            checker.no_element(list, if whole { &rest } else { path }, miss);
            return None;
        }
    };
    let ty = checker.elements[list].get(field)?.ty.clone();
    if !matches!(ty, Type::Text | Type::Number | Type::Count) {
        let error = errors::key_of_kind(checker, path, &ty);
        checker.report(error);
        return None;
    }
    Some(field)
}

impl Checker<'_> {
    /// True where a value is one of the record at hand: of two of its runs it need not be the same.
    pub(super) fn reads_record(&self, expr: &Expr) -> bool {
        let mut waiting = vec![expr];
        while let Some(expr) = waiting.pop() {
            match &expr.kind {
                ExprKind::Element { .. } => return true,
                ExprKind::TaskState { play, .. } if self.each == Some(*play) => return true,
                // What goes through a list is one value for the account.
                ExprKind::Aggregate { .. } | ExprKind::Quantified { .. } | ExprKind::OfAccount(_) => {}
                _ => waiting.extend(expr.operands()),
            }
        }
        false
    }

    /// What looks back, and so must be about the account, as a value of each record.
    pub(super) fn looking_back(&mut self, typed: Expr, words: &str) -> Option<Expr> {
        if self.each.is_none() {
            return Some(typed);
        }
        let span = typed.span;
        if self.reads_record(&typed) {
            self.report(errors::record_without_history(span, words));
            return None;
        }
        Some(self.of_account(typed, span))
    }

    /// An expression of a play as one of its records.
    fn of_each(&mut self, expr: &mut Expr) {
        if !matches!(expr.kind, ExprKind::OfAccount(_)) && !self.reads_record(expr) {
            let span = expr.span;
            *expr = self.of_account(expr.clone(), span);
        }
    }
}

/// Makes every expression of a play one of its records.
pub(super) fn spread(checker: &mut Checker<'_>, play: &mut Play) {
    let mut all: Vec<&mut Expr> = Vec::new();
    match &mut play.trigger {
        Trigger::When(condition) | Trigger::Once(condition) => all.push(condition),
        Trigger::Every { anchor, when, .. } => all.extend(std::iter::once(anchor).chain(when)),
    }
    let clauses = [&mut play.holds_for, &mut play.unless, &mut play.succeeds, &mut play.expires];
    all.extend(clauses.into_iter().flatten());
    if let Some(IfCleared::CloseAfter(days)) = &mut play.if_cleared {
        all.push(days);
    }
    if let Again::After(days) = &mut play.again {
        all.push(days);
    }
    all.push(&mut play.priority);
    for task in &mut play.tasks {
        all.extend(in_template(&mut task.title));
        match &mut task.due {
            Some(Due::In(Distance { amount, .. }) | Due::After { distance: Distance { amount, .. }, .. }) => {
                all.push(amount);
            }
            Some(Due::Before { distance, date }) => all.extend([&mut distance.amount, date]),
            None => {}
        }
        all.extend(task.when.iter_mut().chain(&mut task.done_when));
    }
    for escalation in &mut play.escalations {
        let (EscalationTrigger::AfterOpening(distance) | EscalationTrigger::Overdue { distance, .. }) =
            &mut escalation.trigger;
        all.push(&mut distance.amount);
        all.extend(&mut escalation.unless);
        all.extend(escalation.effects.iter_mut().flat_map(in_effect));
    }
    let effects = [&mut play.on_opening, &mut play.on_success, &mut play.on_clearing, &mut play.on_closing];
    all.extend(effects.into_iter().flatten().flat_map(in_effect));
    for expr in all {
        checker.of_each(expr);
    }
}

fn in_template(template: &mut Template) -> impl Iterator<Item = &mut Expr> {
    template.parts.iter_mut().filter_map(|part| match part {
        TemplatePart::Value(value) => Some(value),
        TemplatePart::Text(_) => None,
    })
}

fn in_effect(effect: &mut Effect) -> Vec<&mut Expr> {
    match effect {
        Effect::Notify { message: text, .. } | Effect::Update { value: UpdateValue::Text(text), .. } => {
            in_template(text).collect()
        }
        Effect::Update { value: UpdateValue::Value(value), .. } => vec![value],
    }
}
