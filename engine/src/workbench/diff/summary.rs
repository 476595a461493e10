//! What a change of decisions comes to: how many accounts, how much revenue, whose work.

use super::compare::{Changed, Difference};
use super::decided::{Kind, Subject};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How many accounts, and what they bring.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Affected {
    /// How many.
    pub accounts: usize,
    /// Together, in the revenue field's unit; what is unknown is left out.
    pub revenue: f64,
}

impl Affected {
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
    /// Of accounts that differ.
    #[must_use]
    pub fn of<'c>(changed: impl IntoIterator<Item = &'c Changed>) -> Self {
        let mut summary = Self::default();
        for account in changed {
            if account.is_decision() {
                summary.changed.add(account);
            } else {
                summary.moved_silently += 1;
            }
            account.differences.iter().for_each(|difference| summary.add(account, difference));
        }
        summary
    }

    fn add(&mut self, account: &Changed, difference: &Difference) {
        let mut owner = |action: &super::decided::Action, added: usize, removed: usize| {
            let who = action.who.as_ref().unwrap_or(&action.role).clone();
            let who = if who.is_empty() { SmolStr::new_static("nobody") } else { who };
            let count = self.owners.entry(who).or_default();
            count.0 += added;
            count.1 += removed;
        };
        match difference {
            Difference::Word { subject, before, after } => {
                let moves = self.moves.entry(subject.clone()).or_default();
                moves.entry((before.clone(), after.clone())).or_default().add(account);
            }
            Difference::Added(action) => owner(action, 1, 0),
            Difference::Removed(action) => owner(action, 0, 1),
            Difference::Due { .. } => self.redated += 1,
            Difference::Appears => self.read.0 += 1,
            Difference::Disappears => self.read.1 += 1,
            Difference::Points { .. } | Difference::Priority { .. } => {}
        }
    }

    /// Accounts of which something moves to a word, or away from it: `opens PLAY` is a play that becomes `open`.
    #[must_use]
    pub fn into_word(&self, subject: &Subject, word: &str) -> Affected {
        let moves = self.moves.get(subject).into_iter().flatten();
        let mut sum = Affected::default();
        for (_, affected) in moves.filter(|((_, after), _)| after.as_deref() == Some(word)) {
            sum.accounts += affected.accounts;
            sum.revenue += affected.revenue;
        }
        sum
    }

    /// The other way round.
    #[must_use]
    pub fn out_of_word(&self, subject: &Subject, word: &str) -> Affected {
        let moves = self.moves.get(subject).into_iter().flatten();
        let mut sum = Affected::default();
        for (_, affected) in moves.filter(|((before, _), _)| before.as_deref() == Some(word)) {
            sum.accounts += affected.accounts;
            sum.revenue += affected.revenue;
        }
        sum
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

/// The account that shows a difference most simply: the fewest differences, then the fewest known fields, then the
/// first.
#[must_use]
pub fn witness<'c>(changed: impl IntoIterator<Item = &'c Changed>) -> Option<&'c Changed> {
    changed.into_iter().min_by_key(|account| (!account.is_decision(), account.differences.len(), account.fields_known))
}
