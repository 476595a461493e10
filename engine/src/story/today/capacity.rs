//! Who has more work than they can do: the open plays, and what was told in the week of the last run.

use super::kept::Kept;
use super::plays::Play;
use crate::live::{Held, Holder, Load, capacity_of};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who has more work than they can do.
#[derive(Clone, Debug, PartialEq)]
pub struct OverCapacity {
    /// Who.
    pub who: Holder,
    /// What they have of what is limited, beside how much they can do.
    pub held: Vec<Held>,
}

/// A load, and the roles in which somebody has it.
type Work = (Load, BTreeSet<SmolStr>);

/// Who has more than they can do; whoever has most above it first.
pub(super) fn over(kept: &Kept, plays: &[Play]) -> Vec<OverCapacity> {
    let capacities = &kept.words.capacities;
    if capacities.is_empty() {
        return Vec::new();
    }
    let mut all: BTreeMap<Holder, Work> = BTreeMap::new();
    let mut add = |who: Option<&str>, role: Option<&str>, add: &dyn Fn(&mut Load)| {
        let (load, roles) = all.entry(Holder::of(who, role)).or_default();
        roles.extend(role.map(SmolStr::from));
        add(load);
    };
    for play in plays {
        add(play.owner.as_deref(), play.role.as_deref(), &|load| load.open += 1);
    }
    for told in kept.this_week.iter().filter(|told| told.on <= kept.head.last) {
        let (who, role) = (told.owner.as_deref(), told.role.as_deref());
        match told.kind.as_str() {
            "stageplay.play.opened" => add(who, role, &|load| load.new += 1),
            "stageplay.task.created" => add(who, role, &|load| load.effort_hours += told.effort_hours.unwrap_or(0.0)),
            _ => {}
        }
    }
    let beside = all.into_iter().filter_map(|(who, (load, roles))| {
        let held = capacity_of(&roles, capacities)?.holds(&load);
        held.iter().any(Held::is_over).then_some(OverCapacity { who, held })
    });
    let mut over: Vec<OverCapacity> = beside.collect();
    let share = |it: &OverCapacity| it.held.iter().map(Held::share).fold(0.0, f64::max);
    over.sort_by(|one, other| share(other).total_cmp(&share(one)));
    over
}
