//! Two versions over a history: both are taken through the same dates, each with a state of its own, and held against
//! each other on every one of them.

use super::attribute::{Cause, attribute_by};
use super::compare::{Changed, Difference, compare};
use super::decided::{Decided, same_schema};
use super::former::Former;
use super::items::{Item, Whose};
use super::summary::{Affected, Summary};
use crate::column::Calendar;
use crate::graph::Program;
use crate::live::LiveError;
use crate::live::monday;
use crate::read::Snapshots;
use crate::workbench::clauses::Version;
use crate::workbench::past::Past;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::{BTreeMap, BTreeSet};

/// A version, and what it reads.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The version.
    pub program: &'a Program,
    /// Which days are business days.
    pub calendar: Option<&'a Calendar>,
    /// The history, read with its schema.
    pub snapshots: &'a Snapshots,
}

/// What two versions make of a history.
#[derive(Clone, Debug, Default)]
pub struct Over {
    /// How many accounts either decides.
    pub accounts: usize,
    /// Account by account, date by date. The revenue is what the account brings at the end.
    pub changed: Vec<Changed>,
    /// What that comes to. An account counts once, however often it differs.
    pub summary: Summary,
    /// The same, by the Monday of the week: every week with a date.
    pub weeks: BTreeMap<Day, Summary>,
    /// Accounts that stand otherwise on the last date: what there was to do on it is no part of that.
    pub at_end: Affected,
}

/// Takes both versions through some dates and compares them on each.
///
/// # Errors
/// What an evaluation of a date would have said.
pub fn over([old, new]: [Side<'_>; 2], dates: &BTreeSet<Day>, former: &Former) -> Result<Over, LiveError> {
    let (mut one, mut other) = (walk(old), walk(new));
    let mut changed = Vec::new();
    // Where each account stands in the order in which they come, and what it brings.
    let mut known: FxHashMap<SmolStr, (usize, Option<f64>)> = FxHashMap::default();
    for date in dates {
        let (before, after) = (decided(&mut one, old.program, *date)?, decided(&mut other, new.program, *date)?);
        for side in [&after, &before] {
            for (account, revenue) in side.accounts.iter().zip(&side.revenue) {
                let place = known.len();
                known.entry(account.clone()).or_insert((place, None)).1 = *revenue;
            }
        }
        changed.extend(compare(&before, &after, former));
    }
    changed.sort_by_key(|it| (known.get(&it.account).map(|(place, _)| *place), it.on));
    for it in &mut changed {
        it.revenue = known.get(&it.account).and_then(|(_, revenue)| *revenue);
    }
    let of = |week: Day| -> Summary {
        let within: Vec<Changed> = changed.iter().filter(|it| monday(it.on) == week).cloned().collect();
        Summary::of(&within)
    };
    let stands = |it: &&Changed| {
        let is_standing = |it: &Difference| it.is_decision() && !it.is_work();
        dates.last() == Some(&it.on) && it.differences.iter().any(is_standing)
    };
    let weeks: BTreeSet<Day> = dates.iter().map(|date| monday(*date)).collect();
    Ok(Over {
        accounts: known.len(),
        summary: Summary::of(&changed),
        weeks: weeks.into_iter().map(|week| (week, of(week))).collect(),
        at_end: Affected::of(changed.iter().filter(stands)),
        changed,
    })
}

fn walk(side: Side<'_>) -> Past<'_> {
    Past::new(side.program, side.calendar, side.snapshots)
}

fn decided(past: &mut Past<'_>, program: &Program, on: Day) -> Result<Decided, LiveError> {
    let mut decided: Option<Decided> = None;
    let selection = past.evaluate(on, |selection, decisions| {
        decided.get_or_insert_with(|| Decided::blank(program, &selection.batch, on)).take(program, decisions);
    })?;
    Ok(decided.unwrap_or_else(|| Decided::blank(program, &selection.batch, on)))
}

/// Attributes what is decided otherwise over a history to what is said otherwise: each change is carried into the old
/// version by itself, and what comes of it is taken through the same dates, with the accounts that differ.
///
/// # Errors
/// What an evaluation of a date would have said.
pub fn attribute_over(
    version: &Version,
    items: &[Item],
    [old, new]: [Side<'_>; 2],
    dates: &BTreeSet<Day>,
    changed: &[Changed],
    former: &Former,
) -> Result<Vec<Cause>, LiveError> {
    let accounts: FxHashSet<&str> = changed.iter().map(|it| it.account.as_str()).collect();
    let snapshots = old.snapshots.only(|account| accounts.contains(account));
    let old = Side { snapshots: &snapshots, ..old };
    let mut past = walk(old);
    let before = dates.iter().map(|date| decided(&mut past, old.program, *date)).collect::<Result<Vec<_>, _>>()?;
    let places: FxHashMap<(&str, Day), usize> =
        changed.iter().enumerate().map(|(at, it)| ((it.account.as_str(), it.on), at)).collect();
    let shown = |program: &Program, calendar: Whose| -> Option<BTreeMap<usize, Vec<Difference>>> {
        if !same_schema(old.program, program) {
            return None;
        }
        let calendar = if calendar == Whose::New { new.calendar } else { old.calendar };
        let mut past = walk(Side { program, calendar, ..old });
        let mut shown = BTreeMap::new();
        for (date, before) in dates.iter().zip(&before) {
            let now = decided(&mut past, program, *date).ok()?;
            let found = compare(before, &now, former).into_iter();
            let found = found.filter_map(|it| Some((*places.get(&(it.account.as_str(), it.on))?, it.differences)));
            shown.extend(found);
        }
        Some(shown)
    };
    Ok(attribute_by(version, items, changed, former, &shown))
}
