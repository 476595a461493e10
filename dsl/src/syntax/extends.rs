//! What a playbook extends, asked of its files alone: who reads files has to know before they can be compiled.

use super::parse_extension;
use super::tree::Item;
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use std::ops::Range;

/// What a playbook says it extends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extends {
    /// The name or path, as written.
    pub template: String,
    /// Which of the files says so.
    pub file: usize,
    /// Where in it: the text with its quotes, in bytes.
    pub place: Range<usize>,
}

/// What the files of one playbook extend; `None` for a playbook of its own.
#[must_use]
pub fn extends(files: &[(String, String)]) -> Option<Extends> {
    files.iter().enumerate().find_map(|(file, (name, text))| {
        // Most files have no header; they need not be parsed twice.
        if !text.contains("extends") || name.ends_with(".rhai") {
            return None;
        }
        let module = parse_extension(SourceId(0), text, &mut Diagnostics::default());
        let template = module.items.iter().find_map(|item| match item {
            Item::Playbook(header) => header.extends.clone(),
            _ => None,
        })?;
        Some(Extends { template: template.text.to_string(), file, place: template.span.range() })
    })
}
