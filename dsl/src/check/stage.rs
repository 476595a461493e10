//! One stage of a journey.

use super::checker::{Checker, once};
use super::errors;
use super::journey::before;
use crate::resolve::{Entity, JourneySource, twice};
use crate::source::Span;
use crate::syntax::tree::{self, Expr, Name, StageClause};
use crate::typed::{self, Friction, Measure};
use crate::types::PlayId;

/// The clauses of a stage, each once.
#[derive(Default)]
pub(super) struct Clauses<'a> {
    pub(super) owner: Option<(&'a Name, Span)>,
    pub(super) clock: Option<(&'a Expr, Span)>,
    pub(super) enter: Option<(&'a Expr, Span)>,
    pub(super) exit: Option<(&'a Expr, Span)>,
    pub(super) holds: Option<(&'a Expr, Span)>,
    pub(super) interrupts: Option<(&'a Expr, Span)>,
    pub(super) back: Vec<(&'a Name, &'a Expr)>,
    pub(super) after: Option<(&'a [Name], Span)>,
    pub(super) measures: Vec<&'a tree::Measure>,
    pub(super) target: Option<(&'a Expr, Span)>,
    pub(super) stuck: Option<(&'a Expr, Span)>,
    pub(super) expected: Option<(&'a tree::Text, Span)>,
    pub(super) friction: Vec<&'a tree::Friction>,
}

/// Sorts a stage's clauses and reports those given twice.
pub(super) fn gather<'a>(checker: &mut Checker<'_>, stage: &'a tree::Stage) -> Clauses<'a> {
    let mut all = Clauses::default();
    for clause in &stage.clauses {
        match clause {
            StageClause::Owner(role) => once(checker, &mut all.owner, role, role.span, "owner"),
            StageClause::ClockFrom(expr) => once(checker, &mut all.clock, expr, expr.span, "clock from"),
            StageClause::Enter(expr) => once(checker, &mut all.enter, expr, expr.span, "enter when"),
            StageClause::Exit(expr) => once(checker, &mut all.exit, expr, expr.span, "exit when"),
            StageClause::HoldsWhile(expr) => once(checker, &mut all.holds, expr, expr.span, "holds while"),
            StageClause::InterruptsWhile(expr) => {
                once(checker, &mut all.interrupts, expr, expr.span, "interrupts while");
            }
            StageClause::BackTo { stage, condition } => all.back.push((stage, condition)),
            StageClause::After(names) => {
                let span = names.iter().map(|name| name.span).reduce(Span::to).unwrap_or(stage.name.span);
                once(checker, &mut all.after, names, span, "after");
            }
            StageClause::Measure(measure) => all.measures.push(measure),
            StageClause::Target(expr) => once(checker, &mut all.target, expr, expr.span, "target"),
            StageClause::StuckAfter(expr) => once(checker, &mut all.stuck, expr, expr.span, "stuck after"),
            StageClause::Expected(text) => once(checker, &mut all.expected, text, text.span, "expected"),
            StageClause::Friction(friction) => all.friction.push(friction),
        }
    }
    all
}

/// Checks one stage.
pub(super) fn check(
    checker: &mut Checker<'_>,
    journey: &JourneySource<'_>,
    stage: &tree::Stage,
    clauses: &Clauses<'_>,
    after: Option<Vec<usize>>,
) -> Option<typed::Stage> {
    let at = journey.stages.iter().position(|other| std::ptr::eq(*other, stage))?;
    if let Some((_, place)) = clauses.interrupts {
        beside_the_order(checker, clauses, place);
    }
    let owner = clauses.owner.map(|(role, _)| checker.role(role));
    let clock_from = clauses.clock.map(|(date, _)| checker.date(date, "after `clock from`"));
    let mut condition = |slot: Option<(&Expr, Span)>| slot.map(|(condition, _)| checker.condition(condition));
    let (enter, exit) = (condition(clauses.enter), condition(clauses.exit));
    let (holds, interrupts) = (condition(clauses.holds), condition(clauses.interrupts));
    let back: Vec<Option<(usize, typed::Expr)>> = clauses
        .back
        .iter()
        .map(|(name, condition)| {
            let place = before(checker, journey, name, at).filter(|_| clauses.interrupts.is_none());
            if let Some(place) = place
                && place > at
            {
                let error = errors::back_to_a_later_one(name);
                checker.report(error);
            }
            let condition = checker.condition(condition);
            Some((place?, condition?))
        })
        .collect();
    let measures: Vec<Option<Measure>> = clauses.measures.iter().map(|own| measure(checker, own)).collect();
    let target = clauses.target.map(|(days, _)| checker.days(days, "after `target`"));
    let stuck = clauses.stuck.map(|(days, _)| checker.days(days, "after `stuck after`"));
    for (at, own) in clauses.friction.iter().enumerate() {
        if let Some(first) = clauses.friction.iter().take(at).find(|first| first.name.text == own.name.text) {
            checker.report(twice(&own.name, first.name.span));
        }
    }
    let friction: Vec<Option<Friction>> = clauses.friction.iter().map(|own| friction(checker, own)).collect();
    Some(typed::Stage {
        name: stage.name.text.clone(),
        formerly: stage.formerly.as_ref().map(|name| name.text.clone()),
        sentence: stage.sentence.as_ref().map(|text| text.text.clone()),
        owner: flat(owner)?,
        clock_from: flat(clock_from)?,
        enter: flat(enter)?,
        exit: flat(exit)?,
        holds_while: flat(holds)?,
        interrupts_while: flat(interrupts)?,
        back_to: back.into_iter().collect::<Option<_>>()?,
        after: after?,
        measures: measures.into_iter().collect::<Option<_>>()?,
        target: flat(target)?,
        stuck_after: flat(stuck)?,
        expected: clauses.expected.map(|(text, _)| text.text.clone()),
        friction: friction.into_iter().collect::<Option<_>>()?,
        span: stage.name.span,
    })
}

/// `None` where a clause is there but in error.
#[allow(clippy::option_option, reason = "absent, in error and sound are three things")]
pub(super) fn flat<T>(slot: Option<Option<T>>) -> Option<Option<T>> {
    match slot {
        None => Some(None),
        Some(None) => None,
        Some(found) => Some(found),
    }
}

/// A stage that interrupts has no place in the order, so nothing of the order belongs in it.
fn beside_the_order(checker: &mut Checker<'_>, clauses: &Clauses<'_>, place: Span) {
    let found = [
        ("enter when", clauses.enter.map(|(_, span)| span)),
        ("exit when", clauses.exit.map(|(_, span)| span)),
        ("holds while", clauses.holds.map(|(_, span)| span)),
        ("after", clauses.after.map(|(_, span)| span)),
        ("back to", clauses.back.first().map(|(name, _)| name.span)),
    ];
    for (clause, span) in found {
        if let Some(span) = span {
            let error = errors::beside_interrupts(clause, span, place);
            checker.report(error);
        }
    }
}

fn measure(checker: &mut Checker<'_>, source: &tree::Measure) -> Option<Measure> {
    let from = checker.date(&source.from, "after `from`");
    let to = checker.date(&source.to, "after `to`");
    Some(Measure { name: source.name.text.clone(), from: from?, to: to? })
}

fn friction(checker: &mut Checker<'_>, source: &tree::Friction) -> Option<Friction> {
    let condition = checker.condition(&source.condition);
    let answered_by = source.answered_by.as_ref().map(|name| play(checker, name));
    Some(Friction {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        condition: condition?,
        answered_by: flat(answered_by)?,
    })
}

/// A play by name.
fn play(checker: &mut Checker<'_>, name: &Name) -> Option<PlayId> {
    if let Some((Entity::Play(id), _)) = checker.resolved.names.top.get(&name.text) {
        return Some(*id);
    }
    if !checker.is_lost(&name.text) {
        let plays = checker.resolved.declared.plays.rows().iter().map(|play| play.name.text.as_str());
        let error = errors::unknown("play", name, plays);
        checker.report(error);
    }
    None
}
