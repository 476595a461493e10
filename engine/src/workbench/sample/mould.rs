//! What accounts of a playbook look like, learned from those that its author wrote: new ones are mixed from them group by
//! group and moved a little, and what was never larger than something else is not now.

use super::nudge::nudge;
use super::record::Record;
use fastrand::Rng;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Day, Value};

/// How often a group of fields comes from another account.
const MIXED: f64 = 0.3;
/// How often an answer or a word comes from another account.
const SWAPPED: f64 = 0.06;

/// What new accounts are made from.
pub(super) struct Mould<'p> {
    playbook: &'p Playbook,
    /// All as of one day.
    states: Vec<Record>,
    /// That day.
    day: Day,
    /// Fields of which the first was never above the second.
    never_above: Vec<(usize, usize)>,
}

impl<'p> Mould<'p> {
    /// From records as of a day.
    pub(super) fn new(playbook: &'p Playbook, states: Vec<Record>, day: Day) -> Self {
        let never_above = never_above(playbook, &states);
        Self { playbook, states, day, never_above }
    }

    /// An account as of a date.
    pub(super) fn on(&self, date: Day, dice: &mut Rng) -> Record {
        self.draw(dice).later(date.saturating_sub(self.day))
    }

    /// An account as of the mould's day.
    fn draw(&self, dice: &mut Rng) -> Record {
        let mut record = self.any(dice).cloned().unwrap_or_default();
        let (mut group, mut other) = ("", None);
        for (at, field) in self.playbook.fields.rows().iter().enumerate() {
            let of = field.path.split_once('.').map_or(field.path.as_str(), |(group, _)| group);
            if of != group {
                group = of;
                other = if dice.f64() < MIXED { self.any(dice) } else { None };
            }
            let swapped = matches!(field.kind, FieldKind::YesNo | FieldKind::Choice(_)) && dice.f64() < SWAPPED;
            let from = if swapped { self.any(dice) } else { other };
            if let (Some(from), Some(value)) = (from.and_then(|from| from.values.get(at)), record.values.get_mut(at)) {
                value.clone_from(from);
            }
        }
        for (at, list) in record.lists.iter_mut().enumerate() {
            if dice.f64() < MIXED
                && let Some(from) = self.any(dice).and_then(|from| from.lists.get(at))
            {
                list.clone_from(from);
            }
        }
        record.each(self.playbook, |field, value| nudge(field, value, self.day, dice));
        self.order(&mut record);
        record
    }

    fn any(&self, dice: &mut Rng) -> Option<&Record> {
        self.states.get(dice.usize(..self.states.len().max(1)))
    }

    /// Keeps what was never above something else from being so.
    fn order(&self, record: &mut Record) {
        for (low, high) in &self.never_above {
            let Some(Some(most)) = record.values.get(*high).cloned() else { continue };
            if let Some(Some(value)) = record.values.get_mut(*low)
                && rank(value) > rank(&most)
            {
                *value = most;
            }
        }
    }
}

/// The order of numbers and dates.
fn rank(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        Value::Date(day) => f64::from(*day),
        _ => 0.0,
    }
}

/// Fields of one kind, numbers in one group only, of which the first was never above the second and once below it.
fn never_above(playbook: &Playbook, states: &[Record]) -> Vec<(usize, usize)> {
    let fields = playbook.fields.rows();
    let group = |field: &Field| field.path.rsplit_once('.').map(|(group, _)| group.to_owned());
    let is_ordered = |field: &Field| match field.kind {
        FieldKind::Text | FieldKind::YesNo | FieldKind::Choice(_) => false,
        _ => field.default.is_none(),
    };
    let mut found = Vec::new();
    for (low, one) in fields.iter().enumerate().filter(|(_, field)| is_ordered(field)) {
        for (high, other) in fields.iter().enumerate() {
            let is_date = one.kind == FieldKind::Date;
            if low == high || one.kind != other.kind || (!is_date && group(one) != group(other)) {
                continue;
            }
            let both = states.iter().filter_map(|state| {
                Some((rank(state.values.get(low)?.as_ref()?), rank(state.values.get(high)?.as_ref()?)))
            });
            let (mut seen, mut below, mut above) = (0, 0, 0);
            for (low, high) in both {
                seen += 1;
                below += usize::from(low < high);
                above += usize::from(low > high);
            }
            if seen >= 3 && below > 0 && above == 0 {
                found.push((low, high));
            }
        }
    }
    found
}
