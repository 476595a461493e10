//! The command lines of `vendor`, `upgrade` and `origin`.

use crate::args::{AccountsArgs, Format};
use clap::Args as ClapArgs;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct VendorArgs {
    /// The template: the name of one that comes with the program, or a folder or file
    #[arg(required_unless_present = "check")]
    pub template: Option<String>,
    /// The project's folder; copies lie in its `vendor`, pinned by its stageplay.lock [default: this folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Where the template lies, which is called TEMPLATE here
    #[arg(long, value_name = "PATH", conflicts_with = "check")]
    pub from: Option<PathBuf>,
    /// Copy nothing; say whether every copy is the program that is pinned, with exit code 1 where one is not
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, ClapArgs)]
pub struct UpgradeArgs {
    /// The template, as it is called in `vendor`; or the project's folder, where one template is pinned there
    pub template: String,
    /// The project's folder [default: this folder]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Where the new version lies [default: where the copy came from]
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// A playbook that extends it; may be given several times [default: those that stageplay.yaml names]
    #[arg(long, value_name = "PATH")]
    pub playbook: Vec<PathBuf>,
    #[command(flatten)]
    pub accounts: AccountsArgs,
    /// Take it: replace the copy, and pin what is new
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, ClapArgs)]
pub struct OriginArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// A setting, role, field, scorecard or a part of one, a journey, stage, risk or level, a play or task, a let, a test: as
    /// verbs name them; `timezone`, `calendar` and the like are those of the header
    pub name: String,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}
