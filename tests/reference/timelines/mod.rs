//! Playbooks that remember: engine and reference say the same at every evaluation of a random timeline.

mod agree;
mod by_hand;
mod driver;
mod properties;
mod random;
mod said;
mod shrink;

use super::Account;
use super::decided::Deed;
use stageplay_dsl::types::Day;

/// What happens to some accounts from one evaluation to the next.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    pub(super) days: Vec<Happening>,
}

/// One evaluation.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub(super) day: Day,
    /// Per account its snapshot and the date of that; `None`: nothing speaks for it.
    pub(super) snapshots: Vec<Option<(Day, Account)>>,
    /// Per account what people have done since the last evaluation.
    pub(super) deeds: Vec<Vec<Deed>>,
}
