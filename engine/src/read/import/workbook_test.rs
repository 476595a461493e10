//! Spreadsheets made by hand: dates of both epochs, percentages, what has no value, and what is made to fill the memory.

use super::sheet::Raw;
use super::workbook::{bounded, workbook};
use stageplay_dsl::types::show_day;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A spreadsheet with one sheet; style 1 is a date, style 2 a percentage.
fn made(properties: &str, rows: &str) -> Vec<u8> {
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">{properties}<sheets><sheet name=\"A\" sheetId=\"1\" \
         r:id=\"r1\"/></sheets></workbook>"
    );
    let rels = format!(
        "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>\
         </Relationships>"
    );
    let root = format!(
        "<Relationships xmlns=\"{RELS}\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf \
         numFmtId=\"9\"/></cellXfs></styleSheet>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    packed(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn text(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn headings(names: &[&str]) -> String {
    let cells: Vec<String> =
        names.iter().zip('A'..='Z').map(|(name, column)| text(&format!("{column}1"), name)).collect();
    format!("<row r=\"1\">{}</row>", cells.concat())
}

#[test]
fn a_date_is_counted_from_the_epoch_that_the_file_names() {
    // 2026-12-31 is day 46387 from the end of 1899 on, and day 44925 from the beginning of 1904 on.
    for (properties, serial) in [("", "46387"), ("<workbookPr date1904=\"1\"/>", "44925")] {
        let rows = format!("{}<row r=\"2\"><c r=\"A2\" s=\"1\"><v>{serial}</v></c></row>", headings(&["on"]));
        let sheet = workbook("a.xlsx", made(properties, &rows), None).unwrap();
        let Raw::Day(day) = sheet.rows[0].cell(0) else { panic!("{:?}", sheet.rows[0]) };
        assert_eq!(show_day(*day), "2026-12-31", "{properties}");
    }
}

#[test]
fn a_cell_is_what_the_spreadsheet_holds_and_a_formula_without_result_is_nothing_that_is_known() {
    let rows = headings(&["number", "share", "truth", "error", "formula", "time"])
        + "<row r=\"3\"><c r=\"A3\"><v>1200.5</v></c><c r=\"B3\" s=\"2\"><v>0.45</v></c><c r=\"C3\" t=\"b\"><v>1</v></c>\
           <c r=\"D3\" t=\"e\"><v>#DIV/0!</v></c><c r=\"E3\"><f>A3*2</f></c><c r=\"F3\" s=\"1\"><v>0.5</v></c>\
           <c r=\"G3\"><v>7</v></c></row>";
    let sheet = workbook("a.xlsx", made("", &rows), None).unwrap();
    // The column without a heading is there too.
    assert_eq!(sheet.headings, ["number", "share", "truth", "error", "formula", "time", ""]);
    let row = &sheet.rows[0];
    assert_eq!(row.line, 3);
    assert_eq!((row.cell(0), row.cell(1), row.cell(2)), (&Raw::Number(1200.5), &Raw::Share(0.45), &Raw::Truth(true)));
    for (column, reason) in [(3, "an error of the spreadsheet"), (4, "a formula without its result"), (5, "a time")] {
        assert!(matches!(row.cell(column), Raw::Fault(_, said) if said.starts_with(reason)), "{:?}", row.cell(column));
    }
}

#[test]
fn two_cells_far_apart_fill_no_memory() {
    let rows = headings(&["id"]) + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let sheet = workbook("a.xlsx", made("", &rows), None).unwrap();
    assert_eq!((sheet.headings.len(), sheet.rows.len(), sheet.rows[0].line), (16_384, 1, 1_048_576));
    let beyond = headings(&["id"]) + "<row r=\"2\"><c r=\"ZZZZ2\"><v>1</v></c></row>";
    assert!(workbook("a.xlsx", made("", &beyond), None).is_err());
}

#[test]
fn what_unpacks_to_more_than_any_export_is_refused_before_it_is_read() {
    let zeros = vec![0; 1 << 20];
    let bomb = packed(&[("_rels/.rels", b"<a/>"), ("xl/a.bin", &zeros), ("xl/b.bin", &zeros)]);
    assert!(bomb.len() < 1 << 14, "{} bytes", bomb.len());
    assert!(bounded(bomb.clone(), 3 << 20).is_ok());
    let said = bounded(bomb, 1 << 20).unwrap_err();
    assert!(said.starts_with("it unpacks to more than 1 MB"), "{said}");
}

#[test]
fn a_sheet_is_the_first_or_the_one_named() {
    let book = made("", &headings(&["id"]));
    assert_eq!(workbook("a.xlsx", book.clone(), Some("A")).unwrap().headings, ["id"]);
    assert_eq!(workbook("a.xlsx", book, Some("B")).unwrap_err(), "it has no sheet `B`; there is `A`");
    assert!(workbook("a.xlsx", made("", ""), None).unwrap_err().contains("the sheet is empty"));
    assert!(workbook("a.xlsx", b"PK\x03\x04nothing".to_vec(), None).is_err());
}
