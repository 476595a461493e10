//! Items that do not parse.

use super::build::{Builder, empty};
use super::grammar::{Playbook, Rule};
use super::lines::{Patched, Prepared};
use super::tree::Module;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use pest::Parser;

/// How many messages a file gets.
pub(super) const MAX_PER_FILE: usize = 100;

pub(super) fn items(source: SourceId, text: &str, prepared: &Prepared, diagnostics: &mut Diagnostics) -> Module {
    let mut module = empty(source);
    for region in &prepared.regions {
        let mut patched = Patched::new(prepared.copy.get(region.range.clone()).unwrap_or(""), region.range.start);
        for edit in region.edits.iter().rev() {
            let range = edit.range.start - region.range.start..edit.range.end - region.range.start;
            patched.replace(range, edit.with);
        }
        match Playbook::parse(Rule::file_item, patched.text()) {
            Ok(mut pairs) => {
                let builder = Builder::new(source, text, &patched);
                if let Some(pair) = pairs.next() {
                    match builder.item(&pair) {
                        Ok(item) => module.items.push(item),
                        Err(fault) => diagnostics.push(*fault),
                    }
                }
                let (found, lost) = builder.finish();
                diagnostics.extend(found);
                module.lost.extend(lost);
            }
            Err(error) => {
                let at = match error.location {
                    pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
                };
                let place = Span::new(source, patched.start(at), patched.end(at + 1));
                diagnostics.push(Diagnostic::error(Code(102), place, "this does not belong here"));
            }
        }
    }
    module
}
