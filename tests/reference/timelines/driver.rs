//! The engine, evaluation after evaluation, with its states in memory as bytes.

use super::super::decided::{Deed, What};
use super::super::{Account, batch, outcome::Outcome};
use super::said;
use stageplay_dsl::types::{Day, Id, PlayId};
use stageplay_engine::column::Calendar;
use stageplay_engine::decide::events::{Deed as Done, Event, Events, PlayDeed};
use stageplay_engine::decide::state::{AccountState, BookState};
use stageplay_engine::decide::{DecideError, Decisions, Given, History, Remembered, Wanted, absent, step};
use stageplay_engine::graph::Program;
use stageplay_engine::live::{decode, encode};

/// The engine and what it remembers.
pub(super) struct Driver<'a> {
    program: &'a Program,
    states: Vec<Vec<u8>>,
    book: BookState,
    last: Option<Day>,
}

/// The states of the accounts of a batch.
struct Rows<'a> {
    states: Vec<&'a [u8]>,
}

impl Remembered for Rows<'_> {
    fn recall(&self, row: usize) -> AccountState {
        let bytes = self.states[row];
        if bytes.is_empty() { AccountState::default() } else { decode(bytes).expect("what was kept can be read") }
    }

    fn keep(&self, row: usize, state: &AccountState) -> Option<Vec<u8>> {
        let bytes = encode(state);
        (bytes != self.states[row]).then_some(bytes)
    }
}

impl<'a> Driver<'a> {
    pub(super) fn new(program: &'a Program, accounts: usize) -> Self {
        Self { program, states: vec![Vec::new(); accounts], book: BookState::new(), last: None }
    }

    /// Evaluates all accounts that have a snapshot; what is said of each of them.
    pub(super) fn evaluate(
        &mut self,
        day: Day,
        snapshots: &[Option<(Day, Account)>],
        deeds: &[Vec<Deed>],
    ) -> Vec<Option<Outcome>> {
        let book = &self.program.playbook;
        let here: Vec<usize> = (0..snapshots.len()).filter(|at| snapshots[*at].is_some()).collect();
        let present: Vec<&(Day, Account)> = snapshots.iter().flatten().collect();
        let accounts: Vec<Account> = present.iter().map(|(_, account)| account.clone()).collect();
        let mut rows = batch(book, &accounts);
        rows.dates = present.iter().map(|(date, _)| Some(*date)).collect();
        let mut events = Events::new();
        for (row, at) in here.iter().enumerate() {
            let name = rows.columns[book.id_field].text(row).expect("every account has a name");
            for (number, deed) in deeds[*at].iter().enumerate() {
                if let Some(event) = self.event(deed, number) {
                    events.add(name.into(), event);
                }
            }
        }
        // As from a file that has today's records and no others.
        let is_old = |row: usize, days: f64| f64::from(present[row].0) <= f64::from(day) - days;
        let view = |days: f64| (0..here.len()).map(|row| if is_old(row, days) { row } else { usize::MAX }).collect();
        let views = self.program.memory.views.iter().map(|of| view(of.days)).collect();
        let history = History { batch: Some(&rows), views };
        let calendar = Calendar::monday_to_friday();
        let memory = Rows { states: here.iter().map(|at| self.states[*at].as_slice()).collect() };
        let given = Given {
            as_of: day,
            calendar: Some(&calendar),
            memory: &memory,
            last: self.last,
            book: &self.book,
            events: &events,
            history: &history,
        };
        let mut kept: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut told: Vec<Outcome> = vec![Vec::new(); here.len()];
        let wanted = Wanted { openings: true, reasons: true, ..Wanted::default() };
        step(self.program, &rows, given, wanted, |decisions: Decisions| -> Result<(), DecideError> {
            for (at, row) in decisions.rows.clone().enumerate() {
                told[row] = said::of_decisions(book, &decisions, at);
            }
            kept.extend(decisions.kept.into_iter().map(|kept| (here[kept.row], kept.bytes)));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("the engine refuses a batch: {error:?}"));
        for (at, bytes) in kept {
            self.states[at] = bytes;
        }
        let mut all = vec![None; snapshots.len()];
        for (at, mut outcome) in here.into_iter().zip(told) {
            let state = decode(&self.states[at]).expect("what was kept can be read");
            outcome.extend(said::of_state(self.program, &state));
            all[at] = Some(outcome);
        }
        for (bytes, snapshot) in self.states.iter_mut().zip(snapshots) {
            if snapshot.is_some() || bytes.is_empty() {
                continue;
            }
            let mut state = decode(bytes).expect("what was kept can be read");
            absent(self.program, &mut state, day, self.last);
            *bytes = encode(&state);
        }
        for play in book.plays.rows() {
            self.book.plays.entry(play.name.clone()).or_insert(day);
        }
        self.last = Some(day);
        all
    }

    fn event(&self, deed: &Deed, number: usize) -> Option<Event> {
        let plays = self.program.playbook.plays.rows();
        let at = plays.iter().position(|play| play.name == deed.play)?;
        let task = |name: &str| plays[at].tasks.iter().position(|task| task.name == name);
        let what = match &deed.what {
            What::Done(name) => PlayDeed::Done { task: task(name)? },
            What::Dismiss => PlayDeed::Dismiss,
            What::Snooze(until) => PlayDeed::Snooze { until: *until },
            What::Wake => PlayDeed::Wake,
            What::Owner(to) => PlayDeed::Owner { to: to.clone() },
        };
        let play = PlayId::from_index(at);
        let id = format!("{}-{number}", deed.day).into();
        Some(Event { id, day: deed.day, deed: Done::Play { play, key: deed.key.clone(), what } })
    }
}
