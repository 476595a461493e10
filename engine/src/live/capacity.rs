//! What people have to do, and how much they can.
//!
//! A capacity is declared for a role and holds for each person the data name for it. What somebody does in several roles
//! is one load, held against the highest number that one of these roles has.

use crate::decide::Person;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody had to do on a date or in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Runs of plays that opened.
    pub new: usize,
    /// Runs of plays that were open after the evaluation; of a week, the most on one of its dates.
    pub open: usize,
    /// Hours of the tasks that were created, as far as the playbook says.
    pub effort_hours: f64,
}

impl Load {
    /// Adds a later date of the same week.
    pub fn add(&mut self, later: &Load) {
        self.new += later.new;
        self.open = self.open.max(later.open);
        self.effort_hours += later.effort_hours;
    }
}

/// Whose work it is: a person or, where the data name nobody, the role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A person, as in the data: not yet safe to show.
    Person(SmolStr),
    /// Nobody in this role.
    Role(SmolStr),
    /// Nobody, in no role.
    Nobody,
}

impl Holder {
    /// Who, else the role.
    #[must_use]
    pub fn of(who: Option<&str>, role: Option<&str>) -> Self {
        match (who, role) {
            (Some(who), _) => Self::Person(who.into()),
            (None, Some(role)) => Self::Role(role.into()),
            (None, None) => Self::Nobody,
        }
    }

    /// That of a role of an account.
    #[must_use]
    pub fn of_person(person: Option<&Person>) -> Self {
        Self::of(person.and_then(|it| it.who.as_deref()), person.map(|it| it.role.as_str()))
    }

    /// The person; `None` where the data name nobody.
    #[must_use]
    pub fn person(&self) -> Option<&SmolStr> {
        match self {
            Self::Person(who) => Some(who),
            Self::Role(_) | Self::Nobody => None,
        }
    }

    /// The role, where the data name nobody for it.
    #[must_use]
    pub fn role(&self) -> Option<&SmolStr> {
        match self {
            Self::Role(role) => Some(role),
            Self::Person(_) | Self::Nobody => None,
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Plays open at once.
    OpenPlays,
    /// Plays that open in a week.
    NewPlays,
    /// Hours of the tasks created in a week.
    Effort,
}

impl Measure {
    /// All of them, in the order of a playbook.
    pub const ALL: [Self; 3] = [Self::OpenPlays, Self::NewPlays, Self::Effort];

    /// Its word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenPlays => "open_plays",
            Self::NewPlays => "new_plays",
            Self::Effort => "effort_hours",
        }
    }
}

/// How much somebody can do; what is `None` is not limited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Capacity {
    /// Plays open at once.
    pub open_plays: Option<f64>,
    /// Plays that open in a week.
    pub new_plays: Option<f64>,
    /// Hours of the tasks created in a week.
    pub effort_hours: Option<f64>,
}

/// A load beside the most it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Of what.
    pub of: Measure,
    /// How much it is.
    pub is: f64,
    /// How much it should be at most.
    pub most: f64,
}

impl Held {
    /// Whether it is more than it should be.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is > self.most
    }

    /// How full it is: 1 is full. More than nothing, where there should be nothing, is fuller than anything.
    #[must_use]
    pub fn share(&self) -> f64 {
        match (self.is > 0.0, self.most > 0.0) {
            (false, _) => 0.0,
            (true, false) => f64::INFINITY,
            (true, true) => self.is / self.most,
        }
    }
}

impl Capacity {
    /// A load beside it, measure by measure, without what is not limited.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 plays")]
    pub fn holds(&self, load: &Load) -> Vec<Held> {
        let held = |of| {
            let (is, most) = match of {
                Measure::OpenPlays => (load.open as f64, self.open_plays),
                Measure::NewPlays => (load.new as f64, self.new_plays),
                Measure::Effort => (load.effort_hours, self.effort_hours),
            };
            most.map(|most| Held { of, is, most })
        };
        Measure::ALL.into_iter().filter_map(held).collect()
    }

    fn or_higher(self, other: &Self) -> Self {
        let higher = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.max(other)),
            (one, other) => one.or(other),
        };
        Self {
            open_plays: higher(self.open_plays, other.open_plays),
            new_plays: higher(self.new_plays, other.new_plays),
            effort_hours: higher(self.effort_hours, other.effort_hours),
        }
    }
}

/// The capacities of a playbook, by role.
#[must_use]
pub fn capacities(playbook: &Playbook) -> BTreeMap<SmolStr, Capacity> {
    let one = |it: &stageplay_dsl::typed::Capacity| {
        let role = playbook.roles.rows().get(stageplay_dsl::types::Id::index(it.role))?;
        let (open_plays, new_plays, effort_hours) = (it.open_plays, it.new_plays, it.effort_hours);
        Some((role.name.clone(), Capacity { open_plays, new_plays, effort_hours }))
    };
    playbook.capacities.iter().filter_map(one).collect()
}

/// How much somebody can do who has these roles; `None` where none of them has a capacity.
#[must_use]
pub fn capacity_of(roles: &BTreeSet<SmolStr>, capacities: &BTreeMap<SmolStr, Capacity>) -> Option<Capacity> {
    roles.iter().filter_map(|role| capacities.get(role)).copied().reduce(|one, other| one.or_higher(&other))
}

/// The Monday of the week of a day.
#[must_use]
pub fn monday(day: Day) -> Day {
    // Day 0 was a Thursday.
    day.saturating_sub(day.saturating_add(3).rem_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::monday;
    use stageplay_dsl::types::parse_day;

    #[test]
    fn a_week_begins_on_its_monday() {
        let day = |text: &str| parse_day(text).unwrap();
        for within in ["2026-03-02", "2026-03-04", "2026-03-08"] {
            assert_eq!(monday(day(within)), day("2026-03-02"), "{within}");
        }
        assert_eq!(monday(day("1969-12-31")), day("1969-12-29"));
    }
}
