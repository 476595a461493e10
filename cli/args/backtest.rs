//! The command line of `backtest`.

use crate::args::{Format, day};
use clap::Args as ClapArgs;
use stageplay_dsl::types::Day;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct BacktestArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// Snapshots of many dates: .ndjson, .json, .csv or .yaml (also with .gz or .zst behind it), .parquet, .arrow,
    /// .feather or .arrows; or a pattern in quotes, as 'data/*.parquet'. Given several times, the files are read as one
    /// [default: those that stageplay.yaml names]
    #[arg(long, value_name = "HISTORY")]
    pub accounts: Vec<PathBuf>,
    /// What has become of the accounts, one record each: .ndjson, .jsonl, .json or .csv
    #[arg(long, value_name = "FILE")]
    pub outcomes: PathBuf,
    /// The field of the outcomes with the date on which it came; nothing where it has not come
    #[arg(long, value_name = "FIELD")]
    pub outcome: String,
    /// How long after a snapshot an outcome is counted
    #[arg(long, value_name = "DAYS", value_parser = horizon)]
    pub horizon: i32,
    /// The last date that is judged [default: a horizon before the newest snapshot]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub until: Option<Day>,
    /// How the results are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write the results as a page with pictures
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

fn horizon(text: &str) -> Result<i32, String> {
    let days = text.strip_suffix('d').unwrap_or(text).parse().ok().filter(|days| (1..=36_525).contains(days));
    days.ok_or_else(|| "expected a number of days from 1 to 36525, as 180d".into())
}
