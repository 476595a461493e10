//! The state between runs.
//!
//! The store keeps, and hands back, what others decided: it knows accounts by their id and their state as bytes,
//! runs by their day, actions and events by their ids. It must not know why something was decided, nor what the
//! bytes mean, nor what day it is.
//!
//! | from | by | to |
//! |---|---|---|
//! | a path | [`SqliteStore`] | a [`Store`] that outlives the process |
//! | nothing | [`MemoryStore`] | a [`Store`] for tests and for looking at the past |
//! | a store | [`Store::begin`] | a [`Tx`]: one run, as a whole or not at all |
//! | a store | [`export`] | lines of JSON, equal for equal states |
//! | lines of JSON | [`import`] | a state, or two halves of a book put together |
//!
//! Invariant: going back to before a day gives exactly what was kept when that day began, as far back as nothing
//! was pruned. Invariant: the id of an action that was sent or dropped is never forgotten.

#![allow(clippy::disallowed_methods, reason = "this room keeps the state in a file")]

mod codec;
mod error;
mod export;
mod import;
mod lines;
mod memory;
mod model;
mod rows;
mod sqlite;
mod traits;
mod turn;

#[cfg(test)]
mod contract_test;
#[cfg(test)]
mod import_test;
#[cfg(test)]
mod merge_test;
#[cfg(test)]
mod outbox_test;
#[cfg(test)]
mod rewind_test;
#[cfg(test)]
mod sqlite_test;
#[cfg(test)]
mod testing_test;
#[cfg(test)]
mod timing_test;

pub use codec::Codec;
pub use error::StoreError;
pub use export::export;
pub use import::{Imported, import};
pub use memory::MemoryStore;
pub use model::{Action, Delivery, Event, Head, KnownEvent, Move, Outgoing, PlayRun, Pruned, Run};
pub use rows::{AccountRow, ActionRow, HeadRow, MoveRow, Restored, Row, RunRow, VersionRow};
pub use sqlite::{PATIENCE, SqliteStore};
pub use traits::{Store, Tx};
