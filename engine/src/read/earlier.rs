//! Which snapshot spoke for an account on an earlier day.

use super::Snapshots;
use crate::column::{Batch, gather};
use stageplay_dsl::types::Day;

/// The snapshots that spoke on an earlier day.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// One row per account.
    pub batch: Batch,
    /// How many accounts had a snapshot by then, but one too old to speak for them.
    pub stale: usize,
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
        let found = best.iter().flatten().count();
        let is_fresh = |date: Day| max_age.is_none_or(|most| f64::from(day) - f64::from(date) <= most);
        let rows: Vec<usize> =
            best.into_iter().flatten().filter(|(_, date)| is_fresh(*date)).map(|(row, _)| row).collect();
        let stale = found - rows.len();
        (found > 0).then(|| Earlier { batch: gather(&self.batch, &rows), stale })
    }
}
