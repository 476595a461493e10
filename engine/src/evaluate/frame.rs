//! The values of all nodes for a stretch of rows.

use super::Recall;
use crate::column::{Batch, Codes, Numbers, Slot, Truths};
use crate::graph::{NodeId, Op, Program};
use stageplay_dsl::types::{Day, Value};
use std::ops::Range;

/// The values of all nodes for a stretch of rows. Row 0 of a slot is row `rows.start` of the batch.
///
/// Text nodes have no slot of their own: [`Frame::text`] reads them row by row.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The date of the evaluation.
    pub as_of: Day,
    /// Which rows of the batch. Change them with [`Frame::restart`].
    pub rows: Range<usize>,
    /// Invariant: one per node of the program, of the node's kind, each `rows.len()` long once evaluated (or as
    /// long as the rows have elements; constants of elements may be longer).
    pub(super) slots: Vec<Slot>,
    /// Constants: filled when the number of rows changes.
    constants: Vec<(usize, Value)>,
    /// The date of the evaluation, of accounts and of elements.
    dates: Vec<usize>,
    /// Set from outside or never: unknown at the start of every chunk.
    supplied: Vec<usize>,
    last_row: usize,
    /// What is known of earlier evaluations; empty at the first one.
    pub recall: Recall,
    /// What nodes were before they were evaluated again, where somebody wants to know.
    former: Option<Vec<(NodeId, Slot)>>,
    no_numbers: Numbers,
    no_codes: Codes,
    no_truths: Truths,
}

impl Frame {
    /// A frame over `rows` (those that the batch has), with constants filled in and everything else unknown.
    #[must_use]
    pub fn new(program: &Program, batch: &Batch, as_of: Day, rows: Range<usize>) -> Self {
        let nodes = || program.graph.nodes.rows().iter().enumerate();
        let constants = nodes().filter_map(|(at, node)| match &node.op {
            // Those of elements are filled when their number is known.
            _ if node.list.is_some() => None,
            Op::Constant(value) => Some((at, value.clone())),
            Op::AsOf => Some((at, Value::Date(as_of))),
            _ => None,
        });
        let dates = nodes().filter(|(_, node)| node.op == Op::AsOf).map(|(at, _)| at);
        let supplied = nodes()
            .filter(|(_, node)| matches!(node.op, Op::Decided(_) | Op::Nothing | Op::Past { .. }))
            .map(|(at, _)| at);
        let mut frame = Self {
            as_of,
            rows: 0..0,
            slots: nodes().map(|(_, node)| Slot::unknown(node.kind, 0)).collect(),
            constants: constants.collect(),
            dates: dates.collect(),
            supplied: supplied.collect(),
            last_row: batch.rows,
            recall: Recall::default(),
            former: None,
            no_numbers: Numbers::default(),
            no_codes: Codes::default(),
            no_truths: Truths::default(),
        };
        frame.restart(rows);
        frame
    }

    /// Moves on to another batch, on another date, and keeps the allocations: the next [`Frame::restart`] says which rows.
    pub fn renew(&mut self, batch: &Batch, as_of: Day) {
        self.last_row = batch.rows;
        if self.as_of == as_of {
            return;
        }
        self.as_of = as_of;
        for at in &self.dates {
            // Those of elements are filled again as far as there are elements.
            if let Some(slot) = self.slots.get_mut(*at) {
                slot.forget(0);
            }
            if let Some((_, value)) = self.constants.iter_mut().find(|(constant, _)| constant == at) {
                *value = Value::Date(as_of);
                if let Some(slot) = self.slots.get_mut(*at) {
                    fill(slot, value, self.rows.len());
                }
            }
        }
    }

    /// Moves on to other rows of the same batch and keeps the allocations: what decisions supplied is
    /// forgotten.
    pub fn restart(&mut self, rows: Range<usize>) {
        let rows = rows.start.min(self.last_row)..rows.end.min(self.last_row);
        let len = rows.len();
        if self.rows.len() != len {
            self.no_numbers.forget(len);
            self.no_codes.forget(len);
            self.no_truths.forget(len);
            for (at, value) in &self.constants {
                if let Some(slot) = self.slots.get_mut(*at) {
                    fill(slot, value, len);
                }
            }
        }
        for at in &self.supplied {
            if let Some(slot) = self.slots.get_mut(*at) {
                slot.forget(len);
            }
        }
        self.recall.clear();
        if let Some(former) = &mut self.former {
            former.clear();
        }
        self.rows = rows;
    }

    /// From now on keeps what nodes were before they are evaluated again for the same rows.
    pub fn keep_former(&mut self) {
        self.former = Some(Vec::new());
    }

    /// Evaluates nodes again.
    pub(crate) fn run_again(&mut self, program: &Program, batch: &Batch, nodes: Range<NodeId>) {
        if let Some(mut former) = self.former.take() {
            let slots = (nodes.start.0..nodes.end.0).map(NodeId);
            former.extend(slots.filter_map(|node| Some((node, self.slot(node)?.clone()))));
            self.former = Some(former);
        }
        self.run(program, batch, nodes);
    }

    /// What a condition was before it was evaluated again, where that was kept.
    pub(crate) fn former_truths(&self, node: NodeId) -> impl Iterator<Item = &Truths> {
        let of = self.former.iter().flatten().filter(move |(of, _)| *of == node);
        of.filter_map(|(_, slot)| if let Slot::Truth(truths) = slot { Some(truths) } else { None })
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The slot of a node, if the program has it.
    #[must_use]
    pub fn slot(&self, node: NodeId) -> Option<&Slot> {
        self.slots.get(node.0 as usize)
    }

    /// The numbers of a node; all unknown where it holds something else.
    #[must_use]
    pub fn numbers(&self, node: NodeId) -> &Numbers {
        match self.slot(node) {
            Some(Slot::Number(numbers)) => numbers,
            _ => &self.no_numbers,
        }
    }

    /// The codes of a node; all unknown where it holds something else.
    #[must_use]
    pub fn codes(&self, node: NodeId) -> &Codes {
        match self.slot(node) {
            Some(Slot::Code(codes)) => codes,
            _ => &self.no_codes,
        }
    }

    /// The truths of a node; all unknown where it holds something else.
    #[must_use]
    pub fn truths(&self, node: NodeId) -> &Truths {
        match self.slot(node) {
            Some(Slot::Truth(truths)) => truths,
            _ => &self.no_truths,
        }
    }

    /// Supplies a decided node. A slot of another kind or length changes nothing.
    pub fn set(&mut self, node: NodeId, slot: Slot) {
        let len = self.len();
        if let Some(old) = self.slots.get_mut(node.0 as usize)
            && old.kind() == slot.kind()
            && slot.rows() == len
        {
            *old = slot;
        }
    }

    /// Supplies the codes of a decided node in place, in the memory of the last chunk: `code` gives one per
    /// row, `None` is unknown.
    pub fn set_codes(&mut self, node: NodeId, code: impl FnMut(usize) -> Option<u16>) {
        let len = self.len();
        if let Some(Slot::Code(codes)) = self.slots.get_mut(node.0 as usize) {
            codes.assign(len, code);
        }
    }

    /// Supplies the codes of a decided node: a copy of these, one per row.
    pub fn copy_codes(&mut self, node: NodeId, from: &Codes) {
        let len = self.len();
        if let Some(Slot::Code(codes)) = self.slots.get_mut(node.0 as usize)
            && from.known.len() == len
        {
            codes.values.clone_from(&from.values);
            codes.known.clone_from(&from.known);
        }
    }

    /// Supplies the codes of a decided node that has one for each record of a list.
    pub fn set_element_codes(&mut self, node: NodeId, elements: &[Option<u16>]) {
        if let Some(Slot::Code(codes)) = self.slots.get_mut(node.0 as usize) {
            codes.assign(elements.len(), |element| elements.get(element).copied().flatten());
        }
    }

    /// Supplies the numbers (or days) of a decided node in place; see [`Frame::set_codes`].
    pub fn set_numbers(&mut self, node: NodeId, number: impl FnMut(usize) -> Option<f64>) {
        let len = self.len();
        if let Some(Slot::Number(numbers)) = self.slots.get_mut(node.0 as usize) {
            numbers.assign(len, number);
        }
    }
}

/// The same value in every row.
pub(super) fn fill(slot: &mut Slot, value: &Value, rows: usize) {
    match (slot, value) {
        (Slot::Number(numbers), Value::Number(number)) => numbers.assign(rows, |_| Some(*number)),
        (Slot::Number(numbers), Value::Date(day)) => numbers.assign(rows, |_| Some(f64::from(*day))),
        (Slot::Code(codes), Value::Choice(code)) => codes.assign(rows, |_| Some(*code)),
        (Slot::Truth(truths), Value::Truth(truth)) => truths.assign(rows, |_| Some(*truth)),
        (slot, _) => slot.forget(rows),
    }
}
