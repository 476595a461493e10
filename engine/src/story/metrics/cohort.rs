//! The accounts known at the start of a period: what they brought then and what they bring now.

use super::gathered::{Live, account, number};
use crate::evaluate::{CHUNK, Frame};
use crate::read::Snapshots;
use crate::send::Sum;
use rustc_hash::FxHashMap;
use stageplay_dsl::typed::Expr;
use stageplay_dsl::types::Day;

/// The bridge from the start of a period to its end, over the accounts known at its start. Amounts are in the
/// unit of the value; `start + expansion - contraction - churn` is `end`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohort {
    /// The day the period begins.
    pub since: Day,
    /// Accounts in the cohort: they spoke on that day, had not left, and brought something.
    pub accounts: usize,
    /// What they brought then.
    pub start: f64,
    /// How much more those bring that bring more.
    pub expansion: f64,
    /// How much less those bring that bring less and are still there.
    pub contraction: f64,
    /// What those had brought that are gone.
    pub churn: f64,
    /// What they bring now.
    pub end: f64,
    /// What they bring now, no account more than then.
    pub kept: f64,
    /// Gone: no snapshot speaks for them any more.
    pub absent: usize,
    /// Gone: they have left.
    pub ended: usize,
    /// Gone: what they bring is not known any more.
    pub missing: usize,
    /// Out: known now, and not seen up to the start.
    pub new: usize,
    /// Out: their last snapshot was too old to speak for them at the start.
    pub stale: usize,
    /// Out: they had left before.
    pub left_before: usize,
    /// Out: what they brought then is not known.
    pub without_value: usize,
    /// Out: they brought nothing, or less.
    pub without_worth: usize,
}

impl Cohort {
    /// How many are gone.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.absent + self.ended + self.missing
    }

    /// Net retention: what they bring now as a share of what they brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn net(&self) -> Result<f64, String> {
        self.share(self.end)
    }

    /// Gross retention: the same, with no account counted above what it brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn gross(&self) -> Result<f64, String> {
        self.share(self.kept)
    }

    /// Churn: what the gone had brought as a share of what all brought.
    ///
    /// # Errors
    /// Why it is unknown.
    pub fn churn(&self) -> Result<f64, String> {
        self.share(self.churn)
    }

    /// The gone as a share of the accounts; `None` without accounts.
    #[must_use]
    pub fn churn_of_accounts(&self) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "no book has 2^52 accounts")]
        (self.accounts > 0).then(|| self.gone() as f64 / self.accounts as f64)
    }

    fn share(&self, of: f64) -> Result<f64, String> {
        if self.accounts == 0 {
            return Err(format!("no account brought anything on {}", stageplay_dsl::types::show_day(self.since)));
        }
        let share = of / self.start;
        // A part of too much is not nothing.
        if share.is_finite() && self.start.is_finite() { Ok(share) } else { Err("too much to add up".into()) }
    }
}

/// The cohort of a day; `None` where no account has a snapshot that old.
pub(super) fn cohort(live: &Live<'_>, snapshots: &Snapshots, value: &Expr, since: Day) -> Option<Cohort> {
    let program = live.program;
    let earlier = snapshots.on(since, program.playbook.header.max_age)?;
    let then = then(live, &earlier.batch, value, since);
    let now: FxHashMap<&str, usize> = (0..live.batch.rows).map(|row| (live.account(row), row)).collect();
    let alive: FxHashMap<&str, usize> = live.rows.iter().map(|row| (live.account(*row), *row)).collect();

    let mut rows: Vec<usize> = (0..earlier.batch.rows).collect();
    let named = |row: usize| account(program, &earlier.batch, row);
    rows.sort_by(|one, other| named(*one).cmp(named(*other)));
    let mut cohort = Cohort { since, stale: earlier.stale.len(), ..Cohort::default() };
    let [mut start, mut expansion, mut contraction, mut churn, mut end, mut kept] = [Sum::default(); 6];
    let mut known = earlier.stale.iter().filter(|account| alive.contains_key(account.as_str())).count();
    for row in rows {
        known += usize::from(alive.contains_key(named(row)));
        let brought = match then.get(row) {
            Some(Then { left: true, .. }) => {
                cohort.left_before += 1;
                continue;
            }
            Some(Then { value: None, .. }) | None => {
                cohort.without_value += 1;
                continue;
            }
            Some(Then { value: Some(value), .. }) if *value <= 0.0 => {
                cohort.without_worth += 1;
                continue;
            }
            Some(Then { value: Some(value), .. }) => *value,
        };
        cohort.accounts += 1;
        start.add(brought);
        let account = named(row);
        let brings = alive.get(account).map(|row| live.value(value, *row));
        match brings {
            None if now.contains_key(account) => cohort.ended += 1,
            None => cohort.absent += 1,
            Some(None) => cohort.missing += 1,
            Some(Some(brings)) => {
                end.add(brings);
                kept.add(brings.min(brought));
                if brings > brought {
                    expansion.add(brings - brought);
                } else {
                    contraction.add(brought - brings);
                }
                continue;
            }
        }
        churn.add(brought);
    }
    cohort.new = live.rows.len().saturating_sub(known);
    cohort.start = start.value();
    cohort.expansion = expansion.value();
    cohort.contraction = contraction.value();
    cohort.churn = churn.value();
    cohort.end = end.value();
    cohort.kept = kept.value();
    Some(cohort)
}

/// What was known of an account at the start.
#[derive(Clone, Copy)]
struct Then {
    value: Option<f64>,
    left: bool,
}

/// The value over earlier snapshots, with today's playbook and the earlier day as the day of the evaluation.
fn then(live: &Live<'_>, batch: &crate::column::Batch, value: &Expr, since: Day) -> Vec<Then> {
    let program = live.program;
    let ends_when = program.playbook.ends_when.as_ref();
    let roots: Vec<&Expr> = ends_when.into_iter().chain([value]).collect();
    let nodes = program.under(&roots);
    let mut frame = Frame::new(program, batch, since, 0..0);
    let mut all = Vec::with_capacity(batch.rows);
    for first in (0..batch.rows).step_by(CHUNK) {
        frame.restart(first..first.saturating_add(CHUNK));
        nodes.iter().for_each(|nodes| frame.run(program, batch, nodes.clone()));
        let at = |expr: &Expr, row: usize| frame.slot(program.node(expr)).and_then(|slot| number(slot, row));
        all.extend((0..frame.len()).map(|row| Then {
            value: at(value, row),
            left: ends_when.is_some_and(|ends| at(ends, row).is_some_and(|left| left != 0.0)),
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::Cohort;

    #[test]
    fn a_share_of_too_much_is_not_nothing() {
        let cohort = Cohort { accounts: 2, start: f64::INFINITY, churn: 5.0, ..Cohort::default() };
        assert_eq!(cohort.churn(), Err("too much to add up".to_owned()));
        let cohort = Cohort { accounts: 2, start: 20.0, churn: 5.0, ..Cohort::default() };
        assert_eq!(cohort.churn(), Ok(0.25));
    }
}
