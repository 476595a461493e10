//! Records as plain ones are read, beside the same records as those are read that are not plain.
//!
//! No playbook chooses how its records are read. But records of one with very many lists are never read as plain ones, so
//! the same bytes are read twice: with a schema, and with the same schema and lists that no record has.

use super::entries::scratch;
use stageplay_dsl::compile;
use stageplay_dsl::typed::Playbook;
use stageplay_engine::column::{Column, ListColumn};
use stageplay_engine::read::{self, Format, Options, Snapshots};
use std::sync::OnceLock;

/// Shorter than a thousand names: of more, which ones are told of depends on who met them first.
const MOST_BYTES: usize = 6 << 10;

/// More lists than a playbook may have whose records are read as plain ones; a test of the scanner keeps it so.
const MANY_LISTS: usize = 20;

/// Two lists, so that one may be sound and the other not.
const LISTS: &str = "
  people list of {
    id      text                      required
    name    text                      private
    role    one of executive, user
    nps     number 0 to 10
    active  yes/no                    default yes
    seen    date
  }
  deals list of {
    amount  money USD at least 0 USD  required
    share   percent
    seats   count
  }
";

struct Books {
    plain: Playbook,
    whole: Playbook,
}

fn books() -> Option<&'static Books> {
    static BOOKS: OnceLock<Option<Books>> = OnceLock::new();
    let books = BOOKS.get_or_init(|| {
        let none: String = (0..MANY_LISTS).map(|at| format!("  qqqqqqqq_{at} list of {{ x number }}\n")).collect();
        Some(Books { plain: book("")?, whole: book(&none)? })
    });
    assert!(books.is_some(), "a schema that has mistakes");
    books.as_ref()
}

fn book(more: &str) -> Option<Playbook> {
    let fields = include_str!("../bad-input/schema.play").trim_end().strip_suffix('}')?;
    compile(vec![("schema.play".to_owned(), format!("{fields}{LISTS}{more}}}\n"))]).playbook
}

/// A file of records, or a table: both ways come to the same values, and to the same words about what is wrong.
pub fn scanner(data: &[u8]) {
    let (Some(books), Some(bytes)) = (books(), data.get(..data.len().min(MOST_BYTES))) else { return };
    let path = scratch("scanner", bytes);
    for format in [Format::Ndjson, Format::Json, Format::Csv] {
        let said = |playbook: &Playbook| {
            let options = Options { format: Some(format), ..Options::default() };
            match read::accounts(std::slice::from_ref(&path), playbook, &options, &mut |_, _| {}) {
                Ok(read) => said(&read, &books.plain),
                Err(error) => vec![error.to_string()],
            }
        };
        let (plain, whole) = (said(&books.plain), said(&books.whole));
        let differs = plain.iter().zip(&whole).find(|(plain, whole)| plain != whole);
        assert!(differs.is_none() && plain.len() == whole.len(), "{format:?}: {differs:#?}\nof {plain:#?}");
    }
}

/// All that was read, line by line.
fn said(read: &Snapshots, playbook: &Playbook) -> Vec<String> {
    let rows = |columns: &[Column], row: usize| {
        columns.iter().map(|column| format!("{:?}", column.value(row))).collect::<Vec<_>>().join(" ")
    };
    let mut said = Vec::new();
    for row in 0..read.batch.rows {
        said.push(format!("{:?} {}", read.batch.dates.get(row), rows(read.batch.columns.rows(), row)));
    }
    for list in read.batch.lists.rows().iter().take(playbook.lists.len()) {
        let ListColumn { offsets, known, flawed, columns, flaws } = list;
        said.push(format!("{offsets:?} {known:?} {flawed:?} {flaws:?}"));
        said.extend((0..list.len()).map(|element| rows(columns, element)));
    }
    said.extend(read.rejects.iter().map(|reject| format!("{reject:?}")));
    // Near to what they are is told of names, not of how they were read.
    said.extend(read.unknown_columns.iter().map(|column| format!("{} {}", column.name, column.count)));
    said.extend(read.field_faults.rows().iter().map(|faults| format!("{faults:?}")));
    said.push(format!("{:?} {:?}", read.batch.flaws, read.newest));
    let records = [read.records_read, read.records_set_aside, read.records_with_fault, read.records_repeated];
    let others = [read.records_undated, read.values_set_aside, read.rejects_found, read.account_count() as u64];
    said.push(format!("{records:?} {others:?}"));
    said
}
