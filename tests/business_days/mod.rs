//! Business days against an independent library: ten years, five countries. README.md says where the files are from.

use crate::support::repository::root;
use stageplay_dsl::types::{Day, parse_day, show_day};
use stageplay_engine::column::Calendar;
use stageplay_engine::read;
use std::collections::BTreeSet;
use std::fs;

const COUNTRIES: [&str; 5] = ["gb", "il", "jp", "sa", "us"];

/// Start, business days, expected.
fn rows(country: &str) -> Vec<(Day, i64, Day)> {
    let path = root().join(format!("tests/business_days/{country}.csv"));
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("start,days,expected"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (parse_day(cells[0]).unwrap(), cells[1].parse().unwrap(), parse_day(cells[2]).unwrap())
    };
    lines.map(row).collect()
}

fn calendar(country: &str) -> Calendar {
    read::calendar(&root().join(format!("tests/business_days/{country}.yaml"))).unwrap()
}

#[test]
fn business_days_are_those_of_an_independent_library() {
    let mut wrong = Vec::new();
    for country in COUNTRIES {
        let calendar = calendar(country);
        for (start, days, expected) in rows(country) {
            let found = calendar.add_business_days(start, days).map(show_day);
            if found != Ok(show_day(expected)) {
                let (start, expected) = (show_day(start), show_day(expected));
                wrong.push(format!("{country}: {start} and {days} days: expected {expected}, found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong, such as\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// The rows ask what they are meant to ask.
#[test]
fn every_day_of_ten_years_and_every_count_is_asked_for() {
    let (mut starts, mut weekends) = (BTreeSet::new(), BTreeSet::new());
    for country in COUNTRIES {
        let (calendar, rows) = (calendar(country), rows(country));
        assert!(rows.len() > 1_900, "{country}: {}", rows.len());
        weekends.insert(calendar.weekend);
        starts.extend(rows.iter().map(|(start, _, _)| *start));
        let counts: BTreeSet<i64> = rows.iter().map(|(_, days, _)| *days).collect();
        assert!(counts.into_iter().eq(-60..=60), "{country}");
        // From a day off the count begins at the next business day: where implementations differ.
        let off = rows.iter().filter(|(start, _, _)| calendar.is_business_day(*start) == Ok(false)).count();
        assert!(off * 4 > rows.len(), "{country}: {off} of {}", rows.len());
        let on_holidays = rows.iter().filter(|(start, _, _)| calendar.holidays.contains(start)).count();
        assert!(on_holidays > 25, "{country}: {on_holidays}");
    }
    let (first, last) = (parse_day("2020-01-01").unwrap(), parse_day("2029-12-31").unwrap());
    assert!(starts.into_iter().eq(first..=last));
    assert_eq!(weekends.len(), 2);
}
