//! Makes a book of accounts for `examples/portfolio`, as NDJSON on standard output.
//!
//! `accounts N [DAY]`: N accounts on the day `DAY` (0 is 2026-06-30). From one day to the next about one account in a hundred
//! is another one, so that a run with memory has something to notice. The same numbers always give the same book.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that writes to standard output")]

mod account;
mod dice;

use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let number = |word: Option<String>| word.and_then(|word| word.replace('_', "").parse::<u64>().ok());
    let Some(accounts) = number(words.next()) else {
        println!("usage: accounts N [DAY]");
        std::process::exit(2);
    };
    let day = number(words.next()).unwrap_or(0);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for account in 1..=accounts {
        out.write_all(account::account(account, day).as_bytes())?;
    }
    out.flush()
}
