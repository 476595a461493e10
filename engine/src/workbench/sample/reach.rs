//! What accounts show of a playbook: bands, levels, stages, open plays.

use super::life::Life;
use super::record::{Record, batch};
use crate::column::Calendar;
use crate::decide::{Decisions, play_state};
use crate::graph::Program;
use crate::live::LiveError;
use crate::read::Snapshots;
use crate::workbench::past::Past;
use smol_str::format_smolstr;
use stageplay_dsl::types::{CardId, Day, Id, JourneyId, PlayId, RiskId, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Something that an account can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    Band(CardId, u16),
    Level(RiskId, u16),
    Stage(JourneyId, u16),
    Play(PlayId),
}

/// All there is to show.
pub(super) fn goals(program: &Program) -> Vec<Goal> {
    let playbook = &program.playbook;
    let codes = |count: usize| (0..count).filter_map(|at| u16::try_from(at).ok());
    let bands = playbook.cards.iter().flat_map(|(id, card)| codes(card.bands.len()).map(move |at| Goal::Band(id, at)));
    // The first level is that of none.
    let levels = playbook.risks.iter();
    let levels = levels.flat_map(|(id, risk)| codes(risk.levels.len() + 1).map(move |at| Goal::Level(id, at)));
    let stages = playbook.journeys.iter();
    let stages = stages.flat_map(|(id, journey)| codes(journey.stages.len()).map(move |at| Goal::Stage(id, at)));
    bands.chain(levels).chain(stages).chain(playbook.plays.ids().map(Goal::Play)).collect()
}

impl Goal {
    /// It in words: `health is red`, `rescue opens`.
    pub(super) fn says(self, program: &Program) -> String {
        let playbook = &program.playbook;
        match self {
            Self::Band(id, code) => {
                let card = &playbook.cards[id];
                format!("{} is {}", card.name, playbook.choices[card.band_set].word(code))
            }
            Self::Level(id, code) => {
                let risk = &playbook.risks[id];
                let level = usize::from(code).checked_sub(1).and_then(|at| risk.levels.get(at));
                format!("{} is {}", risk.name, level.map_or("none", |level| level.name.as_str()))
            }
            Self::Stage(id, code) => {
                let journey = &playbook.journeys[id];
                let stage = journey.stages.get(usize::from(code)).map_or("", |stage| stage.name.as_str());
                format!("{} is {stage}", journey.name)
            }
            Self::Play(id) => format!("{} opens", playbook.plays[id].name),
        }
    }

    fn is_shown(self, decided: &Decisions, at: usize) -> bool {
        match self {
            Self::Band(id, code) => {
                decided.cards.rows().get(id.index()).and_then(|card| card.band.get(at)) == Some(code)
            }
            Self::Level(id, code) => {
                decided.levels.rows().get(id.index()).and_then(|level| level.get(at)) == Some(code)
            }
            Self::Stage(id, code) => {
                decided.stages.rows().get(id.index()).and_then(|stage| stage.get(at)) == Some(code)
            }
            Self::Play(id) => {
                let state = decided.plays.rows().get(id.index()).and_then(|play| play.state.get(at));
                state == Some(play_state::OPEN)
            }
        }
    }
}

/// Which goals each of some histories shows, by their places. The accounts are told apart by ids of their own.
pub(super) fn reached(
    program: &Program,
    calendar: Option<&Calendar>,
    goals: &[Goal],
    lives: &[Life],
) -> Result<Vec<BTreeSet<usize>>, LiveError> {
    let playbook = &program.playbook;
    let mut found: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); lives.len()];
    let mut by_day: BTreeMap<Day, Vec<(usize, Record)>> = BTreeMap::new();
    for (number, life) in lives.iter().enumerate() {
        for (day, record) in life {
            let mut record = record.clone();
            if let Some(id) = record.values.get_mut(playbook.id_field.index()) {
                *id = Some(Value::Text(format_smolstr!("{number}")));
            }
            by_day.entry(*day).or_default().push((number, record));
        }
    }
    let rows: Vec<(Day, &Record)> =
        by_day.iter().flat_map(|(day, of)| of.iter().map(|(_, record)| (*day, record))).collect();
    let all = batch(playbook, &rows);
    let snapshots = Snapshots::made(all, playbook.id_field);
    let mut past = Past::new(program, calendar, &snapshots);
    for as_of in by_day.into_keys() {
        past.evaluate(as_of, |selection, decided| {
            for row in decided.rows.clone() {
                let id = selection.batch.columns.rows().get(playbook.id_field.index()).and_then(|ids| ids.text(row));
                let number = id.and_then(|id| id.parse::<usize>().ok());
                let Some(found) = number.and_then(|number| found.get_mut(number)) else { continue };
                let at = row - decided.rows.start;
                let is_shown = |goal: &usize| goals.get(*goal).is_some_and(|goal| goal.is_shown(decided, at));
                found.extend((0..goals.len()).filter(is_shown));
            }
        })?;
    }
    Ok(found)
}
