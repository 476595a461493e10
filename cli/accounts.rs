//! Reading accounts for a command: the snapshots, the date, and which of them speak on it.

use crate::args::AccountsArgs;
use crate::exit::Fault;
use crate::view::progress;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, day_of};
use stageplay_engine::column::Calendar;
use stageplay_engine::graph::Program;
use stageplay_engine::read::{self, Selection, Snapshots};
use stageplay_engine::workbench::diff::{self, Decided};

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
