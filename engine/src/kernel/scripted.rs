//! What scripts compute with numbers and the language does not, as rhai does it.

use super::Lanes;
use super::lanes::{fill_truths, pack};
use super::number::{map, zip};
use crate::column::Numbers;
use crate::column::Truths;
use stageplay_dsl::typed::Comparison;

/// What is left over, with the sign of the left one; of 0 no number.
pub fn remainder(out: &mut Numbers, rows: usize, left: Lanes<'_, f64>, right: Lanes<'_, f64>) {
    zip(out, rows, left, right, |a, b| a % b);
}

/// How often the right one goes into the left one, of whole numbers.
pub fn quotient(out: &mut Numbers, rows: usize, left: Lanes<'_, f64>, right: Lanes<'_, f64>) {
    zip(out, rows, left, right, |a, b| (a / b).trunc());
}

/// Numbers without their fractions.
pub fn truncate(out: &mut Numbers, rows: usize, number: Lanes<'_, f64>) {
    map(out, rows, number, f64::trunc);
}

/// Two numbers, which are equal to rhai where they differ by no more than the last digit of the greater one.
#[must_use]
#[inline]
pub fn nearly_of(op: Comparison, left: f64, right: f64) -> bool {
    #[allow(clippy::float_cmp, reason = "as rhai does it: also where the product is too small for a number")]
    let size = if left * right == 0.0 { 1.0 } else { left.abs().max(right.abs()) };
    match op {
        Comparison::Equal => (left - right).abs() / size <= f64::EPSILON,
        Comparison::NotEqual => (left - right).abs() / size > f64::EPSILON,
        Comparison::Less => (right - left) / size > f64::EPSILON,
        Comparison::AtMost => (right - left) / size > -f64::EPSILON,
        Comparison::Greater => (left - right) / size > f64::EPSILON,
        Comparison::AtLeast => (left - right) / size > -f64::EPSILON,
    }
}

/// Two columns of numbers, compared so.
pub fn nearly(op: Comparison, out: &mut Truths, rows: usize, left: Lanes<'_, f64>, right: Lanes<'_, f64>) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let pairs = left.block(at).iter().zip(right.block(at));
            let known = left.known(at) & right.known(at);
            // One loop per comparison: the choice stands outside.
            let truths = match op {
                Comparison::Equal => pack(pairs.map(|(a, b)| nearly_of(Comparison::Equal, *a, *b))),
                Comparison::NotEqual => pack(pairs.map(|(a, b)| nearly_of(Comparison::NotEqual, *a, *b))),
                Comparison::Less => pack(pairs.map(|(a, b)| nearly_of(Comparison::Less, *a, *b))),
                Comparison::AtMost => pack(pairs.map(|(a, b)| nearly_of(Comparison::AtMost, *a, *b))),
                Comparison::Greater => pack(pairs.map(|(a, b)| nearly_of(Comparison::Greater, *a, *b))),
                Comparison::AtLeast => pack(pairs.map(|(a, b)| nearly_of(Comparison::AtLeast, *a, *b))),
            };
            (truths, known)
        },
    );
}
