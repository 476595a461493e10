//! Why a value is unknown: from the value down to where that begins.

use super::Frame;
use crate::column::{Batch, Cause, Slot};
use crate::graph::{Decided, Node, NodeId, Op, Program};
use crate::kernel::list::Lists;
use stageplay_dsl::typed::{Aggregate, Arithmetic, Expr};
use stageplay_dsl::types::{FieldId, Id, ListId};

/// Why a value is unknown, and where that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why.
    pub cause: Cause,
    /// The node where it begins.
    pub node: NodeId,
    /// The field, where it begins with one.
    pub field: Option<FieldId>,
    /// The list, and of its elements the field, where it begins with one.
    pub list: Option<(ListId, Option<usize>)>,
}

/// Where to look next.
enum Next {
    Go(NodeId),
    /// In another row: of the element of an account, or of the account of an element.
    GoTo(NodeId, usize),
    Here(Cause),
    Field(Cause, FieldId),
    List(Cause, ListId, Option<usize>),
    /// Nothing is wrong: it does not apply, or it is known.
    Known,
}

/// Why a node is unknown in a row of the frame: the first unknown operand is followed down to a field or to the
/// operation that failed. `None` where the value is known, or where a part of a scorecard does not apply.
#[must_use]
pub fn cause(program: &Program, frame: &Frame, batch: &Batch, node: NodeId, row: usize) -> Option<Unknown> {
    let mut look = Look { program, frame, batch, row };
    let mut at = node;
    // Operands stand before their users, and so every turn goes down; decided values may go up, but not for ever.
    for _ in 0..program.graph.nodes.len().saturating_mul(2) {
        if look.is_known(at) {
            return None;
        }
        match look.next(program.graph.get(at)?) {
            Next::Go(next) => at = next,
            Next::GoTo(next, row) => {
                look.row = row;
                at = next;
            }
            Next::Here(cause) => return Some(Unknown { cause, node: at, field: None, list: None }),
            Next::Field(cause, field) => return Some(Unknown { cause, node: at, field: Some(field), list: None }),
            Next::List(cause, list, field) => {
                return Some(Unknown { cause, node: at, field: None, list: Some((list, field)) });
            }
            Next::Known => return None,
        }
    }
    Some(Unknown { cause: Cause::NoHistory, node: at, field: None, list: None })
}

struct Look<'a> {
    program: &'a Program,
    frame: &'a Frame,
    batch: &'a Batch,
    row: usize,
}

impl Look<'_> {
    fn is_known(&self, node: NodeId) -> bool {
        self.is_known_at(node, self.row)
    }

    fn is_known_at(&self, node: NodeId, row: usize) -> bool {
        match self.frame.slot(node) {
            Some(Slot::Number(numbers)) => numbers.known.get(row),
            Some(Slot::Code(codes)) => codes.known.get(row),
            Some(Slot::Truth(truths)) => truths.known.get(row),
            Some(Slot::Text(_)) => self.frame.text(self.program, self.batch, node, row).is_some(),
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
            Op::List(list) => self.list(*list),
            Op::ElementField { list, field } => self.element(*list, *field),
            Op::ElementFresh { list, field, .. } => match input(0) {
                Some(raw) if !self.is_known(*raw) => Next::Go(*raw),
                _ => Next::List(Cause::Expired, *list, Some(*field)),
            },
            Op::Spread => match (input(0), node.list) {
                (Some(value), Some(list)) => Next::GoTo(*value, self.lists(list).row_of(self.row)),
                _ => Next::Here(Cause::Absent),
            },
            Op::Aggregate { aggregate, list } => {
                let values = usize::from(*aggregate != Aggregate::Count);
                self.of_elements(*list, input(values), input(0).filter(|_| values > 0))
            }
            Op::Quantified { list, has_keep, has_test, .. } => {
                let test = input(usize::from(*has_keep)).filter(|_| *has_test);
                self.of_elements(*list, input(0).filter(|_| *has_keep), test)
            }
            Op::Decided(decided) => self.decided(*decided),
            Op::Past { .. } | Op::Nothing => Next::Here(Cause::NoHistory),
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
            // What its nodes come to is no reason: where that is unknown, the script has been asked.
            Op::Script { is_lowered, .. } => {
                let variables = node.inputs.len() - usize::from(*is_lowered && !node.inputs.is_empty());
                match node.inputs.iter().take(variables).find(|input| !self.is_known(**input)) {
                    Some(unknown) => Next::Go(*unknown),
                    None => Next::Here(Cause::Script),
                }
            }
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

    fn lists(&self, list: ListId) -> Lists<'_> {
        Lists::of(self.batch.lists.rows().get(list.index()), &self.frame.rows)
    }

    fn list(&self, list: ListId) -> Next {
        let row = self.frame.rows.start + self.row;
        let cause = self.batch.lists.rows().get(list.index()).and_then(|list| list.flaw(row));
        Next::List(cause.unwrap_or(Cause::Absent), list, None)
    }

    fn element(&self, list: ListId, field: usize) -> Next {
        let column = self.batch.lists.rows().get(list.index());
        let element = column.map_or(0, |column| column.elements(self.frame.rows.clone()).start) + self.row;
        let cause = column.and_then(|column| column.element_flaw(element, field));
        Next::List(cause.unwrap_or(Cause::Absent), list, Some(field))
    }

    /// The first element that is kept and has no value gives the reason; where none is kept, that is the reason.
    fn of_elements(&self, list: ListId, keep: Option<&NodeId>, value: Option<&NodeId>) -> Next {
        let lists = self.lists(list);
        if !lists.is_known(self.row) {
            return self.list(list);
        }
        let kept = |element: &usize| keep.is_none_or(|keep| self.frame.truths(*keep).get(*element) == Some(true));
        let mut kept = lists.elements(self.row).filter(kept).peekable();
        if kept.peek().is_none() {
            return Next::Here(Cause::Absent);
        }
        let unknown = value.and_then(|value| Some((*value, kept.find(|at| !self.is_known_at(*value, *at))?)));
        unknown.map_or(Next::Here(Cause::NotANumber), |(value, element)| Next::GoTo(value, element))
    }

    /// All operands are known: the operation itself has no result for them.
    fn own_cause(&self, op: &Op, node: &Node) -> Cause {
        let number = |at: usize| self.number(node.inputs.get(at));
        match op {
            Op::Arithmetic(Arithmetic::Divide) if number(1) == Some(0.0) => Cause::DivisionByZero,
            Op::Linear if number(1) == number(2) => Cause::DivisionByZero,
            Op::Range { .. } => Cause::OutOfRange,
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
