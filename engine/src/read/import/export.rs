//! An export held against a playbook: its tables read, its headings placed, its columns looked through.

use super::decide::{Answers, Decided, Question, decide};
use super::place::{Place, of_list, of_record, squash};
use super::propose::{Guess, Missing, Pair, Proposal, Why, heading, propose};
use super::sheet::{Raw, Sheet, trimmed};
use super::spell::{Spelt, spell};
use super::{table, workbook};
use crate::column::{plain, plain_cut};
use crate::read::ReadError;
use crate::read::deployment::Columns;
use crate::read::schema::Schema;
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::types::Day;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A larger file is not taken into memory.
const MOST_BYTES: u64 = 512 << 20;

/// What is to be imported, and what a person has said about it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The export with a row for each account.
    pub file: PathBuf,
    /// Exports whose rows are records of a list.
    pub with: Vec<With>,
    /// The sheet of a spreadsheet; else its first.
    pub sheet: Option<String>,
    /// The encoding of a text; else what it can be.
    pub encoding: Option<String>,
    /// Which heading is which field.
    pub columns: Columns,
    /// What a heading that `columns` names and the export lacks is.
    pub missing: Missing,
    /// How much else is taken.
    pub guess: Guess,
    /// How columns are to be read that do not say it.
    pub answers: Answers,
    /// The date of records that carry none.
    pub as_of: Option<Day>,
}

/// An export whose rows are records of a list.
#[derive(Clone, Debug)]
pub struct With {
    /// The list.
    pub list: String,
    /// The file.
    pub file: PathBuf,
    /// The heading in the export of the accounts that tells them apart here; else the account's id.
    pub own: Option<String>,
    /// The heading in this file that names the account.
    pub on: String,
}

/// A table of an export with what its headings mean.
pub(super) struct Table<'s> {
    pub sheet: Sheet,
    pub places: Vec<Place<'s>>,
    pub proposal: Proposal,
    /// One per pair that is taken.
    pub decided: Vec<Decided>,
}

/// An export held against a playbook.
pub(super) struct Export<'s> {
    pub accounts: Table<'s>,
    /// The place of the list, the columns that join, and the table.
    pub lists: Vec<Joined<'s>>,
}

/// A second export that is joined to the first.
pub(super) struct Joined<'s> {
    /// The list's path.
    pub list: SmolStr,
    /// The column of the accounts' table that is looked up; nothing while no heading names the account.
    pub own: Option<usize>,
    /// The column of this table that names the account.
    pub on: usize,
    pub table: Table<'s>,
}

/// Reads the files and places their headings.
pub(super) fn export<'s>(
    schema: &'s Schema<'s>,
    playbook: &stageplay_dsl::typed::Playbook,
    ask: &Ask,
) -> Result<Export<'s>, ReadError> {
    // A mapping is what stageplay.yaml takes, and refused where that would be.
    Schema::with_columns(playbook, &ask.columns)?;
    let sheet = open(&ask.file, ask.sheet.as_deref(), ask.encoding.as_deref())?;
    let accounts = placed(sheet, of_record(schema, playbook), ask)?;
    let mut lists = Vec::new();
    for with in &ask.with {
        let list = schema.lists.iter().position(|list| list.list.path == with.list).ok_or_else(|| {
            let names = schema.lists.iter().map(|list| list.list.path.as_str());
            let help = near::help(&with.list, names).map_or(String::new(), |help| format!("; {help}"));
            fault(&with.file, format!("the playbook has no list `{}`{help}", plain_cut(&with.list, 60)))
        })?;
        let sheet = open(&with.file, None, ask.encoding.as_deref())?;
        let on = column(&sheet, &with.on, &with.file)?;
        let own = match &with.own {
            Some(name) => Some(column(&accounts.sheet, name, &ask.file)?),
            None => accounts.proposal.taken.iter().find(|pair| pair.place == schema.id).map(|pair| pair.column),
        };
        let mut table = placed(sheet, of_list(schema, playbook, list), ask)?;
        // What joins is no value of a record unless somebody says so.
        table.proposal.similar.retain(|pair| pair.column != on);
        let list = SmolStr::new(&with.list);
        lists.push(Joined { list, own, on, table });
    }
    Ok(Export { accounts, lists })
}

fn placed<'s>(sheet: Sheet, places: Vec<Place<'s>>, ask: &Ask) -> Result<Table<'s>, ReadError> {
    let proposal = propose(&sheet, &places, &ask.columns, ask.guess, ask.missing)?;
    let look = |pair: &Pair| match places.get(pair.place) {
        Some(place) => decide(&sheet, pair.column, place, ask.answers),
        None => Decided::default(),
    };
    let decided = proposal.taken.iter().map(look).collect();
    Ok(Table { sheet, places, proposal, decided })
}

/// The column of a heading, which may differ in case, blanks and marks.
fn column(sheet: &Sheet, name: &str, file: &Path) -> Result<usize, ReadError> {
    let exact: Vec<usize> = positions(sheet, |heading| heading == trimmed(name));
    let alike = if exact.is_empty() { positions(sheet, |heading| squash(heading) == squash(name)) } else { exact };
    match alike.as_slice() {
        [only] => Ok(*only),
        [] => {
            let help = near::help(name, sheet.headings.iter().take(1000).map(String::as_str));
            let help = help.map_or(String::new(), |help| format!("; {}", plain(&help)));
            Err(fault(file, format!("it has no heading `{}`{help}", plain_cut(name, 60))))
        }
        _ => Err(fault(file, format!("`{}` stands over two columns", plain_cut(name, 60)))),
    }
}

fn positions(sheet: &Sheet, test: impl Fn(&str) -> bool) -> Vec<usize> {
    let headings = sheet.headings.iter().enumerate().filter(|(_, heading)| !heading.is_empty() && test(heading));
    headings.map(|(at, _)| at).collect()
}

fn fault(file: &Path, reason: String) -> ReadError {
    ReadError::Export { file: file.to_path_buf(), reason }
}

/// Reads a file, as a spreadsheet where it is one, whatever its name says.
fn open(path: &Path, sheet: Option<&str>, encoding: Option<&str>) -> Result<Sheet, ReadError> {
    let about = std::fs::metadata(path).map_err(|cause| ReadError::io(path, cause))?;
    if about.is_dir() {
        return Err(ReadError::IsFolder(path.to_path_buf()));
    }
    if !about.is_file() {
        return Err(ReadError::NoFile(path.to_path_buf()));
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if matches!(ending.as_deref(), Some("json" | "ndjson" | "jsonl")) {
        return Err(fault(path, "records are run as they are: `stageplay run PLAYBOOK --accounts FILE`".into()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|cause| ReadError::io(path, cause))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|cause| ReadError::io(path, cause))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(fault(path, format!("it is larger than {} MB: import it in several parts", MOST_BYTES >> 20)));
    }
    let name = path.to_string_lossy();
    let read = if bytes.starts_with(b"PK\x03\x04") {
        workbook::workbook(&name, bytes, sheet)
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Err("it is a spreadsheet of the old kind, or has a password: save it as .xlsx or .csv".into())
    } else if sheet.is_some() {
        Err("it is no spreadsheet, and has no sheets".into())
    } else {
        let mut sheet = table::table(&name, bytes, encoding);
        if let (Ok(sheet), Some("xlsx" | "xlsm")) = (&mut sheet, ending.as_deref()) {
            sheet.notes.push("read as text, for it is no spreadsheet, whatever its name says".into());
        }
        sheet
    };
    read.map_err(|reason| fault(path, reason))
}

/// What is to be told of a table.
#[derive(Clone, Debug)]
pub struct Told {
    /// The file.
    pub file: SmolStr,
    /// How many rows it has.
    pub rows: usize,
    /// What its headings are taken for.
    pub taken: Vec<ToldColumn>,
    /// What they look like.
    pub similar: Vec<ToldColumn>,
    /// Headings that mean nothing, with how many cells below them hold something.
    pub left: Vec<(String, usize)>,
    /// Places without a heading, and whether they are required.
    pub open: Vec<(SmolStr, String, bool)>,
    /// What has been decided about the table and its columns.
    pub notes: Vec<String>,
    /// What has to be said first.
    pub questions: Vec<Question>,
}

/// A heading and what it is taken for.
#[derive(Clone, Debug)]
pub struct ToldColumn {
    /// The heading, safe to show.
    pub heading: String,
    /// The same as it stands.
    pub exact: String,
    /// The field.
    pub field: SmolStr,
    /// Why.
    pub why: Why,
    /// What the field is.
    pub kind: String,
    /// How many cells hold something.
    pub filled: usize,
    /// How many of those are no value of the field.
    pub unread: usize,
    /// The first of them: its line, what stands there, why.
    pub example: Option<String>,
}

/// Looks through a table. `on` is the column that joins it to another.
pub(super) fn told(table: &Table<'_>, on: Option<usize>) -> Told {
    let Table { sheet, places, proposal, decided } = table;
    let column = |pair: &Pair, found: Option<&Decided>| {
        let place = places.get(pair.place)?;
        let mut column = ToldColumn {
            heading: plain(heading(sheet, pair.column)).into_owned(),
            exact: heading(sheet, pair.column).to_owned(),
            field: place.path.clone(),
            why: pair.why,
            kind: place.kind.clone(),
            filled: 0,
            unread: 0,
            example: None,
        };
        for row in &sheet.rows {
            let raw = row.cell(pair.column);
            column.filled += usize::from(!raw.is_nothing());
            let Some(Decided { manner, .. }) = found else { continue };
            if let Spelt::Unread(reason, help) = spell(place, raw, *manner) {
                column.unread += 1;
                let help = help.map_or(String::new(), |help| format!(" ({help})"));
                let stands = found_words(place, raw, &reason);
                column.example.get_or_insert_with(|| format!("line {}: {reason}{stands}{help}", row.line));
            }
        }
        Some(column)
    };
    let taken = proposal.taken.iter().zip(decided).filter_map(|(pair, found)| column(pair, Some(found))).collect();
    let used = |at: usize| proposal.taken.iter().any(|pair| pair.column == at) || on == Some(at);
    let left = (0..sheet.headings.len()).filter(|at| !used(*at)).filter_map(|at| {
        let filled = sheet.rows.iter().filter(|row| !row.cell(at).is_nothing()).count();
        let name = match heading(sheet, at) {
            "" if filled == 0 => return None,
            "" => format!("column {}, without a heading", at + 1),
            name => plain(name).into_owned(),
        };
        Some((name, filled))
    });
    let is_open = |at: usize| proposal.taken.iter().all(|pair| pair.place != at);
    let open = places.iter().enumerate().filter(|(at, _)| is_open(*at));
    Told {
        file: sheet.file.clone(),
        rows: sheet.rows.len(),
        taken,
        similar: proposal.similar.iter().filter_map(|pair| column(pair, None)).collect(),
        left: left.collect(),
        open: open.map(|(_, place)| (place.path.clone(), place.kind.clone(), place.required)).collect(),
        notes: sheet
            .notes
            .iter()
            .chain(&proposal.notes)
            .cloned()
            .chain(decided.iter().filter_map(|it| it.note.clone()))
            .chain(
                (sheet.rows.is_empty() && sheet.faults.is_empty()).then(|| "no row stands below the headings".into()),
            )
            .collect(),
        questions: decided.iter().filter_map(|found| found.question.clone()).collect(),
    }
}

/// `, found …`, unless the reason says so already.
pub(super) fn found_words(place: &Place<'_>, raw: &Raw, reason: &str) -> String {
    match raw {
        _ if reason.contains("found ") || raw.is_nothing() => String::new(),
        _ if place.is_private() => ", found a private value".into(),
        _ => format!(", found `{}`", plain_cut(&raw.shown(), 60)),
    }
}
