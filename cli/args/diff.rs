//! The command line of `diff`.

use crate::args::AccountsArgs;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct DiffArgs {
    /// The old version: a folder of .play files, one file, or `REV..` or `REV..REV` of git
    #[arg(value_name = "OLD|REV..[REV]")]
    pub old: String,
    /// The new version; behind revisions, the playbook whose versions they are
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    #[command(flatten)]
    pub accounts: AccountsArgs,
    /// Take both versions through the dates of the snapshots, up to --as-of, each with a state, and say it week by week
    #[arg(long, requires = "accounts")]
    pub history: bool,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// End with exit code 1 where this holds, as in "opens save_plan > 25"; may be given several times; with --history an
    /// account counts once, and actions count on every date
    #[arg(long, value_name = "COUNT > N", value_parser = gate, requires = "accounts")]
    pub fail_on: Vec<Gate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// Markdown, for a pull request
    Markdown,
    /// For programs
    Json,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Count {
    /// `opens PLAY`: accounts for which it is open now and was not.
    Opens(String),
    /// `closes PLAY`: accounts for which it was open and is not now.
    Closes(String),
    /// `changes NAME`: accounts with another band, stage, level or state of it.
    Of(String),
    /// `changes`: accounts of which people notice anything.
    All,
    /// `actions added`.
    ActionsAdded,
    /// `actions removed`.
    ActionsRemoved,
    /// `revenue`: what the accounts bring of which people notice anything.
    Revenue,
}

/// A count that is not to be above a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    pub count: Count,
    pub most: f64,
    /// As written.
    pub written: String,
}

fn gate(text: &str) -> Result<Gate, String> {
    let wrong = || {
        "expected a count, `>` and a number, as \"opens save_plan > 25\"; the counts are opens PLAY, closes PLAY, changes, \
         changes NAME, actions added, actions removed, revenue"
            .to_owned()
    };
    let (count, most) = text.split_once('>').ok_or_else(wrong)?;
    let words: Vec<&str> = count.split_whitespace().collect();
    let count = match words.as_slice() {
        ["opens", play] => Count::Opens((*play).into()),
        ["closes", play] => Count::Closes((*play).into()),
        ["changes"] => Count::All,
        ["changes", name] => Count::Of((*name).into()),
        ["actions", "added"] => Count::ActionsAdded,
        ["actions", "removed"] => Count::ActionsRemoved,
        ["revenue"] => Count::Revenue,
        _ => return Err(wrong()),
    };
    let most: f64 = most.trim().replace(',', "").parse().map_err(|_| wrong())?;
    if most.is_finite() { Ok(Gate { count, most, written: text.trim().into() }) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::{Count, gate};

    #[test]
    fn a_gate_is_a_count_and_a_number() {
        let read = gate("opens executive_escalation > 25").expect("a gate");
        assert_eq!((read.count, read.most), (Count::Opens("executive_escalation".into()), 25.0));
        assert_eq!(gate("revenue > 1,000,000").expect("a gate").most, 1e6);
        assert_eq!(gate("changes health > 0").expect("a gate").count, Count::Of("health".into()));
        for wrong in ["opens > 3", "opens a b > 3", "changes", "changes > many", "changes > inf", "changes < 3"] {
            assert!(gate(wrong).is_err(), "{wrong}");
        }
    }
}
