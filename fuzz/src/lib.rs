//! What is fuzzed. The functions stand with the test that replays the corpora.

#[path = "../../tests/fuzz/entries.rs"]
mod entries;
#[path = "../../tests/fuzz/formula.rs"]
mod formula;

pub use entries::{accounts, calendar, compile, fixtures, format, import, script};
