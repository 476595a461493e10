//! Nodes between accounts and the elements of their lists.

use super::run::Turn;
use crate::column::{Slot, Truths};
use crate::graph::Op;
use crate::kernel::list;
use stageplay_dsl::typed::{Aggregate, ListQuantifier};

/// A value of each account for its elements.
pub(super) fn spread(turn: &Turn<'_, '_, '_>, slot: &mut Slot) {
    let Some(of) = turn.node.list else { return slot.forget(turn.rows) };
    let lists = turn.from.lists(of);
    match (slot, turn.from.input(turn.node, 0)) {
        (Slot::Number(out), Some(Slot::Number(from))) => list::spread_numbers(out, turn.rows, lists, from),
        (Slot::Code(out), Some(Slot::Code(from))) => list::spread_codes(out, turn.rows, lists, from),
        (Slot::Truth(out), Some(Slot::Truth(from))) => list::spread_truths(out, turn.rows, lists, from),
        (slot, _) => slot.forget(turn.rows),
    }
}

/// A list, or what is made of its elements.
pub(super) fn evaluate(turn: &Turn<'_, '_, '_>, slot: &mut Slot) {
    let rows = turn.rows;
    let blank = Truths::default();
    // A condition that is none keeps nothing.
    let condition = |at: usize| turn.from.truths(turn.node, at).unwrap_or(&blank);
    match (&turn.node.op, slot) {
        (Op::List(of), Slot::Truth(out)) => list::list(out, rows, turn.from.lists(*of)),
        (Op::Aggregate { aggregate: Aggregate::Count, list: of }, Slot::Number(out)) => {
            let keep = (!turn.node.inputs.is_empty()).then(|| condition(0));
            list::count(out, rows, turn.from.lists(*of), keep);
        }
        (Op::Aggregate { aggregate, list: of }, Slot::Number(out)) => {
            let keep = (turn.node.inputs.len() > 1).then(|| condition(1));
            match turn.from.input(turn.node, 0) {
                Some(Slot::Number(values)) => {
                    list::aggregate(*aggregate, out, rows, turn.from.lists(*of), values, keep);
                }
                _ => out.forget(rows),
            }
        }
        (Op::Quantified { quantifier, list: of, has_keep, has_test }, slot) => {
            let keep = has_keep.then(|| condition(0));
            let test = has_test.then(|| condition(usize::from(*has_keep)));
            let lists = turn.from.lists(*of);
            match (quantifier, slot) {
                (ListQuantifier::Share, Slot::Number(out)) => list::share(out, rows, lists, keep, test),
                (quantifier, Slot::Truth(out)) => list::quantified(*quantifier, out, rows, lists, keep, test),
                (_, slot) => slot.forget(rows),
            }
        }
        (_, slot) => slot.forget(rows),
    }
}
