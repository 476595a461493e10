//! Tokens in a row, and expressions: where the blanks are and where a line may end.

use super::comments::Source;
use super::document::{Doc, aligned, group, nest, text};
use crate::syntax::written::{Form, Written};

/// How wide parentheses on one line may be.
const ENCLOSED_WIDTH: usize = 100;

/// What a newline means where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// The end of the clause, unless `and` or `or` follows.
    Clause,
    /// A blank.
    Parens,
}

impl Source<'_> {
    /// The words of a token, one blank between two.
    fn words(&self, token: &Written) -> String {
        let written = self.slice(token.span);
        match token.form {
            Form::Text => written.to_owned(),
            _ => written.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Anything with its parts in a row.
    pub(super) fn doc(&mut self, part: &Written, within: Within) -> Doc {
        match part.form {
            Form::Fence => Doc::Verbatim(self.slice(part.span).to_owned()),
            _ if part.parts.is_empty() => text(self.words(part)),
            Form::Expr if within == Within::Clause => self.value(part),
            Form::Expr | Form::Quantity => self.expression(part, within),
            Form::Type => aligned(self.row(&part.parts, within)),
            Form::Paren => self.paren(part),
            Form::Call | Form::Params => self.call(part),
            Form::Where => self.keeps(part, within),
            Form::Has => self.has(part),
            Form::If => self.choice(part, within),
            Form::Cases | Form::Words => self.list(part),
            _ => self.row(&part.parts, within),
        }
    }

    /// Parts in a row, comments between them kept.
    pub(super) fn row<'w>(&mut self, parts: impl IntoIterator<Item = &'w Written>, within: Within) -> Doc {
        let mut docs = Vec::new();
        let mut before: Option<&Written> = None;
        for part in parts {
            let assigned = before.is_some_and(|before| before.form == Form::Equals) && part.form == Form::Expr;
            if assigned {
                docs.push(self.assigned(part));
            } else {
                if let Some(before) = before {
                    docs.push(self.between(before, part));
                }
                docs.push(self.doc(part, within));
            }
            before = Some(part);
        }
        group(Doc::Many(docs))
    }

    /// What stands between commas: lines after the first stand further in than the clause.
    pub(super) fn listed(&mut self, parts: &[Written]) -> Doc {
        let mut docs = Vec::new();
        let mut before: Option<&Written> = None;
        for part in parts {
            match before {
                Some(before) if before.form == Form::Comma => {
                    let gap = self.gap(part, Doc::Line);
                    docs.push(nest(gap));
                }
                Some(before) => docs.push(self.between(before, part)),
                None => {}
            }
            docs.push(self.doc(part, Within::Clause));
            before = Some(part);
        }
        group(Doc::Many(docs))
    }

    /// What stands after `=`: below it where it is too long to stand beside it.
    fn assigned(&mut self, value: &Written) -> Doc {
        if self.comment_in_gap(value) {
            let gap = self.gap(value, text(" "));
            return Doc::Many(vec![gap, self.value(value)]);
        }
        let block = breaks_itself(self.bare(value));
        let value = self.value(value);
        if block || value.width().is_none() {
            Doc::Many(vec![text(" "), value])
        } else {
            group(nest(Doc::Many(vec![Doc::Line, value])))
        }
    }

    fn comment_in_gap(&self, part: &Written) -> bool {
        self.comment_in(crate::source::Span { start: 0, end: part.span.start, ..part.span })
    }

    /// An expression that fills its place: parentheses around all of it say nothing.
    pub(super) fn value(&mut self, value: &Written) -> Doc {
        let value = self.bare(value);
        match value.form {
            Form::Expr => self.operand(&value.parts, Within::Clause),
            _ => self.doc(value, Within::Clause),
        }
    }

    /// The blank between two parts, or the comments that stand there.
    fn between(&mut self, before: &Written, part: &Written) -> Doc {
        let joined = matches!(last(before), Form::ParenOpen | Form::Negate)
            || matches!(first(part), Form::ParenClose | Form::Comma | Form::Colon)
            || before.form == Form::Callee
            || part.form == Form::Params;
        let blank = if joined {
            Doc::Many(Vec::new())
        } else if last(before) == Form::Comma && part.form != Form::Close {
            Doc::Line
        } else {
            text(" ")
        };
        self.gap(part, blank)
    }

    /// The comments before a part with their lines, or a blank where there are none.
    pub(super) fn gap(&mut self, part: &Written, blank: Doc) -> Doc {
        let mut docs = Vec::new();
        while let Some(comment) = self.comment_before(part.span.start) {
            if comment.own_line {
                docs.extend([Doc::HardLine, text(comment.words), Doc::HardLine]);
            } else {
                docs.extend([Doc::Comment(comment.words), Doc::HardLine]);
            }
        }
        if docs.is_empty() { blank } else { Doc::Many(docs) }
    }

    fn expression(&mut self, expr: &Written, within: Within) -> Doc {
        self.operators(&expr.parts, within, &Doc::Line)
    }

    /// Operators stand below their first operand; what has none breaks within itself.
    fn operand(&mut self, parts: &[Written], within: Within) -> Doc {
        let doc = self.operators(parts, within, &Doc::Line);
        if loosest(parts, within).is_some() { aligned(doc) } else { group(doc) }
    }

    /// Operands and operators, broken before the loosest operator that a line may begin with.
    fn operators(&mut self, parts: &[Written], within: Within, line: &Doc) -> Doc {
        let Some(loosest) = loosest(parts, within) else { return self.row(parts, within) };
        let mut docs = Vec::new();
        for (number, operand) in cut(parts, loosest).into_iter().enumerate() {
            if let Some(first) = operand.first().filter(|_| number > 0) {
                let gap = self.gap(first, line.clone());
                docs.push(gap);
                docs.push(self.doc(first, within));
            }
            let rest = if number > 0 { operand.get(1..).unwrap_or(&[]) } else { operand };
            if let Some(first) = rest.first().filter(|_| number > 0) {
                let gap = self.gap(first, text(" "));
                docs.push(gap);
            }
            docs.push(self.operand(rest, within));
        }
        Doc::Many(docs)
    }

    /// Parentheses: a block where the author made one of them.
    fn paren(&mut self, paren: &Written) -> Doc {
        let [open, inside, close] = paren.parts.as_slice() else { return self.row(&paren.parts, Within::Parens) };
        if let Some(atom) = self.needless(paren) {
            return self.doc(atom, Within::Parens);
        }
        let block = self.begins_line(inside.span.start);
        let inside = self.bare(inside);
        let line = if block { Doc::HardLine } else { Doc::SoftLine };
        let mut docs = vec![self.gap(inside, line.clone())];
        docs.push(if block {
            self.operators(&inside.parts, Within::Parens, &Doc::HardLine)
        } else {
            self.doc(inside, Within::Parens)
        });
        let end = self.gap(close, line);
        let (open, close) = (self.doc(open, Within::Parens), self.doc(close, Within::Parens));
        enclosed(Doc::Many(vec![open, nest(Doc::Many(docs)), end, close]))
    }

    fn call(&mut self, call: &Written) -> Doc {
        let mut docs = Vec::new();
        let mut inside = Vec::new();
        let mut before: Option<&Written> = None;
        for part in &call.parts {
            match part.form {
                Form::Callee | Form::ParenOpen => docs.push(self.doc(part, Within::Parens)),
                Form::ParenClose => {
                    let end = self.gap(part, Doc::SoftLine);
                    docs.push(nest(Doc::Many(std::mem::take(&mut inside))));
                    docs.extend([end, self.doc(part, Within::Parens)]);
                }
                _ => {
                    let blank = match before.map(|before| before.form) {
                        Some(Form::ParenOpen) => Doc::SoftLine,
                        Some(Form::Comma) => Doc::Line,
                        _ if part.form == Form::Where => Doc::Line,
                        // `arr over 365 days` of a metric.
                        Some(Form::Expr) if part.form != Form::Comma => text(" "),
                        _ => Doc::Many(Vec::new()),
                    };
                    inside.push(self.gap(part, blank));
                    let part = self.bare(part);
                    inside.push(group(self.doc(part, Within::Parens)));
                }
            }
            before = Some(part);
        }
        enclosed(Doc::Many(docs))
    }

    /// `where C`; its parentheses say where it ends.
    fn keeps(&mut self, keeps: &Written, within: Within) -> Doc {
        let [word, condition] = keeps.parts.as_slice() else { return self.row(&keeps.parts, within) };
        let word = self.doc(word, within);
        let gap = self.gap(condition, text(" "));
        let condition = aligned(self.expression(condition, within));
        Doc::Many(vec![word, gap, condition])
    }

    /// `has (C)`: without the parentheses it is none.
    fn has(&mut self, has: &Written) -> Doc {
        let [word, open, inside, close] = has.parts.as_slice() else { return self.row(&has.parts, Within::Parens) };
        let word = self.doc(word, Within::Parens);
        let before = self.gap(open, text(" "));
        let open = self.doc(open, Within::Parens);
        let start = self.gap(inside, Doc::SoftLine);
        let inside = self.bare(inside);
        let inside = self.doc(inside, Within::Parens);
        let end = self.gap(close, Doc::SoftLine);
        let close = self.doc(close, Within::Parens);
        let parens = enclosed(Doc::Many(vec![open, nest(Doc::Many(vec![start, inside])), end, close]));
        Doc::Many(vec![word, before, parens])
    }

    /// `if C then a else b`: one line, or three within parentheses.
    fn choice(&mut self, choice: &Written, within: Within) -> Doc {
        let mut docs = Vec::new();
        for (number, part) in choice.parts.iter().enumerate() {
            if number > 0 {
                // `then` and `else`, not what follows them.
                let blank = if number % 2 == 0 && within == Within::Parens { Doc::Line } else { text(" ") };
                let gap = self.gap(part, blank);
                docs.push(gap);
            }
            docs.push(self.doc(part, within));
        }
        aligned(Doc::Many(docs))
    }

    /// What an expression holds where it is nothing but parentheses on one line.
    fn bare<'w>(&self, mut value: &'w Written) -> &'w Written {
        while let (Form::Expr, [paren]) = (value.form, value.parts.as_slice())
            && let (Form::Paren, [_, inside, _]) = (paren.form, paren.parts.as_slice())
            && !self.begins_line(inside.span.start)
            && !self.comment_in(paren.span)
        {
            value = inside;
        }
        value
    }

    /// What parentheses hold where it could not be taken apart without them.
    fn needless<'w>(&self, paren: &'w Written) -> Option<&'w Written> {
        let [_, inside, _] = paren.parts.as_slice() else { return None };
        let [atom] = inside.parts.as_slice() else { return None };
        let atom_form = matches!(atom.form, Form::Number | Form::Path | Form::Call);
        (atom_form && !self.comment_in(paren.span)).then_some(atom)
    }
}

/// Parentheses with what is in them: broken for their own width, not for what stands beside them.
fn enclosed(doc: Doc) -> Doc {
    match doc.width() {
        Some(width) if width <= ENCLOSED_WIDTH => Doc::Flat(Box::new(doc)),
        _ => group(doc),
    }
}

/// True for a value that breaks within itself: a list, a block of parentheses.
fn breaks_itself(value: &Written) -> bool {
    matches!(value.parts.as_slice(), [one] if matches!(one.form, Form::Paren | Form::Cases | Form::Call))
}

/// The operators at which an expression is broken first.
fn loosest(parts: &[Written], within: Within) -> Option<Form> {
    let has = |form| parts.iter().any(|part| part.form == form);
    if has(Form::Or) {
        Some(Form::Or)
    } else if has(Form::And) {
        Some(Form::And)
    } else if within == Within::Parens && has(Form::Sum) && !has(Form::Test) {
        Some(Form::Sum)
    } else {
        None
    }
}

/// Parts cut before each of a form.
fn cut(parts: &[Written], form: Form) -> Vec<&[Written]> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in parts.iter().enumerate().filter(|(_, part)| part.form == form) {
        found.extend(parts.get(start..at));
        start = at;
    }
    found.extend(parts.get(start..));
    found
}

fn first(part: &Written) -> Form {
    part.parts.first().map_or(part.form, first)
}

fn last(part: &Written) -> Form {
    part.parts.last().map_or(part.form, last)
}
