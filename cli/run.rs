//! `stageplay run`: decides a book of accounts and says what comes first.

use crate::accounts::{self, Book, DateFrom};
use crate::args::RunArgs;
use crate::deployment;
use crate::exit::{Exit, Fault};
use crate::first::First;
use crate::outputs::{self, Outputs};
use crate::playbook::{self, Ready};
use crate::remembered::{self, Since};
use crate::view::{book as book_view, data, portfolio, queue, since, terminal, unknown};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::plain;
use stageplay_engine::column::{Batch, gather};
use stageplay_engine::decide::{Decisions, Given, Opening, Ranked, Unknowns, Wanted, opens_plainly, step};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Reject};
use stageplay_engine::send::{self, Action, DecisionSink, Summary};
use stageplay_engine::story::metrics::{self, Gathered, Portfolio};

/// So many are kept for the data report; all are where they are to be written.
const REJECTS_IN_MEMORY: usize = 10_000;

/// Runs a playbook over accounts.
pub fn run(args: &RunArgs) -> Result<Exit, Fault> {
    let (args, deployment) = &deployment::settled(args)?;
    if let Some(threads) = args.threads {
        // Nothing has asked for threads yet; if something had, the threads it got would do as well.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
    }
    outputs::check(args)?;
    let ready = playbook::ready(args.playbook())?;
    outputs::spare(args, ready.calendar_file.as_deref())?;
    let outputs = outputs::open(args, &ready.program.playbook)?;
    let most_rejects = if args.rejects.is_some() { None } else { Some(REJECTS_IN_MEMORY) };
    let columns = deployment::columns(deployment.as_ref());
    let format = accounts::format(args)?;
    let options = read::Options { format, most_rejects, columns, ..read::Options::default() };
    let book = accounts::read(&args.accounts, &ready.program.playbook, &options)?;
    let outcome = match remembered::place(args, deployment.as_ref()) {
        Some(state) => remembered::decide_book(args, &state, deployment.as_ref(), &ready, &book, outputs)?,
        None => decide_book(args, &ready, &book, outputs)?,
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

/// What a run leaves to be told.
pub struct Outcome {
    summary: Summary,
    portfolio: Portfolio,
    first: Vec<Opening>,
    openings: usize,
    opening_accounts: usize,
    written: Vec<String>,
    /// What is remembered, and what has happened since the last run.
    pub since: Option<Since>,
}

/// Takes what is decided, chunk by chunk, and writes what is to be written.
pub struct Taker<'a> {
    args: &'a RunArgs,
    ready: &'a Ready,
    outputs: Outputs,
    pub gathered: Gathered,
    summary: Summary,
    openings: First<Opening>,
    ranks: First<Ranked>,
}

impl<'a> Taker<'a> {
    pub fn new(args: &'a RunArgs, ready: &'a Ready, outputs: Outputs) -> Self {
        let summary = Summary::new(&ready.program.playbook);
        let (openings, ranks) = (First::new(args.top), First::new(args.top));
        Self { args, ready, outputs, gathered: Gathered::default(), summary, openings, ranks }
    }

    /// What is wanted of the step.
    pub fn wanted(&self) -> Wanted {
        let is_told = self.args.summary.is_none();
        // Where accounts can be told of one by one, only those that are listed are.
        let ranks = is_told && !self.writes_actions() && opens_plainly(&self.ready.program);
        Wanted {
            openings: self.writes_actions() || (is_told && !ranks),
            ranks,
            reasons: self.outputs.decisions.as_ref().is_some_and(DecisionSink::wants_reasons),
            parts: self.outputs.decisions.as_ref().is_some_and(DecisionSink::wants_parts),
            unknowns: Unknowns::Scores,
        }
    }

    /// Takes a stretch of decisions, and the actions that nobody has been told of before.
    pub fn take(&mut self, batch: &Batch, as_of: Day, decided: &Decisions, told: &[Action]) -> Result<(), Fault> {
        let playbook = &self.ready.program.playbook;
        self.summary.add(playbook, batch, decided);
        self.gathered.add(decided);
        if let Some(sink) = &mut self.outputs.decisions {
            sink.write(playbook, batch, as_of, decided)?;
        }
        told.iter().try_for_each(|action| self.act(action))?;
        decided.openings.iter().for_each(|it| self.openings.add(it.row, it.priority, it.clone()));
        decided.ranks.iter().for_each(|it| self.ranks.add(it.row, it.priority, *it));
        Ok(())
    }

    /// Writes an action, where actions are written.
    pub fn act(&mut self, action: &Action) -> Result<(), Fault> {
        if let Some(sink) = &mut self.outputs.actions {
            sink.write(action)?;
        }
        Ok(())
    }

    /// Whether actions are written.
    pub fn writes_actions(&self) -> bool {
        self.outputs.actions.is_some()
    }

    /// Ends what is written.
    pub fn finish(mut self, rejects: &[Reject], portfolio: Portfolio) -> Result<Outcome, Fault> {
        let written = self.outputs.finish(self.args, rejects)?;
        Ok(Outcome {
            summary: self.summary,
            portfolio,
            first: self.openings.take(),
            openings: self.openings.openings + self.ranks.openings,
            opening_accounts: self.openings.accounts + self.ranks.accounts,
            written,
            since: None,
        })
    }
}

/// Decides a book that nobody remembers.
fn decide_book(args: &RunArgs, ready: &Ready, book: &Book, outputs: Outputs) -> Result<Outcome, Fault> {
    let (program, playbook) = (&ready.program, &ready.program.playbook);
    let batch = &book.selection.batch;
    let mut taker = Taker::new(args, ready, outputs);
    let history = book.snapshots.history(&book.selection, program, book.as_of);
    let given = Given { history: &history, ..Given::first(book.as_of, ready.calendar.as_ref()) };
    step(program, batch, given, taker.wanted(), |decided: Decisions| {
        let told: Vec<Action> = if taker.writes_actions() {
            decided.openings.iter().flat_map(|opening| send::actions(playbook, book.as_of, opening)).collect()
        } else {
            Vec::new()
        };
        taker.take(batch, book.as_of, &decided, &told)
    })?;
    let portfolio = metrics::portfolio(program, &book.snapshots, batch, book.as_of, &taker.gathered);
    let raised: Vec<Action> =
        portfolio.signals.rows().iter().filter_map(|it| send::signal_action(playbook, book.as_of, it)).collect();
    raised.iter().try_for_each(|action| taker.act(action))?;
    let first = told(program, batch, given, &taker.ranks.take())?;
    let mut outcome = taker.finish(&book.snapshots.rejects, portfolio)?;
    outcome.first.extend(first);
    Ok(outcome)
}

/// Tells of some of what opens: decides their accounts once more, with words.
fn told(program: &Program, batch: &Batch, given: Given<'_>, ranks: &[Ranked]) -> Result<Vec<Opening>, Fault> {
    let mut rows: Vec<usize> = ranks.iter().map(|ranked| ranked.row).collect();
    rows.sort_unstable();
    rows.dedup();
    let (few, history) = (gather(batch, &rows), given.history.of_rows(&rows));
    let mut openings = Vec::new();
    let wanted = Wanted { openings: true, ..Wanted::default() };
    step(program, &few, Given { history: &history, ..given }, wanted, |decided: Decisions| -> Result<(), Fault> {
        openings.extend(decided.openings);
        Ok(())
    })?;
    let told = |ranked: &Ranked| {
        let row = rows.binary_search(&ranked.row).ok()?;
        let of = openings.iter().find(|opening| opening.row == row && opening.play == ranked.play)?;
        Some(Opening { row: ranked.row, ..of.clone() })
    };
    Ok(ranks.iter().filter_map(told).collect())
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
    text.push_str(&data::show(playbook, book, width));
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
