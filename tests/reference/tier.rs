//! Tiers: the first true row, if all above it are false.

use super::evaluator::Evaluator;
use stageplay_dsl::types::TierId;

impl Evaluator<'_> {
    pub(crate) fn first_true_row(&self, id: TierId) -> Option<u16> {
        for (code, row) in (0..).zip(&self.book.tiers[id].rows) {
            let truth = match &row.condition {
                None => Some(true),
                Some(condition) => self.truth(condition),
            };
            match truth {
                Some(true) => return Some(code),
                Some(false) => {}
                None => return None,
            }
        }
        None
    }
}
