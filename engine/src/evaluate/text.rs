//! Texts, row by row: nothing is copied, a text is read where it lies (in the batch, or in what memory supplies).

use super::Frame;
use super::operands::Operands;
use crate::column::{Batch, Slot};
use crate::graph::{NodeId, Op, Program};
use stageplay_dsl::types::Value;

impl Frame {
    /// The text of a node in a row of the frame; `None` where unknown, or where the node is no text.
    #[must_use]
    pub fn text<'a>(&'a self, program: &'a Program, batch: &'a Batch, node: NodeId, row: usize) -> Option<&'a str> {
        let from = self.operands(program, batch);
        let list = program.graph.get(node).and_then(|node| node.list);
        let values = list.map_or(self.len(), |_| from.extent(list).len());
        if row < values { text_at(from, node, row) } else { None }
    }
}

/// The text of a node: texts are only ever chosen, so the way to one is a walk and no recursion. The fallbacks
/// on the way are remembered, innermost last.
pub(super) fn text_at<'b>(from: Operands<'b, 'b>, node: NodeId, row: usize) -> Option<&'b str> {
    let mut fallbacks: Vec<(NodeId, usize)> = Vec::new();
    let mut at = Some(node);
    let mut row = row;
    loop {
        match at.map_or(Found::Unknown, |node| look(from, node, row)) {
            Found::Text(text) => return Some(text),
            Found::Go(next) => at = Some(next),
            Found::GoTo(next, account) => (at, row) = (Some(next), account),
            Found::Try(next, fallback) => {
                fallbacks.push((fallback, row));
                at = Some(next);
            }
            Found::Unknown => match fallbacks.pop() {
                Some((fallback, of)) => (at, row) = (Some(fallback), of),
                None => return None,
            },
        }
    }
}

enum Found<'a> {
    Text(&'a str),
    Go(NodeId),
    /// In another row: that of the account an element belongs to.
    GoTo(NodeId, usize),
    Try(NodeId, NodeId),
    Unknown,
}

fn look<'b>(from: Operands<'b, 'b>, id: NodeId, row: usize) -> Found<'b> {
    let Some(node) = from.program.graph.get(id) else { return Found::Unknown };
    let input = |at: usize| node.inputs.get(at).copied();
    let go = |at: Option<NodeId>| at.map_or(Found::Unknown, Found::Go);
    match &node.op {
        Op::Constant(Value::Text(text)) => Found::Text(text),
        op @ (Op::Field(_) | Op::ElementField { .. }) => {
            let text = from.column(op).and_then(|column| column.text(from.extent(node.list).start + row));
            text.map_or(Found::Unknown, Found::Text)
        }
        // Supplied from memory.
        Op::Past { .. } => match from.slot(id) {
            Some(Slot::Text(texts)) => texts.get(row).and_then(Option::as_deref).map_or(Found::Unknown, Found::Text),
            _ => Found::Unknown,
        },
        Op::Spread => match (input(0), node.list) {
            (Some(value), Some(list)) => Found::GoTo(value, from.lists(list).row_of(row)),
            _ => Found::Unknown,
        },
        Op::Fresh { after, .. } | Op::ElementFresh { after, .. } => {
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
