//! Groups of plays.

use super::Expr;
use crate::source::Span;
use crate::types::PlayId;
use smol_str::SmolStr;

/// Plays that stand in each other's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: SmolStr,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// What it asks of its plays.
    pub kind: GroupKind,
    /// As listed, which is the order in which they are decided.
    pub plays: Vec<PlayId>,
    /// Its name in the source.
    pub span: Span,
}

/// What a group asks of its plays.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupKind {
    /// None opens while another one is open.
    OneAtATime,
    /// None opens while what opens an earlier one is true.
    FirstOf,
    /// None opens once so many have opened lately.
    Limit {
        /** How many; 1 or more. */
        most: u32,
        /** Days, the same for every account. */
        per: Expr,
    },
}
