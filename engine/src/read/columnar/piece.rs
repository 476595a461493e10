//! Some rows of a file become rows of the engine.

use super::super::ReadError;
use super::super::block::{Block, Record};
use super::super::faulted::Faulted;
use super::super::names::Names;
use super::super::record::{Piece, read_records};
use super::super::rows::Rows;
use super::super::schema::Target;
use super::convert::{Odd, absent, at, converted, record_dates};
use super::plan::Plan;
use super::text::{Digits, record};
use crate::column::Column;
use arrow_array::RecordBatch;
use stageplay_dsl::typed::FieldKind;
use std::ops::Range;

/// An empty piece.
pub(super) fn nothing(plan: &Plan<'_>, room: usize) -> Piece {
    let schema = plan.manner.schema;
    Piece {
        rows: Rows::new(schema, room),
        rejects: Vec::new(),
        unknown: Names::new(schema).into_unknown(),
        faulted: Faulted::default(),
        unreadable: Vec::new(),
        records_read: 0,
        records_set_aside: 0,
    }
}

/// Adds the rows of a batch, the first of which is row `first` of the file, counted from 0.
pub(super) fn add(plan: &Plan<'_>, batch: &RecordBatch, first: u64, piece: &mut Piece) -> Result<(), ReadError> {
    let schema = plan.manner.schema;
    let rows = batch.num_rows();
    let mut odd = Odd::none(rows);
    if plan.all_as_text {
        odd.mark_all();
        return add_as_text(plan, batch, first, 0..rows, piece);
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
        return add_as_text(plan, batch, first, 0..rows, piece);
    }
    let mut start = 0;
    for run in odd.rows.chunk_by(|a, b| a == b) {
        let range = start..start + run.len();
        start = range.end;
        if run.first() == Some(&true) {
            add_as_text(plan, batch, first, range, piece)?;
        } else {
            let lines = (first + range.start as u64 + 1)..;
            piece.records_read += range.len() as u64;
            piece.rows.extend(schema, &columns, dates.get(range.clone()).unwrap_or(&[]), range, lines)?;
        }
    }
    Ok(())
}

fn add_as_text(
    plan: &Plan<'_>,
    batch: &RecordBatch,
    first: u64,
    rows: Range<usize>,
    piece: &mut Piece,
) -> Result<(), ReadError> {
    let schema = plan.manner.schema;
    let fields = batch.schema_ref().fields();
    let digits: Vec<Digits> = fields
        .iter()
        .map(|field| match schema.target(0, field.name()) {
            Target::Field(at) if schema.fields.get(at).is_some_and(|it| it.field.kind == FieldKind::Text) => {
                Digits::AsText
            }
            _ => Digits::AsNumber,
        })
        .collect();
    // In stretches, so that the text of a long run is never held at once.
    for start in rows.clone().step_by(STRETCH) {
        let mut text = String::new();
        let mut records = Vec::new();
        for row in start..rows.end.min(start + STRETCH) {
            let begin = text.len();
            record(&mut text, fields, batch.columns(), &digits, row);
            let line = first + row as u64 + 1;
            records.push(Record { line, start: begin, end: text.len(), ..Record::default() });
        }
        let block = Block { bytes: text.into_bytes(), records, ..Block::default() };
        let read = read_records(&plan.manner, &block, &block.records);
        piece.rows.append(read.rows, schema)?;
        piece.rejects.extend(read.rejects);
        piece.unknown.append(read.unknown);
        piece.faulted.append(read.faulted);
        piece.unreadable.extend(read.unreadable);
        piece.records_read += read.records_read;
        piece.records_set_aside += read.records_set_aside;
    }
    Ok(())
}

const STRETCH: usize = 512;
