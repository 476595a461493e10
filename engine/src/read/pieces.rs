//! Account files into pieces: some records each, read side by side, taken in order.

use super::ReadError;
use super::array::ListRecords;
use super::block::{Block, Cut};
use super::columnar::{read_arrow, read_parquet};
use super::csv::CsvRecords;
use super::faulted::Faulted;
use super::file::{Format, Input};
use super::line_records::LineRecords;
use super::names::{Unknown, near};
use super::record::{Manner, read_records};
use super::reject::Reject;
use super::rows::Rows;
use super::schema::{Schema, Target};
use super::unreadable::Unreadable;
use super::yaml_records::YamlRecords;
use crate::column::Column;
use rayon::prelude::*;
use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// Records read together by one thread. Fixed, so that nothing depends on how many threads there are.
pub(super) const PIECE: usize = 1024;

/// What came of some records.
pub(super) struct Piece {
    pub found: Found,
    pub notes: Notes,
}

/// The good ones of some records.
pub(super) enum Found {
    /// Read one by one.
    Rows(Rows),
    /// Columns that were columns before.
    Columns(Columns),
}

/// Columns, one per field and without lists.
pub(super) struct Columns {
    pub columns: Vec<Column>,
    pub dates: Vec<Option<Day>>,
    /// The line of the first row.
    pub line: u64,
}

/// What is to be said of some records.
#[derive(Default)]
pub(super) struct Notes {
    pub rejects: Vec<Reject>,
    pub unknown: Unknown,
    pub faulted: Faulted,
    pub unreadable: Vec<Unreadable>,
    pub records_read: u64,
    pub records_set_aside: u64,
}

impl Piece {
    /// No records.
    pub(super) fn none(schema: &Schema<'_>) -> Self {
        Self { found: Found::Rows(Rows::new(schema, 0)), notes: Notes::default() }
    }

    /// How many good records.
    pub(super) fn len(&self) -> usize {
        match &self.found {
            Found::Rows(rows) => rows.len(),
            Found::Columns(columns) => columns.dates.len(),
        }
    }
}

impl Notes {
    /// Takes over what is to be said of the next records.
    pub(super) fn append(&mut self, more: Self) {
        self.rejects.extend(more.rejects);
        self.unknown.append(more.unknown);
        self.faulted.append(more.faulted);
        self.unreadable.extend(more.unreadable);
        self.records_read += more.records_read;
        self.records_set_aside += more.records_set_aside;
    }
}

/// Who takes the pieces of some files.
pub(super) trait Takes: Send + Sync {
    /// What is made of a piece.
    type Made: Send;
    /// What may go wrong.
    type Error: From<ReadError> + Send;

    /// Whether everything is kept: then large pieces do not cost more.
    const KEEPS: bool;

    /// A file begins.
    fn begin(&mut self);

    /// Looks at a piece. Pieces are looked at side by side.
    fn look(&self, piece: Piece) -> Result<Self::Made, ReadError>;

    /// Takes what was made of a piece, in the order of the records. `room` is how many rows all files may have, judged by the
    /// first pieces; 0 where nothing is known.
    fn take(&mut self, made: Self::Made, room: usize) -> Result<(), Self::Error>;
}

/// Reads files in the order given. `progress` is told how many bytes are done and how many there are (0 where that cannot be
/// known).
pub(super) fn read_pieces<T: Takes>(
    inputs: &[Input],
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), T::Error> {
    let total = if inputs.iter().any(|input| input.is_packed() || (input.size == 0 && input.name == "-")) {
        0
    } else {
        inputs.iter().map(|input| input.size).sum()
    };
    let mut before = 0;
    for input in inputs {
        takes.begin();
        let mut progress = |done| progress(before + done, total);
        before += match input.format {
            Format::Parquet => read_parquet(input, schema, takes, &mut progress).map(|()| input.size)?,
            Format::Arrow => read_arrow(input, schema, takes, &mut progress).map(|()| input.size)?,
            Format::Ndjson | Format::Json | Format::Csv | Format::Yaml => {
                read_text(input, schema, takes, &mut progress, total)?
            }
        };
    }
    Ok(())
}

/// Reads a text to its end; how many bytes it had.
fn read_text<T: Takes>(
    input: &Input,
    schema: &Schema<'_>,
    takes: &mut T,
    progress: &mut dyn FnMut(u64),
    total: u64,
) -> Result<u64, T::Error> {
    let mut headings = Vec::new();
    let mut cut: Box<dyn Cut> = match input.format {
        Format::Json => Box::new(ListRecords::new(input.open()?)),
        Format::Yaml => Box::new(YamlRecords::new(input.open()?)),
        Format::Csv => {
            let cut = CsvRecords::open(input)?;
            headings = meanings(&cut.headings, input, schema)?;
            let mut heading = Piece::none(schema);
            for ((name, target), written) in headings.iter().zip(&cut.headings) {
                // A column without a heading is told of where it has a value.
                if !matches!(target, Target::Field(_)) && !written.is_empty() {
                    heading.notes.unknown.add_heading(name);
                }
            }
            let made = takes.look(heading)?;
            takes.take(made, 0)?;
            Box::new(cut)
        }
        _ => Box::new(LineRecords::new(input.open_unbuffered()?)),
    };
    let manner = Manner { schema, file: input.name.clone(), format: input.format, headings };
    let fail = |cause| T::Error::from(ReadError::io(&input.path, cause));
    let (mut block, mut next) = (Block::default(), Block::default());
    let mut more = cut.fill(&mut block).map_err(fail)?;
    loop {
        next.clear();
        // The next block is cut while this one is read.
        let (filled, taken) = rayon::join(
            || if more { cut.fill(&mut next) } else { Ok(false) },
            || {
                let room = room(&block, total);
                let pieces = block.records.par_chunks(PIECE);
                let made = pieces.map(|records| takes.look(read_records(&manner, &block, records)));
                let made: Vec<Result<T::Made, ReadError>> = made.collect();
                made.into_iter().try_for_each(|made| takes.take(made?, room))
            },
        );
        taken?;
        let last = !more;
        more = filled.map_err(fail)?;
        progress(cut.bytes_done());
        if last {
            return Ok(cut.bytes_done());
        }
        std::mem::swap(&mut block, &mut next);
    }
}

/// Columns are not made longer than this beforehand, whatever the first records promise.
pub(super) const MOST_ROOM: usize = 8 << 20;

/// How many rows all files may hold, judged by a block of one.
fn room(block: &Block, total: u64) -> usize {
    let times = usize::try_from(total).unwrap_or(0) / block.bytes.len().max(1) + 1;
    let all = block.records.len().saturating_mul(times);
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
