//! `stageplay today`: the morning queue, from the state alone. Nothing is decided, and nothing is written.

use crate::args::{TodayArgs, TodayFormat};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::view::terminal;
use crate::view::today as view;
use stageplay_dsl::types::show_day;
use stageplay_engine::read::DEPLOYMENT;
use stageplay_engine::store::{PATIENCE, SqliteStore, StoreError};
use stageplay_engine::story::today::{Asked, TodayError, morning, read};
use std::path::{Path, PathBuf};

/// So many entries of each part are listed on a terminal and in a chat.
const TOP: usize = 10;

/// Shows the morning queue.
pub fn today(args: &TodayArgs) -> Result<Exit, Fault> {
    let state = state(args)?;
    let store = SqliteStore::look(&state, PATIENCE).map_err(|error| cannot_look(error, args))?;
    let kept = read(&store).map_err(|error| match error {
        TodayError::NoRun => Fault::helped(error, Some("`stageplay run` with this state makes the first one".into())),
        error => Fault::outside(error),
    })?;
    if let Some(as_of) = args.as_of.filter(|as_of| *as_of < kept.last_run()) {
        return Err(Fault::helped(
            format!("the state is that of {}, and {} lies before it", show_day(kept.last_run()), show_day(as_of)),
            Some("leave --as-of out, or name a later day".into()),
        ));
    }
    let asked = Asked { as_of: args.as_of, owner: args.owner.as_deref() };
    let morning = morning(&kept, asked).map_err(|error| {
        let help = error.help();
        Fault::helped(error, Some(help))
    })?;
    let text = match args.format {
        TodayFormat::Text => view::text(&morning, args.top.unwrap_or(TOP), terminal::width()),
        TodayFormat::Md => view::markdown(&morning, args.top.unwrap_or(TOP)),
        TodayFormat::Csv => view::csv(&morning),
        TodayFormat::Html => view::html(&morning, args.top.unwrap_or(usize::MAX)),
        TodayFormat::Json => view::json(&morning),
    };
    terminal::print(&text)?;
    Ok(Exit::Done)
}

/// Where the state lies: as asked, or as the file in this folder says.
fn state(args: &TodayArgs) -> Result<PathBuf, Fault> {
    let help = "name its file: `--state FILE`".to_owned();
    if let Some(path) = &args.state {
        return Ok(path.clone());
    }
    match deployment::in_folder(Path::new(""))? {
        Some(deployment) => deployment.state.ok_or_else(|| {
            let what = format!("no state is named, neither here nor in `{DEPLOYMENT}`");
            Fault::helped(what, Some(format!("write `state: FILE` in it, or {help}")))
        }),
        None => {
            let what = format!("no state is named, and there is no `{DEPLOYMENT}` in this folder");
            Err(Fault::helped(what, Some(help)))
        }
    }
}

fn cannot_look(error: StoreError, args: &TodayArgs) -> Fault {
    let help = match (&error, &args.state) {
        (StoreError::NotFound(_), Some(_)) => {
            Some("look for a slip in its name, or run with this --state first".into())
        }
        (StoreError::NotFound(_), None) => Some("run `stageplay run` in this folder first".into()),
        _ => None,
    };
    Fault::helped(error, help)
}
