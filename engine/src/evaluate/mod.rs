//! Evaluation: one loop over nodes per chunk of rows.
//!
//! Nothing here decides: bands, stages, levels and play states are set from outside, between the turns of
//! the plan. No function here fails; a value that cannot be computed is unknown.

mod cause;
mod frame;
mod input;
mod list;
mod operands;
mod plan;
mod recall;
mod row_scripts;
mod run;
mod same;
mod text;

pub use cause::{Unknown, cause};
pub use frame::Frame;
pub use plan::walk;
pub use recall::{Override, Recall, score_name};
pub use row_scripts::script_fault;

/// How many rows are evaluated at a time: small enough that a node's operands stay in the nearest cache,
/// large enough that choosing the loop costs nothing.
pub const CHUNK: usize = 1024;

#[cfg(test)]
mod list_test;
#[cfg(test)]
mod script_random_test;
#[cfg(test)]
mod script_test;
#[cfg(test)]
mod tests;
