//! The command line of `import`.

use crate::args::{MaxRejects, day};
use clap::{Args as ClapArgs, ValueEnum};
use stageplay_dsl::types::Day;
use stageplay_engine::read::import::{DayOrder, Decimals, Percents};
use std::path::PathBuf;
use std::str::FromStr;

#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// The export, with a row for each account: .csv (also with semicolons, tabs or bars) or .xlsx
    pub file: PathBuf,
    /// The playbook: a folder of .play files, or one file
    #[arg(long = "for", value_name = "PLAYBOOK")]
    pub playbook: PathBuf,
    /// An export whose rows are the records of a list of the playbook, as people=contacts.csv
    #[arg(long, value_name = "LIST=FILE")]
    pub with: Vec<ListFile>,
    /// The heading in that export that names the account, as account_id; HEADING=HEADING where the accounts are told
    /// apart by another heading of their export than their id. Once for all, or once for each --with
    #[arg(long, value_name = "HEADING", requires = "with")]
    pub on: Vec<String>,
    /// Which heading is which field: written where there is no such file, else taken
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The snapshots that are written, NDJSON; the file must not be there yet
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The date of the records that carry none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub as_of: Option<Day>,
    /// Which number of 03/04/2026 is the day, in columns that do not say it themselves
    #[arg(long, value_enum)]
    pub dates: Option<Dates>,
    /// What stands before the decimals, in columns that do not say it themselves: is 1.200 twelve hundred?
    #[arg(long, value_enum)]
    pub numbers: Option<Numbers>,
    /// What 0.45 means in a percent all of whose values lie between 0 and 1
    #[arg(long, value_enum)]
    pub percents: Option<Shares>,
    /// The sheet of a spreadsheet [default: its first]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The encoding of a text, as windows-1250 [default: UTF-8, or Windows-1252 where it cannot be that]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Write what was set aside, one JSON object a line; the file must not be there yet
    #[arg(long, value_name = "FILE", requires = "out")]
    pub rejects: Option<PathBuf>,
    /// How many records may have something set aside before the exit code is 3: a number or a share
    #[arg(long, value_name = "N|N%", default_value = "0", allow_hyphen_values = true)]
    pub max_rejects: MaxRejects,
}

/// A list and the file of its records.
#[derive(Clone, Debug)]
pub struct ListFile {
    pub list: String,
    pub file: PathBuf,
}

impl FromStr for ListFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((list, file)) if !list.is_empty() && !file.is_empty() => {
                Ok(Self { list: list.into(), file: file.into() })
            }
            _ => Err("expected a list and a file, as people=contacts.csv".into()),
        }
    }
}

/// The order of numbers in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// The third of April
    DayFirst,
    /// The fourth of March
    MonthFirst,
}

/// The mark before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Numbers {
    /// 1.200,50
    Comma,
    /// 1,200.50
    Point,
}

/// Percentages as parts of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shares {
    /// 45%
    Fractions,
    /// 0.45%
    Hundreds,
}

impl From<Dates> for DayOrder {
    fn from(dates: Dates) -> Self {
        match dates {
            Dates::DayFirst => Self::DayFirst,
            Dates::MonthFirst => Self::MonthFirst,
        }
    }
}

impl From<Numbers> for Decimals {
    fn from(numbers: Numbers) -> Self {
        match numbers {
            Numbers::Comma => Self::Comma,
            Numbers::Point => Self::Point,
        }
    }
}

impl From<Shares> for Percents {
    fn from(shares: Shares) -> Self {
        match shares {
            Shares::Fractions => Self::Fractions,
            Shares::Hundreds => Self::Hundreds,
        }
    }
}
