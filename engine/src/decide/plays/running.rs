//! What goes on while a run is open.

use super::counting::Counting;
use super::machine::Case;
use super::tasks;
use crate::decide::chunk::{Chunk, What};
use crate::decide::events::PlayDeed;
use crate::decide::row::Row;
use crate::decide::state::{Clock, Ending, Open, Snooze};
use crate::graph::Way;
use smol_str::SmolStr;
use stageplay_dsl::typed::{DistanceUnit, Due, Expr, ExprKind, IfCleared, Trigger};
use stageplay_dsl::types::Day;

/// A run that ends.
pub(super) struct Left {
    pub(super) how: Ending,
    /// The tasks that are not done.
    pub(super) tasks: Vec<usize>,
}

/// The first evaluation of a run: its tasks.
pub(super) fn begin(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) {
    tasks::go_on(chunk, case, open);
}

/// One evaluation of a run; how it ends, if it does.
pub(super) fn go_on(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open, asked: Option<bool>) -> Option<Left> {
    let dismissed = take_deeds(chunk, case, open);
    let how = ending(chunk, case, open, asked, dismissed);
    if let Some(how) = how {
        let tasks = open.tasks.iter().filter(|task| task.done.is_none()).map(|task| usize::from(task.task)).collect();
        return Some(Left { how, tasks });
    }
    sleep(chunk, case, open);
    tasks::go_on(chunk, case, open);
    reassign(chunk, case, open);
    None
}

/// Applies what people have done; whether they have dismissed it.
fn take_deeds(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) -> bool {
    if chunk.inbox.is_empty() {
        return false;
    }
    let deeds: Vec<(SmolStr, Day, PlayDeed)> = chunk
        .inbox
        .of_play(case.row, case.id, case.key.map(SmolStr::as_str))
        .map(|(id, day, deed)| (id.clone(), day, deed.clone()))
        .collect();
    let mut dismissed = false;
    for (id, day, deed) in deeds {
        match take(chunk, case, open, day, &deed) {
            Ok(ends) => {
                dismissed |= ends;
                chunk.inbox.took(case.row, &id);
            }
            Err(why) => chunk.inbox.leave(case.row, &id, why),
        }
    }
    dismissed
}

fn take(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open, day: Day, deed: &PlayDeed) -> Result<bool, String> {
    let play = case.play(chunk);
    match deed {
        PlayDeed::Dismiss => return Ok(true),
        PlayDeed::Snooze { until } => {
            if *until <= day {
                return Err("it would sleep until a day that is not after the day it was put to sleep".into());
            }
            // Put to sleep again, it has slept since the first time.
            let on = open.snooze.take().map_or(day, |snooze| snooze.on);
            open.snooze = Some(Snooze { on, until: *until, words: Vec::new() });
        }
        PlayDeed::Wake => match open.snooze.take() {
            Some(snooze) => wake(chunk, case, open, snooze.on, day),
            None => return Err(format!("play `{}` is not asleep", play.name)),
        },
        PlayDeed::Owner { to } => open.assigned = Some(to.clone()),
        PlayDeed::Done { task } => {
            let name = play.tasks.get(*task).map_or("", |task| task.name.as_str());
            let record = open.tasks.iter_mut().find(|record| usize::from(record.task) == *task);
            match record {
                Some(record) if record.done.is_none() => record.done = Some(day),
                Some(_) => return Err(format!("task `{name}` of play `{}` is done already", play.name)),
                None => return Err(format!("task `{name}` of play `{}` has not been created yet", play.name)),
            }
        }
    }
    Ok(false)
}

/// How a run ends, if it does.
fn ending(chunk: &Chunk<'_>, case: Case<'_>, open: &mut Open, asked: Option<bool>, dismissed: bool) -> Option<Ending> {
    let play = case.play(chunk);
    let row = case.row(chunk);
    let as_of = chunk.given.as_of;
    if chunk.program.playbook.ends_when.as_ref().is_some_and(|ends| case.account(chunk).is_true(ends)) {
        return Some(Ending::Withdrawn);
    }
    if dismissed {
        return Some(Ending::Dismissed);
    }
    if play.succeeds.as_ref().is_some_and(|succeeds| row.is_true(succeeds)) {
        return Some(Ending::Succeeded);
    }
    if let (Trigger::When(_), Some(IfCleared::CloseAfter(days))) = (&play.trigger, &play.if_cleared) {
        let nearly = play.succeeds.as_ref().is_some_and(|succeeds| nearly(row, succeeds) == Some(true));
        clearing(open, asked, nearly, as_of, chunk.gap());
        let cleared = open.clearing.filter(|_| asked == Some(false) && !nearly);
        let days = row.number(days);
        if cleared.zip(days).is_some_and(|(clock, days)| clock.days(as_of) >= days) {
            return Some(Ending::Cleared);
        }
    }
    let expires = play.expires.as_ref().and_then(|days| row.number(days));
    let age = f64::from(as_of) - f64::from(open.opened);
    expires.is_some_and(|days| age >= days).then_some(Ending::Expired)
}

/// The clock since when the play is not asked for any more. While success is there, and only not yet for long enough,
/// it stands still.
fn clearing(open: &mut Open, asked: Option<bool>, nearly: bool, as_of: Day, gap: f64) {
    if nearly && asked != Some(true) {
        if open.clearing.is_some() {
            open.held.get_or_insert(as_of);
        }
        return;
    }
    if let (Some(held), Some(clock)) = (open.held.take(), open.clearing.as_mut()) {
        clock.since = clock.since.saturating_add(as_of.saturating_sub(held));
        clock.paused = None;
    }
    open.clearing = Clock::after(open.clearing, asked.map(|asked| !asked), as_of, gap);
}

/// What a condition would be if every `for` in it asked for nothing.
fn nearly(row: Row<'_>, condition: &Expr) -> Option<bool> {
    match &condition.kind {
        ExprKind::For { condition, .. } => nearly(row, condition),
        ExprKind::OfAccount(inner) => nearly(row, inner),
        ExprKind::All(criteria) => kleene(criteria.iter().map(|it| nearly(row, &it.condition)), false),
        ExprKind::Any(criteria) => kleene(criteria.iter().map(|it| nearly(row, &it.condition)), true),
        ExprKind::Let(id) => nearly(row, &row.playbook().lets[*id].value),
        _ => row.truth(condition),
    }
}

/// `decisive` where one of them is; unknown where one is unknown; else the opposite.
pub(super) fn kleene(truths: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut all_known = true;
    for truth in truths {
        match truth {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(!decisive)
}

/// Wakes a run whose time has come, or whose account is worse off than when it was put to sleep.
fn sleep(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) {
    let Some(mut snooze) = open.snooze.take() else { return };
    let as_of = chunk.given.as_of;
    let reads = chunk.program.memory.wakes.get(case.id.0 as usize).map_or(&[][..], Vec::as_slice);
    let words: Vec<Option<u16>> = reads.iter().map(|wake| case.frame.codes(wake.of).get(case.row)).collect();
    if as_of >= snooze.until {
        wake(chunk, case, open, snooze.on, snooze.until);
        return;
    }
    if snooze.words.is_empty() {
        snooze.words = words;
    } else {
        let worse = reads.iter().zip(&snooze.words).zip(&words).any(|((wake, before), now)| match (before, now) {
            (Some(before), Some(now)) => {
                if wake.worse == Way::Up {
                    now > before
                } else {
                    now < before
                }
            }
            _ => false,
        });
        if worse {
            wake(chunk, case, open, snooze.on, as_of);
            return;
        }
    }
    open.snooze = Some(snooze);
}

/// Moves what is due by as long as the run has slept.
fn wake(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open, on: Day, until: Day) {
    let play = case.play(chunk);
    let days = until.saturating_sub(on).max(0);
    let in_business_days = |due: &Option<Due>| match due {
        Some(Due::In(distance) | Due::After { distance, .. } | Due::Before { distance, .. }) => {
            distance.unit == DistanceUnit::BusinessDays
        }
        None => false,
    };
    let counts = play.tasks.iter().any(|task| in_business_days(&task.due))
        || play.escalations.iter().any(|it| super::escalate::distance(it).unit == DistanceUnit::BusinessDays);
    let mut business_days = 0;
    if counts {
        let what = "the end of its sleep";
        let counting = Counting { row: case.row(chunk), calendar: chunk.given.calendar, play: &play.name, what };
        match counting.business_days_between(on, until) {
            Ok(days) => business_days = days,
            Err(error) => chunk.fail(error),
        }
    }
    open.slept.0 = open.slept.0.saturating_add(days);
    open.slept.1 = open.slept.1.saturating_add(business_days);
    let mut failed = None;
    for record in open.tasks.iter_mut().filter(|record| record.done.is_none()) {
        let Some(task) = play.tasks.get(usize::from(record.task)) else { continue };
        let Some(due) = record.due else { continue };
        record.due = if in_business_days(&task.due) {
            let what = format!("task `{}`", task.name);
            let counting =
                Counting { row: case.row(chunk), calendar: chunk.given.calendar, play: &play.name, what: &what };
            match counting.business_days(due, i64::from(business_days)) {
                Ok(due) => Some(due),
                Err(error) => {
                    failed = Some(error);
                    Some(due)
                }
            }
        } else {
            Some(due.saturating_add(days))
        };
    }
    if let Some(error) = failed {
        chunk.fail(error);
    }
}

/// Who answers for a run: whom a person has named, else the role that an escalation gave it to, else the play's.
pub(super) fn owner(chunk: &Chunk<'_>, case: Case<'_>, open: &Open) -> Option<SmolStr> {
    if let Some(assigned) = &open.assigned {
        return Some(assigned.clone());
    }
    let role = role(chunk, case, open)?;
    case.account(chunk).text(&chunk.program.playbook.roles[role].value).map(SmolStr::from)
}

/// The role that answers for a run.
pub(super) fn role(chunk: &Chunk<'_>, case: Case<'_>, open: &Open) -> Option<stageplay_dsl::types::RoleId> {
    let play = case.play(chunk);
    let taken = open.taken_over.and_then(|level| play.escalations.get(usize::from(level))).map(|level| level.to);
    taken.or(play.owner)
}

/// Tells when somebody else answers for a run than before.
fn reassign(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) {
    let now = owner(chunk, case, open);
    if now != open.owner {
        open.owner = now;
        chunk.steps.push(case.change(open.opened, What::Reassigned));
    }
}
