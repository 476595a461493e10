//! Calendar days as numbers.

use chrono::{Datelike, NaiveDate};

/// Days since 1970-01-01.
pub type Day = i32;

/// The number of a date.
#[must_use]
pub fn day_of(date: NaiveDate) -> Day {
    date.num_days_from_ce() - 719_163
}

/// `2026-03-02` as a day; strict: four, two and two digits, and the day must exist.
#[must_use]
pub fn parse_day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    let year = text.get(0..4)?.parse().ok()?;
    let month = text.get(5..7)?.parse().ok()?;
    let day = text.get(8..10)?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, day).map(day_of)
}

/// A day as `2026-03-02`; a day outside the calendar is shown as its number.
#[must_use]
pub fn show_day(day: Day) -> String {
    day.checked_add(719_163)
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .map_or_else(|| format!("day {day}"), |date| date.to_string())
}

/// The day a day number lies in, where there is such a day: the whole number below it.
#[must_use]
pub fn whole_day(number: f64) -> Option<Day> {
    let floor = number.floor();
    let fits = floor >= f64::from(Day::MIN) && floor <= f64::from(Day::MAX);
    #[allow(clippy::cast_possible_truncation, reason = "checked to fit")]
    fits.then_some(floor as Day)
}

#[cfg(test)]
mod tests {
    use super::{parse_day, show_day};

    #[test]
    fn days_count_from_1970_and_dates_must_exist() {
        assert_eq!(parse_day("1970-01-01"), Some(0));
        assert_eq!(parse_day("2026-06-30"), Some(20_634));
        assert_eq!(show_day(20_634), "2026-06-30");
        assert_eq!(parse_day("2026-02-30"), None);
        assert_eq!(parse_day("2026-2-03"), None);
        assert_eq!(parse_day("26-02-03"), None);
    }
}
