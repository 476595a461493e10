//! Which values can be unknown at all. Where nobody can tell, they can: a test that shows it is asked for then.

use crate::graph::{Decided, NodeId, Op, Program};
use stageplay_dsl::typed::{Aggregate, Arithmetic, Field};
use stageplay_dsl::types::{Id, ListId, Value};

/// Per node, whether it can be unknown.
pub(super) fn unknown(program: &Program) -> Vec<bool> {
    let mut can = Vec::with_capacity(program.graph.nodes.len());
    for node in program.graph.nodes.rows() {
        let unknown = of(program, &node.op, &node.inputs, &can);
        can.push(unknown);
    }
    can
}

fn of(program: &Program, op: &Op, inputs: &[NodeId], can: &[bool]) -> bool {
    let playbook = &program.playbook;
    let may = |node: NodeId| can.get(node.index()).copied().unwrap_or(true);
    let any = || inputs.iter().any(|input| may(*input));
    let all = || inputs.iter().all(|input| may(*input));
    let is_optional = |list: ListId| playbook.lists.rows().get(list.index()).is_none_or(|list| !list.required);
    match op {
        Op::Constant(_) | Op::AsOf | Op::IsKnown | Op::IsMissing | Op::List(_) | Op::KnownShare(_) => false,
        Op::Field(id) => playbook.fields.rows().get(id.index()).is_none_or(is_open),
        Op::ElementField { list, field } => {
            let list = playbook.lists.rows().get(list.index());
            list.and_then(|list| list.fields.get(*field)).is_none_or(is_open)
        }
        Op::Decided(Decided::Band(part)) => may(program.part(*part).score),
        Op::Decided(Decided::Stage(journey)) => {
            playbook.journeys[*journey].applies_when.as_ref().is_some_and(|applies| may(program.node(applies)))
        }
        Op::Decided(Decided::Level(risk)) => {
            playbook.risks[*risk].levels.iter().any(|level| may(program.node(&level.condition)))
        }
        Op::Decided(Decided::PlayState(_)) => false,
        // Either is known: it is enough.
        Op::IfMissing => all(),
        // One known value makes a mean; they stand behind their weights.
        Op::Mean => inputs.iter().skip(1).step_by(2).all(|value| may(*value)),
        // Dividing by what may be 0.
        Op::Arithmetic(Arithmetic::Divide) => {
            let divisor = inputs.get(1).and_then(|node| program.graph.get(*node)).map(|node| &node.op);
            any() || !matches!(divisor, Some(Op::Constant(Value::Number(number))) if *number != 0.0)
        }
        Op::FirstTrue { has_otherwise } => any() || !has_otherwise,
        Op::Aggregate { aggregate: Aggregate::Count | Aggregate::Sum, list } | Op::Quantified { list, .. } => {
            is_optional(*list) || any()
        }
        Op::Nothing
        | Op::Fresh { .. }
        | Op::ElementFresh { .. }
        | Op::Decided(_)
        | Op::Past { .. }
        | Op::Range { .. }
        | Op::KnownEnough { .. }
        | Op::WhereTrue
        | Op::Script { .. }
        | Op::Aggregate { .. } => true,
        _ => any(),
    }
}

/// Whether data may leave a field out.
fn is_open(field: &Field) -> bool {
    !field.required && field.default.is_none()
}
