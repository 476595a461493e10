//! Whose work it is, and how much everybody has.

use super::kept::Kept;
use super::plays::{Play, When};
use stageplay_dsl::diagnostic::near;
use std::collections::{BTreeMap, BTreeSet};

/// How much work somebody has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Who; `None`: what nobody is named for.
    pub owner: Option<String>,
    /// The open plays they answer for.
    pub plays: usize,
    /// Of those, how many sleep.
    pub asleep: usize,
    /// Their tasks that are overdue.
    pub overdue: usize,
    /// Their tasks that are due today or in the next days.
    pub due: usize,
}

/// An owner whom nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody called `{asked}` owns a play or a task")]
pub struct Unmatched {
    asked: String,
    near: Option<String>,
    known: usize,
}

impl Unmatched {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match (&self.near, self.known) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, 0) => "no run has named an owner yet".into(),
            (None, _) => "leave --owner out: the last lines name every owner".into(),
        }
    }
}

/// How much work everybody has; nobody first, then who has most overdue, then most due.
pub(super) fn loads(plays: &[Play]) -> Vec<Load> {
    let mut loads: BTreeMap<Option<String>, Load> = BTreeMap::new();
    let mut of = |owner: &Option<String>, add: &dyn Fn(&mut Load)| {
        add(loads.entry(owner.clone()).or_insert_with(|| Load { owner: owner.clone(), ..Load::default() }));
    };
    for play in plays {
        of(&play.owner, &|load| {
            load.plays += 1;
            load.asleep += usize::from(play.asleep.is_some());
        });
        for task in &play.tasks {
            match task.when {
                When::Overdue => of(&task.owner, &|load| load.overdue += 1),
                When::Today | When::Soon => of(&task.owner, &|load| load.due += 1),
                When::Later | When::Undated | When::Asleep => of(&task.owner, &|_| {}),
            }
        }
    }
    let mut loads: Vec<Load> = loads.into_values().collect();
    loads.sort_by(|one, other| {
        let work = |load: &Load| (load.owner.is_none(), load.overdue, load.due, load.plays);
        work(other).cmp(&work(one))
    });
    loads
}

/// Somebody, and what is theirs.
pub(super) struct Whose<'k> {
    kept: &'k Kept,
    asked: String,
    /// The accounts with a play or task of theirs.
    accounts: BTreeSet<String>,
}

impl<'k> Whose<'k> {
    /// Somebody who has, or once had, anything to do.
    pub(super) fn new(kept: &'k Kept, plays: &[Play], asked: &str) -> Result<Self, Unmatched> {
        let lower = asked.to_lowercase();
        let mut known: BTreeSet<&str> = kept.owners.iter().map(String::as_str).collect();
        for play in plays {
            known.extend(play.owner.as_deref());
            known.extend(play.tasks.iter().filter_map(|task| task.owner.as_deref()));
            known.extend(play.escalated.iter().filter_map(|it| it.to.as_deref()));
        }
        if !known.iter().any(|owner| owner.to_lowercase() == lower) {
            let near = near::nearest(asked, known.iter().copied()).map(str::to_owned);
            return Err(Unmatched { asked: asked.to_owned(), near, known: known.len() });
        }
        let mut whose = Self { kept, asked: lower, accounts: BTreeSet::new() };
        let theirs = plays.iter().filter(|play| whose.has_part_in(play)).map(|play| play.account.clone());
        whose.accounts = theirs.collect();
        Ok(whose)
    }

    pub(super) fn is(&self, owner: Option<&str>) -> bool {
        owner.is_some_and(|owner| owner.to_lowercase() == self.asked)
    }

    /// Whether a play is theirs, or they have been told that nothing happens in it.
    pub(super) fn answers_for(&self, play: &Play) -> bool {
        self.is(play.owner.as_deref()) || play.escalated.iter().any(|it| self.is(it.to.as_deref()))
    }

    /// Whether a play, or a task of it, is theirs.
    pub(super) fn has_part_in(&self, play: &Play) -> bool {
        self.answers_for(play) || play.tasks.iter().any(|task| self.is(task.owner.as_deref()))
    }

    /// Whether they have, or once had, anything to do for an account.
    pub(super) fn account(&self, account: &str) -> bool {
        let told = self.kept.told_of.get(account);
        self.accounts.contains(account) || told.is_some_and(|told| told.iter().any(|owner| self.is(Some(owner))))
    }
}
