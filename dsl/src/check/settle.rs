//! One mistake, one message: what follows from a syntax error or from a message already given is left out.

use super::nearby::declared_at;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use indexmap::IndexMap;

/// Names and words that do not exist: where the same one is missed in many places, one message shows them all.
const GATHERED: &[Code] = &[Code(201), Code(302)];

/// A name that does not exist.
const NAME: Code = Code(201);

/// More places than this are not shown.
const MOST_PLACES: usize = 8;

/// Something that does not exist, and whether a near name was proposed for it.
struct Missed {
    said: Diagnostic,
    near: bool,
}

/// What remains to be said.
pub(super) fn settle(said: &Diagnostics, resolved: &Resolved<'_>) -> Vec<Diagnostic> {
    let mut alone: Vec<Diagnostic> = Vec::new();
    let mut gathered: IndexMap<(Code, String), Missed> = IndexMap::new();
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
            (Some(Missed { said: first, .. }), Some(span)) => {
                // The same slip in several places is rather one in the declaration.
                first.fix = None;
                if first.labels.len() < MOST_PLACES {
                    *first = first.clone().also(span, "and here");
                }
            }
            _ => {
                let near = diagnostic.fix.is_some();
                gathered.insert(key, Missed { said: with_declaration(diagnostic, resolved), near });
            }
        }
    }
    // A line that did not parse may have declared a name: one for each, where none other is near.
    let mut lost = resolved.torn.len();
    gathered.retain(|(code, message), missed| {
        // What an owner lacks is looked for in the owner, which is there.
        let alone = *code == NAME && message.ends_with("does not exist");
        let kept = missed.near || lost == 0 || !alone;
        lost -= usize::from(!kept);
        kept
    });
    alone.extend(gathered.into_values().map(|missed| missed.said));
    alone
}

/// The message with the place where the proposed name is declared: the slip may be there.
fn with_declaration(said: &Diagnostic, resolved: &Resolved<'_>) -> Diagnostic {
    let near = said.fix.as_ref().map(|fix| fix.replacement.as_str());
    let declared = near.and_then(|near| Some((near, declared_at(&resolved.declared, near)?)));
    match declared {
        Some((near, place)) => {
            let word = near.rsplit('.').next().unwrap_or(near);
            said.clone().also(place, format!("`{word}` is declared here"))
        }
        None => said.clone(),
    }
}
