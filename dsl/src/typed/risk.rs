//! Risks.

use super::Expr;
use crate::source::Span;
use crate::types::ChoiceSetId;
use smol_str::SmolStr;

/// A risk: the highest level whose condition is true, else `none`.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// The root cause it stands for.
    pub cause: Option<SmolStr>,
    /// `none`, then the levels, lowest first.
    pub level_set: ChoiceSetId,
    /// Lowest first; the word of `levels[i]` has the number `i + 1`.
    pub levels: Vec<Level>,
    /// A level falls only after so many days below it.
    pub clears_after: Option<Expr>,
    /// Its name in the source.
    pub span: Span,
}

/// A level of a risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its word.
    pub name: SmolStr,
    /// When.
    pub condition: Expr,
}
