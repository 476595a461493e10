//! The command line of `explain`.

use crate::args::{AccountsArgs, Format};
use clap::{Args as ClapArgs, ValueEnum};
use stageplay_dsl::types::Day;
use std::path::PathBuf;

/// Who reads an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reader {
    /// Every value and condition, by the names of the playbook
    Author,
    /// Plain sentences; nothing private
    Owner,
}

#[derive(Debug, ClapArgs)]
pub struct ExplainArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    #[command(flatten)]
    pub accounts: AccountsArgs,
    /// The account's id
    #[arg(long, value_name = "ID")]
    pub account: String,
    /// What is remembered, so that it is explained as a run decided it; `none` explains it without
    /// [default: the state that stageplay.yaml names, if it is there]
    #[arg(long, value_name = "FILE|none")]
    pub state: Option<PathBuf>,
    /// Only this, and what would turn it: a scorecard, a part or band of one, a score, a journey, stage or criterion, a risk
    /// or level, a play, let, tier or field
    pub name: Option<String>,
    /// Also what has moved since that date: inputs, points, conditions, decisions
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day, allow_hyphen_values = true)]
    pub since: Option<Day>,
    /// Who reads it: the author of the playbook, or the owner of the account, in plain sentences
    #[arg(long = "for", value_name = "READER", value_enum, default_value_t = Reader::Author)]
    pub reader: Reader,
    /// How the explanation is shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
