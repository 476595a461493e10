//! Months on the calendar, counted the long way.

use chrono::{Datelike, NaiveDate};
use stageplay_dsl::types::Day;

/// 1970-01-01 counted from the day before 0001-01-01.
const EPOCH: i64 = 719_163;

/// The calendar day a day number lies on; `None` outside the calendar.
fn date_of(day: f64) -> Option<NaiveDate> {
    let whole = day.floor();
    if whole.abs() > 1e9 {
        return None;
    }
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(whole as i64 + EPOCH).ok()?)
}

fn day_of(date: NaiveDate) -> f64 {
    (i64::from(date.num_days_from_ce()) - EPOCH) as f64
}

/// The day so many whole months later (earlier where negative): the same day of the month, or the month's last
/// where it has none; `None` outside the calendar.
pub(crate) fn add_months(day: f64, months: f64) -> Option<f64> {
    let date = date_of(day)?;
    let months = months.trunc();
    if months.abs() > 1e8 {
        return None;
    }
    let count = i64::from(date.year()) * 12 + i64::from(date.month0()) + months as i64;
    let year = i32::try_from(count.div_euclid(12)).ok()?;
    let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
    // The calendar's first and last years have all their days, so some day of the month is always there.
    (1..=date.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).map(day_of)
}

/// The largest number of months that can be added to a day without passing `as_of`.
pub(crate) fn months_since(day: f64, as_of: f64) -> Option<f64> {
    let (from, to) = (date_of(day)?, date_of(as_of)?);
    let apart =
        (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month0()) - i64::from(from.month0());
    let start = apart as f64 + 1.0;
    [start, start - 1.0, start - 2.0]
        .into_iter()
        .find(|months| add_months(day, *months).is_some_and(|day| day <= as_of))
}

/// Monday to Friday.
fn is_business_day(day: Day) -> bool {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7) < 5
}

/// The day so many business days later (earlier where negative), the first day not counted.
pub(crate) fn add_business_days(day: Day, days: Day) -> Day {
    let (mut at, mut left) = (day, days.abs());
    while left > 0 {
        at += days.signum();
        left -= Day::from(is_business_day(at));
    }
    at
}

/// How many business days lie after a day, up to and including another.
pub(crate) fn business_days_between(after: Day, until: Day) -> Day {
    (after + 1..=until).map(|day| Day::from(is_business_day(day))).sum()
}

#[cfg(test)]
mod tests {
    use super::{add_months, months_since};
    use stageplay_dsl::types::parse_day;

    fn day(text: &str) -> f64 {
        f64::from(parse_day(text).unwrap())
    }

    #[test]
    fn the_end_of_a_month_is_kept_or_clamped() {
        assert_eq!(add_months(day("2026-01-31"), 1.0), Some(day("2026-02-28")));
        assert_eq!(add_months(day("2024-01-31"), 1.9), Some(day("2024-02-29")));
        assert_eq!(add_months(day("2026-03-31") + 0.5, -1.0), Some(day("2026-02-28")));
        assert_eq!(add_months(day("2026-03-15"), -27.0), Some(day("2023-12-15")));
        assert_eq!(add_months(day("2026-03-15"), 1e7), None);
        assert_eq!(add_months(1e300, 1.0), None);
    }

    #[test]
    fn whole_months_lie_between_two_days() {
        assert_eq!(months_since(day("2026-01-31"), day("2026-02-27")), Some(0.0));
        assert_eq!(months_since(day("2026-01-31"), day("2026-02-28")), Some(1.0));
        assert_eq!(months_since(day("2026-03-01"), day("2026-02-28")), Some(-1.0));
        assert_eq!(months_since(day("2025-06-30"), day("2026-06-30")), Some(12.0));
        assert_eq!(months_since(day("2026-08-31"), day("2026-06-30")), Some(-2.0));
    }
}
