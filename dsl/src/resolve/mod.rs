//! Files of a playbook to declarations: names, what reads what, an order to compute in, cycles.
//!
//! Knows nothing of types: whether a name may stand where it stands is for `check/`.

mod declared;
mod depend;
mod errors;
mod extend;
mod former;
mod lookup;
mod names;
mod order;
mod walk;
mod word;

pub use declared::{Declared, FieldSource, JourneySource, ListSource, PartBody, PartSource};
pub use depend::Edges;
pub use errors::{reserved, twice, unknown_element, unknown_name};
pub use extend::{Deed, Extended, History, Reach, Step, Tests, extend, histories, settle};
pub use lookup::{Miss, Scope, Target};
pub use names::{Entity, Names, is_reserved};
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
    /// The lines on which something did not parse; nothing more is said about them, nor about what seems to
    /// be missing around them.
    pub torn: Vec<Span>,
}

impl Resolved<'_> {
    /// True where something inside `span` did not parse.
    #[must_use]
    pub fn is_torn(&self, span: Span) -> bool {
        touches(&self.torn, span)
    }
}

fn touches(torn: &[Span], span: Span) -> bool {
    torn.iter().any(|hole| hole.source == span.source && hole.start < span.end && hole.end >= span.start)
}

/// Gathers the declarations of all files, names them and orders them. `torn` are the lines of syntax errors.
pub fn resolve<'a>(modules: &'a [Module], torn: Vec<Span>, diagnostics: &mut Diagnostics) -> Resolved<'a> {
    let declared = declared::gather(modules);
    let mut said = Diagnostics::default();
    let names = names::build(&declared, &mut said);
    former::check(&declared, &names, &mut said);
    let edges = depend::edges(&declared, &names);
    let order = order::order(&declared, &edges, &mut said);
    diagnostics.extend(said.iter().filter(|one| !one.span().is_some_and(|span| touches(&torn, span))).cloned());
    Resolved { declared, names, order, torn }
}
