//! The actual column of the journey map: how many accounts stand on each stage, what they bring, how long they have been
//! there, and what goes wrong. Read from the node values that the decisions were made of.

use crate::column::Batch;
use crate::decide::{Decisions, Given, Pace, Row, decide_chunks};
use crate::evaluate::Frame;
use crate::graph::Program;
use crate::send::{Share, revenue};
use stageplay_dsl::typed::{Playbook, Stage};
use stageplay_dsl::types::Id;

/// Accounts on the stages of a playbook's journeys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actual {
    /// All accounts.
    pub all: Share,
    /// Per journey, in the order of the playbook.
    pub journeys: Vec<OnJourney>,
}

/// Accounts on the stages of a journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnJourney {
    /// Per stage, in the order of the playbook.
    pub stages: Vec<OnStage>,
    /// Those it is not for.
    pub none: Share,
    /// Those of which that is unknown.
    pub unknown: Share,
}

/// Accounts on a stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnStage {
    /// All of them.
    pub all: Share,
    /// Those of them whose customer has left; nothing below is about them.
    pub left: usize,
    /// The days on the stage's clock of those of whom they are known, fewest first.
    pub days: Vec<f64>,
    /// The same of the target, which may differ from account to account.
    pub targets: Vec<f64>,
    /// Longer there than they should be, and not yet stuck.
    pub behind: usize,
    /// Stuck.
    pub stuck: usize,
    /// Per friction point, those that have it, and those of whom it is not known.
    pub friction: Vec<(usize, usize)>,
}

impl OnStage {
    /// The middle of the days; of an even number of accounts half way between the two in the middle.
    #[must_use]
    pub fn median_days(&self) -> Option<f64> {
        median(&self.days)
    }

    /// The target, where it is the same for all accounts.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        let (first, last) = (self.targets.first()?, self.targets.last()?);
        first.total_cmp(last).is_eq().then_some(*first)
    }

    fn merge(&mut self, other: Self) {
        self.all.merge(other.all);
        self.left += other.left;
        self.days.extend(other.days);
        self.targets.extend(other.targets);
        self.behind += other.behind;
        self.stuck += other.stuck;
        self.friction.resize(self.friction.len().max(other.friction.len()), (0, 0));
        for (mine, theirs) in self.friction.iter_mut().zip(other.friction) {
            mine.0 += theirs.0;
            mine.1 += theirs.1;
        }
    }
}

fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if !sorted.len().is_multiple_of(2) {
        return Some(upper);
    }
    let lower = *sorted.get((sorted.len() / 2).checked_sub(1)?)?;
    Some(lower + (upper - lower) / 2.0)
}

/// Decides a batch and counts its accounts by stage. Without a memory it is known how long an account has been on a
/// stage only where the stage has a clock of its own.
#[must_use]
pub fn actual(program: &Program, batch: &Batch, given: Given<'_>) -> Actual {
    let mut whole = Actual::blank(&program.playbook);
    for part in decide_chunks(program, batch, given, |frame, decided| of_chunk(program, batch, given, frame, decided)) {
        whole.merge(part);
    }
    for stage in whole.journeys.iter_mut().flat_map(|journey| &mut journey.stages) {
        stage.days.sort_by(f64::total_cmp);
        stage.targets.sort_by(f64::total_cmp);
    }
    whole
}

impl Actual {
    fn blank(playbook: &Playbook) -> Self {
        let stages = |stages: &[Stage]| {
            let blank = |stage: &Stage| OnStage { friction: vec![(0, 0); stage.friction.len()], ..OnStage::default() };
            OnJourney { stages: stages.iter().map(blank).collect(), ..OnJourney::default() }
        };
        let journeys = playbook.journeys.rows().iter().map(|journey| stages(&journey.stages)).collect();
        Self { all: Share::default(), journeys }
    }

    fn merge(&mut self, other: Self) {
        self.all.merge(other.all);
        for (mine, theirs) in self.journeys.iter_mut().zip(other.journeys) {
            mine.none.merge(theirs.none);
            mine.unknown.merge(theirs.unknown);
            mine.stages.iter_mut().zip(theirs.stages).for_each(|(mine, theirs)| mine.merge(theirs));
        }
    }
}

fn of_chunk(program: &Program, batch: &Batch, given: Given<'_>, frame: &Frame, decided: &Decisions) -> Actual {
    let playbook = &program.playbook;
    let mut found = Actual::blank(playbook);
    for (at, row) in decided.rows.clone().enumerate() {
        let brings = revenue(playbook, batch, row);
        found.all.add(brings);
        let account = Row::new(program, batch, frame, at);
        let has_left = playbook.ends_when.as_ref().is_some_and(|ends| account.is_true(ends));
        let before = given.memory.remembers().then(|| given.memory.recall(row));
        for ((id, journey), on) in playbook.journeys.iter().zip(&mut found.journeys) {
            let Some(code) = decided.stages.rows().get(id.index()).and_then(|stages| stages.get(at)) else {
                on.unknown.add(brings);
                continue;
            };
            let place = usize::from(code);
            let (Some(stage), Some(on)) = (journey.stages.get(place), on.stages.get_mut(place)) else {
                on.none.add(brings);
                continue;
            };
            on.all.add(brings);
            if has_left {
                on.left += 1;
                continue;
            }
            let entered = before.as_ref().map(|state| {
                let day = state.journeys.get(id.index()).map_or(given.as_of, |it| it.entered(code, given.as_of));
                f64::from(day)
            });
            stands(account, stage, entered, given, on);
        }
    }
    found
}

/// Counts an account on its stage.
fn stands(account: Row<'_>, stage: &Stage, entered: Option<f64>, given: Given<'_>, on: &mut OnStage) {
    let number = |expr: &Option<stageplay_dsl::typed::Expr>| expr.as_ref().and_then(|expr| account.number(expr));
    let target = number(&stage.target);
    on.targets.extend(target);
    let from = match &stage.clock_from {
        Some(clock) => account.number(clock),
        None => entered,
    };
    if let Some(from) = from {
        let days = f64::from(given.as_of) - from;
        on.days.push(days);
        match Pace::of(days, target, number(&stage.stuck_after)) {
            Pace::OnTrack => {}
            Pace::Behind => on.behind += 1,
            Pace::Stuck => on.stuck += 1,
        }
    }
    for (friction, counted) in stage.friction.iter().zip(&mut on.friction) {
        match account.truth(&friction.condition) {
            Some(true) => counted.0 += 1,
            Some(false) => {}
            None => counted.1 += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{OnStage, median};
    use crate::decide::Pace;
    use crate::decide::state::JourneyState;

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7.0]), Some(7.0));
        assert_eq!(median(&[1.0, 4.0]), Some(2.5));
        assert_eq!(median(&[1.0, 4.0, 100.0]), Some(4.0));
    }

    #[test]
    fn a_target_is_told_where_it_is_one() {
        let of = |targets: &[f64]| OnStage { targets: targets.to_vec(), ..OnStage::default() }.target();
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[30.0, 30.0]), Some(30.0));
        assert_eq!(of(&[30.0, 60.0]), None);
    }

    #[test]
    fn a_limit_is_passed_only_beyond_it() {
        assert_eq!(Pace::of(30.0, Some(30.0), Some(60.0)), Pace::OnTrack);
        assert_eq!(Pace::of(30.5, Some(30.0), Some(60.0)), Pace::Behind);
        assert_eq!(Pace::of(61.0, Some(30.0), Some(60.0)), Pace::Stuck);
        assert_eq!(Pace::of(61.0, None, None), Pace::OnTrack);
    }

    #[test]
    fn a_stage_was_entered_when_it_is_remembered_or_today() {
        let state = JourneyState { stage: Some((1, 10)), interrupted: Some((4, 15)), ..JourneyState::default() };
        // The interruption goes on; it is over; another stage came.
        assert_eq!([4, 1, 2].map(|stage| state.entered(stage, 20)), [15, 10, 20]);
    }
}
