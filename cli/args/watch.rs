//! The command line of `watch`.

use crate::args::AccountsArgs;
use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct WatchArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    #[command(flatten)]
    pub accounts: AccountsArgs,
}
