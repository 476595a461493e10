//! The tasks of a run: created in their turn, done by people or by what they wait for.

use super::counting::{Counting, DecideError};
use super::machine::Case;
use crate::decide::chunk::{Chunk, What};
use crate::decide::state::{Open, TaskRecord};
use stageplay_dsl::typed::{Due, Task};
use stageplay_dsl::types::Day;

/// Creates the tasks whose turn it is, and notes which are done.
pub(super) fn go_on(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) {
    let as_of = chunk.given.as_of;
    finish(chunk, case, open);
    // One that is done at once lets the next one begin, each task at most once.
    let mut again = true;
    while again {
        again = false;
        for (at, task) in case.play(chunk).tasks.iter().enumerate() {
            if open.task(at).is_some() || !is_turn(chunk, case, open, task) {
                continue;
            }
            let is_done = task.done_when.as_ref().is_some_and(|done| case.row(chunk).is_true(done));
            let due = match due(chunk, case, open, task) {
                Ok(due) => due,
                Err(error) => {
                    chunk.fail(error);
                    None
                }
            };
            open.tasks.push(TaskRecord { task: code(at), created: as_of, due, done: is_done.then_some(as_of) });
            again = true;
            // What is done already is nobody's task. What opens without a word begins without one, too.
            if !(is_done || open.quiet && open.opened == as_of) {
                chunk.steps.push(case.change(open.opened, What::TaskCreated { task: at, due }));
            }
        }
    }
}

fn code(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Notes the tasks that are done without anybody saying so.
fn finish(chunk: &mut Chunk<'_>, case: Case<'_>, open: &mut Open) {
    let as_of = chunk.given.as_of;
    let play = case.play(chunk);
    for record in open.tasks.iter_mut().filter(|record| record.done.is_none()) {
        let task = usize::from(record.task);
        let done_when = play.tasks.get(task).and_then(|task| task.done_when.as_ref());
        if done_when.is_some_and(|done| case.row(chunk).is_true(done)) {
            record.done = Some(as_of);
            chunk.steps.push(case.change(open.opened, What::TaskDone { task }));
        }
    }
}

/// Whether it is a task's turn: its escalation has fired, the task before it is done, its condition is true.
pub(super) fn is_turn(chunk: &Chunk<'_>, case: Case<'_>, open: &Open, task: &Task) -> bool {
    let has_fired = |level: usize| open.fired.iter().any(|fired| usize::from(*fired) == level);
    let comes_after = match &task.due {
        Some(Due::After { task, .. }) => open.task(*task).is_some_and(|before| before.done.is_some()),
        Some(Due::In(_) | Due::Before { .. }) | None => true,
    };
    task.level.is_none_or(has_fired)
        && comes_after
        && task.when.as_ref().is_none_or(|when| case.row(chunk).is_true(when))
}

/// When a task that is created now is due; `None` where the playbook gives no date, or where that cannot be said.
pub(super) fn due(chunk: &Chunk<'_>, case: Case<'_>, open: &Open, task: &Task) -> Result<Option<Day>, DecideError> {
    let row = case.row(chunk);
    let what = format!("task `{}`", task.name);
    let counting = Counting { row, calendar: chunk.given.calendar, play: &case.play(chunk).name, what: &what };
    match &task.due {
        Some(Due::In(distance)) => counting.after(chunk.given.as_of, distance),
        Some(Due::After { distance, task }) => match open.task(*task).and_then(|before| before.done) {
            Some(done) => counting.after(done, distance),
            None => Ok(None),
        },
        Some(Due::Before { distance, date }) => {
            let date = row.number(date).and_then(|date| stageplay_dsl::types::whole_day(date.floor()));
            date.map_or(Ok(None), |date| counting.before(date, distance))
        }
        None => Ok(None),
    }
}
