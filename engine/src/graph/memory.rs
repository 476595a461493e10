//! What a program remembers from one evaluation to the next: found by looking at its nodes, and nothing else is kept.

use super::portfolio::{ranges, under};
use super::program::Places;
use super::{Decided, Graph, Node, NodeId, Op, Past, Way};
use rustc_hash::FxHashSet;
use stageplay_dsl::typed::{ExprKind, Play, Playbook, Trigger};
use stageplay_dsl::types::{FieldId, ListId, Value};
use std::ops::Range;

/// What is remembered of an account. The places in these lists are those in the account's state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// Conditions for which a clock runs: since when each has been true.
    pub clocks: Vec<NodeId>,
    /// What `previous` reads: its value at the last evaluation; and the node that is supplied with it.
    pub previous: Vec<Supplied>,
    /// The subjects of events: the value when it was last known.
    pub known: Vec<NodeId>,
    /// Nodes of [`Op::LastFor`]: the value when it was last known, and when that was.
    pub lasting: Vec<NodeId>,
    /// What is read of earlier days, by distance.
    pub views: Vec<View>,
    /// What cannot be computed again from an earlier snapshot: its values as they were decided.
    pub series: Vec<NodeId>,
    /// The fields that are read of earlier snapshots.
    pub fields: Vec<FieldId>,
    /// The lists that are.
    pub lists: Vec<ListId>,
    /// How many days back anything is read.
    pub reach: f64,
    /// What the plan leaves unevaluated and has to be, to be remembered.
    pub late: Vec<Range<NodeId>>,
    /// Per play, the bands and risks that its condition reads: worse ones wake a run that is asleep.
    pub wakes: Vec<Vec<Wake>>,
}

/// What wakes a run that is asleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wake {
    /// A band or a level.
    pub of: NodeId,
    /// Which way it gets worse.
    pub worse: Way,
}

/// A node that memory supplies, and the one whose earlier value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supplied {
    /// An [`Op::Past`].
    pub past: NodeId,
    /// What is read.
    pub of: NodeId,
}

/// What is read of one distance in the past.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Whole days.
    pub days: f64,
    /// The nodes to be supplied. One that reads several distances stands in several views: its distance node says
    /// which rows it wants.
    pub supplied: Vec<Supplied>,
    /// What has to be evaluated for them, in order.
    pub nodes: Vec<Range<NodeId>>,
}

impl Memory {
    /// Of a graph whose nodes from `texts` on are not evaluated by the plan.
    pub(super) fn of(playbook: &Playbook, places: &Places, graph: &Graph, texts: NodeId) -> Self {
        let mut memory = Self::default();
        let expression =
            |id: stageplay_dsl::types::ExprId| places.expressions.get(id.0 as usize).copied().unwrap_or(NodeId(0));
        for (id, node) in graph.nodes.iter() {
            let first = node.inputs.first().copied().unwrap_or(NodeId(0));
            match node.op {
                Op::For => push(&mut memory.clocks, first),
                Op::Becomes { .. } | Op::Moves { .. } => push(&mut memory.known, first),
                Op::LastFor => memory.lasting.push(id),
                Op::Past { past: Past::Previous, of } => {
                    memory.previous.push(Supplied { past: id, of: expression(of) });
                }
                Op::Past { past: Past::Ago, of } => {
                    for days in distances(graph, first) {
                        memory.view(days, Supplied { past: id, of: expression(of) });
                    }
                }
                _ => {}
            }
        }
        memory.wakes = playbook.plays.rows().iter().map(|play| wakes(playbook, places, play)).collect();
        memory.look_back(playbook, graph);
        memory.late = under(graph, &memory.remembered(graph), texts);
        memory
    }

    /// Whether nothing is remembered but what is decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clocks.is_empty()
            && self.previous.is_empty()
            && self.known.is_empty()
            && self.lasting.is_empty()
            && self.views.is_empty()
    }

    fn view(&mut self, days: f64, supplied: Supplied) {
        match self.views.iter_mut().find(|view| view.days.to_bits() == days.to_bits()) {
            Some(view) => view.supplied.push(supplied),
            None => self.views.push(View { days, supplied: vec![supplied], nodes: Vec::new() }),
        }
    }

    /// What views rest on.
    fn look_back(&mut self, playbook: &Playbook, graph: &Graph) {
        for view in &mut self.views {
            let roots: Vec<NodeId> = view.supplied.iter().map(|supplied| supplied.of).collect();
            let nodes = past_under(graph, &roots);
            for node in nodes.iter().copied() {
                match graph.get(node).map(|node| &node.op) {
                    Some(Op::Field(field)) => push(&mut self.fields, *field),
                    Some(Op::List(list) | Op::ElementField { list, .. }) => push(&mut self.lists, *list),
                    Some(Op::Aggregate { list, .. } | Op::Quantified { list, .. }) => push(&mut self.lists, *list),
                    Some(op) if is_anchored(op) => push(&mut self.series, node),
                    _ => {}
                }
            }
            view.nodes = ranges(nodes.iter().copied());
            self.reach = self.reach.max(view.days);
        }
        self.fields.sort_unstable_by_key(|field| field.0);
        self.lists.retain(|list| playbook.lists.rows().get(list.0 as usize).is_some());
    }

    /// Every node whose value is kept when an evaluation ends.
    fn remembered(&self, graph: &Graph) -> Vec<NodeId> {
        let lasting = self.lasting.iter().filter_map(|node| graph.get(*node)?.inputs.first());
        let previous = self.previous.iter().map(|supplied| &supplied.of);
        self.clocks.iter().chain(&self.known).chain(lasting).chain(previous).chain(&self.series).copied().collect()
    }
}

/// The bands and risks that a play's condition reads, itself or through `let`s.
fn wakes(playbook: &Playbook, places: &Places, play: &Play) -> Vec<Wake> {
    let Trigger::When(condition) = &play.trigger else { return Vec::new() };
    let mut found = Vec::new();
    let mut lets = FxHashSet::default();
    let mut left = vec![condition];
    while let Some(expression) = left.pop() {
        let decided = match expression.kind {
            ExprKind::Band(part) | ExprKind::Part(part) => Some((Decided::Band(part), Way::Down)),
            ExprKind::Level(risk) => Some((Decided::Level(risk), Way::Up)),
            ExprKind::Let(id) if lets.insert(id) => {
                left.extend(playbook.lets.rows().get(id.0 as usize).map(|let_| &let_.value));
                None
            }
            _ => None,
        };
        if let Some((decided, worse)) = decided
            && let Some(of) = places.decided.get(&decided)
        {
            push(&mut found, Wake { of: *of, worse });
        }
        left.extend(expression.operands());
    }
    found
}

fn push<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// What an earlier day cannot be asked again: what was decided, and what has a memory of its own.
pub(crate) fn is_anchored(op: &Op) -> bool {
    matches!(op, Op::Decided(_) | Op::For | Op::Past { .. } | Op::Becomes { .. } | Op::Moves { .. } | Op::LastFor)
}

/// What nodes rest on when they are computed for an earlier day, in order: nothing beneath what is anchored, and
/// scores without what a person made of them.
fn past_under(graph: &Graph, roots: &[NodeId]) -> Vec<NodeId> {
    let mut wanted = vec![false; graph.nodes.len()];
    let mut left = roots.to_vec();
    while let Some(id) = left.pop() {
        if let Some(seen @ false) = wanted.get_mut(id.0 as usize) {
            *seen = true;
            left.extend(
                graph.get(id).filter(|node| !is_anchored(&node.op)).into_iter().flat_map(|node| &node.inputs).copied(),
            );
        }
    }
    graph.nodes.ids().filter(|id| wanted.get(id.0 as usize) == Some(&true)).collect()
}

/// The distances that a node may come to, in whole days: those written in it. A choice has several; what is
/// computed has none, and nothing is remembered for it.
fn distances(graph: &Graph, node: NodeId) -> Vec<f64> {
    let mut found = Vec::new();
    let mut left = vec![node];
    while let Some(Node { op, inputs, .. }) = left.pop().and_then(|id| graph.get(id)) {
        match op {
            Op::Constant(Value::Number(days)) if *days >= 0.0 => push(&mut found, days.floor()),
            Op::By { .. } | Op::If => left.extend(inputs.iter().skip(1)),
            Op::IfMissing => left.extend(inputs),
            _ => {}
        }
    }
    found
}
