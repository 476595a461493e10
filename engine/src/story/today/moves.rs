//! What has moved since the run before: worse, on missing or expired data, stages, better.

use super::kept::Kept;
use super::people;
use crate::store::Move;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// What has moved, most revenue first; unknown revenue comes before all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// A lower band or a higher level, on values that are there.
    pub worse: Vec<Moved>,
    /// A band that moved because a value is missing or too old.
    pub data: Vec<Moved>,
    /// Another stage.
    pub stages: Vec<Moved>,
    /// A higher band or a lower level.
    pub better: Vec<Moved>,
}

/// A band, level or stage that is not what it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moved {
    /// The account.
    pub account: String,
    /// The scorecard, risk or journey.
    pub what: String,
    /// Which of them.
    pub kind: Kind,
    /// What it was.
    pub from: String,
    /// What it is.
    pub to: String,
    /// The one input that explains most of it; empty where none does.
    pub because: String,
    /// Whether it rests on `values`, or on what is `missing` or `expired`.
    pub ground: String,
    /// What the account brings.
    pub revenue: Option<f64>,
    /// The day of the run.
    pub on: Day,
    /// The scores of the account on which somebody's word holds.
    pub overridden: Vec<String>,
}

/// What kind of thing has moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    #[default]
    Band,
    Level,
    Stage,
}

impl Kind {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Band => "band",
            Self::Level => "level",
            Self::Stage => "stage",
        }
    }
}

impl Moves {
    /// Keeps those for which something is true.
    pub fn retain(&mut self, keep: impl Fn(&Moved) -> bool) {
        for list in [&mut self.worse, &mut self.data, &mut self.stages, &mut self.better] {
            list.retain(&keep);
        }
    }

    /// Whether nothing has moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.worse, &self.data, &self.stages, &self.better].into_iter().all(Vec::is_empty)
    }
}

/// What has moved since the run before. What moved there and back in between has not.
pub(super) fn of(kept: &Kept) -> Moves {
    let mut whole: BTreeMap<(&str, &str, &str), Moved> = BTreeMap::new();
    let spoken = kept.accounts.iter().filter(|(_, state)| !state.overrides.is_empty());
    let spoken: BTreeMap<&str, Vec<String>> =
        spoken.map(|(id, state)| (id.as_str(), people::overridden_scores(state, kept.head.last))).collect();
    for change in &kept.moves {
        let (kind, _) = change.kind.split_once(' ').unwrap_or((&change.kind, ""));
        let overridden = spoken.get(change.account.as_str()).cloned().unwrap_or_default();
        let moved = Moved { overridden, ..moved(change) };
        whole
            .entry((&change.account, kind, &change.what))
            .and_modify(|before| *before = Moved { from: std::mem::take(&mut before.from), ..moved.clone() })
            .or_insert(moved);
    }
    let mut moves = Moves::default();
    for moved in whole.into_values().filter(|moved| moved.from != moved.to) {
        let list = match moved.kind {
            Kind::Stage => &mut moves.stages,
            _ if moved.ground != "values" => &mut moves.data,
            _ if is_better(kept, &moved) => &mut moves.better,
            _ => &mut moves.worse,
        };
        list.push(moved);
    }
    for list in [&mut moves.worse, &mut moves.data, &mut moves.stages, &mut moves.better] {
        let rank = |moved: &Moved| moved.revenue.unwrap_or(f64::INFINITY);
        list.sort_by(|one, other| rank(other).total_cmp(&rank(one)));
    }
    moves
}

fn moved(change: &Move) -> Moved {
    let (kind, ground) = change.kind.split_once(' ').unwrap_or((&change.kind, "values"));
    Moved {
        account: change.account.clone(),
        what: change.what.clone(),
        kind: match kind {
            "stage" => Kind::Stage,
            "level" => Kind::Level,
            _ => Kind::Band,
        },
        from: change.from.clone().unwrap_or_default(),
        to: change.to.clone().unwrap_or_default(),
        because: change.because.clone(),
        ground: ground.to_owned(),
        revenue: change.revenue,
        on: change.as_of,
        overridden: Vec::new(),
    }
}

/// A higher band or a lower level. A word that the playbook does not have any more counts as worse: somebody should look.
fn is_better(kept: &Kept, moved: &Moved) -> bool {
    let words: &[SmolStr] = match moved.kind {
        Kind::Band => kept.layout.cards.iter().find(|card| card.name == moved.what).map_or(&[], |card| &card.bands),
        Kind::Level => kept.layout.risks.iter().find(|risk| risk.name == moved.what).map_or(&[], |risk| &risk.words),
        Kind::Stage => &[],
    };
    let place = |word: &str| words.iter().position(|other| other == word);
    match (place(&moved.from), place(&moved.to)) {
        (Some(from), Some(to)) if moved.kind == Kind::Level => to < from,
        (Some(from), Some(to)) => to > from,
        _ => false,
    }
}
