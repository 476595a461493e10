//! The rows of an export as records, one JSON object each, and what could not be read of them.

use super::export::{Export, Table, found_words};
use super::joined::Lists;
use super::place::Place;
use super::propose::{Pair, heading};
use super::set_aside::SetAside;
use super::sheet::{Raw, Row};
use super::spell::{Spelt, kept, spell};
use crate::column::{plain, plain_cut};
use crate::read::RejectKind;
use crate::read::schema::AS_OF;
use crate::read::value::SHOWN;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, show_day};

/// What came of the rows of an export.
#[derive(Default)]
pub(super) struct Records {
    /// The line each came from, and the record as JSON.
    pub records: Vec<(u64, String)>,
    /// What could not be read.
    pub faults: Vec<SetAside>,
    /// Rows that are no record.
    pub lost: u64,
    /// Per column that is taken: how many cells mean that there is nothing, and the first of them.
    pub nothings: Vec<(String, u64, String)>,
    /// Records that got the date they were given.
    pub dated: u64,
}

/// Makes the records. `id` is the place that names the account.
pub(super) fn records(export: &Export<'_>, lists: &mut Lists, id: usize, as_of: Option<Day>) -> Records {
    let table = &export.accounts;
    let mut made = Records::default();
    for (line, reason) in &table.sheet.faults {
        made.lost += 1;
        made.faults.push(SetAside::row(&table.sheet.file, *line, reason.clone()));
    }
    let id_column = table.proposal.taken.iter().find(|pair| pair.place == id).map(|pair| pair.column);
    for row in &table.sheet.rows {
        let named = id_column.map_or(&Raw::Nothing, |column| row.cell(column));
        if named.is_nothing() {
            made.lost += 1;
            made.faults.push(SetAside::row(&table.sheet.file, row.line, "the row names no account".into()));
            continue;
        }
        let account = SmolStr::new(plain_cut(&named.shown(), SHOWN));
        let mut record = element(table, row, &account, &mut made.faults, &mut made.nothings);
        if let (Some(day), false) = (as_of, record.contains_key(AS_OF)) {
            made.dated += 1;
            record.shift_insert(0, AS_OF.to_owned(), Value::String(show_day(day)));
        }
        for (joined, list) in export.lists.iter().zip(lists.all.iter_mut()) {
            let elements = list.take(&joined.key(row));
            put(&mut record, &joined.list, Value::Array(elements));
        }
        made.records.push((row.line, Value::Object(record).to_string()));
    }
    made
}

/// A row as an object: what its place reads, or what stood there where that is nothing it reads.
pub(super) fn element(
    table: &Table<'_>,
    row: &Row,
    account: &str,
    faults: &mut Vec<SetAside>,
    nothings: &mut Vec<(String, u64, String)>,
) -> Map<String, Value> {
    let mut object = Map::new();
    for (pair, decided) in table.proposal.taken.iter().zip(&table.decided) {
        let Some(place) = table.places.get(pair.place) else { continue };
        let raw = row.cell(pair.column);
        match spell(place, raw, decided.manner) {
            Spelt::Nothing if raw.is_nothing() => {}
            Spelt::Nothing => count_nothing(nothings, heading(&table.sheet, pair.column), raw),
            Spelt::Value(value) => put(&mut object, &place.inside, value),
            unread => {
                put(&mut object, &place.inside, kept(place, raw));
                faults.push(unread_cell(table, pair, place, row, account, unread));
            }
        }
    }
    object
}

fn unread_cell(table: &Table<'_>, pair: &Pair, place: &Place<'_>, row: &Row, account: &str, spelt: Spelt) -> SetAside {
    let raw = row.cell(pair.column);
    let (reason, help) = match spelt {
        Spelt::Unread(reason, help) => (reason, help),
        _ => ("it can be read in two ways".into(), None),
    };
    SetAside {
        kind: if place.required { RejectKind::Record } else { RejectKind::Value },
        file: table.sheet.file.clone(),
        line: row.line,
        account: Some(account.into()),
        heading: Some(plain_cut(heading(&table.sheet, pair.column), SHOWN).into_owned()),
        field: Some(place.path.clone()),
        reason: format!("{reason}{}", found_words(place, raw, &reason)),
        help,
    }
}

fn count_nothing(nothings: &mut Vec<(String, u64, String)>, heading: &str, raw: &Raw) {
    match nothings.iter_mut().find(|(known, ..)| known == heading) {
        Some((_, count, _)) => *count += 1,
        None => nothings.push((heading.to_owned(), 1, plain(&raw.shown()).into_owned())),
    }
}

/// Puts a value where its path leads.
fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    let Some((group, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return;
    };
    let inner = object.entry(group.to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}
