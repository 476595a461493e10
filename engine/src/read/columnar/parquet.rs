//! Parquet files: row groups side by side, and of each only the columns that mean something.

use super::super::ReadError;
use super::super::file::Input;
use super::super::pieces::{MOST_ROOM, Piece, Takes};
use super::super::schema::{Schema, Target};
use super::plan::{Plan, is_choice, unknown};
use super::{ROWS, Source, piece};
use arrow_schema::{DataType, Field, Schema as ArrowSchema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Encoding;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use rayon::prelude::*;
use std::fs::File;
use std::sync::Arc;

/// No file of accounts has more rows than so many a byte: each names an account.
const ROWS_PER_BYTE: u64 = 64;

pub(super) fn read<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    let open = || File::open(&input.path).map_err(|cause| ReadError::io(&input.path, cause));
    let source = Source { path: &input.path, what: "Parquet file" };
    let file = open()?;
    let found = source.decoded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()))?;
    if !found.metadata().row_groups().iter().all(|group| lies_within(group, input.size)) {
        return Err(source.broken(&"a column lies outside the file").into());
    }
    let said: Option<u64> = found
        .metadata()
        .row_groups()
        .iter()
        .try_fold(0u64, |sum, group| sum.checked_add(group.num_rows().try_into().ok()?));
    let rows = said.filter(|rows| *rows <= input.size.saturating_mul(ROWS_PER_BYTE)).ok_or_else(|| {
        let rows = said.map_or("an impossible number of".into(), |rows| rows.to_string());
        source.broken(&format!("it says that it holds {rows} rows, in {} bytes", input.size))
    })?;
    let names = unknown(schema, found.schema(), rows);
    let options = ArrowReaderOptions::new().with_schema(Arc::new(with_words(schema, found.schema(), found.metadata())));
    // Where words cannot be read as such, they are read as texts.
    let with_words = source.decoded(|| ArrowReaderMetadata::try_new(Arc::clone(found.metadata()), options));
    let found = with_words.unwrap_or(found);
    let leaves = found.parquet_schema().columns().iter().enumerate();
    let wanted = leaves.filter(|(_, leaf)| is_wanted(schema, leaf.path().parts())).map(|(at, _)| at);
    let mask = ProjectionMask::leaves(found.parquet_schema(), wanted);
    let reader = |groups: Vec<usize>| -> Result<ParquetRecordBatchReader, ReadError> {
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(open()?, found.clone());
        let reader = reader.with_projection(mask.clone()).with_batch_size(ROWS).with_row_groups(groups);
        source.decoded(|| reader.build())
    };
    let columns = arrow_array::RecordBatchReader::schema(&reader(Vec::new())?);
    let plan = Plan::new(input, schema, &columns)?;
    let mut heading = Piece::none(schema);
    heading.notes.unknown = names.into_unknown();
    let made = takes.look(heading)?;
    takes.take(made, 0)?;
    let groups: Vec<u64> =
        found.metadata().row_groups().iter().map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).collect();
    let mut progress = |done: u64| progress(input.size.saturating_mul(done) / rows.max(1));
    // Pieces, from a row of the file on.
    let pieces = |groups: Vec<usize>, mut first: u64| -> Result<_, ReadError> {
        let batches = source.batches(reader(groups)?);
        let plan = &plan;
        Ok(batches.map(move |batch| {
            let batch = batch?;
            let piece = piece::made(plan, &batch, first)?;
            first += batch.num_rows() as u64;
            Ok((piece, first))
        }))
    };
    if T::KEEPS {
        side_by_side(&groups, pieces, takes, &mut progress)
    } else {
        in_turn(&groups, pieces, takes, &mut progress)
    }
}

/// Row groups side by side.
fn side_by_side<T: Takes, P: Iterator<Item = Result<(Piece, u64), ReadError>>>(
    groups: &[u64],
    pieces: impl Fn(Vec<usize>, u64) -> Result<P, ReadError> + Sync,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    let mut first = 0;
    let room = usize::try_from(groups.iter().sum::<u64>()).unwrap_or(0).min(MOST_ROOM);
    let groups: Vec<(usize, u64)> = groups
        .iter()
        .enumerate()
        .map(|(at, rows)| {
            first += rows;
            (at, first - rows)
        })
        .collect();
    for wave in groups.chunks(rayon::current_num_threads().max(1)) {
        let read = |(group, first): &(usize, u64)| -> Result<Vec<(T::Made, u64)>, ReadError> {
            pieces(vec![*group], *first)?
                .map(|piece| piece.and_then(|(piece, to)| Ok((takes.look(piece)?, to))))
                .collect()
        };
        // The first fault in the order of the groups is told.
        for made in wave.par_iter().map(read).collect::<Vec<_>>() {
            for (made, to) in made? {
                takes.take(made, room)?;
                progress(to);
            }
        }
    }
    Ok(())
}

/// Piece by piece; the next one is read while one is taken.
fn in_turn<T: Takes, P: Iterator<Item = Result<(Piece, u64), ReadError>> + Send>(
    groups: &[u64],
    pieces: impl Fn(Vec<usize>, u64) -> Result<P, ReadError>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
) -> Result<(), T::Error> {
    let mut pieces = pieces((0..groups.len()).collect(), 0)?;
    let mut next = pieces.next();
    while let Some(piece) = next {
        let (piece, to) = piece?;
        let (after, taken) = rayon::join(
            || pieces.next(),
            || {
                let made = takes.look(piece)?;
                takes.take(made, 0)
            },
        );
        taken?;
        progress(to);
        next = after;
    }
    Ok(())
}

/// Whether the columns of a row group are where a file of this size has bytes.
fn lies_within(group: &RowGroupMetaData, size: u64) -> bool {
    group.columns().iter().all(|chunk| {
        let first =
            chunk.dictionary_page_offset().map_or(chunk.data_page_offset(), |it| it.min(chunk.data_page_offset()));
        let bytes = [first, chunk.compressed_size()].map(u64::try_from);
        matches!(bytes, [Ok(first), Ok(length)] if first.checked_add(length).is_some_and(|end| end <= size))
    })
}

/// Whether a leaf is a field, or part of a list.
fn is_wanted(schema: &Schema<'_>, path: &[String]) -> bool {
    let mut node = 0;
    for name in path {
        match schema.target(node, name) {
            Target::Field(_) => return true,
            Target::Group(inner) => node = inner,
            Target::Unknown => return false,
        }
    }
    // A group that is none is told of.
    true
}

/// Columns of words as such, so that each word is looked at once; only where the file holds them so.
fn with_words(schema: &Schema<'_>, columns: &ArrowSchema, file: &ParquetMetaData) -> ArrowSchema {
    let held_as_words = |name: &str| {
        file.row_groups().iter().all(|group| {
            let mut chunks = group.columns().iter();
            chunks.find(|chunk| chunk.column_path().string() == name).is_some_and(|chunk| {
                chunk.encodings().any(|it| matches!(it, Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY))
            })
        })
    };
    let fields = columns.fields().iter().map(|field| {
        if field.data_type() == &DataType::Utf8 && is_choice(schema, field.name()) && held_as_words(field.name()) {
            let words = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(Field::new(field.name(), words, field.is_nullable()))
        } else {
            Arc::clone(field)
        }
    });
    ArrowSchema::new_with_metadata(fields.collect::<Vec<_>>(), columns.metadata().clone())
}
