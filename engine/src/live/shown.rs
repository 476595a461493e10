//! What is remembered of an account, in the words of the playbook it was written with.

use super::layout::{Layout, Named, PlayNames};
use crate::decide::state::{AccountState, Open, Phase, PlayRecord};
use serde::Serialize;
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, show_day};

/// What is remembered of an account. Dates are written out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Memory {
    /// Its last evaluation with a snapshot.
    pub evaluated: Option<String>,
    /// The date of that snapshot.
    pub snapshot: Option<String>,
    /// The first evaluation since then in which nothing spoke for it.
    pub absent: Option<String>,
    /// Per scorecard that has one, the band last decided.
    pub bands: Vec<Since>,
    /// Per journey that has one, the stage.
    pub stages: Vec<StageMemory>,
    /// Per risk that is there, the level last known.
    pub levels: Vec<Since>,
    /// Conditions that are true, as they are written.
    pub clocks: Vec<ClockMemory>,
    /// Plays that are not idle.
    pub plays: Vec<PlayMemory>,
    /// What people have said of scores.
    pub overrides: Vec<OverrideMemory>,
}

/// A word and since when it holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Since {
    /// Of what.
    pub name: SmolStr,
    /// The word.
    pub is: SmolStr,
    /// Since when: of a band, that it has been this one; of a level, that it has been asked for less. `None` where nobody
    /// kept it.
    pub since: Option<String>,
}

/// Where an account stands on a journey.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StageMemory {
    /// The journey.
    pub journey: SmolStr,
    /// The stage of the order.
    pub stage: SmolStr,
    /// When it was entered.
    pub entered: String,
    /// The stage that interrupts it.
    pub interrupted_by: Option<SmolStr>,
    /// Since when.
    pub interrupted: Option<String>,
    /// Of stages whose dates are asked for: when they were entered and left last.
    pub dates: Vec<(SmolStr, Option<String>, Option<String>)>,
}

/// A condition that is true.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClockMemory {
    /// As it is written.
    pub condition: SmolStr,
    /// Since when.
    pub since: String,
    /// The first evaluation that did not know.
    pub paused: Option<String>,
}

/// A play that is not idle.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlayMemory {
    /// Its name.
    pub play: SmolStr,
    /// Of a play with one run for each record of a list: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<SmolStr>,
    /// Where it stands.
    #[serde(flatten)]
    pub phase: PlayPhase,
}

/// Where a play stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PlayPhase {
    /// It was true when the play was first evaluated, and must be false once.
    Waiting,
    /// True, and not yet for long enough.
    Pending {
        /** Since when. */
        since: String,
        /** The first evaluation that did not know. */
        paused: Option<String>,
    },
    /// Running.
    Open(Box<OpenRun>),
    /// Over, and not to open again yet.
    Cooling {
        /** When it opened. */
        opened: String,
        /** When it closed. */
        closed: String,
        /** How. */
        how: &'static str,
        /** When it may open again: a date, `never`, or how long after as the playbook writes it. */
        until: String,
    },
}

/// A run of a play.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OpenRun {
    /// When it opened.
    pub opened: String,
    /// Nobody was told when it opened.
    pub quiet: bool,
    /// Who answers for it, as last told.
    pub owner: Option<SmolStr>,
    /// A person has said so.
    pub assigned: bool,
    /// Since when its condition has been false.
    pub clearing: Option<String>,
    /// The roles it was escalated to.
    pub escalated: Vec<SmolStr>,
    /// Until when it sleeps.
    pub snoozed_until: Option<String>,
    /// Its tasks, in the order in which they were created.
    pub tasks: Vec<TaskMemory>,
    /// Tasks that have not been created.
    pub tasks_to_come: Vec<SmolStr>,
}

/// A task of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TaskMemory {
    /// Its name.
    pub task: SmolStr,
    /// When it was created.
    pub created: String,
    /// By when.
    pub due: Option<String>,
    /// When it was done.
    pub done: Option<String>,
}

/// A person's word on a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OverrideMemory {
    /// The score.
    pub score: SmolStr,
    /// What becomes of it.
    pub what: String,
    /// From when.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Who says so.
    pub by: SmolStr,
    /// Why.
    pub reason: SmolStr,
}

fn on(day: Option<Day>) -> Option<String> {
    day.map(show_day)
}

/// A word of something, by number.
fn word(words: &[SmolStr], code: u16) -> SmolStr {
    words.get(usize::from(code)).cloned().unwrap_or_else(|| "?".into())
}

/// What is remembered of an account; `last` is the date of the state's last run.
#[must_use]
pub fn memory(layout: &Layout, state: &AccountState, last: Day) -> Memory {
    let evaluated = state.seen.map(|seen| seen.evaluated.unwrap_or(last));
    let cards = layout.cards.iter().zip(&state.cards);
    let risks = layout.risks.iter().zip(&state.risks);
    let clocks = layout.clocks.iter().zip(&state.clocks);
    Memory {
        evaluated: on(evaluated),
        snapshot: on(state.seen.and_then(|seen| seen.snapshot).or(evaluated)),
        absent: on(state.seen.and_then(|seen| seen.absent)),
        bands: cards
            .filter_map(|(names, card)| {
                let is = word(&names.bands, card.shown.or(card.band)?);
                Some(Since { name: names.name.clone(), is, since: on(card.since) })
            })
            .collect(),
        stages: layout.journeys.iter().zip(&state.journeys).filter_map(|(names, it)| stage(names, it)).collect(),
        levels: risks
            .filter_map(|(names, risk)| {
                // The first word is `none`.
                let is = word(&names.words, risk.level.filter(|level| *level > 0)?);
                Some(Since { name: names.name.clone(), is, since: on(risk.below.map(|clock| clock.since)) })
            })
            .collect(),
        clocks: clocks
            .filter_map(|(kept, clock)| {
                let clock = (*clock)?;
                let paused = on(clock.paused);
                Some(ClockMemory { condition: kept.written.clone(), since: show_day(clock.since), paused })
            })
            .collect(),
        plays: state.plays.iter().filter_map(|record| play(layout, record)).collect(),
        overrides: state
            .overrides
            .iter()
            .map(|said| OverrideMemory {
                score: said.score.clone(),
                what: said.words(),
                from: show_day(said.from),
                until: show_day(said.until),
                by: said.by.clone(),
                reason: said.reason.clone(),
            })
            .collect(),
    }
}

fn stage(names: &Named, state: &crate::decide::state::JourneyState) -> Option<StageMemory> {
    let (stage, entered) = state.stage?;
    Some(StageMemory {
        journey: names.name.clone(),
        stage: word(&names.words, stage),
        entered: show_day(entered),
        interrupted_by: state.interrupted.map(|(stage, _)| word(&names.words, stage)),
        interrupted: on(state.interrupted.map(|(_, day)| day)),
        dates: state
            .dates
            .iter()
            .map(|(stage, entered, left)| (word(&names.words, *stage), on(*entered), on(*left)))
            .collect(),
    })
}

fn play(layout: &Layout, record: &PlayRecord) -> Option<PlayMemory> {
    let names = layout.plays.get(usize::from(record.play))?;
    let phase = match &record.phase {
        Phase::Waiting => PlayPhase::Waiting,
        Phase::Pending { clock, .. } => PlayPhase::Pending { since: show_day(clock.since), paused: on(clock.paused) },
        Phase::Open(open) => PlayPhase::Open(Box::new(run(names, open))),
        Phase::Closed { opened, on, how } => PlayPhase::Cooling {
            opened: show_day(*opened),
            closed: show_day(*on),
            how: how.word(),
            until: until(names, *on),
        },
    };
    Some(PlayMemory { play: names.name.clone(), key: record.key.clone(), phase })
}

/// When a play that has closed on a day may open again.
fn until(names: &PlayNames, closed: Day) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "beyond all days it is the last of them")]
    let day = |days: f64| closed.saturating_add(days.ceil() as Day);
    match names.again_days {
        Some(days) => show_day(day(days)),
        None if names.again == "never" => "never".into(),
        None => format!("{} after that", names.again),
    }
}

fn run(names: &PlayNames, open: &Open) -> OpenRun {
    let tasks = open.tasks.iter().map(|task| TaskMemory {
        task: word(&names.tasks, task.task),
        created: show_day(task.created),
        due: on(task.due),
        done: on(task.done),
    });
    let created = |at: usize| open.tasks.iter().any(|task| usize::from(task.task) == at);
    OpenRun {
        opened: show_day(open.opened),
        quiet: open.quiet,
        owner: open.assigned.clone().or_else(|| open.owner.clone()),
        assigned: open.assigned.is_some(),
        clearing: on(open.clearing.map(|clock| clock.since)),
        escalated: open.fired.iter().map(|level| word(&names.escalations, *level)).collect(),
        snoozed_until: on(open.snooze.as_ref().map(|snooze| snooze.until)),
        tasks: tasks.collect(),
        tasks_to_come: (0..).zip(&names.tasks).filter(|(at, _)| !created(*at)).map(|(_, task)| task.clone()).collect(),
    }
}
