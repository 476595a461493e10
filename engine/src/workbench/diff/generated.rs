//! Two versions over accounts that nobody has: those at the boundaries of either.

use super::attribute::attribute;
use super::compare::{Changed, compare};
use super::decided::{Decided, decide, same_schema};
use super::former::Former;
use super::items::{Item, Whose};
use crate::column::{Batch, Calendar, gather};
use crate::decide::History;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::workbench::clauses::Version;
use crate::workbench::edges::{EdgeAccount, edges};
use stageplay_dsl::types::Day;

/// So many accounts are made at the boundaries of each version.
const ACCOUNTS: usize = 400;

/// What each change does to generated accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// The date.
    pub as_of: Day,
    /// How many accounts were made.
    pub accounts: usize,
    /// Of the changes that show on any of them.
    pub shown: Vec<ShownBy>,
    /// The changes that none of them shows.
    pub hidden: Vec<usize>,
}

/// A change of the text, or several that only work together, and the generated account that shows it most simply.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownBy {
    /// The places in the items. Empty: what no change does by itself.
    pub items: Vec<usize>,
    /// It shows only beside the other changes.
    pub together: bool,
    /// The account in words: the fixture, and what of it is changed.
    pub account: String,
    /// What is decided otherwise.
    pub change: Changed,
    /// How simple that is, the simplest first.
    rank: (bool, usize, usize),
}

/// A version, and its business days.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// The version.
    pub program: &'a Program,
    /// Which days are business days.
    pub calendar: Option<&'a Calendar>,
}

/// Compares two versions over accounts made at the boundaries of both, and finds which change each difference comes of;
/// `None` where they read the data in different ways, so that no account is one of both. The fixtures may be those of
/// either.
#[must_use]
pub fn generated(
    version: &Version,
    items: &[Item],
    [old, new]: [Edition<'_>; 2],
    fixtures: &Fixtures,
    as_of: Day,
) -> Option<Generated> {
    if !same_schema(old.program, new.program) {
        return None;
    }
    let former = Former::of(&new.program.playbook).and(items).since(&old.program.playbook);
    let first = |program: &Program, calendar: Option<&Calendar>, batch: &Batch| -> Decided {
        decide(program, batch, calendar, &History::default(), as_of)
    };
    let mut made: Vec<EdgeAccount> = Vec::new();
    let mut shown: Vec<ShownBy> = Vec::new();
    for edition in [new, old] {
        let edges = edges(edition.program, edition.calendar, fixtures, as_of, ACCOUNTS);
        let was = first(old.program, old.calendar, &edges.batch);
        let is = first(new.program, new.calendar, &edges.batch);
        let changed = compare(&was, &is, &former);
        let trial = |program: &Program, calendar: Whose, rows: &[usize]| {
            let calendar = if calendar == Whose::New { new.calendar } else { old.calendar };
            same_schema(old.program, program).then(|| first(program, calendar, &gather(&edges.batch, rows)))
        };
        for cause in attribute(version, items, &was, &changed, &former, &trial) {
            let account = |it: &Changed| edges.accounts.get(it.row);
            let rank = |it: &Changed| {
                let ways = account(it).map_or(usize::MAX, |account| account.changed.len());
                (!it.is_decision(), ways, it.differences.len())
            };
            let Some(change) = cause.changed.iter().min_by_key(|it| rank(it)) else { continue };
            let Some(account) = account(change) else { continue };
            shown.push(ShownBy {
                items: cause.items,
                together: cause.together,
                account: account.says(&edition.program.playbook),
                change: change.clone(),
                rank: rank(change),
            });
        }
        let is_new = |it: &EdgeAccount| !made.iter().any(|one| (one.base, &one.changed) == (it.base, &it.changed));
        let more: Vec<EdgeAccount> = edges.accounts.into_iter().filter(is_new).collect();
        made.extend(more);
    }
    // By itself rather than beside others, and then most simply.
    shown.sort_by(|a, b| (&a.items, a.together, a.rank).cmp(&(&b.items, b.together, b.rank)));
    shown.dedup_by(|later, kept| later.items == kept.items);
    shown.sort_by_key(|it| it.items.is_empty());
    let is_shown = |at: &usize| shown.iter().any(|it| it.items.contains(at));
    let real = items.iter().enumerate().filter(|(_, item)| !item.effect.is_silent()).map(|(at, _)| at);
    let hidden = real.filter(|at| !is_shown(at)).collect();
    Some(Generated { as_of, accounts: made.len(), shown, hidden })
}
