//! One account's values, read by whoever tells something about it.

use crate::column::Batch;
use crate::evaluate::Frame;
use crate::graph::Program;
use stageplay_dsl::typed::{Expr, ExprKind, Playbook};
use stageplay_dsl::types::{Type, show_brief, show_score};

/// A row of an evaluated frame: texts are to be evaluated before it is read.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// What was evaluated.
    pub program: &'a Program,
    /// Over which accounts.
    pub batch: &'a Batch,
    /// The values.
    pub frame: &'a Frame,
    /// The row of the frame.
    pub at: usize,
}

impl<'a> Row<'a> {
    /// The playbook.
    #[must_use]
    pub fn playbook(self) -> &'a Playbook {
        &self.program.playbook
    }

    /// The number, date (as a day number) of an expression, if known.
    #[must_use]
    pub fn number(self, expr: &Expr) -> Option<f64> {
        self.frame.numbers(self.program.node(expr)).get(self.at)
    }

    /// The truth of a condition, if known.
    #[must_use]
    pub fn truth(self, condition: &Expr) -> Option<bool> {
        self.frame.truths(self.program.node(condition)).get(self.at)
    }

    /// Whether a condition is known to be true.
    #[must_use]
    pub fn is_true(self, condition: &Expr) -> bool {
        self.truth(condition) == Some(true)
    }

    /// The number of a word, if known.
    #[must_use]
    pub fn code(self, expr: &Expr) -> Option<u16> {
        self.frame.codes(self.program.node(expr)).get(self.at)
    }

    /// A text, if known.
    #[must_use]
    pub fn text(self, expr: &Expr) -> Option<&'a str> {
        self.frame.text(self.program, self.batch, self.program.node(expr), self.at)
    }

    /// The value of an expression as people read it, if known: brief, points and scores floored to one
    /// decimal.
    #[must_use]
    pub fn shown(self, expr: &Expr) -> Option<String> {
        match &expr.ty {
            Type::Truth => self.truth(expr).map(|truth| if truth { "yes" } else { "no" }.into()),
            Type::Text => self.text(expr).map(String::from),
            Type::Choice(set) => self.code(expr).map(|code| self.playbook().choices[*set].word(code).to_string()),
            _ if matches!(expr.kind, ExprKind::Part(_) | ExprKind::Score(_)) => self.number(expr).map(show_score),
            ty => self.number(expr).map(|value| show_brief(value, ty, &self.playbook().choices)),
        }
    }

    /// The same, or `unknown`.
    #[must_use]
    pub fn shown_or_unknown(self, expr: &Expr) -> String {
        self.shown(expr).unwrap_or_else(|| "unknown".into())
    }
}
