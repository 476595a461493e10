//! What lies beneath a node and above it, decisions seen through.

use super::lower::expressions::of_declaration;
use super::{Decided, NodeId, Op, Program};
use stageplay_dsl::typed::{Declaration, Expr};
use stageplay_dsl::types::Id;

/// Which node rests on which, where what a decision reads counts as what its node rests on.
#[derive(Clone, Debug)]
pub struct Reach {
    inputs: Vec<Vec<NodeId>>,
    users: Vec<Vec<NodeId>>,
}

impl Reach {
    /// Of a program.
    #[must_use]
    pub fn of(program: &Program) -> Self {
        let inputs: Vec<Vec<NodeId>> = program
            .graph
            .nodes
            .rows()
            .iter()
            .map(|node| match &node.op {
                Op::Decided(decided) => program.read_by(*decided),
                _ => node.inputs.clone(),
            })
            .collect();
        let mut users = vec![Vec::new(); inputs.len()];
        for (at, read) in inputs.iter().enumerate() {
            for input in read {
                if let Some(users) = users.get_mut(input.index()) {
                    users.push(NodeId::from_index(at));
                }
            }
        }
        Self { inputs, users }
    }

    /// What nodes rest on, they themselves included, ascending.
    #[must_use]
    pub fn beneath(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        walk(&self.inputs, nodes)
    }

    /// What rests on nodes, they themselves included, ascending.
    #[must_use]
    pub fn above(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        walk(&self.users, nodes)
    }
}

fn walk(next: &[Vec<NodeId>], from: &[NodeId]) -> Vec<NodeId> {
    let mut seen = vec![false; next.len()];
    let mut left = from.to_vec();
    while let Some(node) = left.pop() {
        if let (Some(seen @ false), Some(next)) = (seen.get_mut(node.index()), next.get(node.index())) {
            *seen = true;
            left.extend(next);
        }
    }
    seen.iter().enumerate().filter(|(_, seen)| **seen).map(|(at, _)| NodeId::from_index(at)).collect()
}

impl Program {
    /// The expressions that something is decided by, those they are made of included: not those of texts and metrics.
    #[must_use]
    pub fn deciding(&self) -> Vec<&Expr> {
        let playbook = &self.playbook;
        let mut left: Vec<&Expr> = playbook.ends_when.iter().collect();
        left.extend(playbook.order.iter().flat_map(|declaration| of_declaration(playbook, *declaration)));
        let escalations = playbook.plays.rows().iter().flat_map(|play| &play.escalations);
        left.extend(escalations.filter_map(|escalation| escalation.unless.as_ref()));
        let stages = playbook.journeys.rows().iter().flat_map(|journey| &journey.stages);
        left.extend(stages.flat_map(|stage| &stage.friction).map(|friction| &friction.condition));
        let mut all = Vec::new();
        while let Some(expression) = left.pop() {
            all.push(expression);
            left.extend(expression.operands());
        }
        all
    }

    /// The nodes that a decision reads.
    #[must_use]
    pub fn read_by(&self, decided: Decided) -> Vec<NodeId> {
        let (declaration, points) = match decided {
            Decided::Band(part) => (Declaration::Part(part), Some(self.part(part).score)),
            Decided::Stage(id) | Decided::Pace(id) | Decided::StageDate { journey: id, .. } => {
                (Declaration::Journey(id), None)
            }
            Decided::Level(id) => (Declaration::Risk(id), None),
            Decided::PlayState(id) | Decided::TaskState { play: id, .. } => (Declaration::Play(id), None),
        };
        let expressions = of_declaration(&self.playbook, declaration);
        points.into_iter().chain(expressions.into_iter().map(|expression| self.node(expression))).collect()
    }
}
