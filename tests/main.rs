//! The integration tests, one binary; a file or folder per feature.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests read files, run the program, and fail by panicking; helpers are not inside `#[test]`; nothing here is public"
)]

mod backtest;
mod bad_exports;
mod book;
mod broken_text;
mod business_days;
mod capacity;
mod check;
mod ci_kit;
mod columns;
mod commands;
mod dependencies;
mod deployment;
mod diff;
mod diff_carried;
mod diff_history;
mod docs;
mod explain;
mod explain_changes;
mod extends;
mod format;
mod fuzz;
mod graph;
mod hostile;
mod import;
mod layering;
mod lists;
mod metrics;
mod mutants;
mod new;
mod passing;
mod profile;
mod reference;
mod rough_edges;
mod run;
mod sample;
mod schema;
mod scripts;
mod seeded;
mod support;
mod template_metrics;
mod templates;
mod testing;
mod today;
mod vendor;
mod watch;
mod wording;
mod year;
