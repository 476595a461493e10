//! `stageplay backtest`: what a playbook would have decided, beside what became of the accounts.

use crate::args::backtest::BacktestArgs;
use crate::args::{AccountsArgs, Format};
use crate::exit::{Exit, Fault};
use crate::view::{backtest as view, terminal};
use crate::{accounts, deployment, playbook};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::{column, read, workbench};

/// Replays a history and judges it by outcomes.
pub fn backtest(args: &BacktestArgs) -> Result<Exit, Fault> {
    let asked = AccountsArgs { accounts: args.accounts.clone(), as_of: None };
    let (asked, deployment) = deployment::accounts(&args.playbook, &asked)?;
    let ready = playbook::ready(&args.playbook)?;
    let fields = &ready.program.playbook;
    let outcomes =
        read::outcomes(&args.outcomes, &fields.fields[fields.id_field].path, &args.outcome).map_err(Fault::outside)?;
    let options = read::Options {
        most_rejects: Some(0),
        columns: deployment::columns(deployment.as_ref()),
        ..read::Options::default()
    };
    let book = accounts::read(&asked, fields, &options)?;
    accounts::all_dated(&book)?;
    let until = args.until.unwrap_or_else(|| book.as_of.saturating_sub(args.horizon));
    let replay = workbench::backtest::replay(&ready.program, ready.calendar.as_ref(), &book.snapshots, Some(until))?;
    let report = workbench::backtest::judge(&replay, &outcomes, args.horizon);
    if report.rows == 0 {
        return Err(nothing(args, until, replay.rows.len(), &report));
    }
    let about = view::About {
        playbook: &fields.header.name,
        outcome: &args.outcome,
        until,
        set_aside: book.snapshots.records_set_aside,
    };
    if let Some(path) = &args.html {
        std::fs::write(path, view::html(&about, &report)).map_err(|cause| {
            Fault::outside(format!("cannot write `{}`: {cause}", column::plain(&path.to_string_lossy())))
        })?;
    }
    match args.format {
        Format::Human => terminal::print(&view::text(&about, &report))?,
        Format::Json => terminal::print(&view::json(&about, &report))?,
    }
    Ok(Exit::Done)
}

/// Why no row is left to be judged.
fn nothing(args: &BacktestArgs, until: Day, rows: usize, report: &workbench::backtest::Report) -> Fault {
    if rows == 0 {
        let what = format!("no snapshot is dated {} or before", show_day(until));
        return Fault::helped(what, Some("name a later date with `--until`, or a shorter `--horizon`".into()));
    }
    let file = column::plain_cut(&args.outcomes.to_string_lossy(), 200).into_owned();
    if report.rows_without_outcome == rows {
        let help = "the ids in both files must be written the same way";
        return Fault::helped(format!("no account of the history is in `{file}`"), Some(help.into()));
    }
    Fault::outside(format!("every account of the history had its outcome by {}", show_day(until)))
}
