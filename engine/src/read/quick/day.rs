//! Dates, month by month: which day a month begins with is asked of the calendar once.

use crate::read::date::parse_date;
use stageplay_dsl::types::{Day, parse_day};

/// How many months are remembered.
const MONTHS: usize = 512;

/// A month that was asked for.
#[derive(Clone, Copy)]
struct Month {
    /// As written, `2026-03-`.
    name: u64,
    first: Day,
    /// How many days it has.
    length: u8,
}

/// Dates as days.
pub(super) struct Days {
    months: Vec<Month>,
}

impl Days {
    pub(super) fn new() -> Self {
        Self { months: vec![Month { name: 0, first: 0, length: 0 }; MONTHS] }
    }

    /// The day of `2026-03-02`, or of a timestamp.
    #[inline]
    pub(super) fn day(&mut self, text: &[u8]) -> Option<Day> {
        let (Some((name, [tens, ones])), 10) = (text.split_first_chunk::<8>(), text.len()) else {
            return parse_date(std::str::from_utf8(text).ok()?);
        };
        let [_, _, _, year, _, tens_of_month, month, _] = *name;
        let place = usize::from(year) * 31 + usize::from(tens_of_month) * 10 + usize::from(month);
        let slot = self.months.get_mut(place % MONTHS)?;
        let name = u64::from_le_bytes(*name);
        if slot.name != name {
            *slot = asked(std::str::from_utf8(text).ok()?, name)?;
        }
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        let day = tens.wrapping_mul(10).wrapping_add(ones);
        let is_day = tens <= 3 && ones <= 9 && day >= 1 && day <= slot.length;
        is_day.then(|| slot.first + Day::from(day) - 1)
    }
}

/// What the calendar says of a month.
fn asked(text: &str, name: u64) -> Option<Month> {
    let day = |day: u8| parse_day(&format!("{}{day:02}", text.get(..8)?));
    let first = day(1)?;
    let length = (28..=31).rev().find(|last| day(*last).is_some())?;
    Some(Month { name, first, length })
}

#[cfg(test)]
mod tests {
    use super::Days;
    use crate::read::date::parse_date;
    use proptest::prelude::*;

    #[test]
    fn every_day_of_four_centuries_is_the_calendars() {
        let mut days = Days::new();
        for year in (1600..2001).chain([0, 1, 9999]) {
            for month in 0..=13 {
                for day in [0, 1, 9, 10, 28, 29, 30, 31, 32] {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    assert_eq!(days.day(text.as_bytes()), parse_date(&text), "{text}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_no_date_is_none(text in "[0-9:;/-]{8,11}|20[0-9]{2}-[01][0-9]-[0-9:/]{2}|20[0-9]{2}-01-0[0-9]T0[0-9]:00:00Z?") {
            let mut days = Days::new();
            days.day(b"2020-01-01");
            prop_assert_eq!(days.day(text.as_bytes()), parse_date(&text));
        }
    }
}
