//! The command line of `test`.

use crate::args::Format;
use clap::Args as ClapArgs;
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
    /// How the results are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
