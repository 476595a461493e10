//! Fields of accounts and of elements as slots.

use crate::column::{Bits, Codes, Column, Numbers, Slot, Truths};
use crate::kernel::number;
use arrow_array::Array;
use arrow_buffer::{BooleanBuffer, NullBuffer};
use std::ops::Range;

/// Copies a field's rows into a slot; a column of another kind, or none, is unknown.
pub(super) fn field(column: Option<&Column>, rows: &Range<usize>, slot: &mut Slot) {
    let Some(column) = column else { return slot.forget(rows.len()) };
    match (column, slot) {
        (Column::Number(array), Slot::Number(out)) => numbers(array.values(), array.nulls(), rows, out, |x| x),
        (Column::Date(array), Slot::Number(out)) => numbers(array.values(), array.nulls(), rows, out, f64::from),
        (Column::Code(array), Slot::Code(out)) => codes(array.values(), array.nulls(), rows, out),
        (Column::Truth(array), Slot::Truth(out)) => truths(array.values(), array.nulls(), rows, out),
        (_, slot) => slot.forget(rows.len()),
    }
}

/// Which rows of a text column are there; for `is known`, which needs no words.
pub(super) fn known_texts(column: Option<&Column>, rows: &Range<usize>, out: &mut Bits) {
    match column {
        Some(Column::Text(array)) => known(array.nulls(), array.len(), rows, out),
        _ => out.refill(rows.len(), []),
    }
}

fn numbers<T: Copy>(
    values: &[T],
    nulls: Option<&NullBuffer>,
    rows: &Range<usize>,
    out: &mut Numbers,
    of: impl Fn(T) -> f64,
) {
    let Some(here) = values.get(rows.clone()) else { return out.forget(rows.len()) };
    // Readers give finite numbers; what lies under a null may be anything.
    number::taken(out, here, of);
    if let Some(nulls) = nulls {
        if rows.end > nulls.len() {
            return out.known.refill(rows.len(), []);
        }
        let words = nulls.inner().slice(rows.start, rows.len());
        out.known.keep(words.bit_chunks().iter_padded());
    }
}

fn codes(values: &[u16], nulls: Option<&NullBuffer>, rows: &Range<usize>, out: &mut Codes) {
    let Some(here) = values.get(rows.clone()) else { return out.forget(rows.len()) };
    out.values.clear();
    out.values.extend_from_slice(here);
    known(nulls, values.len(), rows, &mut out.known);
}

fn truths(values: &BooleanBuffer, nulls: Option<&NullBuffer>, rows: &Range<usize>, out: &mut Truths) {
    if rows.end > values.len() {
        return out.forget(rows.len());
    }
    known(nulls, values.len(), rows, &mut out.known);
    let words = values.slice(rows.start, rows.len());
    // Bits past the last row are zero in `known`.
    let known = &out.known;
    out.truth.refill(rows.len(), words.bit_chunks().iter_padded().zip(known.words()).map(|(a, b)| a & b));
}

fn known(nulls: Option<&NullBuffer>, len: usize, rows: &Range<usize>, out: &mut Bits) {
    match nulls {
        None => out.refill(rows.len(), std::iter::repeat(if rows.end <= len { u64::MAX } else { 0 })),
        Some(nulls) if rows.end <= nulls.len() => {
            let words = nulls.inner().slice(rows.start, rows.len());
            out.refill(rows.len(), words.bit_chunks().iter_padded());
        }
        Some(_) => out.refill(rows.len(), []),
    }
}
