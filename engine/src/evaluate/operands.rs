//! What a node reads: the slots before it.

use super::Recall;
use crate::column::{Batch, Column, Slot, Truths};
use crate::graph::{Node, NodeId, Op, Program};
use crate::kernel::Lanes;
use crate::kernel::list::Lists;
use stageplay_dsl::types::ListId;
use std::ops::Range;

/// The program, the batch and the slots that stand before a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operands<'a, 'b> {
    pub(super) program: &'a Program,
    pub(super) batch: &'a Batch,
    /// The date of the evaluation.
    pub(super) as_of: f64,
    /// Which rows of the batch.
    pub(super) rows: &'b Range<usize>,
    pub(super) slots: &'b [Slot],
    /// What is known of earlier evaluations.
    pub(super) recall: &'b Recall,
}

impl<'a, 'b> Operands<'a, 'b> {
    /// The column that a field of accounts or elements is read from.
    pub(super) fn column(&self, op: &Op) -> Option<&'a Column> {
        match op {
            Op::Field(field) => self.batch.columns.rows().get(field.0 as usize),
            Op::ElementField { list, field } => self.batch.lists.rows().get(list.0 as usize)?.columns.get(*field),
            _ => None,
        }
    }

    /// The lists of the frame's accounts.
    pub(super) fn lists(&self, list: ListId) -> Lists<'a> {
        Lists::of(self.batch.lists.rows().get(list.0 as usize), self.rows)
    }

    /// What a node has values for: rows of the batch, or elements of a list of them.
    pub(super) fn extent(&self, list: Option<ListId>) -> Range<usize> {
        let Some(list) = list else { return self.rows.clone() };
        let column = self.batch.lists.rows().get(list.0 as usize);
        // As many as the offsets say, so that both always agree.
        column.map_or(0..0, |column| {
            let start = column.elements(self.rows.clone()).start;
            start..start + self.lists(list).len()
        })
    }

    pub(super) fn slot(&self, node: NodeId) -> Option<&'b Slot> {
        self.slots.get(node.0 as usize)
    }

    /// An input of a node.
    pub(super) fn input(&self, node: &Node, at: usize) -> Option<&'b Slot> {
        node.inputs.get(at).and_then(|id| self.slot(*id))
    }

    /// Whether an input is the same for all accounts.
    fn is_constant(&self, node: &Node, at: usize) -> bool {
        node.inputs.get(at).and_then(|id| self.program.graph.get(*id)).is_some_and(|node| node.op.is_constant())
    }

    /// An input that is a number; unknown where it is something else.
    pub(super) fn numbers(&self, node: &Node, at: usize) -> Lanes<'b, f64> {
        match self.input(node, at) {
            Some(Slot::Number(numbers)) if self.is_constant(node, at) => Lanes::numbers(numbers).constant(),
            Some(Slot::Number(numbers)) => Lanes::numbers(numbers),
            _ => Lanes::unknown(),
        }
    }

    /// An input that is a code; unknown where it is something else.
    pub(super) fn codes(&self, node: &Node, at: usize) -> Lanes<'b, u16> {
        match self.input(node, at) {
            Some(Slot::Code(codes)) if self.is_constant(node, at) => Lanes::codes(codes).constant(),
            Some(Slot::Code(codes)) => Lanes::codes(codes),
            _ => Lanes::unknown(),
        }
    }

    /// An input that is a condition.
    pub(super) fn truths(&self, node: &Node, at: usize) -> Option<&'b Truths> {
        match self.input(node, at) {
            Some(Slot::Truth(truths)) => Some(truths),
            _ => None,
        }
    }
}
