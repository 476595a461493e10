//! An export as a spreadsheet, `.xlsx`. The only file that sees calamine.
//!
//! A spreadsheet is a packed archive, and a small one can unpack to more than any memory holds: it is unpacked once
//! into nothing, and counted, before it is read. Cells are taken one by one, for two cells far apart can span billions.

use super::sheet::{MOST_CELLS, MOST_COLUMNS, Raw, Row, Sheet};
use super::table::too_many_cells;
use crate::column::{plain, plain_cut};
use crate::read::sheltered::sheltered;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use stageplay_dsl::types::parse_day;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

/// More is not unpacked.
const MOST_UNPACKED: u64 = 256 << 20;
/// No spreadsheet is made of more files.
const MOST_FILES: usize = 10_000;
/// All texts of a sheet together; a text that many cells share counts for each.
const MOST_TEXT: usize = 256 << 20;

type Book = Xlsx<Cursor<Vec<u8>>>;

/// The rows of a sheet: the one that is named, else the first.
pub(super) fn workbook(name: &str, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Sheet, String> {
    let bytes = bounded(bytes, MOST_UNPACKED)?;
    // What somebody has broken on purpose must not end the program, whatever the reader makes of it.
    sheltered(|| read(name, bytes, sheet)).unwrap_or_else(|| Err("it is broken".into()))
}

/// The bytes of an archive, if its files unpack to no more than `most` bytes together.
pub(super) fn bounded(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, String> {
    let cut_off = |_| "it is cut off, or no spreadsheet: download it again, or save it anew".to_owned();
    let broken = |cause: zip::result::ZipError| format!("it is no spreadsheet: {}", plain_cut(&cause.to_string(), 80));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(cut_off)?;
    if archive.index_for_name("[Content_Types].xml").is_none() && archive.index_for_name("_rels/.rels").is_none() {
        return Err("it is a packed file, but no spreadsheet: unpack it, and import the table in it".into());
    }
    if archive.len() > MOST_FILES {
        return Err(format!("it is made of {} files: this is no spreadsheet", archive.len()));
    }
    let mut left = most;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(broken)?.take(left + 1);
        let read = std::io::copy(&mut file, &mut std::io::sink());
        let read = read.map_err(|cause| format!("it is broken: {}", plain_cut(&cause.to_string(), 80)))?;
        left = left.checked_sub(read).ok_or_else(|| {
            format!("it unpacks to more than {} MB: save the sheet as CSV, or in several parts", most >> 20)
        })?;
    }
    Ok(archive.into_inner().into_inner())
}

fn read(name: &str, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Sheet, String> {
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let metadata = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = metadata.map(|sheet| sheet.name.clone()).collect();
    let listed = || names.iter().map(|name| format!("`{}`", plain_cut(name, 40))).collect::<Vec<_>>().join(", ");
    let chosen = match sheet {
        Some(asked) => names
            .iter()
            .find(|name| name.as_str() == asked)
            .ok_or_else(|| format!("it has no sheet `{}`; there is {}", plain_cut(asked, 40), listed()))?,
        None => names.first().ok_or("it has no sheet")?,
    };
    let mut notes = Vec::new();
    if sheet.is_none() && names.len() > 1 {
        notes.push(format!("sheet `{}` of {}; `--sheet` names another", plain_cut(chosen, 40), listed()));
    }
    let mut rows = cells(&mut book, chosen)?;
    for (line, column) in formulas_without_value(&mut book, chosen)? {
        let fault = Raw::Fault(
            "(a formula)".into(),
            "a formula without its result: open the file, let it calculate, save it".into(),
        );
        rows.entry(line).or_default().insert(column, fault);
    }
    notes.extend(merged(&mut book, chosen, &rows)?);
    table(name, rows, notes)
}

/// Of cells that are merged below the headings the first alone holds what all of them show.
fn merged(book: &mut Book, sheet: &str, rows: &Rows) -> Result<Option<String>, String> {
    let Some(headings) = rows.keys().next().copied() else { return Ok(None) };
    let mut found = book.merge_cells_by_sheet_name(sheet).map_err(broken)?;
    found.retain(|cells| cells.end.0 > headings && cells.end != cells.start);
    let Some(first) = found.first() else { return Ok(None) };
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let (start, end) = (at(first.start), at(first.end));
    Ok(Some(format!(
        "cells are merged ({start}:{end}{more}): only the first of them holds a value, the others are empty"
    )))
}

/// `B3`, as a spreadsheet names a cell.
fn at((row, column): (u32, u32)) -> String {
    let (mut letters, mut left) = (String::new(), u64::from(column) + 1);
    while left > 0 {
        left -= 1;
        letters.extend(u8::try_from(left % 26).ok().map(|letter| char::from(b'A' + letter)));
        left /= 26;
    }
    format!("{}{}", letters.chars().rev().collect::<String>(), u64::from(row) + 1)
}

type Rows = BTreeMap<u32, BTreeMap<u32, Raw>>;

fn cells(book: &mut Book, sheet: &str) -> Result<Rows, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let percents: BTreeSet<usize> = reader
        .styles()
        .iter()
        .enumerate()
        .filter(|(_, style)| style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code)))
        .map(|(at, _)| at)
        .collect();
    let (mut rows, mut count, mut text) = (Rows::new(), 0, 0);
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(broken)? {
        let (line, column) = cell.get_position();
        let raw = raw(cell.get_value(), percents.contains(&style));
        if raw.is_nothing() {
            continue;
        }
        if column as usize >= MOST_COLUMNS {
            return Err(format!("it has more than the {MOST_COLUMNS} columns of a spreadsheet"));
        }
        count += 1;
        text += if let Raw::Text(text) = &raw { text.len() } else { 0 };
        if count > MOST_CELLS {
            return Err(too_many_cells());
        }
        if text > MOST_TEXT {
            return Err(format!("its texts are more than {} MB together: save it in several parts", MOST_TEXT >> 20));
        }
        rows.entry(line).or_default().insert(column, raw);
    }
    Ok(rows)
}

/// Some programs write formulas and leave it to the reader to calculate them. Nothing is calculated here.
fn formulas_without_value(book: &mut Book, sheet: &str) -> Result<Vec<(u32, u32)>, String> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let mut found = Vec::new();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        if cell.formula.is_some() && cell.value == DataRef::Empty && (cell.pos.1 as usize) < MOST_COLUMNS {
            found.push(cell.pos);
        }
    }
    Ok(found)
}

fn raw(value: &DataRef<'_>, is_percent: bool) -> Raw {
    match value {
        DataRef::Empty => Raw::Nothing,
        #[allow(clippy::cast_precision_loss, reason = "a spreadsheet has no more digits")]
        DataRef::Int(number) => number_of(*number as f64, is_percent),
        DataRef::Float(number) => number_of(*number, is_percent),
        DataRef::String(text) => Raw::text(text),
        DataRef::SharedString(text) => Raw::text(text),
        DataRef::Bool(truth) => Raw::Truth(*truth),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(parse_day) {
            Some(day) => Raw::Day(day),
            None => Raw::text(text),
        },
        DataRef::DurationIso(text) => Raw::Fault(text.clone(), "a time, not a date".into()),
        DataRef::Error(error) => Raw::Fault(error.to_string(), "an error of the spreadsheet".into()),
    }
}

fn number_of(number: f64, is_percent: bool) -> Raw {
    match number {
        _ if !number.is_finite() => Raw::Fault(number.to_string(), "no finite number".into()),
        _ if is_percent => Raw::Share(number),
        _ => Raw::Number(number),
    }
}

/// Serial numbers are counted from 1900 or from 1904, as the file says; calamine knows which.
fn date(moment: &ExcelDateTime) -> Raw {
    let serial = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&serial) {
        return Raw::Fault(serial.to_string(), "no date that a spreadsheet can show".into());
    }
    if moment.is_duration() || serial < 1.0 {
        return Raw::Fault(serial.to_string(), "a time, not a date".into());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let shown = format!("{year:04}-{month:02}-{day:02}");
    // 1900-02-29 is a day in spreadsheets only.
    parse_day(&shown).map_or_else(|| Raw::Fault(shown, "no such day in the calendar".into()), Raw::Day)
}

/// Outside quotes, a percent sign shows the number times a hundred.
fn is_percent(code: &str) -> bool {
    let mut quoted = false;
    code.chars().any(|letter| {
        quoted ^= letter == '"';
        letter == '%' && !quoted
    })
}

fn table(name: &str, rows: Rows, notes: Vec<String>) -> Result<Sheet, String> {
    let mut rows = rows.into_iter();
    let (_, first) = rows.next().ok_or("the sheet is empty")?;
    let mut width = first.keys().last().map_or(0, |last| *last as usize + 1);
    let mut sheet = Sheet { file: name.into(), headings: Vec::new(), rows: Vec::new(), faults: Vec::new(), notes };
    let mut cells = 0;
    for (line, mut row) in rows {
        let own = row.keys().last().map_or(0, |last| *last as usize + 1);
        width = width.max(own);
        cells += own;
        if cells > MOST_CELLS {
            return Err(too_many_cells());
        }
        let cells = (0..own).map(|at| u32::try_from(at).ok().and_then(|at| row.remove(&at)).unwrap_or(Raw::Nothing));
        sheet.rows.push(Row { line: u64::from(line) + 1, cells: cells.collect() });
    }
    let heading = |at: usize| u32::try_from(at).ok().and_then(|at| first.get(&at)).map_or(String::new(), Raw::shown);
    sheet.headings = (0..width).map(heading).collect();
    Ok(sheet)
}

fn broken(cause: calamine::XlsxError) -> String {
    format!("it is broken: {}", plain(&plain_cut(&cause.to_string(), 80)))
}
