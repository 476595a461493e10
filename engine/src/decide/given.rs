//! What a step is given besides the program and the snapshots.

use super::events::Events;
use super::state::{AccountState, BookState};
use crate::column::{Batch, Calendar};
use stageplay_dsl::types::Day;

/// What a step is given besides the program and the snapshots.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The date of the evaluation.
    pub as_of: Day,
    /// Which days are business days.
    pub calendar: Option<&'a Calendar>,
    /// What is remembered of the accounts.
    pub memory: &'a dyn Remembered,
    /// The date of the state's last evaluation; `None`: this is the first.
    pub last: Option<Day>,
    /// What is remembered of the book.
    pub book: &'a BookState,
    /// What people have done.
    pub events: &'a Events,
    /// Earlier snapshots.
    pub history: &'a History<'a>,
}

/// Where the memory of accounts lies. Rows are those of the batch.
pub trait Remembered: Sync {
    /// What is remembered of an account; a blank state of one that is new.
    fn recall(&self, row: usize) -> AccountState;

    /// The new state in the form in which it is kept; `None` where it is the same as before, or where nothing is kept.
    fn keep(&self, row: usize, state: &AccountState) -> Option<Vec<u8>>;

    /// Whether anything is remembered at all.
    fn remembers(&self) -> bool {
        true
    }
}

/// No memory: every account is seen for the first time, and forgotten.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Remembered for Nothing {
    fn recall(&self, _: usize) -> AccountState {
        AccountState::default()
    }

    fn keep(&self, _: usize, _: &AccountState) -> Option<Vec<u8>> {
        None
    }

    fn remembers(&self) -> bool {
        false
    }
}

/// Earlier snapshots of the accounts of a batch.
#[derive(Clone, Debug, Default)]
pub struct History<'a> {
    /// Snapshots of all dates.
    pub batch: Option<&'a Batch>,
    /// Per view of the program's memory, per row of the batch of today: the row of the newest snapshot that is old
    /// enough; `usize::MAX` where there is none.
    pub views: Vec<Vec<usize>>,
}

impl<'a> History<'a> {
    /// What some rows of the batch see, in the order given.
    #[must_use]
    pub fn of_rows(&self, rows: &[usize]) -> History<'a> {
        let of = |view: &Vec<usize>| rows.iter().map(|row| view.get(*row).copied().unwrap_or(usize::MAX)).collect();
        History { batch: self.batch, views: self.views.iter().map(of).collect() }
    }

    /// The row of the snapshot that a view sees of an account.
    #[must_use]
    pub fn row(&self, view: usize, row: usize) -> Option<usize> {
        self.views.get(view)?.get(row).copied().filter(|row| *row != usize::MAX)
    }
}

impl<'a> Given<'a> {
    /// A first evaluation that nobody remembers.
    #[must_use]
    pub fn first(as_of: Day, calendar: Option<&'a Calendar>) -> Self {
        static BOOK: BookState = BookState::new();
        static EVENTS: Events = Events::new();
        static HISTORY: History<'static> = History { batch: None, views: Vec::new() };
        Self { as_of, calendar, memory: &Nothing, last: None, book: &BOOK, events: &EVENTS, history: &HISTORY }
    }
}
