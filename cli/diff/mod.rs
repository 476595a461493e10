//! `stageplay diff`: what two versions of a playbook say differently, and what that makes of accounts.
//!
//! | file | does |
//! |---|---|
//! | `over` | compares what both versions decide of accounts, on a date or over a history |
//! | `made` | compares what both decide of accounts at their boundaries, where none are given |
//! | `gates` | says which counts are above what is allowed |

mod gates;
mod made;
mod over;

pub use made::Made;

use crate::args::diff::{DiffArgs, DiffFormat, Gate};
use crate::exit::{Exit, Fault};
use crate::git;
use crate::playbook::{self, Ready};
use crate::templates::TEMPLATES;
use crate::view::{diff as view, terminal};
use stageplay_dsl::Tests;
use stageplay_dsl::types::Day;
use stageplay_engine::read;
use stageplay_engine::workbench::clauses::Version;
use stageplay_engine::workbench::diff::{self, Affected, Cause, Changed, Days, Item, Summary};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What there is to tell.
pub struct Told {
    pub old: Version,
    pub new: Version,
    /// The unit of revenue, with a blank before it.
    pub unit: String,
    pub items: Vec<Item>,
    /// How the business days differ.
    pub days: Days,
    /// `None` without accounts.
    pub over: Option<Over>,
    /// Without accounts: what generated ones show.
    pub made: Option<Made>,
    /// The gates that are not kept, with what was counted.
    pub failed: Vec<(Gate, f64)>,
}

/// What the change makes of accounts.
pub struct Over {
    /// The date; of a history, the last.
    pub as_of: Day,
    pub accounts: usize,
    pub changed: Vec<Changed>,
    pub summary: Summary,
    pub causes: Vec<Cause>,
    /// Accounts for which a date could not be counted.
    pub uncounted: usize,
    /// Where both versions were taken through a history.
    pub history: Option<Weeks>,
}

/// What is told of a history besides.
pub struct Weeks {
    pub from: Day,
    pub dates: usize,
    /// By the Monday.
    pub weeks: BTreeMap<Day, Summary>,
    /// What stands otherwise on the last date.
    pub at_end: Affected,
}

/// A version and what it needs to run.
pub struct Side {
    pub path: PathBuf,
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
    let told = told(args, old, new)?;
    let exit = if told.failed.is_empty() { Exit::Done } else { Exit::Faults };
    terminal::print(&match args.format {
        DiffFormat::Human => view::text(&told, terminal::width()),
        DiffFormat::Markdown => view::markdown(&told),
        DiffFormat::Json => view::json(&told),
    })?;
    Ok(exit)
}

/// What there is to tell of two versions of a playbook, over the accounts that are named, if any are.
pub fn told(args: &DiffArgs, old: Side, new: Side) -> Result<Told, Fault> {
    let mut items = diff::items(&old.version, &new.version);
    let days = diff::days(old.ready.calendar.as_ref(), new.ready.calendar.as_ref());
    items.extend(diff::calendar_item(&days));
    let over = if args.accounts.accounts.is_empty() { None } else { Some(over::over(args, &old, &new, &items)?) };
    let made = if over.is_none() { made::made(&old, &new, &items, args.accounts.as_of)? } else { None };
    let failed = match &over {
        Some(over) => gates::failed(&args.fail_on, over, &new.ready.program, &old.ready.program)?,
        None => Vec::new(),
    };
    let unit = crate::view::words::revenue_unit(&new.ready.program.playbook);
    Ok(Told { old: old.version, new: new.version, unit, items, days, over, made, failed })
}

fn side(path: &Path) -> Result<Side, Fault> {
    let ready = playbook::ready(path)?;
    let layers = read::load_layers(path, TEMPLATES, Tests::LeftOut).map_err(Fault::outside)?;
    Ok(Side { path: path.to_owned(), ready, version: Version::new(layers.files, Tests::LeftOut) })
}
