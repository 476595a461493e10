//! What both versions decide of accounts, on a date or over a history.

use super::{Over, Side, Weeks};
use crate::accounts::{self, Book};
use crate::args::AccountsArgs;
use crate::args::diff::DiffArgs;
use crate::deployment;
use crate::exit::Fault;
use crate::playbook::Ready;
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::gather;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Selection};
use stageplay_engine::workbench::diff::{self, Changed, Decided, Difference, Former, Item, Summary, Whose};
use stageplay_engine::workbench::past;
use std::collections::BTreeSet;

/// Compares what both versions decide of the accounts.
pub(super) fn over(args: &DiffArgs, old: &Side, new: &Side, items: &[Item]) -> Result<Over, Fault> {
    let (named, deployment) = deployment::accounts(&args.new, &args.accounts)?;
    let columns = deployment::columns(deployment.as_ref());
    let options = read::Options { most_rejects: Some(0), columns, ..read::Options::default() };
    let before = accounts::read(&named, &old.ready.program.playbook, &options)?;
    let as_of = before.as_of;
    let same = diff::same_schema(&old.ready.program, &new.ready.program);
    let now = if same {
        None
    } else {
        let named = AccountsArgs { as_of: Some(as_of), ..named };
        Some(accounts::read(&named, &new.ready.program.playbook, &options)?)
    };
    let book = now.as_ref().unwrap_or(&before);
    if args.history {
        return history(old, new, &before, book, items);
    }
    let was = decided(&old.ready.program, old, &before, None);
    let is = decided(&new.ready.program, new, book, None);
    let former = Former::of(&new.ready.program.playbook).and(items).since(&old.ready.program.playbook);
    let changed = diff::compare(&was, &is, &former);
    // Accounts that only the new version can read have no row in the old one.
    let known: Vec<Changed> = changed.iter().filter(|it| was.row(&it.account).is_some()).cloned().collect();
    let trial = |program: &Program, calendar: Whose, rows: &[usize]| {
        let side = if calendar == Whose::New { new } else { old };
        diff::same_schema(&old.ready.program, program).then(|| decided(program, side, &before, Some(rows)))
    };
    let causes = diff::attribute(&old.version, items, &was, &known, &former, &trial);
    let uncounted = is.uncounted.as_ref().map_or(0, |(_, rows)| *rows);
    let summary = Summary::of(&changed);
    Ok(Over { as_of, accounts: was.accounts.len(), changed, summary, causes, uncounted, history: None })
}

/// The same over the dates of the snapshots, each version with a state of its own.
fn history(old: &Side, new: &Side, before: &Book, now: &Book, items: &[Item]) -> Result<Over, Fault> {
    for book in [before, now] {
        accounts::all_dated(book)?;
    }
    let dates = |book: &Book| past::dates(&book.snapshots, Some(before.as_of));
    let dates: BTreeSet<Day> = dates(before).union(&dates(now)).copied().collect();
    let (Some(from), Some(as_of)) = (dates.first().copied(), dates.last().copied()) else {
        let what = format!("no snapshot is dated {} or before", show_day(before.as_of));
        return Err(Fault::helped(what, Some("name a later date with `--as-of`".into())));
    };
    let sides = [reads(old, before), reads(new, now)];
    let former = Former::of(&new.ready.program.playbook).and(items).since(&old.ready.program.playbook);
    let over = diff::over(sides, &dates, &former)?;
    // On a date on which only the new version can read an account there is nothing to hold a trial against.
    let is_known = |it: &&Changed| !it.differences.contains(&Difference::Appears);
    let known: Vec<Changed> = over.changed.iter().filter(is_known).cloned().collect();
    let causes = diff::attribute_over(&old.version, items, sides, &dates, &known, &former)?;
    let weeks = Weeks { from, dates: dates.len(), weeks: over.weeks, at_end: over.at_end };
    let (accounts, changed, summary) = (over.accounts, over.changed, over.summary);
    Ok(Over { as_of, accounts, changed, summary, causes, uncounted: 0, history: Some(weeks) })
}

fn reads<'a>(side: &'a Side, book: &'a Book) -> diff::Side<'a> {
    let Ready { program, calendar, .. } = &side.ready;
    diff::Side { program, calendar: calendar.as_ref(), snapshots: &book.snapshots }
}

/// What a program decides of the accounts, or of some of them, with a version's business days.
fn decided(program: &Program, side: &Side, book: &Book, rows: Option<&[usize]>) -> Decided {
    let decided = |selection: &Selection| {
        accounts::decided(program, side.ready.calendar.as_ref(), &book.snapshots, selection, book.as_of)
    };
    let Some(rows) = rows else { return decided(&book.selection) };
    let mut selection = book.selection.clone();
    selection.batch = gather(&selection.batch, rows);
    selection.sources = rows.iter().filter_map(|row| book.selection.sources.get(*row).copied()).collect();
    decided(&selection)
}
