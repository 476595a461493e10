//! Playbooks that extend others, seen from outside: which one, and what is worth saying of both together.

use crate::File;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::syntax;
use crate::syntax::tree::Item;
use smol_str::SmolStr;
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
pub fn extends(files: &[File]) -> Option<Extends> {
    files.iter().enumerate().find_map(|(file, (_, text))| {
        // Most files have no header; they need not be parsed twice.
        if !text.contains("extends") {
            return None;
        }
        let module = syntax::parse(SourceId(0), text, &mut Diagnostics::default());
        let template = module.items.iter().find_map(|item| match item {
            Item::Playbook(header) => header.extends.clone(),
            _ => None,
        })?;
        Some(Extends { template: template.text.to_string(), file, place: template.span.range() })
    })
}

/// Names what an extension disabled where it is missed, and leaves out lints about declarations of the template that
/// this extension has no use for: a template offers more than everyone takes. `own` is the extension's first file.
pub(crate) fn settle(diagnostics: &mut Diagnostics, disabled: &[(SmolStr, Span)], sources: &Sources, own: SourceId) {
    /// A name that does not exist; a word that is not one of the choices; a verb that hits nothing.
    const MISSED: &[Code] = &[Code(201), Code(302), Code(801)];
    const UNUSED: Code = Code(702);
    diagnostics.retain_mut(|said| {
        let Some(span) = said.span() else { return true };
        if MISSED.contains(&said.code) {
            let name = sources.slice(span);
            let last = name.rsplit('.').next().unwrap_or(name);
            for (_, place) in disabled.iter().filter(|(gone, _)| gone == last || gone == name) {
                *said = said.clone().also(*place, "disabled here");
            }
        }
        !(said.code == UNUSED && said.severity == Severity::Lint && span.source < own)
    });
}
