//! What engine and reference say about one account in one evaluation of many, in one shape.

use super::super::decided::{Decided, Phase as Stand};
use super::super::outcome::{self, Outcome, row_of};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Id, PlayId, show_day};
use stageplay_engine::decide::state::{AccountState, Phase};
use stageplay_engine::decide::{Decisions, Happening, OpenTask};
use stageplay_engine::graph::Program;

/// What a step says of the row at a place of its decisions.
pub(super) fn of_decisions(book: &Playbook, decisions: &Decisions, at: usize) -> Outcome {
    let mut said = row_of(book, decisions, at);
    let row = decisions.rows.start + at;
    for (id, play) in book.plays.iter() {
        let mut lines = Vec::new();
        for opening in decisions.openings.iter().filter(|it| it.row == row && it.play == id) {
            let key = shown_key(opening.key.as_deref());
            lines.push(format!("{key}opened"));
            lines.extend(opening.tasks.iter().map(|task| format!("{key}{}", created(task))));
        }
        for step in decisions.steps.iter().filter(|it| it.row == row && it.play == id) {
            let key = shown_key(step.key.as_deref());
            match &step.what {
                Happening::TaskCreated(task) => lines.push(format!("{key}{}", created(task))),
                Happening::TaskDone { name } => lines.push(format!("{key}{name} done")),
                Happening::Escalated { level, tasks, .. } => {
                    lines.push(format!("{key}escalated {level}"));
                    lines.extend(tasks.iter().map(|task| format!("{key}{}", created(task))));
                }
                Happening::Reassigned => lines.push(format!("{key}reassigned")),
                Happening::Closed { how, .. } => lines.push(format!("{key}closed {}", how.word())),
            }
        }
        said.push((format!("{} told", play.name), sorted(lines)));
    }
    said
}

fn created(task: &OpenTask) -> String {
    format!("{} created, due {}", task.name, task.due.map_or("?".into(), show_day))
}

fn shown_key(key: Option<&str>) -> String {
    key.map_or_else(String::new, |key| format!("[{key}] "))
}

fn sorted(mut lines: Vec<String>) -> String {
    lines.sort();
    lines.join("; ")
}

fn day(day: Option<i32>) -> String {
    day.map_or_else(|| "?".into(), show_day)
}

/// What a state says that the decisions do not: stages beneath, runs and their tasks.
pub(super) fn of_state(program: &Program, state: &AccountState) -> Outcome {
    let book = &program.playbook;
    let mut said = Outcome::new();
    for (id, journey) in book.journeys.iter() {
        let walked = &state.journeys[id.index()];
        let on = walked.stage.map_or("nowhere".into(), |(on, since)| format!("{on} since {}", show_day(since)));
        let over = walked.interrupted.map_or(String::new(), |(on, since)| format!(", {on} since {}", show_day(since)));
        said.push((format!("{} walked", journey.name), format!("{on}{over}")));
    }
    for (id, play) in book.plays.iter() {
        let runs = state.of_play(id.index()).filter_map(|record| {
            let key = shown_key(record.key.as_deref());
            match &record.phase {
                Phase::Waiting | Phase::Pending { .. } => None,
                Phase::Closed { on, how, .. } => Some(format!("{key}{} on {}", how.word(), show_day(*on))),
                Phase::Open(open) => {
                    let mut tasks: Vec<String> = open
                        .tasks
                        .iter()
                        .map(|task| {
                            let name = &play.tasks[usize::from(task.task)].name;
                            format!("{name} due {} done {}", day(task.due), day(task.done))
                        })
                        .collect();
                    tasks.sort();
                    let mut fired = open.fired.clone();
                    fired.sort_unstable();
                    Some(format!(
                        "{key}open since {}, {}, fired {fired:?}, owner {:?}, asleep {}",
                        show_day(open.opened),
                        tasks.join(", "),
                        open.owner,
                        open.snooze.is_some(),
                    ))
                }
            }
        });
        said.push((format!("{} runs", play.name), sorted(runs.collect())));
    }
    said
}

/// The same of the reference.
pub(super) fn of_reference(book: &Playbook, decided: &Decided) -> Outcome {
    let mut said = outcome::of_reference(book, decided);
    for (id, play) in book.plays.iter() {
        said.push((format!("{} told", play.name), sorted(decided.plays[id].told.clone())));
    }
    for (id, journey) in book.journeys.iter() {
        let walked = &decided.journeys[id].walked;
        let entered = |at: usize| day(walked.dates[at].0);
        let on = walked.on.map_or("nowhere".into(), |on| format!("{on} since {}", entered(on)));
        let over = walked.interrupted.map_or(String::new(), |on| format!(", {on} since {}", entered(on)));
        said.push((format!("{} walked", journey.name), format!("{on}{over}")));
    }
    for (id, play) in book.plays.iter() {
        said.push((format!("{} runs", play.name), runs_of(book, decided, id)));
    }
    said
}

fn runs_of(book: &Playbook, decided: &Decided, id: PlayId) -> String {
    let runs = decided.plays[id].records.iter().filter_map(|(key, turn)| {
        let key = shown_key(key.as_deref());
        match &turn.phase {
            Stand::Idle | Stand::Waiting | Stand::Pending => None,
            Stand::Closed { on, how } => Some(format!("{key}{how} on {}", show_day(*on))),
            Stand::Open(run) => {
                let mut tasks: Vec<String> = book.plays[id]
                    .tasks
                    .iter()
                    .zip(&run.tasks)
                    .filter_map(|(task, of)| {
                        let of = of.as_ref()?;
                        Some(format!("{} due {} done {}", task.name, day(of.due), day(of.done)))
                    })
                    .collect();
                tasks.sort();
                let mut fired = run.fired.clone();
                fired.sort_unstable();
                Some(format!(
                    "{key}open since {}, {}, fired {fired:?}, owner {:?}, asleep {}",
                    show_day(run.opened),
                    tasks.join(", "),
                    run.owner,
                    run.snooze.is_some(),
                ))
            }
        }
    });
    sorted(runs.collect())
}
