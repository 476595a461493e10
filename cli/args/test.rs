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
    /// How the results are shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
