//! Operands as blocks of 64 rows, and the loops that fill a result block by block.

use super::instructions::vectorized;
use crate::column::{Bits, Codes, Numbers, Truths};

/// Rows in a block: as many as a word of a bitmap has bits.
pub(super) const BLOCK: usize = 64;

/// Word by word, the bit of each lane: for tests of a mask that vectorise.
pub(super) const LANE: [u64; BLOCK] = {
    let mut lanes = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler; `at` is below the length")]
        {
            lanes[at] = 1 << at;
        }
        at += 1;
    }
    lanes
};

/// An operand. A constant is its first block over and over, so that it stays in the nearest cache.
#[derive(Clone, Copy, Debug)]
pub struct Lanes<'a, T> {
    values: &'a [T],
    known: &'a [u64],
    /// Blocks from one to the next: 1, or 0 for a constant.
    step: usize,
}

impl<'a> Lanes<'a, f64> {
    /// Numbers, one per row.
    #[must_use]
    pub fn numbers(numbers: &'a Numbers) -> Self {
        Self { values: &numbers.values, known: numbers.known.words(), step: 1 }
    }
}

impl<'a> Lanes<'a, u16> {
    /// Codes, one per row.
    #[must_use]
    pub fn codes(codes: &'a Codes) -> Self {
        Self { values: &codes.values, known: codes.known.words(), step: 1 }
    }
}

impl<'a, T: Copy> Lanes<'a, T> {
    /// Unknown in every row.
    #[must_use]
    pub fn unknown() -> Self {
        Self { values: &[], known: &[], step: 0 }
    }

    /// The same values, of which the first stands for all.
    #[must_use]
    pub fn constant(self) -> Self {
        Self { step: 0, ..self }
    }

    /// The value of all rows, of a constant.
    pub(super) fn everywhere(&self) -> Option<T> {
        if self.step == 0 { self.values.first().copied() } else { None }
    }

    /// The values of a block.
    #[inline(always)]
    pub(super) fn block(&self, at: usize) -> &'a [T] {
        let start = (at * self.step * BLOCK).min(self.values.len());
        let end = (start + BLOCK).min(self.values.len());
        self.values.get(start..end).unwrap_or(&[])
    }

    /// Which of a block are known.
    #[inline(always)]
    pub(super) fn known(&self, at: usize) -> u64 {
        self.known.get(at * self.step).copied().unwrap_or(0)
    }
}

/// One bit per truth, the first lowest; at most 64.
#[inline(always)]
pub(super) fn pack(truths: impl Iterator<Item = bool>) -> u64 {
    let mut bytes = [0_u8; BLOCK];
    for (byte, truth) in bytes.iter_mut().zip(truths) {
        *byte = u8::from(truth);
    }
    let mut word = 0;
    let (eights, _) = bytes.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        // The product gathers the lowest bits of eight bytes in its highest byte, without carries.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= gathered << (at * 8);
    }
    word
}

/// Fills numbers block by block; `block` writes its values and returns which are known.
#[inline(always)]
pub(super) fn fill(out: &mut Numbers, rows: usize, block: impl FnMut(usize, &mut [f64]) -> u64) {
    fill_values(&mut out.values, &mut out.known, rows, block);
}

/// Fills codes block by block.
#[inline(always)]
pub(super) fn fill_codes(out: &mut Codes, rows: usize, block: impl FnMut(usize, &mut [u16]) -> u64) {
    fill_values(&mut out.values, &mut out.known, rows, block);
}

#[inline(always)]
fn fill_values<T: Clone + Default>(
    values: &mut Vec<T>,
    known: &mut Bits,
    rows: usize,
    mut block: impl FnMut(usize, &mut [T]) -> u64,
) {
    vectorized(
        #[inline(always)]
        || {
            values.resize(rows, T::default());
            for (at, (values, known)) in values.chunks_mut(BLOCK).zip(known.renew(rows)).enumerate() {
                *known = block(at, values);
            }
            known.trim();
        },
    );
}

/// Fills truths block by block; `block` returns which are true and which are known.
#[inline(always)]
pub(super) fn fill_truths(out: &mut Truths, rows: usize, mut block: impl FnMut(usize) -> (u64, u64)) {
    vectorized(
        #[inline(always)]
        || {
            for (at, (truth, known)) in out.truth.renew(rows).iter_mut().zip(out.known.renew(rows)).enumerate() {
                (*truth, *known) = block(at);
                *truth &= *known;
            }
            out.truth.trim();
            out.known.trim();
        },
    );
}

/// Which of a block are finite; those that are not become 0.
#[inline(always)]
pub(super) fn settle(values: &mut [f64]) -> u64 {
    let mut sound = true;
    for value in values.iter() {
        sound &= value.abs() <= f64::MAX;
    }
    if sound {
        return u64::MAX;
    }
    let finite = pack(values.iter().map(|value| value.is_finite()));
    for value in values {
        *value = if value.is_finite() { *value } else { 0.0 };
    }
    finite
}

/// The word of a bitmap for a block.
#[inline(always)]
pub(super) fn word(bits: &Bits, at: usize) -> u64 {
    bits.words().get(at).copied().unwrap_or(0)
}
