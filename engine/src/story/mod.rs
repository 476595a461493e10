//! What is told about decisions: built on all other rooms, reads the same node values, re-implements no rule.

pub mod book;
pub mod draw;
pub mod explain;
pub mod metrics;
pub mod nearest;
pub mod profile;
pub mod schema;
pub mod today;
mod words;
