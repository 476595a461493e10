//! The text made ready for the grammar: a copy whose brackets balance and in which a newline always ends
//! a clause, cut into declarations.
//!
//! This step knows characters and lines, not clauses.

mod brackets;
mod edition;
mod items;
mod patch;
mod scan;
mod stray;

pub(super) use items::{ITEM_WORDS, begins_item, split_word};
pub(super) use patch::Patched;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use patch::Edit;
use std::ops::Range;

/// How many messages a file gets from one step.
pub(super) const MAX_PER_FILE: usize = 100;

/// The largest text that is read.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// One declaration, or what stands where one should.
pub(super) struct Region {
    /// Its bytes in the file, blanks after it included.
    pub(super) range: Range<usize>,
    /// What is read differently, in order of place.
    pub(super) edits: Vec<Edit>,
    /// Closing brackets that close nothing, read as blanks.
    pub(super) surplus: Vec<Surplus>,
    /// Too entangled to be read: everything in it is lost, and was told.
    pub(super) dropped: bool,
}

/// A closing bracket that closes nothing.
#[derive(Clone, Debug)]
pub(super) struct Surplus {
    /// Its byte in the file.
    pub(super) at: usize,
    /// What it is read as where an opener is found to be missing.
    pub(super) close: &'static str,
    /// What is said of it where none is.
    pub(super) said: Diagnostic,
}

/// A text ready to be parsed.
pub(super) struct Prepared {
    /// Of the same length as the text.
    pub(super) copy: String,
    /// In order of place.
    pub(super) regions: Vec<Region>,
    /// The bytes of each comment, in order of place.
    pub(super) comments: Vec<Range<usize>>,
}

/// Prepares a text.
pub(super) fn prepare(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Prepared {
    if let Some(refused) = refuse(source, text) {
        diagnostics.push(refused);
        return Prepared { copy: String::new(), regions: Vec::new(), comments: Vec::new() };
    }
    let mut scan = scan::scan(source, text);
    edition::take(&mut scan, text);
    let regions = brackets::regions(&mut scan, text);
    // A file may be junk from end to end; nobody reads a thousand messages about it.
    diagnostics.extend(scan.found.into_iter().take(MAX_PER_FILE));
    let copy = String::from_utf8(scan.copy).unwrap_or_default();
    Prepared { copy, regions, comments: scan.comments }
}

fn refuse(source: SourceId, text: &str) -> Option<Diagnostic> {
    if text.len() > MAX_BYTES {
        let place = Span::new(source, 0, 0);
        let said = Diagnostic::error(Code(115), place, "this file is larger than 2 MiB");
        return Some(said.help("a playbook may be a folder of several files"));
    }
    let nul = text.find('\0')?;
    let place = Span::new(source, nul, nul + 1);
    Some(Diagnostic::error(Code(115), place, "this file is not text: it holds a zero byte"))
}
