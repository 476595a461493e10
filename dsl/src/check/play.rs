//! Plays.

use super::checker::Checker;
use super::clauses::{self, Clauses};
use super::each;
use super::errors;
use super::stage::flat;
use super::task;
use crate::resolve::Scope;
use crate::source::Span;
use crate::syntax::tree::{self, Expr};
use crate::typed::{self, Again, IfCleared, Period, Trigger};
use crate::types::{PlayId, Table, Type, Value};

/// Checks all plays.
pub(super) fn plays(checker: &mut Checker<'_>) -> Table<PlayId, Option<typed::Play>> {
    let resolved = checker.resolved;
    let defaults = clauses::defaults(checker);
    // Also where no play takes it over: a role that the defaults name is used, and must exist.
    if let Some((role, _)) = defaults.owner {
        checker.role(role);
    }
    let mut all: Table<PlayId, Option<typed::Play>> = Table::default();
    for (id, source) in resolved.declared.plays.iter() {
        checker.scope = Scope::Play(id);
        let play = play(checker, id, source, &defaults);
        (checker.scope, checker.each) = (Scope::Everywhere, None);
        all.push(play);
    }
    all
}

fn play<'a>(
    checker: &mut Checker<'_>,
    id: PlayId,
    source: &'a tree::Play,
    defaults: &Clauses<'a>,
) -> Option<typed::Play> {
    let own = clauses::gather(checker, &source.clauses);
    misplaced(checker, &own);
    let all = own.with(defaults);
    lacking(checker, source, &all);
    let each = all.each.map(|(each, _)| each::each(checker, each));
    checker.each = checker.has_records(id).then_some(id);
    let trigger = trigger(checker, &all);
    let holds_for = all.holds.map(|(days, _)| checker.days(days, "after `holds for`"));
    let mut condition = |slot: Option<(&Expr, Span)>| slot.map(|(condition, _)| checker.condition(condition));
    let (unless, succeeds) = (condition(all.unless), condition(all.succeeds));
    let if_cleared = all.cleared.map(|(policy, span)| cleared(checker, policy, span));
    let expires = all.expires.map(|(days, _)| checker.days(days, "after `expires after`"));
    let again = all.again.map(|(policy, _)| match policy {
        tree::Again::Never => Some(Again::Never),
        tree::Again::After(days) => checker.days(days, "after `again after`").map(Again::After),
    });
    let priority = all.priority.map(|(priority, _)| checker.plain(priority, "as a priority"));
    let owner = all.owner.map(|(role, _)| checker.role(role));
    let tasks = task::tasks(checker, source, &all);
    let escalations = task::escalations(checker, id, &all);
    let on_opening = task::effects(checker, &all.opening);
    let on_success = task::effects(checker, &all.success);
    let on_clearing = task::effects(checker, &all.clearing);
    let on_closing = task::effects(checker, &all.closing);
    let mut play = typed::Play {
        name: source.name.text.clone(),
        formerly: source.formerly.as_ref().map(|name| name.text.clone()),
        title: source.title.as_ref().map_or_else(|| source.name.text.clone(), |title| title.text.clone()),
        state_set: checker.sets.play?,
        each: flat(each)?,
        trigger: trigger?,
        holds_for: flat(holds_for)?,
        unless: flat(unless)?,
        succeeds: flat(succeeds)?,
        if_cleared: flat(if_cleared)?,
        expires: flat(expires)?,
        again: again??,
        priority: priority??,
        owner: flat(owner)?,
        activation: all.activation?.0,
        tasks: tasks?,
        escalations: escalations?,
        on_opening: on_opening?,
        on_success: on_success?,
        on_clearing: on_clearing?,
        on_closing: on_closing?,
        span: source.name.span,
    };
    if play.each.is_some() {
        each::spread(checker, &mut play);
    }
    Some(play)
}

/// Clauses of the play itself that do not go with what opens it.
fn misplaced(checker: &mut Checker<'_>, own: &Clauses<'_>) {
    let event = own.once.map(|(_, span)| ("once", span));
    let cadence = own.every.map(|(_, span)| ("every", span));
    if let (Some((_, span)), Some((other, first))) = (own.once, cadence.or(own.when.map(|(_, span)| ("when", span)))) {
        let error = errors::two_triggers(span, other, first);
        checker.report(error);
    }
    if let (Some((_, span)), Some((opens, place))) = (own.cleared, event.or(cadence)) {
        let error = errors::does_not_clear(span, opens, place);
        checker.report(error);
    }
    if let (Some((_, span)), Some((_, place))) = (own.once, own.each) {
        let error = errors::event_of_a_record(span, place);
        checker.report(error);
    }
    if let (Some((_, span)), Some((_, place))) = (own.holds, event) {
        let error = errors::event_that_holds(span, place);
        checker.report(error);
    }
}

/// What a play must say, itself or by the defaults, in one message.
fn lacking(checker: &mut Checker<'_>, source: &tree::Play, all: &Clauses<'_>) {
    if checker.resolved.is_torn(source.span) {
        return;
    }
    // Defaults that did not parse may hold what seems to be missing.
    let whole = checker.resolved.torn.is_empty() || !checker.resolved.declared.defaults.is_empty();
    if all.when.is_none() && all.once.is_none() && all.every.is_none() {
        let error = errors::no_trigger(&source.name);
        checker.report(error);
    }
    let state = all.when.is_some() && all.once.is_none() && all.every.is_none();
    let clauses = [
        (all.priority.is_none(), "`priority`"),
        (all.again.is_none(), "`again`"),
        (all.activation.is_none(), "`on activation`"),
        (state && all.cleared.is_none(), "`if cleared`"),
    ];
    let missing: Vec<&str> = clauses.into_iter().filter(|(lacks, _)| *lacks).map(|(_, clause)| clause).collect();
    if !missing.is_empty() && whole {
        let error = errors::play_without(&source.name, &missing);
        checker.report(error);
    }
}

fn trigger(checker: &mut Checker<'_>, all: &Clauses<'_>) -> Option<Trigger> {
    let events = checker.events;
    let when = all.when.map(|(condition, _)| checker.condition(condition));
    if let (Some((condition, _)), true) = (all.when, checker.events > events) {
        let error = errors::state_with_event(condition.span);
        checker.report(error);
    }
    if let Some((period, anchor)) = all.every.map(|(parts, _)| parts) {
        let period = cadence(checker, period);
        let anchor = checker.date(anchor, "after `from`");
        return Some(Trigger::Every { period: period?, anchor: anchor?, when: flat(when)? });
    }
    if let Some((event, _)) = all.once {
        let events = checker.events;
        let condition = checker.condition(event)?;
        if checker.events == events {
            let error = errors::event_without_event(condition.span);
            checker.report(error);
            return None;
        }
        return Some(Trigger::Once(condition));
    }
    Some(Trigger::When(when??))
}

/// A cadence of whole days, weeks or months, written out.
fn cadence(checker: &mut Checker<'_>, source: &Expr) -> Option<Period> {
    let typed = checker.expr(source, super::checker::Want::Value)?;
    if !matches!(typed.ty, Type::Days | Type::Months) {
        let error = errors::not_a_cadence(checker, &typed);
        checker.report(error);
        return None;
    }
    let Some(Value::Number(count)) = checker.settled(&typed) else {
        let error = errors::not_written(checker, typed.span, "the length of a cadence");
        checker.report(error);
        return None;
    };
    if count < 1.0 || count.fract() != 0.0 || count > f64::from(u32::MAX) {
        let error = errors::not_whole(checker, &typed, "the length of a cadence, 1 or more,");
        checker.report(error);
        return None;
    }
    // Invariant: whole and within range, so that the cast is exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    let count = count as u32;
    Some(if typed.ty == Type::Months { Period::Months(count) } else { Period::Days(count) })
}

fn cleared(checker: &mut Checker<'_>, policy: &tree::IfCleared, span: Span) -> Option<IfCleared> {
    Some(match policy {
        tree::IfCleared::Keep => IfCleared::Keep,
        tree::IfCleared::Close => IfCleared::CloseAfter(checker.constant(0.0, Type::Days, span)),
        tree::IfCleared::CloseAfter(days) => {
            IfCleared::CloseAfter(checker.days(days, "after `if cleared close after`")?)
        }
    })
}
