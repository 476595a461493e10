//! Calendar files.
//!
//! ```yaml
//! weekend: [saturday, sunday]
//! covers: {from: 2010-01-01, to: 2012-12-31}
//! holidays:
//!   2011-04-22: Good Friday
//!   2011-04-25: Easter Monday
//! ```
//! `holidays` may also be a list of dates.

use super::ReadError;
use super::playbook::read_text;
use crate::column::{Calendar, plain};
use serde_yaml::{Mapping, Value};
use stageplay_dsl::diagnostic::near::nearest;
use stageplay_dsl::types::{Day, parse_day, show_day};
use std::collections::BTreeSet;
use std::path::Path;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a calendar.
///
/// # Errors
/// A file that cannot be read, or whose first fault is named in the error.
pub fn calendar(path: &Path) -> Result<Calendar, ReadError> {
    calendar_text(path, &read_text(path, 1)?)
}

/// Reads a calendar whose text is at hand; `path` is what it is called.
///
/// # Errors
/// Its first fault.
pub fn calendar_text(path: &Path, text: &str) -> Result<Calendar, ReadError> {
    parse(text).map_err(|reason| ReadError::Calendar { file: path.to_path_buf(), reason })
}

fn parse(text: &str) -> Result<Calendar, String> {
    // Read into a `Value` once, so that a key given twice is refused.
    let value: Value = serde_yaml::from_str(text).map_err(|error| yaml_fault(&error))?;
    let Value::Mapping(clauses) = value else {
        return Err("expected `weekend:`, `covers:` and `holidays:`".into());
    };
    known_keys(&clauses, &["weekend", "covers", "holidays"])?;
    let weekend = weekend(clauses.get("weekend"))?;
    let covers = clauses.get("covers").ok_or("`covers: {from: DATE, to: DATE}` is missing")?;
    let (first, last) = covers_of(covers)?;
    let mut holidays = BTreeSet::new();
    for holiday in holidays_of(clauses.get("holidays"))? {
        let day = date(holiday, "a holiday")?;
        if !(first..=last).contains(&day) {
            let (day, first, last) = (show_day(day), show_day(first), show_day(last));
            return Err(format!("the holiday {day} lies outside what the calendar covers, {first} to {last}"));
        }
        if !holidays.insert(day) {
            return Err(format!("the holiday {} is listed twice", show_day(day)));
        }
    }
    Ok(Calendar { weekend, holidays, covers: first..=last })
}

fn weekend(value: Option<&Value>) -> Result<[bool; 7], String> {
    let expected = "expected `weekend:` with a list of weekdays, such as [saturday, sunday]";
    let Some(Value::Sequence(days)) = value else { return Err(expected.into()) };
    let mut weekend = [false; 7];
    for day in days {
        let word = day.as_str().ok_or(expected)?;
        let slot = WEEKDAYS.iter().position(|known| known.eq_ignore_ascii_case(word));
        let Some(slot) = slot.and_then(|at| weekend.get_mut(at)) else {
            return Err(format!("`{}` is no weekday{}", plain(word), did_you_mean(word, &WEEKDAYS)));
        };
        if std::mem::replace(slot, true) {
            return Err(format!("the weekday `{word}` is listed twice"));
        }
    }
    if weekend == [true; 7] { Err("every day is in the weekend: no business day is left".into()) } else { Ok(weekend) }
}

fn covers_of(value: &Value) -> Result<(Day, Day), String> {
    let Value::Mapping(ends) = value else { return Err("expected `covers: {from: DATE, to: DATE}`".into()) };
    known_keys(ends, &["from", "to"])?;
    let end = |name: &str| match ends.get(name) {
        Some(value) => date(value, &format!("`{name}` of `covers`")),
        None => Err(format!("`covers` has no `{name}` date")),
    };
    let (first, last) = (end("from")?, end("to")?);
    if first > last {
        return Err(format!("`covers` ends on {} before it begins on {}", show_day(last), show_day(first)));
    }
    Ok((first, last))
}

fn holidays_of(value: Option<&Value>) -> Result<Vec<&Value>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Sequence(days)) => Ok(days.iter().collect()),
        Some(Value::Mapping(days)) => Ok(days.iter().map(|(day, _)| day).collect()),
        Some(_) => Err("expected `holidays:` with a list of dates, or dates with names".into()),
    }
}

fn date(value: &Value, what: &str) -> Result<Day, String> {
    let expected = || format!("{what} is not a date such as 2026-04-06");
    let text = value.as_str().ok_or_else(expected)?;
    parse_day(text).ok_or_else(|| format!("{}: found `{}`", expected(), plain(text)))
}

fn known_keys(clauses: &Mapping, known: &[&str]) -> Result<(), String> {
    for (key, _) in clauses {
        let word = key.as_str().unwrap_or("");
        if !known.contains(&word) {
            let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            let help = did_you_mean(word, known);
            return Err(format!("`{}` means nothing here, expected {}{help}", plain(word), list.join(", ")));
        }
    }
    Ok(())
}

fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known.iter().copied()).map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn yaml_fault(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let place = error.location().map_or(String::new(), |at| format!("line {}: ", at.line()));
    let reason = match message.split_once("duplicate entry with key ") {
        Some((_, rest)) => {
            let key: String = rest.chars().skip(1).take_while(|letter| *letter != '"').collect();
            format!("`{}` is given twice", plain(&key))
        }
        None => "not written as YAML".into(),
    };
    format!("{place}{reason}")
}

#[cfg(test)]
mod tests {
    use super::parse;
    use stageplay_dsl::types::parse_day;

    const COVERS: &str = "covers: {from: 2011-01-01, to: 2011-12-31}\n";

    #[test]
    fn holidays_are_a_list_or_carry_names() {
        let list = parse(&format!("weekend: [saturday, sunday]\n{COVERS}holidays: [2011-04-22, 2011-04-25]")).unwrap();
        let named = parse(&format!(
            "weekend: [Saturday, sunday]\n{COVERS}holidays:\n  2011-04-22: Good Friday\n  2011-04-25: Easter Monday\n"
        ))
        .unwrap();
        assert_eq!(list, named);
        assert_eq!(list.add_business_days(parse_day("2011-04-21").unwrap(), 1).ok(), parse_day("2011-04-26"));
        assert_eq!(parse(&format!("weekend: []\n{COVERS}")).unwrap().weekend, [false; 7]);
    }

    #[test]
    fn every_fault_is_named() {
        let with = |weekend: &str, rest: &str| parse(&format!("weekend: {weekend}\n{rest}")).unwrap_err();
        assert_eq!(with("[saturday]", ""), "`covers: {from: DATE, to: DATE}` is missing");
        assert_eq!(with("[satrday]", COVERS), "`satrday` is no weekday; did you mean `saturday`?");
        assert_eq!(
            with("[sunday]", &format!("{COVERS}holiday: []")),
            "`holiday` means nothing here, expected `weekend`, `covers`, `holidays`; did you mean `holidays`?"
        );
        assert_eq!(with("[sunday]", &format!("{COVERS}{COVERS}")), "line 1: `covers` is given twice");
        assert_eq!(
            with("[sunday]", &format!("{COVERS}holidays: [2012-01-02]")),
            "the holiday 2012-01-02 lies outside what the calendar covers, 2011-01-01 to 2011-12-31"
        );
        assert_eq!(
            with("[sunday]", &format!("{COVERS}holidays: [2011-02-30]")),
            "a holiday is not a date such as 2026-04-06: found `2011-02-30`"
        );
        assert_eq!(
            with("[sunday]", &format!("{COVERS}holidays: [2011-05-02, 2011-05-02]")),
            "the holiday 2011-05-02 is listed twice"
        );
        assert_eq!(with("[sunday]", "covers: {from: 2012-01-01}"), "`covers` has no `to` date");
        assert_eq!(parse("[").unwrap_err(), "line 2: not written as YAML");
        assert_eq!(parse("").unwrap_err(), "expected `weekend:`, `covers:` and `holidays:`");
    }
}
