//! Choosing among values: by a condition, by a word, by what is known.

use super::Lanes;
use super::instructions::vectorized;
use super::lanes::{BLOCK, LANE, fill, fill_codes, fill_truths, pack, word};
use crate::column::{Bits, Codes, Numbers, Truths};

/// The numbers of `then` where the condition is true, of `otherwise` where it is false.
pub fn if_numbers(out: &mut Numbers, rows: usize, condition: &Truths, then: Lanes<'_, f64>, otherwise: Lanes<'_, f64>) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| if_block(values, at, condition, then, otherwise),
    );
}

/// The same for words.
pub fn if_codes(out: &mut Codes, rows: usize, condition: &Truths, then: Lanes<'_, u16>, otherwise: Lanes<'_, u16>) {
    fill_codes(
        out,
        rows,
        #[inline(always)]
        |at, values| if_block(values, at, condition, then, otherwise),
    );
}

/// The same for conditions.
pub fn if_truths(out: &mut Truths, rows: usize, condition: &Truths, then: &Truths, otherwise: &Truths) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (mask, known) = (word(&condition.truth, at), word(&condition.known, at));
            let truth = (mask & word(&then.truth, at)) | (!mask & word(&otherwise.truth, at));
            (truth, known & ((mask & word(&then.known, at)) | (!mask & word(&otherwise.known, at))))
        },
    );
}

/// Numbers where they are known, else the fallback's.
pub fn if_missing_numbers(out: &mut Numbers, rows: usize, value: Lanes<'_, f64>, fallback: Lanes<'_, f64>) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| if_missing_block(values, at, value, fallback),
    );
}

/// The same for words.
pub fn if_missing_codes(out: &mut Codes, rows: usize, value: Lanes<'_, u16>, fallback: Lanes<'_, u16>) {
    fill_codes(
        out,
        rows,
        #[inline(always)]
        |at, values| if_missing_block(values, at, value, fallback),
    );
}

/// The same for conditions.
pub fn if_missing_truths(out: &mut Truths, rows: usize, value: &Truths, fallback: &Truths) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let mask = word(&value.known, at);
            let truth = (mask & word(&value.truth, at)) | (!mask & word(&fallback.truth, at));
            (truth, mask | word(&fallback.known, at))
        },
    );
}

/// The code of the last of `bands` whose boundary is reached, 0 where none is; unknown where the points or any boundary are.
pub fn last_reached(out: &mut Codes, rows: usize, points: Lanes<'_, f64>, bands: &[(u16, Lanes<'_, f64>)]) {
    fill_codes(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            // As wide as points are, so that both are worked on together.
            let mut codes = [0_u64; BLOCK];
            let mut known = points.known(at);
            for (code, from) in bands {
                known &= from.known(at);
                let reach = codes.iter_mut().zip(points.block(at));
                match from.everywhere() {
                    Some(from) => reach.for_each(|(reached, points)| {
                        *reached = if *points >= from { u64::from(*code) } else { *reached };
                    }),
                    None => reach.zip(from.block(at)).for_each(|((reached, points), from)| {
                        *reached = if points >= from { u64::from(*code) } else { *reached };
                    }),
                }
            }
            for (value, code) in values.iter_mut().zip(&codes) {
                #[allow(clippy::cast_possible_truncation, reason = "it was made of a u16")]
                {
                    *value = *code as u16;
                }
            }
            known
        },
    );
}

/// `values[arms[code]]` per row; a word without an arm is unknown.
pub fn by_numbers(out: &mut Numbers, rows: usize, subject: Lanes<'_, u16>, arms: &[usize], choices: &[Lanes<'_, f64>]) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| by_block(values, at, subject, arms, choices),
    );
}

/// The same for words.
pub fn by_codes(out: &mut Codes, rows: usize, subject: Lanes<'_, u16>, arms: &[usize], choices: &[Lanes<'_, u16>]) {
    fill_codes(
        out,
        rows,
        #[inline(always)]
        |at, values| by_block(values, at, subject, arms, choices),
    );
}

/// The same for conditions.
pub fn by_truths(out: &mut Truths, rows: usize, subject: Lanes<'_, u16>, arms: &[usize], choices: &[&Truths]) {
    fill_truths(
        out,
        rows,
        #[inline(always)]
        |at| {
            let (mut truth, mut known) = (0, 0);
            for (mask, choice) in masks(subject, at, arms, choices) {
                truth |= mask & word(&choice.truth, at);
                known |= mask & word(&choice.known, at);
            }
            (truth, known & subject.known(at))
        },
    );
}

/// The number of the first true condition, `conditions.len()` where all are false and `otherwise` is given;
/// an unknown one before the first true one leaves the row unknown.
pub fn first_true(out: &mut Codes, rows: usize, conditions: &[&Truths], otherwise: Option<u16>) {
    fill_codes(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let (mut open, mut known) = (u64::MAX, 0);
            for (code, condition) in (0..).zip(conditions) {
                let (truth, is_known) = (word(&condition.truth, at), word(&condition.known, at));
                let found = open & truth;
                fill_where(values, found, code);
                known |= found;
                open &= is_known & !truth;
            }
            if let Some(code) = otherwise {
                fill_where(values, open, code);
                known |= open;
            }
            known
        },
    );
}

/// A block of a choice by a condition; which are known.
#[inline(always)]
fn if_block<T: Copy>(
    values: &mut [T],
    at: usize,
    condition: &Truths,
    then: Lanes<'_, T>,
    otherwise: Lanes<'_, T>,
) -> u64 {
    let (mask, known) = (word(&condition.truth, at), word(&condition.known, at));
    select(values, mask, then.block(at), otherwise.block(at));
    known & ((mask & then.known(at)) | (!mask & otherwise.known(at)))
}

/// A block of values with a fallback; which are known.
#[inline(always)]
fn if_missing_block<T: Copy>(values: &mut [T], at: usize, value: Lanes<'_, T>, fallback: Lanes<'_, T>) -> u64 {
    let mask = value.known(at);
    select(values, mask, value.block(at), fallback.block(at));
    mask | fallback.known(at)
}

/// A block of a choice by a word; which are known.
#[inline(always)]
fn by_block<T: Copy>(
    values: &mut [T],
    at: usize,
    subject: Lanes<'_, u16>,
    arms: &[usize],
    choices: &[Lanes<'_, T>],
) -> u64 {
    let mut known = 0;
    for (mask, choice) in masks(subject, at, arms, choices) {
        known |= mask & choice.known(at);
        copy(values, mask, choice.block(at));
    }
    known & subject.known(at)
}

/// Per choice, which rows of a block take it.
#[inline(always)]
fn masks<'a, C>(
    subject: Lanes<'a, u16>,
    at: usize,
    arms: &'a [usize],
    choices: &'a [C],
) -> impl Iterator<Item = (u64, &'a C)> {
    let codes = subject.block(at);
    choices.iter().enumerate().map(
        #[inline(always)]
        move |(choice, values)| (mask_of(codes, arms, choice), values),
    )
}

/// So many words are asked for one after another, all rows at once; more are looked up row by row.
const FEW: usize = 16;

#[inline(always)]
fn mask_of(codes: &[u16], arms: &[usize], choice: usize) -> u64 {
    if arms.len() > FEW {
        return pack(codes.iter().map(|code| arms.get(usize::from(*code)) == Some(&choice)));
    }
    let mut mask = 0;
    for (word, arm) in (0..).zip(arms) {
        if *arm == choice {
            mask |= pack(codes.iter().map(|code| *code == word));
        }
    }
    mask
}

/// One code in some rows; the others stay as they are.
pub fn mark(out: &mut Codes, rows: &Bits, code: u16) {
    vectorized(
        #[inline(always)]
        || {
            for (values, mask) in out.values.chunks_mut(BLOCK).zip(rows.words()) {
                fill_where(values, *mask, code);
            }
        },
    );
}

#[inline(always)]
fn select<T: Copy>(values: &mut [T], mask: u64, then: &[T], otherwise: &[T]) {
    // A block of one choice only is a copy, and an operand that has no values (unknown) may be the other.
    if mask == u64::MAX || otherwise.is_empty() {
        return copy(values, mask, then);
    }
    if mask == 0 || then.is_empty() {
        return copy(values, !mask, otherwise);
    }
    for (((value, then), otherwise), lane) in values.iter_mut().zip(then).zip(otherwise).zip(&LANE) {
        *value = if mask & lane != 0 { *then } else { *otherwise };
    }
}

#[inline(always)]
fn copy<T: Copy>(values: &mut [T], mask: u64, from: &[T]) {
    for ((value, from), lane) in values.iter_mut().zip(from).zip(&LANE) {
        *value = if mask & lane != 0 { *from } else { *value };
    }
}

#[inline(always)]
fn fill_where(values: &mut [u16], mask: u64, code: u16) {
    for (value, lane) in values.iter_mut().zip(&LANE) {
        *value = if mask & lane != 0 { code } else { *value };
    }
}
