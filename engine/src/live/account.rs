//! Accounts with their memory, as an evaluation finds them: for whoever tells something about them.

use super::book::{LiveError, book_of, layout_of};
use super::codec;
use super::deeds::Record;
use super::layout::Layout;
use super::translate::Translation;
use crate::column::Batch;
use crate::decide::Remembered;
use crate::decide::events::{Event, Events};
use crate::decide::state::{AccountState, BookState};
use crate::graph::Program;
use crate::store::{Head, Tx};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// What an evaluation of a day finds of one account.
#[derive(Debug, Default)]
pub struct Recalled {
    /// Its state; a blank one where it is new.
    state: AccountState,
    /// Which row of the batch it is.
    row: usize,
    /// The state's last evaluation before that day.
    pub last: Option<Day>,
    /// What is remembered of the book.
    pub book: BookState,
    /// What people have done with it and no earlier run has taken notice of.
    pub events: Events,
    /// Whether the account was seen before.
    pub is_known: bool,
}

impl Remembered for Recalled {
    fn recall(&self, row: usize) -> AccountState {
        if row == self.row { self.state.clone() } else { AccountState::default() }
    }

    fn keep(&self, _: usize, _: &AccountState) -> Option<Vec<u8>> {
        None
    }
}

/// What an evaluation of a day finds of every account of a batch.
#[derive(Debug, Default)]
pub struct RecalledBook {
    /// By row; blank ones of accounts that are new.
    states: Vec<AccountState>,
    /// The state's last evaluation before that day.
    pub last: Option<Day>,
    /// What is remembered of the book.
    pub book: BookState,
    /// What people have done and no earlier run has taken notice of.
    pub events: Events,
}

impl Remembered for RecalledBook {
    fn recall(&self, row: usize) -> AccountState {
        self.states.get(row).cloned().unwrap_or_default()
    }

    fn keep(&self, _: usize, _: &AccountState) -> Option<Vec<u8>> {
        None
    }
}

/// What an evaluation of `as_of` finds of the accounts of a batch. A state that has gone further is taken back in the
/// transaction, which is to be dropped.
///
/// # Errors
/// Those of [`recalled`].
pub fn recalled_book(tx: &mut dyn Tx, program: &Program, as_of: Day, batch: &Batch) -> Result<RecalledBook, LiveError> {
    tx.rewind(as_of)?;
    let Some(head) = tx.head()? else { return Ok(RecalledBook::default()) };
    let carried = carried(&head, program)?;
    let mut states = Vec::with_capacity(batch.rows);
    for row in 0..batch.rows {
        let account = batch.columns[program.playbook.id_field].text(row).unwrap_or_default();
        let bytes = tx.account(account)?;
        let stored = bytes.map(|bytes| codec::decode(&bytes)).transpose()?.unwrap_or_default();
        states.push(carried.over(stored)?);
    }
    let events = deeds(tx, program, as_of, |_| true)?;
    Ok(RecalledBook { states, last: Some(head.last), book: book_of(&head)?, events })
}

/// What an evaluation of `as_of` finds of an account in row `row` of its batch. A state that has gone further is taken
/// back in the transaction, which is to be dropped.
///
/// # Errors
/// A state that does not go back so far, or cannot be read; a stage that the playbook does not have any more.
pub fn recalled(
    tx: &mut dyn Tx,
    program: &Program,
    as_of: Day,
    account: &str,
    row: usize,
) -> Result<Recalled, LiveError> {
    tx.rewind(as_of)?;
    let Some(head) = tx.head()? else { return Ok(Recalled { row, ..Recalled::default() }) };
    let bytes = tx.account(account)?;
    let is_known = bytes.is_some();
    let stored = bytes.map(|bytes| codec::decode(&bytes)).transpose()?.unwrap_or_default();
    let state = carried(&head, program)?.over(stored)?;
    let events = deeds(tx, program, as_of, |other| other == account)?;
    Ok(Recalled { state, row, last: Some(head.last), book: book_of(&head)?, events, is_known })
}

/// How states of a head are read by a program.
struct Carried(Option<Translation>);

fn carried(head: &Head, program: &Program) -> Result<Carried, LiveError> {
    let is_same = head.layout == codec::layout_json(&Layout::of(program));
    Ok(Carried(if is_same { None } else { Some(Translation::new(&layout_of(head)?, program)) }))
}

impl Carried {
    fn over(&self, state: AccountState) -> Result<AccountState, LiveError> {
        let Some(translation) = &self.0 else { return Ok(state) };
        let (moved, lost) = translation.of(state);
        if lost.stages.is_empty() {
            return Ok(moved);
        }
        let stages = lost.stages.into_iter().map(|stage| (stage, 1));
        Err(LiveError::Unresolved(stages.collect::<BTreeMap<_, _>>()))
    }
}

/// What people have done with some accounts.
fn deeds(tx: &mut dyn Tx, program: &Program, as_of: Day, is_meant: impl Fn(&str) -> bool) -> Result<Events, LiveError> {
    let mut events = Events::new();
    for event in tx.events(as_of)?.into_iter().filter(|event| is_meant(&event.account)) {
        let record = serde_json::from_str::<Record>(&event.body).ok();
        if let Some(deeds) = record.and_then(|record| record.read(&program.playbook).ok()) {
            events.add(SmolStr::from(event.account.as_str()), Event { id: event.id.into(), ..deeds.event });
        }
    }
    Ok(events)
}
