//! Plays at their first evaluation.

use super::PlayOutcome;
use super::evaluator::Evaluator;
use stageplay_dsl::typed::Activation;
use stageplay_dsl::types::PlayId;

impl Evaluator<'_> {
    pub(crate) fn first_evaluation(&self, id: PlayId) -> PlayOutcome {
        let play = &self.book.plays[id];
        let still = |state| PlayOutcome { state, suppressed: false };
        if self.book.ends_when.as_ref().is_some_and(|ends| self.holds(ends)) || !self.triggered(&play.trigger) {
            return still("idle");
        }
        if play.unless.as_ref().is_some_and(|unless| self.holds(unless)) {
            return PlayOutcome { state: "idle", suppressed: true };
        }
        if play.activation == Activation::NewOnly {
            return still("idle");
        }
        let waits = play.holds_for.as_ref().is_some_and(|days| self.number(days).is_none_or(|days| days > 0.0));
        still(if waits { "pending" } else { "open" })
    }
}
