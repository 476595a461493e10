//! What is fuzzed. The functions stand with the test that replays the corpora.

#[path = "../../tests/fuzz/entries.rs"]
mod entries;
#[path = "../../tests/fuzz/formula.rs"]
mod formula;
#[path = "../../tests/fuzz/scanner.rs"]
mod scanner;

pub use entries::{accounts, calendar, compile, fixtures, format, import, script};
pub use scanner::scanner;
