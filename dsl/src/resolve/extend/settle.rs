//! What is worth saying, and what is not, of a template and its extension together.

use super::Extended;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::{SourceId, Sources};

/// Names what an extension disabled where it is missed, and leaves out lints about declarations of the template that
/// this extension has no use for: a template offers more than everyone takes. `own` is the extension's first file.
pub fn settle(diagnostics: &mut Diagnostics, extended: &Extended, sources: &Sources, own: SourceId) {
    /// A name that does not exist; a word that is not one of the choices; a verb that hits nothing.
    const MISSED: &[Code] = &[Code(201), Code(302), Code(801)];
    const UNUSED: Code = Code(702);
    diagnostics.retain_mut(|said| {
        let Some(span) = said.span() else { return true };
        if MISSED.contains(&said.code) {
            let name = sources.slice(span);
            let last = name.rsplit('.').next().unwrap_or(name);
            for (_, place) in extended.disabled.iter().filter(|(gone, _)| gone == last || gone == name) {
                *said = said.clone().also(*place, "disabled here");
            }
        }
        !(said.code == UNUSED && said.severity == Severity::Lint && span.source < own)
    });
}
