//! The stage of an account, and its pace there.
//!
//! At its first evaluation an account is placed: from the first stage (or where `start in` says) as far forward as the
//! doors are open. After that, each evaluation takes it back, or down, or forward.

use super::chunk::{Chunk, Move, Moving};
use super::placed;
use super::state::JourneyState;
use crate::column::{Bits, Codes, Numbers, Truths};
use crate::evaluate::Frame;
use crate::graph::{Decided, Program};
use stageplay_dsl::typed::{Expr, Journey, Stage, StageEdge};
use stageplay_dsl::types::{Day, Id, JourneyId};

/// How an account gets on in its stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Pace {
    OnTrack,
    Behind,
    Stuck,
}

impl Pace {
    /// So many days on the stage's clock, held against its target and its limit, where those are known.
    #[must_use]
    pub fn of(days: f64, target: Option<f64>, stuck_after: Option<f64>) -> Self {
        let past = |limit: Option<f64>| limit.is_some_and(|limit| days > limit);
        if past(stuck_after) {
            Self::Stuck
        } else if past(target) {
            Self::Behind
        } else {
            Self::OnTrack
        }
    }

    /// The number of its word.
    fn code(self) -> u16 {
        match self {
            Self::OnTrack => 0,
            Self::Behind => 1,
            Self::Stuck => 2,
        }
    }
}

/// What a stage asks, as columns of one chunk.
struct Rung<'f> {
    enter: Option<&'f Truths>,
    exit: Option<&'f Truths>,
    holds: Option<&'f Truths>,
    interrupts: Option<&'f Truths>,
    back: Vec<(usize, &'f Truths)>,
    after: &'f [usize],
    /// Somebody asks when it was entered or left.
    is_dated: bool,
}

/// The stages of one journey for a chunk.
pub(super) fn decide(chunk: &mut Chunk<'_>, frame: &Frame, id: JourneyId) -> Codes {
    let (program, as_of) = (chunk.program, chunk.given.as_of);
    let journey = &program.playbook.journeys[id];
    let rungs: Vec<Rung<'_>> =
        journey.stages.iter().enumerate().map(|(at, stage)| rung(program, frame, id, at, stage)).collect();
    let truths = |condition: &Expr| frame.truths(program.node(condition));
    let applies = journey.applies_when.as_ref().map(truths);
    // Where the end rests on this journey, nobody knows it yet: its column would be that of other accounts.
    let ended = program.playbook.ends_when.as_ref().filter(|_| program.freezes(id)).map(truths);
    let starts = Starts::of(program, frame, journey);
    let none = u16::try_from(journey.stages.len()).unwrap_or(u16::MAX);
    let rows = chunk.len();
    if let Some(stages) = chunk.is_fleeting.then(|| placed::climb(chunk, frame, journey)).flatten() {
        return stages;
    }

    let mut values = Vec::with_capacity(rows);
    let mut seen = vec![false; rungs.len()];
    let mut forgotten = JourneyState::default();
    for row in 0..rows {
        forgotten.clear();
        let state = chunk.states.get_mut(row).and_then(|state| state.journeys.get_mut(id.index()));
        let state = state.unwrap_or(&mut forgotten);
        match applies.map_or(Some(true), |applies| applies.get(row)) {
            Some(true) => {}
            Some(false) => {
                *state = JourneyState::default();
                values.push(none);
                continue;
            }
            None => {
                values.push(0);
                continue;
            }
        }
        let before = shown(state);
        let walk = Walk { rungs: &rungs, row, as_of };
        let frozen = state.stage.is_some() && ended.is_some_and(|ended| ended.truth.get(row));
        if !frozen {
            walk.evaluate(state, || starts.at(row), &mut seen);
        }
        let now = shown(state).unwrap_or(0);
        values.push(now);
        if let Some(from) = before.filter(|before| *before != now) {
            chunk.moved.push(Move { row, of: Moving::Stage(id), from, to: now });
        }
    }
    let known = applies.map_or_else(|| Bits::ones(rows), |applies| applies.known.clone());
    Codes { values, known }
}

/// The stage an account is on.
fn shown(state: &JourneyState) -> Option<u16> {
    state.interrupted.or(state.stage).map(|(stage, _)| stage)
}

fn rung<'f>(program: &'f Program, frame: &'f Frame, id: JourneyId, at: usize, stage: &'f Stage) -> Rung<'f> {
    let truths = |condition: &Option<Expr>| condition.as_ref().map(|condition| frame.truths(program.node(condition)));
    let dated = |edge| program.decided(Decided::StageDate { journey: id, stage: at, edge }).is_some();
    Rung {
        enter: truths(&stage.enter),
        exit: truths(&stage.exit),
        holds: truths(&stage.holds_while),
        interrupts: truths(&stage.interrupts_while),
        back: stage.back_to.iter().map(|(to, condition)| (*to, frame.truths(program.node(condition)))).collect(),
        after: &stage.after,
        is_dated: dated(StageEdge::Entered) || dated(StageEdge::Left),
    }
}

/// One account's turn.
struct Walk<'w, 'f> {
    rungs: &'w [Rung<'f>],
    row: usize,
    as_of: Day,
}

impl Walk<'_, '_> {
    /// `seen` is scratch space.
    fn evaluate(&self, state: &mut JourneyState, start: impl FnOnce() -> usize, seen: &mut [bool]) {
        let interrupting = self.rungs.iter().position(|rung| rung.interrupts.is_some_and(|it| it.truth.get(self.row)));
        let first = state.stage.is_none();
        if first {
            // Placed: the stages passed on the way were never entered.
            let mut at = start();
            seen.fill(false);
            while let Some(next) = self.next(at, seen) {
                at = next;
            }
            self.enter(state, at);
        }
        self.interrupt(state, interrupting);
        if first || state.interrupted.is_some() {
            return;
        }
        let Some(at) = state.stage.map(|(at, _)| usize::from(at)) else { return };
        if let Some(down) = self.back(at) {
            self.leave(state, at);
            self.enter(state, down);
            return;
        }
        // What does not hold is no ground to go on from, also where there is nothing to fall to.
        if self.fails(at) {
            return;
        }
        let mut at = at;
        seen.fill(false);
        while let Some(next) = self.next(at, seen) {
            self.leave(state, at);
            self.enter(state, next);
            at = next;
        }
    }

    /// Begins, changes or ends an interruption.
    fn interrupt(&self, state: &mut JourneyState, by: Option<usize>) {
        if state.interrupted.map(|(stage, _)| usize::from(stage)) == by {
            return;
        }
        if let Some((stage, _)) = state.interrupted.take() {
            self.leave(state, usize::from(stage));
        }
        if let Some(stage) = by {
            state.interrupted = Some((code(stage), self.as_of));
            self.date(state, stage, |dates| dates.0 = Some(self.as_of));
        }
    }

    /// Where an account is taken back to, or falls to.
    fn back(&self, at: usize) -> Option<usize> {
        let rung = self.rungs.get(at)?;
        if let Some((to, _)) = rung.back.iter().find(|(_, condition)| condition.truth.get(self.row)) {
            return Some(*to);
        }
        if self.fails(at) { rung.after.first().copied() } else { None }
    }

    /// Whether what a stage holds by is known to be false.
    fn fails(&self, at: usize) -> bool {
        let holds = self.rungs.get(at).and_then(|rung| rung.holds);
        holds.is_some_and(|holds| holds.get(self.row) == Some(false))
    }

    /// The stage that may be entered from another one, if that may be left; each at most once.
    fn next(&self, at: usize, seen: &mut [bool]) -> Option<usize> {
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
        let row = self.row;
        let may_leave = self.rungs.get(at)?.exit.is_none_or(|exit| exit.truth.get(row));
        if !may_leave {
            return None;
        }
        self.rungs.iter().zip(&*seen).position(|(rung, seen)| {
            let refused = rung.holds.is_some_and(|holds| holds.get(row) == Some(false));
            !seen && rung.after.contains(&at) && !refused && rung.enter.is_none_or(|enter| enter.truth.get(row))
        })
    }

    fn enter(&self, state: &mut JourneyState, stage: usize) {
        state.stage = Some((code(stage), self.as_of));
        self.date(state, stage, |dates| dates.0 = Some(self.as_of));
    }

    fn leave(&self, state: &mut JourneyState, stage: usize) {
        self.date(state, stage, |dates| dates.1 = Some(self.as_of));
    }

    fn date(&self, state: &mut JourneyState, stage: usize, set: impl FnOnce(&mut (Option<Day>, Option<Day>))) {
        if !self.rungs.get(stage).is_some_and(|rung| rung.is_dated) {
            return;
        }
        let stage = code(stage);
        let at = state.dates.iter().position(|(other, ..)| *other == stage).unwrap_or_else(|| {
            state.dates.push((stage, None, None));
            state.dates.len() - 1
        });
        if let Some((_, entered, left)) = state.dates.get_mut(at) {
            let mut dates = (*entered, *left);
            set(&mut dates);
            (*entered, *left) = dates;
        }
    }
}

fn code(stage: usize) -> u16 {
    u16::try_from(stage).unwrap_or(u16::MAX)
}

/// When a stage was entered or left last.
pub(super) fn date(state: &JourneyState, stage: usize, edge: StageEdge) -> Option<f64> {
    let (_, entered, left) = state.dates.iter().find(|(other, ..)| usize::from(*other) == stage)?;
    let day = if edge == StageEdge::Entered { entered } else { left };
    day.map(f64::from)
}

/// Where accounts start: the words of a field that name stages.
struct Starts<'f> {
    field: Option<&'f Codes>,
    stage_of_word: Vec<Option<usize>>,
}

impl<'f> Starts<'f> {
    fn of(program: &Program, frame: &'f Frame, journey: &Journey) -> Self {
        let Some(field) = journey.start_in else { return Self { field: None, stage_of_word: Vec::new() } };
        let words = match program.playbook.fields[field].ty {
            stageplay_dsl::types::Type::Choice(set) => program.playbook.choices[set].names().collect(),
            _ => Vec::new(),
        };
        let stage = |word: &&str| {
            journey.stages.iter().position(|stage| stage.name == **word && stage.interrupts_while.is_none())
        };
        let stage_of_word = words.iter().map(stage).collect();
        Self { field: Some(frame.codes(program.field(field))), stage_of_word }
    }

    fn at(&self, row: usize) -> usize {
        let word = self.field.and_then(|field| field.get(row)).map(usize::from);
        word.and_then(|word| self.stage_of_word.get(word).copied().flatten()).unwrap_or(0)
    }
}

/// The pace of accounts in the stages just decided: the stage's clock against its target and its limit.
pub(super) fn pace(chunk: &Chunk<'_>, frame: &Frame, id: JourneyId, stages: &Codes) -> Codes {
    let program = chunk.program;
    let journey = &program.playbook.journeys[id];
    let numbers = |expr: &Option<Expr>| expr.as_ref().map(|expr| frame.numbers(program.node(expr)));
    let clocks: Vec<[Option<&Numbers>; 3]> = journey
        .stages
        .iter()
        .map(|stage| [numbers(&stage.clock_from), numbers(&stage.target), numbers(&stage.stuck_after)])
        .collect();
    let entered = |row: usize| {
        if chunk.is_fleeting {
            return Some(f64::from(chunk.given.as_of));
        }
        let state = chunk.states.get(row)?.journeys.get(id.index())?;
        state.interrupted.or(state.stage).map(|(_, entered)| f64::from(entered))
    };
    let mut known = Bits::zeros(stages.values.len());
    let mut values = Vec::with_capacity(stages.values.len());
    for row in 0..stages.values.len() {
        let clock = stages.get(row).and_then(|stage| clocks.get(usize::from(stage)));
        let word = clock.and_then(|[from, target, stuck]| {
            // Without a date of its own, the clock starts at entry.
            let from = from.map_or_else(|| entered(row), |from| from.get(row))?;
            let limit = |limit: &Option<&Numbers>| limit.and_then(|limit| limit.get(row));
            Some(Pace::of(f64::from(frame.as_of) - from, limit(target), limit(stuck)).code())
        });
        known.set(row, word.is_some());
        values.push(word.unwrap_or(Pace::OnTrack.code()));
    }
    Codes { values, known }
}
