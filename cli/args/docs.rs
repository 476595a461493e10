//! The command line of `docs`.

use crate::args::day;
use clap::{Args as ClapArgs, ValueEnum};
use stageplay_dsl::types::Day;
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DocsFormat {
    /// Markdown, for a repository or a wiki
    Md,
    /// One page, for a browser or a printer
    Html,
}

#[derive(Debug, ClapArgs)]
pub struct DocsArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// How the book is laid out [default: as the ending of --out says, else md]
    #[arg(long, value_enum)]
    pub format: Option<DocsFormat>,
    /// The file that is written, .md or .html; one that is there already is replaced only if it is such a book
    /// [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Account snapshots, to say also how many accounts stand on each stage, for how long, and what goes wrong:
    /// .ndjson, .json, .csv or .yaml (also with .gz or .zst behind it), .parquet, .arrow, .feather or .arrows; or a
    /// pattern in quotes, as 'data/*.parquet'. Given several times, the files are read as one
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<PathBuf>,
    /// The date on which the accounts are looked at [default: that of the state's last run, else the newest date in the
    /// data, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true, requires = "accounts")]
    pub as_of: Option<Day>,
    /// What is remembered, so that it is known since when accounts are where they are
    #[arg(long, value_name = "FILE", requires = "accounts")]
    pub state: Option<PathBuf>,
}
