//! One account with its memory, as an evaluation finds it: for whoever explains it.

use super::book::{LiveError, book_of, layout_of};
use super::codec;
use super::deeds::Record;
use super::layout::Layout;
use super::translate::Translation;
use crate::decide::Remembered;
use crate::decide::events::{Event, Events};
use crate::decide::state::{AccountState, BookState};
use crate::graph::Program;
use crate::store::Tx;
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
    let book = book_of(&head)?;
    let bytes = tx.account(account)?;
    let is_known = bytes.is_some();
    let mut state = bytes.map(|bytes| codec::decode(&bytes)).transpose()?.unwrap_or_default();
    if head.layout != codec::layout_json(&Layout::of(program)) {
        let (moved, lost) = Translation::new(&layout_of(&head)?, program).of(state);
        if !lost.stages.is_empty() {
            return Err(LiveError::Unresolved(
                lost.stages.into_iter().map(|stage| (stage, 1)).collect::<BTreeMap<_, _>>(),
            ));
        }
        state = moved;
    }
    let mut events = Events::new();
    for event in tx.events(as_of)?.into_iter().filter(|event| event.account == account) {
        let record = serde_json::from_str::<Record>(&event.body).ok();
        if let Some(deeds) = record.and_then(|record| record.read(&program.playbook).ok()) {
            events.add(SmolStr::from(account), Event { id: event.id.into(), ..deeds.event });
        }
    }
    Ok(Recalled { state, row, last: Some(head.last), book, events, is_known })
}
