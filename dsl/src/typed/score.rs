//! Custom scores.

use super::Expr;
use crate::source::Span;
use smol_str::SmolStr;

/// A custom score; a result outside `low..=high` is unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Its name.
    pub name: SmolStr,
    /// What it was called before: state kept under that name is its own.
    pub formerly: Option<SmolStr>,
    /// The sentence.
    pub sentence: Option<SmolStr>,
    /// Lowest result.
    pub low: f64,
    /// Highest result.
    pub high: f64,
    /// True where a higher score is worse.
    pub higher_is_worse: bool,
    /// What computes it.
    pub body: ScoreBody,
    /// Its name in the source.
    pub span: Span,
}

/// What computes a score.
#[derive(Clone, Debug, PartialEq)]
pub enum ScoreBody {
    /// An expression of the language.
    Expr(Expr),
    /// A rhai script.
    Script {
        /// What it may read.
        params: Vec<Param>,
        /// Its text.
        text: SmolStr,
        /// The place of the text: byte n of it is byte `span.start + n` of the file.
        span: Span,
    },
}

/// A script's variable: numbers arrive as floats, dates as days since 1970-01-01 (a float), choices and
/// texts as strings, yes/no as booleans.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: SmolStr,
    /// What it holds.
    pub value: Expr,
}
