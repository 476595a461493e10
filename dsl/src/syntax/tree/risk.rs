//! Risks and their levels.

use super::{Expr, Name, Text};
use crate::source::Span;

/// `risk NAME "sentence" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// The sentence.
    pub sentence: Option<Text>,
    /// In order.
    pub clauses: Vec<RiskClause>,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// What stands in a risk.
#[derive(Clone, Debug, PartialEq)]
pub enum RiskClause {
    /// `cause NAME`.
    Cause(Name),
    /// `high when C`; lowest level first.
    Level {
        /** The level. */
        name: Name,
        /** C. */
        condition: Expr,
    },
    /// `clears after D`.
    ClearsAfter(Expr),
}
