//! An export as text, cut into a table: commas, semicolons, tabs or bars.

use super::sheet::{MOST_CELLS, MOST_COLUMNS, Raw, Row, Sheet};
use super::text::decode;
use crate::read::block::{Block, Cut};
use crate::read::csv::CsvRecords;
use std::io::Cursor;

/// Cuts a text into a table; why it cannot be, where it cannot.
pub(super) fn table(name: &str, bytes: Vec<u8>, encoding: Option<&str>) -> Result<Sheet, String> {
    let decoded = decode(bytes, encoding)?;
    if let Some(reason) = other_kind(&decoded.text) {
        return Err(reason.into());
    }
    let mut cut = CsvRecords::new(Box::new(Cursor::new(decoded.text.into_bytes())));
    cut.delimiters = b"|\t;,";
    let fail = |cause: std::io::Error| cause.to_string();
    if let Some(reason) = cut.read_heading().map_err(fail)? {
        return Err(format!("its heading line: {reason}"));
    }
    let headings: Vec<String> = cut.headings.iter().map(|heading| super::sheet::trimmed(heading).to_owned()).collect();
    if headings.len() > MOST_COLUMNS {
        return Err(format!("it has {} columns, more than the {MOST_COLUMNS} of a spreadsheet", headings.len()));
    }
    let mut sheet = Sheet {
        file: name.into(),
        headings,
        rows: Vec::new(),
        faults: Vec::new(),
        notes: decoded.note.into_iter().collect(),
    };
    let (mut block, mut cells, mut more) = (Block::default(), 0, true);
    while more {
        block.clear();
        more = cut.fill(&mut block).map_err(fail)?;
        for record in &block.records {
            if let Some(fault) = &record.fault {
                sheet.faults.push((record.line, fault.clone()));
                continue;
            }
            let mut row = Row { line: record.line, cells: Vec::with_capacity(record.cells) };
            row.cells.extend(block.cells(record).map(|cell| Raw::text(&String::from_utf8_lossy(cell))));
            if is_heading_again(&row, &sheet.headings) {
                sheet.faults.push((record.line, "the heading line once more".into()));
                continue;
            }
            cells += row.cells.len();
            if cells > MOST_CELLS {
                return Err(too_many_cells());
            }
            sheet.rows.push(row);
        }
    }
    Ok(sheet)
}

/// What is no table, although it is text.
fn other_kind(text: &str) -> Option<&'static str> {
    let start: String = text.trim_start().chars().filter(|letter| !letter.is_whitespace()).take(9).collect();
    let start = start.to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") {
        return Some("it is a web page, not a table: sign in and download the export again");
    }
    if start.starts_with("<?xml") {
        return Some("it is XML, not a table: save it as .xlsx or .csv");
    }
    let is_json = ["[{", "[]", "{\"", "{}"].iter().any(|mark| start.starts_with(mark));
    is_json.then_some(
        "it holds records as JSON, which are run as they are: name the file .json or .ndjson, and give it to `stageplay \
         run PLAYBOOK --accounts FILE`",
    )
}

pub(super) fn too_many_cells() -> String {
    format!("it has more than {} million cells: import it in several parts", MOST_CELLS / 1_000_000)
}

fn is_heading_again(row: &Row, headings: &[String]) -> bool {
    let is_same = |(cell, heading): (&Raw, &String)| match cell {
        Raw::Text(text) => text == heading,
        other => other.is_nothing() && heading.is_empty(),
    };
    row.cells.iter().zip(headings).all(is_same)
}

#[cfg(test)]
mod tests {
    use super::table;

    fn cut(text: &str) -> Vec<Vec<String>> {
        let sheet = table("a.csv", text.as_bytes().to_vec(), None).unwrap();
        let rows = sheet.rows.iter().map(|row| row.cells.iter().map(super::Raw::shown).collect());
        std::iter::once(sheet.headings.clone()).chain(rows).collect()
    }

    #[test]
    fn whatever_divides_the_heading_line_divides_the_rest() {
        for text in ["a;b\n1,5;\u{a0}x \n", "a|b\n1,5|x\n", "a\tb\n1,5\tx\n", "a,b\n\"1,5\",x\n", "sep=|\na|b\n1,5|x\n"]
        {
            assert_eq!(cut(text), [["a", "b"], ["1,5", "x"]], "{text}");
        }
    }

    #[test]
    fn lines_that_are_no_rows_are_kept_as_faults() {
        let sheet = table("a.csv", b"a,b\n1\n1,2,3\na,b\n4,5\n".to_vec(), None).unwrap();
        let lines: Vec<u64> = sheet.faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4]);
        assert_eq!(sheet.rows.len(), 1);
        assert!(table("a.csv", ",".repeat(100_000).into_bytes(), None).unwrap_err().contains("100001 columns"));
        assert!(table("a.csv", Vec::new(), None).unwrap_err().contains("empty"));
    }
}
