//! `stageplay explain`: why an account has its health, stage, risks and plays.

use crate::accounts::{self, Book};
use crate::args::explain::{ExplainArgs, Reader};
use crate::args::{AccountsArgs, Format};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::place::Opened;
use crate::playbook::Ready;
use crate::view::{explanation, terminal};
use crate::{place, playbook};
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::Calendar;
use stageplay_engine::decide::{Given, History};
use stageplay_engine::live::Recalled;
use stageplay_engine::store::Store;
use stageplay_engine::story::explain::{Earlier, Question, UnknownName, owner};
use stageplay_engine::{column, live, read, send, story};
use std::path::PathBuf;

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
    let mut opened = state(args, deployment.as_ref())?.map(|path| place::open(&path)).transpose()?;
    let last = opened.as_ref().map(|opened| opened.head.last);
    let accounts = AccountsArgs { as_of: accounts.as_of.or(last), ..accounts };
    let book = accounts::read_for(&args.account, &accounts, &ready.program.playbook, &options)?;
    let row = find(&ready.program.playbook, &book, &args.account)?;
    let recalled = match &mut opened {
        // What is taken back is taken back in a transaction that is dropped.
        Some(opened) => {
            let mut tx = opened.store.begin()?;
            Some(live::recalled(&mut *tx, &ready.program, book.as_of, &args.account, row)?)
        }
        None => None,
    };
    let history = book.snapshots.history(&book.selection, &ready.program, book.as_of);
    let first = Given::first(book.as_of, ready.calendar.as_ref());
    let given = match &recalled {
        Some(it) => Given { memory: it, last: it.last, book: &it.book, events: &it.events, history: &history, ..first },
        None => first,
    };
    let earlier = Earlier { batch: Some(&book.snapshots.batch), rows: book.snapshots.dated(&args.account) };
    let before = match args.since {
        Some(day) => Some(before(args, &ready, &book, &earlier, day, &mut opened)?),
        None => None,
    };
    let then = before.as_ref().and_then(|before| before.given(ready.calendar.as_ref()));
    let question = Question { name: args.name.as_deref(), earlier, then, since: args.since };
    let batch = &book.selection.batch;
    let unknown = |unknown: UnknownName| Fault::helped(&unknown, unknown.help.clone());
    if args.reader == Reader::Owner {
        let told = owner::tell(&ready.program, batch, given, row, &question).map_err(unknown)?;
        match args.format {
            Format::Human => terminal::print(&explanation::plain(&told, terminal::width()))?,
            Format::Json => terminal::print(&format!("{}\n", send::line(&told)))?,
        }
        return Ok(Exit::Done);
    }
    let explanation = story::explain::explain(&ready.program, batch, given, row, &question).map_err(unknown)?;
    let remembers = recalled.as_ref().map(|it| match it.last.filter(|_| it.is_known) {
        Some(last) => format!("with what the run of {} left", show_day(last)),
        None => "seen for the first time".into(),
    });
    match args.format {
        Format::Human => {
            terminal::print(&explanation::show(&explanation, remembers.as_deref(), terminal::width()))?;
        }
        Format::Json => terminal::print(&format!("{}\n", send::line(&explanation)))?,
    }
    Ok(Exit::Done)
}

/// The account on an earlier date.
struct Before<'a> {
    day: Day,
    /// Its snapshot of then, in row 0.
    batch: column::Batch,
    history: History<'a>,
    /// What was remembered; `None` without a state.
    recalled: Option<Recalled>,
}

impl Before<'_> {
    /// What is given of it, where something was remembered.
    fn given<'g>(&'g self, calendar: Option<&'g Calendar>) -> Option<(&'g column::Batch, Given<'g>)> {
        let it = self.recalled.as_ref()?;
        let first = Given::first(self.day, calendar);
        let history = &self.history;
        Some((&self.batch, Given { memory: it, last: it.last, book: &it.book, events: &it.events, history, ..first }))
    }
}

/// The account as a run of an earlier date found it.
fn before<'a>(
    args: &ExplainArgs,
    ready: &Ready,
    book: &'a Book,
    earlier: &Earlier<'a>,
    day: Day,
    opened: &mut Option<Opened>,
) -> Result<Before<'a>, Fault> {
    let shown = column::plain_cut(&args.account, 80);
    if day >= book.as_of {
        let help = format!("`--since` names a day before {}", show_day(book.as_of));
        return Err(Fault::helped("nothing can have moved since then", Some(help)));
    }
    let Some((batch, history)) = earlier.on(&ready.program, day) else {
        let first = earlier.rows.first().map(|(day, _)| *day);
        return Err(Fault::helped(
            format!("account `{shown}` has no snapshot of {} or before", show_day(day)),
            first.map(|first| format!("its first one is of {}", show_day(first))),
        ));
    };
    let recalled = match opened {
        Some(opened) => {
            let mut tx = opened.store.begin()?;
            Some(live::recalled(&mut *tx, &ready.program, day, &args.account, 0)?)
        }
        None => None,
    };
    Ok(Before { day, batch, history, recalled })
}

/// The state, if one is meant: as asked, or that of the deployment, if a run has made it.
fn state(args: &ExplainArgs, deployment: Option<&read::Deployment>) -> Result<Option<PathBuf>, Fault> {
    match &args.state {
        Some(none) if none.as_os_str() == "none" => Ok(None),
        Some(path) => Ok(Some(path.clone())),
        None => Ok(deployment.and_then(|deployment| deployment.state.clone()).filter(|path| path.exists())),
    }
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
