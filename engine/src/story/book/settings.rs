//! What may be turned, and how far; and what holds for the whole playbook.

use super::phrase::{Line, Said};
use super::sentences::{phrase, setting_value};
use super::{sentence, title};
use stageplay_dsl::typed::{self, Playbook};
use stageplay_dsl::types::{Type, show_value};

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// What it is set to; `None` where who extends the playbook has to set it.
    pub value: Option<String>,
    /// `30 days to 60 days`.
    pub range: Option<String>,
    /// What it means.
    pub sentence: Option<String>,
}

/// The settings in the order of the playbook.
pub(super) fn settings(playbook: &Playbook) -> Vec<Setting> {
    let setting = |setting: &typed::Setting| Setting {
        name: setting.name.to_string(),
        title: title(&setting.name),
        value: setting_value(playbook, setting),
        range: setting.range.map(|range| self::range(playbook, range, &setting.ty)),
        sentence: sentence(setting.sentence.as_ref()),
    };
    playbook.settings.rows().iter().map(setting).collect()
}

/// `30 days to 60 days`, `at least 1`.
pub(super) fn range(playbook: &Playbook, (low, high): (f64, f64), ty: &Type) -> String {
    let shown = |value: f64| show_value(value, ty, &playbook.choices);
    match (low.is_finite(), high.is_finite()) {
        (true, true) => format!("{} to {}", shown(low), shown(high)),
        (true, false) => format!("at least {}", shown(low)),
        (false, true) => format!("at most {}", shown(high)),
        (false, false) => "any".into(),
    }
}

/// What holds for the whole playbook.
pub(super) fn rules(playbook: &Playbook) -> Vec<Line> {
    let header = &playbook.header;
    let days = |days: f64| show_value(days, &Type::Days, &playbook.choices);
    let mut rules = Vec::new();
    let mut add = |label: &str, says: Said| rules.push(Line::new(label, says));
    if let Some(ends) = &playbook.ends_when {
        add("A customer has left when", Said::Phrase(phrase(playbook, ends)));
    }
    if let Some(age) = header.max_age {
        add("Data counts for", Said::of(format!("{}; what is older says nothing about today", days(age))));
    }
    if let Some(absent) = header.absent_after {
        add("An account is gone", Said::of(format!("after {} without data; its plays end then", days(absent))));
    }
    if let Some(gaps) = header.gaps {
        add(
            "Gaps in the data",
            Said::of(format!("of up to {} stop the clocks; longer ones start them anew", days(gaps))),
        );
    }
    if let Some(zone) = &header.timezone {
        add("Time zone", Said::of(zone.to_string()));
    }
    if let Some((calendar, _)) = &header.calendar {
        add("Working days", Said::of(format!("as the calendar {calendar} has them")));
    }
    rules
}
