//! Which snapshot speaks for an account.

use super::Snapshots;
use super::reject::Reject;
use super::repeats::{contradiction, lose, say_the_same, sort_rejects};
use crate::column::{Batch, gather};
use crate::decide::History;
use crate::graph::Program;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// One snapshot per account, and who has none.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// One row per account, in the order in which accounts appear first in the data.
    pub batch: Batch,
    /// Per row, which record of the snapshots it is.
    pub sources: Vec<usize>,
    /// Accounts whose newest snapshot is too old, with its date; the name is as in the data, not yet safe to show.
    pub stale: Vec<(SmolStr, Day)>,
    /// How many accounts have only snapshots after `as_of`.
    pub later: usize,
    /// Accounts with an undated record and another one of the day of `as_of`: which of them speaks is not known.
    pub contradictions: Vec<Reject>,
    /// Their rows.
    pub(super) contradicting: Vec<usize>,
    /// How many records of those had no fault before.
    pub(super) without_fault: u64,
}

/// The best snapshot of an account so far.
#[derive(Clone, Copy)]
enum Best {
    None,
    /// A row and its date.
    Row(usize, Day),
    /// Two rows of the same date.
    Two(usize, usize, Day),
}

impl Snapshots {
    /// For each account the newest snapshot on or before `as_of`, at most `max_age` days old. A record without a
    /// date counts as one of `as_of`.
    #[must_use]
    pub fn select(&self, as_of: Day, max_age: Option<f64>) -> Selection {
        let mut best = vec![Best::None; self.account_count];
        for ((row, account), date) in self.accounts.iter().enumerate().zip(&self.batch.dates) {
            let date = date.unwrap_or(as_of);
            let Some(best) = best.get_mut(*account as usize) else { continue };
            if date > as_of {
                continue;
            }
            *best = match *best {
                Best::Row(other, day) if day == date => Best::Two(other, row, day),
                Best::Row(_, day) | Best::Two(_, _, day) if day >= date => *best,
                Best::None | Best::Row(..) | Best::Two(..) => Best::Row(row, date),
            };
        }
        let mut selected = Selection::default();
        let mut rows = Vec::with_capacity(best.len());
        for best in best {
            match best {
                Best::None => selected.later += 1,
                Best::Row(row, day) | Best::Two(row, _, day) if is_stale(day, as_of, max_age) => {
                    selected.stale.push((self.account(row).into(), day));
                }
                Best::Row(row, _) => rows.push(row),
                Best::Two(a, b, _) if say_the_same(self, a, b) => rows.push(a),
                Best::Two(a, b, _) => {
                    selected.contradictions.push(contradiction(self, a, b, None));
                    selected.contradictions.push(contradiction(self, b, a, None));
                    selected.contradicting.extend([a, b]);
                    selected.without_fault += [a, b].iter().filter(|row| !self.is_flawed(**row)).count() as u64;
                }
            }
        }
        // Arrays are shared, so where every row is wanted nothing is copied.
        let all = rows.len() == self.batch.rows && rows.iter().enumerate().all(|(at, row)| at == *row);
        selected.batch = if all { self.batch.clone() } else { gather(&self.batch, &rows) };
        selected.sources = rows;
        selected
    }

    /// What a program reads of earlier snapshots of the selected accounts: for each of its distances the newest one that is
    /// as old, of whatever age.
    #[must_use]
    pub fn history(&self, selection: &Selection, program: &Program, as_of: Day) -> History<'_> {
        let views = program.memory.views.iter().map(|view| {
            let then = f64::from(as_of) - view.days;
            let mut newest: Vec<Option<(usize, Day)>> = vec![None; self.account_count];
            for ((row, account), date) in self.accounts.iter().enumerate().zip(&self.batch.dates) {
                let date = date.unwrap_or(as_of);
                if let Some(newest) = newest.get_mut(*account as usize)
                    && f64::from(date) <= then
                    && newest.is_none_or(|(_, day)| date > day)
                {
                    *newest = Some((row, date));
                }
            }
            let of = |source: &usize| {
                let account = self.accounts.get(*source).map(|account| *account as usize);
                account.and_then(|account| newest.get(account).copied().flatten()).map_or(usize::MAX, |(row, _)| row)
            };
            selection.sources.iter().map(of).collect()
        });
        History { batch: Some(&self.batch), views: views.collect() }
    }

    /// The snapshots of some of the accounts, for a closer look at what is decided of them. What was set aside, and the
    /// places of records, stay behind.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut numbers: FxHashMap<u32, Option<u32>> = FxHashMap::default();
        let mut account_count = 0;
        let mut rows = Vec::new();
        let mut accounts = Vec::new();
        for (row, account) in self.accounts.iter().enumerate() {
            let number = *numbers.entry(*account).or_insert_with(|| {
                is_wanted(self.account(row)).then(|| {
                    account_count += 1;
                    account_count - 1
                })
            });
            if let Some(number) = number {
                rows.push(row);
                accounts.push(number);
            }
        }
        let account_count = usize::try_from(account_count).unwrap_or(usize::MAX);
        Self {
            batch: gather(&self.batch, &rows),
            accounts,
            account_count,
            rejects: Vec::new(),
            unreadable: Vec::new(),
            flawed: Vec::new(),
            lines: Vec::new(),
            file_starts: Vec::new(),
            ..self.clone()
        }
    }

    /// Takes over the contradictions that selecting has found.
    pub fn set_aside(&mut self, selection: &mut Selection) {
        let found = std::mem::take(&mut selection.contradictions);
        if found.is_empty() {
            return;
        }
        self.records_set_aside += found.len() as u64;
        self.records_with_fault += std::mem::take(&mut selection.without_fault);
        for reject in found {
            self.reject(reject);
        }
        std::mem::take(&mut selection.contradicting).into_iter().for_each(|row| lose(self, row));
        sort_rejects(self);
    }

    fn is_flawed(&self, row: usize) -> bool {
        self.flawed.binary_search_by_key(&row, |(row, _)| *row).is_ok()
    }
}

/// Whether a snapshot is too old to speak.
pub(super) fn is_stale(day: Day, as_of: Day, max_age: Option<f64>) -> bool {
    max_age.is_some_and(|most| f64::from(as_of) - f64::from(day) > most)
}
