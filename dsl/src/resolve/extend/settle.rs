//! What is worth saying, and what is not, of a template and its extension together.

use super::Extended;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::tree::{Item, Test};

/// Names what an extension disabled where it is missed, and leaves out lints about declarations of the template that
/// this extension has no use for: a template offers more than everyone takes. `own` is the extension's first file.
pub fn settle(diagnostics: &mut Diagnostics, extended: &Extended, sources: &Sources, own: SourceId) {
    /// A name that does not exist; a word that is not one of the choices; a verb that hits nothing.
    const MISSED: &[Code] = &[Code(201), Code(302), Code(801)];
    const UNUSED: Code = Code(702);
    const UNSET: Code = Code(805);
    const UNFINISHED: Code = Code(103);
    diagnostics.retain_mut(|said| {
        let Some(span) = said.span() else { return true };
        let follows = match said.code {
            UNSET => true,
            // Words that are excused leave the whole without a fault of its own.
            UNFINISHED => span.source == SourceId(0) && span.start == 0,
            code => MISSED.contains(&code) && span.source < own,
        };
        if follows && extended.doubtful {
            return false;
        }
        if MISSED.contains(&said.code) {
            let name = sources.slice(span);
            let last = name.rsplit('.').next().unwrap_or(name);
            for (_, place) in extended.disabled.iter().filter(|(gone, _)| gone == last || gone == name) {
                *said = said.clone().also(*place, "disabled here");
                if let Some(test) = test_at(extended, span).filter(|_| span.source < own) {
                    let name = &test.name.text;
                    said.help = Some(format!("disable the test by name: `disable test {name} \"reason\"`"));
                    said.fix = None;
                }
            }
        }
        !(said.code == UNUSED && said.severity == Severity::Lint && span.source < own)
    });
}

/// The test in which something stands.
fn test_at(extended: &Extended, place: Span) -> Option<&Test> {
    let items = extended.modules.iter().flat_map(|module| &module.items);
    let mut tests = items.filter_map(|item| match item {
        Item::Test(test) => Some(test),
        _ => None,
    });
    tests.find(|test| test.span.source == place.source && test.span.start <= place.start && place.start < test.span.end)
}
