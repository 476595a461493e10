//! What is written of percentages, and how often a history is evaluated, worked out by hand.

use super::fixture::percent;
use super::rhythm;
use super::snapshot::Snapshot;

#[test]
fn a_percentage_has_the_digits_of_its_fraction() {
    for (fraction, shown) in [
        (0.35, "35%"),
        (0.07, "7%"),
        (0.5, "50%"),
        (0.005, "0.5%"),
        (1.5, "150%"),
        (12.0, "1200%"),
        (0.0, "0%"),
        (-0.25, "-25%"),
        (0.123_456_7, "12.34567%"),
        (1e-9, "0.0000001%"),
        // The sum that is not quite 0.3 stays what it is.
        (0.1 + 0.2, "30.000000000000004%"),
    ] {
        assert_eq!(percent(fraction), shown);
    }
}

/// Weeks apart, as data that comes weekly; else every day; and never more evaluations than a test has.
#[test]
fn a_history_is_evaluated_weekly_or_daily() {
    let rhythm_of = |days: &[i32]| {
        let snapshot = |day: &i32| Snapshot { day: *day, values: Vec::new(), lists: Vec::new() };
        rhythm(&days.iter().map(snapshot).collect::<Vec<_>>())
    };
    assert_eq!(rhythm_of(&[100]), 1);
    assert_eq!(rhythm_of(&[100, 107, 128]), 7);
    assert_eq!(rhythm_of(&[100, 107, 129]), 1);
    assert_eq!(rhythm_of(&[100, 130, 465]), 1);
    assert_eq!(rhythm_of(&[0, 10_000]), 1);
    assert_eq!(rhythm_of(&[0, 10_001]), 2);
}
