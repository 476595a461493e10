//! The command line of `explain`.

use crate::args::{AccountsArgs, Format};
use clap::Args as ClapArgs;
use std::path::PathBuf;

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
    /// Only this: a scorecard, a part of one, a score, journey, risk, play, let, tier or field
    pub name: Option<String>,
    /// How the explanation is shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
