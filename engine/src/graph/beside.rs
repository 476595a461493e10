//! Other programs beside one: what they compute otherwise stands behind its nodes, as extra columns of the same evaluation.
//!
//! What both compute is there once. A node that only another program has is evaluated and remembered as that program
//! would, as long as everything is decided as in the first one. This room does not know what for.

use super::{Graph, Node, NodeId, Op, Past, Program, Supplied};
use rustc_hash::FxHashMap;

/// A program with nodes of others behind its own.
#[derive(Debug)]
pub struct Beside {
    program: Program,
    /// By stable name.
    known: FxHashMap<u64, Vec<NodeId>>,
    /// What is read of the past by each node that does.
    past: FxHashMap<NodeId, NodeId>,
}

impl Beside {
    /// A program beside which nothing stands yet.
    #[must_use]
    pub fn new(program: Program) -> Self {
        let mut known: FxHashMap<u64, Vec<NodeId>> = FxHashMap::default();
        let mut past = FxHashMap::default();
        for (id, node) in program.graph.nodes.iter() {
            known.entry(node.key).or_default().push(id);
            if let Op::Past { of, .. } = node.op {
                past.insert(id, program.places.expression(of));
            }
        }
        Self { program, known, past }
    }

    /// Puts the nodes of another program of the same declarations beside it, and says where each of them stands. `None`
    /// where the other one reads an earlier day, or a decision, that the first one does not.
    pub fn add(&mut self, other: &Program) -> Option<Vec<NodeId>> {
        let mut places: Vec<NodeId> = Vec::with_capacity(other.graph.nodes.len());
        let mut reads_past = Vec::new();
        for (_, node) in other.graph.nodes.iter() {
            let inputs: Option<Vec<NodeId>> =
                node.inputs.iter().map(|input| places.get(input.0 as usize).copied()).collect();
            let place = self.place(node, inputs?)?;
            if let Op::Past { of, .. } = node.op {
                reads_past.push((place, of));
            }
            places.push(place);
        }
        for (place, of) in reads_past {
            // What is read of the past may come later in the graph.
            let of = places.get(other.places.expression(of).0 as usize).copied()?;
            match self.past.insert(place, of) {
                None => self.program.memory.previous.push(Supplied { past: place, of }),
                Some(before) if before == of => {}
                Some(_) => return None,
            }
        }
        Some(places)
    }

    fn place(&mut self, node: &Node, inputs: Vec<NodeId>) -> Option<NodeId> {
        let graph = &self.program.graph;
        let is_same = |id: &&NodeId| graph.get(**id).is_some_and(|there| is_same(there, node, &inputs));
        if let Some(there) = self.known.get(&node.key).and_then(|all| all.iter().find(is_same)) {
            return Some(*there);
        }
        if matches!(node.op, Op::Decided(_) | Op::Past { past: Past::Ago, .. }) {
            return None;
        }
        let first = inputs.first().copied().unwrap_or(NodeId(0));
        let id = self.program.graph.nodes.push(Node { inputs, ..node.clone() });
        self.known.entry(node.key).or_default().push(id);
        let memory = &mut self.program.memory;
        match node.op {
            Op::For if !memory.clocks.contains(&first) => memory.clocks.push(first),
            Op::Becomes { .. } | Op::Moves { .. } if !memory.known.contains(&first) => memory.known.push(first),
            Op::LastFor => memory.lasting.push(id),
            _ => {}
        }
        Some(id)
    }

    /// The first program. What stands beside it is evaluated when its texts are remembered, and in no step of its plan.
    #[must_use]
    pub fn finish(mut self) -> Program {
        let end = NodeId(u32::try_from(self.program.graph.nodes.len()).unwrap_or(u32::MAX));
        self.program.memory.late = vec![self.program.texts.start..end];
        self.program
    }
}

/// Whether a node computes what another one does from the same inputs. Where the past is read, it has to be asked besides
/// what is read of it.
fn is_same(there: &Node, node: &Node, inputs: &[NodeId]) -> bool {
    let same_op = match (&there.op, &node.op) {
        (Op::Past { past, .. }, Op::Past { past: other, .. }) => past == other,
        (there, node) => there == node,
    };
    same_op && there.inputs == inputs && (there.kind, there.list) == (node.kind, node.list)
}

impl Graph {
    /// Per node, whether it rests on any of some kind, or is one.
    #[must_use]
    pub fn resting_on(&self, is_wanted: impl Fn(&Op) -> bool) -> Vec<bool> {
        let mut rests: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in self.nodes.rows() {
            let inherits = node.inputs.iter().any(|input| rests.get(input.0 as usize) == Some(&true));
            rests.push(inherits || is_wanted(&node.op));
        }
        rests
    }
}
