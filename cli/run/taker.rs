//! Takes what is decided, stretch by stretch, and writes what is to be written.

use super::first::First;
use super::outputs::Outputs;
use crate::args::RunArgs;
use crate::exit::Fault;
use crate::playbook::Ready;
use crate::remembered::Since;
use stageplay_dsl::types::Day;
use stageplay_engine::column::{Batch, gather};
use stageplay_engine::decide::{Decisions, Given, Opening, Ranked, Unknowns, Wanted, opens_plainly, step};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{Missing, Reject};
use stageplay_engine::send::{self, Action, DecisionSink, DecisionWriter, Summary, Written};
use stageplay_engine::story::metrics::{Gathered, Portfolio};

/// What a run leaves to be told.
pub struct Outcome {
    pub summary: Summary,
    pub portfolio: Portfolio,
    /// What accounts have no usable value of; empty where nobody is told.
    pub missing: Missing,
    /// What opens first.
    pub first: Vec<Opening>,
    pub openings: usize,
    pub opening_accounts: usize,
    /// A line about each file.
    pub written: Vec<String>,
    /// What is remembered, and what has happened since the last run.
    pub since: Option<Since>,
}

/// Takes what is decided, stretch by stretch, and writes what is to be written.
pub struct Taker<'a> {
    args: &'a RunArgs,
    ready: &'a Ready,
    outputs: Outputs,
    pub gathered: Gathered,
    summary: Summary,
    missing: Missing,
    openings: First<Opening>,
    ranks: First<Rank>,
    /// How many accounts have passed whose batch is gone.
    gone: usize,
}

/// What opens, and its words once it has been put into them.
struct Rank {
    ranked: Ranked,
    told: Option<Opening>,
}

/// Puts what is decided into the form in which it is written; several stretches may be at once.
pub struct Writer<'a> {
    ready: &'a Ready,
    as_of: Day,
    decisions: Option<DecisionWriter>,
    writes_actions: bool,
    is_told: bool,
}

impl Writer<'_> {
    /// The actions of what opens, where actions are written.
    pub fn openings(&self, decided: &Decisions) -> Vec<Action> {
        if !self.writes_actions {
            return Vec::new();
        }
        let playbook = &self.ready.program.playbook;
        decided.openings.iter().flat_map(|opening| send::actions(playbook, self.as_of, opening)).collect()
    }

    /// The decisions, where they are written.
    pub fn write(&self, batch: &Batch, decided: &Decisions) -> Option<Written> {
        Some(self.decisions.as_ref()?.write(&self.ready.program.playbook, batch, self.as_of, decided))
    }

    /// What accounts have no usable value of, where people are told.
    pub fn missing(&self, batch: &Batch) -> Missing {
        if self.is_told { Missing::of(batch, &self.ready.program.playbook, self.as_of) } else { Missing::default() }
    }
}

impl<'a> Taker<'a> {
    pub fn new(args: &'a RunArgs, ready: &'a Ready, outputs: Outputs) -> Self {
        let playbook = &ready.program.playbook;
        Self {
            args,
            ready,
            outputs,
            gathered: Gathered::default(),
            summary: if args.summary.is_none() { Summary::new(playbook) } else { Summary::of_counts(playbook) },
            missing: Missing::default(),
            openings: First::new(args.top),
            ranks: First::new(args.top),
            gone: 0,
        }
    }

    /// What is wanted of the step.
    pub fn wanted(&self) -> Wanted {
        // Where accounts can be told of one by one, only those that are listed are.
        let ranks = self.is_told() && !self.writes_actions() && opens_plainly(&self.ready.program);
        Wanted {
            openings: self.writes_actions() || (self.is_told() && !ranks),
            ranks,
            reasons: self.outputs.decisions.as_ref().is_some_and(DecisionSink::wants_reasons),
            parts: self.outputs.decisions.as_ref().is_some_and(DecisionSink::wants_parts),
            unknowns: Unknowns::Scores,
        }
    }

    /// How it is written.
    pub fn writer(&self, as_of: Day) -> Writer<'a> {
        let decisions = self.outputs.decisions.as_ref().map(DecisionSink::writer);
        Writer { ready: self.ready, as_of, decisions, writes_actions: self.writes_actions(), is_told: self.is_told() }
    }

    /// Takes a stretch of decisions, and the actions that nobody has been told of before.
    pub fn take(
        &mut self,
        batch: &Batch,
        writer: &Writer<'_>,
        decided: &Decisions,
        told: &[Action],
    ) -> Result<(), Fault> {
        self.take_written(batch, decided, writer.write(batch, decided), told)
    }

    /// The same, of decisions that have been put into their form.
    pub fn take_written(
        &mut self,
        batch: &Batch,
        decided: &Decisions,
        written: Option<Written>,
        told: &[Action],
    ) -> Result<(), Fault> {
        self.summary.add(&self.ready.program.playbook, batch, decided);
        self.gathered.add(decided);
        if let (Some(sink), Some(written)) = (&mut self.outputs.decisions, written) {
            sink.put(written)?;
        }
        told.iter().try_for_each(|action| self.act(action))?;
        let gone = self.gone;
        decided.openings.iter().for_each(|it| self.openings.add(gone + it.row, it.priority, it.clone()));
        let rank = |ranked: &Ranked| Rank { ranked: *ranked, told: None };
        decided.ranks.iter().for_each(|it| self.ranks.add(gone + it.row, it.priority, rank(it)));
        Ok(())
    }

    /// Takes what accounts have no usable value of.
    pub fn miss(&mut self, missing: Missing) {
        self.missing.add(missing);
    }

    /// Puts into words what opens first of a batch, all of whose decisions have been taken.
    pub fn tell(&mut self, batch: &Batch, given: Given<'_>) -> Result<(), Fault> {
        let mut untold: Vec<&mut Rank> = self.ranks.first().filter(|rank| rank.told.is_none()).collect();
        if !untold.is_empty() {
            let ranks: Vec<Ranked> = untold.iter().map(|rank| rank.ranked).collect();
            let told = told(&self.ready.program, batch, given, &ranks)?;
            untold.iter_mut().zip(told).for_each(|(rank, told)| rank.told = told);
        }
        Ok(())
    }

    /// A batch is gone, with so many rows.
    pub fn let_go(&mut self, rows: usize) {
        self.gone += rows;
    }

    /// Writes an action, where actions are written.
    pub fn act(&mut self, action: &Action) -> Result<(), Fault> {
        if let Some(sink) = &mut self.outputs.actions {
            sink.write(action)?;
        }
        Ok(())
    }

    /// Whether people are told, rather than programs.
    fn is_told(&self) -> bool {
        self.args.summary.is_none()
    }

    /// Whether actions are written.
    pub fn writes_actions(&self) -> bool {
        self.outputs.actions.is_some()
    }

    /// Ends what is written.
    pub fn finish(mut self, rejects: &[Reject], portfolio: Portfolio) -> Result<Outcome, Fault> {
        let written = self.outputs.finish(self.args, rejects)?;
        let ranked = self.ranks.take().into_iter().filter_map(|rank| rank.told);
        Ok(Outcome {
            summary: self.summary,
            portfolio,
            missing: self.missing,
            first: self.openings.take().into_iter().chain(ranked).collect(),
            openings: self.openings.openings + self.ranks.openings,
            opening_accounts: self.openings.accounts + self.ranks.accounts,
            written,
            since: None,
        })
    }
}

/// Tells of some of what opens: decides their accounts once more, with words.
fn told(program: &Program, batch: &Batch, given: Given<'_>, ranks: &[Ranked]) -> Result<Vec<Option<Opening>>, Fault> {
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
    Ok(ranks.iter().map(told).collect())
}
