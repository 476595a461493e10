//! The Stageplay engine.
//!
//! | stage | input | output |
//! |---|---|---|
//! | [`script`] | a score's script | a compiled script; diagnostics |
//! | [`graph`] | a typed playbook | a [`graph::Program`]: nodes and the plan |
//! | [`evaluate`] | a program, a [`column::Batch`], a date | a [`evaluate::Frame`]: the value of every node |
//! | [`decide`] | the same | [`decide::Decisions`], chunk by chunk: scores, bands, stages, levels, plays, what opens |
//! | [`read`] | files | playbook texts, a calendar, [`read::Snapshots`] |
//! | [`store`] | what a run leaves | a state in a file, for the next run; its outbox and its history |
//! | [`send`] | decisions | records, CloudEvents, a [`send::Summary`] |
//! | [`live`] | a book's states, snapshots, a date | the step over them, new states, actions once |
//! | [`story`] | all of it | explanations, drawings, metrics and signals, profiles of data; the JSON Schema of a snapshot |
//! | [`workbench`] | a playbook, and accounts to try it on | outcomes of tests |

pub mod column;
pub mod decide;
pub mod evaluate;
pub mod graph;
pub mod kernel;
pub mod live;
pub mod read;
pub mod script;
pub mod send;
pub mod store;
pub mod story;
pub mod workbench;

#[cfg(test)]
mod testing;
