//! The program: a playbook, its graph, the order in which nodes and decisions take turns, and where
//! everything the playbook names stands in the graph.

use super::{Decided, Graph, Memory, NodeId, Portfolio, lower, portfolio};
use crate::script::Script;
use rustc_hash::FxHashMap;
use stageplay_dsl::typed::{Declaration, Expr, Playbook};
use stageplay_dsl::types::{ExprId, FieldId, Id, JourneyId, LetId, PartId, ScoreId, Table, TierId};
use std::ops::Range;

/// One turn of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nodes to be evaluated, in order.
    Evaluate(Range<NodeId>),
    /// A part's band, a journey, a risk or a play to be decided: all nodes it reads have been evaluated.
    /// Parts other than a scorecard's root are decided only where something reads their band.
    Decide(Declaration),
}

/// Where a part stands in the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartNodes {
    /// Its weight.
    pub weight: NodeId,
    /// Whether it applies (a truth); `None`: always.
    pub applies: Option<NodeId>,
    /// The points or the mean, before `applies`, `known at least`, floors and caps.
    pub raw: NodeId,
    /// The share of its weight that is known, 0 to 1; evaluated with the texts, unless its scorecard has a
    /// `known at least`.
    pub known_share: NodeId,
    /// Its points as computed: of a scorecard, before a person overrides them.
    pub computed: NodeId,
    /// Its points.
    pub score: NodeId,
}

/// Nodes of what the playbook names. A missing entry stands for [`Op::Nothing`](super::Op::Nothing).
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) expressions: Vec<NodeId>,
    pub(super) fields: Vec<NodeId>,
    pub(super) lets: Vec<NodeId>,
    pub(super) tiers: Vec<NodeId>,
    pub(super) scores: Vec<NodeId>,
    pub(super) parts: Vec<Option<PartNodes>>,
    pub(super) indicators: FxHashMap<PartId, NodeId>,
    pub(super) decided: FxHashMap<Decided, NodeId>,
}

impl Places {
    /// The node of an expression, by its number.
    pub(super) fn expression(&self, id: ExprId) -> NodeId {
        at(&self.expressions, id.0)
    }
}

/// A playbook made ready to run.
#[derive(Debug)]
pub struct Program {
    /// What it was made from.
    pub playbook: Playbook,
    /// Every node, operands before users.
    pub graph: Graph,
    /// What is done in which order for a chunk of accounts.
    pub plan: Vec<Step>,
    /// Nodes that only texts, explanations and metrics read: templates, roles, due dates, updates, measures,
    /// friction, escalations, `let`s nobody reads. Evaluated on request, after the plan.
    pub texts: Range<NodeId>,
    /// What metrics and signals read; evaluated after the plan.
    pub portfolio: Portfolio,
    /// What is remembered from one evaluation to the next.
    pub memory: Memory,
    /// Per play, the nodes of its clauses that rest on its own tasks: evaluated before it is decided, with the tasks as
    /// they were, and again after it.
    pub own_tasks: Vec<Vec<Range<NodeId>>>,
    pub(super) scripts: Table<ScoreId, Option<Script>>,
    /// Nodes that scripts have brought along; others may share them.
    pub(super) scripted: Vec<Range<NodeId>>,
    pub(super) places: Places,
    /// The journeys on which it rests whether a customer has left.
    pub(super) before_end: Vec<JourneyId>,
}

impl Program {
    /// Lowers a playbook. A script that does not compile gives an unknown score; see
    /// [`crate::script::check`].
    #[must_use]
    pub fn compile(playbook: Playbook) -> Self {
        lower::compile(playbook)
    }

    /// Whether a customer that has left stays where it stands on a journey: not on one that has to be decided before
    /// anybody can say that it has left.
    #[must_use]
    pub fn freezes(&self, journey: JourneyId) -> bool {
        !self.before_end.contains(&journey)
    }

    /// The node of an expression of this playbook.
    #[must_use]
    pub fn node(&self, expression: &Expr) -> NodeId {
        self.places.expression(expression.id)
    }

    /// An expression that a node was made from; the first one written, where there are several.
    #[must_use]
    pub fn expression(&self, node: NodeId) -> Option<&Expr> {
        let id = self.places.expressions.iter().position(|other| *other == node)?;
        let mut found = None;
        super::order::for_every(&self.playbook, &mut |expression| {
            if expression.id.index() == id {
                found = Some(expression);
            }
        });
        found
    }

    /// The node a decision supplies, where something reads it.
    #[must_use]
    pub fn decided(&self, decided: Decided) -> Option<NodeId> {
        self.places.decided.get(&decided).copied()
    }

    /// What expressions rest on, they themselves included, in order of evaluation. What decisions supply is
    /// among it, and unknown unless it is set.
    #[must_use]
    pub fn under(&self, expressions: &[&Expr]) -> Vec<Range<NodeId>> {
        let roots: Vec<NodeId> = expressions.iter().map(|expression| self.node(expression)).collect();
        portfolio::under(&self.graph, &roots, NodeId(0))
    }

    /// What a node rests on, itself included, in order of evaluation.
    #[must_use]
    pub fn beneath(&self, node: NodeId) -> Vec<Range<NodeId>> {
        portfolio::under(&self.graph, &[node], NodeId(0))
    }

    /// The nodes of a part.
    #[must_use]
    pub fn part(&self, part: PartId) -> PartNodes {
        self.places.parts.get(part.0 as usize).copied().flatten().unwrap_or(PartNodes {
            weight: NodeId(0),
            applies: None,
            raw: NodeId(0),
            known_share: NodeId(0),
            computed: NodeId(0),
            score: NodeId(0),
        })
    }

    /// The value of an indicator, before its scale.
    #[must_use]
    pub fn indicator(&self, part: PartId) -> Option<NodeId> {
        self.places.indicators.get(&part).copied()
    }

    /// A custom score, unknown outside its range.
    #[must_use]
    pub fn score(&self, score: ScoreId) -> NodeId {
        at(&self.places.scores, score.0)
    }

    /// A custom score as computed, before a person overrides it.
    #[must_use]
    pub fn computed(&self, score: ScoreId) -> NodeId {
        let node = self.graph.get(self.score(score));
        node.and_then(|node| node.inputs.first().copied()).unwrap_or(NodeId(0))
    }

    /// A tier's word.
    #[must_use]
    pub fn tier(&self, tier: TierId) -> NodeId {
        at(&self.places.tiers, tier.0)
    }

    /// The value of a `let`.
    #[must_use]
    pub fn let_(&self, let_: LetId) -> NodeId {
        at(&self.places.lets, let_.0)
    }

    /// A field's value, unknown where stale.
    #[must_use]
    pub fn field(&self, field: FieldId) -> NodeId {
        at(&self.places.fields, field.0)
    }

    /// Whether a node is there for what a script computes within. It has no text in the playbook.
    #[must_use]
    pub fn is_within_script(&self, node: NodeId) -> bool {
        self.scripted.iter().any(|range| range.contains(&node)) && !self.places.expressions.contains(&node)
    }

    /// The compiled script of a score, where it has one that compiles.
    #[must_use]
    pub fn script(&self, score: ScoreId) -> Option<&Script> {
        self.scripts.rows().get(score.0 as usize).and_then(Option::as_ref)
    }
}

fn at(nodes: &[NodeId], row: u32) -> NodeId {
    nodes.get(row as usize).copied().unwrap_or(NodeId(0))
}
