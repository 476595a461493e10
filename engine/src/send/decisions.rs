//! One record per account, written from whole columns: of each stretch of rows the bytes are made side by side, and
//! written in order.

use super::csv_rows::{CsvRows, cell};
use super::file::{Format, SendError, Sink};
use super::json;
use super::layout::{Column, Reasons, Shape, Source, brackets, columns, has_parts, words};
use super::table::{decision_schema, decision_table};
use crate::column::{Batch, Codes, Numbers};
use crate::decide::{Decisions, play_state};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use rayon::prelude::*;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, show_day};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Rows whose bytes are made together.
const STRETCH: usize = 2048;

/// How decisions are to be written; where nothing is said, as is usual for the format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// How they are laid out.
    pub shape: Option<Shape>,
    /// Whether reasons are told.
    pub reasons: Option<Reasons>,
}

/// Decisions on their way into a file.
pub struct DecisionSink {
    sink: Sink,
    writer: DecisionWriter,
}

/// How decisions are written; several stretches may be written side by side.
#[derive(Clone)]
pub struct DecisionWriter {
    format: Format,
    layout: Arc<Layout>,
}

/// A stretch of decisions as it stands in a file.
pub struct Written {
    rows: usize,
    body: Body,
}

enum Body {
    Bytes(Vec<Vec<u8>>),
    Table(Result<RecordBatch, ArrowError>),
}

impl DecisionSink {
    /// Opens a path, as [`Sink::open`] does.
    ///
    /// # Errors
    /// As those; and a shape that the format cannot hold.
    pub fn open(path: &Path, playbook: &Playbook, manner: Manner) -> Result<Self, SendError> {
        let format = Format::of(path)?;
        let has_columns = matches!(format, Format::Parquet | Format::Arrow | Format::ArrowStream);
        let usual = if has_columns { Shape::Flat } else { Shape::Nested };
        let shape = manner.shape.unwrap_or(usual);
        if has_columns && shape == Shape::Nested {
            return Err(SendError::Nested { path: super::place::shown(path) });
        }
        let reasons = manner.reasons.unwrap_or(Reasons::Told);
        let layout = Layout::new(playbook, shape, reasons);
        let sink = if has_columns {
            Sink::open_table(path, decision_schema(&layout.columns))?
        } else {
            Sink::open(path, &layout.heading())?
        };
        Ok(Self { writer: DecisionWriter { format, layout: Arc::new(layout) }, sink })
    }

    /// How its decisions are written.
    #[must_use]
    pub fn writer(&self) -> DecisionWriter {
        self.writer.clone()
    }

    /// Whether it takes reasons.
    #[must_use]
    pub fn wants_reasons(&self) -> bool {
        self.writer.layout.columns.iter().any(|column| column.source == Source::Reasons)
    }

    /// Whether it takes the points of dimensions.
    #[must_use]
    pub fn wants_parts(&self) -> bool {
        has_parts(&self.writer.layout.columns)
    }

    /// Adds a stretch of decisions, in order of rows.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn put(&mut self, written: Written) -> Result<(), SendError> {
        match written.body {
            Body::Bytes(bytes) => self.sink.write_records(&bytes, written.rows),
            Body::Table(table) => self.sink.write_table(table),
        }
    }

    /// Ends the file, as [`Sink::finish`] does.
    ///
    /// # Errors
    /// As those.
    pub fn finish(self) -> Result<usize, SendError> {
        self.sink.finish()
    }
}

impl DecisionWriter {
    /// Writes a stretch of decisions.
    #[must_use]
    pub fn write(&self, playbook: &Playbook, batch: &Batch, as_of: Day, decisions: &Decisions) -> Written {
        let rows = decisions.rows.len();
        let from = Rows { playbook, batch, decisions, reasons: said(playbook, decisions) };
        let (layout, day) = (&self.layout, show_day(as_of));
        let body = match self.format {
            Format::Parquet | Format::Arrow | Format::ArrowStream => {
                Body::Table(decision_table(&layout.columns, &from, as_of))
            }
            Format::Csv => Body::Bytes(stretches(rows).map(|rows| layout.table(&from, &day, rows)).collect()),
            Format::Ndjson => {
                Body::Bytes(stretches(rows).map(|rows| layout.records(&from, &day, rows, b"", b"\n")).collect())
            }
            Format::Json => {
                Body::Bytes(stretches(rows).map(|rows| layout.records(&from, &day, rows, b",\n", b"")).collect())
            }
        };
        Written { rows, body }
    }
}

fn stretches(rows: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    (0..rows.div_ceil(STRETCH)).into_par_iter().map(move |at| at * STRETCH..rows.min((at + 1) * STRETCH))
}

/// A stretch of decisions.
pub(super) struct Rows<'a> {
    pub playbook: &'a Playbook,
    pub batch: &'a Batch,
    pub decisions: &'a Decisions,
    /// In order of row.
    pub reasons: Vec<(usize, String)>,
}

/// Why plays are on or wait, each as one text.
fn said(playbook: &Playbook, decisions: &Decisions) -> Vec<(usize, String)> {
    let say = |(at, play, why): &(usize, stageplay_dsl::types::PlayId, String)| {
        let row = at - decisions.rows.start;
        let state = decisions.plays[*play].state.get(row).unwrap_or(play_state::IDLE);
        let waits = if state == play_state::PENDING { " (pending)" } else { "" };
        (row, format!("{}{waits}: {why}", playbook.plays[*play].name))
    };
    decisions.reasons.iter().map(say).collect()
}

/// What the columns of an account hold.
pub(super) enum Held<'a> {
    Numbers(&'a Numbers),
    Codes(&'a Codes),
    Other,
}

impl<'a> Rows<'a> {
    pub(super) fn held(&self, source: Source) -> Held<'a> {
        let decisions = self.decisions;
        match source {
            Source::Points(id) => Held::Numbers(&decisions.cards[id].score),
            Source::Score(id) => Held::Numbers(&decisions.scores[id]),
            Source::Part(id) => match decisions.parts.iter().find(|(part, _)| *part == id) {
                Some((_, points)) => Held::Numbers(points),
                None => Held::Other,
            },
            Source::Band(id) => Held::Codes(&decisions.cards[id].band),
            Source::Stage(id) => Held::Codes(&decisions.stages[id]),
            Source::Level(id) => Held::Codes(&decisions.levels[id]),
            Source::State(id) => Held::Codes(&decisions.plays[id].state),
            _ => Held::Other,
        }
    }

    pub(super) fn account(&self, row: usize) -> &'a str {
        self.batch.columns[self.playbook.id_field].text(self.decisions.rows.start + row).unwrap_or_default()
    }

    /// The places among the plays of those that are on.
    fn plays(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let states = self.decisions.plays.rows().iter().enumerate();
        states.filter(move |(_, play)| play.state.get(row) == Some(play_state::OPEN)).map(|(at, _)| at)
    }

    fn reasons(&self, row: usize) -> impl Iterator<Item = &str> + '_ {
        let first = self.reasons.partition_point(|(of, _)| *of < row);
        let own = self.reasons.iter().skip(first).take_while(move |(of, _)| *of == row);
        own.map(|(_, why)| why.as_str())
    }
}

/// The columns of a run, with all that can be written beforehand.
struct Layout {
    columns: Vec<Column>,
    /// What stands before each in a record.
    before: Vec<Vec<u8>>,
    behind: Vec<u8>,
    /// The words of each, as cells of a table and as JSON.
    words: Vec<Vec<(String, Vec<u8>)>>,
}

impl Layout {
    fn new(playbook: &Playbook, shape: Shape, reasons: Reasons) -> Self {
        let columns = columns(playbook, shape, reasons);
        let (before, behind) = brackets(&columns);
        let written = |word: String| {
            let text = json::line(&word).into_bytes();
            (cell(&word).into_owned(), text)
        };
        let words = columns.iter().map(|it| words(playbook, it.source).into_iter().map(written).collect()).collect();
        Self { columns, before, behind, words }
    }

    fn heading(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.heading.clone()).filter(|heading| !heading.is_empty()).collect()
    }

    /// Rows as records, each between two pieces of text.
    fn records(&self, from: &Rows<'_>, day: &str, rows: Range<usize>, before: &[u8], behind: &[u8]) -> Vec<u8> {
        let held: Vec<Held<'_>> = self.columns.iter().map(|column| from.held(column.source)).collect();
        let mut bytes = Vec::with_capacity(rows.len() * 512);
        for row in rows {
            bytes.extend_from_slice(before);
            for (((column, held), words), name) in self.columns.iter().zip(&held).zip(&self.words).zip(&self.before) {
                bytes.extend_from_slice(name);
                match held {
                    Held::Numbers(numbers) => number(&mut bytes, numbers.get(row)),
                    Held::Codes(codes) => {
                        let word = codes.get(row).and_then(|code| words.get(usize::from(code)));
                        bytes.extend_from_slice(word.map_or(b"null", |(_, word)| word.as_slice()));
                    }
                    Held::Other => other(&mut bytes, from, day, column.source, words, row),
                }
            }
            bytes.extend_from_slice(&self.behind);
            bytes.extend_from_slice(behind);
        }
        bytes
    }

    /// Rows of a table.
    fn table(&self, from: &Rows<'_>, day: &str, rows: Range<usize>) -> Vec<u8> {
        let columns = self.columns.iter().zip(&self.words).filter(|(column, _)| !column.heading.is_empty());
        let columns: Vec<_> = columns.map(|(column, words)| (column.source, from.held(column.source), words)).collect();
        let mut table = CsvRows::new();
        for row in rows {
            for (source, held, words) in &columns {
                let word = |at: usize| words.get(at).map_or("", |(word, _)| word.as_str());
                match (held, source) {
                    (Held::Numbers(numbers), _) => table.number(numbers.get(row)),
                    (Held::Codes(codes), _) => table.known(codes.get(row).map_or("", |code| word(code.into()))),
                    (Held::Other, Source::Account) => table.text(from.account(row)),
                    (Held::Other, Source::AsOf) => table.known(day),
                    (Held::Other, Source::Plays) => {
                        table.text(&from.plays(row).map(word).collect::<Vec<_>>().join("; "))
                    }
                    (Held::Other, Source::Reasons) => table.text(&from.reasons(row).collect::<Vec<_>>().join(" | ")),
                    (Held::Other, _) => table.known(""),
                }
            }
            table.end_row();
        }
        table.finish()
    }
}

fn number(bytes: &mut Vec<u8>, number: Option<f64>) {
    // What is not finite is `null`, and memory does not fail.
    let _ = serde_json::to_writer(bytes, &number);
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        bytes.push(b'"');
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'"');
    } else {
        json::write(bytes, &text);
    }
}

fn other(bytes: &mut Vec<u8>, from: &Rows<'_>, day: &str, source: Source, words: &[(String, Vec<u8>)], row: usize) {
    match source {
        Source::Account => text(bytes, from.account(row)),
        Source::AsOf => text(bytes, day),
        Source::Plays => {
            let names = from.plays(row).filter_map(|at| words.get(at)).map(|(_, name)| Cow::Borrowed(name.as_slice()));
            list(bytes, names);
        }
        Source::Reasons => {
            let written = |why: &str| {
                let mut bytes = Vec::with_capacity(why.len() + 2);
                text(&mut bytes, why);
                bytes
            };
            list(bytes, from.reasons(row).map(|why| Cow::Owned(written(why))));
        }
        Source::NoMembers => bytes.extend_from_slice(b"{}"),
        _ => bytes.extend_from_slice(b"null"),
    }
}

fn list<'b>(bytes: &mut Vec<u8>, elements: impl Iterator<Item = Cow<'b, [u8]>>) {
    bytes.push(b'[');
    for (at, element) in elements.enumerate() {
        if at > 0 {
            bytes.push(b',');
        }
        bytes.extend_from_slice(&element);
    }
    bytes.push(b']');
}
