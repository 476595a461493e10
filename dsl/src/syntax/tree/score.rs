//! Custom scores, in the language and in rhai.

use super::{Expr, Name, Text};
use crate::source::Span;
use smol_str::SmolStr;

/// `score NAME(params) 0 to 100 higher is worse = BODY`.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// NAME.
    pub name: Name,
    /// `formerly OLD`.
    pub formerly: Option<Name>,
    /// Lowest result.
    pub low: Expr,
    /// Highest result.
    pub high: Expr,
    /// `higher is worse`.
    pub higher_is_worse: bool,
    /// The sentence.
    pub sentence: Option<Text>,
    /// BODY.
    pub body: ScoreBody,
}

/// What computes the score.
#[derive(Clone, Debug, PartialEq)]
pub enum ScoreBody {
    /// An expression of the language.
    Expr(Expr),
    /// A fenced rhai block.
    Script {
        /// What the script may read.
        params: Vec<Param>,
        /// The text between the fences, its line breaks as in the file.
        text: SmolStr,
        /// The place of that text.
        span: Span,
    },
    /// `from "x.rhai"`.
    ScriptFile {
        /// What the script may read.
        params: Vec<Param>,
        /// The file, as seen from the one that names it.
        file: Text,
    },
}

/// `seats = seat_use`, or `health` for `health = health`.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// The script's variable.
    pub name: Name,
    /// What it holds; `None`: the declaration or field of that name.
    pub value: Option<Expr>,
}
