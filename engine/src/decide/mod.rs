//! The pure step: what a playbook decides about accounts on a date, from their snapshots and what is remembered of them.
//!
//! (program, states, snapshots, as_of, events) → (states, decisions, what has happened)
//!
//! | file | decides |
//! |---|---|
//! | `bands` | the band of a scorecard or part |
//! | `journeys` | the stage of an account, and its pace |
//! | `placed` | the same at a first evaluation, in whole columns |
//! | `risks` | the level of a risk |
//! | `plays` | which plays wait, open, go on and end; tasks and escalations |
//! | `absent` | what becomes of accounts that nothing speaks for |
//! | `row` | (nothing) reads one account's values |
//! | `given` | (nothing) is what a step is given |
//! | `events` | (nothing) is what people have done |
//! | `state` | (nothing) is what is remembered |
//! | `remember`, `past` | (nothing) turn what is remembered into columns, and back |
//! | `chunk` | (nothing) is a stretch of accounts in the making |
//! | `moved` | (nothing) tells what is not what it was, and why |
//! | `unknown` | (nothing) counts what could not be decided, and why |
//! | `why` | the reasons, one line each |
//! | `run` | drives the plan over chunks of rows |
//!
//! A run without state is the first evaluation of an empty state. This room knows no files, no clock and no
//! threads' order: the same rows give the same decisions however they are cut up.

mod absent;
mod bands;
mod chunk;
mod decisions;
pub mod events;
mod given;
mod journeys;
mod moved;
mod past;
mod placed;
mod plays;
mod remember;
mod risks;
mod row;
mod run;
pub mod state;
mod unknown;
pub mod why;

pub use absent::{Absence, absent};
pub use bands::indicators;
pub use chunk::opens_plainly;
pub use decisions::{CardColumns, Decisions, Held, Kept, PlayColumns, Ranked, play_state};
pub use given::{Given, History, Nothing, Remembered};
pub use journeys::Pace;
pub use moved::{Ground, Moved, MovedKind};
pub(crate) use plays::record_keys;
pub use plays::{DecideError, Happening, OpenTask, Opening, Person, Step, Telling, Told};
pub use row::Row;
pub use run::{Steps, Wanted, decide, decide_chunks, decide_row, decide_rows, decide_rows_in, remember_row, step};
pub use unknown::{Gap, Subject, Unknowns, gaps, subject_nodes, subjects};

#[cfg(test)]
mod tests;
