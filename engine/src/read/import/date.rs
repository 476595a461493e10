//! Dates as people write them. Which of two numbers is the month is never guessed.

use crate::read::date::parse_date;
use stageplay_dsl::types::{Day, parse_day};

/// Which number stands first in 03/04/2026.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// The third of April.
    DayFirst,
    /// The fourth of March.
    MonthFirst,
}

/// What a text says of a day.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// The same in either order.
    Day(Day),
    /// Only in this order.
    Only(DayOrder, Day),
    /// Two days, and nothing in it says which.
    Either { day_first: Day, month_first: Day },
}

/// Reads a date; why it is none, where it is none.
pub(super) fn written(text: &str) -> Result<Written, &'static str> {
    if let Some(day) = parse_date(text) {
        return Ok(Written::Day(day));
    }
    let text = without_time(text);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return all_digits(text);
    }
    if text.chars().any(char::is_alphabetic) {
        return with_month_name(text);
    }
    for mark in ['/', '-', '.'] {
        let parts: Vec<&str> = text.split(mark).map(str::trim).collect();
        if let [first, second, third] = parts.as_slice() {
            return numbers(first, second, third, mark);
        }
    }
    Err(NO_DATE)
}

const NO_DATE: &str = "expected a date such as 2026-03-02 or 2 Mar 2026";
const NO_DAY: &str = "there is no such day in the calendar";
const SHORT_YEAR: &str = "the year has two digits: which century is meant is not guessed";

fn all_digits(text: &str) -> Result<Written, &'static str> {
    if let (8, Some(year), Some(month), Some(day)) = (text.len(), text.get(..4), text.get(4..6), text.get(6..)) {
        return day_of(year, month, day).map(Written::Day).ok_or(NO_DAY);
    }
    Err("a number, not a date: format the column as a date before it is exported")
}

fn numbers(first: &str, second: &str, third: &str, mark: char) -> Result<Written, &'static str> {
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if ![first, second, third].into_iter().all(is_number) {
        return Err(NO_DATE);
    }
    match (first.len(), second.len(), third.len()) {
        (4, 1 | 2, 1 | 2) => return day_of(first, second, third).map(Written::Day).ok_or(NO_DAY),
        (1 | 2, 1 | 2, 4) => {}
        (1 | 2, 1 | 2, 2) => return Err(SHORT_YEAR),
        _ => return Err(NO_DATE),
    }
    let (day_first, month_first) = (day_of(third, second, first), day_of(third, first, second));
    match (day_first, month_first) {
        // With points between them the day stands first, wherever that is written.
        (day_first, _) if mark == '.' => day_first.map(Written::Day).ok_or(NO_DAY),
        (Some(one), Some(other)) if one == other => Ok(Written::Day(one)),
        (Some(day_first), Some(month_first)) => Ok(Written::Either { day_first, month_first }),
        (Some(day), None) => Ok(Written::Only(DayOrder::DayFirst, day)),
        (None, Some(day)) => Ok(Written::Only(DayOrder::MonthFirst, day)),
        (None, None) => Err(NO_DAY),
    }
}

fn with_month_name(text: &str) -> Result<Written, &'static str> {
    let parts = text.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '.' | '-' | '/'));
    let (mut month, mut numbers) = (None, Vec::new());
    for part in parts.filter(|part| !part.is_empty()) {
        let lower = part.to_lowercase();
        match (lower.as_str(), month_of(&lower)) {
            ("de" | "of" | "del", _) => {}
            (_, Some(found)) if month.is_none() => month = Some(found),
            (_, Some(_)) => return Err(NO_DATE),
            (word, None) => {
                let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
                if digits.is_empty() || !matches!(word.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th" | "er"))
                {
                    return Err(NO_DATE);
                }
                numbers.push(digits);
            }
        }
    }
    let (Some(month), [first, second]) = (month, numbers.as_slice()) else { return Err(NO_DATE) };
    match (first.len(), second.len()) {
        (1 | 2, 4) => day_of(second, month, first),
        (4, 1 | 2) => day_of(first, month, second),
        (1 | 2, 2) => return Err(SHORT_YEAR),
        _ => return Err(NO_DATE),
    }
    .map(Written::Day)
    .ok_or(NO_DAY)
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Day> {
    parse_day(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// The text without the time of day behind it.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let Some(start) = text.get(..colon).and_then(|before| before.rfind([' ', 'T', '\u{a0}'])) else { return text };
    let time = text.get(start..).unwrap_or("");
    let is_time =
        |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || "T:.,+-AaPpMmZzUC".contains(letter);
    if time.chars().all(is_time) { text.get(..start).unwrap_or("").trim_end_matches(',').trim_end() } else { text }
}

/// English, German, French and Spanish; no abbreviation means another month elsewhere.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jän", "jänner", "janv", "janvier", "ene", "enero"],
    &["feb", "february", "februar", "febr", "fév", "févr", "fevr", "février", "fevrier", "febrero"],
    &["mar", "march", "mär", "märz", "mrz", "maerz", "mars", "marzo"],
    &["apr", "april", "avr", "avril", "abr", "abril"],
    &["may", "mai", "mayo"],
    &["jun", "june", "juni", "juin", "junio"],
    &["jul", "july", "juli", "juil", "juillet", "julio"],
    &["aug", "august", "août", "aout", "ago", "agosto"],
    &["sep", "sept", "september", "septembre", "septiembre"],
    &["oct", "october", "okt", "oktober", "octobre", "octubre"],
    &["nov", "november", "novembre", "noviembre"],
    &["dec", "december", "dez", "dezember", "déc", "décembre", "decembre", "dic", "diciembre"],
];
const NUMBERS: [&str; 12] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

fn month_of(word: &str) -> Option<&'static str> {
    MONTHS.iter().zip(NUMBERS).find(|(names, _)| names.contains(&word)).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::{DayOrder, Written, written};
    use stageplay_dsl::types::show_day;

    fn said(text: &str) -> String {
        match written(text) {
            Ok(Written::Day(day)) => show_day(day),
            Ok(Written::Only(DayOrder::DayFirst, day)) => format!("day first {}", show_day(day)),
            Ok(Written::Only(DayOrder::MonthFirst, day)) => format!("month first {}", show_day(day)),
            Ok(Written::Either { day_first, month_first }) => {
                format!("{} or {}", show_day(day_first), show_day(month_first))
            }
            Err(reason) => reason.split_inclusive(' ').take(4).collect::<String>().trim().to_owned(),
        }
    }

    #[test]
    fn a_date_says_what_it_can_and_no_more() {
        for (text, expected) in [
            ("2026-03-02T09:30:00Z", "2026-03-02"),
            ("2026/3/2", "2026-03-02"),
            ("20260302", "2026-03-02"),
            ("02.03.2026", "2026-03-02"),
            ("2.3.2026 14:30", "2026-03-02"),
            ("2 Mar 2026", "2026-03-02"),
            ("March 2, 2026", "2026-03-02"),
            ("2-Mar-2026", "2026-03-02"),
            ("2. März 2026", "2026-03-02"),
            ("1er août 2026", "2026-08-01"),
            ("2 de marzo de 2026", "2026-03-02"),
            ("31/12/2026", "day first 2026-12-31"),
            ("12/31/2026 2:30 PM", "month first 2026-12-31"),
            ("03/04/2026", "2026-04-03 or 2026-03-04"),
            ("3-4-2026", "2026-04-03 or 2026-03-04"),
            ("05/05/2026", "2026-05-05"),
            ("03/04/26", "the year has two"),
            ("2 Mar 26", "the year has two"),
            ("12.31.2026", "there is no such"),
            ("31/02/2026", "there is no such"),
            ("45993", "a number, not a"),
            ("soon", "expected a date such"),
            ("2 Mar Apr 2026", "expected a date such"),
            ("1/2", "expected a date such"),
            ("", "expected a date such"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
