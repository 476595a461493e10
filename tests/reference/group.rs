//! Parts of a scorecard and their weighted means.

use super::evaluator::Evaluator;
use super::number::finite;
use stageplay_dsl::typed::PartKind;
use stageplay_dsl::types::PartId;

/// What a part brings to the one that holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    /// False: it leaves both sides of the mean.
    pub(crate) applies: bool,
    /// Unknown is missing; a root's are those before floors and caps.
    pub(crate) points: Option<f64>,
    /// How much of its weight is known.
    pub(crate) share: f64,
}

impl Evaluator<'_> {
    /// A part's points as anyone else reads them.
    pub(crate) fn points(&self, id: PartId) -> Option<f64> {
        let card = self.book.parts[id].card;
        if self.book.cards[card].root == id { self.card(card).0 } else { self.part(id).points }
    }

    pub(crate) fn weigh(&self, id: PartId) -> Part {
        let part = &self.book.parts[id];
        let wanted = part.applies_when.as_ref().map_or(Some(true), |condition| self.truth(condition));
        let held = match &part.kind {
            PartKind::Group(parts) => self.mean(parts),
            PartKind::Indicator { value, scale, missing } => {
                let points = self.indicator(id, value, scale, missing);
                Part { applies: true, points, share: if points.is_some() { 1.0 } else { 0.0 } }
            }
        };
        match wanted {
            Some(true) if held.applies => held,
            Some(true) | Some(false) => Part { applies: false, points: None, share: 0.0 },
            // Nobody knows whether it applies: it is missing, not gone.
            None => Part { applies: held.applies, points: None, share: 0.0 },
        }
    }

    fn mean(&self, parts: &[PartId]) -> Part {
        let applying: Vec<(Option<f64>, Part)> = parts
            .iter()
            .map(|id| (self.number(&self.book.parts[*id].weight), self.part(*id)))
            .filter(|(_, part)| part.applies)
            .collect();
        let (mut points, mut of) = (0.0, 0.0);
        let (mut known, mut all) = (0.0, 0.0);
        for (weight, part) in &applying {
            let Some(weight) = weight.filter(|weight| *weight > 0.0) else { continue };
            if let Some(score) = part.points {
                points += weight * score;
                of += weight;
            }
            known += weight * part.share;
            all += weight;
        }
        Part {
            applies: !applying.is_empty(),
            points: if of > 0.0 { finite(points / of) } else { None },
            share: if all > 0.0 { known / all } else { 0.0 },
        }
    }
}
