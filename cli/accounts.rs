//! Reading accounts for a command: the snapshots, the date, and which of them speak on it.

use crate::args::{AccountsArgs, AccountsFormat, RunArgs};
use crate::exit::Fault;
use crate::view::progress;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, day_of};
use stageplay_engine::column::{Calendar, plain};
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Selection, Snapshots};
use stageplay_engine::workbench::diff::{self, Decided};
use std::path::PathBuf;

/// Where the date of an evaluation came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFrom {
    /// `--as-of`.
    Asked,
    /// The newest date in the data.
    Data,
    /// The clock, because records carry no date.
    Today,
}

/// Accounts on a date.
pub struct Book {
    pub snapshots: Snapshots,
    pub selection: Selection,
    pub as_of: Day,
    pub date_from: DateFrom,
}

/// What a version makes of selected snapshots, as a first evaluation that nobody remembers.
pub fn decided(
    program: &Program,
    calendar: Option<&Calendar>,
    snapshots: &Snapshots,
    selection: &Selection,
    as_of: Day,
) -> Decided {
    let history = snapshots.history(selection, program, as_of);
    diff::decide(program, &selection.batch, calendar, &history, as_of)
}

/// A history is told by dates: every record has one.
pub fn all_dated(book: &Book) -> Result<(), Fault> {
    if book.snapshots.records_undated == 0 {
        return Ok(());
    }
    Err(Fault::helped(
        format!("{} records carry no date, and a history is told by dates", book.snapshots.records_undated),
        Some("give each record the date of its snapshot, as in \"as_of\": \"2026-03-02\"".into()),
    ))
}

/// How accounts on standard input are written; files say it by their ending.
pub fn format(args: &RunArgs) -> Result<Option<read::Format>, Fault> {
    let inputs = args.accounts.accounts.iter().filter(|path| path.as_os_str() == "-").count();
    let (what, help) = match args.accounts_format {
        None if inputs == 0 => return Ok(None),
        None => ("accounts on standard input have no ending that says how they are written", FORMATS),
        Some(_) if inputs == 0 => {
            ("--accounts-format is about standard input, and that is not read", "files say it by their ending")
        }
        Some(_) if inputs > 1 => ("standard input is named more than once", "name it once"),
        Some(_) if args.accounts.as_of.is_none() => {
            ("accounts on standard input come with the date that they are about", "say it: `--as-of 2026-03-02`")
        }
        Some(AccountsFormat::Ndjson) => return Ok(Some(read::Format::Ndjson)),
        Some(AccountsFormat::Json) => return Ok(Some(read::Format::Json)),
        Some(AccountsFormat::Csv) => return Ok(Some(read::Format::Csv)),
        Some(AccountsFormat::Arrow) => return Ok(Some(read::Format::Arrow)),
    };
    Err(Fault::helped(what, Some(help.into())))
}

const FORMATS: &str = "say it: `--accounts-format ndjson`, `json`, `csv` or `arrow`";

/// The files that are named, by name or by pattern. A file whose name looks like a pattern is that file.
pub fn expanded(named: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    for path in named {
        let text = path.to_string_lossy();
        if !text.contains(['*', '?', '[']) || path.exists() {
            files.push(path.clone());
            continue;
        }
        let shown = plain(&text);
        let wrong =
            |cause: &dyn std::fmt::Display| Fault::outside(format!("`{shown}` is no pattern of files: {cause}"));
        let found = glob::glob(&text).map_err(|cause| wrong(&cause))?;
        let before = files.len();
        for file in found {
            let file = file.map_err(Fault::outside)?;
            // What is on its way to its name is no file of accounts yet.
            if file.is_file() && !files.contains(&file) {
                files.push(file);
            }
        }
        if files.len() == before {
            return Err(Fault::helped(
                format!("no file matches `{shown}`"),
                Some("in a pattern `*` stands for any part of a name, `?` for one letter, `**` for any folders".into()),
            ));
        }
    }
    Ok(files)
}

/// Reads the accounts of a command.
pub fn read(args: &AccountsArgs, playbook: &Playbook, options: &read::Options) -> Result<Book, Fault> {
    let mut bar = progress::bar();
    let snapshots = read::accounts(&args.accounts, playbook, options, &mut |done, total| {
        bar.at(done, total);
    });
    bar.done();
    let mut snapshots = snapshots.map_err(Fault::outside)?;
    let (as_of, date_from) = match (args.as_of, snapshots.newest) {
        (Some(day), _) => (day, DateFrom::Asked),
        (None, Some(day)) => (day, DateFrom::Data),
        (None, None) => (today(playbook.header.timezone.as_deref())?, DateFrom::Today),
    };
    let mut selection = snapshots.select(as_of, playbook.header.max_age);
    snapshots.set_aside(&mut selection);
    Ok(Book { snapshots, selection, as_of, date_from })
}

/// Today where the playbook lives, or here where it does not say.
pub fn today(timezone: Option<&str>) -> Result<Day, Fault> {
    let now = chrono::Utc::now();
    match timezone {
        Some(zone) => {
            let zone: chrono_tz::Tz = zone.parse().map_err(|_| {
                Fault::helped(
                    format!("the playbook's time zone `{zone}` is not known"),
                    Some("use an IANA name, as \"Europe/London\"".into()),
                )
            })?;
            Ok(day_of(now.with_timezone(&zone).date_naive()))
        }
        None => Ok(day_of(now.with_timezone(&chrono::Local).date_naive())),
    }
}
