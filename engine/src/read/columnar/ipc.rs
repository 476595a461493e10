//! Arrow's own files and streams.

use super::super::ReadError;
use super::super::file::Input;
use super::super::record::Piece;
use super::super::schema::{Schema, Target};
use super::plan::{Plan, unknown};
use super::{Take, broken, piece};
use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};

/// What a file begins with; a stream does not.
const MAGIC: &[u8] = b"ARROW1";

pub(super) fn read(input: &Input, schema: &Schema<'_>, take: &mut Take<'_>) -> Result<(), ReadError> {
    let fault = |cause: &dyn std::fmt::Display| broken(&input.path, "Arrow file or stream", cause);
    let mut head = Vec::new();
    let mut text = input.open()?;
    (&mut text).take(6).read_to_end(&mut head).map_err(|cause| ReadError::io(&input.path, cause))?;
    let is_file = head == MAGIC;
    if !is_file {
        let text = Cursor::new(head).chain(text);
        let whole = StreamReader::try_new(text, None).map_err(|cause| fault(&cause))?;
        let columns = whole.schema();
        let places = places(schema, &columns);
        return batches(input, schema, &columns, Some(places), whole, take);
    }
    if input.name == "-" || input.is_packed() {
        return Err(fault(&"an Arrow file cannot be read front to back; write it as a stream"));
    }
    let open = || File::open(&input.path).map(BufReader::new).map_err(|cause| ReadError::io(&input.path, cause));
    let whole = FileReader::try_new(open()?, None).map_err(|cause| fault(&cause))?;
    let columns = whole.schema();
    let places = places(schema, &columns);
    let some = FileReader::try_new(open()?, Some(places)).map_err(|cause| fault(&cause))?;
    batches(input, schema, &columns, None, some, take)
}

/// The columns that mean something.
fn places(schema: &Schema<'_>, columns: &SchemaRef) -> Vec<usize> {
    let known = columns.fields().iter().enumerate();
    known.filter(|(_, field)| schema.target(0, field.name()) != Target::Unknown).map(|(at, _)| at).collect()
}

fn batches(
    input: &Input,
    schema: &Schema<'_>,
    columns: &SchemaRef,
    places: Option<Vec<usize>>,
    mut batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    take: &mut Take<'_>,
) -> Result<(), ReadError> {
    let fault = |cause: &dyn std::fmt::Display| broken(&input.path, "Arrow file or stream", cause);
    let kept = self::places(schema, columns);
    let kept = columns.project(&kept).map_err(|cause| fault(&cause))?;
    let plan = Plan::new(input, schema, &kept)?;
    let mut first = 0;
    loop {
        let mut wave: Vec<(RecordBatch, u64)> = Vec::new();
        let mut rows = 0;
        for batch in batches.by_ref() {
            let mut batch = batch.map_err(|cause| fault(&cause))?;
            if let Some(places) = &places {
                batch = batch.project(places).map_err(|cause| fault(&cause))?;
            }
            let here = batch.num_rows();
            // Large batches are shared among threads too.
            for start in (0..here).step_by(PIECE) {
                wave.push((batch.slice(start, PIECE.min(here - start)), first + start as u64));
            }
            first += here as u64;
            rows += here;
            if rows >= PIECE * rayon::current_num_threads() {
                break;
            }
        }
        if wave.is_empty() {
            break;
        }
        let read = |(batch, first): &(RecordBatch, u64)| -> Result<Piece, ReadError> {
            let mut piece = piece::nothing(&plan, batch.num_rows());
            piece::add(&plan, batch, *first, &mut piece)?;
            Ok(piece)
        };
        let pieces: Vec<Result<Piece, ReadError>> = wave.par_iter().map(read).collect();
        pieces.into_iter().try_for_each(|piece| take(piece?, 0))?;
    }
    let mut ending = piece::nothing(&plan, 0);
    ending.unknown = unknown(schema, columns, first).into_unknown();
    take(ending, input.size)
}

const PIECE: usize = 1 << 16;
