//! Files of a playbook to declarations: names, what reads what, an order to compute in, cycles.
//!
//! Knows nothing of types: whether a name may stand where it stands is for `check/`.

mod declared;
mod depend;
mod errors;
mod lookup;
mod names;
mod order;
mod walk;

pub use declared::{Declared, FieldSource, JourneySource, PartBody, PartSource};
pub use depend::Edges;
pub use errors::{reserved, twice, unknown_name};
pub use lookup::{Miss, Scope, Target};
pub use names::{Entity, Names};
pub use order::Order;

use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::tree::Module;

/// The declarations of a playbook with their names and an order.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// What was declared.
    pub declared: Declared<'a>,
    /// By which names it is reached.
    pub names: Names,
    /// Each declaration after all that it reads, and those that cannot be ordered.
    pub order: Order,
    /// The places of what did not parse; around them nothing is said about what seems to be missing.
    pub torn: Vec<Span>,
}

impl Resolved<'_> {
    /// True where something inside `span` did not parse.
    #[must_use]
    pub fn is_torn(&self, span: Span) -> bool {
        self.torn.iter().any(|hole| hole.source == span.source && hole.start < span.end && hole.end >= span.start)
    }
}

/// Gathers the declarations of all files, names them and orders them. `torn` are the places of syntax errors.
pub fn resolve<'a>(modules: &'a [Module], torn: Vec<Span>, diagnostics: &mut Diagnostics) -> Resolved<'a> {
    let declared = declared::gather(modules);
    let names = names::build(&declared, diagnostics);
    let edges = depend::edges(&declared, &names);
    let order = order::order(&declared, &edges, diagnostics);
    Resolved { declared, names, order, torn }
}
