//! `stageplay diff`: what two versions of a playbook say differently, and what that makes of accounts.

use crate::accounts::{self, Book};
use crate::args::AccountsArgs;
use crate::args::diff::{Count, DiffArgs, DiffFormat, Gate};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::git;
use crate::playbook::{self, Ready};
use crate::templates::TEMPLATES;
use crate::view::{diff as view, terminal};
use stageplay_dsl::Tests;
use stageplay_dsl::types::Day;
use stageplay_engine::column::{gather, plain_cut};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Selection};
use stageplay_engine::workbench::clauses::Version;
use stageplay_engine::workbench::diff::{self, Cause, Changed, Decided, Former, Item, Kind, Summary};
use std::path::Path;

/// What there is to tell.
pub struct Told {
    pub old: Version,
    pub new: Version,
    /// The unit of revenue, with a blank before it.
    pub unit: String,
    pub items: Vec<Item>,
    /// `None` without accounts.
    pub over: Option<Over>,
    /// The gates that are not kept, with what was counted.
    pub failed: Vec<(Gate, f64)>,
}

/// What the change makes of accounts.
pub struct Over {
    pub as_of: Day,
    pub accounts: usize,
    pub changed: Vec<Changed>,
    pub summary: Summary,
    pub causes: Vec<Cause>,
    /// Accounts for which a date could not be counted.
    pub uncounted: usize,
}

/// A version and what it needs to run.
pub struct Side {
    pub ready: Ready,
    pub version: Version,
}

/// Says what two versions say differently, and what that makes of accounts.
pub fn diff(args: &DiffArgs) -> Result<Exit, Fault> {
    let (old, new) = match git::range(&args.old) {
        Some((old, new)) => {
            let before = git::revision(&args.new, old)?;
            let now = new.map(|new| git::revision(&args.new, new)).transpose()?;
            let place = now.as_ref().map_or(args.new.as_path(), |now| now.playbook.as_path());
            (side(&before.playbook)?, side(place)?)
        }
        None => (side(Path::new(&args.old))?, side(&args.new)?),
    };
    let told = told(old, new, (&args.new, &args.accounts), &args.fail_on)?;
    let exit = if told.failed.is_empty() { Exit::Done } else { Exit::Faults };
    terminal::print(&match args.format {
        DiffFormat::Human => view::text(&told, terminal::width()),
        DiffFormat::Markdown => view::markdown(&told),
        DiffFormat::Json => view::json(&told),
    })?;
    Ok(exit)
}

/// What there is to tell of two versions of a playbook, over the accounts that are named, if any are.
pub fn told(old: Side, new: Side, on: (&Path, &AccountsArgs), fail_on: &[Gate]) -> Result<Told, Fault> {
    let items = diff::items(&old.version, &new.version);
    let over = if on.1.accounts.is_empty() { None } else { Some(over(on, &old, &new, &items)?) };
    let failed = match &over {
        Some(over) => gates(fail_on, &over.summary, &new.ready.program, &old.ready.program)?,
        None => Vec::new(),
    };
    let unit = crate::view::words::revenue_unit(&new.ready.program.playbook);
    Ok(Told { old: old.version, new: new.version, unit, items, over, failed })
}

fn side(path: &Path) -> Result<Side, Fault> {
    let ready = playbook::ready(path)?;
    let layers = read::load_layers(path, TEMPLATES, Tests::LeftOut).map_err(Fault::outside)?;
    Ok(Side { ready, version: Version::new(layers.files, Tests::LeftOut) })
}

fn over(on: (&Path, &AccountsArgs), old: &Side, new: &Side, items: &[Item]) -> Result<Over, Fault> {
    let (named, deployment) = deployment::accounts(on.0, on.1)?;
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
    let was = decided(&old.ready.program, old, &before, None);
    let is = decided(&new.ready.program, new, now.as_ref().unwrap_or(&before), None);
    let former = Former::of(&new.ready.program.playbook);
    let changed = diff::compare(&was, &is, &former);
    // Accounts that only the new version can read have no row in the old one.
    let known: Vec<Changed> = changed.iter().filter(|it| was.row(&it.account).is_some()).cloned().collect();
    let trial = |program: &Program, rows: &[usize]| {
        diff::same_schema(&old.ready.program, program).then(|| decided(program, old, &before, Some(rows)))
    };
    let causes = diff::attribute(&old.version, items, &was, &known, &former, &trial);
    let uncounted = is.uncounted.as_ref().map_or(0, |(_, rows)| *rows);
    let summary = Summary::of(&changed);
    Ok(Over { as_of, accounts: was.accounts.len(), changed, summary, causes, uncounted })
}

/// What a program decides of the accounts, or of some of them.
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

/// The gates that are not kept.
fn gates(gates: &[Gate], summary: &Summary, new: &Program, old: &Program) -> Result<Vec<(Gate, f64)>, Fault> {
    #[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 accounts")]
    let number = |count: usize| count as f64;
    let mut failed = Vec::new();
    for gate in gates {
        let counted = match &gate.count {
            Count::Opens(play) => {
                number(summary.into_word(&(Kind::Play, named(play, new, old)?.into()), "open").accounts)
            }
            Count::Closes(play) => {
                number(summary.out_of_word(&(Kind::Play, named(play, new, old)?.into()), "open").accounts)
            }
            Count::Of(name) => {
                let name = named(name, new, old)?;
                let moves = summary.moves.iter().filter(|(subject, _)| subject.1 == name).flat_map(|(_, moves)| moves);
                number(moves.map(|(_, affected)| affected.accounts).sum())
            }
            Count::All => number(summary.changed.accounts),
            Count::ActionsAdded => number(summary.actions().0),
            Count::ActionsRemoved => number(summary.actions().1),
            Count::Revenue => summary.changed.revenue,
        };
        if counted > gate.most {
            failed.push((gate.clone(), counted));
        }
    }
    Ok(failed)
}

/// A name that either version has: a gate on one that does not exist would never fail.
fn named<'n>(name: &'n str, new: &Program, old: &Program) -> Result<&'n str, Fault> {
    let mut names: Vec<String> = Vec::new();
    for playbook in [&new.playbook, &old.playbook] {
        names.extend(playbook.plays.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.risks.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.journeys.rows().iter().map(|it| it.name.to_string()));
        names.extend(playbook.cards.rows().iter().map(|it| it.name.to_string()));
    }
    if names.iter().any(|known| known == name) {
        return Ok(name);
    }
    let help = stageplay_dsl::diagnostic::near::help(name, names.iter().map(String::as_str));
    Err(Fault::helped(format!("--fail-on: neither version has a `{}`", plain_cut(name, 80)), help))
}
