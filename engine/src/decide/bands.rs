//! The band of a scorecard or part, from its points at first evaluation: the highest whose `from` is reached.

use crate::column::{Bits, Codes, Numbers};
use crate::evaluate::Frame;
use crate::graph::Program;
use stageplay_dsl::typed::{Band, Card, LimitKind, LimitTo};
use stageplay_dsl::types::PartId;

/// The bands of a part's points, by cut points only.
pub(super) fn by_points(program: &Program, frame: &Frame, card: &Card, part: PartId) -> Codes {
    let score = frame.numbers(program.part(part).score);
    let mut known = score.known.clone();
    let mut values = vec![0; score.values.len()];
    for (code, band) in (0..).zip(&card.bands) {
        if let Some(from) = threshold(program, frame, band) {
            known = known.and(&from.known);
            for ((value, points), cut) in values.iter_mut().zip(&score.values).zip(&from.values) {
                if points >= cut {
                    *value = code;
                }
            }
        }
    }
    Codes { values, known }
}

fn threshold<'f>(program: &Program, frame: &'f Frame, band: &Band) -> Option<&'f Numbers> {
    band.from.as_ref().map(|from| frame.numbers(program.node(from)))
}

/// The bands of a scorecard: by cut points, then raised by floors, then lowered by caps. A cap holds even
/// where the score is unknown.
pub(super) fn limited(program: &Program, frame: &Frame, card: &Card) -> Codes {
    let mut bands = by_points(program, frame, card, card.root);
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
    bands
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
