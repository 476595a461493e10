//! The graph: every value a playbook computes as one node, operands before users, equal nodes shared.
//!
//! Nothing here knows account data: what is lowered is lowered once and run over any number of accounts.

mod beside;
mod build;
mod fold;
mod key;
mod lower;
mod memory;
mod node;
mod order;
mod own_tasks;
mod portfolio;
mod program;
mod reach;

pub use beside::Beside;
pub(crate) use memory::is_anchored;
pub use memory::{Memory, Supplied, View, Wake};
pub use node::{Child, Decided, Node, NodeId, Op, Past, Scored, Scripted, Way};
pub use portfolio::Portfolio;
pub use program::{PartNodes, Program, Step};
pub use reach::Reach;

use stageplay_dsl::types::Table;

/// Nodes. Invariant: inputs stand before the nodes that read them; no two nodes compute the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// In order of evaluation. The first one is [`Op::Nothing`].
    pub nodes: Table<NodeId, Node>,
}

impl Graph {
    /// A node, if it is one of this graph.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.rows().get(id.0 as usize)
    }
}

#[cfg(test)]
mod tests;
