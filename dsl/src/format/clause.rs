//! Clauses: which of their parts stand in columns.

use super::comments::Source;
use super::document::{Doc, text};
use super::expression::Within;
use crate::syntax::written::{Form, Written};

/// Two words that name a clause together.
const NAMES: &[&str] = &["if cleared", "max age", "new plays", "on activation", "open plays"];

impl Source<'_> {
    /// A clause as cells of a table; one cell where it is in none.
    pub(super) fn cells(&mut self, clause: &Written) -> Vec<Doc> {
        match clause.form {
            Form::Statement => self.statement(clause),
            _ if clause.parts.is_empty() => vec![self.doc(clause, Within::Clause)],
            _ => self.columns(clause),
        }
    }

    /// The words that name a clause, and the rest.
    fn statement(&mut self, clause: &Written) -> Vec<Doc> {
        let Some((first, rest)) = clause.parts.split_first() else {
            let words = self.slice(clause.span).split_whitespace().collect::<Vec<_>>();
            let (name, rest) = words.split_first().map_or(("", &[][..]), |(name, rest)| (*name, rest));
            return vec![text(name), text(rest.join(" "))];
        };
        let words: Vec<&str> = self.slice(first.span).split_whitespace().collect();
        let length = if NAMES.contains(&words.join(" ").as_str()) { 2 } else { 1 };
        let (name, more) = words.split_at(length.min(words.len()));
        let is_of_test = matches!(name, ["set" | "expect" | "do"]);
        let mut docs = Vec::new();
        if !more.is_empty() {
            docs.push(text(more.join(" ")));
        }
        for part in rest {
            if !docs.is_empty() {
                let two = part.parts.first().is_some_and(|first| {
                    ["answered", "key"].iter().any(|word| self.slice(first.span).starts_with(word))
                });
                let blank = match part.form {
                    Form::Comma => "",
                    _ if two => "  ",
                    _ => " ",
                };
                let gap = self.gap(part, text(blank));
                docs.push(gap);
            }
            docs.push(match part.form {
                Form::Expr => self.value(part),
                _ if is_of_test && part.parts.iter().any(|inner| inner.form == Form::Comma) => self.listed(&part.parts),
                _ => self.doc(part, Within::Clause),
            });
        }
        vec![text(name.join(" ")), Doc::Many(docs)]
    }

    /// The parts of a clause by their columns, empty columns between them included.
    fn columns(&mut self, clause: &Written) -> Vec<Doc> {
        let mut cells: Vec<Vec<&Written>> = Vec::new();
        let mut column = 0;
        for part in &clause.parts {
            for (place, part) in placed(clause, part, column) {
                column = place.max(column);
                cells.resize_with(cells.len().max(column + 1), Vec::new);
                if let Some(cell) = cells.get_mut(column) {
                    cell.push(part);
                }
            }
        }
        let spread = matches!(clause.form, Form::Task | Form::Indicator);
        let last = cells.len().saturating_sub(1);
        let mut docs = Vec::new();
        for (number, cell) in cells.iter().enumerate() {
            docs.push(match cell.as_slice() {
                parts if spread && number == last => self.spread(parts),
                parts => self.row(parts.iter().copied(), Within::Clause),
            });
        }
        docs
    }

    /// Parts with two blanks before each clause of its own.
    fn spread(&mut self, parts: &[&Written]) -> Doc {
        let mut docs = Vec::new();
        for part in parts {
            if !docs.is_empty() {
                let one = part.form == Form::Quantity;
                let gap = self.gap(part, text(if one { " " } else { "  " }));
                docs.push(gap);
            }
            docs.push(self.doc(part, Within::Clause));
        }
        Doc::Many(docs)
    }
}

/// The columns of a part of a clause: mostly one, and the part itself.
fn placed<'w>(clause: &Written, part: &'w Written, before: usize) -> Vec<(usize, &'w Written)> {
    let column = match (clause.form, part.form) {
        (Form::Indicator, Form::Linear) => return [4, 4, 5, 5].into_iter().zip(&part.parts).collect(),
        _ if part.span.start == clause.span.start => 0,
        (Form::Let | Form::Pair | Form::Setting, Form::Equals)
        | (Form::Band, Form::BandFrom)
        | (Form::Limit | Form::Task, Form::Text)
        | (Form::Field, Form::Type) => 1,
        // A kind, and `required` or a value.
        (Form::Setting, Form::Other) => 1,
        (Form::Let, Form::Text) | (Form::Setting, Form::Between) | (Form::Band, Form::Other) => 2,
        (Form::Field, Form::Modifier) => 2,
        (Form::Setting | Form::Field, Form::Text) => 3,
        (Form::Metric | Form::Signal, Form::Text) => 1,
        (Form::Metric, Form::Equals) => 2,
        (Form::Signal, Form::Other) => 2,
        (Form::Metric | Form::Signal, Form::Statement) => 3,
        (Form::TierRow, Form::Colon) => 0,
        (Form::TierRow, _) => 1,
        (Form::Task, Form::Word) => 0,
        // Its owner, where that comes first.
        (Form::Task, Form::Statement) if before < 2 => 2,
        (Form::Task, _) => 3,
        (Form::Indicator, Form::Text) => 1,
        (Form::Indicator, Form::Weight) => 2,
        // Without a weight it stands right behind the name.
        (Form::Indicator, Form::Colon) => before,
        (Form::Indicator, Form::Expr) => 3,
        (Form::Indicator, _) if before >= 5 => 6,
        (Form::Indicator, _) => 4,
        _ => before,
    };
    vec![(column, part)]
}
