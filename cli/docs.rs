//! `stageplay docs`: the book of a playbook, for people who never read one.

use crate::accounts;
use crate::args::AccountsArgs;
use crate::args::docs::{DocsArgs, DocsFormat};
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::place;
use crate::playbook::{self, Ready};
use crate::view::docs::{self as view, About, Accounts, MARK, Remembered};
use crate::view::portfolio::plainly;
use crate::view::terminal;
use crate::view::words::revenue_unit;
use stageplay_dsl::source::Sources;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::Batch;
use stageplay_engine::column::plain;
use stageplay_engine::decide::{Decisions, Given, Unknowns, Wanted, step};
use stageplay_engine::graph::Program;
use stageplay_engine::read::Snapshots;
use stageplay_engine::store::{Store, StoreError};
use stageplay_engine::story::book::{about::about, actual::actual, book};
use stageplay_engine::story::metrics::{Gathered, portfolio};
use stageplay_engine::{live, read};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Writes the book of a playbook.
pub fn docs(args: &DocsArgs) -> Result<Exit, Fault> {
    let format = format(args)?;
    if let Some(out) = &args.out {
        spare(out)?;
    }
    let text = if args.accounts.is_empty() {
        let (playbook, sources) = playbook::with_sources(&args.playbook)?;
        laid_out(format, &playbook, &sources, None)
    } else {
        let ready = playbook::ready(&args.playbook)?;
        let accounts = counted(args, &ready)?;
        laid_out(format, &ready.program.playbook, &ready.sources, Some(accounts))
    };
    match &args.out {
        Some(out) => {
            fs::write(out, text).map_err(|cause| Fault::outside(format!("cannot write `{}`: {cause}", shown(out))))?
        }
        None => terminal::print(&text)?,
    }
    Ok(Exit::Done)
}

fn laid_out(format: DocsFormat, playbook: &Playbook, sources: &Sources, accounts: Option<Accounts>) -> String {
    let name = playbook.header.span;
    let source = sources.get(name.source);
    let lead = source.and_then(|file| about(&file.text, name.range().start));
    let book = book(playbook);
    let about = About { book: &book, lead, accounts };
    match format {
        DocsFormat::Md => view::markdown(&about),
        DocsFormat::Html => view::html(&about),
    }
}

/// As asked, or as the ending of the file says.
fn format(args: &DocsArgs) -> Result<DocsFormat, Fault> {
    let Some(out) = &args.out else { return Ok(args.format.unwrap_or(DocsFormat::Md)) };
    let ending = out.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let said = match ending.as_str() {
        "md" | "markdown" => DocsFormat::Md,
        "html" | "htm" => DocsFormat::Html,
        _ => {
            let what = format!("`{}` is no name for a book", shown(out));
            return Err(Fault::helped(what, Some("end it in .md or .html".into())));
        }
    };
    match args.format {
        Some(asked) if asked != said => {
            let what = format!("the ending of `{}` says otherwise than --format", shown(out));
            Err(Fault::helped(what, Some("leave --format out, or name another file".into())))
        }
        _ => Ok(said),
    }
}

/// Refuses to take the place of a file that is no book: somebody may need it.
fn spare(out: &Path) -> Result<(), Fault> {
    let mut first = Vec::new();
    match fs::File::open(out) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(Fault::outside(format!("cannot write `{}`: {cause}", shown(out)))),
        Ok(file) => {
            let read = file.take(200).read_to_end(&mut first);
            read.map_err(|cause| Fault::outside(format!("cannot write `{}`: {cause}", shown(out))))?;
        }
    }
    if first.is_empty() || String::from_utf8_lossy(&first).contains(MARK) {
        return Ok(());
    }
    Err(Fault::helped(
        format!("`{}` is there already, and is no book of `stageplay docs`", shown(out)),
        Some("name another file, or remove it".into()),
    ))
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy()).into_owned()
}

/// Decides the accounts as a run would, and counts them.
fn counted(args: &DocsArgs, ready: &Ready) -> Result<Accounts, Fault> {
    let program = &ready.program;
    let mut opened = args.state.as_deref().map(place::open).transpose()?;
    if let Some(opened) = &opened {
        let name = program.playbook.header.name.as_str();
        if opened.head.playbook != name {
            let here = opened.head.playbook.clone();
            return Err(StoreError::OtherPlaybook { here, there: name.to_owned() }.into());
        }
    }
    let last = opened.as_ref().map(|opened| opened.head.last);
    let (deployment, files) = deployment::around(&args.playbook, &args.accounts)?;
    let columns = deployment::columns(deployment.as_ref());
    let options = read::Options { most_rejects: Some(0), columns, ..read::Options::default() };
    let named = AccountsArgs { accounts: files, as_of: args.as_of.or(last) };
    let book = accounts::read(&named, &program.playbook, &options)?;
    let batch = &book.selection.batch;
    // What is taken back is taken back in a transaction that is dropped.
    let recalled = match &mut opened {
        Some(opened) => {
            let mut tx = opened.store.begin()?;
            Some(live::recalled_book(&mut *tx, program, book.as_of, batch)?)
        }
        None => None,
    };
    let history = book.snapshots.history(&book.selection, program, book.as_of);
    let first = Given { history: &history, ..Given::first(book.as_of, ready.calendar.as_ref()) };
    let given = match &recalled {
        Some(it) => Given { memory: it, last: it.last, book: &it.book, events: &it.events, ..first },
        None => first,
    };
    let metrics = metrics(program, &book.snapshots, batch, given)?;
    Ok(Accounts {
        as_of: book.as_of,
        metrics,
        actual: actual(program, batch, given),
        unit: revenue_unit(&program.playbook),
        remembered: recalled.map(|it| Remembered { last: it.last }),
        set_aside: book.snapshots.records_with_fault,
    })
}

/// What the metrics come to, in words.
fn metrics(program: &Program, snapshots: &Snapshots, batch: &Batch, given: Given<'_>) -> Result<Vec<String>, Fault> {
    let playbook = &program.playbook;
    if playbook.metrics.is_empty() {
        return Ok(Vec::new());
    }
    let mut gathered = Gathered::default();
    let wanted = Wanted { unknowns: Unknowns::Scores, ..Wanted::default() };
    step(program, batch, given, wanted, |decided: Decisions| {
        gathered.add(&decided);
        Ok::<(), Fault>(())
    })?;
    let portfolio = portfolio(program, snapshots, batch, given.as_of, &gathered);
    Ok(portfolio.metrics.iter().map(|(id, outcome)| plainly(playbook, &playbook.metrics[id], outcome)).collect())
}
