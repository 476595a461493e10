//! The stage of an account at its first evaluation, and its pace there.

use crate::column::{Bits, Codes, Numbers, Truths};
use crate::evaluate::Frame;
use crate::graph::Program;
use stageplay_dsl::typed::{Expr, Journey, Stage};
use stageplay_dsl::types::JourneyId;

/// The numbers of the pace's words.
const ON_TRACK: u16 = 0;
const BEHIND: u16 = 1;
const STUCK: u16 = 2;

/// What a stage asks, as columns of one chunk.
struct Rung<'f> {
    enter: Option<&'f Truths>,
    exit: Option<&'f Truths>,
    holds: Option<&'f Truths>,
    interrupts: Option<&'f Truths>,
    after: &'f [usize],
}

/// The stages of one journey for a chunk: every account starts on the first stage (or where `start in`
/// says), and moves forward while it may leave the one and enter the next.
pub(super) fn stages(program: &Program, frame: &Frame, id: JourneyId, rows: usize) -> Codes {
    let journey = &program.playbook.journeys[id];
    let rungs: Vec<Rung> = journey.stages.iter().map(|stage| rung(program, frame, stage)).collect();
    let applies = journey.applies_when.as_ref().map(|condition| frame.truths(program.node(condition)));
    let starts = Starts::of(program, frame, journey);
    let none = u16::try_from(journey.stages.len()).unwrap_or(u16::MAX);

    let mut values = Vec::with_capacity(rows);
    let mut seen = vec![false; rungs.len()];
    for row in 0..rows {
        let on_it = applies.is_none_or(|applies| applies.truth.get(row));
        values.push(if on_it { place(&rungs, starts.at(row), row, &mut seen) } else { none });
    }
    let known = applies.map_or_else(|| Bits::ones(rows), |applies| applies.known.clone());
    Codes { values, known }
}

fn rung<'f>(program: &Program, frame: &'f Frame, stage: &'f Stage) -> Rung<'f> {
    let truths = |condition: &Option<Expr>| condition.as_ref().map(|condition| frame.truths(program.node(condition)));
    Rung {
        enter: truths(&stage.enter),
        exit: truths(&stage.exit),
        holds: truths(&stage.holds_while),
        interrupts: truths(&stage.interrupts_while),
        after: &stage.after,
    }
}

/// The walk of one account: each stage at most once, which is what ends it. `seen` is scratch space.
fn place(rungs: &[Rung], start: usize, row: usize, seen: &mut [bool]) -> u16 {
    seen.fill(false);
    let mut at = start;
    loop {
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
        match next_stage(rungs, at, row, seen) {
            Some(next) => at = next,
            None => break,
        }
    }
    let interrupting = rungs.iter().position(|rung| rung.interrupts.is_some_and(|while_| while_.truth.get(row)));
    u16::try_from(interrupting.unwrap_or(at)).unwrap_or(u16::MAX)
}

fn next_stage(rungs: &[Rung], at: usize, row: usize, seen: &[bool]) -> Option<usize> {
    let may_leave = rungs.get(at)?.exit.is_none_or(|exit| exit.truth.get(row));
    if !may_leave {
        return None;
    }
    rungs.iter().zip(seen).position(|(rung, seen)| {
        let refused = rung.holds.is_some_and(|holds| holds.get(row) == Some(false));
        !seen && rung.after.contains(&at) && !refused && rung.enter.is_none_or(|enter| enter.truth.get(row))
    })
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
pub(super) fn pace(program: &Program, frame: &Frame, id: JourneyId, stages: &Codes) -> Codes {
    let journey = &program.playbook.journeys[id];
    let numbers = |expr: &Option<Expr>| expr.as_ref().map(|expr| frame.numbers(program.node(expr)));
    let clocks: Vec<_> = journey
        .stages
        .iter()
        .map(|stage| (numbers(&stage.clock_from), numbers(&stage.target), numbers(&stage.stuck_after), stage))
        .collect();
    let mut known = Bits::zeros(stages.values.len());
    let mut values = Vec::with_capacity(stages.values.len());
    for row in 0..stages.values.len() {
        let clock = stages.get(row).and_then(|stage| clocks.get(usize::from(stage)));
        let word = clock.and_then(|(from, target, stuck, _)| {
            // Without a date of its own, the clock starts at entry, and an account first seen today entered today.
            let days = from.map_or(Some(0.0), |from| from.get(row).map(|from| f64::from(frame.as_of) - from))?;
            let past =
                |limit: &Option<&Numbers>| limit.and_then(|limit| limit.get(row)).is_some_and(|limit| days > limit);
            Some(if past(stuck) {
                STUCK
            } else if past(target) {
                BEHIND
            } else {
                ON_TRACK
            })
        });
        known.set(row, word.is_some());
        values.push(word.unwrap_or(ON_TRACK));
    }
    Codes { values, known }
}
