//! Of whom a record was set aside: what it said is not known, but that the account was there is.

use super::Snapshots;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::BTreeSet;

/// An account with a record that was set aside, as in the data, and the day of that record where it names one.
pub(super) type Unreadable = (SmolStr, Option<Day>);

impl Snapshots {
    /// Accounts with a record of a day that was set aside, or of one at most `max_age` days before it. A record
    /// without a day, or with one that cannot be read, is of `as_of`.
    #[must_use]
    pub fn unreadable(&self, day: Day, max_age: Option<f64>, as_of: Day) -> BTreeSet<&str> {
        let speaks = |of: Day| of <= day && max_age.is_none_or(|most| f64::from(day) - f64::from(of) <= most);
        let found = self.unreadable.iter().filter(|(_, of)| speaks(of.unwrap_or(as_of)));
        found.map(|(account, _)| account.as_str()).collect()
    }
}
