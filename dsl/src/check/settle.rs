//! One mistake, one message: what follows from a syntax error or from a message already given is left out.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use indexmap::IndexMap;

/// Names and words that do not exist: where the same one is missed in many places, one message shows them all.
const GATHERED: &[Code] = &[Code(201), Code(302)];

/// More places than this are not shown.
const MOST_PLACES: usize = 8;

/// What remains to be said.
pub(super) fn settle(said: &Diagnostics, resolved: &Resolved<'_>) -> Vec<Diagnostic> {
    let mut alone: Vec<Diagnostic> = Vec::new();
    let mut gathered: IndexMap<(Code, String), Diagnostic> = IndexMap::new();
    for diagnostic in said.sorted() {
        if diagnostic.span().is_some_and(|span| resolved.is_torn(span)) {
            continue;
        }
        if !GATHERED.contains(&diagnostic.code) {
            alone.push(diagnostic.clone());
            continue;
        }
        let key = (diagnostic.code, diagnostic.message.clone());
        match (gathered.get_mut(&key), diagnostic.span()) {
            (Some(first), Some(span)) => {
                // The same slip in several places is rather one in the declaration.
                first.fix = None;
                if first.labels.len() < MOST_PLACES {
                    *first = first.clone().also(span, "and here");
                }
            }
            _ => {
                gathered.insert(key, diagnostic.clone());
            }
        }
    }
    alone.extend(gathered.into_values());
    alone
}
