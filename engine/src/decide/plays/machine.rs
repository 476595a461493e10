//! Where a play's record goes from here.

use super::running::{self, Left};
use super::{activation, groups, trigger};
use crate::decide::chunk::{Change, Chunk, What};
use crate::decide::decisions::{Held, play_state};
use crate::decide::events::PlayDeed;
use crate::decide::row::Row;
use crate::decide::state::{Clock, Ending, Open, Phase};
use crate::evaluate::Frame;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Activation, Again, Play, Trigger};
use stageplay_dsl::types::{Day, PlayId};

/// One record of a play: of an account, or of one of its records in a list.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    pub(super) frame: &'c Frame,
    pub(super) id: PlayId,
    /// The row of the frame.
    pub(super) row: usize,
    /// The record of a list, where there is one.
    pub(super) element: Option<usize>,
    /// Its key.
    pub(super) key: Option<&'c SmolStr>,
    /// The list is not known, and nothing is of its records.
    pub(super) is_unknown: bool,
}

/// What came of a record.
#[derive(Debug)]
pub(super) struct After {
    /// What is remembered; `None` is idle.
    pub(super) phase: Option<Phase>,
    /// The state to be seen.
    pub(super) shown: u16,
    /// What holds it back where it would have opened.
    pub(super) held: Option<Held>,
    /// It opens in this evaluation, with actions.
    pub(super) opens: bool,
}

impl After {
    fn of(phase: Option<Phase>, shown: u16) -> Self {
        Self { phase, shown, held: None, opens: false }
    }
}

impl Case<'_> {
    pub(super) fn row<'f>(&'f self, chunk: &'f Chunk<'_>) -> Row<'f> {
        chunk.row(self.frame, self.row, self.element)
    }

    /// The account, also of a run for one of its records.
    pub(super) fn account<'f>(&'f self, chunk: &'f Chunk<'_>) -> Row<'f> {
        chunk.row(self.frame, self.row, None)
    }

    pub(super) fn play<'f>(&self, chunk: &Chunk<'f>) -> &'f Play {
        &chunk.program.playbook.plays[self.id]
    }

    pub(super) fn change(&self, run: Day, what: What) -> Change {
        Change { row: self.row, element: self.element, play: self.id, key: self.key.cloned(), run, what }
    }
}

/// One evaluation of a record.
pub(super) fn advance(chunk: &mut Chunk<'_>, case: Case<'_>, phase: Option<Phase>) -> After {
    let play = case.play(chunk);
    let asked = match case.element {
        // A record that is gone does not ask for anything.
        None if play.each.is_some() => (!case.is_unknown).then_some(false),
        _ => trigger::asked(case.row(chunk), &play.trigger, chunk.evaluated(case.row)),
    };
    match phase {
        Some(Phase::Open(open)) => run(chunk, case, *open, asked),
        Some(Phase::Closed { opened, on, how }) => {
            refuse_deeds(chunk, case);
            if is_cool(chunk, case, on) {
                begin(chunk, case, None, asked)
            } else {
                After::of(Some(Phase::Closed { opened, on, how }), play_state::COOLING)
            }
        }
        Some(Phase::Waiting) => {
            refuse_deeds(chunk, case);
            let still = (asked != Some(false)).then_some(Phase::Waiting);
            After::of(still, play_state::IDLE)
        }
        Some(Phase::Pending { clock, quiet }) => {
            refuse_deeds(chunk, case);
            begin(chunk, case, Some((clock, quiet)), asked)
        }
        None => {
            refuse_deeds(chunk, case);
            begin(chunk, case, None, asked)
        }
    }
}

/// One evaluation of a run.
fn run(chunk: &mut Chunk<'_>, case: Case<'_>, mut open: Open, asked: Option<bool>) -> After {
    let run = open.opened;
    match running::go_on(chunk, case, &mut open, asked) {
        None => After::of(Some(Phase::Open(Box::new(open))), play_state::OPEN),
        Some(Left { how, tasks }) => {
            chunk.steps.push(case.change(run, What::Closed { how, left: tasks }));
            let phase = Phase::Closed { opened: run, on: chunk.given.as_of, how };
            After::of(Some(phase), state_of(how))
        }
    }
}

/// The state that is seen on the day on which a run ends.
pub(super) fn state_of(how: Ending) -> u16 {
    match how {
        Ending::Succeeded => play_state::SUCCEEDED,
        Ending::Cleared => play_state::CLEARED,
        Ending::Expired => play_state::EXPIRED,
        Ending::Dismissed => play_state::DISMISSED,
        Ending::Withdrawn => play_state::WITHDRAWN,
        Ending::Gone => play_state::GONE,
    }
}

/// Whether a play that closed on a day may open again.
fn is_cool(chunk: &Chunk<'_>, case: Case<'_>, on: Day) -> bool {
    match &case.play(chunk).again {
        Again::Never => false,
        Again::After(days) => {
            let days = case.row(chunk).number(days);
            days.is_some_and(|days| f64::from(chunk.given.as_of) >= f64::from(on) + days)
        }
    }
}

/// A record that is not open: idle or pending. `pending` is its clock, and whether it opens without a word.
fn begin(chunk: &mut Chunk<'_>, case: Case<'_>, pending: Option<(Clock, bool)>, asked: Option<bool>) -> After {
    let play = case.play(chunk);
    let as_of = chunk.given.as_of;
    let idle = After::of(None, play_state::IDLE);
    let ends = chunk.program.playbook.ends_when.as_ref();
    if ends.is_some_and(|ends| case.account(chunk).is_true(ends)) {
        return idle;
    }
    let active = activation(chunk, case.id).filter(|_| asked == Some(true));
    // What waits to be false once would not open, and nothing holds it back.
    if active == Some(Activation::NewOnly) {
        return After::of(Some(Phase::Waiting), play_state::IDLE);
    }
    let quiet = pending.map_or(active == Some(Activation::ExistingQuietly), |(_, quiet)| quiet);
    let is_state = matches!(play.trigger, Trigger::When(_));
    let holds = play.holds_for.as_ref().filter(|_| is_state);
    let clock = match holds {
        Some(_) => Clock::after(pending.map(|(clock, _)| clock), asked, as_of, chunk.gap()),
        None => None,
    };
    // What has begun anew since the first evaluation of the play is no old story: it is told.
    let quiet = quiet && (pending.is_none() || clock.is_some_and(|clock| clock.since < as_of));
    let waiting = clock.map(|clock| Phase::Pending { clock, quiet });
    if asked != Some(true) {
        // A clock that is paused is still pending.
        let shown = if waiting.is_some() { play_state::PENDING } else { play_state::IDLE };
        return After::of(waiting, shown);
    }
    if play.unless.as_ref().is_some_and(|unless| case.row(chunk).is_true(unless)) {
        return After { held: Some(Held::Unless), ..After::of(waiting, play_state::IDLE) };
    }
    if let (Some(holds), Some(clock)) = (holds, clock) {
        let long_enough = case.row(chunk).number(holds).is_some_and(|days| clock.days(as_of) >= days);
        if !long_enough {
            return After::of(waiting, play_state::PENDING);
        }
    }
    if let Some(held) = groups::held_back(chunk, case) {
        return After { held: Some(held), ..After::of(waiting, play_state::IDLE) };
    }
    let mut open = Open { opened: as_of, quiet, ..Open::default() };
    groups::opened(chunk, case);
    open.owner = running::owner(chunk, case, &open);
    if !quiet {
        chunk.steps.push(case.change(as_of, What::Opened));
    }
    running::begin(chunk, case, &mut open);
    After { opens: !quiet, ..After::of(Some(Phase::Open(Box::new(open))), play_state::OPEN) }
}

/// What people have done with a run that is not open cannot be done.
fn refuse_deeds(chunk: &mut Chunk<'_>, case: Case<'_>) {
    if chunk.inbox.is_empty() {
        return;
    }
    let name = case.play(chunk).name.clone();
    let deeds: Vec<(SmolStr, PlayDeed)> = chunk
        .inbox
        .of_play(case.row, case.id, case.key.map(SmolStr::as_str))
        .map(|(id, _, deed)| (id.clone(), deed.clone()))
        .collect();
    for (id, _) in deeds {
        chunk.inbox.leave(case.row, &id, format!("play `{name}` is not open for this account"));
    }
}
