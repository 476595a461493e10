//! The values of one graph node for a chunk of rows.

use super::Bits;

/// What kind of values a node has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// f64; dates are day numbers.
    Number,
    /// The number of a word.
    Code,
    /// True, false or unknown.
    Truth,
    /// Words; read straight from the batch or constant.
    Text,
}

/// Numbers. A value whose known bit is zero means nothing, and is never NaN-sensitive.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// One per row.
    pub values: Vec<f64>,
    /// Which are known.
    pub known: Bits,
}

/// Numbers of words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codes {
    /// One per row.
    pub values: Vec<u16>,
    /// Which are known.
    pub known: Bits,
}

/// Conditions. Invariant: `truth` is zero where `known` is zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truths {
    /// Which are true.
    pub truth: Bits,
    /// Which are known.
    pub known: Bits,
}

/// The values of one node.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Slot {
    Number(Numbers),
    Code(Codes),
    Truth(Truths),
    /// One per row; `None` is unknown.
    Text(Vec<Option<smol_str::SmolStr>>),
}

impl Numbers {
    /// The value of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        if self.known.get(row) { self.values.get(row).copied() } else { None }
    }
}

impl Codes {
    /// The word's number of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<u16> {
        if self.known.get(row) { self.values.get(row).copied() } else { None }
    }
}

impl Truths {
    /// The truth of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<bool> {
        self.known.get(row).then(|| self.truth.get(row))
    }
}
