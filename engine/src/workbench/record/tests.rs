//! What is written of values and names, worked out by hand.

use super::divisor;
use super::fixture::percent;

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

#[test]
fn evaluations_meet_all_snapshots() {
    assert_eq!([7, 14, 21].into_iter().fold(0, divisor), 7);
    assert_eq!([31, 28, 31].into_iter().fold(0, divisor), 1);
    assert_eq!([].into_iter().fold(0, divisor), 0);
}
