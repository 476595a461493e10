//! Compares what was decided with what became of the accounts, row by row.
//!
//! | a row is | where |
//! |---|---|
//! | left out | its account is not in the outcomes, or the outcome had come by its date: nothing is left to see |
//! | positive | the outcome comes after its date, and within the horizon |
//! | negative | otherwise |

use super::rank::{Ranked, ranked};
use super::replay::{Load, Replay, ReplayRow, Subject};
use crate::read::Outcomes;
use crate::workbench::past::monday;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::{BTreeMap, BTreeSet};

/// A month in days, on average.
const MONTH: f64 = 365.25 / 12.0;

/// What came of a backtest.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// In days.
    pub horizon: i32,
    /// The rows that are judged.
    pub rows: usize,
    /// Their accounts.
    pub accounts: usize,
    /// The rows that were followed by the outcome within the horizon.
    pub positive_rows: usize,
    /// The accounts with an outcome at any later time.
    pub accounts_with_outcome: usize,
    /// Rows left out because the outcome had come.
    pub rows_after_outcome: usize,
    /// Rows left out because their account is not in the outcomes.
    pub rows_without_outcome: usize,
    /// How long the accounts were looked at, added up. A row counts up to the next date of the history.
    pub account_months: f64,
    /// Per date of the history.
    pub by_date: BTreeMap<Day, Month>,
    /// Per subject of the replay.
    pub subjects: Vec<Judged>,
    /// Per scorecard.
    pub scores: Vec<Ranked>,
    /// What owners had to do, by the Monday of the week and owner: what came in it, and the most that was open.
    pub load: BTreeMap<(Day, SmolStr), Load>,
}

/// The rows of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// All of them.
    pub rows: usize,
    /// Those that were followed by the outcome.
    pub positive: usize,
}

/// A subject beside the outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What.
    pub subject: Subject,
    /// The rows.
    pub counts: Counts,
    /// Accounts for which it was on in a row that was followed by the outcome.
    pub accounts_caught: usize,
    /// How long before the outcome it was on first, over those accounts.
    pub lead: Option<Lead>,
    /// How often it came on.
    pub alerts: usize,
    /// How often it came on again for an account, after it had gone off.
    pub flaps: usize,
}

impl Judged {
    /// How often it came on per 100 accounts and month; `None` where nobody was looked at.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "no history has 2^52 rows")]
    pub fn alerts_per_100(&self, report: &Report) -> Option<f64> {
        (report.account_months > 0.0).then(|| self.alerts as f64 * 100.0 / report.account_months)
    }
}

/// Rows by what was decided and what followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Counts {
    pub true_positive: usize,
    pub false_positive: usize,
    pub false_negative: usize,
    pub true_negative: usize,
    /// Not known, and followed by the outcome.
    pub unknown_positive: usize,
    /// Not known, and not followed by it.
    pub unknown_negative: usize,
}

impl Counts {
    fn add(&mut self, on: Option<bool>, positive: bool) {
        *match (on, positive) {
            (Some(true), true) => &mut self.true_positive,
            (Some(true), false) => &mut self.false_positive,
            (Some(false), true) => &mut self.false_negative,
            (Some(false), false) => &mut self.true_negative,
            (None, true) => &mut self.unknown_positive,
            (None, false) => &mut self.unknown_negative,
        } += 1;
    }

    /// Of the rows on which it was on, the share that was followed by the outcome; `None` where it was never on.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positive, self.true_positive + self.false_positive)
    }

    /// Of the rows that were followed by the outcome and on which it was known, the share on which it was on; `None` where
    /// there were none.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positive, self.true_positive + self.false_negative)
    }
}

/// A part of a whole; `None` of nothing.
#[allow(clippy::cast_precision_loss, reason = "no history has 2^52 rows")]
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How days lie. Every figure is one that occurred: between two, the lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Lead {
    pub min: i32,
    pub lower_quartile: i32,
    pub median: i32,
    pub upper_quartile: i32,
    pub max: i32,
}

impl Lead {
    /// Of days in any order; `None` of none.
    pub(super) fn of(mut days: Vec<i32>) -> Option<Self> {
        days.sort_unstable();
        let last = days.len().checked_sub(1)?;
        let at = |quarters: usize| days.get(last * quarters / 4).copied();
        Some(Self { min: at(0)?, lower_quartile: at(1)?, median: at(2)?, upper_quartile: at(3)?, max: at(4)? })
    }
}

/// A row that is judged.
struct Row<'r> {
    row: &'r ReplayRow,
    outcome: Option<Day>,
    positive: bool,
}

/// Holds decisions against outcomes. A horizon is in days.
#[must_use]
pub fn judge(replay: &Replay, outcomes: &Outcomes, horizon: i32) -> Report {
    let (mut after, mut without) = (0, 0);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for row in &replay.rows {
        match outcomes.get(&row.account) {
            None => without += 1,
            Some(Some(day)) if row.as_of >= *day => after += 1,
            Some(outcome) => {
                let positive = outcome.is_some_and(|day| i64::from(day) - i64::from(row.as_of) <= i64::from(horizon));
                rows.push(Row { row, outcome: *outcome, positive });
            }
        }
    }
    let mut by_date: BTreeMap<Day, Month> = BTreeMap::new();
    for row in &rows {
        let date = by_date.entry(row.row.as_of).or_default();
        date.rows += 1;
        date.positive += usize::from(row.positive);
    }
    let accounts: BTreeSet<&str> = rows.iter().map(|row| row.row.account.as_str()).collect();
    let with_outcome: BTreeSet<&str> =
        rows.iter().filter(|row| row.outcome.is_some()).map(|row| row.row.account.as_str()).collect();
    let subjects = replay.subjects.iter().enumerate().map(|(at, subject)| judged(subject, at, &rows)).collect();
    let scores = replay.cards.iter().enumerate().map(|(card, name)| {
        let known = rows.iter().filter_map(|row| {
            let score = row.row.scores.get(card).copied().flatten()?;
            Some((row.row.account.as_str(), score, row.positive))
        });
        ranked(name, known.collect())
    });
    Report {
        horizon,
        rows: rows.len(),
        accounts: accounts.len(),
        positive_rows: rows.iter().filter(|row| row.positive).count(),
        accounts_with_outcome: with_outcome.len(),
        rows_after_outcome: after,
        rows_without_outcome: without,
        account_months: account_months(&by_date),
        subjects,
        scores: scores.collect(),
        by_date,
        load: weekly(&replay.load),
    }
}

/// Load by week: a Monday and an owner.
fn weekly(load: &BTreeMap<(Day, SmolStr), Load>) -> BTreeMap<(Day, SmolStr), Load> {
    let mut weeks: BTreeMap<(Day, SmolStr), Load> = BTreeMap::new();
    for ((day, owner), load) in load {
        let week = weeks.entry((monday(*day), owner.clone())).or_default();
        week.new += load.new;
        week.open = week.open.max(load.open);
        week.effort_hours += load.effort_hours;
    }
    weeks
}

/// A row stands for its account until the next date; those of the last date for as long as those before.
#[allow(clippy::cast_precision_loss, reason = "no history has 2^52 rows")]
fn account_months(by_date: &BTreeMap<Day, Month>) -> f64 {
    let dates: Vec<Day> = by_date.keys().copied().collect();
    let gaps: Vec<f64> = dates.iter().zip(dates.iter().skip(1)).map(|(a, b)| f64::from(*b) - f64::from(*a)).collect();
    let last = gaps.last().copied().unwrap_or(MONTH);
    let gaps = gaps.into_iter().chain(std::iter::once(last));
    by_date.values().zip(gaps).map(|(date, days)| date.rows as f64 * days / MONTH).sum()
}

fn judged(subject: &Subject, at: usize, rows: &[Row<'_>]) -> Judged {
    let mut counts = Counts::default();
    let mut leads: BTreeMap<&str, i32> = BTreeMap::new();
    // Whether it was on when last known, and whether it has been on at all.
    let mut before: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    let (mut alerts, mut flaps) = (0, 0);
    for row in rows {
        let on = row.row.on.get(at).copied().flatten();
        counts.add(on, row.positive);
        let account = row.row.account.as_str();
        if let (Some(true), true, Some(day)) = (on, row.positive, row.outcome) {
            leads.entry(account).or_insert(day.saturating_sub(row.row.as_of));
        }
        if let Some(on) = on {
            let (was_on, ever) = before.get(account).copied().unwrap_or_default();
            alerts += usize::from(on && !was_on);
            flaps += usize::from(on && !was_on && ever);
            before.insert(account, (on, ever || on));
        }
    }
    let accounts_caught = leads.len();
    let lead = Lead::of(leads.into_values().collect());
    Judged { subject: subject.clone(), counts, accounts_caught, lead, alerts, flaps }
}
