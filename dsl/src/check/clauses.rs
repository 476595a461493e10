//! The clauses of a play or of `defaults play`, each once.

use super::checker::{Checker, once};
use super::errors;
use crate::source::Span;
use crate::syntax::tree::{
    Activation, Again, Each, Effect, Escalation, Expr, IfCleared, Name, PlayClause, Task, Trigger,
};

/// What a play says, sorted.
#[derive(Clone, Default)]
pub(super) struct Clauses<'a> {
    pub(super) each: Option<(&'a Each, Span)>,
    pub(super) when: Option<(&'a Expr, Span)>,
    pub(super) once: Option<(&'a Expr, Span)>,
    pub(super) every: Option<((&'a Expr, &'a Expr), Span)>,
    pub(super) holds: Option<(&'a Expr, Span)>,
    pub(super) unless: Option<(&'a Expr, Span)>,
    pub(super) succeeds: Option<(&'a Expr, Span)>,
    pub(super) cleared: Option<(&'a IfCleared, Span)>,
    pub(super) expires: Option<(&'a Expr, Span)>,
    pub(super) again: Option<(&'a Again, Span)>,
    pub(super) priority: Option<(&'a Expr, Span)>,
    pub(super) owner: Option<(&'a Name, Span)>,
    pub(super) activation: Option<(Activation, Span)>,
    /// Its own, then those of escalations, with the place of the escalation.
    pub(super) tasks: Vec<(&'a Task, Option<usize>)>,
    pub(super) escalations: Vec<&'a Escalation>,
    pub(super) opening: Vec<&'a Effect>,
    pub(super) success: Vec<&'a Effect>,
    pub(super) clearing: Vec<&'a Effect>,
    pub(super) closing: Vec<&'a Effect>,
}

/// Sorts the clauses and reports those given twice.
pub(super) fn gather<'a>(checker: &mut Checker<'_>, clauses: &'a [PlayClause]) -> Clauses<'a> {
    let mut all = Clauses::default();
    for clause in clauses {
        match clause {
            PlayClause::Each(each) => once(checker, &mut all.each, each, each.span, "each"),
            PlayClause::Trigger { trigger: Trigger::When(expr), span } => {
                once(checker, &mut all.when, expr, *span, "when");
            }
            PlayClause::Trigger { trigger: Trigger::Once(expr), span } => {
                once(checker, &mut all.once, expr, *span, "once");
            }
            PlayClause::Trigger { trigger: Trigger::Every { period, anchor }, span } => {
                once(checker, &mut all.every, (period, anchor), *span, "every");
            }
            PlayClause::HoldsFor(expr) => once(checker, &mut all.holds, expr, expr.span, "holds for"),
            PlayClause::Unless(expr) => once(checker, &mut all.unless, expr, expr.span, "unless"),
            PlayClause::Succeeds(expr) => once(checker, &mut all.succeeds, expr, expr.span, "succeeds when"),
            PlayClause::IfCleared { policy, span } => once(checker, &mut all.cleared, policy, *span, "if cleared"),
            PlayClause::Expires(expr) => once(checker, &mut all.expires, expr, expr.span, "expires after"),
            PlayClause::Again { policy, span } => once(checker, &mut all.again, policy, *span, "again"),
            PlayClause::Priority(expr) => once(checker, &mut all.priority, expr, expr.span, "priority"),
            PlayClause::Owner(role) => once(checker, &mut all.owner, role, role.span, "owner"),
            PlayClause::OnActivation { policy, span } => {
                once(checker, &mut all.activation, *policy, *span, "on activation");
            }
            PlayClause::Task(task) => all.tasks.push((task, None)),
            PlayClause::Escalation(escalation) => all.escalations.push(escalation),
            PlayClause::OnOpening(effects) => all.opening.extend(effects),
            PlayClause::OnSuccess(effects) => all.success.extend(effects),
            PlayClause::OnClearing(effects) => all.clearing.extend(effects),
            PlayClause::OnClosing(effects) => all.closing.extend(effects),
        }
    }
    for (level, escalation) in all.escalations.iter().enumerate() {
        all.tasks.extend(escalation.tasks.iter().map(|task| (task, Some(level))));
    }
    all
}

/// The clauses that every play without its own takes; what belongs to one play alone is refused.
pub(super) fn defaults<'a>(checker: &mut Checker<'a>) -> Clauses<'a> {
    let resolved = checker.resolved;
    let blocks = &resolved.declared.defaults;
    let Some((first, rest)) = blocks.split_first() else { return Clauses::default() };
    for (_, span) in rest {
        let error = errors::second_defaults(*span, first.1);
        checker.report(error);
    }
    let all = gather(checker, first.0);
    let triggers = [
        all.when.map(|(_, span)| ("when", span)),
        all.once.map(|(_, span)| ("once", span)),
        all.every.map(|(_, span)| ("every", span)),
    ];
    let each = all.each.map(|(_, span)| ("each", span));
    let tasks = all.tasks.iter().filter(|(_, level)| level.is_none()).map(|(task, _)| ("task", task.span));
    let escalations = all.escalations.iter().map(|escalation| ("escalate to", escalation.span));
    let refused: Vec<(&str, Span)> =
        each.into_iter().chain(triggers.into_iter().flatten()).chain(tasks).chain(escalations).collect();
    for (clause, span) in refused {
        let error = errors::not_a_default(clause, span);
        checker.report(error);
    }
    Clauses { each: None, when: None, once: None, every: None, tasks: Vec::new(), escalations: Vec::new(), ..all }
}

impl<'a> Clauses<'a> {
    /// These clauses, completed by the defaults.
    pub(super) fn with(self, defaults: &Clauses<'a>) -> Self {
        let or = |own: Vec<&'a Effect>, other: &[&'a Effect]| if own.is_empty() { other.to_vec() } else { own };
        let opens_when = self.when.is_some() && self.every.is_none() && self.once.is_none();
        Self {
            holds: self.holds.or(defaults.holds.filter(|_| self.once.is_none())),
            unless: self.unless.or(defaults.unless),
            succeeds: self.succeeds.or(defaults.succeeds),
            // Only a state can clear: the default is for those plays that have one.
            cleared: self.cleared.or(defaults.cleared.filter(|_| opens_when)),
            expires: self.expires.or(defaults.expires),
            again: self.again.or(defaults.again),
            priority: self.priority.or(defaults.priority),
            owner: self.owner.or(defaults.owner),
            activation: self.activation.or(defaults.activation),
            opening: or(self.opening, &defaults.opening),
            success: or(self.success, &defaults.success),
            clearing: or(self.clearing, &defaults.clearing),
            closing: or(self.closing, &defaults.closing),
            ..self
        }
    }
}
