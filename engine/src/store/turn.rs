//! Whose turn it is: runs follow each other by day, each is finished before the next and before all is kept.
//!
//! Also what every store asks of days, numbers and texts before it keeps them.

use super::error::StoreError;
use super::model::{Action, Event, Move, Run};
use serde_json::value::RawValue;
use stageplay_dsl::types::Day;

/// 0000-01-01 and 9999-12-31: the days that have a date in ISO 8601.
const DATES: std::ops::RangeInclusive<Day> = -719_528..=2_932_896;

/// The days of one transaction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// The newest run there is.
    last: Option<Day>,
    /// The day of the run that has begun and is not finished.
    open: Option<Day>,
}

impl Turn {
    pub(super) fn new(last: Option<Day>) -> Self {
        Self { last, open: None }
    }

    /// A run writes something for a day.
    pub(super) fn write(&mut self, day: Day) -> Result<(), StoreError> {
        date(day)?;
        if let Some(last) = self.last.filter(|last| *last >= day) {
            return Err(StoreError::NotRewound { day, last });
        }
        match self.open.replace(day) {
            Some(first) if first != day => Err(StoreError::TwoDays { first, second: day }),
            _ => Ok(()),
        }
    }

    pub(super) fn finish(&mut self, day: Day) -> Result<(), StoreError> {
        self.write(day)?;
        *self = Self::new(Some(day));
        Ok(())
    }

    /// Nothing may be half done: neither before going back nor before keeping all.
    pub(super) fn nothing_open(&self) -> Result<(), StoreError> {
        self.open.map_or(Ok(()), |day| Err(StoreError::Unfinished(day)))
    }

    pub(super) fn last(&self) -> Option<Day> {
        self.last
    }
}

pub(super) fn date(day: Day) -> Result<(), StoreError> {
    if DATES.contains(&day) { Ok(()) } else { Err(StoreError::NoDate(day)) }
}

fn json(text: &str, what: &'static str) -> Result<(), StoreError> {
    let kept = !text.contains(['\n', '\r'])
        && serde_json::from_str::<&RawValue>(text).is_ok_and(|value| value.get().len() == text.len());
    if kept { Ok(()) } else { Err(StoreError::NotJson { what }) }
}

fn object(text: &str, what: &'static str) -> Result<(), StoreError> {
    if text.starts_with('{') && json(text, what).is_ok() { Ok(()) } else { Err(StoreError::NoObject { what }) }
}

fn finite(number: Option<f64>, what: &'static str) -> Result<(), StoreError> {
    if number.is_none_or(f64::is_finite) { Ok(()) } else { Err(StoreError::NotFinite { what }) }
}

pub(super) fn action(action: &Action) -> Result<(), StoreError> {
    finite(action.priority, "priority of an action")?;
    object(&action.body, "body of an action")
}

pub(super) fn event(event: &Event) -> Result<(), StoreError> {
    date(event.day)?;
    object(&event.body, "body of an event")
}

pub(super) fn change(change: &Move) -> Result<(), StoreError> {
    finite(change.revenue, "revenue of a move")
}

pub(super) fn run(run: &Run, playbook: Option<&str>) -> Result<(), StoreError> {
    json(&run.layout, "layout of a run")?;
    left(&run.book, &run.manifest)?;
    match playbook {
        Some(here) if here != run.playbook => {
            Err(StoreError::OtherPlaybook { here: here.to_owned(), there: run.playbook.clone() })
        }
        _ => Ok(()),
    }
}

/// What a run leaves of the book.
pub(super) fn left(book: &str, manifest: &str) -> Result<(), StoreError> {
    json(book, "memory of the book")?;
    json(manifest, "manifest of a run")
}

/// How far can be gone back after pruning before a day: at least to the day after the newest run, before which
/// there is only what is there now. Where there was no run nothing is lost.
pub(super) fn back_to(now: Option<Day>, before: Day, last: Option<Day>) -> Option<Day> {
    let asked = last.map(|last| before.min(last.saturating_add(1)));
    now.max(asked)
}
