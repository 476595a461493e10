//! A book through the dates of its snapshots, as a daily run on each of them would have taken it: with a state, kept in
//! memory, and without a look ahead.

use crate::column::Calendar;
use crate::decide::state::AccountState;
use crate::decide::{Decisions, Wanted};
use crate::graph::Program;
use crate::live::{Evaluation, LiveError, decode, evaluate};
use crate::read::{Selection, Snapshots};
use crate::store::{MemoryStore, Store};
use stageplay_dsl::types::Day;
use std::collections::BTreeSet;

/// The dates on which there are snapshots, up to `until`, inclusive.
#[must_use]
pub fn dates(snapshots: &Snapshots, until: Option<Day>) -> BTreeSet<Day> {
    let days = snapshots.batch.dates.iter().flatten().copied();
    days.filter(|day| until.is_none_or(|until| *day <= until)).collect()
}

/// A playbook on its way through the past. Nothing is remembered at first.
pub struct Past<'a> {
    program: &'a Program,
    calendar: Option<&'a Calendar>,
    snapshots: &'a Snapshots,
    store: MemoryStore,
}

impl<'a> Past<'a> {
    /// Before the first date.
    #[must_use]
    pub fn new(program: &'a Program, calendar: Option<&'a Calendar>, snapshots: &'a Snapshots) -> Self {
        Self { program, calendar, snapshots, store: MemoryStore::new() }
    }

    /// Evaluates a date, later than those before. It sees the snapshots of its day and before, and what the evaluations
    /// before it remember. `take` sees the decisions chunk by chunk, in order of the selected rows.
    ///
    /// # Errors
    /// What an evaluation of that date would have said.
    pub fn evaluate(
        &mut self,
        as_of: Day,
        mut take: impl FnMut(&Selection, &Decisions),
    ) -> Result<Selection, LiveError> {
        let selection = self.snapshots.select(as_of, self.program.playbook.header.max_age);
        let history = self.snapshots.history(&selection, self.program, as_of);
        let of = Evaluation {
            program: self.program,
            version: "past",
            calendar: self.calendar,
            batch: &selection.batch,
            stale: &selection.stale,
            history: &history,
            as_of,
            wanted: Wanted { openings: true, ..Wanted::default() },
            backfilled: false,
        };
        let mut tx = self.store.begin()?;
        let outcome = evaluate(&mut *tx, &of, |decided, _| {
            take(&selection, decided);
            Ok(())
        })?;
        outcome.finish(&mut *tx, &of, "{}".into())?;
        tx.commit()?;
        self.store.prune(as_of)?;
        Ok(selection)
    }

    /// What is remembered of every account now.
    ///
    /// # Errors
    /// What the store says.
    pub fn remembered(&mut self, mut look: impl FnMut(&AccountState)) -> Result<(), LiveError> {
        let tx = self.store.begin()?;
        tx.accounts(&mut |_, bytes| look(&decode(bytes).unwrap_or_default()))?;
        Ok(())
    }
}
