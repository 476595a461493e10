//! Scorecards: how much must be known, floors, caps and bands.

use super::evaluator::Evaluator;
use stageplay_dsl::typed::{Band, Card, LimitKind, LimitTo};
use stageplay_dsl::types::{CardId, PartId};

impl Evaluator<'_> {
    /// A card's points after floors and caps, and its band.
    pub(crate) fn rate(&self, id: CardId) -> (Option<f64>, Option<u16>) {
        let points = self.limited(id);
        if let Some(then) = self.decided_then() {
            return (points, then.and_then(|then| then.cards[id].1));
        }
        let card = &self.book.cards[id];
        let mut band = points.and_then(|points| self.cut_from(&card.bands, points, self.band_before(id)));
        for floor in self.bands_of(card, LimitKind::Floor) {
            band = band.map(|band| band.max(floor));
        }
        for cap in self.bands_of(card, LimitKind::Cap) {
            band = Some(band.map_or(cap, |band| band.min(cap)));
        }
        (points, band)
    }

    /// A card's points after floors and caps.
    fn limited(&self, id: CardId) -> Option<f64> {
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
        points
    }

    /// The band that the points are in, whatever is forced.
    pub(crate) fn unforced_band(&self, id: CardId) -> Option<u16> {
        self.card(id).0.and_then(|points| self.cut_from(&self.book.cards[id].bands, points, self.band_before(id)))
    }

    /// The band that the points were in last.
    fn band_before(&self, id: CardId) -> Option<u16> {
        self.past.evaluations().find_map(|(_, kept)| kept.decided.bands[id])
    }

    /// The band of any part, by the cut points of its card; a card's own is what its floors and caps leave.
    pub(crate) fn band(&self, id: PartId) -> Option<u16> {
        if let Some(then) = self.decided_then() {
            return then?.parts[id].1;
        }
        let card = &self.book.cards[self.book.parts[id].card];
        if card.root == id {
            return self.card(self.book.parts[id].card).1;
        }
        self.points(id).and_then(|points| self.cut(&card.bands, points))
    }

    /// The band of points for an account that was in a band before.
    fn cut_from(&self, bands: &[Band], points: f64, before: Option<u16>) -> Option<u16> {
        let reached = self.cut(bands, points)?;
        let Some(before) = before.filter(|before| *before > reached) else { return Some(reached) };
        for code in (reached + 1..=before).rev() {
            let band = &bands[usize::from(code)];
            let until = band.until_below.as_ref().or(band.from.as_ref()).expect("only the lowest has no bound");
            if points >= self.number(until)? {
                return Some(code);
            }
        }
        Some(reached)
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
