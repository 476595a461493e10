//! Business days.
//!
//! Pure arithmetic on day numbers; how a calendar file is written is known in `read` only.

use stageplay_dsl::types::{Day, show_day};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Which days are business days, and for which dates that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Monday first; true is a day off.
    pub weekend: [bool; 7],
    /// Days off besides.
    pub holidays: BTreeSet<Day>,
    /// The dates this calendar knows about.
    pub covers: RangeInclusive<Day>,
}

/// Why business days could not be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The count leaves the dates the calendar knows about.
    #[error("the calendar does not cover {}: it covers {} to {}", show_day(*day), show_day(*first), show_day(*last))]
    NotCovered {
        /** The first day that is not covered. */
        day: Day,
        /** Where the calendar begins. */
        first: Day,
        /** Where it ends. */
        last: Day,
    },
    /// More days than a calendar is good for.
    #[error("{0} business days are too many to count: at most {MOST}")]
    TooMany(i64),
}

/// More business days than this are not counted.
const MOST: i64 = 100_000;

impl Default for Calendar {
    fn default() -> Self {
        Self::monday_to_friday()
    }
}

impl Calendar {
    /// Saturday and Sunday off, no holidays, all dates: what holds where a playbook names no calendar.
    #[must_use]
    pub fn monday_to_friday() -> Self {
        let weekend = [false, false, false, false, false, true, true];
        Self { weekend, holidays: BTreeSet::new(), covers: Day::MIN..=Day::MAX }
    }

    /// Whether people work on a day.
    ///
    /// # Errors
    /// A day the calendar does not cover.
    pub fn is_business_day(&self, day: Day) -> Result<bool, CalendarError> {
        if !self.covers.contains(&day) {
            return Err(CalendarError::NotCovered { day, first: *self.covers.start(), last: *self.covers.end() });
        }
        // 1970-01-01 was a Thursday, the fourth day from Monday.
        let weekday = (i64::from(day) + 3).rem_euclid(7);
        let off = usize::try_from(weekday).ok().and_then(|at| self.weekend.get(at)).copied().unwrap_or(false);
        Ok(!off && !self.holidays.contains(&day))
    }

    /// The day `days` business days after `day` (before it where negative); `day` itself is not counted, whether
    /// or not people work on it. 0 days is `day`.
    ///
    /// # Errors
    /// A day on the way that the calendar does not cover, or more than 100,000 days.
    pub fn add_business_days(&self, day: Day, days: i64) -> Result<Day, CalendarError> {
        if days.abs() > MOST {
            return Err(CalendarError::TooMany(days));
        }
        let step = if days < 0 { -1 } else { 1 };
        let mut left = days.abs();
        let mut at = day;
        while left > 0 {
            let outside = CalendarError::NotCovered { day: at, first: *self.covers.start(), last: *self.covers.end() };
            at = at.checked_add(step).ok_or(outside)?;
            if self.is_business_day(at)? {
                left -= 1;
            }
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, CalendarError};
    use stageplay_dsl::types::{Day, parse_day};

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    /// Easter 2011: Good Friday 22 April, Easter Monday 25 April.
    fn easter() -> Calendar {
        Calendar {
            holidays: [day("2011-04-22"), day("2011-04-25")].into(),
            covers: day("2011-01-01")..=day("2011-12-31"),
            ..Calendar::monday_to_friday()
        }
    }

    #[test]
    fn weekends_and_holidays_are_not_counted() {
        let calendar = easter();
        // Thursday 21 April: the next business day is Tuesday 26 April.
        assert_eq!(calendar.add_business_days(day("2011-04-21"), 1), Ok(day("2011-04-26")));
        // From a day off, the first business day after it is day one.
        assert_eq!(calendar.add_business_days(day("2011-04-23"), 1), Ok(day("2011-04-26")));
        assert_eq!(calendar.add_business_days(day("2011-04-26"), -1), Ok(day("2011-04-21")));
        assert_eq!(calendar.add_business_days(day("2011-04-23"), 0), Ok(day("2011-04-23")));
        // Monday 2 May plus 10 is Monday 16 May.
        assert_eq!(calendar.add_business_days(day("2011-05-02"), 10), Ok(day("2011-05-16")));
    }

    #[test]
    fn a_day_that_is_not_covered_is_an_error() {
        let calendar = easter();
        let error = calendar.add_business_days(day("2011-12-30"), 1).unwrap_err();
        assert_eq!(error.to_string(), "the calendar does not cover 2012-01-01: it covers 2011-01-01 to 2011-12-31");
        assert!(calendar.add_business_days(day("2011-12-30"), 0).is_ok());
        assert_eq!(calendar.add_business_days(0, 1 << 40), Err(CalendarError::TooMany(1 << 40)));
        assert!(Calendar::default().add_business_days(Day::MAX, 1).is_err());
    }

    #[test]
    fn days_before_1970_have_weekdays_too() {
        // 31 December 1969 was a Wednesday, 28 December 1969 a Sunday.
        let calendar = Calendar::default();
        assert_eq!(calendar.is_business_day(-1), Ok(true));
        assert_eq!(calendar.is_business_day(-4), Ok(false));
    }
}
