//! Why a value is unknown: from the value down to where that begins.

use super::Frame;
use crate::column::{Batch, Cause, Slot};
use crate::graph::{Decided, Node, NodeId, Op, Program};
use stageplay_dsl::typed::{Arithmetic, Expr};
use stageplay_dsl::types::{FieldId, Id};

/// Why a value is unknown, and where that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why.
    pub cause: Cause,
    /// The node where it begins.
    pub node: NodeId,
    /// The field, where it begins with one.
    pub field: Option<FieldId>,
}

/// Where to look next.
enum Next {
    Go(NodeId),
    Here(Cause),
    Field(Cause, FieldId),
    /// Nothing is wrong: it does not apply, or it is known.
    Known,
}

/// Why a node is unknown in a row of the frame: the first unknown operand is followed down to a field or to the
/// operation that failed. `None` where the value is known, or where a part of a scorecard does not apply.
#[must_use]
pub fn cause(program: &Program, frame: &Frame, batch: &Batch, node: NodeId, row: usize) -> Option<Unknown> {
    let look = Look { program, frame, batch, row };
    let mut at = node;
    // Operands stand before their users, and so every turn goes down; decided values may go up, but not for ever.
    for _ in 0..program.graph.nodes.len().saturating_mul(2) {
        if look.is_known(at) {
            return None;
        }
        match look.next(program.graph.get(at)?) {
            Next::Go(next) => at = next,
            Next::Here(cause) => return Some(Unknown { cause, node: at, field: None }),
            Next::Field(cause, field) => return Some(Unknown { cause, node: at, field: Some(field) }),
            Next::Known => return None,
        }
    }
    Some(Unknown { cause: Cause::NoHistory, node: at, field: None })
}

struct Look<'a> {
    program: &'a Program,
    frame: &'a Frame,
    batch: &'a Batch,
    row: usize,
}

impl Look<'_> {
    fn is_known(&self, node: NodeId) -> bool {
        match self.frame.slot(node) {
            Some(Slot::Number(numbers)) => numbers.known.get(self.row),
            Some(Slot::Code(codes)) => codes.known.get(self.row),
            Some(Slot::Truth(truths)) => truths.known.get(self.row),
            Some(Slot::Text(_)) => self.frame.text(self.program, self.batch, node, self.row).is_some(),
            None => false,
        }
    }

    fn number(&self, node: Option<&NodeId>) -> Option<f64> {
        self.frame.numbers(*node?).get(self.row)
    }

    fn next(&self, node: &Node) -> Next {
        let input = |at: usize| node.inputs.get(at);
        match &node.op {
            Op::Field(field) => self.field(*field),
            Op::Fresh { field, .. } => match input(0) {
                // Not there at all weighs more than old.
                Some(raw) if !self.is_known(*raw) => Next::Go(*raw),
                _ => Next::Field(Cause::Expired, *field),
            },
            Op::Decided(decided) => self.decided(*decided),
            Op::Past(_) | Op::Nothing => Next::Here(Cause::NoHistory),
            Op::If => match input(0).and_then(|condition| self.frame.truths(*condition).get(self.row)) {
                Some(true) => self.go(input(1)),
                Some(false) => self.go(input(2)),
                None => self.go(input(0)),
            },
            Op::By { arms } => match input(0).and_then(|subject| self.frame.codes(*subject).get(self.row)) {
                Some(code) => self.go(arms.get(usize::from(code)).and_then(|arm| input(arm + 1))),
                None => self.go(input(0)),
            },
            // A bound matters only where the steps before it are passed.
            Op::Steps { inclusive } => self.step(node, inclusive),
            Op::WhereTrue => match input(1).and_then(|condition| self.frame.truths(*condition).get(self.row)) {
                Some(true) => self.go(input(0)),
                Some(false) => Next::Known,
                None => self.go(input(1)),
            },
            Op::KnownEnough { .. } => match input(0) {
                Some(mean) if self.is_known(*mean) => Next::Here(Cause::TooLittleKnown),
                other => self.go(other),
            },
            Op::Limit(_) => self.go(input(0)),
            Op::Mean => self.mean(node),
            op => match node.inputs.iter().find(|input| !self.is_known(**input)) {
                Some(unknown) => Next::Go(*unknown),
                None => Next::Here(self.own_cause(op, node)),
            },
        }
    }

    fn go(&self, node: Option<&NodeId>) -> Next {
        node.map_or(Next::Here(Cause::Absent), |node| Next::Go(*node))
    }

    fn field(&self, field: FieldId) -> Next {
        let row = self.frame.rows.start + self.row;
        Next::Field(self.batch.flaw(row, field).unwrap_or(Cause::Absent), field)
    }

    /// All operands are known: the operation itself has no result for them.
    fn own_cause(&self, op: &Op, node: &Node) -> Cause {
        let number = |at: usize| self.number(node.inputs.get(at));
        match op {
            Op::Arithmetic(Arithmetic::Divide) if number(1) == Some(0.0) => Cause::DivisionByZero,
            Op::Linear if number(1) == number(2) => Cause::DivisionByZero,
            Op::Range { .. } => Cause::OutOfRange,
            Op::Script(_) => Cause::Script,
            // No row of a tier is true.
            Op::FirstTrue { .. } => Cause::Absent,
            _ => Cause::NotANumber,
        }
    }

    fn step(&self, node: &Node, inclusive: &[bool]) -> Next {
        let Some(x) = self.number(node.inputs.first()) else { return self.go(node.inputs.first()) };
        for (at, inclusive) in inclusive.iter().enumerate() {
            let Some(bound) = self.number(node.inputs.get(1 + 2 * at)) else {
                return self.go(node.inputs.get(1 + 2 * at));
            };
            if x < bound || (*inclusive && x <= bound) {
                return self.go(node.inputs.get(2 + 2 * at));
            }
        }
        self.go(node.inputs.last())
    }

    /// Nothing is known of a group: the first part that has a reason gives it.
    fn mean(&self, node: &Node) -> Next {
        let mut inputs = node.inputs.iter();
        while let (Some(weight), Some(value)) = (inputs.next(), inputs.next()) {
            if !self.is_known(*weight) {
                return Next::Go(*weight);
            }
            if self.number(Some(weight)).is_some_and(|weight| weight > 0.0)
                && !self.is_known(*value)
                && !self.gone(*value)
            {
                return Next::Go(*value);
            }
        }
        Next::Known
    }

    /// A part that does not apply is no reason.
    fn gone(&self, node: NodeId) -> bool {
        let node = self.program.graph.get(node);
        node.filter(|node| node.op == Op::WhereTrue)
            .and_then(|node| node.inputs.get(1))
            .is_some_and(|condition| self.frame.truths(*condition).get(self.row) == Some(false))
    }

    /// What a decision could not do without.
    fn decided(&self, decided: Decided) -> Next {
        let playbook = &self.program.playbook;
        let first = |expressions: Vec<&Expr>| {
            let nodes = expressions.into_iter().map(|expression| self.program.node(expression));
            nodes.into_iter().find(|node| !self.is_known(*node)).map_or(Next::Here(Cause::NoHistory), Next::Go)
        };
        match decided {
            Decided::Band(part) => Next::Go(self.program.part(part).score),
            Decided::Stage(id) => {
                let journey = playbook.journeys.rows().get(id.index());
                first(journey.into_iter().flat_map(|journey| &journey.applies_when).collect())
            }
            Decided::Level(id) => {
                let risk = playbook.risks.rows().get(id.index());
                first(risk.into_iter().flat_map(|risk| &risk.levels).map(|level| &level.condition).collect())
            }
            Decided::Pace(id) => {
                let journey = playbook.journeys.rows().get(id.index());
                let stages = journey.into_iter().flat_map(|journey| &journey.stages);
                first(stages.filter_map(|stage| stage.clock_from.as_ref()).collect())
            }
            Decided::StageDate { .. } | Decided::PlayState(_) | Decided::TaskState { .. } => {
                Next::Here(Cause::NoHistory)
            }
        }
    }
}
