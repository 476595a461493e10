//! Scales: how a value becomes points, and ranges that a value must lie in.

use super::Lanes;
use super::lanes::{LANE, fill, pack, settle, word};
use crate::column::{Numbers, Truths};
use stageplay_dsl::typed::LimitKind;

/// `100 * clamp((x - worst) / (best - worst), 0, 1)`; unknown where worst and best are the same.
pub fn linear(out: &mut Numbers, rows: usize, x: Lanes<'_, f64>, worst: Lanes<'_, f64>, best: Lanes<'_, f64>) {
    if let (Some(worst_of_all), Some(best_of_all)) = (worst.everywhere(), best.everywhere()) {
        // Nearly always: the same ends for all accounts.
        let length = best_of_all - worst_of_all;
        return fill(
            out,
            rows,
            #[inline(always)]
            |at, values| {
                for (value, x) in values.iter_mut().zip(x.block(at)) {
                    *value = 100.0 * ((x - worst_of_all) / length).clamp(0.0, 1.0);
                }
                sound(values, length) & x.known(at) & worst.known(at) & best.known(at)
            },
        );
    }
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let mut ends = 0;
            let operands = x.block(at).iter().zip(worst.block(at)).zip(best.block(at)).zip(&LANE);
            for (value, (((x, worst), best), lane)) in values.iter_mut().zip(operands) {
                *value = 100.0 * ((x - worst) / (best - worst)).clamp(0.0, 1.0);
                ends |= if best - worst == 0.0 { 0 } else { *lane };
            }
            settle(values) & ends & x.known(at) & worst.known(at) & best.known(at)
        },
    );
}

/// Nothing divided by zero is known, though the clamp makes an end of it.
#[inline(always)]
fn sound(values: &mut [f64], length: f64) -> u64 {
    let finite = settle(values);
    if length == 0.0 { 0 } else { finite }
}

/// One step: its bound, whether the bound itself is in it, its points.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct StepLanes<'a> {
    pub bound: Lanes<'a, f64>,
    pub inclusive: bool,
    pub points: Lanes<'a, f64>,
}

/// The points of the first step whose bound is not passed, else `otherwise`. A bound matters only where the
/// steps before it are passed.
pub fn steps(out: &mut Numbers, rows: usize, x: Lanes<'_, f64>, steps: &[StepLanes<'_>], otherwise: Lanes<'_, f64>) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let mut open = x.known(at);
            let mut known = 0;
            for step in steps {
                let operands = x.block(at).iter().zip(step.bound.block(at));
                let inside = if step.inclusive {
                    pack(operands.map(|(x, bound)| x <= bound))
                } else {
                    pack(operands.map(|(x, bound)| x < bound))
                };
                let found = open & step.bound.known(at) & inside;
                put(values, found, step.points.block(at));
                known |= found & step.points.known(at);
                open &= step.bound.known(at) & !inside;
            }
            put(values, open, otherwise.block(at));
            known | (open & otherwise.known(at))
        },
    );
}

#[inline(always)]
fn put(values: &mut [f64], mask: u64, from: &[f64]) {
    for ((value, from), lane) in values.iter_mut().zip(from).zip(&LANE) {
        *value = if mask & lane != 0 { *from } else { *value };
    }
}

/// Values; unknown outside `low..=high`.
pub fn range(out: &mut Numbers, rows: usize, x: Lanes<'_, f64>, low: f64, high: f64) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, x) in values.iter_mut().zip(x.block(at)) {
                *value = *x;
            }
            x.known(at) & pack(values.iter().map(|x| (low <= *x) & (*x <= high)))
        },
    );
}

/// Scores; unknown where their known share is below `at_least`.
pub fn known_enough(out: &mut Numbers, rows: usize, score: Lanes<'_, f64>, share: Lanes<'_, f64>, at_least: f64) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, score) in values.iter_mut().zip(score.block(at)) {
                *value = *score;
            }
            // An unknown share, were there one, is not too small.
            let too_small = share.known(at) & pack(share.block(at).iter().map(|share| *share < at_least));
            score.known(at) & !too_small
        },
    );
}

/// Values; unknown where the condition is not true.
pub fn where_true(out: &mut Numbers, rows: usize, x: Lanes<'_, f64>, condition: &Truths) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, x) in values.iter_mut().zip(x.block(at)) {
                *value = *x;
            }
            x.known(at) & word(&condition.truth, at)
        },
    );
}

/// Scores within a cap or a floor, where its condition is true and the limit known.
pub fn limit(
    kind: LimitKind,
    out: &mut Numbers,
    rows: usize,
    score: Lanes<'_, f64>,
    condition: &Truths,
    limit: Lanes<'_, f64>,
) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, score) in values.iter_mut().zip(score.block(at)) {
                *value = *score;
            }
            let mask = word(&condition.truth, at) & limit.known(at);
            for ((value, limit), lane) in values.iter_mut().zip(limit.block(at)).zip(&LANE) {
                let passed = match kind {
                    LimitKind::Cap => limit < value,
                    LimitKind::Floor => limit > value,
                };
                *value = if passed & (mask & lane != 0) { *limit } else { *value };
            }
            score.known(at)
        },
    );
}
