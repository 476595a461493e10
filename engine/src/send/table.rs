//! Decisions as typed columns, and other records as columns of text, for files of columns.

use super::decisions::{Held, Rows};
use super::layout::{Column, Source, words};
use crate::column::{Bits, plain};
use arrow_array::types::UInt16Type;
use arrow_array::{ArrayRef, Date32Array, DictionaryArray, Float64Array, RecordBatch, StringArray, UInt16Array};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use stageplay_dsl::types::Day;
use std::sync::Arc;

/// What the columns of decisions hold.
pub(super) fn decision_schema(columns: &[Column]) -> SchemaRef {
    let fields = columns.iter().map(|column| {
        let ty = match column.source {
            Source::AsOf => DataType::Date32,
            Source::Points(_) | Source::Score(_) | Source::Part(_) => DataType::Float64,
            Source::Band(_) | Source::Stage(_) | Source::Level(_) | Source::State(_) => {
                DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8))
            }
            _ => DataType::Utf8,
        };
        Field::new(&column.heading, ty, !matches!(column.source, Source::Account | Source::AsOf | Source::State(_)))
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// A stretch of decisions as typed columns.
pub(super) fn decision_table(columns: &[Column], from: &Rows<'_>, as_of: Day) -> Result<RecordBatch, ArrowError> {
    let rows = from.decisions.rows.len();
    let arrays = columns.iter().map(|column| -> Result<ArrayRef, ArrowError> {
        Ok(match (from.held(column.source), column.source) {
            (Held::Numbers(numbers), _) => {
                Arc::new(Float64Array::try_new(numbers.values.clone().into(), nulls(&numbers.known))?)
            }
            (Held::Codes(codes), source) => {
                let keys = UInt16Array::try_new(codes.values.clone().into(), nulls(&codes.known))?;
                let words = StringArray::from(words(from.playbook, source));
                Arc::new(DictionaryArray::<UInt16Type>::try_new(keys, Arc::new(words))?)
            }
            (Held::Other, Source::AsOf) => Arc::new(Date32Array::from(vec![as_of; rows])),
            (Held::Other, Source::Account) => {
                Arc::new((0..rows).map(|row| Some(from.account(row))).collect::<StringArray>())
            }
            (Held::Other, _) => Arc::new(StringArray::new_null(rows)),
        })
    });
    RecordBatch::try_new(decision_schema(columns), arrays.collect::<Result<_, _>>()?)
}

fn nulls(known: &Bits) -> Option<NullBuffer> {
    let words = Buffer::from_vec(known.words().to_vec());
    (known.count() < known.len()).then(|| NullBuffer::new(BooleanBuffer::new(words, 0, known.len())))
}

/// Columns of text under these headings.
pub(super) fn text_schema(heading: &[String]) -> SchemaRef {
    Arc::new(Schema::new(heading.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>()))
}

/// Rows of cells as columns of text; an empty cell is missing.
pub(super) fn text_table(schema: &SchemaRef, rows: &[Vec<String>]) -> Result<RecordBatch, ArrowError> {
    let cell =
        |row: &Vec<String>, at: usize| row.get(at).filter(|cell| !cell.is_empty()).map(|cell| plain(cell).into_owned());
    let arrays = (0..schema.fields().len())
        .map(|at| -> ArrayRef { Arc::new(rows.iter().map(|row| cell(row, at)).collect::<StringArray>()) });
    RecordBatch::try_new(Arc::clone(schema), arrays.collect())
}
