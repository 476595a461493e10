//! What is remembered of an account from one evaluation to the next. Plain data: who changes it is in the files
//! beside this folder.
//!
//! Days that would be the same for every account in most evaluations (the evaluation itself, a snapshot of that day)
//! are left out while they are, so that an account to which nothing happens has the same state as before.

mod book;
mod clock;
mod play;
mod scalar;

pub use book::BookState;
pub use clock::Clock;
pub use play::{Ending, Open, Phase, PlayRecord, Snooze, TaskRecord};
pub use scalar::Scalar;

use serde::{Deserialize, Serialize};
use stageplay_dsl::types::Day;

/// What is remembered of an account. Places in its lists are those of the playbook's declarations and of
/// [`Memory`](crate::graph::Memory).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountState {
    /// When it was seen; `None` before the first evaluation, and when it has been gone.
    pub seen: Option<Seen>,
    /// Per scorecard.
    pub cards: Vec<CardState>,
    /// Per journey.
    pub journeys: Vec<JourneyState>,
    /// Per risk.
    pub risks: Vec<RiskState>,
    /// Per condition that has a clock.
    pub clocks: Vec<Option<Clock>>,
    /// What `previous` reads.
    pub previous: Vec<Option<Scalar>>,
    /// The subjects of events, as last known.
    pub known: Vec<Option<Scalar>>,
    /// Values that last.
    pub lasting: Vec<Option<Lasting>>,
    /// What was decided on earlier days; a value holds from its day until the next one.
    pub series: Vec<Vec<(Day, Option<Scalar>)>>,
    /// What earlier snapshots said, oldest first; one holds until the next one.
    pub snapshots: Vec<KeptSnapshot>,
    /// The plays that are not idle, in order of play and key.
    pub plays: Vec<PlayRecord>,
    /// Per group of plays with a limit, the days on which one opened.
    pub limits: Vec<Vec<Day>>,
    /// What people have decided otherwise.
    pub overrides: Vec<OverrideRecord>,
    /// What has come of it at the last evaluation.
    pub overridden: Vec<Overridden>,
}

/// When an account was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its last evaluation with a snapshot; `None`: the last one of the state.
    pub evaluated: Option<Day>,
    /// The date of that snapshot; `None`: that of the evaluation.
    pub snapshot: Option<Day>,
    /// The first evaluation since then in which nothing spoke for it.
    pub absent: Option<Day>,
}

/// What is remembered of a scorecard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardState {
    /// The band that the points were last in, before floors and caps.
    pub band: Option<u16>,
    /// The band last decided.
    pub shown: Option<u16>,
    /// Since when.
    pub since: Option<Day>,
    /// The points of each indicator, in order, when that began: 0 to 100, 255 is unknown.
    pub points: Vec<u8>,
}

/// What is remembered of a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JourneyState {
    /// The stage of the order, and when it was entered.
    pub stage: Option<(u16, Day)>,
    /// The stage that interrupts it, and when that was entered.
    pub interrupted: Option<(u16, Day)>,
    /// Of stages whose dates are asked for: when they were entered and left last.
    pub dates: Vec<(u16, Option<Day>, Option<Day>)>,
}

/// What is remembered of a risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskState {
    /// The level last known.
    pub level: Option<u16>,
    /// Since when it has been below that.
    pub below: Option<Clock>,
}

/// A value that serves while the next one is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lasting {
    /// The value.
    pub value: f64,
    /// When it was last known; `None`: at the last evaluation.
    pub on: Option<Day>,
}

/// What an earlier snapshot said, as far as it is still asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptSnapshot {
    /// Its date.
    pub day: Day,
    /// Per field of the memory.
    pub fields: Vec<Option<Scalar>>,
    /// Per list of the memory: per record, per field.
    pub lists: Vec<Option<Vec<Vec<Option<Scalar>>>>>,
}

/// A person's word on a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OverrideRecord {
    /// The score's name.
    pub score: smol_str::SmolStr,
    /// What becomes of it.
    pub change: Change,
    /// From this day on.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Who says so.
    pub by: smol_str::SmolStr,
    /// Why.
    pub reason: smol_str::SmolStr,
}

/// A score on which people have a word, at the last evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overridden {
    /// Its name.
    pub score: smol_str::SmolStr,
    /// What it would be without them.
    pub computed: Option<f64>,
    /// What it is.
    pub said: Option<f64>,
}

/// What a person makes of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Change {
    Replace(f64),
    Cap(f64),
    Floor(f64),
}

impl JourneyState {
    /// Forgets everything, and keeps the memory it has.
    pub(super) fn clear(&mut self) {
        (self.stage, self.interrupted) = (None, None);
        self.dates.clear();
    }

    /// When the stage was entered that an evaluation of `as_of` finds an account on, by what was remembered before it.
    #[must_use]
    pub fn entered(&self, stage: u16, as_of: Day) -> Day {
        let before = [self.interrupted, self.stage].into_iter().flatten().find(|(before, _)| *before == stage);
        before.map_or(as_of, |(_, entered)| entered)
    }
}

impl AccountState {
    /// Makes the lists as long as the program wants them, and puts what has been absent into a pause.
    pub(super) fn prepare(&mut self, program: &crate::graph::Program) {
        let (playbook, memory) = (&program.playbook, &program.memory);
        self.cards.resize(playbook.cards.len(), CardState::default());
        self.journeys.resize(playbook.journeys.len(), JourneyState::default());
        self.risks.resize(playbook.risks.len(), RiskState::default());
        self.clocks.resize(memory.clocks.len(), None);
        self.previous.resize(memory.previous.len(), None);
        self.known.resize(memory.known.len(), None);
        self.lasting.resize(memory.lasting.len(), None);
        self.series.resize(memory.series.len(), Vec::new());
        if let Some(absent) = self.seen.and_then(|seen| seen.absent) {
            self.pause(absent);
        }
    }

    /// Nothing was known on a day.
    fn pause(&mut self, day: Day) {
        self.clocks.iter_mut().for_each(|clock| Clock::pause(clock, day));
        self.risks.iter_mut().for_each(|risk| Clock::pause(&mut risk.below, day));
        for record in &mut self.plays {
            match &mut record.phase {
                Phase::Pending { clock, .. } => {
                    clock.paused.get_or_insert(day);
                }
                Phase::Open(open) => Clock::pause(&mut open.clearing, day),
                Phase::Waiting | Phase::Closed { .. } => {}
            }
        }
    }

    /// The records of a play, in order of keys.
    pub fn of_play(&self, play: usize) -> impl Iterator<Item = &PlayRecord> {
        self.plays.iter().filter(move |record| usize::from(record.play) == play)
    }

    /// The next day after `as_of` on which a task is due, a run wakes or a person's word on a score ends.
    #[must_use]
    pub fn next(&self, as_of: Day) -> Option<Day> {
        let runs = self.plays.iter().filter_map(PlayRecord::open).flat_map(|open| {
            let due = open.tasks.iter().filter(|task| task.done.is_none()).filter_map(|task| task.due);
            due.chain(open.snooze.as_ref().map(|snooze| snooze.until))
        });
        let words = self.overrides.iter().map(|said| said.until);
        runs.chain(words).filter(|day| *day > as_of).min()
    }

    /// Nothing is left to remember of it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}
