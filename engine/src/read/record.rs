//! Records of one piece of a file become rows, or are set aside.

use super::block::{Block, Record};
use super::faulted::Faulted;
use super::file::Format;
use super::json::{quote_bare_words, read_object};
use super::list;
use super::names::Names;
use super::pieces::{Found, Notes, Piece};
use super::quick::{Into, Line, Quick};
use super::reject::{Reject, RejectKind};
use super::rows::Rows;
use super::schema::{Schema, Target};
use super::unreadable::Unreadable;
use super::value::{Cell, Fault, Origin, Scalar, read, scalar};
use crate::column::{Cause, Flaw, plain};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a record says: one text per field, as it stands in the file.
pub(super) struct Values<'t> {
    /// Empty where the record has none; behind the fields the date of the record, then its lists.
    raw: Vec<&'t str>,
    /// Fields given twice with two different values.
    pub clashes: Vec<usize>,
    /// Groups that are no groups, and what they are.
    pub misplaced: Vec<(usize, &'static str)>,
}

impl<'t> Values<'t> {
    pub(super) fn new(schema: &Schema<'_>) -> Self {
        Self::with_room(schema.places())
    }

    /// With so many places.
    pub(super) fn with_room(places: usize) -> Self {
        Self { raw: vec![""; places], clashes: Vec::new(), misplaced: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        self.raw.fill("");
        self.clashes.clear();
        self.misplaced.clear();
    }

    /// Takes in the value of a field.
    pub(super) fn set(&mut self, at: usize, text: &'t str) {
        let Some(raw) = self.raw.get_mut(at) else { return };
        if raw.is_empty() {
            *raw = text;
        } else if *raw != text && !self.clashes.contains(&at) {
            self.clashes.push(at);
        }
    }

    /// Notes that a group is something else.
    pub(super) fn misplace(&mut self, node: usize, found: &'static str) {
        self.misplaced.push((node, found));
    }

    /// Fields given twice with two different values.
    pub(super) fn clashes(&self) -> &[usize] {
        &self.clashes
    }

    /// Groups that are no groups, and what they are.
    pub(super) fn misplaced(&self) -> &[(usize, &'static str)] {
        &self.misplaced
    }

    pub(super) fn get(&self, at: usize) -> &'t str {
        self.raw.get(at).copied().unwrap_or("")
    }
}

/// How the records of a file are to be read.
pub(super) struct Manner<'s> {
    pub schema: &'s Schema<'s>,
    /// The file, as the user named it.
    pub file: SmolStr,
    pub format: Format,
    /// What each cell of a CSV file means, with its heading.
    pub headings: Vec<(String, Target)>,
}

/// Reads some records of a block.
pub(super) fn read_records(manner: &Manner<'_>, block: &Block, records: &[Record]) -> Piece {
    read_with(Some(Quick::new(manner.schema, manner.headings.len())), manner, block, records)
}

/// The same, at first by who reads plain records only, where there is one.
pub(super) fn read_with<'s>(
    mut quick: Option<Quick<'s>>,
    manner: &'s Manner<'s>,
    block: &Block,
    records: &[Record],
) -> Piece {
    let mut reader = Reader {
        manner,
        names: Names::new(manner.schema),
        rows: Rows::new(manner.schema, records.len()),
        rejects: Vec::new(),
        faulted: Faulted::default(),
        unreadable: Vec::new(),
        records_set_aside: 0,
    };
    let origin = if manner.format == Format::Csv { Origin::Csv } else { Origin::Json };
    let mut values = Values::new(manner.schema);
    let mut taken = Taken::new(manner.schema);
    for record in records {
        if let Some(quick) = &mut quick
            && record.fault.is_none()
        {
            let into = Into { rows: &mut reader.rows, lists: &mut taken.lists };
            let names = &mut reader.names;
            let is_read = if record.is_plain {
                let line = Line { text: block.text(record), delimiter: block.delimiter, number: record.line };
                quick.read_line(&line, &manner.headings, names, into)
            } else if manner.format == Format::Csv {
                quick.read_cells(block.cells(record), &manner.headings, record.line, names, into)
            } else {
                quick.read(block.text(record), record.line, names, into)
            };
            if is_read {
                continue;
            }
        }
        values.clear();
        let outcome = match &record.fault {
            Some(fault) => Err(fault.clone()),
            None if manner.format == Format::Csv => reader.read_cells(block, record, &mut values),
            None => reader.read_json(block, record, &mut values),
        };
        match outcome {
            Ok(Read::Values) => reader.accept(record.line, &values, origin, &mut taken),
            Ok(Read::Accepted) => {}
            Err(reason) => {
                let account = reader.account(&values, origin);
                let date = reader.date(&values, origin, &mut Vec::new());
                reader.lose(&values, origin, date);
                reader.set_aside(record.line, account, reason);
            }
        }
    }
    if let Some(quick) = quick {
        quick.finish(&manner.headings, &mut reader.names);
    }
    let notes = Notes {
        rejects: reader.rejects,
        unknown: reader.names.into_unknown(),
        faulted: reader.faulted,
        unreadable: reader.unreadable,
        records_read: records.len() as u64,
        records_set_aside: reader.records_set_aside,
    };
    Piece { found: Found::Rows(reader.rows), notes }
}

/// The values of a record, in memory that is used again for the next.
struct Taken<'t> {
    cells: Vec<Cell<'t>>,
    lists: Vec<list::Found<'t>>,
}

impl Taken<'_> {
    fn new(schema: &Schema<'_>) -> Self {
        let lists = schema.lists.iter().map(|_| list::Found::default()).collect();
        Self { cells: Vec::with_capacity(schema.fields.len()), lists }
    }
}

/// What reading a record's text gave.
enum Read {
    /// Values.
    Values,
    /// The record has been taken in already.
    Accepted,
}

struct Reader<'s> {
    manner: &'s Manner<'s>,
    names: Names<'s>,
    rows: Rows,
    rejects: Vec<Reject>,
    faulted: Faulted,
    unreadable: Vec<Unreadable>,
    records_set_aside: u64,
}

impl<'s> Reader<'s> {
    fn read_json<'t>(&mut self, block: &'t Block, record: &Record, values: &mut Values<'t>) -> Result<Read, String> {
        let text = utf8(block.text(record))?;
        let reason = match read_object(text, &mut self.names, values) {
            Ok(()) => return Ok(Read::Values),
            Err(reason) => reason,
        };
        // A bare NaN is no JSON, but it need not cost more than its value.
        let Some(quoted) = quote_bare_words(text) else { return Err(reason) };
        let mut again = Values::new(self.manner.schema);
        if read_object(&quoted, &mut Names::new(self.manner.schema), &mut again).is_err() {
            return Err(reason);
        }
        self.accept(record.line, &again, Origin::Json, &mut Taken::new(self.manner.schema));
        Ok(Read::Accepted)
    }

    fn read_cells<'t>(&mut self, block: &'t Block, record: &Record, values: &mut Values<'t>) -> Result<Read, String> {
        let headings = &self.manner.headings;
        let mut repeats_heading = true;
        for (cell, (heading, target)) in block.cells(record).zip(headings) {
            let cell = utf8(cell)?.trim();
            repeats_heading &= cell == heading || (cell.is_empty() && *target == Target::Unknown);
            if cell.is_empty() {
                continue;
            }
            match target {
                Target::Field(at) => values.set(*at, cell),
                Target::Group(_) | Target::Unknown => self.names.count_unknown(0, heading),
            }
        }
        if repeats_heading {
            values.clear();
            return Err("the heading line once more".into());
        }
        Ok(Read::Values)
    }

    /// Turns the values of a record into a row, or sets it aside.
    fn accept<'t>(&mut self, line: u64, values: &Values<'t>, origin: Origin, taken: &mut Taken<'t>)
    where
        's: 't,
    {
        let schema = self.manner.schema;
        let mut faults: Vec<(usize, RejectKind, Fault)> = Vec::new();
        let Taken { cells, lists } = taken;
        cells.clear();
        for (at, reading) in schema.fields.iter().enumerate() {
            let needed = reading.field.required || at == schema.id;
            let kind = if needed { RejectKind::Record } else { RejectKind::Value };
            let raw = values.get(at);
            let cell = match read(reading, scalar(raw, origin), origin) {
                Ok(Cell::Missing) => match &reading.default {
                    Some(default) => default.clone(),
                    None => {
                        if needed && !values.is_misplaced(at, schema) {
                            let reason = missing_reason(at == schema.id, raw);
                            faults.push((at, kind, Fault { cause: Cause::Absent, reason, help: None }));
                        }
                        Cell::Missing
                    }
                },
                Ok(cell) => cell,
                Err(fault) => {
                    faults.push((at, kind, fault));
                    Cell::Missing
                }
            };
            cells.push(cell);
        }
        for (at, (found, reading)) in lists.iter_mut().zip(&schema.lists).enumerate() {
            let place = schema.list_place(at);
            found.read(reading, schema, &mut self.names, values.get(place), origin);
            // That its group is none is told of the group.
            if values.get(place).is_empty() && values.is_misplaced(place, schema) {
                found.lose();
            }
        }
        let date = self.date(values, origin, &mut faults);
        let lists_are_sound = lists.iter().all(|found| found.faults.is_empty() && found.cause.is_none());
        if lists_are_sound && faults.is_empty() && values.clashes.is_empty() && values.misplaced.is_empty() {
            self.rows.push(cells, lists, date, line);
        } else {
            self.accept_with_faults(line, values, origin, faults, taken, date);
        }
    }

    fn date(&self, values: &Values<'_>, origin: Origin, faults: &mut Vec<(usize, RejectKind, Fault)>) -> Option<Day> {
        let at = self.manner.schema.as_of();
        let written = scalar(values.get(at), origin);
        let date = match &written {
            Scalar::Nothing => return None,
            Scalar::Text(text) => super::date::parse_date(text),
            _ => None,
        };
        if date.is_none() {
            let found = match (&written, written.shown()) {
                (Scalar::Other(words), _) => (*words).to_string(),
                (_, shown) => format!("`{}`", shown.unwrap_or_default()),
            };
            let reason = format!("expected the date of the record, such as 2026-03-02, found {found}");
            faults.push((at, RejectKind::Record, Fault { cause: Cause::Invalid, reason, help: None }));
        }
        date
    }

    fn accept_with_faults(
        &mut self,
        line: u64,
        values: &Values<'_>,
        origin: Origin,
        mut faults: Vec<(usize, RejectKind, Fault)>,
        taken: &mut Taken<'_>,
        date: Option<Day>,
    ) {
        let schema = self.manner.schema;
        let Taken { cells, lists } = taken;
        let account = self.account(values, origin);
        let row = self.rows.len();
        let first_reject = self.rejects.len();
        let mut flaws: Vec<Flaw> = Vec::new();
        let mut keep = true;
        for at in &values.clashes {
            let reason = "given twice with two different values".to_string();
            faults.push((*at, RejectKind::Record, Fault { cause: Cause::Invalid, reason, help: None }));
        }
        faults.sort_by_key(|(at, ..)| *at);
        for (node, found) in &values.misplaced {
            let Some(node) = schema.nodes.get(*node) else { continue };
            let inside = || node.fields.iter().filter_map(|at| Some((*at, schema.fields.get(*at)?)));
            let needed = inside().any(|(at, reading)| reading.field.required || at == schema.id)
                || schema
                    .lists
                    .iter()
                    .enumerate()
                    .any(|(at, list)| list.list.required && node.fields.contains(&schema.list_place(at)));
            let kind = if needed { RejectKind::Record } else { RejectKind::Value };
            keep &= !needed;
            // Fields of the group that stand elsewhere in the record keep their value.
            for (at, reading) in inside().filter(|(at, _)| values.get(*at).is_empty()) {
                if let Some(cell) = cells.get_mut(at) {
                    *cell = Cell::Missing;
                }
                flaws.push(Flaw { row, field: reading.id, cause: Cause::Invalid });
            }
            let reason = format!("expected a group of fields, `{{ … }}`, found {found}");
            self.reject(line, account.clone(), kind, Some(node.path.clone()), None, reason, None);
        }
        for (at, kind, fault) in faults {
            let reading = schema.fields.get(at);
            let private = reading.is_some_and(|reading| reading.private);
            // A list is too much to show, and may hold anything.
            let is_list = at > schema.as_of();
            let raw = values.get(at);
            let value = match scalar(raw, origin).shown() {
                _ if raw.is_empty() || is_list || fault.cause == Cause::Absent => None,
                _ if private => Some(SmolStr::new_static("(private)")),
                Some(shown) => Some(SmolStr::new(shown)),
                None => Some(SmolStr::new(crate::column::plain_cut(raw, super::value::SHOWN))),
            };
            keep &= kind == RejectKind::Value;
            if let Some(reading) = reading {
                self.faulted.note(at, reading.field, kind, &fault, &scalar(raw, origin));
                flaws.push(Flaw { row, field: reading.id, cause: fault.cause });
            }
            self.reject(line, account.clone(), kind, Some(schema.path(at)), value, fault.reason, fault.help);
        }
        for (found, reading) in lists.iter_mut().zip(&schema.lists) {
            // One that is required is known, or the record does not count.
            let kind = if reading.list.required && !found.is_known { RejectKind::Record } else { RejectKind::Value };
            for fault in found.faults.drain(..) {
                keep &= kind == RejectKind::Value;
                self.reject(line, account.clone(), kind, Some(fault.place), fault.value, fault.reason, fault.help);
            }
        }
        if keep {
            flaws.sort();
            flaws.dedup_by_key(|flaw| (flaw.row, flaw.field));
            self.rows.flaws.append(&mut flaws);
            self.rows.flawed.push((row, hash(self.rejects.get(first_reject..).unwrap_or(&[]))));
            self.rows.push(cells, lists, date, line);
        } else {
            self.lose(values, origin, date);
            self.records_set_aside += 1;
        }
    }

    /// Remembers whose record is set aside, where it says so.
    fn lose(&mut self, values: &Values<'_>, origin: Origin, date: Option<Day>) {
        let schema = self.manner.schema;
        let Some(reading) = schema.fields.get(schema.id) else { return };
        if let Ok(Cell::Text(account)) = read(reading, scalar(values.get(schema.id), origin), origin) {
            self.unreadable.push((SmolStr::new(account), date));
        }
    }

    /// The account a record names, safe to show.
    fn account(&self, values: &Values<'_>, origin: Origin) -> Option<SmolStr> {
        scalar(values.get(self.manner.schema.id), origin).shown().map(SmolStr::new)
    }

    fn set_aside(&mut self, line: u64, account: Option<SmolStr>, reason: String) {
        self.records_set_aside += 1;
        self.reject(line, account, RejectKind::Record, None, None, reason, None);
    }

    #[allow(clippy::too_many_arguments, reason = "one per part of a reject")]
    fn reject(
        &mut self,
        line: u64,
        account: Option<SmolStr>,
        kind: RejectKind,
        field: Option<SmolStr>,
        value: Option<SmolStr>,
        reason: String,
        help: Option<String>,
    ) {
        let file = self.manner.file.clone();
        let field = field.map(|field| SmolStr::new(plain(&field)));
        self.rejects.push(Reject { kind, file, line, account, field, value, reason, help });
    }
}

impl Values<'_> {
    /// Whether a field lies in a group that is no group: that is told once, for the group.
    pub(super) fn is_misplaced(&self, at: usize, schema: &Schema<'_>) -> bool {
        let holds = |node: &usize| schema.nodes.get(*node).is_some_and(|node| node.fields.contains(&at));
        self.misplaced.iter().any(|(node, _)| holds(node))
    }
}

/// What could not be used, in one number.
fn hash(rejects: &[Reject]) -> u64 {
    let mut hash = DefaultHasher::new();
    for reject in rejects {
        (&reject.field, &reject.value).hash(&mut hash);
    }
    hash.finish()
}

fn missing_reason(is_id: bool, raw: &str) -> String {
    match (is_id, raw.is_empty()) {
        (true, true) => "the record names no account".into(),
        (true, false) => "the name of the account is empty".into(),
        (false, _) => "required and missing".into(),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes)
        .map_err(|error| format!("not UTF-8 text: byte {} is not part of any character", error.valid_up_to() + 1))
}
