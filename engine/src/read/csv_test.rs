//! The CSV reader beside the `csv` crate: what that writes is read as it was, and where the two part, decision 5 says
//! why.

use super::block::{Block, Cut};
use super::csv::CsvRecords;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::io::Cursor;

/// Each record as its cells, or why it is none.
type Told = Result<Vec<String>, String>;

fn ours(text: &[u8]) -> Vec<Told> {
    let mut cut = CsvRecords::new(Box::new(Cursor::new(text.to_vec())));
    assert_eq!(cut.read_heading().unwrap(), None);
    let (mut block, mut told) = (Block::default(), Vec::new());
    loop {
        block.clear();
        let more = cut.fill(&mut block).unwrap();
        for record in &block.records {
            let cell = |cell: &[u8]| String::from_utf8(cell.to_vec()).unwrap();
            told.push(match &record.fault {
                Some(fault) => Err(fault.clone()),
                None => Ok(block.cells(record).map(cell).collect()),
            });
        }
        if !more {
            return told;
        }
    }
}

/// What the `csv` crate reads, records of any length.
fn theirs(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(String::from).collect()).collect()
}

#[derive(Clone, Debug)]
struct Sheet {
    columns: usize,
    delimiter: u8,
    terminator: csv::Terminator,
    quotes: csv::QuoteStyle,
    records: Vec<Vec<String>>,
}

fn sheet() -> impl Strategy<Value = Sheet> {
    // What ends or divides a cell comes often, whole words and anything else now and then.
    let letter = prop_oneof![
        6 => prop::sample::select(vec!['"', ',', ';', '\t', '\n', '\r', ' ', '\'', '\\', '|']),
        4 => prop::sample::select(vec!['a', 'é', '東', '👩', '\u{200d}', '\u{feff}', '\u{202e}', '\u{85}', '=']),
        1 => any::<char>(),
    ];
    let cell = prop::collection::vec(letter, 0..8).prop_map(|letters| letters.into_iter().collect::<String>());
    let terminator = prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]);
    let quotes = prop::sample::select(vec![csv::QuoteStyle::Necessary, csv::QuoteStyle::Always]);
    // With one column nothing in the heading line says what divides cells.
    (2..6_usize, prop::sample::select(b",;\t".to_vec()), terminator, quotes).prop_flat_map(
        move |(columns, delimiter, terminator, quotes)| {
            let record = prop::collection::vec(cell.clone(), columns);
            prop::collection::vec(record, 0..8).prop_map(move |records| Sheet {
                columns,
                delimiter,
                terminator,
                quotes,
                records,
            })
        },
    )
}

fn written(sheet: &Sheet) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(sheet.delimiter)
        .terminator(sheet.terminator)
        .quote_style(sheet.quotes)
        .from_writer(Vec::new());
    writer.write_record((0..sheet.columns).map(|column| format!("c{column}"))).unwrap();
    for record in &sheet.records {
        writer.write_record(record).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn what_the_csv_crate_writes_is_read_as_it_was() {
    let config = Config { cases: 2000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&sheet(), |sheet| {
            let text = written(&sheet);
            // A line break in a cell is a line break, however it is written; a record of blanks is a blank line.
            let expected: Vec<Told> = sheet
                .records
                .iter()
                .filter(|record| !record.iter().all(|cell| cell.bytes().all(|byte| byte.is_ascii_whitespace())))
                .map(|record| Ok(record.iter().map(|cell| cell.replace("\r\n", "\n")).collect()))
                .collect();
            prop_assert_eq!(ours(&text), expected, "{}", String::from_utf8_lossy(&text));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_quote_that_is_never_closed_costs_one_record_and_not_the_rest() {
    let text = "id,name\nA,one\nB,\"two\nC,three\nD,four\n";
    let cells = |id: &str, name: &str| Ok(vec![id.to_string(), name.to_string()]);
    let fault = "a quote is opened and not closed".to_string();
    assert_eq!(ours(text.as_bytes()), [cells("A", "one"), Err(fault), cells("C", "three"), cells("D", "four")]);
    assert_eq!(theirs(text), [vec!["A", "one"], vec!["B", "two\nC,three\nD,four\n"]]);
}

#[test]
fn text_after_a_closing_quote_is_a_fault_and_not_glued_on() {
    let text = "id,name\nA,\"one\" two\nB,\"three\" \n";
    let fault = "text after the closing quote in `name`".to_string();
    assert_eq!(ours(text.as_bytes()), [Err(fault), Ok(vec!["B".to_string(), "three".to_string()])]);
    assert_eq!(theirs(text), [vec!["A", "one two"], vec!["B", "three "]]);
}
