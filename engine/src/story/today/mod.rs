//! The morning queue: what is due, new, asleep, moved and overridden, read from the state alone.
//!
//! | file | does |
//! |---|---|
//! | `kept` | what of a store the morning is made of |
//! | `told` | what an action says, from its body |
//! | `plays` | the open plays and their tasks |
//! | `moves` | what has moved since the run before |
//! | `people` | what people have done: overrides, what could not be applied, what the next run will take |
//! | `owners` | whose work it is, and how much |
//! | `capacity` | who has more of it than they can do |
//!
//! It must not know the playbook, nor what day it is, nor how it is shown.

mod capacity;
mod kept;
mod moves;
mod owners;
mod people;
mod plays;
mod told;

pub use capacity::OverCapacity;
pub use kept::{Kept, TodayError, read};
pub use moves::{Kind, Moved, Moves};
pub use owners::{Load, Unmatched};
pub use people::{NotApplied, Overridden};
pub use plays::{Asleep, Escalated, Play, Task, When};

use crate::live;
use owners::Whose;
use stageplay_dsl::types::Day;

/// How many days ahead count as soon.
pub const SOON: Day = 7;

/// What a customer-success manager opens in the morning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Morning {
    /// The playbook's name.
    pub playbook: String,
    /// Its title; the name where the run kept none.
    pub title: String,
    /// The currency of revenues.
    pub currency: Option<String>,
    /// The day from which due dates count.
    pub as_of: Day,
    /// The day of the last run: what is open, new and moved is as it was then.
    pub last_run: Day,
    /// The run before it, leaving out those that made up for days in the past.
    pub run_before: Option<Day>,
    /// Whose it is; `None`: everybody's.
    pub owner: Option<String>,
    /// The open plays, by priority and revenue; what is unknown comes first.
    pub plays: Vec<Play>,
    /// What has moved since the run before.
    pub moves: Moves,
    /// People's words on scores that hold on the day.
    pub overrides: Vec<Overridden>,
    /// What people have done and the last run could not apply.
    pub not_applied: Vec<NotApplied>,
    /// How much people have recorded that no run has taken notice of.
    pub waiting: usize,
    /// How much work everybody has; empty where one owner is asked for.
    pub owners: Vec<Load>,
    /// Who has more work than they can do; where one owner is asked for, that one.
    pub over_capacity: Vec<OverCapacity>,
    /// The Monday of the week of the last run: what is new is counted from it.
    pub week: Day,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The day; that of the last run unless said.
    pub as_of: Option<Day>,
    /// Only what belongs to somebody.
    pub owner: Option<&'a str>,
}

/// The morning of a state.
///
/// # Errors
/// An owner whom nobody knows.
pub fn morning(kept: &Kept, asked: Asked<'_>) -> Result<Morning, Unmatched> {
    let as_of = asked.as_of.unwrap_or(kept.head.last);
    let mut plays = plays::open(kept, as_of);
    let mut moves = moves::of(kept);
    let mut overrides = people::overrides(kept, as_of);
    let mut not_applied = people::not_applied(kept);
    let mut over_capacity = capacity::over(kept, &plays);
    let mut waiting: Vec<_> = kept.waiting.iter().collect();
    if let Some(owner) = asked.owner {
        let whose = Whose::new(kept, &plays, owner)?;
        plays.retain(|play| whose.has_part_in(play));
        for play in plays.iter_mut().filter(|play| !whose.answers_for(play)) {
            play.tasks.retain(|task| whose.is(task.owner.as_deref()));
        }
        over_capacity.retain(|it| whose.is(it.who.person().map(|who| who.as_str())));
        moves.retain(|moved| whose.account(&moved.account));
        overrides.retain(|it| whose.account(&it.account) || whose.is(Some(&it.by)));
        not_applied.retain(|it| whose.account(&it.account) || whose.is(it.by.as_deref()));
        waiting.retain(|record| whose.account(&record.account) || whose.is(record.by.as_deref()));
    }
    let owners = if asked.owner.is_some() { Vec::new() } else { owners::loads(&plays) };
    Ok(Morning {
        playbook: kept.head.playbook.clone(),
        title: if kept.words.title.is_empty() { kept.head.playbook.clone() } else { kept.words.title.clone() },
        currency: kept.words.currency.as_ref().map(ToString::to_string),
        as_of,
        last_run: kept.head.last,
        run_before: kept.run_before,
        owner: asked.owner.map(str::to_owned),
        plays,
        moves,
        overrides,
        not_applied,
        waiting: waiting.len(),
        owners,
        over_capacity,
        week: live::monday(kept.head.last),
    })
}

impl Morning {
    /// The tasks of a moment, each with its play; most urgent play first, then by date.
    pub fn tasks(&self, when: When) -> impl Iterator<Item = (&Play, &Task)> {
        self.plays
            .iter()
            .flat_map(move |play| play.tasks.iter().filter(move |it| it.when == when).map(move |it| (play, it)))
    }

    /// The plays that opened since the run before.
    pub fn new_plays(&self) -> impl Iterator<Item = &Play> {
        self.plays.iter().filter(|play| play.is_new)
    }

    /// The plays that have been escalated.
    pub fn escalated(&self) -> impl Iterator<Item = &Play> {
        self.plays.iter().filter(|play| !play.escalated.is_empty())
    }

    /// The plays that sleep.
    pub fn asleep(&self) -> impl Iterator<Item = &Play> {
        self.plays.iter().filter(|play| play.asleep.is_some())
    }

    /// The plays that nothing will bring up again: awake, and without a task that has a date.
    pub fn undated(&self) -> impl Iterator<Item = &Play> {
        self.plays.iter().filter(|play| play.is_undated)
    }

    /// How many accounts have an open play.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.plays.iter().map(|play| play.account.as_str()).collect::<std::collections::BTreeSet<_>>().len()
    }
}
