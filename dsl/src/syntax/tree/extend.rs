//! What a playbook changes of the template it extends.

use super::{Expr, Path, Text};
use crate::source::Span;
use std::fmt;

/// One line of the header of a playbook that extends another.
#[derive(Clone, Debug, PartialEq)]
pub struct Verb {
    /// What is done.
    pub kind: VerbKind,
    /// To what; `defaults play` is one name, and so is `test NAME`.
    pub target: Path,
    /// The whole line, or block.
    pub span: Span,
}

/// What is done.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a few dozen per playbook")]
pub enum VerbKind {
    /// `set NAME = VALUE`.
    Set(Expr),
    /// `append NAME { … }`; `None` where what stands in the block was told to be wrong.
    Append(Option<Body>),
    /// `disable NAME "reason"`.
    Disable(Option<Text>),
    /// `replace NAME …`.
    Replace(Option<Body>),
}

/// The last name of a target and what follows it, as text: what it is depends on what the name stands for. Comments
/// and the ends of continued lines are blanks in it.
#[derive(Clone, PartialEq)]
pub struct Body {
    /// As long as its place.
    pub text: String,
    /// Its place.
    pub span: Span,
}

impl fmt::Debug for Body {
    /// Without what only groups, parts and lays out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.text.chars().filter(|char| !char.is_whitespace() && !matches!(char, ',' | '(' | ')'));
        write!(f, "Body({:?})", shown.collect::<String>())
    }
}
