//! Tasks, escalations and what a play tells others.

use super::checker::{Checker, Want};
use super::clauses::Clauses;
use super::errors;
use super::stage::flat;
use crate::resolve::Scope;
use crate::syntax::tree::{self, Expr, Name};
use crate::typed::{
    Distance, DistanceUnit, Due, Effect, Escalation, EscalationTrigger, Side, Task, Template, TemplatePart, UpdateValue,
};
use crate::types::{PlayId, Type};

/// Checks the tasks of a play.
pub(super) fn tasks(checker: &mut Checker<'_>, play: &tree::Play, all: &Clauses<'_>) -> Option<Vec<Task>> {
    undatable(checker, &all.tasks);
    let mut ownerless = Vec::new();
    let tasks: Vec<Option<Task>> = all
        .tasks
        .iter()
        .map(|(source, level)| {
            let role = source.owner.as_ref().or(all.owner.map(|(role, _)| role));
            if role.is_none() && !checker.resolved.is_torn(play.span) {
                ownerless.push(&source.name);
            }
            task(checker, (source, *level), role, &all.tasks)
        })
        .collect();
    // Nobody owns the play, so nobody owns these: one message.
    if let Some(first) = ownerless.first() {
        let error = errors::no_owner(first, &ownerless, &play.name);
        checker.report(error);
    }
    tasks.into_iter().collect()
}

/// A task and the place of the escalation that creates it.
type Leveled<'a> = (&'a tree::Task, Option<usize>);

fn task(
    checker: &mut Checker<'_>,
    (source, level): Leveled<'_>,
    role: Option<&Name>,
    all: &[Leveled<'_>],
) -> Option<Task> {
    let title = match &source.title {
        Some(title) => template(checker, title),
        None => Some(Template { parts: vec![TemplatePart::Text(source.name.text.clone())] }),
    };
    let owner = role.map(|role| checker.role(role));
    let due = source.due.as_ref().map(|own| due(checker, own, (source, level), all));
    let effort = source.effort.as_ref().map(|effort| hours(checker, effort));
    let side = match &source.side {
        None => Some(Side::Ours),
        Some(word) => match word.text.as_str() {
            "ours" => Some(Side::Ours),
            "customer" => Some(Side::Customer),
            _ => {
                let error = errors::unknown_side(word);
                checker.report(error);
                None
            }
        },
    };
    let when = source.when.as_ref().map(|condition| checker.condition(condition));
    let done_when = source.done_when.as_ref().map(|condition| checker.condition(condition));
    Some(Task {
        name: source.name.text.clone(),
        formerly: source.formerly.as_ref().map(|name| name.text.clone()),
        title: title?,
        owner: owner??,
        due: flat(due)?,
        effort_hours: flat(effort)?,
        side: side?,
        when: flat(when)?,
        level,
        done_when: flat(done_when)?,
        span: source.name.span,
    })
}

fn hours(checker: &mut Checker<'_>, source: &Expr) -> Option<f64> {
    let typed = checker.expr(source, Want::Value)?;
    if typed.ty != Type::Hours {
        let error = errors::not_hours(checker, &typed);
        checker.report(error);
        return None;
    }
    checker.written_number(&typed, "effort")
}

fn due(checker: &mut Checker<'_>, source: &tree::Due, (task, level): Leveled<'_>, all: &[Leveled<'_>]) -> Option<Due> {
    match source {
        tree::Due::In(length) => Some(Due::In(distance(checker, length, "after `due in`")?)),
        tree::Due::After { distance: length, task: name } => {
            let length = distance(checker, length, "after `due`");
            let place = place(checker, name, all);
            if name.text == task.name.text {
                let error = errors::due_after_itself(name);
                checker.report(error);
                return None;
            }
            let other = place.and_then(|at| all.get(at));
            if let (Some(_), Some((other, Some(_)))) = (level, other.filter(|(_, theirs)| *theirs != level)) {
                let error = errors::due_after_another_level(name, other.span);
                checker.report(error);
                return None;
            }
            Some(Due::After { distance: length?, task: place? })
        }
        tree::Due::Before { distance: length, date } => {
            let length = distance(checker, length, "after `due`");
            let date = checker.date(date, "after `before`");
            Some(Due::Before { distance: length?, date: date? })
        }
    }
}

/// The place of a task in its play.
fn place(checker: &mut Checker<'_>, name: &Name, all: &[Leveled<'_>]) -> Option<usize> {
    let found = all.iter().position(|(task, _)| task.name.text == name.text);
    if found.is_none() && !checker.is_lost(&name.text) {
        let error = errors::unknown("task", name, all.iter().map(|(task, _)| task.name.text.as_str()));
        checker.report(error);
    }
    found
}

/// Tasks that wait for each other are never created.
fn undatable(checker: &mut Checker<'_>, all: &[Leveled<'_>]) {
    let next = |task: &tree::Task| match &task.due {
        Some(tree::Due::After { task: name, .. }) => all.iter().position(|(other, _)| other.name.text == name.text),
        _ => None,
    };
    let mut reported = vec![false; all.len()];
    for start in 0..all.len() {
        let mut path = vec![start];
        while let Some(following) = path.last().and_then(|last| all.get(*last)).and_then(|(task, _)| next(task)) {
            if let Some(from) = path.iter().position(|seen| *seen == following) {
                let ring = path.split_off(from);
                let fresh = !ring.iter().any(|at| reported.get(*at) == Some(&true));
                if ring.len() > 1 && fresh {
                    let tasks: Vec<&Name> =
                        ring.iter().filter_map(|at| all.get(*at)).map(|(task, _)| &task.name).collect();
                    let error = errors::tasks_wait_for_each_other(&tasks);
                    checker.report(error);
                }
                for at in ring {
                    if let Some(slot) = reported.get_mut(at) {
                        *slot = true;
                    }
                }
                break;
            }
            path.push(following);
        }
    }
}

/// A length of calendar time; business days need a calendar.
fn distance(checker: &mut Checker<'_>, source: &Expr, what: &str) -> Option<Distance> {
    let amount = checker.expr(source, Want::Value)?;
    let unit = match amount.ty {
        Type::Days => DistanceUnit::Days,
        Type::Months => DistanceUnit::Months,
        Type::BusinessDays => DistanceUnit::BusinessDays,
        _ => {
            let error = errors::not_a_distance(checker, &amount, what);
            checker.report(error);
            return None;
        }
    };
    if checker.possible(&amount).is_some_and(|values| values.iter().any(|value| *value < 0.0)) {
        let error = errors::negative(checker, &amount, what);
        checker.report(error);
        return None;
    }
    if unit == DistanceUnit::BusinessDays {
        needs_calendar(checker, source.span);
    }
    Some(Distance { amount, unit })
}

/// The calendar is missing once, however many business days count on it.
fn needs_calendar(checker: &mut Checker<'_>, span: crate::source::Span) {
    let Some(header) = checker.resolved.declared.headers.first() else { return };
    let named = header.clauses.iter().any(|clause| matches!(clause, tree::HeaderClause::Calendar(_)));
    if named || checker.calendar_missed || checker.resolved.is_torn(header.span) {
        return;
    }
    checker.calendar_missed = true;
    let error = errors::no_calendar(span, header.name.span);
    checker.report(error);
}

/// Checks the escalations of a play.
pub(super) fn escalations(checker: &mut Checker<'_>, play: PlayId, all: &Clauses<'_>) -> Option<Vec<Escalation>> {
    let checked: Vec<Option<Escalation>> = all
        .escalations
        .iter()
        .enumerate()
        .map(|(level, source)| escalation(checker, play, (source, level), all))
        .collect();
    checked.into_iter().collect()
}

fn escalation(
    checker: &mut Checker<'_>,
    play: PlayId,
    (source, level): (&tree::Escalation, usize),
    all: &Clauses<'_>,
) -> Option<Escalation> {
    let to = checker.role(&source.to);
    let trigger = match &source.trigger {
        tree::EscalationTrigger::AfterOpening(length) => {
            distance(checker, length, "before `after opening`").map(EscalationTrigger::AfterOpening)
        }
        tree::EscalationTrigger::Overdue { task: name, distance: length } => {
            let length = distance(checker, length, "before `overdue`");
            let task = place(checker, name, &all.tasks);
            let resolved = checker.resolved;
            let waited = task.and_then(|at| all.tasks.get(at));
            let dated = waited.is_none_or(|(task, _)| task.due.is_some() || resolved.is_torn(task.span));
            if waited.is_some_and(|(_, of)| *of == Some(level)) {
                let error = errors::overdue_itself(name);
                checker.report(error);
            } else if !dated {
                let error = errors::never_overdue(name);
                checker.report(error);
            }
            task.zip(length).map(|(task, distance)| EscalationTrigger::Overdue { task, distance })
        }
    };
    let before = std::mem::replace(&mut checker.scope, Scope::Tasks(play));
    let unless = source.unless.as_ref().map(|condition| checker.condition(condition));
    checker.scope = before;
    let told: Vec<&tree::Effect> = source.effects.iter().collect();
    let effects = effects(checker, &told);
    if let [first, other, ..] = source.takes_over.as_slice() {
        let error = errors::owner_twice(*other, *first);
        checker.report(error);
    }
    Some(Escalation {
        to: to?,
        trigger: trigger?,
        unless: flat(unless)?,
        effects: effects?,
        takes_over: !source.takes_over.is_empty(),
        span: source.span,
    })
}

/// Checks what a play tells others.
pub(super) fn effects(checker: &mut Checker<'_>, source: &[&tree::Effect]) -> Option<Vec<Effect>> {
    let effects: Vec<Option<Effect>> = source.iter().map(|effect| self::effect(checker, effect)).collect();
    effects.into_iter().collect()
}

fn effect(checker: &mut Checker<'_>, source: &tree::Effect) -> Option<Effect> {
    Some(match source {
        tree::Effect::Notify { to, message } => {
            Effect::Notify { to: to.text.clone(), message: template(checker, message)? }
        }
        tree::Effect::Update { field, value } => Effect::Update {
            field: field.text.clone(),
            value: match value {
                tree::UpdateValue::Text(text) => UpdateValue::Text(template(checker, text)?),
                tree::UpdateValue::Value(value) => UpdateValue::Value(shown(checker, value)?),
            },
        },
    })
}

fn template(checker: &mut Checker<'_>, source: &tree::Template) -> Option<Template> {
    let parts: Vec<Option<TemplatePart>> = source
        .parts
        .iter()
        .map(|part| match part {
            tree::TemplatePart::Text(text) => Some(TemplatePart::Text(text.clone())),
            tree::TemplatePart::Value(value) => shown(checker, value).map(TemplatePart::Value),
        })
        .collect();
    Some(Template { parts: parts.into_iter().collect::<Option<_>>()? })
}

/// Any value can be shown.
fn shown(checker: &mut Checker<'_>, value: &Expr) -> Option<crate::typed::Expr> {
    checker.expr(value, Want::Value)
}
