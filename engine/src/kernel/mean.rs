//! Weighted means and known shares as whole nodes.

use super::Lanes;
use super::lanes::{BLOCK, LANE, fill, pack, settle, word};
use crate::column::{Numbers, Truths};

/// `sum(w * x) / sum(w)`, left to right, over the known values with a known weight above 0; unknown where there
/// are none.
pub fn weighted_mean(out: &mut Numbers, rows: usize, children: &[(Lanes<'_, f64>, Lanes<'_, f64>)]) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let (mut sums, mut total) = ([0.0; BLOCK], [0.0; BLOCK]);
            for (weight, value) in children {
                add(&mut sums, &mut total, at, *weight, *value, counts(*weight, at) & value.known(at));
            }
            divide(values, &sums, &total)
        },
    );
}

/// A child of a known share.
#[derive(Clone, Copy, Debug)]
pub struct ShareLanes<'a> {
    /// Its weight.
    pub weight: Lanes<'a, f64>,
    /// Its own share, or a value that counts as 1 where it is known.
    pub value: Lanes<'a, f64>,
    /// The value is a share.
    pub is_share: bool,
    /// Whether it applies; `None`: always.
    pub applies: Option<&'a Truths>,
}

/// The share of the weight that is known, of the children that are not known not to apply; 0 where nothing
/// weighs.
pub fn known_share(out: &mut Numbers, rows: usize, children: &[ShareLanes<'_>]) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let (mut sums, mut total) = ([0.0; BLOCK], [0.0; BLOCK]);
            for child in children {
                let (applies, leaves) = child.applies.map_or((u64::MAX, 0), |applies| {
                    let truth = word(&applies.truth, at);
                    (truth, word(&applies.known, at) & !truth)
                });
                let weighs = counts(child.weight, at) & !leaves;
                let known = weighs & applies & child.value.known(at);
                if child.is_share {
                    // One that may or may not apply weighs, and is missing.
                    add(&mut sums, &mut total, at, child.weight, child.value, known);
                    add_weight(&mut total, at, child.weight, weighs & !known);
                } else {
                    add_weight(&mut sums, at, child.weight, known);
                    add_weight(&mut total, at, child.weight, weighs);
                }
            }
            let known = divide(values, &sums, &total);
            for (value, lane) in values.iter_mut().zip(&LANE) {
                *value = if known & lane != 0 { *value } else { 0.0 };
            }
            u64::MAX
        },
    );
}

/// Which rows of a block have a known weight above 0.
#[inline(always)]
fn counts(weight: Lanes<'_, f64>, at: usize) -> u64 {
    let positive = match weight.everywhere() {
        Some(weight) if weight > 0.0 => u64::MAX,
        Some(_) => 0,
        None => pack(weight.block(at).iter().map(|weight| *weight > 0.0)),
    };
    positive & weight.known(at)
}

/// Adds what a child brings to the sums, and what it weighs to the totals. Each in a loop of its own: the compiler takes a
/// loop that writes to one place for one that it can vectorise.
#[inline(always)]
fn add(
    sums: &mut [f64; BLOCK],
    total: &mut [f64; BLOCK],
    at: usize,
    weight: Lanes<'_, f64>,
    value: Lanes<'_, f64>,
    mask: u64,
) {
    // Adding zero changes no sum: a row that does not count needs no branch.
    if let Some(weight) = weight.everywhere() {
        for ((sum, value), lane) in sums.iter_mut().zip(value.block(at)).zip(&LANE) {
            *sum += if mask & lane != 0 { weight * value } else { 0.0 };
        }
    } else {
        let operands = weight.block(at).iter().zip(value.block(at));
        for ((sum, (weight, value)), lane) in sums.iter_mut().zip(operands).zip(&LANE) {
            *sum += if mask & lane != 0 { weight * value } else { 0.0 };
        }
    }
    add_weight(total, at, weight, mask);
}

#[inline(always)]
fn add_weight(sums: &mut [f64; BLOCK], at: usize, weight: Lanes<'_, f64>, mask: u64) {
    if let Some(weight) = weight.everywhere() {
        for (sum, lane) in sums.iter_mut().zip(&LANE) {
            *sum += if mask & lane != 0 { weight } else { 0.0 };
        }
    } else {
        for ((sum, weight), lane) in sums.iter_mut().zip(weight.block(at)).zip(&LANE) {
            *sum += if mask & lane != 0 { *weight } else { 0.0 };
        }
    }
}

/// Writes the quotients; which are known.
#[inline(always)]
fn divide(values: &mut [f64], sums: &[f64; BLOCK], total: &[f64; BLOCK]) -> u64 {
    let weighed = pack(total.iter().map(|total| *total > 0.0));
    for ((value, sum), total) in values.iter_mut().zip(sums).zip(total) {
        *value = sum / total;
    }
    settle(values) & weighed
}
