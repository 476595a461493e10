//! All wording of the checks: what is wrong, what was expected, the smallest edit that mends it.

mod journeys;
mod kinds;
mod lists;
mod plays;
mod portfolio;
mod scores;
mod series;
mod structure;
mod tests;
mod values;
mod words;

pub(super) use journeys::*;
pub(super) use kinds::*;
pub(super) use lists::*;
pub(super) use plays::*;
pub(super) use portfolio::*;
pub(super) use scores::*;
pub(super) use series::*;
pub(super) use structure::*;
pub(super) use tests::*;
pub(super) use values::*;
pub(super) use words::*;

use crate::types::Type;

/// A number in the unit of its kind, as a playbook writes it.
pub(super) fn show_number(value: f64, ty: &Type) -> String {
    match ty {
        Type::Percent => format!("{}%", round(value * 100.0)),
        Type::Days => format!("{} days", round(value)),
        Type::Months => format!("{} months", round(value)),
        Type::BusinessDays => format!("{} business days", round(value)),
        Type::Hours => format!("{} hours", round(value)),
        Type::Money(currency) => format!("{} {currency}", round(value)),
        Type::Date => {
            #[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
            let day = value as i32;
            crate::types::show_day(day)
        }
        _ => round(value).to_string(),
    }
}

/// Decimals that only the arithmetic made are left out.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// `a`, `b` and `c`, in backticks.
pub(super) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    joined(&words)
}

/// a, b and c.
fn joined(words: &[String]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
