//! The command line of `test`.

use crate::args::Format;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct TestArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// Only tests with this in their name
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Say which small slips in the playbook no test would notice: a threshold a step off, a condition left out, and the
    /// like, each with an account that shows it
    #[arg(long, conflicts_with = "filter")]
    pub mutants: bool,
    /// End with exit code 1 where more mutants than this go unnoticed
    #[arg(long, value_name = "N", requires = "mutants")]
    pub max_survivors: Option<usize>,
    /// Instead of running tests, write the history of an account down as a fixture and a test of what the playbook
    /// decides about it: read what it expects before you keep it. Private texts are masked
    #[arg(long, value_name = "ACCOUNT", conflicts_with_all = ["filter", "mutants", "junit", "coverage", "min_uncovered", "format"])]
    pub record: Option<String>,
    /// The snapshots to record from: .ndjson, .json, .csv or .yaml (also with .gz or .zst behind it), .parquet, .arrow,
    /// .feather or .arrows; or a pattern in quotes, as 'data/*.parquet'. Given several times, the files are read as one
    /// [default: those that stageplay.yaml names]
    #[arg(long, value_name = "FILE", requires = "record")]
    pub accounts: Vec<PathBuf>,
    /// What the recorded test and its fixture are called [default: as the account's id]
    #[arg(long, value_name = "NAME", requires = "record")]
    pub test: Option<String>,
    /// Write the recording to fixtures/NAME.yaml and tests/NAME.play in this folder. A file that is there already is left
    /// alone, and nothing is written [default: both to standard output]
    #[arg(long, value_name = "FOLDER", requires = "record")]
    pub out: Option<PathBuf>,
    /// How the results are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Also write the results to a file in JUnit's form, for CI systems
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Also measure which conditions, thresholds, bands, stages, plays and tasks the tests show. `json` and `html` have
    /// standard output to themselves; the results of the tests then go to standard error
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub coverage: Option<CoverageFormat>,
    /// Fail where the tests leave more than N of these uncovered: one for each way that one of them can come out and
    /// that no test shows. What only generated accounts show counts as uncovered
    #[arg(long, value_name = "N")]
    pub min_uncovered: Option<usize>,
}

/// How coverage is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CoverageFormat {
    /// A summary, then what is not covered
    Text,
    /// One object
    Json,
    /// A page of the playbook's sources with marks
    Html,
}
