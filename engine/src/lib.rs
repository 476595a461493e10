//! The Stageplay engine.
//!
//! | stage | input | output |
//! |---|---|---|
//! | [`script`] | a score's script | a compiled script; diagnostics |
//! | [`graph`] | a typed playbook | a [`graph::Program`]: nodes and the plan |
//! | [`evaluate`] | a program, a [`column::Batch`], a date | a [`evaluate::Frame`]: the value of every node |
pub mod column;
pub mod decide;
pub mod evaluate;
pub mod graph;
pub mod kernel;
pub mod script;
pub mod send;
pub mod story;

#[cfg(test)]
mod testing;
