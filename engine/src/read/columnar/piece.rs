//! Some rows of a file become rows of the engine.

use super::super::ReadError;
use super::super::block::{Block, Record};
use super::super::pieces::{Columns, Found, Notes, Piece};
use super::super::record::read_records;
use super::super::rows::Rows;
use super::convert::{Odd, absent, at, converted, record_dates};
use super::plan::Plan;
use super::text::{Written, record};
use crate::column::Column;
use arrow_array::RecordBatch;
use std::ops::Range;

/// The rows of a batch, the first of which is row `first` of the file, counted from 0.
pub(super) fn made(plan: &Plan<'_>, batch: &RecordBatch, first: u64) -> Result<Piece, ReadError> {
    let schema = plan.manner.schema;
    let rows = batch.num_rows();
    let mut odd = Odd::none(rows);
    if plan.all_as_text {
        return as_text(plan, batch, first, 0..rows);
    }
    let mut columns: Vec<Column> = Vec::with_capacity(schema.fields.len());
    for (place, reading) in schema.fields.iter().enumerate() {
        let needed = reading.field.required || place == schema.id;
        let array = plan.ways.get(place).and_then(Option::as_ref).and_then(|way| at(batch.columns(), way));
        columns.push(match array {
            Some(array) => converted(reading, &array, needed, &mut odd),
            None => {
                if needed && reading.default.is_none() {
                    odd.mark_all();
                }
                absent(reading, rows)
            }
        });
    }
    if schema.lists.iter().any(|list| list.list.required) {
        odd.mark_all();
    }
    let dates = match plan.ways.get(schema.as_of()).and_then(Option::as_ref).and_then(|way| at(batch.columns(), way)) {
        Some(array) => record_dates(&array, &mut odd),
        None => vec![None; rows],
    };
    // Where many are odd, going to and fro costs more than reading all as text; what comes out is the same.
    if odd.count * 4 > rows {
        return as_text(plan, batch, first, 0..rows);
    }
    let columns = Columns { columns, dates, line: first + 1 };
    if odd.count == 0 {
        let notes = Notes { records_read: rows as u64, ..Notes::default() };
        return Ok(Piece { found: Found::Columns(columns), notes });
    }
    let (mut all, mut notes) = (Rows::new(schema, rows), Notes::default());
    let mut start = 0;
    for run in odd.rows.chunk_by(|a, b| a == b) {
        let range = start..start + run.len();
        start = range.end;
        if run.first() == Some(&true) {
            add_as_text(plan, batch, first, range, (&mut all, &mut notes))?;
        } else {
            notes.records_read += range.len() as u64;
            all.extend(schema, &columns, range)?;
        }
    }
    Ok(Piece { found: Found::Rows(all), notes })
}

/// The rows of a batch, each written as a record and read as one.
fn as_text(plan: &Plan<'_>, batch: &RecordBatch, first: u64, rows: Range<usize>) -> Result<Piece, ReadError> {
    let (mut all, mut notes) = (Rows::new(plan.manner.schema, rows.len()), Notes::default());
    add_as_text(plan, batch, first, rows, (&mut all, &mut notes))?;
    Ok(Piece { found: Found::Rows(all), notes })
}

fn add_as_text(
    plan: &Plan<'_>,
    batch: &RecordBatch,
    first: u64,
    rows: Range<usize>,
    (all, notes): (&mut Rows, &mut Notes),
) -> Result<(), ReadError> {
    let schema = plan.manner.schema;
    let fields = batch.schema_ref().fields();
    let written = Written::of(schema, fields);
    // In stretches, so that the text of a long run is never held at once.
    for start in rows.clone().step_by(STRETCH) {
        let mut text = String::new();
        let mut records = Vec::new();
        for row in start..rows.end.min(start + STRETCH) {
            let begin = text.len();
            record(&mut text, fields, batch.columns(), &written, row);
            let line = first + row as u64 + 1;
            records.push(Record { line, start: begin, end: text.len(), ..Record::default() });
        }
        let block = Block { bytes: text.into_bytes(), records, ..Block::default() };
        let read = read_records(&plan.manner, &block, &block.records);
        if let Found::Rows(rows) = read.found {
            all.append(rows, schema)?;
        }
        notes.append(read.notes);
    }
    Ok(())
}

const STRETCH: usize = 512;
