//! The command line.

pub mod backtest;
pub mod diff;
pub mod docs;
pub mod explain;
pub mod import;
pub mod new;
pub mod sample;
pub mod state;
pub mod test;
pub mod vendor;
pub mod watch;

use self::backtest::BacktestArgs;
use self::diff::DiffArgs;
use self::docs::DocsArgs;
use self::explain::ExplainArgs;
use self::import::ImportArgs;
use self::new::NewArgs;
use self::sample::SampleArgs;
use self::state::{DeliverArgs, PlanArgs, RecordArgs, StateArgs};
use self::test::TestArgs;
use self::vendor::{OriginArgs, UpgradeArgs, VendorArgs};
use self::watch::WatchArgs;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use stageplay_dsl::types::{Day, parse_day};
use stageplay_engine::story::draw::View;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Customer-success playbooks as code: check them, run them over accounts, ask why.
#[derive(Debug, Parser)]
#[command(name = "stageplay", version, after_help = EXIT_CODES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done · 1 the playbook has faults, a test fails, a gate of diff is not kept, fmt --check found files to change, vendor --check found another program than is pinned, or plan found accounts of which nobody
says what becomes of them · 2 a fault outside it, or wrong usage · 3 decided, but records or values were set aside beyond --max-rejects ·
4 delivered, but not all was taken";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project around a playbook that extends a template
    New(NewArgs),
    /// Copy a template into a project and pin it by the hash of its program
    Vendor(VendorArgs),
    /// Say what a template's new version makes of your playbook and accounts, and take it
    Upgrade(UpgradeArgs),
    /// Say where a value comes from: which playbook or template says it, and what it said before
    Origin(OriginArgs),
    /// Decide a book of accounts: health, stages, risks, plays, and what to do first
    Run(RunArgs),
    /// Show what the last run left to do: due, new, asleep, moved, overridden
    Today(TodayArgs),
    /// Find every mistake in a playbook
    Check(CheckArgs),
    /// Run the tests of a playbook
    Test(TestArgs),
    /// Look at a playbook at every save: its mistakes, its tests, what becomes of the accounts
    Watch(WatchArgs),
    /// Say what two versions of a playbook say differently, and what that makes of accounts
    Diff(DiffArgs),
    /// Hold what a playbook would have decided beside what became of the accounts
    Backtest(BacktestArgs),
    /// Say why an account has its health, stage, risks and plays
    Explain(ExplainArgs),
    /// Record what people have done: tasks done, plays dismissed or put to sleep, owners, overrides
    Record(RecordArgs),
    /// Say what is remembered; export it, import it, prune it
    State(StateArgs),
    /// Take the actions that wait to where they belong
    Deliver(DeliverArgs),
    /// Say what a changed playbook would make of what is remembered
    Plan(PlanArgs),
    /// Say what the code of a message means, with an example and what mends it
    ExplainCode(ExplainCodeArgs),
    /// Make snapshots of an export of a CRM: propose which heading is which field, and read what people write
    Import(ImportArgs),
    /// Write accounts of nobody, to try a playbook on: for a date, or a history
    Sample(SampleArgs),
    /// Print the JSON Schema of an account snapshot
    Schema(SchemaArgs),
    /// Write a playbook as a book for people who never read one: Markdown, or one page
    Docs(DocsArgs),
    /// Draw what rests on what in a playbook
    Graph(GraphArgs),
    /// Lay playbook files out in the one style
    Fmt(FmtArgs),
}

/// Which accounts, on which date.
#[derive(Clone, Debug, ClapArgs)]
pub struct AccountsArgs {
    /// Account snapshots: .ndjson, .json, .csv or .yaml (also with .gz or .zst behind it), .parquet, .arrow, .feather or
    /// .arrows; or a pattern in quotes, as 'data/*.parquet'. Given several times, the files are read as one [default: those
    /// that stageplay.yaml names]
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<PathBuf>,
    /// The date of the evaluation [default: the newest date in the data, else today; with a state, explain and plan take
    /// that of its last run]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub as_of: Option<Day>,
}

#[derive(Clone, Debug, ClapArgs)]
pub struct RunArgs {
    /// The playbook: a folder of .play files, or one file [default: what stageplay.yaml in this folder names]
    pub playbook: Option<PathBuf>,
    #[command(flatten)]
    pub accounts: AccountsArgs,
    /// How the accounts on standard input (`--accounts -`) are written; --as-of says of which date they are
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub accounts_format: Option<AccountsFormat>,
    /// What is remembered between runs: a file, made by the first run; `none` says that nothing is
    #[arg(long, value_name = "FILE|none")]
    pub state: Option<PathBuf>,
    /// What people have done since, one JSON object a line: tasks done, plays dismissed or put to sleep, owners, overrides
    #[arg(long, value_name = "FILE")]
    pub events: Vec<PathBuf>,
    /// The accounts are a part of the book, and others are evaluated elsewhere: signals about the whole book are not raised
    #[arg(long, requires = "state")]
    pub part: bool,
    /// Go back to this day and evaluate every day from it on; nobody is told of the days before the last
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub replay: Option<Day>,
    /// How many actions are listed
    #[arg(long, value_name = "N", default_value_t = 10, allow_negative_numbers = true)]
    pub top: usize,
    /// How much is shown of metrics: a line for each, or with the tables of distributions
    #[arg(long, value_enum, default_value_t = MetricsDetail::Brief)]
    pub metrics: MetricsDetail,
    /// Write one record per account: .ndjson, .json or .csv (also with .gz or .zst behind it), .parquet, .arrow, .feather,
    /// .arrows, or - for NDJSON on standard output
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// How the decisions are laid out [default: nested; flat in files of columns]
    #[arg(long, value_enum, requires = "decisions")]
    pub shape: Option<Shape>,
    /// Whether the decisions say why each play is on [default: told, in the nested shape]
    #[arg(long, value_enum, requires = "decisions")]
    pub reasons: Option<Reasons>,
    /// Write one CloudEvents record per action: to a file as of --decisions, or -
    #[arg(long, value_name = "FILE")]
    pub actions: Option<PathBuf>,
    /// Print nothing but counts and sums
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub summary: Option<SummaryFormat>,
    /// Write what was set aside: to a file as of --decisions, or -
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// How many records may have something set aside before the exit code is 3: a number or a share
    #[arg(long, value_name = "N|N%", default_value = "0", allow_hyphen_values = true)]
    pub max_rejects: MaxRejects,
    /// How many threads work; what comes out is the same for every number [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// How accounts on standard input are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AccountsFormat {
    Ndjson,
    Json,
    Csv,
    Yaml,
    /// An Arrow stream
    Arrow,
}

/// How decisions are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// Scores, risks and plays in groups of their own
    Nested,
    /// One column for everything that is decided
    Flat,
}

/// Whether decisions say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Reasons {
    Told,
    None,
}

impl RunArgs {
    /// The playbook: this folder where none is named.
    pub fn playbook(&self) -> &Path {
        self.playbook.as_deref().unwrap_or(Path::new("."))
    }
}

/// How much is shown of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MetricsDetail {
    Brief,
    Full,
}

#[derive(Debug, ClapArgs)]
pub struct TodayArgs {
    /// The state that a run left [default: the one that stageplay.yaml in this folder names]
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// The day from which due dates count, the last run's or a later one [default: that of the last run]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true)]
    pub as_of: Option<Day>,
    /// Only what belongs to this person or queue
    #[arg(long, value_name = "WHO")]
    pub owner: Option<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = TodayFormat::Text)]
    pub format: TodayFormat,
    /// How many entries of each part are listed in text, md and html [default: 10 in text and md, all in html]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub top: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TodayFormat {
    /// For a terminal
    Text,
    /// Markdown, for a chat or a pull request
    Md,
    /// A table: one row per task, or per play without one
    Csv,
    /// One page, for a browser or a printer
    Html,
    /// For programs
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// Playbooks: each a folder of .play files, or one file
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How the mistakes are shown
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Say of each script besides how it is computed
    #[arg(long)]
    pub verbose: bool,
    /// Account snapshots to hold against the playbook, as `run` takes them; may be given several times
    #[arg(long, value_name = "FILE")]
    pub accounts: Vec<PathBuf>,
    /// The date on which the accounts are looked at [default: the newest date in the data, else today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, allow_hyphen_values = true, requires = "accounts")]
    pub as_of: Option<Day>,
}

#[derive(Debug, ClapArgs)]
pub struct ExplainCodeArgs {
    /// The code, as SP0302; 0302 and sp302 will do
    pub code: String,
}

#[derive(Debug, ClapArgs)]
pub struct SchemaArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct GraphArgs {
    /// The playbook: a folder of .play files, or one file
    pub playbook: PathBuf,
    /// For Graphviz, for Mermaid, or for programs
    #[arg(long, value_enum)]
    pub format: GraphFormat,
    /// What is drawn [default: decisions; all with --format json]
    #[arg(long, value_name = "all|decisions|journey", value_parser = view)]
    pub view: Option<View>,
    /// Only what this rests on: a field, setting or declaration; with --view journey, this journey
    #[arg(long, value_name = "NAME")]
    pub of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    Dot,
    Mermaid,
    Json,
}

fn view(text: &str) -> Result<View, String> {
    let views = [View::All, View::Decisions, View::Journey];
    views.into_iter().find(|view| view.name() == text).ok_or_else(|| "expected all, decisions or journey".into())
}

#[derive(Debug, ClapArgs)]
pub struct FmtArgs {
    /// Folders of .play files, or files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; name what would change, with exit code 1 where there is any
    #[arg(long)]
    pub check: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SummaryFormat {
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Human,
    /// For programs: one JSON object a line
    Json,
    /// For code scanning: one SARIF 2.1.0 log
    Sarif,
    /// For GitHub Actions: annotations at the lines
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Json,
}

pub fn day(text: &str) -> Result<Day, String> {
    parse_day(text).ok_or_else(|| "expected a date that exists, as 2026-03-02".into())
}

/// How many records may have something set aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxRejects {
    /// So many.
    Records(u64),
    /// So many of a hundred records.
    Share(f64),
}

impl FromStr for MaxRejects {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "expected a number of records or a share, as 5 or 0.5%".to_string();
        match text.strip_suffix('%') {
            Some(percent) => {
                let percent: f64 = percent.parse().map_err(|_| wrong())?;
                if (0.0..=100.0).contains(&percent) { Ok(Self::Share(percent)) } else { Err(wrong()) }
            }
            None => text.parse().map(Self::Records).map_err(|_| wrong()),
        }
    }
}

impl MaxRejects {
    /// Whether `faulty` of `read` records are more than allowed.
    pub fn exceeded(self, faulty: u64, read: u64) -> bool {
        match self {
            Self::Records(most) => faulty > most,
            // 29% of 100 records is a little less than 29 in binary fractions, and 29 are allowed.
            #[allow(clippy::cast_precision_loss, reason = "no data set has 2^52 records")]
            Self::Share(most) => faulty as f64 * 100.0 > most * read as f64 * (1.0 + 1e-12),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Args, MaxRejects};
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_share_is_of_all_records() {
        let share: MaxRejects = "1%".parse().expect("a share");
        assert!(!share.exceeded(1, 100));
        assert!(share.exceeded(2, 100));
        assert!(!"2".parse::<MaxRejects>().expect("a number").exceeded(2, 2));
        assert!("many".parse::<MaxRejects>().is_err());
        assert!("-1%".parse::<MaxRejects>().is_err());
    }
}
