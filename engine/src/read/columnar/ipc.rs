//! Arrow's own files and streams.

use super::super::ReadError;
use super::super::file::Input;
use super::super::pieces::{Piece, Takes};
use super::super::schema::{Schema, Target};
use super::plan::{Plan, unknown};
use super::{ROWS, Source, piece};
use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::SchemaRef;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};

/// What a file begins with; a stream does not.
const MAGIC: &[u8] = b"ARROW1";

pub(super) fn read<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    let source = source(input);
    let mut head = Vec::new();
    let mut text = input.open()?;
    (&mut text).take(6).read_to_end(&mut head).map_err(|cause| ReadError::io(&input.path, cause))?;
    let is_file = head == MAGIC;
    if !is_file {
        let text = Cursor::new(head).chain(text);
        let whole = source.decoded(|| StreamReader::try_new(text, None))?;
        let columns = whole.schema();
        let places = places(schema, &columns);
        batches(input, schema, &columns, Some(places), source.batches(whole), takes)?;
        progress(input.size);
        return Ok(());
    }
    if input.name == "-" || input.is_packed() {
        return Err(source.broken(&"an Arrow file cannot be read front to back; write it as a stream").into());
    }
    let open = || File::open(&input.path).map(BufReader::new).map_err(|cause| ReadError::io(&input.path, cause));
    let file = open()?;
    let whole = source.decoded(|| FileReader::try_new(file, None))?;
    let columns = whole.schema();
    let places = places(schema, &columns);
    let file = open()?;
    let some = source.decoded(|| FileReader::try_new(file, Some(places)))?;
    batches(input, schema, &columns, None, source.batches(some), takes)?;
    progress(input.size);
    Ok(())
}

fn source(input: &Input) -> Source<'_> {
    Source { path: &input.path, what: "Arrow file or stream" }
}

/// The columns that mean something.
fn places(schema: &Schema<'_>, columns: &SchemaRef) -> Vec<usize> {
    let known = columns.fields().iter().enumerate();
    known.filter(|(_, field)| schema.target(0, field.name()) != Target::Unknown).map(|(at, _)| at).collect()
}

fn batches<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    columns: &SchemaRef,
    places: Option<Vec<usize>>,
    mut batches: impl Iterator<Item = Result<RecordBatch, ReadError>>,
    takes: &mut T,
) -> Result<(), T::Error> {
    let source = source(input);
    let kept = self::places(schema, columns);
    let kept = source.decoded(|| columns.project(&kept))?;
    let plan = Plan::new(input, schema, &kept)?;
    let mut first = 0;
    loop {
        let mut wave: Vec<(RecordBatch, u64)> = Vec::new();
        let mut rows = 0;
        for batch in batches.by_ref() {
            let mut batch = batch?;
            if let Some(places) = &places {
                batch = source.decoded(|| batch.project(places))?;
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
        let read = |(batch, first): &(RecordBatch, u64)| takes.look(piece::made(&plan, batch, *first)?);
        let made: Vec<Result<T::Made, ReadError>> = wave.par_iter().map(read).collect();
        made.into_iter().try_for_each(|made| takes.take(made?, 0))?;
    }
    let mut ending = Piece::none(schema);
    ending.notes.unknown = unknown(schema, columns, first).into_unknown();
    let made = takes.look(ending)?;
    takes.take(made, 0)
}

/// So many rows are read together by one thread.
const PIECE: usize = ROWS;
