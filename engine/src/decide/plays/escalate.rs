//! Escalations: who is told when nothing happens. Decided when everything else is, so that its conditions may read
//! anything.

use super::counting::{Counting, DecideError};
use super::machine::Case;
use super::{each, running, tasks};
use crate::decide::chunk::{Chunk, What};
use crate::decide::row::Row;
use crate::decide::state::{Open, Phase, TaskRecord};
use crate::evaluate::Frame;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Criterion, Distance, DistanceUnit, Escalation, EscalationTrigger, Expr, ExprKind};
use stageplay_dsl::types::{Day, Id, PlayId};

/// How long it waits.
pub(super) fn distance(escalation: &Escalation) -> &Distance {
    match &escalation.trigger {
        EscalationTrigger::AfterOpening(distance) | EscalationTrigger::Overdue { distance, .. } => distance,
    }
}

/// Whether any escalation of a chunk has come to its day, so that it is worth asking its condition.
pub(in crate::decide) fn is_due(chunk: &mut Chunk<'_>, frame: &Frame) -> bool {
    let mut any = false;
    each(chunk, frame, |chunk, case, open, level| {
        any |= comes(chunk, case, open, level);
    });
    any
}

/// Fires the escalations whose time has come. Texts have been evaluated.
pub(in crate::decide) fn escalate(chunk: &mut Chunk<'_>, frame: &Frame) {
    each(chunk, frame, |chunk, case, open, level| {
        let Some(escalation) = case.play(chunk).escalations.get(level) else { return };
        if !comes(chunk, case, open, level) {
            return;
        }
        let unless = escalation.unless.as_ref();
        if unless.is_some_and(|unless| holds(case.row(chunk), case, open, unless) == Some(true)) {
            return;
        }
        let number = u16::try_from(level).unwrap_or(u16::MAX);
        open.fired.push(number);
        if escalation.takes_over {
            open.taken_over = Some(number);
            open.owner = running::owner(chunk, case, open);
        }
        let tasks = tasks_of(chunk, case, open, level);
        chunk.steps.push(case.change(open.opened, What::Escalated { level, tasks }));
    });
}

/// Creates the tasks that come with an escalation, as far as it is their turn; the others follow in theirs.
fn tasks_of(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open, level: usize) -> Vec<(usize, Option<Day>)> {
    let mut created = Vec::new();
    for (at, task) in case.play(chunk).tasks.iter().enumerate() {
        if task.level != Some(level) || open.task(at).is_some() || !tasks::is_turn(chunk, case, open, task) {
            continue;
        }
        let due = match tasks::due(chunk, case, open, task) {
            Ok(due) => due,
            Err(error) => {
                chunk.fail(error);
                None
            }
        };
        let number = u16::try_from(at).unwrap_or(u16::MAX);
        open.tasks.push(TaskRecord { task: number, created: chunk.given.as_of, due, done: None });
        created.push((at, due));
    }
    created
}

/// Visits every open run and each of its escalations that has not fired.
fn each(chunk: &mut Chunk<'_>, frame: &Frame, mut visit: impl FnMut(&mut Chunk<'_>, Case<'_>, &mut Open, usize)) {
    let plays: Vec<PlayId> = chunk.program.playbook.plays.ids().collect();
    for id in plays {
        let levels = chunk.program.playbook.plays[id].escalations.len();
        if levels == 0 {
            continue;
        }
        for row in chunk.with_any_record(id) {
            let Some(mut records) = chunk.states.get_mut(row).map(|state| std::mem::take(&mut state.plays)) else {
                continue;
            };
            let program = chunk.program;
            let of_list = program.playbook.plays[id].each.as_ref();
            let of_list = of_list.map(|each| each::records(program, chunk.batch, frame, each, row));
            for record in records.iter_mut().filter(|record| usize::from(record.play) == id.index()) {
                let key: Option<SmolStr> = record.key.clone();
                let Phase::Open(open) = &mut record.phase else { continue };
                let element = of_list.as_ref().zip(key.as_ref()).and_then(|(of_list, key)| of_list.keys.get(key));
                let is_unknown = of_list.as_ref().is_some_and(|of_list| of_list.is_unknown);
                let case = Case { frame, id, row, element: element.copied(), key: key.as_ref(), is_unknown };
                for level in 0..levels {
                    if !open.fired.contains(&u16::try_from(level).unwrap_or(u16::MAX)) {
                        visit(chunk, case, open, level);
                    }
                }
            }
            if let Some(state) = chunk.states.get_mut(row) {
                state.plays = records;
            }
        }
    }
}

/// Whether an escalation has come to its day. Not while the run is asleep.
fn comes(chunk: &mut Chunk<'_>, case: Case<'_>, open: &Open, level: usize) -> bool {
    if open.snooze.is_some() {
        return false;
    }
    match day(chunk, case, open, level) {
        Ok(day) => day.is_some_and(|day| chunk.given.as_of >= day),
        Err(error) => {
            chunk.fail(error);
            false
        }
    }
}

/// The day on which an escalation comes; `None` where that is not known.
pub(super) fn day(chunk: &Chunk<'_>, case: Case<'_>, open: &Open, level: usize) -> Result<Option<Day>, DecideError> {
    let playbook = &chunk.program.playbook;
    let play = &playbook.plays[case.id];
    let Some(escalation) = play.escalations.get(level) else { return Ok(None) };
    let what = format!("the escalation to {}", playbook.roles[escalation.to].name);
    let counting = Counting { row: case.row(chunk), calendar: chunk.given.calendar, play: &play.name, what: &what };
    match &escalation.trigger {
        EscalationTrigger::AfterOpening(distance) => {
            let Some(day) = counting.after(open.opened, distance)? else { return Ok(None) };
            // It waits as much longer as the run has slept.
            if distance.unit == DistanceUnit::BusinessDays {
                counting.business_days(day, i64::from(open.slept.1)).map(Some)
            } else {
                Ok(Some(day.saturating_add(open.slept.0)))
            }
        }
        EscalationTrigger::Overdue { task, distance } => {
            let due = open.task(*task).filter(|record| record.done.is_none()).and_then(|record| record.due);
            due.map_or(Ok(None), |due| counting.after(due, distance))
        }
    }
}

/// A condition of a run. Where the record that the run is about is gone, its tasks are asked of the run itself, and the account
/// of the account.
fn holds(row: Row<'_>, case: Case<'_>, open: &Open, condition: &Expr) -> Option<bool> {
    if case.key.is_none() || case.element.is_some() {
        return row.truth(condition);
    }
    let each = |criteria: &[Criterion], decisive| {
        running::kleene(criteria.iter().map(|it| holds(row, case, open, &it.condition)), decisive)
    };
    match &condition.kind {
        ExprKind::OfAccount(inner) => row.truth(inner),
        ExprKind::Not(inner) => holds(row, case, open, inner).map(|truth| !truth),
        ExprKind::All(criteria) => each(criteria, false),
        ExprKind::Any(criteria) => each(criteria, true),
        ExprKind::OneOf { subject, negated, words } => match subject.bare().kind {
            ExprKind::TaskState { play, task } if play == case.id => {
                Some(words.contains(&super::state_in(open, task)) != *negated)
            }
            _ => row.truth(condition),
        },
        _ => row.truth(condition),
    }
}
