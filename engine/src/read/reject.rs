//! Records and values that were set aside.

use super::file::Options;
use super::value::SHOWN;
use crate::column::plain_cut;
use serde::Serialize;
use smol_str::SmolStr;
use std::fmt;

/// A record or a value that was set aside. Every text in it is safe to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// What was set aside.
    pub kind: RejectKind,
    /// The file, as the user named it.
    pub file: SmolStr,
    /// The line the record begins on, from 1.
    pub line: u64,
    /// The account, where the record names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<SmolStr>,
    /// The field, or the group of fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<SmolStr>,
    /// What stood there, cut after 80 characters; of a private field, that it is private.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<SmolStr>,
    /// What was expected and what was found.
    pub reason: String,
    /// The smallest edit that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// What was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RejectKind {
    /// The whole record.
    Record,
    /// One value; the field is missing there, with its cause.
    Value,
}

/// Which rejects are kept; all are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Keep {
    most: Option<usize>,
    of: Option<SmolStr>,
}

impl Keep {
    pub(super) fn new(options: &Options) -> Self {
        Self { most: options.most_rejects, of: options.rejects_of.as_deref().map(shown) }
    }

    /// Adds a reject to those that are kept, if it is to be.
    pub(super) fn add(&self, kept: &mut Vec<Reject>, reject: Reject) {
        if self.most.is_none_or(|most| kept.len() < most) || (self.of.is_some() && self.of == reject.account) {
            kept.push(reject);
        }
    }
}

/// An account as rejects name it.
pub(super) fn shown(account: &str) -> SmolStr {
    SmolStr::new(plain_cut(account, SHOWN))
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", crate::column::plain(&self.file), self.line)?;
        for part in [&self.account, &self.field].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reject, RejectKind};

    #[test]
    fn a_reject_is_one_line() {
        let reject = Reject {
            kind: RejectKind::Value,
            file: "a.csv".into(),
            line: 3,
            account: Some("acct-1".into()),
            field: Some("nps".into()),
            value: Some("11".into()),
            reason: "out of range: expected 0 to 10, found `11`".into(),
            help: None,
        };
        assert_eq!(reject.to_string(), "a.csv:3: acct-1: nps: out of range: expected 0 to 10, found `11`");
        assert_eq!(
            serde_json::to_string(&reject).unwrap(),
            "{\"kind\":\"value\",\"file\":\"a.csv\",\"line\":3,\"account\":\"acct-1\",\"field\":\"nps\",\"value\":\"11\",\
             \"reason\":\"out of range: expected 0 to 10, found `11`\"}"
        );
    }
}
