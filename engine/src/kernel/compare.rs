//! Comparisons: of numbers and dates, and of words.

use super::Lanes;
use super::lanes::{fill_truths, pack, word};
use crate::column::Truths;
use stageplay_dsl::typed::Comparison;

/// Two numbers.
#[must_use]
#[allow(clippy::float_cmp, reason = "equality is what was asked for")]
pub fn compare_of(op: Comparison, left: f64, right: f64) -> bool {
    match op {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Greater => left > right,
        Comparison::AtLeast => left >= right,
    }
}

/// Two columns of numbers.
#[allow(clippy::float_cmp, reason = "equality is what was asked for")]
pub fn compare(op: Comparison, out: &mut Truths, rows: usize, left: Lanes<'_, f64>, right: Lanes<'_, f64>) {
    match op {
        Comparison::Equal => zip(out, rows, left, right, |a, b| a == b),
        Comparison::NotEqual => zip(out, rows, left, right, |a, b| a != b),
        Comparison::Less => zip(out, rows, left, right, |a, b| a < b),
        Comparison::AtMost => zip(out, rows, left, right, |a, b| a <= b),
        Comparison::Greater => zip(out, rows, left, right, |a, b| a > b),
        Comparison::AtLeast => zip(out, rows, left, right, |a, b| a >= b),
    }
}

/// Whether two columns of words are the same.
pub fn same_codes(out: &mut Truths, rows: usize, left: Lanes<'_, u16>, right: Lanes<'_, u16>, flip: Flip) {
    zip(out, rows, left, right, |a, b| (a == b) != flip.is_negated());
}

/// Whether two conditions are the same.
pub fn same_truths(out: &mut Truths, rows: usize, left: &Truths, right: &Truths, flip: Flip) {
    let mask = if flip.is_negated() { 0 } else { u64::MAX };
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            // Equal bits are zeros of the exclusive or.
            let same = word(&left.truth, at) ^ word(&right.truth, at) ^ mask;
            (same, word(&left.known, at) & word(&right.known, at))
        },
    );
}

/// Whether words are among some, by number.
pub fn one_of(out: &mut Truths, rows: usize, subject: Lanes<'_, u16>, words: &[u16], flip: Flip) {
    let negated = flip.is_negated();
    match words {
        [word] => map(out, rows, subject, |code| (code == *word) != negated),
        [one, other] => map(out, rows, subject, |code| ((code == *one) | (code == *other)) != negated),
        words => map(out, rows, subject, |code| words.contains(&code) != negated),
    }
}

/// Whether words stand at `word` or above among the first `ordered` ones.
pub fn at_least(out: &mut Truths, rows: usize, subject: Lanes<'_, u16>, word: u16, ordered: u16) {
    map(out, rows, subject, |code| (code >= word) & (code < ordered));
}

/// Whether a test is turned around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Flip {
    Plain,
    Negated,
}

impl Flip {
    /// From what the playbook says.
    #[must_use]
    pub fn when(negated: bool) -> Self {
        if negated { Self::Negated } else { Self::Plain }
    }

    fn is_negated(self) -> bool {
        self == Self::Negated
    }
}

#[inline(always)]
fn map<T: Copy>(out: &mut Truths, rows: usize, subject: Lanes<'_, T>, test: impl Fn(T) -> bool) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| (pack(subject.block(at).iter().map(|x| test(*x))), subject.known(at)),
    );
}

#[inline(always)]
fn zip<T: Copy>(out: &mut Truths, rows: usize, a: Lanes<'_, T>, b: Lanes<'_, T>, test: impl Fn(T, T) -> bool) {
    if let Some(limit) = b.everywhere() {
        return fill_truths(
            out,
            rows,
            #[inline(always)]
            |at| (pack(a.block(at).iter().map(|a| test(*a, limit))), a.known(at) & b.known(at)),
        );
    }
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let truths = a.block(at).iter().zip(b.block(at)).map(|(a, b)| test(*a, *b));
            (pack(truths), a.known(at) & b.known(at))
        },
    );
}
