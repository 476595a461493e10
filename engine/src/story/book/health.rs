//! Scorecards: what is measured, in which unit nothing and everything is reached, what it weighs, what a missing value
//! does. And the other scores.

use super::phrase::{Phrase, Said};
use super::sentences::{condition, phrase};
use super::{sentence, title};
use crate::story::words::words;
use stageplay_dsl::typed::{self, Expr, LimitKind, LimitTo, MissingPolicy, PartKind, Playbook, Scale, ScoreBody};
use stageplay_dsl::types::{PartId, Type, show_number, show_value};

/// A scorecard.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// How much of the weight has to be known.
    pub known_at_least: Option<String>,
    /// Indicators by what they belong to; the first may belong to the scorecard itself.
    pub dimensions: Vec<Dimension>,
    /// Caps and floors.
    pub limits: Vec<Limit>,
    /// Highest first.
    pub bands: Vec<Band>,
}

/// Indicators that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// In words; `None` of indicators that belong to the scorecard itself.
    pub title: Option<String>,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// What it weighs among its like.
    pub weight: Option<Phrase>,
    /// When it counts.
    pub applies: Option<Said>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
}

/// A value on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// In words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// What it weighs among its like.
    pub weight: Phrase,
    /// What is measured.
    pub measures: Phrase,
    /// What 0 and 100 points, or the steps between them, are in its own unit.
    pub scale: Phrase,
    /// What a missing value does.
    pub missing: Phrase,
    /// When it counts.
    pub applies: Option<Said>,
}

/// A cap or a floor.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// `Never better than yellow`.
    pub says: Phrase,
    /// When.
    pub when: Said,
    /// Why.
    pub sentence: Option<String>,
}

/// A band.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Its word.
    pub name: String,
    /// From which points on; the lowest has none.
    pub from: Option<Phrase>,
    /// Below which points it is left again.
    pub until_below: Option<Phrase>,
}

/// A score that is no scorecard.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// `0 to 100, higher is worse`.
    pub range: String,
    /// What computes it.
    pub says: Said,
}

/// The scorecards of a playbook.
pub(super) fn cards(playbook: &Playbook) -> Vec<Card> {
    playbook.cards.rows().iter().map(|card| self::card(playbook, card)).collect()
}

fn card(playbook: &Playbook, card: &typed::Card) -> Card {
    let mut dimensions = Vec::new();
    gather(playbook, card.root, None, &mut dimensions);
    let band = |band: &typed::Band| Band {
        name: words(&band.name),
        from: band.from.as_ref().map(|from| phrase(playbook, from)),
        until_below: band.until_below.as_ref().map(|until| phrase(playbook, until)),
    };
    Card {
        name: card.name.to_string(),
        title: title(&card.name),
        sentence: sentence(card.sentence.as_ref()),
        known_at_least: card.known_at_least.map(|share| show_value(share, &Type::Ratio, &playbook.choices)),
        dimensions,
        limits: card.limits.iter().map(|limit| self::limit(playbook, card, limit)).collect(),
        bands: card.bands.iter().rev().map(band).collect(),
    }
}

/// The indicators of a part, and the parts below it, in order; a part inside another is named with it.
fn gather(playbook: &Playbook, id: PartId, above: Option<&str>, found: &mut Vec<Dimension>) {
    let part = &playbook.parts[id];
    let PartKind::Group(ids) = &part.kind else { return };
    let is_root = playbook.cards[part.card].root == id;
    let own =
        (!is_root).then(|| above.map_or_else(|| title(&part.name), |above| format!("{above}, {}", words(&part.name))));
    let indicators: Vec<Indicator> = ids.iter().filter_map(|id| indicator(playbook, *id)).collect();
    if !is_root || !indicators.is_empty() {
        found.push(Dimension {
            title: own.clone(),
            sentence: sentence(part.sentence.as_ref().filter(|_| !is_root)),
            weight: (!is_root).then(|| phrase(playbook, &part.weight)),
            applies: part.applies_when.as_ref().map(|applies| condition(playbook, applies)),
            indicators,
        });
    }
    ids.iter().for_each(|id| gather(playbook, *id, own.as_deref(), found));
}

fn indicator(playbook: &Playbook, id: PartId) -> Option<Indicator> {
    let part = &playbook.parts[id];
    let PartKind::Indicator { value, scale, missing } = &part.kind else { return None };
    Some(Indicator {
        title: title(&part.name),
        sentence: sentence(part.sentence.as_ref()),
        weight: phrase(playbook, &part.weight),
        measures: phrase(playbook, value),
        scale: self::scale(playbook, scale),
        missing: self::missing(playbook, missing),
        applies: part.applies_when.as_ref().map(|applies| condition(playbook, applies)),
    })
}

fn scale(playbook: &Playbook, scale: &Scale) -> Phrase {
    let mut says = Phrase::default();
    let put = |says: &mut Phrase, head: &str, expr: &Expr| {
        says.say(head);
        says.add(phrase(playbook, expr));
    };
    match scale {
        Scale::AsIs => says.say("the value is the points, from 0 to 100"),
        Scale::Linear { worst, best } => {
            put(&mut says, "0 points at ", worst);
            put(&mut says, ", 100 points at ", best);
        }
        Scale::Steps { steps, otherwise } => {
            for step in steps {
                put(&mut says, if step.inclusive { "up to " } else { "below " }, &step.bound);
                put(&mut says, ": ", &step.points);
                says.say(" points, ");
            }
            put(&mut says, "otherwise ", otherwise);
            says.say(" points");
        }
    }
    says
}

fn missing(playbook: &Playbook, missing: &MissingPolicy) -> Phrase {
    let with = |head: &str, expr: &Expr, tail: &str| {
        let mut says = Phrase::of(head);
        says.add(phrase(playbook, expr));
        says.say(tail);
        says
    };
    match missing {
        MissingPolicy::Skip => Phrase::of("left out"),
        MissingPolicy::Score(points) => with("counts as ", points, " points"),
        MissingPolicy::LastFor(days) => with("its last value serves for ", days, ""),
    }
}

fn limit(playbook: &Playbook, card: &typed::Card, limit: &typed::Limit) -> Limit {
    let head = match limit.kind {
        LimitKind::Cap => "Never better than ",
        LimitKind::Floor => "Never worse than ",
    };
    let mut says = Phrase::of(head);
    match &limit.to {
        LimitTo::Band(band) => says.say(&words(playbook.choices[card.band_set].word(*band))),
        LimitTo::Value(points) => {
            says.add(phrase(playbook, points));
            says.say(" points");
        }
    }
    Limit { says, when: condition(playbook, &limit.condition), sentence: sentence(limit.sentence.as_ref()) }
}

/// The scores of a playbook that are no scorecards.
pub(super) fn scores(playbook: &Playbook) -> Vec<Score> {
    playbook.scores.rows().iter().map(|score| self::score(playbook, score)).collect()
}

fn score(playbook: &Playbook, score: &typed::Score) -> Score {
    let worse = if score.higher_is_worse { "higher is worse" } else { "higher is better" };
    let says = match &score.body {
        ScoreBody::Expr(expr) => Said::Phrase(phrase(playbook, expr)),
        ScoreBody::Script { params, .. } => {
            let mut says = Phrase::of("a script works it out from ");
            for (at, param) in params.iter().enumerate() {
                says.say(if at == 0 { "" } else { ", " });
                says.add(phrase(playbook, &param.value));
            }
            Said::Phrase(says)
        }
    };
    Score {
        name: score.name.to_string(),
        title: title(&score.name),
        sentence: sentence(score.sentence.as_ref()),
        range: format!("{} to {}, {worse}", show_number(score.low), show_number(score.high)),
        says,
    }
}
