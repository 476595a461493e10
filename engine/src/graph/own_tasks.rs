//! Clauses of a play that ask for its own tasks, as `succeeds when call is done` does.

use super::program::Places;
use super::{Decided, Graph, NodeId, Step};
use stageplay_dsl::typed::{Declaration, Playbook};
use stageplay_dsl::types::Id;
use std::ops::Range;

/// Per play, the nodes that rest on its own tasks and are evaluated before it is decided, in order. Once it is, they are
/// evaluated again: whoever shares them reads how the tasks stand then.
pub(super) fn own_tasks(playbook: &Playbook, plan: &[Step], places: &Places, graph: &Graph) -> Vec<Vec<Range<NodeId>>> {
    let mut all = vec![Vec::new(); playbook.plays.len()];
    let mut end = NodeId(0);
    for step in plan {
        let id = match step {
            Step::Evaluate(nodes) => {
                end = end.max(nodes.end);
                continue;
            }
            Step::Decide(Declaration::Play(id)) => *id,
            Step::Decide(_) => continue,
        };
        let tasks = 0..playbook.plays[id].tasks.len();
        let states = tasks.filter_map(|task| places.decided.get(&Decided::TaskState { play: id, task }));
        let states: Vec<NodeId> = states.copied().filter(|node| *node < end).collect();
        if let Some(slot) = all.get_mut(id.index()) {
            *slot = above(graph, &states, end);
        }
    }
    all
}

/// The nodes that rest on others, these not included, up to `end`: in order, neighbours joined.
fn above(graph: &Graph, roots: &[NodeId], end: NodeId) -> Vec<Range<NodeId>> {
    let Some(first) = roots.iter().min() else { return Vec::new() };
    let mut rests = vec![false; (end.0 - first.0.min(end.0)) as usize];
    let place = |node: NodeId| node.0.checked_sub(first.0).map(|at| at as usize);
    let mut ranges: Vec<Range<NodeId>> = Vec::new();
    // Invariant: operands come before users.
    for id in (first.0..end.0).map(NodeId) {
        let inputs = graph.get(id).map_or(&[][..], |node| &node.inputs);
        let rests_on = |node: &NodeId| place(*node).and_then(|at| rests.get(at)) == Some(&true);
        let is_above = inputs.iter().any(rests_on);
        if let Some(slot) = place(id).and_then(|at| rests.get_mut(at)) {
            *slot = is_above || roots.contains(&id);
        }
        let next = NodeId(id.0.saturating_add(1));
        match ranges.last_mut() {
            _ if !is_above => {}
            Some(last) if last.end == id => last.end = next,
            _ => ranges.push(id..next),
        }
    }
    ranges
}
