//! What a change of decisions comes to: how many accounts, how much revenue, whose work.

use super::compare::{Changed, Difference, by_account};
use super::decided::{Kind, Subject};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// How many accounts, and what they bring.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Affected {
    /// How many.
    pub accounts: usize,
    /// Together, in the revenue field's unit; what is unknown is left out.
    pub revenue: f64,
}

impl Affected {
    /// Of accounts, each named once.
    pub(super) fn of<'c>(accounts: impl Iterator<Item = &'c Changed>) -> Self {
        let mut sum = Self::default();
        accounts.for_each(|account| sum.add(account));
        sum
    }

    fn add(&mut self, account: &Changed) {
        self.accounts += 1;
        self.revenue += account.revenue.unwrap_or(0.0);
    }
}

/// From which word to which; `None` is unknown, or not there.
pub type Move = (Option<SmolStr>, Option<SmolStr>);

/// What some accounts' differences come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Accounts of which people notice a difference.
    pub changed: Affected,
    /// Accounts of which only points or priorities differ.
    pub moved_silently: usize,
    /// Accounts of which a word of that kind differs.
    pub kinds: BTreeMap<Kind, usize>,
    /// Per thing decided, per move between words.
    pub moves: BTreeMap<Subject, BTreeMap<Move, Affected>>,
    /// Per owner (who it is, else the role): actions added and removed.
    pub owners: BTreeMap<SmolStr, (usize, usize)>,
    /// Actions that are due on another day.
    pub redated: usize,
    /// Accounts that only one of the two can read: appearing, disappearing.
    pub read: (usize, usize),
}

impl Summary {
    /// Of accounts that differ, in the order of [`by_account`]. What differs in an account on several dates counts once,
    /// but for what there is to do.
    #[must_use]
    pub fn of(changed: &[Changed]) -> Self {
        let mut summary = Self::default();
        for dates in by_account(changed) {
            let Some(last) = dates.last() else { continue };
            if dates.iter().any(Changed::is_decision) {
                summary.changed.add(last);
            } else {
                summary.moved_silently += 1;
            }
            let mut words: BTreeSet<(&Subject, Move)> = BTreeSet::new();
            for difference in dates.iter().flat_map(|it| &it.differences) {
                match difference {
                    Difference::Word { subject, before, after } => {
                        words.insert((subject, (before.clone(), after.clone())));
                    }
                    other => summary.add(other),
                }
            }
            let kinds: BTreeSet<Kind> = words.iter().map(|(subject, _)| subject.0).collect();
            kinds.into_iter().for_each(|kind| *summary.kinds.entry(kind).or_default() += 1);
            for (subject, to) in words {
                summary.moves.entry(subject.clone()).or_default().entry(to).or_default().add(last);
            }
            let is = |wanted: &Difference| dates.iter().any(|it| it.differences.contains(wanted));
            summary.read.0 += usize::from(is(&Difference::Appears));
            summary.read.1 += usize::from(is(&Difference::Disappears));
        }
        summary
    }

    fn add(&mut self, difference: &Difference) {
        let mut owner = |action: &super::decided::Action, added: usize, removed: usize| {
            let who = action.who.as_ref().unwrap_or(&action.role).clone();
            let who = if who.is_empty() { SmolStr::new_static("nobody") } else { who };
            let count = self.owners.entry(who).or_default();
            count.0 += added;
            count.1 += removed;
        };
        match difference {
            Difference::Added(action) => owner(action, 1, 0),
            Difference::Removed(action) => owner(action, 0, 1),
            Difference::Due { .. } => self.redated += 1,
            Difference::Word { .. }
            | Difference::Appears
            | Difference::Disappears
            | Difference::Points { .. }
            | Difference::Priority { .. } => {}
        }
    }

    /// Everything of a kind that moves, with how many accounts.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&Subject, &BTreeMap<Move, Affected>)> {
        self.moves.iter().filter(move |(subject, _)| subject.0 == kind)
    }

    /// Actions added and removed, whoever owns them.
    #[must_use]
    pub fn actions(&self) -> (usize, usize) {
        self.owners.values().fold((0, 0), |sum, owner| (sum.0 + owner.0, sum.1 + owner.1))
    }
}

/// The account that shows a difference most simply, on the first date on which people notice: the fewest differences,
/// then the fewest known fields, then the first.
#[must_use]
pub fn witness(changed: &[Changed]) -> Option<&Changed> {
    let first = |dates: &'_ [Changed]| dates.iter().position(Changed::is_decision).unwrap_or(0);
    let parts = by_account(changed).filter_map(|dates| dates.get(first(dates)));
    parts.min_by_key(|account| (!account.is_decision(), account.differences.len(), account.fields_known))
}
