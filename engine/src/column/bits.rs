//! A bitmap of fixed length.

use std::ops::Range;

/// `len` bits in words of 64. Invariant: bits past `len` are zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// `len` zeros.
    #[must_use]
    pub fn zeros(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// `len` ones.
    #[must_use]
    pub fn ones(len: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        bits.trim();
        bits
    }

    /// From one truth per bit.
    #[must_use]
    pub fn from_fn(len: usize, mut bit: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::zeros(len);
        for (at, word) in bits.words.iter_mut().enumerate() {
            let first = at * 64;
            for offset in 0..(len - first).min(64) {
                *word |= u64::from(bit(first + offset)) << offset;
            }
        }
        bits
    }

    /// Becomes `len` bits from words of 64, in the memory that is there; words that are not given are zero.
    pub fn refill(&mut self, len: usize, words: impl IntoIterator<Item = u64>) {
        let count = len.div_ceil(64);
        self.words.clear();
        self.words.extend(words.into_iter().take(count));
        self.words.resize(count, 0);
        self.len = len;
        self.trim();
    }

    /// Keeps the bits that are also in words of 64; words that are not given keep nothing.
    pub fn keep(&mut self, words: impl IntoIterator<Item = u64>) {
        let mut words = words.into_iter();
        self.words.iter_mut().for_each(|own| *own &= words.next().unwrap_or(0));
    }

    /// Becomes `len` bits in the memory that is there; the words are still to be written, and then [`Bits::trim`] to be
    /// called.
    #[inline(always)]
    pub(crate) fn renew(&mut self, len: usize) -> &mut [u64] {
        self.words.resize(len.div_ceil(64), 0);
        self.len = len;
        &mut self.words
    }

    /// Each word becomes what `word` makes of it and of the same words of two other bitmaps of this length.
    pub fn update(&mut self, a: &Self, b: &Self, mut word: impl FnMut(u64, u64, u64) -> u64) {
        for ((own, a), b) in self.words.iter_mut().zip(&a.words).zip(&b.words) {
            *own = word(*own, *a, *b);
        }
        self.trim();
    }

    /// Makes the bits past the last one zero.
    #[inline(always)]
    pub(crate) fn trim(&mut self) {
        let used = self.len % 64;
        if used > 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }

    /// How many bits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// True without bits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bit at `at`; false past the end.
    #[must_use]
    pub fn get(&self, at: usize) -> bool {
        self.words.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Sets the bit at `at`; nothing happens past the end.
    pub fn set(&mut self, at: usize, bit: bool) {
        if at >= self.len {
            return;
        }
        if let Some(word) = self.words.get_mut(at / 64) {
            let mask = 1 << (at % 64);
            if bit { *word |= mask } else { *word &= !mask }
        }
    }

    /// Sets the bits of a stretch; nothing happens past the end.
    pub fn set_all(&mut self, range: Range<usize>) {
        let range = range.start..range.end.min(self.len);
        for (at, mask) in masks(range) {
            if let Some(word) = self.words.get_mut(at) {
                *word |= mask;
            }
        }
    }

    /// How many of a stretch are one.
    #[must_use]
    pub fn count_in(&self, range: Range<usize>) -> usize {
        masks(range).map(|(at, mask)| (self.words.get(at).unwrap_or(&0) & mask).count_ones() as usize).sum()
    }

    /// How many are one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The words, 64 bits each, first bit lowest.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Word by word from another bitmap of the same length.
    #[must_use]
    pub fn map(&self, mut word: impl FnMut(u64) -> u64) -> Self {
        let mut bits = Self { words: self.words.iter().map(|a| word(*a)).collect(), len: self.len };
        bits.trim();
        bits
    }

    /// Word by word from two bitmaps of the same length.
    #[must_use]
    pub fn zip(&self, other: &Self, mut word: impl FnMut(u64, u64) -> u64) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| word(*a, *b)).collect();
        let mut bits = Self { words, len: self.len };
        bits.trim();
        bits
    }

    /// Both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Either.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// This and not the other.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// The places of the ones, ascending.
    pub fn ones_at(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let offset = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                Some(at * 64 + offset)
            })
        })
    }
}

/// The words that a stretch of bits lies in, each with the bits that are in it.
fn masks(range: Range<usize>) -> impl Iterator<Item = (usize, u64)> {
    let words = if range.is_empty() { 0..0 } else { range.start / 64..(range.end - 1) / 64 + 1 };
    words.map(move |at| {
        let from = range.start.saturating_sub(at * 64);
        let to = (range.end - at * 64).min(64);
        (at, u64::MAX << from & u64::MAX >> (64 - to))
    })
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn bits_past_the_end_stay_zero() {
        let ones = Bits::ones(70);
        assert_eq!(ones.count(), 70);
        assert_eq!(ones.map(|word| !word).count(), 0);
        assert!(!ones.get(70));
        let mut some = Bits::zeros(200);
        some.set_all(60..130);
        some.set_all(5..5);
        some.set_all(199..300);
        assert_eq!(some.count(), 71);
        assert!(!some.get(59) && some.get(60) && some.get(129) && !some.get(130) && some.get(199));
        assert_eq!(
            [some.count_in(0..60), some.count_in(60..64), some.count_in(100..200), some.count_in(9..9)],
            [0, 4, 31, 0]
        );
        let mut kept = Bits::ones(130);
        kept.keep([0b101, 1 << 63]);
        assert_eq!(kept.ones_at().collect::<Vec<_>>(), [0, 2, 127]);
        let third = Bits::from_fn(130, |at| at % 3 == 0);
        assert_eq!(third.count(), 44);
        assert_eq!(third.ones_at().nth(43), Some(129));
    }
}
