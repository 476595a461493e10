//! Days counted from one another: due dates, escalations.

use crate::column::Calendar;
use crate::decide::row::Row;
use crate::kernel::date;
use smol_str::SmolStr;
use stageplay_dsl::typed::{Distance, DistanceUnit};
use stageplay_dsl::types::{Day, show_day, whole_day};

/// A fault outside the playbook and the accounts that stops a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecideError {
    /// Business days are counted on a date that the calendar says nothing about.
    #[error(
        "the calendar does not cover {from} and the {count} business days {direction} it, which {what} of play `{play}` needs"
    )]
    Calendar {
        /// The play.
        play: SmolStr,
        /// ``task `call` ``, `the escalation to vp_cs`.
        what: String,
        /// From where was counted, as `2026-03-02`.
        from: String,
        /// How many business days.
        count: i64,
        /// `after` or `before`.
        direction: &'static str,
    },
    /// The playbook counts business days and no calendar was given.
    #[error("play `{play}` counts business days, and its calendar was not read")]
    NoCalendar {
        /// The play.
        play: SmolStr,
    },
}

/// What counting needs to know.
#[derive(Clone, Copy)]
pub(super) struct Counting<'a> {
    pub(super) row: Row<'a>,
    pub(super) calendar: Option<&'a Calendar>,
    /// Whose play.
    pub(super) play: &'a str,
    /// For what: ``task `call` ``.
    pub(super) what: &'a str,
}

impl Counting<'_> {
    /// The day so far after `start`. Unknown where the length is.
    pub(super) fn after(self, start: Day, distance: &Distance) -> Result<Option<Day>, DecideError> {
        self.count(start, distance, 1.0)
    }

    /// The day so far before `start`.
    pub(super) fn before(self, start: Day, distance: &Distance) -> Result<Option<Day>, DecideError> {
        self.count(start, distance, -1.0)
    }

    fn count(self, start: Day, distance: &Distance, sign: f64) -> Result<Option<Day>, DecideError> {
        let Some(amount) = self.row.number(&distance.amount) else {
            return Ok(None);
        };
        match distance.unit {
            DistanceUnit::Days => Ok(whole_day(f64::from(start) + (sign * amount).floor())),
            DistanceUnit::Months => Ok(date::add_months_to(f64::from(start), sign * amount).and_then(whole_day)),
            DistanceUnit::BusinessDays => {
                #[allow(clippy::cast_possible_truncation, reason = "a number of the playbook, saturating")]
                let count = (sign * amount) as i64;
                self.business_days(start, count).map(Some)
            }
        }
    }

    /// The day so many business days after another one; before it, where negative.
    pub(super) fn business_days(self, start: Day, count: i64) -> Result<Day, DecideError> {
        let missing = || DecideError::NoCalendar { play: self.play.into() };
        let calendar = self.calendar.ok_or_else(missing)?;
        calendar.add_business_days(start, count).map_err(|_| self.not_covered(start, count))
    }

    /// How many business days lie after one day, up to and including another.
    pub(super) fn business_days_between(self, start: Day, end: Day) -> Result<i32, DecideError> {
        let missing = || DecideError::NoCalendar { play: self.play.into() };
        let calendar = self.calendar.ok_or_else(missing)?;
        let mut count = 0;
        for day in start.saturating_add(1)..=end {
            count += i32::from(calendar.is_business_day(day).map_err(|_| self.not_covered(start, 1))?);
        }
        Ok(count)
    }

    fn not_covered(self, start: Day, count: i64) -> DecideError {
        DecideError::Calendar {
            play: self.play.into(),
            what: self.what.into(),
            from: show_day(start),
            count: count.abs(),
            direction: if count < 0 { "before" } else { "after" },
        }
    }
}
