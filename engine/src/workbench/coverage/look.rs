//! Whether a decided account shows something.

use crate::column::Batch;
use crate::decide::events::{Deed, PlayDeed};
use crate::decide::state::{AccountState, Ending, JourneyState, Open, Phase, PlayRecord};
use crate::decide::{Decisions, Happening, Held, play_state};
use crate::evaluate::Frame;
use crate::graph::{NodeId, Program};
use crate::kernel::list::Lists;
use stageplay_dsl::types::{CardId, GroupId, Id, JourneyId, PlayId, RiskId};
use std::cmp::Ordering;

/// An account as it was decided on a date.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) program: &'a Program,
    pub(super) batch: &'a Batch,
    pub(super) frame: &'a Frame,
    pub(super) decided: &'a Decisions,
    /// Its row in the frame.
    pub(super) at: usize,
    /// What was remembered of it.
    pub(super) before: &'a AccountState,
    /// What is now.
    pub(super) state: &'a AccountState,
    /// What people did.
    pub(super) deeds: &'a [Deed],
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    /// A condition comes out so; `None` is unknown. Of the records of a list, for any of them.
    Truth(NodeId, Option<bool>),
    /// A number stands so to a bound.
    Side(NodeId, Bound, Ordering),
    /// An account enters a band.
    Band(CardId, u16),
    /// A risk has a level.
    Level(RiskId, u16),
    /// An account is in a stage.
    Stage(JourneyId, u16),
    /// It goes from one stage on to another.
    Moves(JourneyId, u16, u16),
    /// It is taken back from one to another, because a condition is true.
    Back(JourneyId, u16, u16, NodeId),
    /// It falls out of a stage, because a condition is false.
    Falls(JourneyId, u16, NodeId),
    /// An interruption begins.
    Interrupts(JourneyId, u16),
    /// An interruption ends.
    Resumes(JourneyId, u16),
    /// A play is in a state.
    Play(PlayId, u16),
    /// A play closes.
    Closes(PlayId, Ending),
    /// Its own `unless` holds a play back.
    Unless(PlayId),
    /// A group holds it back.
    Group(PlayId, GroupId),
    /// It escalates.
    Escalates(PlayId, usize),
    /// A task is created.
    Created(PlayId, usize),
    /// A task is done.
    Done(PlayId, usize),
}

/// What a number is held against.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// A value.
    Node(NodeId),
    /// The date of the evaluation, and so many times another value later.
    FromToday(NodeId, f64),
}

impl Look {
    pub(super) fn is_shown(&self, shown: &Shown<'_>) -> bool {
        let Shown { frame, decided, at, .. } = *shown;
        let code =
            |codes: Option<&crate::column::Codes>, word: u16| codes.and_then(|codes| codes.get(at)) == Some(word);
        match *self {
            // What rests on the tasks of a run that is over now was something else while there was one.
            Self::Truth(node, truth) => shown.any(node, |slot| {
                let former = frame.former_truths(node).any(|truths| truths.get(slot) == truth);
                former || frame.truths(node).get(slot) == truth
            }),
            Self::Side(node, bound, side) => shown.any(node, |slot| {
                let number = frame.numbers(node).get(slot).zip(shown.bound(bound, slot));
                number.and_then(|(number, bound)| number.partial_cmp(&bound)) == Some(side)
            }),
            Self::Band(card, word) => code(decided.cards.rows().get(card.index()).map(|card| &card.band), word),
            Self::Level(risk, word) => code(decided.levels.rows().get(risk.index()), word),
            Self::Stage(journey, word) => code(decided.stages.rows().get(journey.index()), word),
            Self::Moves(journey, from, to) => shown.moved(journey) == Some((from, to)),
            Self::Back(journey, from, to, condition) => {
                shown.moved(journey) == Some((from, to)) && frame.truths(condition).get(at) == Some(true)
            }
            Self::Falls(journey, from, holds) => {
                shown.moved(journey).is_some_and(|(before, _)| before == from)
                    && frame.truths(holds).get(at) == Some(false)
            }
            Self::Interrupts(journey, stage) => {
                let is = |state: &AccountState| interrupted(state, journey) == Some(stage);
                is(shown.state) && !is(shown.before)
            }
            Self::Resumes(journey, stage) => {
                let is = |state: &AccountState| interrupted(state, journey) == Some(stage);
                is(shown.before) && !is(shown.state)
            }
            Self::Play(play, word) => {
                let is_so = |record: &PlayRecord| match record.phase {
                    Phase::Pending { .. } => word == play_state::PENDING,
                    Phase::Open(_) => word == play_state::OPEN,
                    _ => false,
                };
                code(decided.plays.rows().get(play.index()).map(|play| &play.state), word)
                    || shown.state.of_play(play.index()).any(is_so)
            }
            Self::Closes(play, how) => shown
                .state
                .of_play(play.index())
                .any(|record| matches!(record.phase, Phase::Closed { how: other, .. } if other == how)),
            Self::Unless(play) => shown.held(play).any(|held| held == Held::Unless),
            Self::Group(play, group) => {
                shown.held(play).any(|held| matches!(held, Held::Group { group: other, .. } if other == group))
            }
            Self::Escalates(play, level) => shown
                .happenings(play)
                .any(|what| matches!(what, Happening::Escalated { level: other, .. } if *other == level)),
            Self::Created(play, task) => shown.tasks(play, task).next().is_some(),
            // A task may be done in the evaluation that closes its play.
            Self::Done(play, task) => {
                let name = shown.program.playbook.plays[play].tasks.get(task).map(|task| &task.name);
                let told = |deed: &Deed| matches!(deed, Deed::Play { play: of, what: PlayDeed::Done { task: done }, .. } if (*of, *done) == (play, task));
                let had = |open: &Open| open.task(task).is_some();
                shown.tasks(play, task).any(|is_done| is_done)
                    || shown.deeds.iter().any(told)
                        && shown.before.of_play(play.index()).filter_map(PlayRecord::open).any(had)
                    || shown
                        .happenings(play)
                        .any(|what| matches!(what, Happening::TaskDone { name: done } if Some(done) == name))
            }
        }
    }
}

fn stage(state: &AccountState, journey: JourneyId) -> Option<u16> {
    let JourneyState { stage, interrupted, .. } = state.journeys.get(journey.index())?;
    interrupted.or(*stage).map(|(stage, _)| stage)
}

fn interrupted(state: &AccountState, journey: JourneyId) -> Option<u16> {
    state.journeys.get(journey.index())?.interrupted.map(|(stage, _)| stage)
}

impl<'a> Shown<'a> {
    /// Whether a node has such a value, for the account or for any of its records.
    fn any(&self, node: NodeId, mut is_so: impl FnMut(usize) -> bool) -> bool {
        match self.program.graph.get(node).and_then(|node| node.list) {
            None => is_so(self.at),
            Some(list) => {
                let lists = Lists::of(self.batch.lists.rows().get(list.index()), &self.frame.rows);
                lists.elements(self.at).any(is_so)
            }
        }
    }

    /// A bound, for a slot of the number that is held against it.
    fn bound(&self, bound: Bound, slot: usize) -> Option<f64> {
        let (Bound::Node(node) | Bound::FromToday(node, _)) = bound;
        let slot = if self.program.graph.get(node)?.list.is_some() { slot } else { self.at };
        let value = self.frame.numbers(node).get(slot)?;
        Some(match bound {
            Bound::Node(_) => value,
            Bound::FromToday(_, times) => f64::from(self.frame.as_of) + times * value,
        })
    }

    fn moved(&self, journey: JourneyId) -> Option<(u16, u16)> {
        let (from, to) = (stage(self.before, journey)?, stage(self.state, journey)?);
        (from != to).then_some((from, to))
    }

    fn held(&self, play: PlayId) -> impl Iterator<Item = Held> + 'a {
        let at = self.at;
        let held = self.decided.plays.rows().get(play.index()).map_or(&[][..], |play| &play.held);
        held.iter().filter(move |(row, _)| *row == at).map(|(_, held)| *held)
    }

    fn happenings(&self, play: PlayId) -> impl Iterator<Item = &'a Happening> {
        let row = self.frame.rows.start + self.at;
        let steps = self.decided.steps.iter().filter(move |step| step.row == row && step.play == play);
        steps.map(|step| &step.what)
    }

    /// The runs that have a task, and whether it is done.
    fn tasks(&self, play: PlayId, task: usize) -> impl Iterator<Item = bool> + 'a {
        let open = self.state.of_play(play.index()).filter_map(PlayRecord::open);
        open.filter_map(move |open| open.task(task)).map(|task| task.done.is_some())
    }
}
