//! `stageplay run`: decides a book of accounts and says what comes first.

mod first;
mod outputs;
mod passing;
mod taker;

pub use outputs::Outputs;
pub use taker::{Outcome, Taker};

use crate::accounts::{self, Book, DateFrom};
use crate::args::RunArgs;
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::playbook::{self, Ready};
use crate::remembered;
use crate::view::{book as book_view, data, portfolio, queue, since, terminal, unknown};
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::decide::{Decisions, Given, step};
use stageplay_engine::read;
use stageplay_engine::send::{self, Action};
use stageplay_engine::story::metrics;

/// So many are kept for the data report; all are where they are to be written.
const REJECTS_IN_MEMORY: usize = 10_000;

/// Runs a playbook over accounts.
pub fn run(args: &RunArgs) -> Result<Exit, Fault> {
    let (args, deployment) = &deployment::settled(args)?;
    if let Some(threads) = args.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
        // One thread is this one. Nothing has asked for threads yet; if something had, those it got would do as well.
        let _ = if threads == 1 { pool.use_current_thread() } else { pool }.build_global();
    }
    outputs::check(args)?;
    let ready = playbook::ready(args.playbook())?;
    outputs::spare(args, ready.calendar_file.as_deref())?;
    let outputs = outputs::open(args, &ready.program.playbook)?;
    let most_rejects = if args.rejects.is_some() { None } else { Some(REJECTS_IN_MEMORY) };
    let columns = deployment::columns(deployment.as_ref());
    let format = accounts::format(args)?;
    let options = read::Options { format, most_rejects, columns, ..read::Options::default() };
    let state = remembered::place(args, deployment.as_ref());
    let passed = match args.accounts.as_of {
        Some(as_of) if state.is_none() && passing::can_pass(args, &ready) => {
            passing::decide_book(args, &ready, &options, as_of, outputs)?
        }
        _ => Err(outputs),
    };
    let (book, outcome) = match passed {
        Ok(passed) => passed,
        Err(outputs) => {
            let book = accounts::read(&args.accounts, &ready.program.playbook, &options)?;
            let outcome = match state {
                Some(state) => remembered::decide_book(args, &state, deployment.as_ref(), &ready, &book, outputs)?,
                None => decide_book(args, &ready, &book, outputs)?,
            };
            (book, outcome)
        }
    };

    if args.summary.is_some() {
        let mut summary = outcome.summary.to_json(&ready.program.playbook);
        if let serde_json::Value::Object(summary) = &mut summary {
            summary.extend(unknown::json(&ready.program.playbook, &ready.sources, &outcome.summary));
            summary.extend(metrics::json(&ready.program.playbook, &outcome.portfolio));
        }
        let text = serde_json::to_string_pretty(&summary).map_err(Fault::outside)?;
        terminal::print(&format!("{text}\n"))?;
        // What was set aside is said even where only sums were asked for.
        terminal::note(&data::set_aside(&book.snapshots, terminal::width()));
    } else {
        let text = human(args, &ready, &book, &outcome);
        if outputs::stream(args) {
            terminal::note(&text);
        } else {
            terminal::print(&text)?;
        }
    }
    let exceeded = args.max_rejects.exceeded(book.snapshots.records_with_fault, book.snapshots.records_read);
    Ok(if exceeded { Exit::SetAside } else { Exit::Done })
}

/// Decides a book that nobody remembers.
fn decide_book(args: &RunArgs, ready: &Ready, book: &Book, outputs: Outputs) -> Result<Outcome, Fault> {
    let (program, playbook) = (&ready.program, &ready.program.playbook);
    let batch = &book.selection.batch;
    let mut taker = Taker::new(args, ready, outputs);
    let writer = taker.writer(book.as_of);
    let history = book.snapshots.history(&book.selection, program, book.as_of);
    let given = Given { history: &history, ..Given::first(book.as_of, ready.calendar.as_ref()) };
    step(program, batch, given, taker.wanted(), |decided: Decisions| {
        let told = writer.openings(&decided);
        taker.take(batch, &writer, &decided, &told)
    })?;
    taker.tell(batch, given)?;
    taker.miss(writer.missing(batch));
    let portfolio = metrics::portfolio(program, &book.snapshots, batch, book.as_of, &taker.gathered);
    let raised: Vec<Action> =
        portfolio.signals.rows().iter().filter_map(|it| send::signal_action(playbook, book.as_of, it)).collect();
    raised.iter().try_for_each(|action| taker.act(action))?;
    taker.finish(&book.snapshots.rejects, portfolio)
}

/// What a customer-success person wants first: the book, what to do, what was missing.
fn human(args: &RunArgs, ready: &Ready, book: &Book, outcome: &Outcome) -> String {
    let playbook = &ready.program.playbook;
    let width = terminal::width();
    let mut text = first_lines(args, ready, book, outcome);
    text.push('\n');
    text.push_str(&book_view::show(playbook, &outcome.summary, width));
    text.push_str(&portfolio::show(playbook, &outcome.portfolio, args.metrics, width));
    text.push('\n');
    if let Some(seen) = &outcome.since {
        text.push_str(&since::show(playbook, seen, width));
        text.push('\n');
    }
    text.push_str(&queue::show(playbook, &outcome.first, outcome.openings, outcome.opening_accounts, width));
    text.push('\n');
    text.push_str(&data::show(playbook, book, &outcome.missing, width));
    text.push_str(&unknown::show(playbook, &ready.sources, &outcome.summary, width));
    for line in &outcome.written {
        text.push_str(&format!("{line}\n"));
    }
    text
}

fn first_lines(args: &RunArgs, ready: &Ready, book: &Book, outcome: &Outcome) -> String {
    let header = &ready.program.playbook.header;
    let version = header.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let from = match book.date_from {
        DateFrom::Asked => "",
        DateFrom::Data => " (the newest date in the data)",
        DateFrom::Today => " (today: the records carry no date)",
    };
    let memory = match (&outcome.since, &args.state) {
        (Some(since), _) => match since.outcome.last {
            Some(last) => format!("remembering; last run {}", show_day(last)),
            None => "remembering from now on".into(),
        },
        (None, Some(_)) => "no memory (--state none)".into(),
        (None, None) => "no memory: every account is seen for the first time".into(),
    };
    let line = format!("{}{version}, as of {}{from}, {memory}", plain(&header.title), show_day(book.as_of));
    terminal::wrapped(&line, terminal::width(), "")
}
