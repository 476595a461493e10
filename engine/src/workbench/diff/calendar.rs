//! The business days of two versions: which days only one of them counts.

use super::items::{Effect, Item, Whose};
use crate::column::Calendar;
use stageplay_dsl::types::{Day, show_day};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// So many days are named in a line.
const NAMED: usize = 10;

/// What is another in a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Days off by name that were business days.
    pub off: Vec<Day>,
    /// Business days that were days off by name.
    pub on: Vec<Day>,
    /// Weekdays that are days off now, Monday first.
    pub weekend_more: Vec<&'static str>,
    /// Weekdays that are none any more.
    pub weekend_fewer: Vec<&'static str>,
    /// The dates that are known, before and now, where they are others.
    pub covers: Option<[(Day, Day); 2]>,
}

/// Compares two calendars, where both know the days. A playbook without one works from Monday to Friday.
#[must_use]
pub fn days(old: Option<&Calendar>, new: Option<&Calendar>) -> Days {
    let standard = Calendar::monday_to_friday();
    let (old, new) = (old.unwrap_or(&standard), new.unwrap_or(&standard));
    let is_on = |calendar: &Calendar, day: Day| calendar.is_business_day(day).ok();
    let mut days = Days::default();
    for day in old.holidays.symmetric_difference(&new.holidays) {
        match (is_on(old, *day), is_on(new, *day)) {
            (Some(true), Some(false)) => days.off.push(*day),
            (Some(false), Some(true)) => days.on.push(*day),
            _ => {}
        }
    }
    for (name, (was, is)) in WEEKDAYS.iter().zip(old.weekend.iter().zip(&new.weekend)) {
        match (was, is) {
            (false, true) => days.weekend_more.push(name),
            (true, false) => days.weekend_fewer.push(name),
            _ => {}
        }
    }
    if old.covers != new.covers {
        days.covers = Some([old, new].map(|it| (*it.covers.start(), *it.covers.end())));
    }
    days
}

/// The change of the calendar among the other changes; `None` where both count the same days.
#[must_use]
pub fn calendar_item(days: &Days) -> Option<Item> {
    if *days == Days::default() {
        return None;
    }
    Some(Item {
        name: "calendar".into(),
        effect: Effect::Opaque,
        before: None,
        after: Some(days.says()),
        old: None,
        new: None,
        calendar: Whose::New,
        edits: Vec::new(),
    })
}

impl Days {
    /// In words.
    #[must_use]
    pub fn says(&self) -> String {
        let named = |days: &[Day]| {
            let mut names: Vec<String> = days.iter().take(NAMED).map(|day| show_day(*day)).collect();
            if days.len() > NAMED {
                names.push(format!("and {} more", days.len() - NAMED));
            }
            names.join(", ")
        };
        let covered = |(first, last): (Day, Day)| match (first, last) {
            (Day::MIN, Day::MAX) => "all dates".to_owned(),
            (first, last) => format!("{} to {}", show_day(first), show_day(last)),
        };
        let mut said = Vec::new();
        if !self.off.is_empty() {
            said.push(format!("off now {}", named(&self.off)));
        }
        if !self.on.is_empty() {
            said.push(format!("business days now {}", named(&self.on)));
        }
        if !self.weekend_more.is_empty() {
            said.push(format!("{} off now", self.weekend_more.join(", ")));
        }
        if !self.weekend_fewer.is_empty() {
            said.push(format!("{} a business day now", self.weekend_fewer.join(", ")));
        }
        if let Some([before, now]) = self.covers {
            said.push(format!("covers {}, before {}", covered(now), covered(before)));
        }
        said.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::days;
    use crate::column::Calendar;
    use stageplay_dsl::types::{Day, parse_day};

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn calendar(holidays: &[&str], last: &str) -> Calendar {
        let holidays = holidays.iter().map(|it| day(it)).collect();
        Calendar { holidays, covers: day("2026-01-01")..=day(last), ..Calendar::monday_to_friday() }
    }

    #[test]
    fn days_of_one_calendar_are_named() {
        // 2026-12-26 is a Saturday: off in both.
        let old = calendar(&["2026-05-01", "2026-12-25"], "2026-12-31");
        let mut new = calendar(&["2026-12-24", "2026-12-25", "2026-12-26"], "2026-12-31");
        assert_eq!(days(Some(&old), Some(&new)).says(), "off now 2026-12-24; business days now 2026-05-01");
        new.weekend = [false, false, false, false, true, true, false];
        let found = days(Some(&old), Some(&new));
        assert_eq!((found.weekend_more, found.weekend_fewer), (vec!["Friday"], vec!["Sunday"]));
    }

    #[test]
    fn a_day_that_only_one_knows_is_no_other_day() {
        let old = calendar(&[], "2026-06-30");
        let new = calendar(&["2026-12-24"], "2026-12-31");
        let found = days(Some(&old), Some(&new));
        assert_eq!(found.says(), "covers 2026-01-01 to 2026-12-31, before 2026-01-01 to 2026-06-30");
        assert_eq!(days(None, None).says(), "");
        assert!(days(None, Some(&new)).says().contains("off now 2026-12-24"));
    }
}
