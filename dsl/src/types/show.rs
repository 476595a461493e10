//! Values as people read them.

use super::{ChoiceSet, ChoiceSetId, Table, Type, digits, show_day, whole_day};

/// From here on, the digits of a number say less than how many they are.
const LARGE: f64 = 1e15;

/// A number with at most four decimals, thousands grouped, no trailing zeros: `1,234.5`; a very large one as `1.7e15`.
#[must_use]
pub fn show_number(value: f64) -> String {
    rounded(value, 4)
}

fn rounded(value: f64, most_decimals: usize) -> String {
    if value.abs() >= LARGE { format!("{value:e}") } else { digits::rounded(value, most_decimals) }
}

/// A score floored to one decimal, so that 74.97 never looks like 75: `74.9`.
#[must_use]
pub fn show_score(value: f64) -> String {
    if value.abs() >= LARGE {
        return rounded(value, 1);
    }
    match whole_day((value * 10.0).floor()) {
        Some(tenths @ 0..) => format!("{}.{}", tenths / 10, tenths % 10),
        _ => format!("{:.1}", (value * 10.0).floor() / 10.0),
    }
}

/// Points as [`show_number`] has them, but in full where rounding would lift them to a whole number they do not reach:
/// bands begin at whole numbers.
#[must_use]
pub fn show_points(value: f64) -> String {
    let shown = show_number(value);
    let is_lifted = value < value.round() && shown == show_number(value.round());
    if is_lifted { value.to_string() } else { shown }
}

/// A number of some kind with its unit: `35%`, `72 days`, `240,000 USD`, `2026-03-02`, `mid_market`, `yes`.
#[must_use]
pub fn show_value(value: f64, ty: &Type, choices: &Table<ChoiceSetId, ChoiceSet>) -> String {
    with_unit(value, ty, choices, 4)
}

/// Two different values of a type in running text, with as few decimals as tell them apart.
#[must_use]
pub fn show_apart(one: f64, other: f64, ty: &Type, choices: &Table<ChoiceSetId, ChoiceSet>) -> (String, String) {
    let both = |decimals: usize| (with_unit(one, ty, choices, decimals), with_unit(other, ty, choices, decimals));
    let told =
        std::iter::once((show_brief(one, ty, choices), show_brief(other, ty, choices))).chain((2..=17).map(both));
    told.into_iter().find(|(one, other)| one != other).unwrap_or_else(|| (one.to_string(), other.to_string()))
}

/// The same for running text, with at most one decimal; money from a thousand on has none.
#[must_use]
pub fn show_brief(value: f64, ty: &Type, choices: &Table<ChoiceSetId, ChoiceSet>) -> String {
    let decimals = match ty {
        Type::Money(_) if value.abs() >= 1000.0 => 0,
        Type::Money(_) => 2,
        _ => 1,
    };
    with_unit(value, ty, choices, decimals)
}

fn with_unit(value: f64, ty: &Type, choices: &Table<ChoiceSetId, ChoiceSet>, decimals: usize) -> String {
    let counted = |unit: &str| {
        let plural = if value == 1.0 { "" } else { "s" };
        format!("{} {unit}{plural}", rounded(value, decimals))
    };
    match ty {
        Type::Percent | Type::Ratio => format!("{}%", rounded(value * 100.0, decimals)),
        Type::Money(currency) => format!("{} {currency}", rounded(value, decimals)),
        Type::Days => counted("day"),
        Type::Months => counted("month"),
        Type::BusinessDays => counted("business day"),
        Type::Hours => counted("hour"),
        Type::Date => whole_day(value).map_or_else(|| show_number(value), show_day),
        Type::Truth => if value == 0.0 { "no" } else { "yes" }.into(),
        Type::Choice(set) => {
            let code = whole_day(value).and_then(|code| u16::try_from(code).ok()).unwrap_or(u16::MAX);
            choices[*set].word(code).into()
        }
        Type::Number | Type::Count | Type::Text | Type::List(_) => rounded(value, decimals),
    }
}

#[cfg(test)]
mod tests {
    use super::{show_brief, show_number, show_points, show_score, show_value};
    use crate::types::{Table, Type};

    #[test]
    fn numbers_are_grouped_and_scores_floored() {
        assert_eq!(show_number(1_234_567.5), "1,234,567.5");
        assert_eq!(show_number(-0.000_01), "0");
        assert_eq!(show_number(-1234.0), "-1,234");
        assert_eq!(show_number(100.0), "100");
        assert_eq!(show_number(999_999_999_999_999.0), "999,999,999,999,999");
        assert_eq!(show_number(-1.7e308), "-1.7e308");
        assert_eq!(show_score(74.97), "74.9");
        assert_eq!(show_score(75.0), "75.0");
        let none = Table::default();
        assert_eq!(show_value(0.35, &Type::Percent, &none), "35%");
        assert_eq!(show_value(1.8006, &Type::Ratio, &none), "180.06%");
        assert_eq!(show_brief(2.329_897, &Type::Ratio, &none), "233%");
        assert_eq!(show_brief(279_081.26, &Type::Money("USD".into()), &none), "279,081 USD");
        assert_eq!(show_brief(14.44, &Type::Days, &none), "14.4 days");
        assert_eq!(show_value(1.0, &Type::Days, &none), "1 day");
        assert_eq!(show_value(20_634.0, &Type::Date, &none), "2026-06-30");
    }

    #[test]
    fn points_just_below_a_band_do_not_look_as_if_they_reached_it() {
        assert_eq!(show_points(49.99999999999999), "49.99999999999999");
        assert_eq!(show_points(49.9999), "49.9999");
        assert_eq!(show_points(50.00000000000001), "50");
        assert_eq!(show_points(58.29999999999999), "58.3");
        assert_eq!(show_points(50.0), "50");
    }
}
