//! Names, paths, texts and templates.

use super::{Builder, Fault, all, find, one};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::grammar::{Playbook, Rule};
use crate::syntax::tree::{Name, Path, Template, TemplatePart, Text};
use pest::Parser;
use pest::iterators::Pair;

/// How many brackets and `if` a value in a text may have.
const MAX_NESTING: usize = 16;

impl Builder<'_> {
    /// A word as a name.
    pub(super) fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name { text: pair.as_str().into(), span: self.span(pair) }
    }

    /// The first `word` inside a pair, as a name.
    pub(super) fn name_in(&self, pair: &Pair<'_, Rule>) -> Result<Name, Fault> {
        Ok(self.name(&one(self, pair, Rule::word)?))
    }

    /// `formerly OLD` inside a pair, where there is one.
    pub(super) fn formerly(&self, pair: &Pair<'_, Rule>) -> Result<Option<Name>, Fault> {
        find(pair, Rule::formerly).map(|formerly| self.name_in(&formerly)).transpose()
    }

    /// Every `word` directly inside a pair.
    pub(super) fn names_in(&self, pair: &Pair<'_, Rule>) -> Vec<Name> {
        all(pair, Rule::word).map(|word| self.name(&word)).collect()
    }

    /// A dotted path.
    pub(super) fn path(&self, pair: &Pair<'_, Rule>) -> Path {
        let parts = pair.clone().into_inner().map(|part| self.name(&part)).collect();
        Path { parts, span: self.span(pair) }
    }

    /// The first `path` inside a pair.
    pub(super) fn path_in(&self, pair: &Pair<'_, Rule>) -> Result<Path, Fault> {
        Ok(self.path(&one(self, pair, Rule::path)?))
    }

    /// A quoted text, escapes resolved.
    pub(super) fn text(&self, pair: &Pair<'_, Rule>) -> Text {
        Text { text: unescape(inside(pair.as_str())).into(), span: self.span(pair) }
    }

    /// The first `text` inside a pair, where there is one: mostly the sentence of a declaration.
    pub(super) fn sentence(&self, pair: &Pair<'_, Rule>) -> Option<Text> {
        find(pair, Rule::text).map(|text| self.text(&text))
    }

    /// The first `text` inside a pair.
    pub(super) fn text_in(&self, pair: &Pair<'_, Rule>) -> Result<Text, Fault> {
        Ok(self.text(&one(self, pair, Rule::text)?))
    }

    /// A quoted text with values in braces. A value that does not parse is noted and left out.
    pub(super) fn template(&self, pair: &Pair<'_, Rule>) -> Template {
        let body = inside(pair.as_str());
        let start = pair.as_span().start() + 1;
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = body;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            plain.push_str(&unescape(before));
            if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
                plain.extend(from.chars().next());
                rest = after;
                continue;
            }
            let offset = start + body.len() - from.len();
            let Some(value) = from.strip_prefix('{') else {
                let place = self.place(offset, offset + 1);
                self.note(
                    Diagnostic::error(Code(105), place, "`}` in a text closes nothing")
                        .help("write `}}` for a plain brace"),
                );
                rest = from.get(1..).unwrap_or("");
                continue;
            };
            let Some(length) =
                value.find(['}', '{']).filter(|end| value.get(*end..).is_some_and(|at| at.starts_with('}')))
            else {
                let place = self.place(offset, offset + 1);
                self.note(
                    Diagnostic::error(Code(104), place, "`{` in a text is not closed")
                        .help("write `{{` for a plain brace, or close the value with `}`"),
                );
                rest = value;
                continue;
            };
            if !plain.is_empty() {
                parts.push(TemplatePart::Text(std::mem::take(&mut plain).into()));
            }
            let (value, after) = value.split_at(length);
            self.template_value(value, offset + 1, &mut parts);
            rest = after.get(1..).unwrap_or("");
        }
        plain.push_str(&unescape(rest));
        if !plain.is_empty() {
            parts.push(TemplatePart::Text(plain.into()));
        }
        Template { parts, span: self.span(pair) }
    }

    fn template_value(&self, value: &str, offset: usize, parts: &mut Vec<TemplatePart>) {
        let inner = Builder { base: self.base + offset, ..Builder::new(self.source, self.text, self.parsed) };
        let place = self.place(offset, offset + value.len());
        let built = if value.trim().is_empty() {
            let place = self.place(offset - 1, offset + value.len() + 1);
            Err(not_a_value(place, "nothing stands between `{` and `}`".to_owned()))
        } else if value.matches('(').count() + value.matches("then").count() > MAX_NESTING {
            Err(Box::new(Diagnostic::error(Code(108), place, "this value is nested too deeply for a text")))
        } else {
            let pairs = Playbook::parse(Rule::template_value, value).ok().and_then(|mut pairs| pairs.next());
            match pairs {
                Some(pair) => inner.expr_in(&pair),
                None => Err(not_a_value(place, format!("`{}` is not a value", value.trim()))),
            }
        };
        self.found.borrow_mut().extend(inner.finish());
        match built {
            Ok(value) => parts.push(TemplatePart::Value(value)),
            Err(fault) => self.note(*fault),
        }
    }
}

fn not_a_value(place: Span, message: String) -> Fault {
    let help = "write a value such as `{name}`, or `{{` for a plain brace";
    Box::new(Diagnostic::error(Code(103), place, message).help(help))
}

/// A quoted text without its quotes.
fn inside(quoted: &str) -> &str {
    let inner = quoted.strip_prefix('"').unwrap_or(quoted);
    inner.strip_suffix('"').unwrap_or(inner)
}

/// `\"`, `\\` and `\n` resolved; any other escape stays as written.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push(char);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some(plain @ ('"' | '\\')) => out.push(plain),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
