//! The band of a scorecard or part.
//!
//! At first evaluation it is the highest whose `from` is reached. After that a scorecard's band is left downwards only
//! below its `until below`, one boundary after another, counted from the band last known.

use super::chunk::{Chunk, Move, Moving};
use crate::column::{Bits, Codes, Numbers};
use crate::evaluate::Frame;
use crate::graph::Program;
use crate::kernel::{Lanes, choose};
use stageplay_dsl::typed::{Band, Card, LimitKind, LimitTo, PartKind};
use stageplay_dsl::types::{CardId, Id, PartId};

/// The bands of a part's points, by cut points only.
pub(super) fn by_points(program: &Program, frame: &Frame, card: &Card, part: PartId) -> Codes {
    let score = frame.numbers(program.part(part).score);
    let from = |(code, band): (u16, &Band)| Some((code, threshold(program, frame, band)?));
    let boundaries: Vec<(u16, Lanes<'_, f64>)> = (0..).zip(&card.bands).filter_map(from).collect();
    let mut bands = Codes::default();
    choose::last_reached(&mut bands, score.values.len(), Lanes::numbers(score), &boundaries);
    bands
}

fn threshold<'f>(program: &Program, frame: &'f Frame, band: &Band) -> Option<Lanes<'f, f64>> {
    let node = program.node(band.from.as_ref()?);
    let from = Lanes::numbers(frame.numbers(node));
    let is_constant = program.graph.get(node).is_some_and(|node| node.op.is_constant());
    Some(if is_constant { from.constant() } else { from })
}

/// The bands of a scorecard: by cut points and the band before, then raised by floors, then lowered by caps. A cap
/// holds even where the score is unknown.
pub(super) fn decide(chunk: &mut Chunk<'_>, frame: &Frame, id: CardId) -> Codes {
    let program = chunk.program;
    let card = &program.playbook.cards[id];
    let mut bands = by_points(program, frame, card, card.root);
    hold(chunk, frame, id, &mut bands);
    let scored = bands.known.clone();
    for (condition, floor) in band_limits(program, frame, card, LimitKind::Floor) {
        for row in condition.and(&scored).ones_at() {
            raise(&mut bands, row, floor);
        }
    }
    for (condition, cap) in band_limits(program, frame, card, LimitKind::Cap) {
        for row in condition.ones_at() {
            lower(&mut bands, row, cap);
        }
    }
    show(chunk, frame, id, &bands);
    bands
}

/// Keeps accounts in the band they were in while they are not below its lower boundary, and remembers where they are.
fn hold(chunk: &mut Chunk<'_>, frame: &Frame, id: CardId, bands: &mut Codes) {
    let program = chunk.program;
    let card = &program.playbook.cards[id];
    let score = frame.numbers(program.part(card.root).score);
    let lower: Vec<Option<&Numbers>> = card
        .bands
        .iter()
        .map(|band| band.until_below.as_ref().map(|until| frame.numbers(program.node(until))))
        .collect();
    let has_lower = lower.iter().any(Option::is_some);
    for (row, state) in chunk.states.iter_mut().enumerate() {
        let (Some(card), Some(reached)) = (state.cards.get_mut(id.index()), bands.get(row)) else {
            continue;
        };
        let mut band = reached;
        if let (true, Some(points), Some(before)) = (has_lower, score.get(row), card.band) {
            band = before.max(reached);
            while band > reached {
                let until = lower.get(usize::from(band)).copied().flatten().and_then(|until| until.get(row));
                if until.is_some_and(|until| points >= until) {
                    break;
                }
                band -= 1;
            }
            if let Some(value) = bands.values.get_mut(row) {
                *value = band;
            }
        }
        card.band = Some(band);
    }
}

/// Notes which bands are others than the last ones known, and what the parts were then.
fn show(chunk: &mut Chunk<'_>, frame: &Frame, id: CardId, bands: &Codes) {
    let as_of = chunk.given.as_of;
    if !chunk.given.memory.remembers() {
        return;
    }
    let indicators = indicators(chunk.program, id);
    let at = id.index();
    let mut moved = Vec::new();
    for (row, state) in chunk.states.iter_mut().enumerate() {
        let (Some(card), Some(band)) = (state.cards.get_mut(at), bands.get(row)) else { continue };
        if card.shown == Some(band) {
            continue;
        }
        if let Some(from) = card.shown {
            moved.push(Move { row, of: Moving::Band(id), from, to: band });
        } else {
            note(card, band, as_of, points(chunk.program, frame, &indicators, row));
        }
    }
    chunk.moved.extend(moved);
}

/// Remembers a new band of a scorecard, when it has been told why it is another one.
pub(super) fn settle(chunk: &mut Chunk<'_>, frame: &Frame, id: CardId, row: usize, band: u16) {
    let indicators = indicators(chunk.program, id);
    let points = points(chunk.program, frame, &indicators, row);
    let as_of = chunk.given.as_of;
    let at = id.index();
    if let Some(card) = chunk.states.get_mut(row).and_then(|state| state.cards.get_mut(at)) {
        note(card, band, as_of, points);
    }
}

fn note(card: &mut super::state::CardState, band: u16, as_of: i32, points: Vec<u8>) {
    card.shown = Some(band);
    card.since = Some(as_of);
    card.points = points;
}

/// The indicators of a scorecard, in order.
#[must_use]
pub fn indicators(program: &Program, card: CardId) -> Vec<PartId> {
    let parts = program.playbook.parts.iter();
    let of_card = parts.filter(|(_, part)| part.card == card && matches!(part.kind, PartKind::Indicator { .. }));
    of_card.map(|(id, _)| id).collect()
}

/// Their points, rounded down; 255 is unknown.
pub(super) fn points(program: &Program, frame: &Frame, indicators: &[PartId], row: usize) -> Vec<u8> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
    let brief = |points: f64| points.clamp(0.0, 100.0) as u8;
    let of = |part: &PartId| frame.numbers(program.part(*part).score).get(row).map_or(u8::MAX, brief);
    indicators.iter().map(of).collect()
}

fn raise(bands: &mut Codes, row: usize, floor: u16) {
    if let Some(value) = bands.values.get_mut(row) {
        *value = (*value).max(floor);
    }
}

fn lower(bands: &mut Codes, row: usize, cap: u16) {
    let known = bands.known.get(row);
    if let Some(value) = bands.values.get_mut(row) {
        *value = if known { (*value).min(cap) } else { cap };
        bands.known.set(row, true);
    }
}

/// Where each limit of a kind that names a band is true, and the band.
fn band_limits<'f>(
    program: &'f Program,
    frame: &'f Frame,
    card: &'f Card,
    kind: LimitKind,
) -> impl Iterator<Item = (Bits, u16)> + 'f {
    card.limits.iter().filter(move |limit| limit.kind == kind).filter_map(|limit| match limit.to {
        LimitTo::Band(band) => Some((frame.truths(program.node(&limit.condition)).truth.clone(), band)),
        LimitTo::Value(_) => None,
    })
}
