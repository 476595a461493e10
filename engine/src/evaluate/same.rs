//! Whether two nodes have the same value.

use super::Frame;
use crate::column::{Batch, Slot};
use crate::graph::{NodeId, Program};
use std::ops::Range;

impl Frame {
    /// Whether two nodes that have been evaluated have the same value in a row, to the bit: both unknown, or both known
    /// and equal. Of nodes of a list it is asked for every element of the row.
    #[must_use]
    pub fn same(&self, program: &Program, batch: &Batch, nodes: (NodeId, NodeId), row: usize) -> bool {
        let (one, other) = nodes;
        let list = |node: NodeId| program.graph.get(node).and_then(|node| node.list);
        if list(one) != list(other) {
            return false;
        }
        let places: Range<usize> = match list(one) {
            None => row..row + 1,
            Some(list) => self.operands(program, batch).lists(list).elements(row),
        };
        match (self.slot(one), self.slot(other)) {
            (Some(Slot::Number(one)), Some(Slot::Number(other))) => {
                places.into_iter().all(|place| one.get(place).map(f64::to_bits) == other.get(place).map(f64::to_bits))
            }
            (Some(Slot::Code(one)), Some(Slot::Code(other))) => {
                places.into_iter().all(|place| one.get(place) == other.get(place))
            }
            (Some(Slot::Truth(one)), Some(Slot::Truth(other))) => {
                places.into_iter().all(|place| one.get(place) == other.get(place))
            }
            (Some(Slot::Text(_)), Some(Slot::Text(_))) => places
                .into_iter()
                .all(|place| self.text(program, batch, one, place) == self.text(program, batch, other, place)),
            _ => false,
        }
    }
}
