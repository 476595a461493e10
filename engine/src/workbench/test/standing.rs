//! Where a play stands after an evaluation, and since when.

use super::judge::Seen;
use crate::decide::play_state;
use crate::decide::state::{Phase, PlayRecord};
use crate::story::explain::{self, Line};
use stageplay_dsl::typed::Play;
use stageplay_dsl::types::{Id, PlayId, show_day};

/// The name of a task.
pub(super) fn task_name(play: &Play, task: usize) -> &str {
    play.tasks.get(task).map_or("", |task| task.name.as_str())
}

/// The word of a play's state.
pub(super) fn word(seen: &Seen<'_>, play: PlayId) -> &'static str {
    let columns = seen.decided.plays.rows().get(play.index());
    let state = columns.and_then(|columns| columns.state.get(seen.at - seen.decided.rows.start));
    state.and_then(|state| play_state::WORDS.get(usize::from(state)).copied()).unwrap_or("unknown")
}

/// A play, where each of its runs stands, and what that rests on.
pub(super) fn of(seen: &Seen<'_>, id: PlayId) -> Line {
    let play = &seen.playbook().plays[id];
    let told = explain::of_play(seen.row.program, seen.row.batch, seen.given, seen.at, id);
    let records: Vec<(Option<&str>, String)> =
        seen.of_play(id).map(|record| (record.key.as_deref(), says(seen, play, record))).collect();
    match records.as_slice() {
        [] => told,
        // What keeps it from going on is said by the explanation.
        [(None, says)] if told.says.starts_with("suppressed") => {
            Line { says: format!("{says}; {}", told.says), ..told }
        }
        [(None, says)] => Line { says: says.clone(), ..told },
        records => {
            let mut because: Vec<Line> = records
                .iter()
                .map(|(key, says)| Line::new(crate::column::plain_cut(key.unwrap_or(""), 80), says.clone()))
                .collect();
            because.extend(told.because.iter().cloned());
            let says = format!("{} of its runs are remembered", records.len());
            Line { says, because, ..told }
        }
    }
}

fn says(seen: &Seen<'_>, play: &Play, record: &PlayRecord) -> String {
    let as_of = seen.given.as_of;
    match &record.phase {
        Phase::Waiting => {
            "it was true when the play was first evaluated, and has to be false once before it opens".into()
        }
        Phase::Pending { clock, .. } => {
            let holds = play.holds_for.as_ref();
            let needs = holds.map_or_else(String::new, |holds| {
                // Of a record the length may differ from one to the next.
                let length = seen.row.shown(holds).unwrap_or_else(|| "as long as `holds for` says".into());
                format!(", and it has to hold for {length}")
            });
            let paused = clock.paused.map_or_else(String::new, |paused| {
                format!("; since {} nobody knows whether it is true", show_day(paused))
            });
            format!("pending since {}{needs}{paused}", show_day(clock.since))
        }
        Phase::Open(open) => {
            let since = if open.opened == as_of { "opens on" } else { "open since" };
            let asleep = open.snooze.as_ref().map(|snooze| format!(", asleep until {}", show_day(snooze.until)));
            let clearing = open.clearing.map(|clock| format!(", not asked for since {}", show_day(clock.since)));
            let tasks: Vec<String> = open
                .tasks
                .iter()
                .map(|task| {
                    let name = task_name(play, usize::from(task.task));
                    match (task.done, task.due) {
                        (Some(done), _) => format!("`{name}` done on {}", show_day(done)),
                        (None, Some(due)) => format!("`{name}` due on {}", show_day(due)),
                        (None, None) => format!("`{name}` open"),
                    }
                })
                .collect();
            let tasks = if tasks.is_empty() { String::new() } else { format!("; {}", tasks.join(", ")) };
            format!(
                "{since} {}{}{}{tasks}",
                show_day(open.opened),
                asleep.unwrap_or_default(),
                clearing.unwrap_or_default()
            )
        }
        Phase::Closed { opened, on, how } => {
            let cooling = if *on < as_of { ", and may not open again yet" } else { "" };
            format!("opened on {}, {} on {}{cooling}", show_day(*opened), how.word(), show_day(*on))
        }
    }
}
