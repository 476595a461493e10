//! The pure step: what a playbook decides about accounts on a date.
//!
//! | file | decides |
//! |---|---|
//! | `bands` | the band of a scorecard or part |
//! | `journeys` | the stage of an account, and its pace |
//! | `risks` | the level of a risk |
//! | `plays` | which plays wait, open or are suppressed |
//! | `tasks` | what an opening play asks for, of whom, by when |
//! | `row` | (nothing) reads one account's values |
//! | `unknown` | (nothing) counts what could not be decided, and why |
//! | `why` | the reasons, one line each |
//! | `run` | drives the plan over chunks of rows |
//!
//! A run without state is the first evaluation of an empty state. This room knows no files, no clock and no
//! threads' order: the same rows give the same decisions however they are cut up.

mod bands;
mod decisions;
mod journeys;
mod plays;
mod risks;
mod row;
mod run;
mod tasks;
mod unknown;
pub mod why;

pub use decisions::{CardColumns, Decisions, PlayColumns, play_state};
pub use row::Row;
pub use run::{Wanted, decide, decide_row, decide_rows};
pub use tasks::{DecideError, OpenTask, Opening, Person, Telling, Told};
pub use unknown::{Gap, Subject, Unknowns, subject_nodes, subjects};
