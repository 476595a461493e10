//! One record per account.

use super::file::Record;
use crate::column::{Batch, Codes};
use crate::decide::{Decisions, play_state};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{ChoiceSet, Day, show_day};

/// What was decided about one account. Unknown is `null`.
#[derive(Clone, Debug, Serialize)]
pub struct DecisionRecord<'a> {
    account: &'a str,
    as_of: &'a str,
    health: Option<f64>,
    band: Option<&'a str>,
    stage: Option<&'a str>,
    #[serde(serialize_with = "entries")]
    scores: Vec<(&'a str, Option<f64>)>,
    #[serde(serialize_with = "entries")]
    risks: Vec<(&'a str, Option<&'a str>)>,
    plays: Vec<&'a str>,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "entries")]
    scorecards: Vec<(&'a str, CardRecord<'a>)>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "entries")]
    journeys: Vec<(&'a str, Option<&'a str>)>,
}

/// A further scorecard.
#[derive(Clone, Debug, Serialize)]
struct CardRecord<'a> {
    score: Option<f64>,
    band: Option<&'a str>,
}

fn entries<S: Serializer, T: Serialize>(entries: &[(&str, T)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The heading of a table of decisions: one column per score, risk, further scorecard and journey.
#[must_use]
pub fn decision_heading(playbook: &Playbook) -> Vec<String> {
    let mut heading: Vec<String> = ["account", "as_of", "health", "band", "stage"].map(String::from).to_vec();
    heading.extend(playbook.scores.rows().iter().map(|score| score.name.to_string()));
    heading.extend(playbook.risks.rows().iter().map(|risk| risk.name.to_string()));
    heading.extend(["plays", "reasons"].map(String::from));
    for card in playbook.cards.rows().iter().skip(1) {
        heading.extend([card.name.to_string(), format!("{}_band", card.name)]);
    }
    if playbook.journeys.len() > 1 {
        heading.extend(playbook.journeys.rows().iter().map(|journey| journey.name.to_string()));
    }
    heading
}

impl Record for DecisionRecord<'_> {
    fn cells(&self) -> Vec<String> {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let word = |value: Option<&str>| value.unwrap_or_default().to_string();
        let mut cells = vec![
            self.account.to_string(),
            self.as_of.to_string(),
            number(self.health),
            word(self.band),
            word(self.stage),
        ];
        cells.extend(self.scores.iter().map(|(_, value)| number(*value)));
        cells.extend(self.risks.iter().map(|(_, value)| word(*value)));
        cells.extend([self.plays.join("; "), self.reasons.join(" | ")]);
        cells.extend(self.scorecards.iter().flat_map(|(_, card)| [number(card.score), word(card.band)]));
        cells.extend(self.journeys.iter().map(|(_, stage)| word(*stage)));
        cells
    }
}

/// The records of a stretch of decisions, handed on one by one in order of rows.
///
/// # Errors
/// The first error of `take`.
pub fn decision_records<E>(
    playbook: &Playbook,
    batch: &Batch,
    as_of: Day,
    decisions: &Decisions,
    mut take: impl FnMut(&DecisionRecord) -> Result<(), E>,
) -> Result<(), E> {
    let as_of = show_day(as_of);
    let mut reasons = decisions.reasons.iter().peekable();
    for (row, at) in decisions.rows.clone().enumerate() {
        let mut lines = Vec::new();
        while let Some((_, play, why)) = reasons.next_if(|(of, ..)| *of == at) {
            let state = decisions.plays[*play].state.get(row).unwrap_or(play_state::IDLE);
            let waits = if state == play_state::PENDING { " (pending)" } else { "" };
            lines.push(format!("{}{waits}: {why}", playbook.plays[*play].name));
        }
        take(&record(playbook, batch, &as_of, decisions, row, at, lines))?;
    }
    Ok(())
}

fn record<'a>(
    playbook: &'a Playbook,
    batch: &'a Batch,
    as_of: &'a str,
    decisions: &Decisions,
    row: usize,
    at: usize,
    reasons: Vec<String>,
) -> DecisionRecord<'a> {
    let cards: Vec<(&str, CardRecord)> = decisions
        .cards
        .iter()
        .map(|(id, columns)| {
            let card = &playbook.cards[id];
            let band = word(&playbook.choices[card.band_set], &columns.band, row);
            (card.name.as_str(), CardRecord { score: columns.score.get(row), band })
        })
        .collect();
    let journeys: Vec<(&str, Option<&str>)> = decisions
        .stages
        .iter()
        .map(|(id, stages)| {
            let journey = &playbook.journeys[id];
            (journey.name.as_str(), word(&playbook.choices[journey.stage_set], stages, row))
        })
        .collect();
    let first = cards.first().map(|(_, card)| card.clone());
    DecisionRecord {
        account: batch.columns[playbook.id_field].text(at).unwrap_or_default(),
        as_of,
        health: first.as_ref().and_then(|card| card.score),
        band: first.and_then(|card| card.band),
        stage: if let [(_, stage)] = journeys.as_slice() { *stage } else { None },
        scores: decisions.scores.iter().map(|(id, score)| (name(&playbook.scores[id].name), score.get(row))).collect(),
        risks: decisions
            .levels
            .iter()
            .map(|(id, levels)| {
                let risk = &playbook.risks[id];
                (risk.name.as_str(), word(&playbook.choices[risk.level_set], levels, row))
            })
            .collect(),
        plays: decisions
            .plays
            .iter()
            .filter(|(_, play)| play.state.get(row) == Some(play_state::OPEN))
            .map(|(id, _)| playbook.plays[id].name.as_str())
            .collect(),
        reasons,
        scorecards: cards.into_iter().skip(1).collect(),
        journeys: if journeys.len() > 1 { journeys } else { Vec::new() },
    }
}

fn name(name: &SmolStr) -> &str {
    name
}

fn word<'a>(set: &'a ChoiceSet, codes: &Codes, row: usize) -> Option<&'a str> {
    codes.get(row).map(|code| set.word(code))
}
