//! Journeys: where an account stands, and since when.

use super::evaluator::Evaluator;
use super::rests::rests_on;
use super::{Known, Walked, number};
use stageplay_dsl::typed::{Journey, Stage, StageEdge};
use stageplay_dsl::types::{FieldId, JourneyId};

impl Evaluator<'_> {
    /// How an account has come along a journey, today included.
    pub(crate) fn walk(&self, id: JourneyId) -> Walked {
        let journey = &self.book.journeys[id];
        let before = self.past.evaluations().next().map(|(_, kept)| kept.decided.journeys[id].walked.clone());
        let blank =
            || Walked { applies: None, on: None, interrupted: None, dates: vec![(None, None); journey.stages.len()] };
        let mut walked = before.unwrap_or_else(blank);
        // Where the end rests on this journey, nobody knows it yet.
        let ends = self.book.ends_when.as_ref().filter(|ends| !rests_on(self.book, ends, id));
        let is_frozen = walked.on.is_some() && ends.is_some_and(|ends| self.holds(ends));
        walked.applies = journey.applies_when.as_ref().map_or(Some(true), |condition| self.truth(condition));
        match walked.applies {
            None => return walked,
            Some(false) => return Walked { applies: Some(false), ..blank() },
            Some(true) if is_frozen => return walked,
            Some(true) => {}
        }
        let today = self.today();
        let interrupting = |stage: &Stage| stage.interrupts_while.as_ref().is_some_and(|when| self.holds(when));
        let interrupted = journey.stages.iter().position(interrupting);
        if interrupted != walked.interrupted {
            if let Some(before) = walked.interrupted {
                walked.dates[before].1 = Some(today);
            }
            if let Some(now) = interrupted {
                walked.dates[now].0 = Some(today);
            }
        }
        walked.interrupted = interrupted;
        let Some(on) = walked.on else {
            let start = journey.start_in.and_then(|field| self.named_stage(journey, field)).unwrap_or(0);
            walked.on = Some(start);
            // Also beneath an interruption: it comes back to where it would be. When the stages on the way were entered
            // nobody has seen.
            let mut arrived = walked.clone();
            self.forward(journey, &mut arrived, start);
            walked.on = arrived.on;
            let on = arrived.on.unwrap_or(start);
            walked.dates[on].0 = Some(today);
            return walked;
        };
        if interrupted.is_some() {
            return walked;
        }
        let stage = &journey.stages[on];
        let back = stage.back_to.iter().find(|(_, condition)| self.holds(condition)).map(|(to, _)| *to);
        let falls = stage.holds_while.as_ref().is_some_and(|holds| self.truth(holds) == Some(false));
        let down = if falls { stage.after.first().copied() } else { None };
        if let Some(to) = back.or(down) {
            self.step(&mut walked, to);
        } else if !falls {
            self.forward(journey, &mut walked, on);
        }
        walked
    }

    /// From one stage to another, today.
    fn step(&self, walked: &mut Walked, to: usize) {
        if let Some(from) = walked.on {
            walked.dates[from].1 = Some(self.today());
        }
        walked.dates[to].0 = Some(self.today());
        walked.on = Some(to);
    }

    /// On as far as the doors are open, each stage at most once.
    fn forward(&self, journey: &Journey, walked: &mut Walked, from: usize) {
        let mut on = from;
        let mut been = vec![on];
        while let Some(next) = (0..journey.stages.len()).find(|to| !been.contains(to) && self.leads(journey, on, *to)) {
            self.step(walked, next);
            on = next;
            been.push(on);
        }
    }

    /// Whether an account moves on from one stage to another.
    fn leads(&self, journey: &Journey, from: usize, to: usize) -> bool {
        let (left, entered) = (&journey.stages[from], &journey.stages[to]);
        entered.interrupts_while.is_none()
            && entered.after.contains(&from)
            && left.exit.as_ref().is_none_or(|exit| self.holds(exit))
            && entered.enter.as_ref().is_none_or(|enter| self.holds(enter))
            && entered.holds_while.as_ref().is_none_or(|holds| self.truth(holds) != Some(false))
    }

    /// The ordered stage that a field names.
    fn named_stage(&self, journey: &Journey, field: FieldId) -> Option<usize> {
        let name = match self.field(field)? {
            Known::Text(text) => text.to_string(),
            Known::Word(word) => match self.book.fields[field].ty {
                stageplay_dsl::types::Type::Choice(set) => self.book.choices[set].word(word).to_string(),
                _ => return None,
            },
            _ => return None,
        };
        journey.stages.iter().position(|stage| stage.name == name && stage.interrupts_while.is_none())
    }

    /// The number of the stage's word.
    pub(crate) fn stage(&self, id: JourneyId) -> Option<u16> {
        let walked = self.walked(id);
        if !walked.applies? {
            return self.book.choices[self.book.journeys[id].stage_set].code("none");
        }
        u16::try_from(walked.interrupted.or(walked.on)?).ok()
    }

    pub(crate) fn stage_date(&self, id: JourneyId, stage: usize, edge: StageEdge) -> Option<f64> {
        let walked = match self.decided_then() {
            Some(then) => then?.journeys[id].walked.clone(),
            None => self.walked(id),
        };
        let (entered, left) = walked.dates[stage];
        (if edge == StageEdge::Entered { entered } else { left }).map(f64::from)
    }

    pub(crate) fn pace(&self, id: JourneyId) -> Option<&'static str> {
        let walked = self.walked(id);
        if walked.applies != Some(true) {
            return None;
        }
        let at = walked.interrupted.or(walked.on)?;
        let stage = &self.book.journeys[id].stages[at];
        let entered = f64::from(walked.dates[at].0?);
        let clock = stage.clock_from.as_ref().map_or(Some(entered), |from| self.number(from))?;
        let days = number::finite(self.as_of - clock)?;
        let past = |limit: &Option<stageplay_dsl::typed::Expr>| {
            limit.as_ref().and_then(|limit| self.number(limit)).is_some_and(|limit| days > limit)
        };
        Some(if past(&stage.stuck_after) {
            "stuck"
        } else if past(&stage.target) {
            "behind"
        } else {
            "on_track"
        })
    }

    pub(crate) fn measure(&self, id: JourneyId, stage: usize, measure: usize) -> Option<f64> {
        let measure = &self.book.journeys[id].stages[stage].measures[measure];
        let (from, to) = (self.number(&measure.from)?, self.number(&measure.to)?);
        number::finite(to - from)
    }
}
