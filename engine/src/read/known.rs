//! One bit per row, while rows are added.

use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use std::ops::Range;

/// Bits to which others are added, the first lowest. Invariant: bits past the last are zero.
#[derive(Default)]
pub(super) struct Known {
    words: Vec<u64>,
    len: usize,
}

impl Known {
    /// No bits, with room for so many.
    pub(super) fn with_room(room: usize) -> Self {
        Self { words: Vec::with_capacity(room.div_ceil(64)), len: 0 }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, bit: bool) {
        let at = self.len % 64;
        if at == 0 {
            self.words.push(0);
        }
        if let Some(last) = self.words.last_mut() {
            *last |= u64::from(bit) << at;
        }
        self.len += 1;
    }

    /// Takes back what was added past so many.
    pub(super) fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        self.len = len;
        self.words.truncate(len.div_ceil(64));
        if let (used @ 1.., Some(last)) = (len % 64, self.words.last_mut()) {
            *last &= (1 << used) - 1;
        }
    }

    /// Adds the bits of others behind these.
    pub(super) fn append(&mut self, more: &Self) {
        let used = self.len % 64;
        if used == 0 {
            self.words.extend_from_slice(&more.words);
        } else {
            for word in &more.words {
                if let Some(last) = self.words.last_mut() {
                    *last |= word << used;
                }
                self.words.push(word >> (64 - used));
            }
        }
        self.len += more.len;
        self.words.truncate(self.len.div_ceil(64));
    }

    /// Adds which rows of a stretch are there; all of them where nothing is said.
    pub(super) fn extend(&mut self, nulls: Option<&NullBuffer>, range: Range<usize>) {
        let len = range.len();
        let mut words: Vec<u64> = match nulls.filter(|nulls| range.end <= nulls.len()) {
            Some(nulls) => nulls.inner().slice(range.start, len).bit_chunks().iter_padded().collect(),
            None => vec![u64::MAX; len.div_ceil(64)],
        };
        words.truncate(len.div_ceil(64));
        if let (used @ 1.., Some(last)) = (len % 64, words.last_mut()) {
            *last &= (1 << used) - 1;
        }
        self.append(&Self { words, len });
    }

    pub(super) fn bits(self) -> BooleanBuffer {
        BooleanBuffer::new(Buffer::from_vec(self.words), 0, self.len)
    }

    /// Which rows are there; nothing where all are.
    pub(super) fn nulls(self) -> Option<NullBuffer> {
        Some(NullBuffer::new(self.bits())).filter(|nulls| nulls.null_count() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn bits_come_out_as_they_were_added() {
        let bit = |at: usize| at.is_multiple_of(3) || at % 7 == 1;
        for (first, second, third) in [(0, 0, 1), (1, 64, 64), (63, 1, 200), (64, 0, 3), (100, 130, 62), (5, 500, 129)]
        {
            let piece = |from: usize, len: usize| {
                let mut known = Known::with_room(len);
                (from..from + len).for_each(|at| known.push(bit(at)));
                // What is taken back leaves nothing behind.
                (0..70).for_each(|_| known.push(true));
                known.truncate(len);
                known
            };
            let mut all = piece(0, first);
            all.append(&piece(first, second));
            all.append(&piece(first + second, third));
            let len = first + second + third;
            let bits = all.bits();
            assert_eq!(bits.len(), len);
            assert!((0..len).all(|at| bits.value(at) == bit(at)), "{first} {second} {third}");
        }
    }
}
