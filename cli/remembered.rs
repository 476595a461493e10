//! A run that remembers: the state is read, the days are evaluated, everything is kept in one transaction.

use crate::accounts::Book;
use crate::args::RunArgs;
use crate::exit::Fault;
use crate::manifest;
use crate::playbook::Ready;
use crate::run::{Outcome, Outputs, Taker};
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::decide::{Decisions, Unknowns, Wanted};
use stageplay_engine::live::{self, Evaluation, Record};
use stageplay_engine::read::{Budget, Deployment, Selection};
use stageplay_engine::send::{self, Action};
use stageplay_engine::store::{Event, PATIENCE, SqliteStore, Store, Tx};
use stageplay_engine::story::metrics::{self, Gathered, Portfolio};
use std::path::{Path, PathBuf};

/// What has happened since the last run.
pub struct Since {
    /// What came of the evaluation.
    pub outcome: live::Outcome,
    /// What has happened to runs and bands, in numbers.
    pub told: Told,
    /// The days that were evaluated.
    pub days: usize,
    /// When anything is next due.
    pub next: Option<Day>,
}

/// What has happened in an evaluation, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    pub opened: usize,
    pub closed: usize,
    pub escalated: usize,
    pub tasks: usize,
    pub moved: usize,
}

/// Where the state lies: as asked, or as the deployment says.
pub fn place(args: &RunArgs, deployment: Option<&Deployment>) -> Option<PathBuf> {
    match &args.state {
        Some(none) if none.as_os_str() == "none" => None,
        Some(path) => Some(path.clone()),
        None => deployment.and_then(|deployment| deployment.state.clone()),
    }
}

/// Decides a book that is remembered.
pub fn decide_book(
    args: &RunArgs,
    state: &Path,
    deployment: Option<&Deployment>,
    ready: &Ready,
    book: &Book,
    outputs: Outputs,
) -> Result<Outcome, Fault> {
    let program = &ready.program;
    // The files are hashed while the state is read and the book decided.
    let paths = args.accounts.accounts.clone();
    let hashing = std::thread::spawn(move || manifest::files(&paths));
    let version = manifest::version(&ready.sources);
    let mut store = SqliteStore::create(state, PATIENCE)?;
    let mut tx = store.begin()?;
    record(&mut *tx, args)?;
    let first = args.replay.unwrap_or(book.as_of);
    if first > book.as_of {
        return Err(Fault::helped(
            format!("--replay {} lies after {}", show_day(first), show_day(book.as_of)),
            Some("name a day up to the date of the evaluation".into()),
        ));
    }
    if args.replay.is_some() {
        tx.rewind(first)?;
    }
    let mut told = Told::default();
    let mut next = None;
    for day in first..book.as_of {
        let selection = book.snapshots.select(day, program.playbook.header.max_age);
        let turn =
            Turn { ready, book, selection: &selection, version: &version, day, backfilled: true, is_part: args.part };
        let mut gathered = Gathered::default();
        let wanted = Wanted { openings: true, ..Wanted::default() };
        let mut outcome = turn.evaluate(&mut *tx, wanted, |decided, _| {
            gathered.add(decided);
            Ok(())
        })?;
        turn.signals(&mut *tx, &mut outcome, &gathered)?;
        let text = manifest::backfilled(ready, &version, day, &outcome);
        outcome.finish(&mut *tx, &turn.evaluation(&turn.history(), wanted), text)?;
    }
    let mut taker = Taker::new(args, ready, outputs);
    let writer = taker.writer(book.as_of);
    let wanted = Wanted { openings: true, ranks: false, unknowns: Unknowns::Scores, ..taker.wanted() };
    let turn = Turn {
        ready,
        book,
        selection: &book.selection,
        version: &version,
        day: book.as_of,
        backfilled: false,
        is_part: args.part,
    };
    let batch = &book.selection.batch;
    let mut outcome = turn.evaluate(&mut *tx, wanted, |decided, actions| {
        told.add(decided);
        next = next.into_iter().chain(decided.next).min();
        taker.take(batch, &writer, decided, actions)
    })?;
    taker.miss(writer.missing(batch));
    let (portfolio, raised) = turn.signals(&mut *tx, &mut outcome, &taker.gathered)?;
    raised.iter().try_for_each(|action| taker.act(action))?;
    let since = Since { outcome, told, days: day_count(first, book.as_of), next };
    let budget = deployment.map(|deployment| deployment.budget).filter(|budget| *budget != Budget::default());
    let withheld = budget.map(|budget| live::withheld(&*tx, budget).map(|kept| (budget, kept))).transpose()?;
    let files = hashing.join().unwrap_or_default();
    let text = manifest::of_run(ready, &version, book, &since, &files, withheld);
    since.outcome.finish(&mut *tx, &turn.evaluation(&turn.history(), wanted), text)?;
    let mut done = taker.finish(&book.snapshots.rejects, portfolio)?;
    tx.commit()?;
    done.since = Some(since);
    Ok(done)
}

fn day_count(first: Day, last: Day) -> usize {
    usize::try_from(last.saturating_sub(first)).map_or(1, |days| days + 1)
}

impl Told {
    fn add(&mut self, decided: &Decisions) {
        use stageplay_engine::decide::Happening;
        self.opened += decided.openings.len();
        self.tasks += decided.openings.iter().map(|opening| opening.tasks.len()).sum::<usize>();
        self.moved += decided.moved.len();
        for step in &decided.steps {
            match &step.what {
                Happening::Closed { .. } => self.closed += 1,
                Happening::Escalated { tasks, .. } => {
                    self.escalated += 1;
                    self.tasks += tasks.len();
                }
                Happening::TaskCreated(_) => self.tasks += 1,
                Happening::TaskDone { .. } | Happening::Reassigned => {}
            }
        }
    }
}

/// Records what people have done, from files.
fn record(tx: &mut dyn Tx, args: &RunArgs) -> Result<(), Fault> {
    for file in &args.events {
        let name = stageplay_engine::column::plain(&file.to_string_lossy()).into_owned();
        let text =
            std::fs::read_to_string(file).map_err(|error| Fault::outside(format!("cannot read {name}: {error}")))?;
        let records = live::read_records(&text)
            .map_err(|(line, why)| Fault::helped(format!("{name}, line {line}: {why}"), Some(record_help().into())))?;
        for (line, record) in records {
            let event = event(&record).map_err(|why| Fault::outside(format!("{name}, line {line}: {why}")))?;
            tx.record(&event)?;
        }
    }
    Ok(())
}

pub fn record_help() -> &'static str {
    "a line is such as {\"day\": \"2026-03-10\", \"account\": \"A1\", \"type\": \"done\", \"play\": \"rescue\", \"task\": \"call\"}"
}

/// A record as the store keeps it.
pub fn event(record: &Record) -> Result<Event, String> {
    let day = record.on().ok_or_else(|| format!("`{}` is no date, expected one such as 2026-03-10", record.day))?;
    let body = serde_json::to_string(record).map_err(|error| error.to_string())?;
    Ok(Event { id: record.name().to_string(), day, account: record.account.to_string(), body })
}

/// One day of a run.
struct Turn<'a> {
    ready: &'a Ready,
    book: &'a Book,
    selection: &'a Selection,
    version: &'a str,
    day: Day,
    backfilled: bool,
    /// Others of the book are evaluated elsewhere.
    is_part: bool,
}

impl<'a> Turn<'a> {
    fn history(&self) -> stageplay_engine::decide::History<'a> {
        self.book.snapshots.history(self.selection, &self.ready.program, self.day)
    }

    fn evaluation<'e>(&'e self, history: &'e stageplay_engine::decide::History<'e>, wanted: Wanted) -> Evaluation<'e> {
        Evaluation {
            program: &self.ready.program,
            version: self.version,
            calendar: self.ready.calendar.as_ref(),
            batch: &self.selection.batch,
            stale: &self.selection.stale,
            history,
            as_of: self.day,
            wanted,
            backfilled: self.backfilled,
        }
    }

    fn evaluate(
        &self,
        tx: &mut dyn Tx,
        wanted: Wanted,
        mut take: impl FnMut(&Decisions, &[Action]) -> Result<(), Fault>,
    ) -> Result<live::Outcome, Fault> {
        let history = self.history();
        let mut failed = None;
        let evaluated = live::evaluate(tx, &self.evaluation(&history, wanted), |decided, told| {
            take(decided, told).map_err(|fault| {
                failed = Some(fault);
                String::new()
            })
        });
        match (evaluated, failed) {
            (_, Some(fault)) => Err(fault),
            (evaluated, None) => Ok(evaluated?),
        }
    }

    /// Metrics and signals; of signals those are told that were not raised in the last run.
    fn signals(
        &self,
        tx: &mut dyn Tx,
        outcome: &mut live::Outcome,
        gathered: &Gathered,
    ) -> Result<(Portfolio, Vec<Action>), Fault> {
        let program = &self.ready.program;
        let batch = &self.selection.batch;
        let portfolio = metrics::portfolio(program, &self.book.snapshots, batch, self.day, gathered);
        let history = stageplay_engine::decide::History::default();
        let evaluation = self.evaluation(&history, Wanted::default());
        let mut told = Vec::new();
        if self.is_part {
            return Ok((portfolio, told));
        }
        for signal in portfolio.signals.rows() {
            if !signal.is_raised {
                outcome.book.signals.remove(&signal.name);
            } else if !outcome.book.signals.contains_key(&signal.name) {
                outcome.book.signals.insert(signal.name.clone(), self.day);
                if let Some(action) = send::signal_action(&program.playbook, self.day, signal)
                    && outcome.emit(tx, &evaluation, &action)?
                {
                    told.push(action);
                }
            }
        }
        Ok((portfolio, told))
    }
}
