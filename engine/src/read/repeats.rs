//! Several records of one account and date: the same said twice counts once, different ones are all set aside.

use super::Snapshots;
use super::reject::{Reject, RejectKind, shown};
use crate::column::{Batch, Column, ListColumn, gather_column, gather_flaws, plain_cut};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, FieldId, ListId};
use std::collections::{BTreeSet, HashMap};

/// Numbers the accounts, takes repeated and contradicting records out, and counts what is left.
pub(super) fn settle(snapshots: &mut Snapshots, playbook: &Playbook) {
    let faulty: BTreeSet<usize> = snapshots.flawed.iter().map(|(row, _)| *row).collect();
    number_accounts(snapshots);
    let mut set_aside: BTreeSet<usize> = BTreeSet::new();
    let mut repeated: BTreeSet<usize> = BTreeSet::new();
    if snapshots.account_count < snapshots.batch.rows {
        for group in groups(snapshots) {
            let Some((first, others)) = group.split_first() else { continue };
            let other = others.iter().find_map(|row| Some((*row, difference(snapshots, *first, *row)?)));
            let Some((other, field)) = other else {
                repeated.extend(others);
                continue;
            };
            let path = match field {
                Different::Field(field) => Some(playbook.fields[field].path.clone()),
                Different::List(list) => Some(playbook.lists[list].path.clone()),
                Different::Somewhere => None,
            };
            for row in group.iter().copied() {
                let than = if row == *first { other } else { *first };
                let reject = contradiction(snapshots, row, than, path.as_ref());
                snapshots.reject(reject);
                lose(snapshots, row);
                set_aside.insert(row);
            }
        }
    }
    snapshots.records_with_fault = snapshots.records_set_aside + faulty.union(&set_aside).count() as u64;
    snapshots.records_set_aside += set_aside.len() as u64;
    snapshots.records_repeated = repeated.len() as u64;
    if !set_aside.is_empty() || !repeated.is_empty() {
        let keep: Vec<usize> =
            (0..snapshots.batch.rows).filter(|row| !set_aside.contains(row) && !repeated.contains(row)).collect();
        keep_rows(snapshots, &keep);
        number_accounts(snapshots);
    }
    sort_rejects(snapshots);
    snapshots.newest = snapshots.batch.dates.iter().flatten().max().copied();
    snapshots.records_undated = snapshots.batch.dates.iter().filter(|date| date.is_none()).count() as u64;
}

/// Remembers whose row is set aside.
pub(super) fn lose(snapshots: &mut Snapshots, row: usize) {
    let account = SmolStr::new(snapshots.account(row));
    let day = snapshots.batch.dates.get(row).copied().flatten();
    snapshots.unreadable.push((account, day));
}

fn number_accounts(snapshots: &mut Snapshots) {
    let rows = snapshots.batch.rows;
    // Most files are sorted by account: then each row is one that was not there before.
    if (1..rows).all(|row| snapshots.account(row - 1) < snapshots.account(row)) {
        snapshots.accounts = (0..rows).map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
        snapshots.account_count = rows;
        return;
    }
    // The standard hasher, which nobody can make slow by choosing names.
    let mut numbers: HashMap<&str, u32> = HashMap::with_capacity(snapshots.batch.rows);
    let accounts: Vec<u32> = (0..snapshots.batch.rows)
        .map(|row| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(snapshots.account(row)).or_insert(next)
        })
        .collect();
    snapshots.account_count = numbers.len();
    snapshots.accounts = accounts;
}

/// Rows of the same account and date, two or more, each group in the order of the data.
fn groups(snapshots: &Snapshots) -> Vec<Vec<usize>> {
    let key = |row: &usize| (snapshots.accounts.get(*row), snapshots.batch.dates.get(*row));
    let mut rows: Vec<usize> = (0..snapshots.batch.rows).collect();
    rows.sort_by_key(|row| (key(row), *row));
    rows.chunk_by(|a, b| key(a) == key(b)).filter(|group| group.len() > 1).map(<[usize]>::to_vec).collect()
}

/// Where two rows differ.
enum Different {
    Field(FieldId),
    List(ListId),
    /// In what could not be used.
    Somewhere,
}

/// Whether two rows say something different, and where.
fn difference(snapshots: &Snapshots, a: usize, b: usize) -> Option<Different> {
    let batch = &snapshots.batch;
    for (field, column) in batch.columns.iter() {
        if !same(column, a, b) || batch.flaw(a, field) != batch.flaw(b, field) {
            return Some(Different::Field(field));
        }
    }
    if let Some((list, _)) = batch.lists.iter().find(|(_, list)| !same_list(list, a, b)) {
        return Some(Different::List(list));
    }
    // Two texts that are no values are the same only where they are the same text.
    let flawed = |row: usize| {
        let at = snapshots.flawed.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        snapshots.flawed.get(at).map(|(_, hash)| *hash)
    };
    (flawed(a) != flawed(b)).then_some(Different::Somewhere)
}

/// Whether two rows agree in every field.
pub(super) fn say_the_same(snapshots: &Snapshots, a: usize, b: usize) -> bool {
    difference(snapshots, a, b).is_none()
}

fn same(column: &Column, a: usize, b: usize) -> bool {
    match (column.is_missing(a), column.is_missing(b)) {
        (true, true) => true,
        (false, false) => match column {
            Column::Number(array) => array.value(a) == array.value(b),
            Column::Date(array) => array.value(a) == array.value(b),
            Column::Code(array) => array.value(a) == array.value(b),
            Column::Truth(array) => array.value(a) == array.value(b),
            Column::Text(array) => array.value(a) == array.value(b),
        },
        _ => false,
    }
}

/// Whether the lists of two rows have the same elements in the same order.
fn same_list(list: &ListColumn, a: usize, b: usize) -> bool {
    let (of_a, of_b) = (list.elements(a..a + 1), list.elements(b..b + 1));
    list.known.get(a) == list.known.get(b)
        && list.flaw(a) == list.flaw(b)
        && of_a.len() == of_b.len()
        && of_a.clone().zip(of_b.clone()).all(|(a, b)| list.columns.iter().all(|column| same(column, a, b)))
        && list
            .flaws_in(of_a.clone())
            .map(|(at, field, cause)| (at - of_a.start, field, cause))
            .eq(list.flaws_in(of_b.clone()).map(|(at, field, cause)| (at - of_b.start, field, cause)))
}

/// The reject of a row that contradicts another.
pub(super) fn contradiction(snapshots: &Snapshots, row: usize, than: usize, field: Option<&SmolStr>) -> Reject {
    let (file, line) = snapshots.place(row);
    let (other_file, other_line) = snapshots.place(than);
    let place = super::packed::place_word(&other_file);
    let elsewhere = if other_file == file {
        format!("{place} {other_line}")
    } else {
        format!("{place} {other_line} of {}", plain_cut(&other_file, 200))
    };
    let day: Option<Day> = snapshots.batch.dates.get(row).copied().flatten();
    let which = if day.is_some() { "one account and date" } else { "one account, without a date" };
    let reason = match field {
        Some(field) => format!("two different records of {which}: `{field}` is not the same on {elsewhere}"),
        None => format!("two different records of {which}: see {elsewhere}"),
    };
    Reject {
        kind: RejectKind::Record,
        file,
        line,
        account: Some(shown(snapshots.account(row))),
        field: None,
        value: None,
        reason,
        help: None,
    }
}

/// Column by column, so that no second copy of everything is ever held.
fn keep_rows(snapshots: &mut Snapshots, keep: &[usize]) {
    let flaws = gather_flaws(&snapshots.batch, keep);
    let batch = std::mem::take(&mut snapshots.batch);
    let ids: Vec<FieldId> = batch.columns.ids().collect();
    let mut columns = batch.columns;
    for id in ids {
        columns[id] = gather_column(&columns[id], keep);
    }
    let flawed = snapshots.flawed.iter().filter_map(|(row, hash)| Some((keep.binary_search(row).ok()?, *hash)));
    snapshots.flawed = flawed.collect();
    let starts = snapshots.file_starts.iter().map(|start| keep.partition_point(|row| row < start)).collect();
    snapshots.lines = keep.iter().map(|row| snapshots.lines.get(*row).copied().unwrap_or(0)).collect();
    snapshots.file_starts = starts;
    snapshots.batch = Batch {
        rows: keep.len(),
        columns,
        lists: batch.lists.rows().iter().map(|list| list.gather(keep)).collect(),
        dates: keep.iter().map(|row| batch.dates.get(*row).copied().flatten()).collect(),
        flaws,
    };
}

/// By file in the order given, then by line; what belongs to one record stays in its order.
pub(super) fn sort_rejects(snapshots: &mut Snapshots) {
    let order: FxHashMap<SmolStr, usize> =
        snapshots.files.iter().rev().cloned().zip((0..snapshots.files.len()).rev()).collect();
    snapshots.rejects.sort_by_key(|reject| (order.get(&reject.file).copied(), reject.line));
}
