//! What people see, mostly on a terminal. Nothing here decides or reads files.

pub mod backtest;
pub mod book;
pub mod coverage;
pub mod data;
pub mod delivery;
pub mod diff;
pub mod explanation;
pub mod import;
pub mod in_html;
pub mod in_markdown;
pub mod memory;
pub mod mutants;
pub mod page;
pub mod plan;
pub mod portfolio;
pub mod profile;
pub mod progress;
pub mod queue;
pub mod since;
pub mod terminal;
pub mod tests;
pub mod today;
pub mod unknown;
pub mod watch;
pub mod words;
