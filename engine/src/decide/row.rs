//! One account's values, read by whoever tells something about it.

use crate::column::Batch;
use crate::evaluate::Frame;
use crate::graph::{NodeId, Program};
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
    /// Of a play with one run for each record of a list: the record, among those of the frame. What is asked of
    /// records is unknown without one.
    pub element: Option<usize>,
}

impl<'a> Row<'a> {
    /// The playbook.
    #[must_use]
    pub fn playbook(self) -> &'a Playbook {
        &self.program.playbook
    }

    /// A row, seen as an account.
    #[must_use]
    pub fn new(program: &'a Program, batch: &'a Batch, frame: &'a Frame, at: usize) -> Self {
        Self { program, batch, frame, at, element: None }
    }

    /// The place of a node's value.
    fn place(self, node: NodeId) -> usize {
        let of_elements = self.program.graph.get(node).is_some_and(|node| node.list.is_some());
        if of_elements { self.element.unwrap_or(usize::MAX) } else { self.at }
    }

    /// The node to be asked for an expression. A record that is gone still belongs to its account: what is the same for
    /// all records has an answer without one.
    fn node(self, expr: &Expr) -> NodeId {
        self.program.node(if self.element.is_none() { expr.bare() } else { expr })
    }

    /// The number, date (as a day number) of an expression, if known.
    #[must_use]
    pub fn number(self, expr: &Expr) -> Option<f64> {
        let node = self.node(expr);
        self.frame.numbers(node).get(self.place(node))
    }

    /// The truth of a condition, if known.
    #[must_use]
    pub fn truth(self, condition: &Expr) -> Option<bool> {
        let node = self.node(condition);
        self.frame.truths(node).get(self.place(node))
    }

    /// Whether a condition is known to be true.
    #[must_use]
    pub fn is_true(self, condition: &Expr) -> bool {
        self.truth(condition) == Some(true)
    }

    /// The number of a word, if known.
    #[must_use]
    pub fn code(self, expr: &Expr) -> Option<u16> {
        let node = self.node(expr);
        self.frame.codes(node).get(self.place(node))
    }

    /// A text, if known.
    #[must_use]
    pub fn text(self, expr: &Expr) -> Option<&'a str> {
        let node = self.node(expr);
        self.frame.text(self.program, self.batch, node, self.place(node))
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
