//! What of an export could not be read, with its line and heading.

use crate::read::{Reject, RejectKind};
use serde::Serialize;
use smol_str::SmolStr;

/// A row or a value that was set aside. Every text in it is safe to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetAside {
    /// What was set aside.
    pub kind: RejectKind,
    /// The file, as the user named it.
    pub file: SmolStr,
    /// The line the row begins on, or its number in a spreadsheet.
    pub line: u64,
    /// The account, where the row names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<SmolStr>,
    /// The heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<SmolStr>,
    /// What was expected and what was found.
    pub reason: String,
    /// The smallest edit that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl SetAside {
    /// A whole row.
    pub(super) fn row(file: &SmolStr, line: u64, reason: String) -> Self {
        let (kind, file) = (RejectKind::Record, file.clone());
        Self { kind, file, line, account: None, heading: None, field: None, reason, help: None }
    }

    /// What `run` would set aside.
    pub(super) fn of_run(reject: Reject, heading: Option<String>) -> Self {
        Self {
            kind: reject.kind,
            file: reject.file,
            line: reject.line,
            account: reject.account,
            heading,
            field: reject.field,
            reason: reject.reason,
            help: reject.help,
        }
    }
}
