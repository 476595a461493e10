//! `stageplay run`: decides a book of accounts and says what comes first.

use crate::accounts::{self, Book, DateFrom};
use crate::args::RunArgs;
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::outputs::{self, Outputs};
use crate::playbook::{self, Ready};
use crate::view::{book as book_view, data, portfolio, queue, terminal, unknown};
use stageplay_dsl::types::show_day;
use stageplay_engine::column::plain;
use stageplay_engine::decide::{Decisions, Opening, Unknowns, Wanted, decide};
use stageplay_engine::read;
use stageplay_engine::send::{self, Summary};
use stageplay_engine::story::metrics::{self, Gathered, Portfolio};

/// So many are kept for the data report; all are where they are to be written.
const REJECTS_IN_MEMORY: usize = 10_000;

/// Runs a playbook over accounts.
pub fn run(args: &RunArgs) -> Result<Exit, Fault> {
    let (args, deployment) = &deployment::settled(args)?;
    outputs::check(args)?;
    let ready = playbook::ready(args.playbook())?;
    outputs::spare(args, ready.calendar_file.as_deref())?;
    let outputs = outputs::open(args, &ready.program.playbook)?;
    let most_rejects = if args.rejects.is_some() { None } else { Some(REJECTS_IN_MEMORY) };
    let columns = deployment::columns(deployment.as_ref());
    let options = read::Options { most_rejects, columns, ..read::Options::default() };
    let book = accounts::read(&args.accounts, &ready.program.playbook, &options)?;
    let outcome = decide_book(args, &ready, &book, outputs)?;

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

/// What a run leaves to be told.
struct Outcome {
    summary: Summary,
    portfolio: Portfolio,
    queue: Queue,
    written: Vec<String>,
}

/// The first openings by priority, and how many there are.
struct Queue {
    first: Vec<Opening>,
    room: usize,
    openings: usize,
    accounts: usize,
    last_row: Option<usize>,
}

impl Queue {
    fn add(&mut self, opening: Opening) {
        self.openings += 1;
        if self.last_row != Some(opening.row) {
            self.last_row = Some(opening.row);
            self.accounts += 1;
        }
        self.first.push(opening);
        if self.first.len() >= self.room.saturating_mul(2).max(64) {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        // A stable sort: equal priorities stay in the order of the accounts.
        self.first.sort_by(|a, b| queue::rank(b).total_cmp(&queue::rank(a)));
        self.first.truncate(self.room);
    }
}

fn decide_book(args: &RunArgs, ready: &Ready, book: &Book, mut outputs: Outputs) -> Result<Outcome, Fault> {
    let (program, playbook) = (&ready.program, &ready.program.playbook);
    let batch = &book.selection.batch;
    let wanted = Wanted {
        openings: outputs.actions.is_some() || args.summary.is_none(),
        reasons: outputs.decisions.is_some(),
        unknowns: Unknowns::Scores,
    };
    let mut summary = Summary::new(playbook);
    let mut gathered = Gathered::default();
    let mut queue = Queue { first: Vec::new(), room: args.top, openings: 0, accounts: 0, last_row: None };

    decide(program, batch, ready.calendar.as_ref(), book.as_of, wanted, |decided: Decisions| -> Result<(), Fault> {
        summary.add(playbook, batch, &decided);
        gathered.add(&decided);
        if let Some(sink) = &mut outputs.decisions {
            send::decision_records(playbook, batch, book.as_of, &decided, |record| sink.write(record))?;
        }
        for opening in decided.openings {
            if let Some(sink) = &mut outputs.actions {
                for action in send::actions(playbook, book.as_of, &opening) {
                    sink.write(&action)?;
                }
            }
            queue.add(opening);
        }
        Ok(())
    })?;
    queue.shrink();
    let portfolio = metrics::portfolio(program, &book.snapshots, batch, book.as_of, &gathered);
    if let Some(sink) = &mut outputs.actions {
        let raised = portfolio.signals.rows().iter().filter_map(|it| send::signal_action(playbook, book.as_of, it));
        raised.into_iter().try_for_each(|action| sink.write(&action))?;
    }

    let written = outputs.finish(args, &book.snapshots.rejects)?;
    Ok(Outcome { summary, portfolio, queue, written })
}

/// What a customer-success person wants first: the book, what to do, what was missing.
fn human(args: &RunArgs, ready: &Ready, book: &Book, outcome: &Outcome) -> String {
    let playbook = &ready.program.playbook;
    let width = terminal::width();
    let mut text = first_lines(args, ready, book);
    text.push('\n');
    text.push_str(&book_view::show(playbook, &outcome.summary, width));
    text.push_str(&portfolio::show(playbook, &outcome.portfolio, args.metrics, width));
    text.push('\n');
    let queue = &outcome.queue;
    text.push_str(&queue::show(playbook, &queue.first, queue.openings, queue.accounts, width));
    text.push('\n');
    text.push_str(&data::show(playbook, book, width));
    text.push_str(&unknown::show(playbook, &ready.sources, &outcome.summary, width));
    for line in &outcome.written {
        text.push_str(&format!("{line}\n"));
    }
    text
}

fn first_lines(args: &RunArgs, ready: &Ready, book: &Book) -> String {
    let header = &ready.program.playbook.header;
    let version = header.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let from = match book.date_from {
        DateFrom::Asked => "",
        DateFrom::Data => " (the newest date in the data)",
        DateFrom::Today => " (today: the records carry no date)",
    };
    let memory = match args.state {
        Some(_) => "no memory (--state none)",
        None => "no memory: every account is seen for the first time",
    };
    let line = format!("{}{version}, as of {}{from}, {memory}", plain(&header.title), show_day(book.as_of));
    terminal::wrapped(&line, terminal::width(), "")
}
