//! Adds nodes to a graph, each once.

use super::key::{self, Digest};
use super::{Decided, Graph, Node, NodeId, Op, fold};
use crate::column::SlotKind;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::{ListId, Value};

/// A graph while it grows.
pub(super) struct Builder {
    pub(super) graph: Graph,
    pub(super) decided: FxHashMap<Decided, NodeId>,
    /// The list whose elements nodes are added for, with its path; `None`: for accounts.
    pub(super) domain: Option<(ListId, SmolStr)>,
    digests: Vec<Digest>,
    known: FxHashMap<Digest, NodeId>,
}

impl Builder {
    /// A graph with [`Op::Nothing`] in its first place.
    pub(super) fn new() -> Self {
        let mut builder = Self {
            graph: Graph::default(),
            decided: FxHashMap::default(),
            domain: None,
            digests: Vec::new(),
            known: FxHashMap::default(),
        };
        builder.add(Op::Nothing, Vec::new(), SlotKind::Number, &[]);
        builder
    }

    /// The next node's id.
    pub(super) fn end(&self) -> NodeId {
        NodeId(u32::try_from(self.graph.nodes.len()).unwrap_or(u32::MAX))
    }

    /// The constant a node is, if it is one.
    pub(super) fn constant(&self, id: NodeId) -> Option<&Value> {
        match self.graph.get(id).map(|node| &node.op) {
            Some(Op::Constant(value)) => Some(value),
            _ => None,
        }
    }

    /// The node of an operation: the one that is there already, a folded one, or a new one. `words` are what
    /// the operation's numbers of words, fields and declarations are called, for the stable name.
    pub(super) fn add(&mut self, op: Op, inputs: Vec<NodeId>, kind: SlotKind, words: &[&str]) -> NodeId {
        let named = inputs.len();
        self.add_named(op, inputs, kind, words, named)
    }

    /// The same, where only the first `named` inputs enter the stable name in their order: `words` say the rest.
    pub(super) fn add_named(
        &mut self,
        op: Op,
        inputs: Vec<NodeId>,
        kind: SlotKind,
        words: &[&str],
        named: usize,
    ) -> NodeId {
        if let Some(folded) = fold::fold(self, &op, &inputs) {
            return match folded {
                fold::Folded::Node(id) => id,
                fold::Folded::Value(value) => self.plain(value),
            };
        }
        let inputs_digests: Vec<&Digest> =
            inputs.iter().take(named).filter_map(|input| self.digests.get(input.0 as usize)).collect();
        let list = self.domain.as_ref().map(|(list, _)| *list);
        // The elements of two lists are not the same, though the operation be; of accounts, names stay what they were.
        let digest = match &self.domain {
            Some((_, path)) => key::digest(&op, kind, &[words, &[path.as_str()]].concat(), &inputs_digests),
            None => key::digest(&op, kind, words, &inputs_digests),
        };
        // Two sets may have a word in common that has not the same number in both: equal names are not enough.
        if let Some(id) = self.known.get(&digest)
            && self.graph.get(*id).is_some_and(|node| node.op == op && node.inputs == inputs && node.list == list)
        {
            return *id;
        }
        let key = key::short(&digest);
        if let Op::Decided(decided) = op {
            let next = self.end();
            self.decided.insert(decided, next);
        }
        let id = self.graph.nodes.push(Node { op, inputs, kind, list, key });
        self.digests.push(digest);
        self.known.insert(digest, id);
        id
    }

    /// A constant that is not a word.
    pub(super) fn plain(&mut self, value: Value) -> NodeId {
        let kind = match &value {
            Value::Number(_) | Value::Date(_) => SlotKind::Number,
            Value::Truth(_) => SlotKind::Truth,
            Value::Choice(_) => SlotKind::Code,
            Value::Text(_) => SlotKind::Text,
        };
        // Dates are day numbers everywhere behind this point.
        let value = if let Value::Date(day) = value { Value::Number(f64::from(day)) } else { value };
        self.add(Op::Constant(value), Vec::new(), kind, &[])
    }

    /// The digest of a node, for stable names that depend on a mapping.
    pub(super) fn digest(&self, id: NodeId) -> Digest {
        self.digests.get(id.0 as usize).copied().unwrap_or_default()
    }
}
