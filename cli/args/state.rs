//! The command line of what surrounds a state: record, state, deliver, plan.

use crate::args::{AccountsArgs, day};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use stageplay_dsl::types::Day;
use std::path::PathBuf;

/// Which state.
#[derive(Clone, Debug, ClapArgs)]
pub struct Where {
    /// The state [default: the one that stageplay.yaml names]
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct RecordArgs {
    #[command(subcommand)]
    pub deed: Option<Deed>,
    /// Record what a file says, one JSON object a line; - is standard input
    #[arg(long, value_name = "FILE", required = true)]
    pub events: Option<PathBuf>,
    #[command(flatten)]
    pub place: Where,
}

/// What every record says.
#[derive(Clone, Debug, ClapArgs)]
pub struct Said {
    /// When it was done [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub on: Option<Day>,
    /// Who has done it
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Of a play with one run for each record of a list: which
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Subcommand)]
pub enum Deed {
    /// A task is done
    Done {
        /// The account's id
        account: String,
        /// The play and its task
        #[arg(value_name = "PLAY.TASK")]
        task: String,
        #[command(flatten)]
        said: Said,
    },
    /// A run is over, whatever its condition says
    Dismiss {
        /// The account's id
        account: String,
        /// The play
        play: String,
        #[command(flatten)]
        said: Said,
    },
    /// A run sleeps: nothing is due, nothing escalates
    Snooze {
        /// The account's id
        account: String,
        /// The play
        play: String,
        /// The day it wakes
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
        until: Day,
        #[command(flatten)]
        said: Said,
    },
    /// A run sleeps no longer
    Wake {
        /// The account's id
        account: String,
        /// The play
        play: String,
        #[command(flatten)]
        said: Said,
    },
    /// Somebody else answers for a run
    Owner {
        /// The account's id
        account: String,
        /// The play
        play: String,
        /// Who answers for it from now on
        #[arg(long, value_name = "WHO")]
        to: String,
        #[command(flatten)]
        said: Said,
    },
    /// A score is something else than it is computed to be, for a while
    #[command(group = clap::ArgGroup::new("change").required(true))]
    Override {
        /// The account's id
        account: String,
        /// The scorecard or score
        score: String,
        /// It is this
        #[arg(long, value_name = "N", group = "change", allow_negative_numbers = true)]
        replace: Option<f64>,
        /// It is at most this
        #[arg(long, value_name = "N", group = "change", allow_negative_numbers = true)]
        cap: Option<f64>,
        /// It is at least this
        #[arg(long, value_name = "N", group = "change", allow_negative_numbers = true)]
        floor: Option<f64>,
        /// The last day it holds
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
        until: Day,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Who says so
        #[arg(long, value_name = "WHO")]
        by: String,
        /// From when it holds [default: today]
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
        on: Option<Day>,
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct StateArgs {
    #[command(subcommand)]
    pub what: Option<StateCommand>,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Subcommand)]
pub enum StateCommand {
    /// Say what is remembered of an account
    Show {
        /// The account's id
        account: String,
        /// How it is shown
        #[arg(long, value_enum, default_value_t = crate::args::Format::Human)]
        format: crate::args::Format,
        #[command(flatten)]
        place: Where,
    },
    /// Write all of it as lines of JSON, the same for equal states
    Export {
        /// Where to [default: standard output]
        #[arg(value_name = "FILE|-")]
        file: Option<PathBuf>,
        #[command(flatten)]
        place: Where,
    },
    /// Take in what `export` has written: into a state that is not there yet, or beside other accounts of the same book
    Import {
        /// What to take in; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        place: Where,
    },
    /// Forget what is only needed to go back to before a day
    Prune {
        /// The earliest day that can still be gone back to
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
        before: Day,
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, ClapArgs)]
pub struct DeliverArgs {
    /// Only to this: the name of a destination in stageplay.yaml, or file, webhook or command with what belongs to it
    /// [default: all destinations of stageplay.yaml]
    #[arg(long, value_name = "NAME|file|webhook|command")]
    pub to: Option<String>,
    /// With --to file: the file that grows by a line for each action
    #[arg(long, value_name = "FILE", requires = "to")]
    pub path: Option<PathBuf>,
    /// With --to webhook: the address that each action is posted to
    #[arg(long, value_name = "URL", requires = "to", requires = "secret_env")]
    pub url: Option<String>,
    /// With --to webhook: the variable of the environment with its secret
    #[arg(long, value_name = "NAME", requires = "url")]
    pub secret_env: Option<String>,
    /// Send nothing, and say what would go
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub place: Where,
    /// With --to command: the program that is run for each action, and what it is given
    #[arg(last = true, value_name = "PROGRAM ARG", requires = "to")]
    pub run: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub struct PlanArgs {
    /// The changed playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    #[command(flatten)]
    pub accounts: AccountsArgs,
    #[command(flatten)]
    pub place: Where,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    pub format: PlanFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For a pull request
    Md,
}
