//! Records and values that were set aside.

use super::{ReadError, Snapshots};
use serde::Serialize;
use smol_str::SmolStr;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

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

/// Writes all rejects as NDJSON, one a line, in the order of the files and their lines. `-` is standard output.
///
/// # Errors
/// A file that cannot be written.
pub fn write_rejects(path: &Path, snapshots: &Snapshots) -> Result<(), ReadError> {
    let to: io::Result<Box<dyn Write>> = match path.to_str() {
        Some("-") => Ok(Box::new(io::stdout().lock())),
        _ => File::create(path).map(|file| Box::new(file) as Box<dyn Write>),
    };
    to.and_then(|to| write_all(to, &snapshots.rejects))
        .map_err(|cause| ReadError::Write { file: path.to_path_buf(), cause })
}

fn write_all(to: impl Write, rejects: &[Reject]) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    for reject in rejects {
        serde_json::to_writer(&mut to, reject)?;
        to.write_all(b"\n")?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::{Reject, RejectKind, write_all};

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
        let mut written = Vec::new();
        write_all(&mut written, &[reject]).unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            "{\"kind\":\"value\",\"file\":\"a.csv\",\"line\":3,\"account\":\"acct-1\",\"field\":\"nps\",\"value\":\"11\",\
             \"reason\":\"out of range: expected 0 to 10, found `11`\"}\n"
        );
    }
}
