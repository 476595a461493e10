//! What is known of one account after its first evaluation; unknown is `None` throughout.

use super::Known;
use stageplay_dsl::types::{CardId, JourneyId, LetId, PartId, PlayId, RiskId, ScoreId, Table, TierId};

/// Everything the playbook says about one account. Words are numbers in the declaration's own set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decided {
    pub(crate) lets: Table<LetId, Option<Known>>,
    pub(crate) tiers: Table<TierId, Option<u16>>,
    /// A card's points after floors and caps, and its band.
    pub(crate) cards: Table<CardId, (Option<f64>, Option<u16>)>,
    /// A part's points and band; the root's are those of its card.
    pub(crate) parts: Table<PartId, (Option<f64>, Option<u16>)>,
    pub(crate) scores: Table<ScoreId, Option<f64>>,
    pub(crate) journeys: Table<JourneyId, Placed>,
    pub(crate) risks: Table<RiskId, Option<u16>>,
    pub(crate) plays: Table<PlayId, PlayOutcome>,
}

/// Where an account stands on a journey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    /// The number of the stage's word.
    pub(crate) stage: Option<u16>,
    /// `on_track`, `behind` or `stuck`.
    pub(crate) pace: Option<&'static str>,
}

/// What became of a play.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlayOutcome {
    /// `idle`, `pending` or `open`.
    pub(crate) state: &'static str,
    /// It would have opened, or would have become pending, but for `unless`.
    pub(crate) suppressed: bool,
}
