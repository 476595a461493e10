//! How much somebody can do.

use super::{Expr, Name};
use crate::source::Span;

/// `capacity ROLE { open plays 12  new plays 5 per week  effort 20 hours per week }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Capacity {
    /// ROLE.
    pub role: Name,
    /// As written.
    pub clauses: Vec<CapacityClause>,
}

/// One of the things of which only so much can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct CapacityClause {
    /// What is counted.
    pub of: CapacityOf,
    /// The most there may be.
    pub most: Expr,
    /// The clause.
    pub span: Span,
}

/// What a clause of a capacity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityOf {
    /// Plays that are open at once.
    OpenPlays,
    /// Plays that open in a week.
    NewPlays,
    /// Hours of the tasks that are created in a week.
    Effort,
}

impl CapacityOf {
    /// The words that begin the clause.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::OpenPlays => "open plays",
            Self::NewPlays => "new plays",
            Self::Effort => "effort",
        }
    }
}
