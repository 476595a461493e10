//! What is known of earlier evaluations while a stretch of rows is evaluated, and the nodes that read it.
//!
//! How it came to be known is decided elsewhere: nothing here changes what is remembered.

use super::operands::Operands;
use crate::column::{Numbers, Slot, Truths};
use crate::graph::{Node, NodeId, Op, Scored, Way};
use crate::kernel::{Lanes, logic};
use stageplay_dsl::types::Id;

/// What is known of earlier evaluations, in columns; row 0 is the frame's. An empty one stands for a first
/// evaluation. The lists are those of [`crate::graph::Memory`], in its order.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    /// Since when each condition has been true, if it is true now.
    pub clocks: Vec<Numbers>,
    /// What the subject of an event was when last known.
    pub known: Vec<Slot>,
    /// What each lasting value was when last known, and on which day.
    pub lasting: Vec<(Numbers, Numbers)>,
    /// What people have decided otherwise, in order of rows.
    pub overrides: Vec<Override>,
    /// The frame stands for an earlier day: what was decided then, and what has a memory, is set from outside.
    pub is_past: bool,
}

/// A person's word on a score of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Override {
    /// The row of the frame.
    pub row: usize,
    /// Which score.
    pub score: Scored,
    /// It is this.
    pub replace: Option<f64>,
    /// It is at least this, where it is known.
    pub floor: Option<f64>,
    /// It is at most this, where it is known.
    pub cap: Option<f64>,
}

impl Override {
    /// What it makes of a computed score.
    #[must_use]
    pub fn of(&self, computed: Option<f64>) -> Option<f64> {
        let score = self.replace.or(computed)?;
        let raised = self.floor.map_or(score, |floor| score.max(floor));
        Some(self.cap.map_or(raised, |cap| raised.min(cap)))
    }
}

impl Recall {
    /// Forgets everything and keeps the allocations.
    pub(super) fn clear(&mut self) {
        self.clocks.clear();
        self.known.clear();
        self.lasting.clear();
        self.overrides.clear();
    }

    /// Whether a node keeps what was set from outside.
    pub(super) fn keeps(&self, op: &Op) -> bool {
        self.is_past && crate::graph::is_anchored(op)
    }
}

fn place(list: &[NodeId], node: Option<&NodeId>) -> usize {
    let at = node.and_then(|node| list.iter().position(|other| other == node));
    at.unwrap_or(usize::MAX)
}

/// Whether a condition has been true for so many days.
pub(super) fn for_days(
    out: &mut Truths,
    node: &Node,
    from: Operands<'_, '_>,
    condition: &Truths,
    days: Lanes<'_, f64>,
) {
    let since = from.recall.clocks.get(place(&from.program.memory.clocks, node.inputs.first()));
    let since = since.map_or_else(Lanes::unknown, Lanes::numbers);
    logic::for_days(out, from.rows.len(), condition, days, since, from.as_of);
}

/// What the subject of an event was when last known.
fn before<'b>(node: &Node, from: &Operands<'_, 'b>) -> Option<&'b Slot> {
    from.recall.known.get(place(&from.program.memory.known, node.inputs.first()))
}

/// Whether a word is another one than before, and this one.
pub(super) fn becomes(out: &mut Truths, node: &Node, from: Operands<'_, '_>, word: u16) {
    let Some(Slot::Code(now)) = from.input(node, 0) else { return out.forget(from.rows.len()) };
    let before = match before(node, &from) {
        Some(Slot::Code(codes)) => Some(codes),
        _ => None,
    };
    out.assign(from.rows.len(), |row| {
        let now = now.get(row);
        match before.and_then(|codes| codes.get(row)) {
            Some(before) => now.map(|now| now == word && before != word),
            None => Some(false),
        }
    });
}

/// Whether a value lies above or below what it was before. A word outside the order lies nowhere.
pub(super) fn moves(out: &mut Truths, node: &Node, from: Operands<'_, '_>, way: Way, ordered: u16) {
    let rows = from.rows.len();
    let moved = |before: f64, now: f64| if way == Way::Up { now > before } else { now < before };
    match (from.input(node, 0), before(node, &from)) {
        (Some(Slot::Number(now)), Some(Slot::Number(before))) => out.assign(rows, |row| {
            let Some(before) = before.get(row) else { return Some(false) };
            now.get(row).map(|now| moved(before, now))
        }),
        (Some(Slot::Code(now)), Some(Slot::Code(before))) => out.assign(rows, |row| {
            let Some(before) = before.get(row) else { return Some(false) };
            now.get(row).map(|now| before < ordered && now < ordered && moved(f64::from(before), f64::from(now)))
        }),
        _ => out.assign(rows, |_| Some(false)),
    }
}

/// A value, or where it is unknown what it was when last known, if that is no more than so many days ago.
pub(super) fn last_for(out: &mut Numbers, at: NodeId, from: Operands<'_, '_>, (value, days): (&Numbers, &Numbers)) {
    let lasting = from.recall.lasting.get(place(&from.program.memory.lasting, Some(&at)));
    out.assign(from.rows.len(), |row| {
        value.get(row).or_else(|| {
            let (values, on) = lasting?;
            (from.as_of - on.get(row)? <= days.get(row)?).then(|| values.get(row)).flatten()
        })
    });
}

/// A score, and what people say it is.
pub(super) fn overridden(out: &mut Numbers, score: Scored, from: Operands<'_, '_>, computed: &Numbers) {
    out.values.clone_from(&computed.values);
    out.known.clone_from(&computed.known);
    for word in from.recall.overrides.iter().filter(|word| word.score == score) {
        let said = word.of(computed.get(word.row));
        if let (Some(value), Some(said)) = (out.values.get_mut(word.row), said) {
            *value = said;
            out.known.set(word.row, true);
        }
    }
}

/// Which score this is, in words of the playbook.
#[must_use]
pub fn score_name(playbook: &stageplay_dsl::typed::Playbook, score: Scored) -> Option<&str> {
    match score {
        Scored::Card(id) => playbook.cards.rows().get(id.index()).map(|card| card.name.as_str()),
        Scored::Score(id) => playbook.scores.rows().get(id.index()).map(|score| score.name.as_str()),
    }
}
