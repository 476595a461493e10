//! A run that decides accounts while they are read, and lets them go: what it holds does not grow with the book.

use super::outputs;
use super::taker::{Outcome, Taker};
use super::{Outputs, RunArgs};
use crate::accounts::{Book, DateFrom};
use crate::exit::Fault;
use crate::playbook::Ready;
use crate::view::progress;
use stageplay_dsl::types::Day;
use stageplay_engine::column::Batch;
use stageplay_engine::decide::{DecideError, Decisions, Given, Steps};
use stageplay_engine::read::{self, Missing, Passed};
use stageplay_engine::send::{Action, Written};
use stageplay_engine::story::metrics::Portfolio;

/// Whether accounts may be let go: nothing asks for earlier snapshots or for all accounts at once, and all that is read and
/// written can be read and written once more, should an account stand in the data several times.
pub fn can_pass(args: &RunArgs, ready: &Ready) -> bool {
    let (program, playbook) = (&ready.program, &ready.program.playbook);
    program.memory.views.is_empty()
        && playbook.metrics.is_empty()
        && playbook.signals.is_empty()
        && read::can_pass(&args.accounts.accounts)
        && outputs::can_be_taken_back(args)
}

/// What becomes of some accounts.
struct Made {
    batch: Batch,
    decided: Vec<(Decisions, Option<Written>, Vec<Action>)>,
    missing: Missing,
}

/// Decides a book that nobody remembers; where accounts stand in it several times, the outputs come back as if new.
pub fn decide_book(
    args: &RunArgs,
    ready: &Ready,
    options: &read::Options,
    as_of: Day,
    outputs: Outputs,
) -> Result<Result<(Book, Outcome), Outputs>, Fault> {
    let (program, playbook) = (&ready.program, &ready.program.playbook);
    let given = Given::first(as_of, ready.calendar.as_ref());
    let mut taker = Taker::new(args, ready, outputs);
    let (writer, wanted) = (taker.writer(as_of), taker.wanted());
    let steps = Steps::new(program);
    let look = |batch: Batch| -> Result<Made, DecideError> {
        let decided = steps.decide(&batch, given, wanted)?;
        let decided = decided.into_iter().map(|decided| {
            let (written, told) = (writer.write(&batch, &decided), writer.openings(&decided));
            (decided, written, told)
        });
        let (decided, missing) = (decided.collect(), writer.missing(&batch));
        Ok(Made { batch, decided, missing })
    };
    let take = |made: Result<Made, DecideError>| -> Result<(), Fault> {
        let made = made?;
        for (decided, written, told) in made.decided {
            taker.take_written(&made.batch, &decided, written, &told)?;
        }
        taker.tell(&made.batch, given)?;
        taker.let_go(made.batch.rows);
        taker.miss(made.missing);
        Ok(())
    };
    let mut bar = progress::bar();
    let accounts = &args.accounts.accounts;
    let passed = read::pass(accounts, playbook, options, as_of, &mut |done, total| bar.at(done, total), look, take);
    bar.done();
    let Some(Passed { snapshots, selection }) = passed? else {
        // What was written so far goes with who wrote it.
        drop(taker);
        return Ok(Err(outputs::open(args, playbook)?));
    };
    let outcome = taker.finish(&snapshots.rejects, Portfolio::default())?;
    Ok(Ok((Book { snapshots, selection, as_of, date_from: DateFrom::Asked }, outcome)))
}
