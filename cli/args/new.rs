//! The command line of `new`.

use crate::args::day;
use clap::Args as ClapArgs;
use stageplay_dsl::types::Day;
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct NewArgs {
    /// The template that the playbook extends
    #[arg(required_unless_present = "list", requires = "folder")]
    pub template: Option<String>,
    /// The folder that is made; it may be there already if it is empty
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// A setting of the template and its value; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// The date of the sample accounts [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub as_of: Option<Day>,
    /// Say which templates there are, or what can be set in one
    #[arg(long, conflicts_with_all = ["folder", "set", "as_of"])]
    pub list: bool,
}

/// A value goes into the playbook as it is written there: one line of it, and nothing that begins another.
fn setting(text: &str) -> Result<(String, String), String> {
    let wrong = || "expected a setting and its value, as save_window=90 days".to_string();
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let is_line = !value.is_empty() && !value.contains(|letter: char| letter.is_control() || "{}#".contains(letter));
    if is_name && is_line { Ok((name.to_owned(), value.to_owned())) } else { Err(wrong()) }
}
