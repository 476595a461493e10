//! Mutants: versions of a playbook with one small slip in them. A test suite that cannot tell a mutant from the playbook
//! does not test what was changed.
//!
//! | file | does |
//! |---|---|
//! | `kinds` | finds the slips that a clause allows |
//! | `number` | moves a number as written by a step |
//! | `survive` | runs the tests over them, and finds accounts that tell survivors from the playbook |
//! | `columns` | evaluates them beside the playbook, to see where they need not be run |
//! | `shape` | says what a playbook and its mutant read when they decide, pair by pair |
//! | `walk` | notes these pairs |
//! | `dice` | chooses some of them, the same ones for the same seed |
//!
//! A mutant is an edit of the text: it can be shown, and what comes of it is compiled like any playbook.

mod columns;
mod dice;
mod kinds;
mod number;
mod shape;
mod survive;
mod walk;

pub use dice::choose;
pub use kinds::mutants;
pub use survive::{Fate, Told, fates};

use super::clauses::Edit;
use stageplay_dsl::source::Span;

/// What kind of slip it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MutantKind {
    /// A number is a step larger or smaller.
    Threshold,
    /// The number itself is on the other side: `<` and `<=`, `below` and `up to`.
    Strictness,
    /// A condition is left out.
    Dropped,
    /// `and` and `or` are swapped.
    AndOr,
    /// Weight goes from one part to its neighbour.
    Weight,
    /// A length of time is halved.
    Duration,
    /// What is done about a missing value is another thing.
    Missing,
}

impl MutantKind {
    /// As people say it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Threshold => "threshold",
            Self::Strictness => "strictness",
            Self::Dropped => "dropped condition",
            Self::AndOr => "and/or",
            Self::Weight => "weight",
            Self::Duration => "duration",
            Self::Missing => "missing policy",
        }
    }
}

/// A playbook with one small slip in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    /// What kind of slip.
    pub kind: MutantKind,
    /// The declaration and the clause it is in: `risk silence / critical`.
    pub name: String,
    /// Where.
    pub span: Span,
    /// What makes it.
    pub edits: Vec<Edit>,
    /// What stood there.
    pub before: String,
    /// What stands there in the mutant; empty where it is left out.
    pub after: String,
}

#[cfg(test)]
mod tests;
