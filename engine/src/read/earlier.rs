//! Which snapshot spoke for an account on an earlier day.

use super::Snapshots;
use crate::column::{Batch, gather};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// The snapshots that spoke on an earlier day.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// One row per account.
    pub batch: Batch,
    /// Accounts that had a snapshot by then, but one too old to speak for them; not yet safe to show.
    pub stale: Vec<SmolStr>,
}

impl Snapshots {
    /// For each account the newest snapshot on or before `day`, at most `max_age` days old on that day. A record
    /// without a date says nothing about earlier days. `None` where no account has a snapshot that old.
    #[must_use]
    pub fn on(&self, day: Day, max_age: Option<f64>) -> Option<Earlier> {
        let mut best: Vec<Option<(usize, Day)>> = vec![None; self.account_count];
        for ((row, account), date) in self.accounts.iter().enumerate().zip(&self.batch.dates) {
            let (Some(date), Some(best)) = (date.filter(|date| *date <= day), best.get_mut(*account as usize)) else {
                continue;
            };
            // Two records of one account and date were told apart, or are the same, when they were read.
            if best.is_none_or(|(_, newest)| newest < date) {
                *best = Some((row, date));
            }
        }
        let is_fresh = |date: Day| max_age.is_none_or(|most| f64::from(day) - f64::from(date) <= most);
        let (fresh, old): (Vec<_>, Vec<_>) = best.into_iter().flatten().partition(|(_, date)| is_fresh(*date));
        let rows: Vec<usize> = fresh.into_iter().map(|(row, _)| row).collect();
        let stale: Vec<SmolStr> = old.into_iter().map(|(row, _)| self.account(row).into()).collect();
        (!rows.is_empty() || !stale.is_empty()).then(|| Earlier { batch: gather(&self.batch, &rows), stale })
    }
}
