//! An account's own values, and when they no longer count.

use super::Known;
use super::evaluator::Evaluator;
use stageplay_dsl::types::FieldId;

impl Evaluator<'_> {
    /// The value in the record, whatever its age.
    fn recorded(&self, field: FieldId) -> Option<Known> {
        self.account.get(self.book.fields[field].path.as_str()).cloned().flatten()
    }

    /// The value of a field, unless the date that vouches for it is missing or too long ago.
    pub(crate) fn field(&self, field: FieldId) -> Option<Known> {
        if let Some(stale) = &self.book.fields[field].stale
            && stale.since != field
        {
            let vouched = self.recorded(stale.since)?.number();
            if self.as_of - vouched > stale.after {
                return None;
            }
        }
        self.recorded(field)
    }
}
