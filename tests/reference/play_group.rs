//! What keeps a play from opening: its own `unless`, and the other plays of its groups.

use super::decided::Phase;
use super::evaluator::Evaluator;
use stageplay_dsl::typed::{Group, GroupKind};
use stageplay_dsl::types::PlayId;

impl Evaluator<'_> {
    /// Its `unless` is true.
    pub(crate) fn is_refused(&self, id: PlayId) -> bool {
        self.book.plays[id].unless.as_ref().is_some_and(|unless| self.holds(unless))
    }

    /// Another play keeps it from opening.
    pub(crate) fn has_no_place(&self, id: PlayId) -> bool {
        self.book.groups.rows().iter().any(|group| self.with(None, || self.holds_back(group, id)))
    }

    fn holds_back(&self, group: &Group, id: PlayId) -> bool {
        let Some(place) = group.plays.iter().position(|play| *play == id) else { return false };
        match &group.kind {
            GroupKind::OneAtATime => {
                group.plays.iter().enumerate().any(|(at, play)| at != place && self.has_the_place(*play, at < place))
            }
            GroupKind::FirstOf => group.plays[..place].iter().any(|play| {
                let outcome = self.play(*play);
                let is_asked =
                    |phase: &Phase, asked| matches!(phase, Phase::Open(_) | Phase::Pending) || asked == Some(true);
                outcome.records.iter().any(|(_, turn)| is_asked(&turn.phase, turn.asked))
            }),
            GroupKind::Limit { most, per } => {
                let Some(days) = self.number(per) else { return false };
                let since = self.as_of - days;
                let before = self
                    .past
                    .openings
                    .iter()
                    .filter(|(day, play)| f64::from(*day) > since && group.plays.contains(play));
                let today = self.opened.borrow().iter().filter(|play| group.plays.contains(play)).count();
                before.count() + today >= *most as usize
            }
        }
    }

    /// Whether a play is open: those that are listed before have been decided today, those after stand where they stood.
    fn has_the_place(&self, id: PlayId, is_decided: bool) -> bool {
        if is_decided {
            return self.play(id).records.iter().any(|(_, turn)| matches!(turn.phase, Phase::Open(_)));
        }
        self.past.phases.iter().any(|((play, _), phase)| *play == id && matches!(phase, Phase::Open(_)))
    }
}
