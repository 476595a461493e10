//! Which nodes metrics and signals read, and which have to be evaluated for them.

use super::program::Places;
use super::{Graph, NodeId};
use stageplay_dsl::typed::{Expr, Playbook};
use std::ops::Range;

/// What metrics and signals read of every account. Empty where the playbook has none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portfolio {
    /// The nodes, each once.
    pub read: Vec<NodeId>,
    /// Those that the plan leaves unevaluated, in order: they, and what they rest on.
    pub late: Vec<Range<NodeId>>,
}

impl Portfolio {
    /// Of a playbook whose nodes from `texts` on are not evaluated by the plan.
    pub(super) fn of(playbook: &Playbook, places: &Places, graph: &Graph, texts: NodeId) -> Self {
        if playbook.metrics.is_empty() && playbook.signals.is_empty() {
            return Self::default();
        }
        let metrics = playbook.metrics.rows().iter().flat_map(|metric| metric.expressions());
        let signals = playbook.signals.rows().iter().map(|signal| &signal.condition);
        let all: Vec<&Expr> = metrics.chain(signals).chain(&playbook.ends_when).collect();
        let node = |expr: &&Expr| places.expressions.get(expr.id.0 as usize).copied().unwrap_or(NodeId(0));
        let mut read: Vec<NodeId> = all.iter().map(node).collect();
        read.sort_unstable();
        read.dedup();
        let late = under(graph, &read, texts);
        Self { read, late }
    }
}

/// What nodes rest on, they themselves included, from `first` on: in order, neighbours joined.
pub(super) fn under(graph: &Graph, roots: &[NodeId], first: NodeId) -> Vec<Range<NodeId>> {
    let mut wanted = vec![false; graph.nodes.len()];
    let mut left: Vec<NodeId> = roots.to_vec();
    while let Some(id) = left.pop() {
        if let Some(seen @ false) = wanted.get_mut(id.0 as usize) {
            *seen = true;
            left.extend(graph.get(id).into_iter().flat_map(|node| &node.inputs));
        }
    }
    ranges(graph.nodes.ids().filter(|id| *id >= first && wanted.get(id.0 as usize) == Some(&true)))
}

/// Nodes in order, neighbours joined.
pub(super) fn ranges(nodes: impl Iterator<Item = NodeId>) -> Vec<Range<NodeId>> {
    let mut ranges: Vec<Range<NodeId>> = Vec::new();
    for id in nodes {
        let next = NodeId(id.0.saturating_add(1));
        match ranges.last_mut() {
            Some(last) if last.end == id => last.end = next,
            _ => ranges.push(id..next),
        }
    }
    ranges
}
