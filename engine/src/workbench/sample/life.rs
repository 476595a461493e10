//! Made-up histories: an account that stands somewhere for some months, then goes on to stand somewhere else.

use super::mould::Mould;
use super::nudge::{nudge, on_calendar};
use super::record::Record;
use fastrand::Rng;
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Day, Id, Value};
use std::collections::BTreeSet;

/// An account on the dates on which it has a snapshot, in their order.
pub(super) type Life = Vec<(Day, Record)>;

/// How many accounts come after the first date.
const NEW: f64 = 0.25;
/// How many are gone before the last.
const GONE: f64 = 0.05;
/// How often an account that goes on to somewhere else pays something else.
const REPRICED: f64 = 0.5;
/// How many snapshots it takes to get from where it was to where it is going.
const ON_THE_WAY: usize = 4;
/// How long an account stays where it is, in days.
const STAYS: std::ops::Range<i32> = 60..200;

/// A history on dates, which are in order.
pub(super) fn life(playbook: &Playbook, mould: &Mould<'_>, dates: &[Day], dice: &mut Rng) -> Life {
    let habits = Habits::of(playbook);
    let first = if dice.f64() < NEW { dice.usize(..dates.len().div_ceil(2)) } else { 0 };
    let end = if dice.f64() < GONE { dice.usize(first..dates.len()) + 1 } else { dates.len() };
    let dates = dates.get(first..end).unwrap_or_default();
    let mut life: Life = Vec::with_capacity(dates.len());
    let Some(start) = dates.first() else { return life };
    let who = mould.on(*start, dice);
    let (mut from, mut to, mut since, mut until) = (who.clone(), who.clone(), 0, start.saturating_add(dice.i32(STAYS)));
    for (at, date) in dates.iter().enumerate() {
        if *date >= until {
            from = life.last().map_or(from, |(_, record)| record.clone());
            to = mould.on(*date, dice);
            Habits::keep(playbook, &who, &mut to, dice);
            (since, until) = (at, date.saturating_add(dice.i32(STAYS)));
        }
        let mut now = to.clone();
        #[allow(clippy::cast_precision_loss, reason = "a few")]
        let share = ((at - since + 1) as f64 / ON_THE_WAY as f64).min(1.0);
        on_the_way(&from, &mut now, share);
        habits.go_on(playbook, &mut now, dates.get(since).copied().unwrap_or(*date), *date);
        life.push((*date, now));
    }
    life
}

/// Numbers go from where they were to where they are going.
fn on_the_way(from: &Record, now: &mut Record, share: f64) {
    for (from, value) in from.values.iter().zip(&mut now.values) {
        if let (Some(Value::Number(from)), Some(Value::Number(number))) = (from, value) {
            let between = from + (*number - from) * share;
            let is_whole = from.fract() == 0.0 && number.fract() == 0.0;
            *number = if is_whole { between.round() } else { (between * 1000.0).round() / 1000.0 };
        }
    }
}

/// What stays with an account, and what is done again and again.
pub(super) struct Habits {
    /// Who vouches for values: `stale after … since` names them.
    vouching: BTreeSet<usize>,
}

impl Habits {
    pub(super) fn of(playbook: &Playbook) -> Self {
        let stale = playbook.fields.rows().iter().filter_map(|field| field.stale.as_ref());
        Self { vouching: stale.map(|stale| stale.since.index()).collect() }
    }

    /// What stays: texts, words, what is required. Revenue moves now and then.
    fn keep(playbook: &Playbook, who: &Record, now: &mut Record, dice: &mut Rng) {
        for (field, (old, value)) in playbook.fields.rows().iter().zip(who.values.iter().zip(&mut now.values)) {
            if field.required || matches!(field.kind, FieldKind::Text | FieldKind::Choice(_)) {
                value.clone_from(old);
            }
        }
        let revenue = playbook.revenue_field;
        if dice.f64() < REPRICED
            && let (Some(field), Some(value)) =
                (playbook.fields.rows().get(revenue.index()), now.values.get_mut(revenue.index()))
        {
            nudge(field, value, 0, dice);
        }
    }

    /// What is done again and again stays as long ago as it was; what vouches for values is of today.
    pub(super) fn go_on(&self, playbook: &Playbook, now: &mut Record, since: Day, date: Day) {
        for (at, (field, value)) in playbook.fields.rows().iter().zip(&mut now.values).enumerate() {
            if self.vouching.contains(&at) {
                if let Some(Value::Date(day)) = value {
                    *day = (*day).max(date);
                }
                continue;
            }
            again(field, value, since, date);
        }
        for (list, elements) in playbook.lists.rows().iter().zip(&mut now.lists) {
            for element in elements.iter_mut().flatten() {
                for (field, value) in list.fields.iter().zip(element) {
                    again(field, value, since, date);
                }
            }
        }
    }
}

/// A date that comes again: the last talk, the next one, the renewal.
fn again(field: &Field, value: &mut Option<Value>, since: Day, date: Day) {
    let Some(Value::Date(day)) = value else { return };
    let name = field.path.rsplit('.').next().unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|word| name.split('_').any(|part| part == *word));
    let age = f64::from(since) - f64::from(*day);
    let days = f64::from(date) - f64::from(*day);
    if is(&["last", "latest", "updated"]) && age >= 0.0 && days > age.max(7.0) * 1.5 {
        // As many whole turns as have passed.
        let turn = age.max(7.0);
        *day = on_calendar(field, *day, (days / turn).floor() * turn);
    } else if is(&["renewal", "renews"]) && days > 0.0 {
        *day = on_calendar(field, *day, (days / 365.0).ceil() * 365.0);
    } else if is(&["next"]) && days > 0.0 {
        *day = on_calendar(field, *day, (days / 30.0).ceil() * 30.0);
    }
}
