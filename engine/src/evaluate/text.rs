//! Texts, row by row: nothing is copied, a text is read where it lies.

use super::Frame;
use super::operands::Operands;
use crate::column::{Batch, Column, Slot};
use crate::graph::{NodeId, Op, Program};
use stageplay_dsl::types::{FieldId, Value};

impl Frame {
    /// The text of a node in a row of the frame; `None` where unknown, or where the node is no text.
    #[must_use]
    pub fn text<'a>(&self, program: &'a Program, batch: &'a Batch, node: NodeId, row: usize) -> Option<&'a str> {
        if row >= self.len() {
            return None;
        }
        text_at(self.operands(program, batch), node, row)
    }
}

/// The text of a node: texts are only ever chosen, so the way to one is a walk and no recursion. The fallbacks
/// on the way are remembered, innermost last.
pub(super) fn text_at<'a>(from: Operands<'a, '_>, node: NodeId, row: usize) -> Option<&'a str> {
    let mut fallbacks: Vec<NodeId> = Vec::new();
    let mut at = Some(node);
    loop {
        match at.map_or(Found::Unknown, |node| look(from, node, row)) {
            Found::Text(text) => return Some(text),
            Found::Go(next) => at = Some(next),
            Found::Try(next, fallback) => {
                fallbacks.push(fallback);
                at = Some(next);
            }
            Found::Unknown => match fallbacks.pop() {
                Some(fallback) => at = Some(fallback),
                None => return None,
            },
        }
    }
}

enum Found<'a> {
    Text(&'a str),
    Go(NodeId),
    Try(NodeId, NodeId),
    Unknown,
}

fn look<'a>(from: Operands<'a, '_>, node: NodeId, row: usize) -> Found<'a> {
    let Some(node) = from.program.graph.get(node) else { return Found::Unknown };
    let input = |at: usize| node.inputs.get(at).copied();
    let go = |at: Option<NodeId>| at.map_or(Found::Unknown, Found::Go);
    match &node.op {
        Op::Constant(Value::Text(text)) => Found::Text(text),
        Op::Field(field) => field_text(from, *field, row).map_or(Found::Unknown, Found::Text),
        Op::Fresh { after, .. } => {
            let since = input(1).and_then(|since| match from.slot(since) {
                Some(Slot::Number(numbers)) => numbers.get(row),
                _ => None,
            });
            if since.is_some_and(|since| from.as_of - since <= *after) { go(input(0)) } else { Found::Unknown }
        }
        Op::IfMissing => match (input(0), input(1)) {
            (Some(value), Some(fallback)) => Found::Try(value, fallback),
            _ => Found::Unknown,
        },
        Op::If => match input(0).and_then(|condition| from.slot(condition)) {
            Some(Slot::Truth(truths)) => match truths.get(row) {
                Some(true) => go(input(1)),
                Some(false) => go(input(2)),
                None => Found::Unknown,
            },
            _ => Found::Unknown,
        },
        Op::By { arms } => match input(0).and_then(|subject| from.slot(subject)) {
            Some(Slot::Code(codes)) => {
                let arm = codes.get(row).and_then(|code| arms.get(usize::from(code)));
                go(arm.and_then(|arm| input(arm + 1)))
            }
            _ => Found::Unknown,
        },
        _ => Found::Unknown,
    }
}

fn field_text<'a>(from: Operands<'a, '_>, field: FieldId, row: usize) -> Option<&'a str> {
    match from.batch.columns.rows().get(field.0 as usize) {
        Some(column @ Column::Text(_)) => column.text(from.first_row + row),
        _ => None,
    }
}
