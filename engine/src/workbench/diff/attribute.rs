//! Which change of the text makes which change of a decision: each is carried into the old version by itself, and the
//! accounts are decided by what comes of it.

use super::compare::{Changed, Difference, compare};
use super::decided::Decided;
use super::former::Former;
use super::items::{Effect, Item, Whose};
use super::summary::{Summary, witness};
use crate::graph::Program;
use crate::workbench::clauses::{Edit, Version};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Decides some of the accounts by a program and one of the calendars; `None` where its schema reads the data in another
/// way.
pub type Decide<'a> = dyn Fn(&Program, Whose, &[usize]) -> Option<Decided> + 'a;

/// What a program, with one of the calendars, decides otherwise than the old version, per place in a list of what is to be explained; `None` where its
/// schema reads the data in another way.
pub type Shown<'a> = dyn Fn(&Program, Whose) -> Option<BTreeMap<usize, Vec<Difference>>> + 'a;

/// What one change of the text, or several that only work together, does to accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The places in the items. Empty: what no change does that was tried.
    pub items: Vec<usize>,
    /// The difference shows only beside the other changes.
    pub together: bool,
    /// The accounts, each with what of it is this change's doing; over a history, an account on a date.
    pub changed: Vec<Changed>,
    /// What that comes to.
    pub summary: Summary,
    /// The account that shows it most simply, in `changed`, on the first date on which it does.
    pub witness: Option<Changed>,
}

/// What is carried into the old version.
#[derive(Clone, Default)]
struct Carried {
    edits: Vec<Edit>,
    calendar: Whose,
}

impl Carried {
    fn add(&mut self, edits: &[Edit], calendar: Whose) {
        self.edits.extend(edits.iter().cloned());
        if calendar == Whose::New {
            self.calendar = calendar;
        }
    }

    fn with(&self, items: &[&Item]) -> Self {
        let mut all = self.clone();
        items.iter().for_each(|item| all.add(&item.edits, item.calendar));
        all
    }
}

/// A change of the text that can be made by itself.
struct Unit {
    items: Vec<usize>,
    carried: Carried,
    /// Per account that changes: how it is decided with this change alone.
    shows: BTreeMap<usize, Vec<Difference>>,
}

/// Attributes what is decided otherwise to what is said otherwise. `old` are the old version's decisions of all
/// accounts; `decide` decides rows of the same batch.
#[must_use]
pub fn attribute(
    version: &Version,
    items: &[Item],
    old: &Decided,
    changed: &[Changed],
    former: &Former,
    decide: &Decide<'_>,
) -> Vec<Cause> {
    let rows: Vec<usize> = changed.iter().map(|account| account.row).collect();
    let before = old.rows(&rows);
    let shown = |program: &Program, calendar: Whose| {
        let changed = compare(&before, &decide(program, calendar, &rows)?, former);
        Some(changed.into_iter().map(|account| (account.row, account.differences)).collect())
    };
    attribute_by(version, items, changed, former, &shown)
}

/// The same, whichever way the accounts are decided.
#[must_use]
pub fn attribute_by(
    version: &Version,
    items: &[Item],
    changed: &[Changed],
    former: &Former,
    shown: &Shown<'_>,
) -> Vec<Cause> {
    let real = |item: &Item| !item.effect.is_silent();
    let mut behind = items.iter().enumerate().filter(|(_, item)| real(item)).map(|(at, _)| at);
    if let (Some(only), None) = (behind.next(), behind.next()) {
        // Where one thing alone is said differently, there is nothing to try.
        return if changed.is_empty() { Vec::new() } else { vec![cause(&[only], false, changed.to_vec())] };
    }
    let trial = Trial { version, former, shown };
    let (base, units) = trial.units(items);
    let mut shares: BTreeMap<(usize, bool), Vec<Changed>> = BTreeMap::new();
    let mut left: Vec<Changed> = Vec::new();
    for (at, account) in changed.iter().enumerate() {
        let mut rest = Vec::new();
        for difference in &account.differences {
            let wanted = trial.plain(difference);
            let cause = units.iter().position(|unit| unit.shows.get(&at).is_some_and(|it| shows(it, &wanted)));
            match cause {
                Some(unit) => share(&mut shares, (unit, false), account, difference),
                None => rest.push(difference.clone()),
            }
        }
        if !rest.is_empty() {
            left.push(Changed { row: at, differences: rest, ..account.clone() });
        }
    }
    if !left.is_empty() && units.len() > 1 {
        left = trial.together(&base, &units, left, changed, &mut shares);
    }
    let mut causes: Vec<Cause> = shares
        .into_iter()
        .map(|((unit, together), changed)| {
            cause(units.get(unit).map_or(&[][..], |unit| &unit.items), together, changed)
        })
        .collect();
    if !left.is_empty() {
        let rest = left.into_iter().filter_map(|it| changed.get(it.row).map(|full| Changed { row: full.row, ..it }));
        causes.push(cause(&[], false, rest.collect()));
    }
    causes.sort_by_key(|cause| (cause.items.is_empty(), std::cmp::Reverse(cause.summary.changed.accounts)));
    causes
}

fn cause(items: &[usize], together: bool, changed: Vec<Changed>) -> Cause {
    let summary = Summary::of(&changed);
    let witness = witness(&changed).cloned();
    Cause { items: items.to_vec(), together, changed, summary, witness }
}

fn share(
    shares: &mut BTreeMap<(usize, bool), Vec<Changed>>,
    of: (usize, bool),
    account: &Changed,
    difference: &Difference,
) {
    let list = shares.entry(of).or_default();
    let is_same =
        |last: &&mut Changed| (last.row, last.on) == (account.row, account.on) && last.account == account.account;
    match list.last_mut().filter(is_same) {
        Some(last) => last.differences.push(difference.clone()),
        None => list.push(Changed { differences: vec![difference.clone()], ..account.clone() }),
    }
}

/// Whether a difference is among some. Points and priorities move by what each change adds: that they move is enough.
fn shows(found: &[Difference], difference: &Difference) -> bool {
    found.iter().any(|it| match (it, difference) {
        (Difference::Points { name: a, .. }, Difference::Points { name: b, .. }) => a == b,
        (Difference::Priority { play: a, .. }, Difference::Priority { play: b, .. }) => a == b,
        _ => it == difference,
    })
}

struct Trial<'a> {
    version: &'a Version,
    former: &'a Former,
    shown: &'a Shown<'a>,
}

impl Trial<'_> {
    /// A difference in old names: trials have those, and the new version has others.
    fn plain<'d>(&self, difference: &'d Difference) -> Cow<'d, Difference> {
        if self.former.is_empty() { Cow::Borrowed(difference) } else { Cow::Owned(self.former.plain(difference)) }
    }

    /// What the accounts do otherwise after some changes, in old names; `None` where nothing comes of them that runs.
    fn shown(&self, carried: &Carried) -> Option<BTreeMap<usize, Vec<Difference>>> {
        let mut shown = (self.shown)(&self.version.with(&carried.edits).compile()?, carried.calendar)?;
        if !self.former.is_empty() {
            let all = shown.values_mut().flatten();
            all.for_each(|difference| *difference = self.former.plain(difference));
        }
        Some(shown)
    }

    /// The edits that change nothing and that others may need, and the changes that can be made by themselves; last those
    /// that only work together.
    fn units(&self, items: &[Item]) -> (Carried, Vec<Unit>) {
        let is_passive = |item: &&Item| {
            item.effect == Effect::Adds && ["let ", "setting ", "tier "].iter().any(|word| item.name.starts_with(word))
        };
        let passive: Vec<&Item> = items.iter().filter(is_passive).collect();
        let base = Carried::default().with(&passive);
        let sound = passive.is_empty() || self.version.with(&base.edits).compile().is_some();
        let base = if sound { base } else { Carried::default() };
        let mut units = Vec::new();
        let mut alone_unsound = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let is_blank = item.edits.is_empty() && item.calendar == Whose::Old;
            if item.effect.is_silent() || is_blank || (sound && is_passive(&item)) {
                continue;
            }
            match self.shown(&base.with(&[item])) {
                Some(shows) => {
                    units.push(Unit { items: vec![at], carried: Carried::default().with(&[item]), shows });
                }
                None => alone_unsound.push(at),
            }
        }
        if !alone_unsound.is_empty() {
            let of: Vec<&Item> = alone_unsound.iter().filter_map(|at| items.get(*at)).collect();
            let shows = self.shown(&base.with(&of)).unwrap_or_default();
            units.push(Unit { items: alone_unsound, carried: Carried::default().with(&of), shows });
        }
        (base, units)
    }

    /// Makes one change after the other, and gives what is left to the one with which it first shows. Gives what no
    /// change brings about.
    fn together(
        &self,
        base: &Carried,
        units: &[Unit],
        mut left: Vec<Changed>,
        changed: &[Changed],
        shares: &mut BTreeMap<(usize, bool), Vec<Changed>>,
    ) -> Vec<Changed> {
        let mut all = base.clone();
        for (number, unit) in units.iter().enumerate() {
            all.add(&unit.carried.edits, unit.carried.calendar);
            if number == 0 || left.is_empty() {
                continue;
            }
            let Some(found) = self.shown(&all) else { continue };
            for account in &mut left {
                let (at, of) = (account.row, changed.get(account.row));
                account.differences.retain(|difference| {
                    let wanted = self.plain(difference);
                    let is_now = found.get(&at).is_some_and(|found| shows(found, &wanted));
                    if let (true, Some(of)) = (is_now, of) {
                        share(shares, (number, true), of, difference);
                    }
                    !is_now
                });
            }
            left.retain(|account| !account.differences.is_empty());
        }
        left
    }
}
