//! Groups of plays, and what was there before.

use super::{Expr, Name, Text};

/// `one at a time NAME "sentence" { a, b }` and its like.
#[derive(Clone, Debug, PartialEq)]
pub struct PlayGroup {
    /// NAME.
    pub name: Name,
    /// The sentence.
    pub sentence: Option<Text>,
    /// What it asks of its plays.
    pub kind: PlayGroupKind,
    /// As listed.
    pub plays: Vec<Name>,
}

/// What a group asks of its plays.
#[derive(Clone, Debug, PartialEq)]
pub enum PlayGroupKind {
    /// `one at a time`.
    OneAtATime,
    /// `first of`.
    FirstOf,
    /// `limit NAME MOST per D`.
    Limit {
        /** MOST. */
        most: Expr,
        /** D. */
        per: Expr,
    },
}

/// `retired play OLD "reason"`, `retired journey OLD "reason"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Retired {
    /// What it was.
    pub what: RetiredWhat,
    /// OLD.
    pub name: Name,
    /// Why.
    pub reason: Option<Text>,
}

/// What is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the words")]
pub enum RetiredWhat {
    Play,
    Journey,
}
