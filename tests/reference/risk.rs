//! Risks: the highest level whose condition is true.

use super::evaluator::Evaluator;
use super::past::stretch;
use stageplay_dsl::types::RiskId;

impl Evaluator<'_> {
    /// 0 is `none`, 1 the lowest level.
    pub(crate) fn highest_level(&self, id: RiskId) -> Option<u16> {
        let truths: Vec<Option<bool>> =
            self.book.risks[id].levels.iter().map(|level| self.truth(&level.condition)).collect();
        if let Some((code, _)) = (1..).zip(&truths).filter(|(_, truth)| **truth == Some(true)).last() {
            return Some(code);
        }
        if !truths.is_empty() && truths.iter().all(Option::is_none) { None } else { Some(0) }
    }

    /// The level, given what it was before: it falls only after so long below it.
    pub(crate) fn settled_level(&self, id: RiskId) -> Option<u16> {
        let candidate = self.highest_level(id)?;
        let before = self.past.evaluations().find_map(|(_, kept)| kept.decided.risks[id]);
        let Some(before) = before.filter(|before| candidate < *before) else { return Some(candidate) };
        let Some(clears_after) = &self.book.risks[id].clears_after else { return Some(candidate) };
        let mut below = self.past.moments(|kept| kept.decided.candidates[id].map(|it| it < before));
        below.push(self.moment(Some(true)));
        let days = stretch(&below, self.gap()).map_or(0.0, |stretch| stretch.days);
        // As long as nobody knows how long that is, it stays.
        let is_over = self.number(clears_after).is_some_and(|after| days >= after);
        Some(if is_over { candidate } else { before })
    }
}
