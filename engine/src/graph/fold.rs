//! Folds operations on constants, and choices that are already made.

use super::build::Builder;
use super::{NodeId, Op, Scripted};
use crate::kernel::{compare, date, number, scripted};
use stageplay_dsl::types::{Function, Value};

/// What an operation comes to.
pub(super) enum Folded {
    /// Another node.
    Node(NodeId),
    /// A constant that is no word.
    Value(Value),
}

/// What an operation comes to without any account, if that can be said. A result that would be unknown is not
/// folded, so that its cause can be told.
pub(super) fn fold(builder: &Builder, op: &Op, inputs: &[NodeId]) -> Option<Folded> {
    let constant = |at: usize| inputs.get(at).and_then(|id| builder.constant(*id));
    let number = |at: usize| match constant(at) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    let truth = |at: usize| match constant(at) {
        Some(Value::Truth(truth)) => Some(*truth),
        _ => None,
    };
    let code = |at: usize| match constant(at) {
        Some(Value::Choice(code)) => Some(*code),
        _ => None,
    };
    let input = |at: usize| inputs.get(at).copied().map(Folded::Node);
    match op {
        Op::Arithmetic(op) => finite(number::arithmetic_of(*op, number(0)?, number(1)?)),
        Op::Negate => finite(-number(0)?),
        // Money without its unit is the same number.
        Op::Function(Function::Amount) => input(0),
        Op::Function(function) => {
            let args: Option<Vec<f64>> = (0..inputs.len()).map(number).collect();
            finite(number::function_of(*function, &args?)?)
        }
        Op::AddMonths { back } => {
            finite(date::add_months_to(number(0)?, if *back { -number(1)? } else { number(1)? })?)
        }
        Op::Compare(op) => Some(Folded::Value(Value::Truth(compare::compare_of(*op, number(0)?, number(1)?)))),
        Op::Scripted(Scripted::Nearly(op)) => {
            Some(Folded::Value(Value::Truth(scripted::nearly_of(*op, number(0)?, number(1)?))))
        }
        Op::Not => Some(Folded::Value(Value::Truth(!truth(0)?))),
        Op::All if inputs.len() == 1 => input(0),
        Op::Any if inputs.len() == 1 => input(0),
        Op::All | Op::Any => {
            let truths: Option<Vec<bool>> = (0..inputs.len()).map(truth).collect();
            let truths = truths?;
            let result = if *op == Op::All { truths.iter().all(|truth| *truth) } else { truths.contains(&true) };
            Some(Folded::Value(Value::Truth(result)))
        }
        Op::IsKnown => constant(0).map(|_| Folded::Value(Value::Truth(true))),
        Op::IsMissing => constant(0).map(|_| Folded::Value(Value::Truth(false))),
        Op::IfMissing => constant(0).and_then(|_| input(0)),
        Op::If => input(if truth(0)? { 1 } else { 2 }),
        // The words of a constant word are not known here.
        Op::Spread => constant(0).filter(|value| !matches!(value, Value::Choice(_))).cloned().map(Folded::Value),
        Op::By { arms } => input(1 + arms.get(usize::from(code(0)?))?),
        _ => None,
    }
}

fn finite(number: f64) -> Option<Folded> {
    number.is_finite().then_some(Folded::Value(Value::Number(number)))
}
