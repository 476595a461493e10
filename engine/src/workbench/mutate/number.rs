//! A number as written, a step further.

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// A number with its unit, a step larger or smaller: by one where it is whole and counts single things or days, else by
/// a tenth of itself; a zero by the smallest step that its unit has. `None` where it would be below zero.
pub(super) fn stepped(written: &str, way: Way) -> Option<String> {
    let (value, unit) = parts(written)?;
    let is_whole = value.fract().abs() < f64::EPSILON;
    let small = unit.is_empty() || unit.starts_with("day") || unit.starts_with("week") || unit.starts_with("business");
    let step = if value.abs() < f64::EPSILON || (is_whole && small) { 1.0 } else { value * 0.1 };
    let value = match way {
        Way::Up => value + step,
        Way::Down => value - step,
    };
    (value >= 0.0).then(|| shown(value, unit))
}

/// Half of a length of time, in whole units; `None` of one unit or less.
pub(super) fn halved(written: &str) -> Option<String> {
    let (value, unit) = parts(written)?;
    (value > 1.0).then(|| shown((value / 2.0).floor(), unit))
}

/// So much more or less.
pub(super) fn moved(written: &str, by: f64) -> Option<String> {
    let (value, unit) = parts(written)?;
    (value + by >= 0.0).then(|| shown(value + by, unit))
}

/// The value of a number, and what stands behind it.
pub(super) fn parts(written: &str) -> Option<(f64, &str)> {
    let digits =
        written.find(|char: char| !(char.is_ascii_digit() || matches!(char, '.' | '_'))).unwrap_or(written.len());
    let (number, unit) = written.split_at_checked(digits)?;
    Some((number.replace('_', "").parse().ok()?, unit.trim_start()))
}

fn shown(value: f64, unit: &str) -> String {
    // What a tenth leaves of binary fractions is not what the author would write.
    let value = (value * 1e6).round() / 1e6;
    let gap = if unit.is_empty() || unit.starts_with(['%', 'k', 'm']) && !unit.starts_with("month") { "" } else { " " };
    format!("{value}{gap}{unit}")
}

#[cfg(test)]
mod tests {
    use super::{Way, halved, moved, stepped};

    #[test]
    fn numbers_go_by_a_step_of_their_unit() {
        assert_eq!(stepped("20", Way::Up).as_deref(), Some("21"));
        assert_eq!(stepped("30 days", Way::Down).as_deref(), Some("29 days"));
        assert_eq!(stepped("0", Way::Down), None);
        assert_eq!(stepped("0%", Way::Up).as_deref(), Some("1%"));
        assert_eq!(stepped("60%", Way::Up).as_deref(), Some("66%"));
        assert_eq!(stepped("0.7", Way::Up).as_deref(), Some("0.77"));
        assert_eq!(stepped("100k USD", Way::Up).as_deref(), Some("110k USD"));
        assert_eq!(halved("3 months").as_deref(), Some("1 months"));
        assert_eq!(halved("1 day"), None);
        assert_eq!(moved("30", -15.0).as_deref(), Some("15"));
    }
}
