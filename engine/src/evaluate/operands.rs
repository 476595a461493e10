//! What a node reads: the slots before it.

use crate::column::{Batch, Slot, Truths};
use crate::graph::{Node, NodeId, Op, Program};
use crate::kernel::Lanes;

/// The program, the batch and the slots that stand before a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operands<'a, 'b> {
    pub(super) program: &'a Program,
    pub(super) batch: &'a Batch,
    /// The date of the evaluation.
    pub(super) as_of: f64,
    /// The batch row of the frame's row 0.
    pub(super) first_row: usize,
    pub(super) slots: &'b [Slot],
}

impl<'b> Operands<'_, 'b> {
    pub(super) fn slot(&self, node: NodeId) -> Option<&'b Slot> {
        self.slots.get(node.0 as usize)
    }

    /// An input of a node.
    pub(super) fn input(&self, node: &Node, at: usize) -> Option<&'b Slot> {
        node.inputs.get(at).and_then(|id| self.slot(*id))
    }

    /// Whether an input is the same for all accounts.
    fn is_constant(&self, node: &Node, at: usize) -> bool {
        let op = node.inputs.get(at).and_then(|id| self.program.graph.get(*id)).map(|node| &node.op);
        matches!(op, Some(Op::Constant(_) | Op::AsOf))
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
