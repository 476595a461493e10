//! Names, paths and texts.

use super::Expr;
use crate::source::Span;
use smol_str::SmolStr;

/// An identifier as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The word.
    pub text: SmolStr,
    /// Its place.
    pub span: Span,
}

/// One or more names joined by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// At least one.
    pub parts: Vec<Name>,
    /// From the first to the last.
    pub span: Span,
}

impl Path {
    /// The names joined by dots.
    #[must_use]
    pub fn joined(&self) -> SmolStr {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        parts.join(".").into()
    }
}

impl Path {
    /// `x.y` of `account.x.y`, which inside a list names a value of the account.
    #[must_use]
    pub fn of_account(&self) -> Option<Self> {
        let (account, parts) = self.parts.split_first()?;
        let first = parts.first().filter(|_| account.text == "account")?;
        Some(Self { span: first.span.to(self.span), parts: parts.to_vec() })
    }
}

/// A quoted text with its escapes resolved; the span includes the quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Without quotes.
    pub text: SmolStr,
    /// With quotes.
    pub span: Span,
}

/// A quoted text in which `{…}` holds an expression; `{{` and `}}` are plain braces.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// In order.
    pub parts: Vec<TemplatePart>,
    /// With quotes.
    pub span: Span,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum TemplatePart {
    /// Words.
    Text(SmolStr),
    /// A value to be shown.
    Value(Expr),
}
