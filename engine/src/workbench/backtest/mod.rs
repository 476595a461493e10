//! A playbook over the past: what it would have decided at the dates of the snapshots, beside what became of the accounts.
//!
//! | file | does |
//! |---|---|
//! | `replay` | notes what is on for whom on each date of the past |
//! | `judge` | compares what was decided with outcomes, row by row |
//! | `busy` | holds what people had to do against what they can |
//! | `rank` | says how well a score orders the rows: deciles, the area under the curve |
//!
//! A row is an account on a date on which it has a snapshot. The date of an outcome is known only to `judge`: a decision
//! cannot see it. That two things came one after the other is all that is counted; what caused what is not.

mod busy;
mod judge;
mod rank;
mod replay;

pub use crate::live::Load;
pub use busy::Busy;
pub use judge::{Counts, Judged, Lead, Month, Report, judge};
pub use rank::{Area, Decile, Ranked};
pub use replay::{Replay, ReplayRow, Subject, SubjectKind, replay};

#[cfg(test)]
mod tests;
