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

impl Slot {
    /// All unknown.
    #[must_use]
    pub fn unknown(kind: SlotKind, rows: usize) -> Self {
        let mut slot = match kind {
            SlotKind::Number => Self::Number(Numbers::default()),
            SlotKind::Code => Self::Code(Codes::default()),
            SlotKind::Truth => Self::Truth(Truths::default()),
            SlotKind::Text => Self::Text(Vec::new()),
        };
        slot.forget(rows);
        slot
    }

    /// What kind of values it holds.
    #[must_use]
    pub fn kind(&self) -> SlotKind {
        match self {
            Self::Number(_) => SlotKind::Number,
            Self::Code(_) => SlotKind::Code,
            Self::Truth(_) => SlotKind::Truth,
            Self::Text(_) => SlotKind::Text,
        }
    }

    /// How many rows it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::Number(numbers) => numbers.known.len(),
            Self::Code(codes) => codes.known.len(),
            Self::Truth(truths) => truths.known.len(),
            Self::Text(texts) => texts.len(),
        }
    }

    /// Makes all of `rows` rows unknown and keeps the allocation.
    pub fn forget(&mut self, rows: usize) {
        match self {
            Self::Number(numbers) => numbers.forget(rows),
            Self::Code(codes) => codes.forget(rows),
            Self::Truth(truths) => truths.forget(rows),
            Self::Text(texts) => {
                texts.clear();
                texts.resize(rows, None);
            }
        }
    }
}

impl Numbers {
    /// Makes all of `rows` rows unknown and keeps the allocation.
    pub fn forget(&mut self, rows: usize) {
        self.values.clear();
        self.values.resize(rows, 0.0);
        self.known.refill(rows, []);
    }

    /// One number per row, `None` being unknown, in the memory that is there.
    pub fn assign(&mut self, rows: usize, mut number: impl FnMut(usize) -> Option<f64>) {
        self.forget(rows);
        for (row, value) in self.values.iter_mut().enumerate() {
            if let Some(number) = number(row) {
                *value = number;
                self.known.set(row, true);
            }
        }
    }

    /// The value of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        if self.known.get(row) { self.values.get(row).copied() } else { None }
    }
}

impl Codes {
    /// Makes all of `rows` rows unknown and keeps the allocation.
    pub fn forget(&mut self, rows: usize) {
        self.values.clear();
        self.values.resize(rows, 0);
        self.known.refill(rows, []);
    }

    /// One code per row, `None` being unknown, in the memory that is there.
    pub fn assign(&mut self, rows: usize, mut code: impl FnMut(usize) -> Option<u16>) {
        self.forget(rows);
        for (row, value) in self.values.iter_mut().enumerate() {
            if let Some(code) = code(row) {
                *value = code;
                self.known.set(row, true);
            }
        }
    }

    /// The word's number of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<u16> {
        if self.known.get(row) { self.values.get(row).copied() } else { None }
    }
}

impl Truths {
    /// Makes all of `rows` rows unknown and keeps the allocation.
    pub fn forget(&mut self, rows: usize) {
        self.truth.refill(rows, []);
        self.known.refill(rows, []);
    }

    /// One truth per row, `None` being unknown, in the memory that is there.
    pub fn assign(&mut self, rows: usize, mut truth: impl FnMut(usize) -> Option<bool>) {
        self.forget(rows);
        for row in 0..rows {
            if let Some(truth) = truth(row) {
                self.truth.set(row, truth);
                self.known.set(row, true);
            }
        }
    }

    /// The truth of a row, if known.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<bool> {
        self.known.get(row).then(|| self.truth.get(row))
    }
}
