//! `stageplay explain`: why an account has its health, stage, risks and plays.

use crate::accounts::{self, Book};
use crate::args::{ExplainArgs, Format};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::playbook;
use crate::view::{explanation, terminal};
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::show_day;
use stageplay_engine::decide::Given;
use stageplay_engine::{column, read, send, story};

/// Explains one account.
pub fn explain(args: &ExplainArgs) -> Result<Exit, Fault> {
    let (accounts, deployment) = deployment::accounts(&args.playbook, &args.accounts)?;
    let ready = playbook::ready(&args.playbook)?;
    let options = read::Options {
        // Of what was set aside only this account is of interest.
        most_rejects: Some(0),
        rejects_of: Some(args.account.clone()),
        columns: deployment::columns(deployment.as_ref()),
        ..read::Options::default()
    };
    let book = accounts::read(&accounts, &ready.program.playbook, &options)?;
    let row = find(&ready.program.playbook, &book, &args.account)?;
    let explanation = story::explain::explain(
        &ready.program,
        &book.selection.batch,
        Given::first(book.as_of, ready.calendar.as_ref()),
        row,
        args.name.as_deref(),
    )
    .map_err(|unknown| Fault::helped(&unknown, unknown.help.clone()))?;
    match args.format {
        Format::Human => terminal::print(&explanation::show(&explanation, terminal::width()))?,
        Format::Json => terminal::print(&format!("{}\n", send::line(&explanation)))?,
    }
    Ok(Exit::Done)
}

/// The row of an account, or why it has none.
fn find(playbook: &Playbook, book: &Book, account: &str) -> Result<usize, Fault> {
    let batch = &book.selection.batch;
    let ids = |row| batch.columns[playbook.id_field].text(row);
    if let Some(row) = (0..batch.rows).find(|row| ids(*row) == Some(account)) {
        return Ok(row);
    }
    let shown = column::plain_cut(account, 80);
    if let Some((_, date)) = book.selection.stale.iter().find(|(id, _)| id == account) {
        return Err(Fault::helped(
            format!(
                "account `{shown}` is stale on {}: its newest snapshot is of {}",
                show_day(book.as_of),
                show_day(*date)
            ),
            Some(format!("ask about that date with `--as-of {}`", show_day(*date))),
        ));
    }
    if let Some(reject) = book.snapshots.reject_of(account) {
        return Err(Fault::outside(format!(
            "the record of account `{shown}` was set aside: {} line {}: {}",
            column::plain(&reject.file),
            reject.line,
            column::plain(&reject.reason)
        )));
    }
    if let Some(day) = book.snapshots.first_seen(account).filter(|day| *day > book.as_of) {
        return Err(Fault::helped(
            format!("account `{shown}` has no snapshot before {}", show_day(day)),
            Some(format!("ask about that date with `--as-of {}`", show_day(day))),
        ));
    }
    let near = near::nearest(account, (0..batch.rows).filter_map(ids));
    Err(Fault::helped(
        format!("there is no account `{shown}` on {}", show_day(book.as_of)),
        near.map(|near| format!("did you mean `{}`?", column::plain(near))),
    ))
}
