//! How many accounts of each kind there are, and what they bring.

use crate::column::{Batch, Codes, Column, Numbers};
use crate::decide::{Decisions, Gap, Subject, play_state};
use serde_json::{Map, Value, json};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{CardId, ChoiceSet, JourneyId, PlayId, ScoreId, Table};

/// Accounts and revenue of one word, or of those whose word is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Accounts.
    pub accounts: usize,
    /// What they bring, in the revenue field's unit; accounts without it bring nothing here.
    pub revenue: Sum,
}

/// Accounts by the words of a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// By the word's number.
    pub words: Vec<Share>,
    /// Where the word is unknown.
    pub unknown: Share,
}

/// A sum that keeps what plain addition loses (Neumaier 1974), so that a million scores add up the same
/// to the sixth decimal in whatever order they come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, value: f64) {
        let total = self.total + value;
        self.lost +=
            if self.total.abs() >= value.abs() { (self.total - total) + value } else { (value - total) + self.total };
        self.total = total;
    }

    /// The sum; infinite where it is too large for a number.
    #[must_use]
    pub fn value(self) -> f64 {
        // What is lost of an infinite sum is not a number.
        if self.total.is_finite() { self.total + self.lost } else { f64::INFINITY }
    }
}

/// The book of accounts in numbers.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Accounts decided.
    pub accounts: usize,
    /// All of their revenue.
    pub revenue: Sum,
    /// Accounts whose revenue is missing.
    pub without_revenue: usize,
    /// By band, per scorecard.
    pub bands: Table<CardId, Tally>,
    /// Sum of points, per scorecard.
    pub points: Table<CardId, Sum>,
    /// By stage, per journey.
    pub stages: Table<JourneyId, Tally>,
    /// By band and stage of the first scorecard and journey: `[stage][band]`, the last of each being unknown.
    pub cross: Vec<Vec<Share>>,
    /// Sum per score.
    pub scores: Table<ScoreId, Sum>,
    /// Accounts with an open or opening run, per play.
    pub plays: Table<PlayId, Share>,
    /// What is unknown for some accounts, where that is counted.
    pub gaps: Vec<(Subject, Gap)>,
    /// Nobody asks for revenue, nor for bands by stages: they stay nothing.
    counts_only: bool,
}

impl Summary {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(playbook: &Playbook) -> Self {
        let tally =
            |set: &ChoiceSet| Tally { words: vec![Share::default(); set.words.len()], unknown: Share::default() };
        let bands: Table<CardId, Tally> =
            playbook.cards.rows().iter().map(|card| tally(&playbook.choices[card.band_set])).collect();
        let stages: Table<JourneyId, Tally> =
            playbook.journeys.rows().iter().map(|journey| tally(&playbook.choices[journey.stage_set])).collect();
        let columns = bands.rows().first().map_or(0, |tally| tally.words.len()) + 1;
        let rows = stages.rows().first().map_or(0, |tally| tally.words.len()) + 1;
        Self {
            points: bands.rows().iter().map(|_| Sum::default()).collect(),
            cross: vec![vec![Share::default(); columns]; rows],
            bands,
            stages,
            scores: playbook.scores.rows().iter().map(|_| Sum::default()).collect(),
            plays: playbook.plays.rows().iter().map(|_| Share::default()).collect(),
            ..Self::default()
        }
    }

    /// The same for who asks for nothing but [`Summary::to_json`], in which no revenue stands.
    #[must_use]
    pub fn of_counts(playbook: &Playbook) -> Self {
        Self { counts_only: true, ..Self::new(playbook) }
    }

    /// Counts a stretch of rows.
    pub fn add(&mut self, playbook: &Playbook, batch: &Batch, decisions: &Decisions) {
        for (id, card) in decisions.cards.iter() {
            sum(&mut self.points[id], &card.score);
        }
        for (id, scores) in decisions.scores.iter() {
            sum(&mut self.scores[id], scores);
        }
        for (subject, gap) in &decisions.gaps {
            match self.gaps.iter_mut().find(|(known, _)| known == subject) {
                Some((_, all)) => all.add(gap),
                None => self.gaps.push((*subject, gap.clone())),
            }
        }
        if self.counts_only {
            self.add_counts(decisions);
        } else {
            self.add_revenue(playbook, batch, decisions);
        }
    }

    fn add_counts(&mut self, decisions: &Decisions) {
        self.accounts += decisions.rows.len();
        for (id, card) in decisions.cards.iter() {
            self.bands[id].add_counts(&card.band);
        }
        for (id, stages) in decisions.stages.iter() {
            self.stages[id].add_counts(stages);
        }
        for (id, play) in decisions.plays.iter() {
            self.plays[id].accounts += times(play_state::OPEN, &play.state.values);
        }
    }

    fn add_revenue(&mut self, playbook: &Playbook, batch: &Batch, decisions: &Decisions) {
        let revenue: Vec<Option<f64>> = decisions.rows.clone().map(|row| revenue(playbook, batch, row)).collect();
        self.accounts += revenue.len();
        for value in &revenue {
            match value {
                Some(value) => self.revenue.add(*value),
                None => self.without_revenue += 1,
            }
        }
        for (id, card) in decisions.cards.iter() {
            count(&mut self.bands[id], &card.band, &revenue);
        }
        for (id, stages) in decisions.stages.iter() {
            count(&mut self.stages[id], stages, &revenue);
        }
        for (id, play) in decisions.plays.iter() {
            for (state, revenue) in play.state.values.iter().zip(&revenue) {
                if *state == play_state::OPEN {
                    self.plays[id].add(*revenue);
                }
            }
        }
        self.add_cross(decisions, &revenue);
    }

    fn add_cross(&mut self, decisions: &Decisions, revenue: &[Option<f64>]) {
        let bands = decisions.cards.rows().first().map(|card| &card.band);
        let stages = decisions.stages.rows().first();
        for (row, revenue) in revenue.iter().enumerate() {
            let stage = stages.and_then(|stages| stages.get(row)).map(usize::from);
            let band = bands.and_then(|bands| bands.get(row)).map(usize::from);
            let last = self.cross.len().saturating_sub(1);
            if let Some(line) = self.cross.get_mut(stage.unwrap_or(last)) {
                let last = line.len().saturating_sub(1);
                if let Some(share) = line.get_mut(band.unwrap_or(last)) {
                    share.add(*revenue);
                }
            }
        }
    }

    /// The sums as JSON: `bands` of the first scorecard, `stages` of the only journey, `plays` (accounts
    /// with an open run), `<name>_sum` per scorecard and score; further scorecards and journeys under their
    /// names. `unknown` appears only where it is not 0; sums are rounded to six decimals.
    #[must_use]
    pub fn to_json(&self, playbook: &Playbook) -> Value {
        let mut object = Map::new();
        let mut cards = self.bands.iter();
        if let Some((id, tally)) = cards.next() {
            object.insert("bands".into(), tally_json(tally, &playbook.choices[playbook.cards[id].band_set]));
        }
        let stages = |id: JourneyId| tally_json(&self.stages[id], &playbook.choices[playbook.journeys[id].stage_set]);
        if let (1, Some(id)) = (self.stages.len(), self.stages.ids().next()) {
            object.insert("stages".into(), stages(id));
        }
        let plays: Map<String, Value> =
            self.plays.iter().map(|(id, share)| (playbook.plays[id].name.to_string(), json!(share.accounts))).collect();
        object.insert("plays".into(), Value::Object(plays));
        for (id, sum) in self.points.iter() {
            object.insert(format!("{}_sum", playbook.cards[id].name), rounded(*sum));
        }
        for (id, sum) in self.scores.iter() {
            object.insert(format!("{}_sum", playbook.scores[id].name), rounded(*sum));
        }
        for (id, tally) in cards {
            let card = &playbook.cards[id];
            let bands = tally_json(tally, &playbook.choices[card.band_set]);
            object.insert(card.name.to_string(), json!({ "bands": bands }));
        }
        if self.stages.len() > 1 {
            for id in self.stages.ids() {
                object.insert(playbook.journeys[id].name.to_string(), json!({ "stages": stages(id) }));
            }
        }
        Value::Object(object)
    }
}

impl Tally {
    fn add_counts(&mut self, codes: &Codes) {
        let mut rest = codes.known.len();
        if codes.known.count() == rest {
            for (code, share) in (0..).zip(&mut self.words) {
                let found = times(code, &codes.values);
                share.accounts += found;
                rest -= found;
            }
        } else {
            for row in codes.known.ones_at() {
                let code = codes.values.get(row).map(|code| usize::from(*code));
                if let Some(share) = code.and_then(|code| self.words.get_mut(code)) {
                    share.accounts += 1;
                    rest -= 1;
                }
            }
        }
        self.unknown.accounts += rest;
    }
}

/// How often a number stands in a column.
fn times(code: u16, codes: &[u16]) -> usize {
    codes.iter().map(|found| usize::from(*found == code)).sum()
}

impl Share {
    /// Counts an account.
    pub fn add(&mut self, revenue: Option<f64>) {
        self.accounts += 1;
        if let Some(revenue) = revenue {
            self.revenue.add(revenue);
        }
    }

    /// Counts the accounts of another part.
    pub fn merge(&mut self, other: Self) {
        self.accounts += other.accounts;
        self.revenue.add(other.revenue.total);
        self.revenue.add(other.revenue.lost);
    }
}

/// What an account brings, where its record says so.
#[must_use]
pub fn revenue(playbook: &Playbook, batch: &Batch, row: usize) -> Option<f64> {
    if batch.columns.is_empty() { None } else { Column::number(&batch.columns[playbook.revenue_field], row) }
}

fn count(tally: &mut Tally, codes: &Codes, revenue: &[Option<f64>]) {
    for (row, revenue) in revenue.iter().enumerate() {
        let share = codes.get(row).and_then(|code| tally.words.get_mut(usize::from(code)));
        share.unwrap_or(&mut tally.unknown).add(*revenue);
    }
}

fn sum(total: &mut Sum, numbers: &Numbers) {
    for row in numbers.known.ones_at() {
        if let Some(value) = numbers.values.get(row) {
            total.add(*value);
        }
    }
}

fn tally_json(tally: &Tally, set: &ChoiceSet) -> Value {
    let mut object = Map::new();
    for code in set.listing() {
        let accounts = tally.words.get(usize::from(code)).map_or(0, |share| share.accounts);
        object.insert(set.word(code).into(), json!(accounts));
    }
    if tally.unknown.accounts > 0 {
        object.insert("unknown".into(), json!(tally.unknown.accounts));
    }
    Value::Object(object)
}

fn rounded(sum: Sum) -> Value {
    let value: f64 = format!("{:.6}", sum.value()).parse().unwrap_or(0.0);
    json!(value)
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn the_sum_keeps_what_plain_addition_loses() {
        let mut sum = Sum::default();
        for value in [1.0, 1e100, 1.0, -1e100] {
            sum.add(value);
        }
        assert_eq!(sum.value(), 2.0);
        for value in [1e308, 1e308, -1e308, -1e308, -1e308] {
            sum.add(value);
        }
        assert_eq!(sum.value(), f64::INFINITY);
    }
}
