//! Whose work was more than they can do: weeks beside the capacities of the playbook.

use super::replay::Replay;
use crate::live::{Capacity, Held, Holder, Load, Measure, capacity_of, monday};
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// Somebody with a capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    /// Who.
    pub who: Holder,
    /// How much they can do.
    pub capacity: Capacity,
    /// What they had to do, by the Monday of the week; a week without anything is left out.
    pub weeks: BTreeMap<Day, Load>,
}

impl Busy {
    /// In how many weeks it was too much of something.
    #[must_use]
    pub fn weeks_over(&self) -> usize {
        self.weeks.values().filter(|load| self.capacity.holds(load).iter().any(Held::is_over)).count()
    }

    /// In how many weeks it was too much of this; `None` where that is not limited.
    #[must_use]
    pub fn weeks_over_by(&self, of: Measure) -> Option<usize> {
        let held = |load: &Load| self.capacity.holds(load).into_iter().find(|held| held.of == of);
        held(&Load::default())?;
        Some(self.weeks.values().filter_map(held).filter(Held::is_over).count())
    }

    /// The week that was furthest above what they can do, and by what; the first of equal ones. `None` where no week was
    /// too much.
    #[must_use]
    pub fn worst(&self) -> Option<(Day, Held)> {
        let all = self.weeks.iter().flat_map(|(week, load)| {
            self.capacity.holds(load).into_iter().filter(Held::is_over).map(move |held| (*week, held))
        });
        all.reduce(|worst, next| if next.1.share() > worst.1.share() { next } else { worst })
    }
}

/// Everybody whose roles have a capacity, people first.
pub(super) fn busy(replay: &Replay) -> Vec<Busy> {
    let mut all: BTreeMap<&Holder, Busy> = BTreeMap::new();
    for ((day, who), load) in &replay.held {
        let roles = replay.roles.get(who);
        let Some(capacity) = roles.and_then(|roles| capacity_of(roles, &replay.capacities)) else { continue };
        let busy = all.entry(who).or_insert_with(|| Busy { who: who.clone(), capacity, weeks: BTreeMap::new() });
        busy.weeks.entry(monday(*day)).or_default().add(load);
    }
    all.into_values().collect()
}
