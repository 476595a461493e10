//! `stageplay state`: what is remembered.
//!
//! | file | does |
//! |---|---|
//! | `show` | says what is remembered of an account |
//! | `lines` | takes a state out and in, as lines of JSON |
//! | `join` | the manifest of a run from those of two parts of a book |

mod join;
mod lines;
mod show;

use crate::args::state::{StateArgs, StateCommand, Where};
use crate::exit::{Exit, Fault};
use crate::place::{self, Opened};
use crate::view::terminal;
use crate::view::words::{count, grouped};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::plain;
use stageplay_engine::live;
use stageplay_engine::store::{Pruned, Store};
use std::path::Path;

/// Says what is remembered, takes it out and in, prunes it.
pub fn state(args: &StateArgs) -> Result<Exit, Fault> {
    let path = |at: &Where| place::state(at.state.as_deref()).map(|(path, _)| path);
    match &args.what {
        None => summary(&path(&args.place)?),
        Some(StateCommand::Show { account, format, place }) => show::show(&path(place)?, account, *format),
        Some(StateCommand::Export { file, place }) => lines::export(&path(place)?, file.as_deref()),
        Some(StateCommand::Import { files, place }) => lines::import(&path(place)?, files),
        Some(StateCommand::Prune { before, place }) => prune(&path(place)?, *before),
    }
}

/// Where the state stands, in a few lines.
fn summary(path: &Path) -> Result<Exit, Fault> {
    let Opened { mut store, head, layout } = place::open(path)?;
    let waiting = store.events()?.iter().filter(|known| known.applied.is_none()).count();
    let untold = store.untold()?.len();
    let runs = store.runs()?.len();
    let tx = store.begin()?;
    let (mut accounts, mut bytes) = (0, 0);
    tx.accounts(&mut |_, state| {
        accounts += 1;
        bytes += state.len() as u64;
    })?;
    let open = live::open_runs(&*tx, &layout)?.len();
    let back_to = tx.back_to()?;
    drop(tx);
    let size = std::fs::metadata(path).map(|about| about.len()).unwrap_or_default();
    let back = match back_to {
        Some(day) => format!("back to {}", show_day(day)),
        None => "back to the first run".into(),
    };
    let lines = [
        format!("playbook   {}, version {}", plain(&head.playbook), head.program.get(..12).unwrap_or(&head.program)),
        format!("last run   {}; {} kept, {back}", show_day(head.last), count(runs as u64, "run")),
        format!("accounts   {}, {} remembered", grouped(accounts), in_bytes(bytes)),
        format!("plays      {}", count(open as u64, "open run")),
        format!("people     {} waiting for a run", count(waiting as u64, "record")),
        format!("actions    {} have not been sent anywhere", grouped(untold as u64)),
        format!("file       {}, {}", plain(&path.to_string_lossy()), in_bytes(size)),
    ];
    terminal::print(&format!("{}\n", lines.join("\n")))?;
    Ok(Exit::Done)
}

fn in_bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{} bytes", grouped(bytes)),
        10_000..10_000_000 => format!("{} kB", grouped(bytes / 1000)),
        _ => format!("{} MB", grouped(bytes / 1_000_000)),
    }
}

/// Forgets what is only needed to go back to before a day.
fn prune(path: &Path, before: Day) -> Result<Exit, Fault> {
    let Opened { mut store, .. } = place::open(path)?;
    let pruned = store.prune(before)?;
    let back_to = store.begin()?.back_to()?.map(|day| format!("; the state goes back to {}", show_day(day)));
    let Pruned { versions, accounts, moves, actions, events, runs } = pruned;
    let parts: Vec<String> = [
        (versions, "earlier version", "of accounts"),
        (accounts, "account", "that were gone"),
        (moves, "move", "of bands, stages and levels"),
        (actions, "action", "that were sent or dropped"),
        (events, "record", "of people that were applied"),
        (runs, "run", ""),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, of)| format!("{} {of}", count(number as u64, one)).trim_end().to_owned())
    .collect();
    let what = if parts.is_empty() { "nothing".into() } else { parts.join(", ") };
    terminal::print(&terminal::wrapped(
        &format!("forgotten: {what}{}", back_to.unwrap_or_default()),
        terminal::width(),
        "  ",
    ))?;
    Ok(Exit::Done)
}
