//! Journeys: where an account that has not been seen before is placed.

use super::evaluator::Evaluator;
use super::{Known, number};
use stageplay_dsl::typed::{Journey, Stage, StageEdge};
use stageplay_dsl::types::{FieldId, JourneyId};

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placement {
    /// Whether the journey applies is unknown.
    Unknown,
    /// It does not.
    None,
    /// On the stage at this place.
    On(usize),
}

impl Evaluator<'_> {
    pub(crate) fn place(&self, id: JourneyId) -> Placement {
        let journey = &self.book.journeys[id];
        match journey.applies_when.as_ref().map_or(Some(true), |condition| self.truth(condition)) {
            None => return Placement::Unknown,
            Some(false) => return Placement::None,
            Some(true) => {}
        }
        let interrupting = |stage: &Stage| stage.interrupts_while.as_ref().is_some_and(|when| self.holds(when));
        if let Some(at) = journey.stages.iter().position(interrupting) {
            return Placement::On(at);
        }
        let mut on = journey.start_in.and_then(|field| self.named_stage(journey, field)).unwrap_or(0);
        let mut been = vec![on];
        while let Some(next) = (0..journey.stages.len()).find(|to| !been.contains(to) && self.leads(journey, on, *to)) {
            on = next;
            been.push(on);
        }
        Placement::On(on)
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
        match self.placement(id) {
            Placement::Unknown => None,
            Placement::On(at) => u16::try_from(at).ok(),
            Placement::None => self.book.choices[self.book.journeys[id].stage_set].code("none"),
        }
    }

    /// The stage an account is on was entered today; of all others nothing is known.
    pub(crate) fn stage_date(&self, id: JourneyId, stage: usize, edge: StageEdge) -> Option<f64> {
        (edge == StageEdge::Entered && self.placement(id) == Placement::On(stage)).then_some(self.as_of)
    }

    pub(crate) fn pace(&self, id: JourneyId) -> Option<&'static str> {
        let Placement::On(at) = self.placement(id) else { return None };
        let stage = &self.book.journeys[id].stages[at];
        let clock = stage.clock_from.as_ref().map_or(Some(self.as_of), |from| self.number(from))?;
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
