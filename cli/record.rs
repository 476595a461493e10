//! `stageplay record`: what people have done, into the state. The next run takes notice of it.

use crate::accounts;
use crate::args::state::{Deed, RecordArgs, Said, Where};
use crate::exit::{Exit, Fault};
use crate::place::{self, Opened};
use crate::remembered::{event, record_help};
use crate::view::terminal;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::types::{Day, show_day};
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::live::{self, Deeds, Record};
use stageplay_engine::store::{Store, Tx};
use std::io::Read;
use std::path::Path;

/// Records what people have done; all of it or nothing.
pub fn record(args: &RecordArgs) -> Result<Exit, Fault> {
    let here = args.deed.as_ref().map_or(&args.place, place_of);
    let (path, _) = place::state(here.state.as_deref())?;
    let Opened { mut store, head, layout } = place::open(&path)?;
    let records = match (&args.deed, &args.events) {
        (Some(deed), _) => vec![(None, one(deed, layout.timezone.as_deref())?)],
        (None, Some(file)) => many(file)?,
        (None, None) => Vec::new(),
    };
    let mut tx = store.begin()?;
    let mut text = String::new();
    for (line, record) in &records {
        let failed = |why: String| match line {
            Some(line) => format!("line {line}: {why}; nothing is recorded"),
            None => why,
        };
        let says = possible(&*tx, &layout, record).map_err(|why| match why {
            Why::Wrong(why) => Fault::outside(failed(why)),
            Why::Helped(why, help) => Fault::helped(failed(why), Some(help)),
            Why::State(fault) => fault,
        })?;
        let is_new = tx.record(&event(record).map_err(Fault::outside)?)?;
        let account = plain_cut(&record.account, 60);
        let says = plain(&says);
        text.push_str(&if is_new {
            let when = match record.on().filter(|day| *day > head.last.saturating_add(1)) {
                Some(day) => format!("at the first run from {} on", show_day(day)),
                None => "at the next run".into(),
            };
            terminal::wrapped(&format!("recorded for {account}: {when}, {says}"), terminal::width(), "  ")
        } else {
            terminal::wrapped(&format!("recorded before for {account}: {says}"), terminal::width(), "  ")
        });
    }
    tx.commit()?;
    if records.is_empty() {
        text.push_str("nothing to record\n");
    }
    terminal::print(&text)?;
    Ok(Exit::Done)
}

fn place_of(deed: &Deed) -> &Where {
    match deed {
        Deed::Done { said, .. }
        | Deed::Dismiss { said, .. }
        | Deed::Snooze { said, .. }
        | Deed::Wake { said, .. }
        | Deed::Owner { said, .. } => &said.place,
        Deed::Override { place, .. } => place,
    }
}

/// The record that the command line makes.
fn one(deed: &Deed, timezone: Option<&str>) -> Result<Record, Fault> {
    let day = |on: Option<Day>| on.map_or_else(|| accounts::today(timezone), Ok).map(show_day);
    let record = |kind: &str, account: &str, play: &str, said: &Said| -> Result<Record, Fault> {
        Ok(Record {
            kind: kind.into(),
            account: account.into(),
            play: Some(play.into()),
            day: day(said.on)?.into(),
            by: said.by.as_deref().map(Into::into),
            key: said.key.as_deref().map(Into::into),
            ..Record::default()
        })
    };
    Ok(match deed {
        Deed::Done { account, task, said } => {
            let (play, task) = task.split_once('.').ok_or_else(|| {
                let shown = plain_cut(task, 80);
                Fault::helped(
                    format!("`{shown}` names no task"),
                    Some("write the play and its task: `PLAY.TASK`".into()),
                )
            })?;
            Record { task: Some(task.into()), ..record("done", account, play, said)? }
        }
        Deed::Dismiss { account, play, said } => record("dismiss", account, play, said)?,
        Deed::Snooze { account, play, until, said } => {
            Record { until: Some(show_day(*until).into()), ..record("snooze", account, play, said)? }
        }
        Deed::Wake { account, play, said } => record("wake", account, play, said)?,
        Deed::Owner { account, play, to, said } => {
            Record { owner: Some(to.as_str().into()), ..record("owner", account, play, said)? }
        }
        Deed::Override { account, score, replace, cap, floor, until, reason, by, on, .. } => Record {
            kind: "override".into(),
            account: account.as_str().into(),
            score: Some(score.as_str().into()),
            day: day(*on)?.into(),
            until: Some(show_day(*until).into()),
            by: Some(by.as_str().into()),
            reason: Some(reason.as_str().into()),
            replace: *replace,
            cap: *cap,
            floor: *floor,
            ..Record::default()
        },
    })
}

/// The records of a file, each with its line.
fn many(file: &Path) -> Result<Vec<(Option<usize>, Record)>, Fault> {
    let name = plain(&file.to_string_lossy()).into_owned();
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| Fault::outside(format!("cannot read `{name}`: {error}")))?;
    let records = live::read_records(&text)
        .map_err(|(line, why)| Fault::helped(format!("`{name}`, line {line}: {why}"), Some(record_help().into())))?;
    Ok(records.into_iter().map(|(line, record)| (Some(line), record)).collect())
}

/// Why something cannot be recorded.
enum Why {
    Wrong(String),
    Helped(String, String),
    State(Fault),
}

impl<E: Into<Fault>> From<E> for Why {
    fn from(error: E) -> Self {
        Self::State(error.into())
    }
}

/// What the next run makes of a record, as far as the state knows.
fn possible(tx: &dyn Tx, layout: &live::Layout, record: &Record) -> Result<String, Why> {
    let deeds = record.read_for(layout).map_err(Why::Wrong)?;
    let Some(bytes) = tx.account(&deeds.account)? else {
        let shown = plain_cut(&deeds.account, 80).into_owned();
        let what = format!("the state has no account `{shown}`");
        return Err(match nearest(tx, &deeds.account)? {
            Some(near) => Why::Helped(what, format!("did you mean `{}`?", plain(&near))),
            None => Why::Wrong(what),
        });
    };
    let state = live::decode(&bytes).map_err(Fault::outside)?;
    let waiting = tx.events(Day::MAX)?.into_iter().filter(|event| event.account == record.account);
    let waiting: Vec<Deeds> =
        waiting.filter_map(|event| serde_json::from_str::<Record>(&event.body).ok()?.read_for(layout).ok()).collect();
    live::next(layout, &state, &waiting, &deeds).map_err(Why::Wrong)
}

/// The account whose id is nearest.
pub fn nearest(tx: &dyn Tx, account: &str) -> Result<Option<String>, Fault> {
    let mut ids = Vec::new();
    tx.accounts(&mut |id, _| ids.push(id.to_owned()))?;
    Ok(near::nearest(account, ids.iter().map(String::as_str)).map(str::to_owned))
}
