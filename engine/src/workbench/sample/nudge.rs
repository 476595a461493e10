//! Moves values a little, within what the playbook allows, and keeps them as round as they were.

use fastrand::Rng;
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::{Day, Value};

/// Moves a value: a number by some tenths of itself, a date by some tenths of its distance from today, a mark by one.
pub(super) fn nudge(field: &Field, value: &mut Option<Value>, today: Day, dice: &mut Rng) {
    match value {
        Some(Value::Number(number)) if *number != 0.0 => *number = of_number(field, *number, dice),
        Some(Value::Date(day)) => {
            let distance = f64::from(*day) - f64::from(today);
            *day = on_calendar(field, today, distance * (0.4 * spread(dice)).exp());
        }
        _ => {}
    }
}

fn of_number(field: &Field, number: f64, dice: &mut Rng) -> f64 {
    let is_whole = number.fract() == 0.0;
    let is_mark = field.low.zip(field.high).is_some_and(|(low, high)| is_whole && (2.0..=10.0).contains(&(high - low)));
    let moved = if is_mark {
        number + [-1.0, 0.0, 0.0, 1.0].get(dice.usize(..4)).copied().unwrap_or(0.0)
    } else {
        number * (0.4 * spread(dice)).exp()
    };
    let rounded = match field.kind {
        FieldKind::Money(_) => two_digits(moved),
        _ if is_whole => moved.round(),
        _ => (moved * 1000.0).round() / 1000.0,
    };
    within(field, rounded)
}

/// Between −2 and 2, mostly near 0.
pub(super) fn spread(dice: &mut Rng) -> f64 {
    (0..4).map(|_| dice.f64()).sum::<f64>() - 2.0
}

/// A number within a field's bounds.
pub(super) fn within(field: &Field, number: f64) -> f64 {
    number.max(field.low.unwrap_or(f64::MIN)).min(field.high.unwrap_or(f64::MAX))
}

/// So many days from a day, within a field's bounds.
pub(super) fn on_calendar(field: &Field, from: Day, days: f64) -> Day {
    #[allow(clippy::cast_possible_truncation, reason = "such a cast ends at the last day there is")]
    let day = within(field, f64::from(from) + days.round()) as Day;
    day
}

/// An amount as people say it: 12,345 is 12,000.
pub(super) fn two_digits(amount: f64) -> f64 {
    if amount == 0.0 {
        return 0.0;
    }
    let unit = 10_f64.powi(exponent(amount) - 1);
    (amount / unit).round() * unit
}

fn exponent(amount: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "at most 308")]
    let exponent = amount.abs().log10().floor() as i32;
    exponent
}

#[cfg(test)]
mod tests {
    use super::two_digits;

    #[test]
    fn amounts_are_round() {
        assert_eq!(two_digits(12_345.0), 12_000.0);
        assert_eq!(two_digits(996_000.0), 1_000_000.0);
        assert_eq!(two_digits(7.0), 7.0);
    }
}
