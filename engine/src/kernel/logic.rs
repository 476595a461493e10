//! Three-valued conditions (Kleene), word by word.

use super::Lanes;
use super::lanes::{BLOCK, fill_truths, word};
use crate::column::{Bits, Truths};

/// True where all are; false where any is false.
pub fn all(out: &mut Truths, rows: usize, conditions: &[&Truths]) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (mut truth, mut falsehood) = (u64::MAX, 0);
            for condition in conditions {
                let (is_true, known) = (word(&condition.truth, at), word(&condition.known, at));
                truth &= is_true;
                falsehood |= known & !is_true;
            }
            (truth, truth | falsehood)
        },
    );
}

/// True where any is; false where all are false.
pub fn any(out: &mut Truths, rows: usize, conditions: &[&Truths]) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (mut truth, mut falsehood) = (0, u64::MAX);
            for condition in conditions {
                let (is_true, known) = (word(&condition.truth, at), word(&condition.known, at));
                truth |= is_true;
                falsehood &= known & !is_true;
            }
            (truth, truth | falsehood)
        },
    );
}

/// The contrary; unknown stays unknown.
pub fn not(out: &mut Truths, rows: usize, condition: &Truths) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| (!word(&condition.truth, at), word(&condition.known, at)),
    );
}

/// Whether so many are true; unknown where the unknown ones could tip it, or the number is unknown.
pub fn at_least_of(out: &mut Truths, rows: usize, count: Lanes<'_, f64>, conditions: &[&Truths]) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (mut truth, mut known) = (0, 0);
            for (lane, count) in count.block(at).iter().enumerate().take(rows.saturating_sub(at * BLOCK)) {
                let row = at * BLOCK + lane;
                let (mut trues, mut unknowns) = (0.0, 0.0);
                for condition in conditions {
                    trues += f64::from(u8::from(condition.truth.get(row)));
                    unknowns += f64::from(u8::from(!condition.known.get(row)));
                }
                if trues >= *count {
                    truth |= 1 << lane;
                    known |= 1 << lane;
                } else if trues + unknowns < *count {
                    known |= 1 << lane;
                }
            }
            (truth, known & count.known(at))
        },
    );
}

/// Whether values are known; always known.
pub fn is_known(out: &mut Truths, rows: usize, known: &Bits) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| (word(known, at), u64::MAX),
    );
}

/// Whether values are unknown; always known.
pub fn is_missing(out: &mut Truths, rows: usize, known: &Bits) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| (!word(known, at), u64::MAX),
    );
}

/// Whether conditions have been true for so many days. `since` are the days since when they have been, if they are true
/// now: unknown where that is `as_of` itself, as everywhere at a first evaluation.
pub fn for_days(
    out: &mut Truths,
    rows: usize,
    condition: &Truths,
    days: Lanes<'_, f64>,
    since: Lanes<'_, f64>,
    as_of: f64,
) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (is_true, known) = (word(&condition.truth, at), word(&condition.known, at));
            let (before, has_before) = (since.block(at), since.known(at));
            let held = super::lanes::pack(days.block(at).iter().enumerate().map(|(lane, days)| {
                let since = before.get(lane).filter(|_| has_before >> lane & 1 == 1);
                since.map_or(0.0, |since| as_of - since) >= *days
            }));
            // A condition that is false or unknown stays what it is, whatever the number of days.
            (is_true & held, known & (!is_true | days.known(at)))
        },
    );
}
