//! One node after another: which kernel computes it.

use super::frame::fill;
use super::operands::Operands;
use super::{Frame, input, list, recall, row_scripts, text};
use crate::column::{Batch, Bits, Numbers, Slot, Truths};
use crate::graph::{Node, NodeId, Op, Program, Scripted};
use crate::kernel::compare::Flip;
use crate::kernel::{Lanes, choose, compare, date, logic, mean, number, scale, scripted};
use stageplay_dsl::types::Value;
use std::ops::Range;

impl Frame {
    /// Evaluates nodes in order. Nodes that decisions supply keep what was set.
    pub fn run(&mut self, program: &Program, batch: &Batch, nodes: Range<NodeId>) {
        for at in nodes.start.0 as usize..nodes.end.0 as usize {
            let Some(node) = program.graph.nodes.rows().get(at) else { return };
            let Some((before, [slot, ..])) = self.slots.split_at_mut_checked(at) else { return };
            let id = NodeId(u32::try_from(at).unwrap_or(u32::MAX));
            if self.recall.keeps(&node.op) {
                continue;
            }
            let from = Operands {
                program,
                batch,
                as_of: f64::from(self.as_of),
                rows: &self.rows,
                slots: before,
                recall: &self.recall,
            };
            if node.list.is_some() {
                evaluate(node, id, from, &from.extent(node.list), slot);
            } else {
                evaluate(node, id, from, &self.rows, slot);
            }
        }
    }

    pub(super) fn operands<'a, 'b>(&'b self, program: &'a Program, batch: &'a Batch) -> Operands<'a, 'b> {
        Operands {
            program,
            batch,
            as_of: f64::from(self.as_of),
            rows: &self.rows,
            slots: &self.slots,
            recall: &self.recall,
        }
    }
}

/// A node with the operands it reads.
pub(super) struct Turn<'n, 'a, 'b> {
    pub(super) node: &'n Node,
    /// Its own number.
    at: NodeId,
    pub(super) from: Operands<'a, 'b>,
    pub(super) rows: usize,
    /// Stands for a condition that is not there.
    blank: &'b Truths,
    /// Stands for a number that is not there.
    no_numbers: &'b Numbers,
}

impl<'b> Turn<'_, '_, 'b> {
    fn numbers(&self, at: usize) -> Lanes<'b, f64> {
        self.from.numbers(self.node, at)
    }

    /// An input that is a number, row by row.
    fn whole(&self, at: usize) -> &'b Numbers {
        match self.from.input(self.node, at) {
            Some(Slot::Number(numbers)) => numbers,
            _ => self.no_numbers,
        }
    }

    fn codes(&self, at: usize) -> Lanes<'b, u16> {
        self.from.codes(self.node, at)
    }

    fn truths(&self, at: usize) -> &'b Truths {
        self.from.truths(self.node, at).unwrap_or(self.blank)
    }

    fn all_truths(&self, first: usize) -> Vec<&'b Truths> {
        (first..self.node.inputs.len()).map(|at| self.truths(at)).collect()
    }
}

fn evaluate(node: &Node, at: NodeId, from: Operands<'_, '_>, rows: &Range<usize>, slot: &mut Slot) {
    let (blank, no_numbers) = (Truths::default(), Numbers::default());
    let turn = Turn { node, at, from, rows: rows.len(), blank: &blank, no_numbers: &no_numbers };
    match (&node.op, &mut *slot) {
        (Op::Constant(value), slot) if node.list.is_some() => fill_elements(slot, value, rows.len()),
        (Op::AsOf, slot) if node.list.is_some() => fill_elements(slot, &Value::Number(from.as_of), rows.len()),
        // Filled when the frame starts, or set from outside.
        (Op::Nothing | Op::Constant(_) | Op::AsOf | Op::Decided(_) | Op::Past { .. }, _) => {}
        // Read where they lie.
        (_, Slot::Text(_)) => {}
        (op @ (Op::Field(_) | Op::ElementField { .. }), slot) => input::field(from.column(op), rows, slot),
        (Op::Spread, slot) => list::spread(&turn, slot),
        (Op::List(_) | Op::Aggregate { .. } | Op::Quantified { .. }, slot) => list::evaluate(&turn, slot),
        (Op::Fresh { after, .. } | Op::ElementFresh { after, .. }, slot) => fresh(&turn, *after, slot),
        (Op::Script { score, .. }, Slot::Number(out)) => row_scripts::run(*score, node, from, rows.len(), out),
        (_, Slot::Number(_)) => numbers(&turn, slot),
        (_, Slot::Truth(out)) => truths(&turn, rows, out),
        (_, Slot::Code(_)) => codes(&turn, slot),
    }
}

/// The same value for every element: only ever longer, as what lies behind the last element is not read.
fn fill_elements(slot: &mut Slot, value: &Value, elements: usize) {
    if slot.rows() < elements {
        fill(slot, value, elements);
    }
}

fn numbers(turn: &Turn<'_, '_, '_>, slot: &mut Slot) {
    let Slot::Number(out) = slot else { return };
    let rows = turn.rows;
    match &turn.node.op {
        Op::Arithmetic(op) => number::arithmetic(*op, out, rows, turn.numbers(0), turn.numbers(1)),
        Op::Negate => number::negate(out, rows, turn.numbers(0)),
        Op::Function(function) => {
            let args: Vec<_> = (0..turn.node.inputs.len()).map(|at| turn.numbers(at)).collect();
            number::function(*function, out, rows, &args);
        }
        Op::Scripted(Scripted::Remainder) => scripted::remainder(out, rows, turn.numbers(0), turn.numbers(1)),
        Op::Scripted(Scripted::Quotient) => scripted::quotient(out, rows, turn.numbers(0), turn.numbers(1)),
        Op::Scripted(Scripted::Truncate) => scripted::truncate(out, rows, turn.numbers(0)),
        Op::NumberOf => number::number_of(out, rows, &turn.all_truths(0)),
        Op::AddMonths { back } => {
            let sign = if *back { -1.0 } else { 1.0 };
            date::add_months(out, rows, turn.numbers(0), turn.numbers(1), sign);
        }
        Op::MonthsSince => date::months_since(out, rows, turn.numbers(0), turn.numbers(1)),
        Op::IfMissing => choose::if_missing_numbers(out, rows, turn.numbers(0), turn.numbers(1)),
        Op::If => choose::if_numbers(out, rows, turn.truths(0), turn.numbers(1), turn.numbers(2)),
        Op::By { arms } => {
            let choices: Vec<_> = (1..turn.node.inputs.len()).map(|at| turn.numbers(at)).collect();
            choose::by_numbers(out, rows, turn.codes(0), arms, &choices);
        }
        Op::Linear => scale::linear(out, rows, turn.numbers(0), turn.numbers(1), turn.numbers(2)),
        Op::Steps { inclusive } => {
            let step = |(at, inclusive): (usize, &bool)| scale::StepLanes {
                bound: turn.numbers(1 + 2 * at),
                inclusive: *inclusive,
                points: turn.numbers(2 + 2 * at),
            };
            let steps: Vec<_> = inclusive.iter().enumerate().map(step).collect();
            scale::steps(out, rows, turn.numbers(0), &steps, turn.numbers(1 + 2 * inclusive.len()));
        }
        Op::Range { low, high } => scale::range(out, rows, turn.numbers(0), *low, *high),
        Op::Mean => {
            let children = (0..turn.node.inputs.len() / 2).map(|at| (turn.numbers(2 * at), turn.numbers(2 * at + 1)));
            mean::weighted_mean(out, rows, &children.collect::<Vec<_>>());
        }
        Op::KnownShare(shape) => {
            let mut at = 0;
            let children = shape.iter().map(|child| {
                let applies = child.has_condition.then(|| turn.truths(at + 2));
                let (weight, value) = (turn.numbers(at), turn.numbers(at + 1));
                at += if child.has_condition { 3 } else { 2 };
                mean::ShareLanes { weight, value, is_share: child.is_share, applies }
            });
            let children: Vec<_> = children.collect();
            mean::known_share(out, rows, &children);
        }
        Op::KnownEnough { at_least } => {
            scale::known_enough(out, rows, turn.numbers(0), turn.numbers(1), *at_least);
        }
        Op::LastFor => recall::last_for(out, turn.at, turn.from, (turn.whole(0), turn.whole(1))),
        Op::Overridden(score) => recall::overridden(out, *score, turn.from, turn.whole(0)),
        Op::WhereTrue => scale::where_true(out, rows, turn.numbers(0), turn.truths(1)),
        Op::Limit(kind) => scale::limit(*kind, out, rows, turn.numbers(0), turn.truths(1), turn.numbers(2)),
        _ => out.forget(rows),
    }
}

fn codes(turn: &Turn<'_, '_, '_>, slot: &mut Slot) {
    let Slot::Code(out) = slot else { return };
    let rows = turn.rows;
    match &turn.node.op {
        Op::IfMissing => choose::if_missing_codes(out, rows, turn.codes(0), turn.codes(1)),
        Op::If => choose::if_codes(out, rows, turn.truths(0), turn.codes(1), turn.codes(2)),
        Op::By { arms } => {
            let choices: Vec<_> = (1..turn.node.inputs.len()).map(|at| turn.codes(at)).collect();
            choose::by_codes(out, rows, turn.codes(0), arms, &choices);
        }
        Op::FirstTrue { has_otherwise } => {
            let conditions = turn.all_truths(0);
            let otherwise = has_otherwise.then(|| u16::try_from(conditions.len()).unwrap_or(u16::MAX));
            choose::first_true(out, rows, &conditions, otherwise);
        }
        _ => out.forget(rows),
    }
}

fn truths(turn: &Turn<'_, '_, '_>, range: &Range<usize>, out: &mut Truths) {
    let rows = turn.rows;
    match &turn.node.op {
        Op::Compare(op) => compare::compare(*op, out, rows, turn.numbers(0), turn.numbers(1)),
        Op::Scripted(Scripted::Nearly(op)) => scripted::nearly(*op, out, rows, turn.numbers(0), turn.numbers(1)),
        Op::Same { negated } => same(turn, Flip::when(*negated), out),
        Op::OneOf { words, negated } => compare::one_of(out, rows, turn.codes(0), words, Flip::when(*negated)),
        Op::AtLeast { word, ordered } => compare::at_least(out, rows, turn.codes(0), *word, *ordered),
        Op::All => logic::all(out, rows, &turn.all_truths(0)),
        Op::Any => logic::any(out, rows, &turn.all_truths(0)),
        Op::Not => logic::not(out, rows, turn.truths(0)),
        Op::AtLeastOf => logic::at_least_of(out, rows, turn.numbers(0), &turn.all_truths(1)),
        Op::IsKnown => with_known(turn, range, |known| logic::is_known(out, rows, known)),
        Op::IsMissing => with_known(turn, range, |known| logic::is_missing(out, rows, known)),
        Op::Within(direction) => {
            date::within(*direction, out, rows, turn.numbers(0), turn.numbers(1), turn.numbers(2));
        }
        Op::IfMissing => choose::if_missing_truths(out, rows, turn.truths(0), turn.truths(1)),
        Op::If => choose::if_truths(out, rows, turn.truths(0), turn.truths(1), turn.truths(2)),
        Op::By { arms } => choose::by_truths(out, rows, turn.codes(0), arms, &turn.all_truths(1)),
        Op::For => recall::for_days(out, turn.node, turn.from, turn.truths(0), turn.numbers(1)),
        Op::Becomes { word } => recall::becomes(out, turn.node, turn.from, *word),
        Op::Moves { way, ordered } => recall::moves(out, turn.node, turn.from, *way, *ordered),
        _ => out.forget(rows),
    }
}

/// A field that counts only while another one is recent.
fn fresh(turn: &Turn<'_, '_, '_>, after: f64, slot: &mut Slot) {
    let mut recent = Bits::default();
    date::fresh(&mut recent, turn.rows, turn.numbers(1), after, turn.from.as_of);
    match (slot, turn.from.input(turn.node, 0)) {
        (Slot::Number(out), Some(Slot::Number(from))) => {
            out.values.clone_from(&from.values);
            out.known = from.known.and(&recent);
        }
        (Slot::Code(out), Some(Slot::Code(from))) => {
            out.values.clone_from(&from.values);
            out.known = from.known.and(&recent);
        }
        (Slot::Truth(out), Some(Slot::Truth(from))) => {
            out.truth = from.truth.and(&recent);
            out.known = from.known.and(&recent);
        }
        (slot, _) => slot.forget(turn.rows),
    }
}

fn same(turn: &Turn<'_, '_, '_>, flip: Flip, out: &mut Truths) {
    match (turn.from.input(turn.node, 0), turn.from.input(turn.node, 1)) {
        (Some(Slot::Code(_)), Some(Slot::Code(_))) => {
            compare::same_codes(out, turn.rows, turn.codes(0), turn.codes(1), flip);
        }
        (Some(Slot::Truth(left)), Some(Slot::Truth(right))) => {
            compare::same_truths(out, turn.rows, left, right, flip);
        }
        (Some(Slot::Number(_)), Some(Slot::Number(_))) => {
            let op = if flip == Flip::Plain {
                stageplay_dsl::typed::Comparison::Equal
            } else {
                stageplay_dsl::typed::Comparison::NotEqual
            };
            compare::compare(op, out, turn.rows, turn.numbers(0), turn.numbers(1));
        }
        (Some(Slot::Text(_)), Some(Slot::Text(_))) => {
            let text = |at: usize, row| turn.node.inputs.get(at).and_then(|node| text::text_at(turn.from, *node, row));
            out.assign(turn.rows, |row| Some((text(0, row)? == text(1, row)?) == (flip == Flip::Plain)));
        }
        _ => out.forget(turn.rows),
    }
}

/// Hands out which rows of the first input are known.
fn with_known(turn: &Turn<'_, '_, '_>, range: &Range<usize>, use_known: impl FnOnce(&Bits)) {
    match turn.from.input(turn.node, 0) {
        Some(Slot::Number(numbers)) => use_known(&numbers.known),
        Some(Slot::Code(codes)) => use_known(&codes.known),
        Some(Slot::Truth(truths)) => use_known(&truths.known),
        Some(Slot::Text(_)) => {
            let node = turn.node.inputs.first().copied();
            let mut known = Bits::default();
            match node.and_then(|node| turn.from.program.graph.get(node)).map(|node| &node.op) {
                Some(op @ (Op::Field(_) | Op::ElementField { .. })) => {
                    input::known_texts(turn.from.column(op), range, &mut known);
                }
                _ => {
                    let text = |row| node.and_then(|node| text::text_at(turn.from, node, row));
                    known = Bits::from_fn(turn.rows, |row| text(row).is_some());
                }
            }
            use_known(&known);
        }
        None => use_known(&Bits::default()),
    }
}
