//! Edge accounts: made-up accounts at the boundaries of a playbook, so that whoever compares, counts or doubts has
//! accounts on both sides of everything it asks.
//!
//! | file | does |
//! |---|---|
//! | `pairs` | reaches by two changes what one does not |
//!
//! Each is one of the playbook's fixtures with one or two values changed: to just below a boundary, at it and just
//! above, to the ends of a range, to missing. Where a boundary lies is not read from the playbook's text: the values of
//! all nodes are looked at, for many candidates at once. The same playbook and fixtures give the same accounts.

mod pairs;

use crate::column::{Batch, Calendar, ListColumn, made};
use crate::decide::Given;
use crate::graph::Program;
use crate::read::Fixtures;
use crate::story::nearest::{Bench, Change, Place, Seen, Turn, Why, changed};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Day, Value};
use std::collections::BTreeMap;

/// An account at an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeAccount {
    /// The place among the fixtures of the one that it is made from; 0 where there are none.
    pub base: usize,
    /// The name of that fixture; `account` where there are none.
    pub name: SmolStr,
    /// What of it is changed; nothing: it is the fixture as it was written.
    pub changed: Vec<Change>,
    /// Why.
    pub why: Why,
}

/// The edge accounts of a playbook.
#[derive(Clone, Debug)]
pub struct Edges {
    /// Fixture by fixture: as it was written, then with one change, then with two.
    pub accounts: Vec<EdgeAccount>,
    /// The same, one row each.
    pub batch: Batch,
    /// How many more there would have been.
    pub left_out: usize,
}

/// The date on which most tests of a playbook begin, the earliest of several; `None` without tests.
#[must_use]
pub fn date(playbook: &Playbook) -> Option<Day> {
    let mut days: BTreeMap<Day, usize> = BTreeMap::new();
    for test in &playbook.tests {
        *days.entry(test.days.first()?.day).or_default() += 1;
    }
    days.into_iter().rev().max_by_key(|(_, tests)| *tests).map(|(day, _)| day)
}

/// The edge accounts of a playbook on a date, made from its fixtures, at most so many. Where there are more, those go
/// first that turn what others turn, too. Accounts have no memory and no earlier snapshots.
#[must_use]
pub fn edges(program: &Program, calendar: Option<&Calendar>, fixtures: &Fixtures, as_of: Day, most: usize) -> Edges {
    let bench = Bench::new(program);
    let given = Given::first(as_of, calendar);
    let (names, batch) = bases(program, fixtures, as_of);
    let mut found: Vec<(EdgeAccount, Seen)> = Vec::new();
    for (base, name) in names.iter().enumerate() {
        let account = |changed, why| EdgeAccount { base, name: name.clone(), changed, why };
        let places = bench.places(&batch, base);
        let turns = bench.sweep(&batch, given, base, &places, &[]);
        let written = bench.see(&batch, given, base, &[Vec::new()]);
        found.extend(written.into_iter().map(|seen| (account(Vec::new(), Why::Written), seen)));
        found.extend(turns.into_iter().map(|Turn { change, why, seen }| (account(vec![change], why), seen)));
    }
    pairs::add(&bench, &batch, given, &names, &mut found);
    found.sort_by_key(|(account, _)| (account.base, account.changed.len()));
    let mut accounts: Vec<EdgeAccount> = Vec::with_capacity(found.len());
    let mut singles = 0;
    for (account, _) in found {
        // Single changes differ from each other; two of them may have come about in several ways.
        let is_there = |other: &EdgeAccount| other.base == account.base && other.changed == account.changed;
        if account.changed.len() < 2 {
            singles = accounts.len();
        } else if accounts.iter().skip(singles).any(is_there) {
            continue;
        }
        accounts.push(account);
    }
    let all = accounts.len();
    let accounts = most_telling(accounts, most);
    let rows: Vec<usize> = accounts.iter().map(|account| account.base).collect();
    let changes: Vec<&[Change]> = accounts.iter().map(|account| account.changed.as_slice()).collect();
    let batch = changed(&batch, &rows, &changes);
    let left_out = all - accounts.len();
    Edges { accounts, batch, left_out }
}

/// At most so many of the accounts, in their order: fixtures first, then what nothing before it has reached.
fn most_telling(accounts: Vec<EdgeAccount>, most: usize) -> Vec<EdgeAccount> {
    if accounts.len() <= most {
        return accounts;
    }
    let mut times: FxHashMap<(Why, Vec<Place>), usize> = FxHashMap::default();
    let mut ranked: Vec<(bool, usize, usize)> = Vec::with_capacity(accounts.len());
    for (at, account) in accounts.iter().enumerate() {
        let places = account.changed.iter().map(|change| change.place).collect();
        let before = times.entry((account.why, places)).or_default();
        ranked.push((account.why != Why::Written, *before, at));
        *before += 1;
    }
    ranked.sort_unstable();
    let mut kept = vec![false; accounts.len()];
    for (.., at) in ranked.into_iter().take(most) {
        if let Some(kept) = kept.get_mut(at) {
            *kept = true;
        }
    }
    accounts.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(account, _)| account).collect()
}

/// The accounts to begin with, and their names.
fn bases(program: &Program, fixtures: &Fixtures, as_of: Day) -> (Vec<SmolStr>, Batch) {
    let playbook = &program.playbook;
    let values: Vec<Option<Value>> = playbook.fields.rows().iter().map(|field| plain(field, as_of)).collect();
    let missing = ListColumn::default().gather(&[usize::MAX]);
    let lists: Vec<ListColumn> = playbook.lists.rows().iter().map(|_| missing.clone()).collect();
    let written = || fixtures.list.iter();
    let (names, mut batch) = if fixtures.list.is_empty() {
        (vec!["account".into()], made(&playbook.fields, &[&values], &[&lists]))
    } else {
        let values: Vec<&[Option<Value>]> = written().map(|fixture| fixture.values.as_slice()).collect();
        let lists: Vec<&[ListColumn]> = written().map(|fixture| fixture.lists.as_slice()).collect();
        let names = written().map(|fixture| fixture.name.clone()).collect();
        (names, made(&playbook.fields, &values, &lists))
    };
    batch.dates = vec![Some(as_of); batch.rows];
    (names, batch)
}

/// The first value that a required field may have; of another, its default.
fn plain(field: &Field, as_of: Day) -> Option<Value> {
    if !field.required || field.default.is_some() {
        return field.default.clone();
    }
    let number = || Value::Number(field.low.or(field.high).unwrap_or(0.0));
    Some(match field.kind {
        FieldKind::Text => Value::Text("account".into()),
        FieldKind::Date => Value::Date(as_of),
        FieldKind::YesNo => Value::Truth(false),
        FieldKind::Choice(_) => Value::Choice(0),
        _ => number(),
    })
}

impl EdgeAccount {
    /// It in words: `late_key_customer with usage.seats 12 and no renewal`. Private values are not told.
    #[must_use]
    pub fn says(&self, playbook: &Playbook) -> String {
        let changes: Vec<String> = self.changed.iter().map(|change| change.says(playbook)).collect();
        if changes.is_empty() { self.name.to_string() } else { format!("{} with {}", self.name, changes.join(" and ")) }
    }
}

#[cfg(test)]
mod tests;
