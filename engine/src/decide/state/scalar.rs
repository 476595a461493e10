//! One value, remembered.

use crate::column::Slot;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// One value. Numbers are kept bit by bit; dates are day numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Scalar {
    Number(f64),
    Code(u16),
    Truth(bool),
    Text(SmolStr),
}

impl Scalar {
    /// The value of a row of a slot, if known. Texts do not lie in slots.
    #[must_use]
    pub fn of(slot: Option<&Slot>, row: usize) -> Option<Self> {
        match slot? {
            Slot::Number(numbers) => numbers.get(row).map(Self::Number),
            Slot::Code(codes) => codes.get(row).map(Self::Code),
            Slot::Truth(truths) => truths.get(row).map(Self::Truth),
            Slot::Text(_) => None,
        }
    }

    /// Puts values into a slot of their kind, one per row; those of another kind stay unknown.
    pub fn fill<'s>(slot: &mut Slot, rows: usize, mut value: impl FnMut(usize) -> Option<&'s Self>) {
        match slot {
            Slot::Number(numbers) => numbers.assign(rows, |row| match value(row) {
                Some(Self::Number(number)) => Some(*number),
                _ => None,
            }),
            Slot::Code(codes) => codes.assign(rows, |row| match value(row) {
                Some(Self::Code(code)) => Some(*code),
                _ => None,
            }),
            Slot::Truth(truths) => truths.assign(rows, |row| match value(row) {
                Some(Self::Truth(truth)) => Some(*truth),
                _ => None,
            }),
            Slot::Text(texts) => {
                texts.clear();
                texts.extend((0..rows).map(|row| match value(row) {
                    Some(Self::Text(text)) => Some(text.clone()),
                    _ => None,
                }));
            }
        }
    }
}
