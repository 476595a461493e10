//! Account files into snapshots.

use super::array::ListRecords;
use super::block::{Block, Cut};
use super::columnar::{read_arrow, read_parquet};
use super::csv::CsvRecords;
use super::faulted::Faulted;
use super::file::{Format, Input, Options};
use super::line_records::LineRecords;
use super::names::{Unknown, near};
use super::packed::Packing;
use super::record::{Manner, Piece, read_records};
use super::reject::{Keep, Reject, RejectKind};
use super::repeats::settle;
use super::rows::Rows;
use super::schema::{Schema, Target};
use super::unreadable::Unreadable;
use super::{ReadError, Snapshots};
use rayon::prelude::*;
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use std::path::PathBuf;
use std::sync::Arc;

/// Records read together by one thread. Fixed, so that nothing depends on how many threads there are.
const PIECE: usize = 512;

/// Columns are not made longer than this beforehand, whatever the first records promise.
const MOST_ROOM: usize = 8 << 20;

/// Reads account files, in the order given. `progress` is told how many bytes are done and how many there are
/// (0 where that cannot be known).
///
/// # Errors
/// A file as a whole that cannot be read. Faults of records and values are in the snapshots' `rejects`.
pub fn accounts(
    paths: &[PathBuf],
    playbook: &Playbook,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Snapshots, ReadError> {
    let inputs: Vec<Input> = paths.iter().map(|path| Input::look(path, options)).collect::<Result<_, _>>()?;
    inputs_read(&inputs, playbook, options, progress)
}

/// Reads records, one a line, that are at hand; `name` is what they are called.
pub(super) fn accounts_in_text(text: Arc<[u8]>, name: &str, playbook: &Playbook) -> Result<Snapshots, ReadError> {
    let (path, size) = (PathBuf::from(name), text.len() as u64);
    let (format, packing) = (Format::Ndjson, Packing::None);
    let input = Input { path, name: name.into(), format, packing, size, held: Some(text) };
    inputs_read(&[input], playbook, &Options::default(), &mut |_, _| {})
}

fn inputs_read(
    inputs: &[Input],
    playbook: &Playbook,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Snapshots, ReadError> {
    let schema = Schema::with_columns(playbook, &options.columns)?;
    let total = if inputs.iter().any(|input| input.is_packed() || (input.size == 0 && input.name == "-")) {
        0
    } else {
        inputs.iter().map(|input| input.size).sum()
    };
    let mut read = Gathered { keep: Keep::new(options), ..Gathered::default() };
    let mut before = 0;
    for input in inputs {
        read.file_starts.push(read.rows.as_ref().map_or(0, Rows::len));
        before += read_file(input, &schema, &mut read, &mut |done| progress(before + done, total), total)?;
    }
    let rows = read.rows.take().unwrap_or_else(|| Rows::new(&schema, 0));
    let (batch, lines, flawed) = rows.finish();
    let mut snapshots = Snapshots {
        batch,
        rejects: read.rejects,
        rejects_found: read.rejects_found,
        unknown_columns: read.unknown.columns(&schema),
        field_faults: read.faulted.finish(schema.fields.len()).into_iter().collect(),
        records_read: read.records_read,
        records_set_aside: read.records_set_aside,
        records_with_fault: 0,
        records_repeated: 0,
        values_set_aside: read.values_set_aside,
        newest: None,
        records_undated: 0,
        files: inputs.iter().map(|input| input.name.clone()).collect(),
        id_field: playbook.id_field,
        keep: read.keep,
        flawed,
        accounts: Vec::new(),
        account_count: 0,
        unreadable: read.unreadable,
        lines,
        file_starts: read.file_starts,
    };
    settle(&mut snapshots, playbook);
    Ok(snapshots)
}

/// What has been read so far.
#[derive(Default)]
struct Gathered {
    /// Made when the first records are known, so that they are made long enough.
    rows: Option<Rows>,
    rejects: Vec<Reject>,
    rejects_found: u64,
    keep: Keep,
    unknown: Unknown,
    faulted: Faulted,
    records_read: u64,
    records_set_aside: u64,
    values_set_aside: u64,
    file_starts: Vec<usize>,
    unreadable: Vec<Unreadable>,
}

impl Gathered {
    fn append(&mut self, piece: Piece, schema: &Schema<'_>, room: usize) -> Result<(), ReadError> {
        self.rows.get_or_insert_with(|| Rows::new(schema, room)).append(piece.rows, schema)?;
        for reject in piece.rejects {
            self.rejects_found += 1;
            self.values_set_aside += u64::from(reject.kind == RejectKind::Value);
            self.keep.add(&mut self.rejects, reject);
        }
        self.unknown.append(piece.unknown);
        self.faulted.append(piece.faulted);
        self.unreadable.extend(piece.unreadable);
        self.records_read += piece.records_read;
        self.records_set_aside += piece.records_set_aside;
        Ok(())
    }
}

/// Reads one file to its end; how many bytes it had.
fn read_file(
    input: &Input,
    schema: &Schema<'_>,
    read: &mut Gathered,
    progress: &mut dyn FnMut(u64),
    total: u64,
) -> Result<u64, ReadError> {
    let mut headings = Vec::new();
    let mut cut: Box<dyn Cut> = match input.format {
        Format::Json => Box::new(ListRecords::new(input.open()?)),
        Format::Csv => {
            let cut = CsvRecords::open(input)?;
            headings = meanings(&cut.headings, input, schema)?;
            for ((heading, target), written) in headings.iter().zip(&cut.headings) {
                // A column without a heading is told of where it has a value.
                if !matches!(target, Target::Field(_)) && !written.is_empty() {
                    read.unknown.add_heading(heading);
                }
            }
            Box::new(cut)
        }
        Format::Ndjson => Box::new(LineRecords::new(input.open()?)),
        Format::Parquet | Format::Arrow => {
            let mut take = |piece: Piece, done: u64| {
                progress(done);
                read.append(piece, schema, 0)
            };
            let read_columns = if input.format == Format::Parquet { read_parquet } else { read_arrow };
            return read_columns(input, schema, &mut take).map(|()| input.size);
        }
    };
    let manner = Manner { schema, file: input.name.clone(), format: input.format, headings };
    let fail = |cause| ReadError::io(&input.path, cause);
    let (mut block, mut next) = (Block::default(), Block::default());
    let mut more = cut.fill(&mut block).map_err(fail)?;
    loop {
        next.clear();
        // The next block is cut while this one is read.
        let (filled, pieces) = rayon::join(
            || if more { cut.fill(&mut next) } else { Ok(false) },
            || {
                let pieces = block.records.par_chunks(PIECE).map(|records| read_records(&manner, &block, records));
                pieces.collect::<Vec<Piece>>()
            },
        );
        let room = room(&pieces, block.bytes.len(), total);
        for piece in pieces {
            read.append(piece, schema, room)?;
        }
        let last = !more;
        more = filled.map_err(fail)?;
        progress(cut.bytes_done());
        if last {
            return Ok(cut.bytes_done());
        }
        std::mem::swap(&mut block, &mut next);
    }
}

/// How many rows all files may hold, judged by the first.
fn room(pieces: &[Piece], bytes: usize, total: u64) -> usize {
    let rows: usize = pieces.iter().map(|piece| piece.rows.len()).sum();
    let times = usize::try_from(total).unwrap_or(0) / bytes.max(1) + 1;
    let all = rows.saturating_mul(times);
    all.saturating_add(all / 16).min(MOST_ROOM)
}

/// What the headings of a CSV file mean.
fn meanings(headings: &[String], input: &Input, schema: &Schema<'_>) -> Result<Vec<(String, Target)>, ReadError> {
    let meanings: Vec<(String, Target)> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| match heading.as_str() {
            "" => (format!("column {}, without a heading", at + 1), Target::Unknown),
            _ => (heading.clone(), schema.target(0, heading)),
        })
        .collect();
    let id = schema.path(schema.id);
    if meanings.iter().all(|(_, target)| *target != Target::Field(schema.id)) {
        let near = headings.iter().find(|heading| near(heading, schema) == Some(id.clone())).cloned();
        return Err(ReadError::NoIdColumn { file: input.path.clone(), id: SmolStr::to_string(&id), near });
    }
    Ok(meanings)
}
