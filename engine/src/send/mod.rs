//! Decisions and actions out: as records, CloudEvents and sums. What is written is decided elsewhere.
#![allow(clippy::disallowed_methods, reason = "this room writes files")]

mod actions;
mod body;
mod budget;
mod csv_rows;
mod decisions;
pub mod deliver;
mod file;
mod json;
mod layout;
mod outgoing;
mod parquet;
mod place;
mod rejects;
mod signals;
mod snapshots;
mod summary;
mod table;

pub use actions::{About, Action, action_heading, actions, step_actions, withdrawn_action};
#[cfg(test)]
mod budget_test;
#[cfg(test)]
mod decisions_test;

pub use budget::{Fate, Limit, OwnerCount, Plan, share_out};
pub use csv_rows::csv_row;
pub use decisions::{DecisionSink, DecisionWriter, Manner, Written};
pub use file::{Format, Record, SendError, Sink};
pub use json::line;
pub use layout::{Reasons, Shape};
pub use outgoing::{CLOSED, OPENED, Outgoing, RunKey};
pub use rejects::reject_heading;
pub use signals::{SignalOutcome, signal_action};
pub use snapshots::snapshots;
pub use summary::{Share, Sum, Summary, Tally, revenue};
