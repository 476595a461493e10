//! Scorecards: how much must be known, floors, caps and bands.

use super::evaluator::Evaluator;
use stageplay_dsl::typed::{Band, Card, LimitKind, LimitTo};
use stageplay_dsl::types::{CardId, PartId};

impl Evaluator<'_> {
    /// A card's points after floors and caps, and its band.
    pub(crate) fn rate(&self, id: CardId) -> (Option<f64>, Option<u16>) {
        let card = &self.book.cards[id];
        let root = self.part(card.root);
        let mut points = root.points;
        if card.known_at_least.is_some_and(|least| root.share < least) {
            points = None;
        }
        for floor in self.values_of(card, LimitKind::Floor) {
            points = points.map(|points| if floor > points { floor } else { points });
        }
        for cap in self.values_of(card, LimitKind::Cap) {
            points = points.map(|points| if cap < points { cap } else { points });
        }
        let mut band = points.and_then(|points| self.cut(&card.bands, points));
        for floor in self.bands_of(card, LimitKind::Floor) {
            band = band.map(|band| band.max(floor));
        }
        for cap in self.bands_of(card, LimitKind::Cap) {
            band = Some(band.map_or(cap, |band| band.min(cap)));
        }
        (points, band)
    }

    /// The band of any part, by the cut points of its card; a card's own is what its floors and caps leave.
    pub(crate) fn band(&self, id: PartId) -> Option<u16> {
        let card = &self.book.cards[self.book.parts[id].card];
        if card.root == id {
            return self.card(self.book.parts[id].card).1;
        }
        self.points(id).and_then(|points| self.cut(&card.bands, points))
    }

    /// The highest band that the points reach, else the lowest; unknown where a cut point is.
    fn cut(&self, bands: &[Band], points: f64) -> Option<u16> {
        let mut reached = 0;
        for (code, band) in (0..).zip(bands) {
            if let Some(from) = &band.from
                && points >= self.number(from)?
            {
                reached = code;
            }
        }
        Some(reached)
    }

    fn values_of(&self, card: &Card, kind: LimitKind) -> Vec<f64> {
        let holding = card.limits.iter().filter(|limit| limit.kind == kind && self.holds(&limit.condition));
        holding
            .filter_map(|limit| match &limit.to {
                LimitTo::Value(value) => self.number(value),
                LimitTo::Band(_) => None,
            })
            .collect()
    }

    fn bands_of(&self, card: &Card, kind: LimitKind) -> Vec<u16> {
        let holding = card.limits.iter().filter(|limit| limit.kind == kind && self.holds(&limit.condition));
        holding
            .filter_map(|limit| match &limit.to {
                LimitTo::Value(_) => None,
                LimitTo::Band(band) => Some(*band),
            })
            .collect()
    }
}
