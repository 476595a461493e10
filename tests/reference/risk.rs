//! Risks: the highest level whose condition is true.

use super::evaluator::Evaluator;
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
}
