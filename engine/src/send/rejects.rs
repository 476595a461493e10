//! What was set aside, as records.

use super::file::Record;
use crate::read::{Reject, RejectKind};

/// The heading of a table of rejects.
#[must_use]
pub fn reject_heading() -> Vec<String> {
    ["kind", "file", "line", "account", "field", "value", "reason", "help"].map(String::from).to_vec()
}

impl Record for Reject {
    fn cells(&self) -> Vec<String> {
        let kind = match self.kind {
            RejectKind::Record => "record",
            RejectKind::Value => "value",
        };
        let text = |text: &Option<smol_str::SmolStr>| text.as_deref().unwrap_or_default().to_string();
        vec![
            kind.into(),
            self.file.to_string(),
            self.line.to_string(),
            text(&self.account),
            text(&self.field),
            text(&self.value),
            self.reason.clone(),
            self.help.clone().unwrap_or_default(),
        ]
    }
}
