//! A stretch of accounts while a step decides about them.

use super::events::Inbox;
use super::given::Given;
use super::plays::{DecideError, can_be_at_once};
use super::row::Row;
use super::state::{AccountState, Ending, Seen};
use crate::column::Batch;
use crate::evaluate::Frame;
use crate::graph::{Decided, Program};
use smol_str::SmolStr;
use stageplay_dsl::typed::StageEdge;
use stageplay_dsl::types::{CardId, Day, Id, JourneyId, PlayId, RiskId};
use std::ops::Range;

/// A stretch of accounts while a step decides about them: what is remembered, and what happens to it.
pub(super) struct Chunk<'a> {
    pub(super) program: &'a Program,
    pub(super) batch: &'a Batch,
    pub(super) given: Given<'a>,
    rows: usize,
    /// One per row; of a fleeting chunk none.
    pub(super) states: Vec<AccountState>,
    /// Nobody remembers anything of these accounts, and of what happens only what is decided is asked for.
    pub(super) is_fleeting: bool,
    /// Per play, the rows that have a record of it.
    records: Vec<Vec<usize>>,
    /// What people have done with these accounts.
    pub(super) inbox: Inbox<'a>,
    /// What has happened to runs of plays, in order of decision.
    pub(super) steps: Vec<Change>,
    /// What has moved.
    pub(super) moved: Vec<Move>,
    /// The first fault that stops the step.
    pub(super) error: Option<DecideError>,
}

/// Whether at a first evaluation no play looks at another's runs, and nothing asks for dates of stages or for tasks: then
/// every account can be told of without the others, and each play opens once at most.
#[must_use]
pub fn opens_plainly(program: &Program) -> bool {
    let playbook = &program.playbook;
    let is_read = |of: Decided| program.decided(of).is_some();
    let mut tasks = playbook.plays.iter().flat_map(|(play, it)| (0..it.tasks.len()).map(move |task| (play, task)));
    let mut stages = playbook.journeys.iter().flat_map(|(of, it)| (0..it.stages.len()).map(move |stage| (of, stage)));
    let is_dated = |journey, stage| {
        [StageEdge::Entered, StageEdge::Left]
            .into_iter()
            .any(|edge| is_read(Decided::StageDate { journey, stage, edge }))
    };
    playbook.groups.is_empty()
        && playbook.plays.rows().iter().all(can_be_at_once)
        && !tasks.any(|(play, task)| is_read(Decided::TaskState { play, task }))
        && !stages.any(|(journey, stage)| is_dated(journey, stage))
}

/// What has happened to a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// The row of the frame.
    pub(super) row: usize,
    /// Of a play with a run for each record of a list: which record of the frame, where it is still there.
    pub(super) element: Option<usize>,
    pub(super) play: PlayId,
    pub(super) key: Option<SmolStr>,
    /// When the run opened.
    pub(super) run: Day,
    pub(super) what: What,
}

/// What may happen to a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Opened,
    /// With its due date.
    TaskCreated {
        task: usize,
        due: Option<Day>,
    },
    TaskDone {
        task: usize,
    },
    Escalated {
        level: usize,
        tasks: Vec<(usize, Option<Day>)>,
    },
    Reassigned,
    /// With the tasks that were not done.
    Closed {
        how: Ending,
        left: Vec<usize>,
    },
}

/// Something decided that is not what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) row: usize,
    pub(super) of: Moving,
    pub(super) from: u16,
    pub(super) to: u16,
}

/// What may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moving {
    Band(CardId),
    Stage(JourneyId),
    Level(RiskId),
}

impl<'a> Chunk<'a> {
    /// The accounts of some rows of the batch, with what is remembered of them.
    pub(super) fn new(program: &'a Program, batch: &'a Batch, given: Given<'a>, rows: Range<usize>) -> Self {
        let account = |row: usize| batch.columns.rows().get(program.playbook.id_field.index())?.text(rows.start + row);
        let inbox = Inbox::of(given.events, rows.len(), account);
        let mut states: Vec<AccountState> = rows.clone().map(|row| given.memory.recall(row)).collect();
        let mut records = vec![Vec::new(); program.playbook.plays.len()];
        for (row, state) in states.iter_mut().enumerate() {
            state.prepare(program);
            for record in &state.plays {
                if let Some(rows) = records.get_mut(usize::from(record.play))
                    && rows.last() != Some(&row)
                {
                    rows.push(row);
                }
            }
        }
        Self { states, records, inbox, is_fleeting: false, ..Self::blank(program, batch, given, rows.len()) }
    }

    /// The same accounts at a first evaluation, where nobody remembers and nothing is told but what is decided. `None`
    /// where that makes a difference.
    pub(super) fn fleeting(
        program: &'a Program,
        batch: &'a Batch,
        given: Given<'a>,
        rows: &Range<usize>,
    ) -> Option<Self> {
        let is_first = !given.memory.remembers() && given.last.is_none() && given.book.plays.is_empty();
        let is_fleeting = is_first && given.events.is_empty() && opens_plainly(program);
        is_fleeting.then(|| Self::blank(program, batch, given, rows.len()))
    }

    fn blank(program: &'a Program, batch: &'a Batch, given: Given<'a>, rows: usize) -> Self {
        Self {
            program,
            batch,
            given,
            rows,
            states: Vec::new(),
            is_fleeting: true,
            records: Vec::new(),
            inbox: Inbox::default(),
            steps: Vec::new(),
            moved: Vec::new(),
            error: None,
        }
    }

    /// How many accounts.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// The rows that have a record of a play, in order.
    pub(super) fn with_record(&self, play: PlayId) -> &[usize] {
        self.records.get(play.index()).map_or(&[], Vec::as_slice)
    }

    /// The rows that have a record of a play now, in order.
    pub(super) fn with_any_record(&self, play: PlayId) -> Vec<usize> {
        let states = self.states.iter().enumerate();
        states.filter(|(_, state)| state.of_play(play.index()).next().is_some()).map(|(row, _)| row).collect()
    }

    /// A row as people read it.
    pub(super) fn row<'f>(&'f self, frame: &'f Frame, at: usize, element: Option<usize>) -> Row<'f> {
        Row { program: self.program, batch: self.batch, frame, at, element }
    }

    /// The last evaluation of an account; `None` where this is its first.
    pub(super) fn evaluated(&self, row: usize) -> Option<Day> {
        let seen = self.states.get(row)?.seen?;
        seen.evaluated.or(self.given.last)
    }

    /// The days for which something may be unknown before clocks forget.
    pub(super) fn gap(&self) -> f64 {
        self.program.playbook.header.gaps.unwrap_or(0.0)
    }

    /// Takes the people's words on scores into the states: they hold from this evaluation on.
    pub(super) fn take_overrides(&mut self) {
        let as_of = self.given.as_of;
        for state in &mut self.states {
            if !state.overrides.is_empty() {
                state.overrides.retain(|record| record.until >= as_of);
            }
        }
        for row in self.inbox.rows() {
            let said: Vec<_> = self.inbox.overrides(row).map(|(id, record)| (id.clone(), record.clone())).collect();
            for (id, record) in said {
                if let Some(state) = self.states.get_mut(row)
                    && record.until >= as_of
                    && !state.overrides.contains(&record)
                {
                    state.overrides.push(record);
                }
                self.inbox.took(row, &id);
            }
        }
    }

    /// Notes when the accounts were seen: in this evaluation. The rows whose snapshot is older than the one that spoke
    /// for the account before, with the date of that.
    pub(super) fn see(&mut self, first: usize) -> Vec<(usize, Day)> {
        let (as_of, last) = (self.given.as_of, self.given.last);
        let mut older = Vec::new();
        for (row, state) in self.states.iter_mut().enumerate() {
            let date = self.batch.dates.get(first + row).copied().flatten();
            let before = state.seen.and_then(|seen| seen.snapshot.or(seen.evaluated).or(last));
            if let Some(before) = before.filter(|before| date.unwrap_or(as_of) < *before) {
                older.push((first + row, before));
            }
            let day = date.filter(|day| *day != as_of);
            state.seen = Some(Seen { evaluated: None, snapshot: day, absent: None });
        }
        older
    }

    /// Keeps the first fault.
    pub(super) fn fail(&mut self, error: DecideError) {
        self.error.get_or_insert(error);
    }
}
