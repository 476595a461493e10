//! How many plays a delivery may open: which of the waiting actions go now, and which wait.
//!
//! Pure: knows neither where actions are kept nor how they are sent. What waits is no worse off at the next delivery: it
//! competes again, with the priority it has.

use super::outgoing::{CLOSED, OPENED, Outgoing, RunKey};
use crate::read::Budget;
use smol_str::SmolStr;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// What becomes of a waiting action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is sent.
    Now,
    /// It stays unsent, with all of its run, until the next delivery.
    Withheld(Limit),
    /// It is never sent: its run has closed before anybody was told that it opened.
    Dropped,
}

/// Which limit keeps a run back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// `opens`.
    Opens,
    /// `opens per owner`.
    OpensPerOwner,
}

/// What a delivery sends and what it keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// One per action, in the order in which they were given.
    pub fates: Vec<Fate>,
    /// Openings, by owner in order of name; those that nobody owns first.
    pub owners: Vec<OwnerCount>,
    /// Openings that go first because nobody knows how urgent they are, as places among the actions.
    pub unknown_priority: Vec<usize>,
}

/// What becomes of the openings of one owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerCount {
    /// Who; `None` where nobody owns the play.
    pub owner: Option<SmolStr>,
    /// Sent now.
    pub now: usize,
    /// Kept back because the delivery has opened as many as it may.
    pub over_opens: usize,
    /// Kept back because the owner has been given as many as they may.
    pub over_opens_per_owner: usize,
    /// Never told of.
    pub dropped: usize,
}

impl Plan {
    /// The places of the actions that are sent now, in the order in which they were given.
    pub fn now(&self) -> impl Iterator<Item = usize> + '_ {
        self.of(|fate| matches!(fate, Fate::Now))
    }

    /// The places of the actions that are never sent.
    pub fn dropped(&self) -> impl Iterator<Item = usize> + '_ {
        self.of(|fate| matches!(fate, Fate::Dropped))
    }

    fn of(&self, wanted: impl Fn(Fate) -> bool + 'static) -> impl Iterator<Item = usize> + '_ {
        self.fates.iter().enumerate().filter(move |(_, fate)| wanted(**fate)).map(|(at, _)| at)
    }
}

/// A run that nobody has been told of.
struct Untold<'a> {
    run: RunKey<'a>,
    /// Places of its openings. There is one, but where two playbooks name a play alike.
    openings: Vec<usize>,
    owner: Option<&'a str>,
    priority: Option<f64>,
    closed: bool,
}

/// Shares a budget out among the actions that nobody has been sent yet, of all playbooks together.
///
/// A run whose opening is not among them was told of before: the rest of it always goes. The most urgent of the others go
/// first, those of unknown urgency before them; of equal ones those of the account, then the play, that comes first by
/// name. A run that has closed untold is dropped. Without any limit everything goes.
///
/// What is decided does not depend on the order of the actions.
#[must_use]
pub fn share_out(actions: &[Outgoing], budget: Budget) -> Plan {
    let mut plan = Plan { fates: vec![Fate::Now; actions.len()], ..Plan::default() };
    let mut untold = untold(actions);
    untold.sort_by(by_urgency);
    let unlimited = budget == Budget::default();
    let most = budget.opens.unwrap_or(usize::MAX);
    let most_per_owner = budget.opens_per_owner.unwrap_or(usize::MAX);
    let mut opened = 0_usize;
    // Per owner: the count to tell, and whether somebody more urgent is waiting already.
    let mut owners: BTreeMap<Option<&str>, (OwnerCount, bool)> = BTreeMap::new();
    let mut full = false;
    let mut fates: BTreeMap<RunKey, Fate> = BTreeMap::new();
    for run in &untold {
        let openings = run.openings.len();
        let (count, owner_full) = owners.entry(run.owner).or_default();
        let fate = if run.closed && !unlimited {
            count.dropped += openings;
            Fate::Dropped
        } else if *owner_full || count.now + openings > most_per_owner {
            *owner_full = true;
            count.over_opens_per_owner += openings;
            Fate::Withheld(Limit::OpensPerOwner)
        } else if full || opened + openings > most {
            full = true;
            count.over_opens += openings;
            Fate::Withheld(Limit::Opens)
        } else {
            opened += openings;
            count.now += openings;
            if run.priority.is_none() {
                plan.unknown_priority.extend(&run.openings);
            }
            Fate::Now
        };
        fates.insert(run.run, fate);
    }
    for (fate, action) in plan.fates.iter_mut().zip(actions) {
        *fate = fates.get(&action.run_key()).copied().unwrap_or(Fate::Now);
    }
    plan.owners =
        owners.into_iter().map(|(owner, (count, _))| OwnerCount { owner: owner.map(SmolStr::from), ..count }).collect();
    plan
}

fn untold(actions: &[Outgoing]) -> Vec<Untold<'_>> {
    let mut runs: BTreeMap<RunKey, Untold> = BTreeMap::new();
    for (at, action) in actions.iter().enumerate().filter(|(_, action)| action.kind == OPENED) {
        let priority = action.priority.filter(|priority| !priority.is_nan());
        let owner = action.owner.as_deref();
        let run = action.run_key();
        let found = runs.entry(run).or_insert(Untold { run, openings: Vec::new(), owner, priority, closed: false });
        // Of two openings the more urgent one speaks, whatever their order.
        if urgency(priority) > urgency(found.priority) {
            found.priority = priority;
        }
        found.owner = found.owner.max(owner);
        found.openings.push(at);
    }
    for action in actions.iter().filter(|action| action.kind == CLOSED) {
        if let Some(run) = runs.get_mut(&action.run_key()) {
            run.closed = true;
        }
    }
    runs.into_values().collect()
}

/// What is unknown is more urgent than anything: it may be.
fn urgency(priority: Option<f64>) -> f64 {
    priority.unwrap_or(f64::INFINITY)
}

fn by_urgency(a: &Untold, b: &Untold) -> Ordering {
    let rank = |run: &Untold| Reverse(run.priority.is_none());
    // A map orders runs by account, play, key and date; a stable sort keeps equal ones so.
    rank(a).cmp(&rank(b)).then(urgency(b.priority).total_cmp(&urgency(a.priority)))
}
