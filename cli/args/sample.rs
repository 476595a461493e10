//! The command line of `sample`.

use crate::args::day;
use clap::Args as ClapArgs;
use stageplay_dsl::types::Day;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct SampleArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// How many accounts
    #[arg(short = 'n', long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub accounts: u32,
    /// Another number gives other accounts
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The date of the snapshots [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true, conflicts_with = "from")]
    pub as_of: Option<Day>,
    /// Write a history that begins on this date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub from: Option<Day>,
    /// The last date of the history [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true, requires = "from")]
    pub to: Option<Day>,
    /// How many days lie between two snapshots of the history [default: 7, or as many as the playbook's `max age` allows]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=366), requires = "from")]
    pub every: Option<u16>,
    /// The file that is written, NDJSON; it must not be there yet [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
