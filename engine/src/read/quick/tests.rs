//! What is read here is read the same by those who know everything.

use super::{Into, Quick};
use crate::read::block::{Block, Record};
use crate::read::file::Format;
use crate::read::list::Found;
use crate::read::list_test::book;
use crate::read::names::Names;
use crate::read::pieces;
use crate::read::record::{Manner, read_records, read_with};
use crate::read::rows::Rows;
use crate::read::schema::Schema;
use proptest::prelude::*;
use stageplay_dsl::typed::{List, Playbook};

fn manner<'s>(schema: &'s Schema<'s>) -> Manner<'s> {
    Manner { schema, file: "accounts.ndjson".into(), format: Format::Ndjson, headings: Vec::new() }
}

/// A block of these records.
fn block(records: &[String]) -> Block {
    let mut block = Block::default();
    for (line, record) in (1..).zip(records) {
        let start = block.bytes.len();
        block.bytes.extend_from_slice(record.as_bytes());
        block.records.push(Record { line, start, end: block.bytes.len(), ..Record::default() });
    }
    block
}

/// All that comes of a block, in words: rows, rejects, names without meaning.
fn told_of(manner: &Manner<'_>, block: &Block, is_quick: bool) -> String {
    let piece = if is_quick {
        read_records(manner, block, &block.records)
    } else {
        read_with(None, manner, block, &block.records)
    };
    let (pieces::Found::Rows(rows), notes) = (piece.found, piece.notes) else { panic!("records become rows") };
    let (batch, lines, flawed) = rows.finish();
    let unknown = notes.unknown.columns(manner.schema);
    format!("{batch:#?}\n{lines:?}\n{flawed:?}\n{:#?}\n{unknown:?}\n{}", notes.rejects, notes.records_set_aside)
}

/// All that comes of records.
fn told(playbook: &Playbook, records: &[String], is_quick: bool) -> String {
    let schema = Schema::new(playbook).unwrap();
    let manner = manner(&schema);
    let block = block(records);
    told_of(&manner, &block, is_quick)
}

/// The same of the lines of a table.
fn told_of_table(playbook: &Playbook, headings: &[&str], lines: &[Vec<&str>], is_quick: bool) -> String {
    let schema = Schema::new(playbook).unwrap();
    let headings = headings.iter().map(|heading| ((*heading).to_string(), schema.target(0, heading))).collect();
    let manner = Manner { schema: &schema, file: "accounts.csv".into(), format: Format::Csv, headings };
    let mut block = Block { delimiter: b';', ..Block::default() };
    for (line, cells) in (2..).zip(lines) {
        let (start, first_cell) = (block.bytes.len(), block.cell_ends.len());
        // Who reads quickly reads lines that are not cut, where they can be.
        if is_quick && cells.len() == manner.headings.len() && !cells.iter().any(|cell| cell.contains([';', '"', '\n']))
        {
            block.bytes.extend_from_slice(cells.join(";").as_bytes());
            let end = block.bytes.len();
            block.records.push(Record { line, start, end, is_plain: true, ..Record::default() });
            continue;
        }
        for cell in cells {
            block.bytes.extend_from_slice(cell.as_bytes());
            block.cell_ends.push(block.bytes.len());
        }
        let end = block.bytes.len();
        block.records.push(Record { line, start, end, first_cell, cells: cells.len(), ..Record::default() });
    }
    told_of(&manner, &block, is_quick)
}

/// Which of the records are plain.
fn plain(playbook: &Playbook, records: &[&str]) -> Vec<bool> {
    let schema = Schema::new(playbook).unwrap();
    let mut quick = Quick::new(&schema, 0);
    let mut names = Names::new(&schema);
    let mut lists: Vec<Found<'_>> = schema.lists.iter().map(|_| Found::default()).collect();
    let mut rows = Rows::new(&schema, 0);
    let mut read = |record: &'static str| {
        quick.read(record.as_bytes(), 1, &mut names, Into { rows: &mut rows, lists: &mut lists })
    };
    // Leaked, so that one set of lists serves all.
    records.iter().map(|record| read(Box::leak(record.to_string().into_boxed_str()))).collect()
}

#[test]
fn plain_records_are_read_here_and_no_others() {
    let read_here = [
        r#"{"id":"a","segment":"smb","arr":1}"#,
        r#" { "segment" : "Mid-Market" , "id":"é" ,"arr" : 41123.92,"nps":null,"champion":true } "#,
        r#"{"id":"a","segment":"smb","arr":1,"renewal":"2026-03-02","usage":{"seats":3,"adoption":35.7,"x":[]},"usage.roi":2}"#,
        r#"{"id":"a","segment":"smb","arr":1,"renewal":"","usage":null,"as_of":"2026-03-02T10:00:00Z","other":{"a":[1,"b"]}}"#,
        r#"{"id":"a","segment":"smb","arr":1,"people":[{"id":"p","nps":7,"age":3}]}"#,
    ];
    let read_elsewhere = [
        r#"{"id":"a","segment":"smb"}"#,
        r#"{"id":"","segment":"smb","arr":1}"#,
        r#"{"id":"a\n","segment":"smb","arr":1}"#,
        r#"{"id":"a","segment":"smb","arr":"1"}"#,
        r#"{"id":"a","segment":"smb","arr":1,"arr":1}"#,
        r#"{"id":"a","segment":"smb","arr":1,"nps":11}"#,
        r#"{"id":"a","segment":"smb","arr":01}"#,
        r#"{"id":"a","segment":"smb","arr":1,"usage":3}"#,
        r#"{"id":"a","segment":"smb","arr":1}}"#,
        r#"{"id":"a","segment":"smb","arr":1,}"#,
        r#"{"id":"a","segment":"smb","arr":1,"usage":{"seats":0}}"#,
        r#"{"id":"a","segment":"smb","arr":1,"people":[{"nps":7}]}"#,
        r#"[]"#,
        "",
    ];
    let playbook = book();
    assert_eq!(plain(&playbook, &read_here), [true; 5]);
    assert_eq!(plain(&playbook, &read_elsewhere), [false; 14]);
}

/// The book, its list, and so many more lists of the same kind.
fn with_lists(more: usize) -> Playbook {
    let mut playbook = book();
    let people = playbook.lists.rows()[0].clone();
    for at in 0..more {
        playbook.lists.push(List { path: format!("more_{at}").into(), ..people.clone() });
    }
    playbook
}

/// The fuzz target `scanner` reads records as a whole by giving their playbook 20 lists more.
#[test]
fn records_of_a_playbook_with_very_many_lists_are_read_elsewhere() {
    let record = r#"{"id":"a","segment":"smb","arr":1}"#;
    assert_eq!(plain(&with_lists(0), &[record]), [true]);
    assert_eq!(plain(&with_lists(20), &[record]), [false]);
}

#[test]
fn names_without_meaning_in_a_sound_list_are_counted_once_where_another_list_is_not_sound() {
    let playbook = with_lists(1);
    let record = r#"{"id":"a","segment":"smb","arr":1,"people":[{"id":"p","x":1}],"more_0":[{"id":"q","nps":30}]}"#;
    assert_eq!(plain(&playbook, &[record]), [false]);
    let told = told(&playbook, &[record.to_string()], true);
    assert!(told.contains("name: \"people.x\", count: 1,"), "{told}");
}

/// A record: names that mean something and others, in any order, now and then twice, with values that fit or do not.
fn record() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "id",
        "name",
        "Account Name",
        "segment",
        "arr",
        "nps",
        "champion",
        "renewal",
        "notice",
        "contact",
        "discount",
        "usage",
        "usage.seats",
        "people",
        "as_of",
        "other",
        "n\\u0061me",
        "zwölf",
    ]);
    let name_inside =
        prop::sample::select(vec!["logins_30d", "seats", "adoption", "roi", "updated_on", "other", "seats "]);
    let scalar = prop::sample::select(vec![
        "1",
        "0",
        "-0",
        "12",
        "35.7",
        "-1",
        "1e3",
        "1E999",
        "0.1",
        "9007199254740993",
        "01",
        "1.",
        "NaN",
        "true",
        "false",
        "null",
        "\"\"",
        "\" \"",
        "\"1\"",
        "\"a\"",
        "\" b \"",
        "\"smb\"",
        "\"Enterprise\"",
        "\"ENTERPRISE\"",
        "\"yes\"",
        "\"2026-03-02\"",
        "\"2026-02-30\"",
        "\"2026-03-02T10:00:00Z\"",
        "\"caf\\u00e9\"",
        "\"\\ud800\"",
        "\"é\"",
        "\"35%\"",
        "[]",
        "{}",
        "[1]",
        "nul",
        "\"",
        "\"tab\there\"",
        "[{\"id\":\"p\",\"nps\":3,\"extra\":1}]",
        "[{\"id\":\"p\",\"nps\":30}]",
        "[{\"nps\":3}]",
        "[{\"id\":\"q\"},null]",
    ]);
    let blank = || prop::sample::select(vec!["", "", "", " ", "\t "]);
    let pair = |name: BoxedStrategy<&'static str>| {
        (name, blank(), blank(), scalar.clone())
            .prop_map(|(name, a, b, value)| format!("{a}\"{name}\"{b}:{a}{value}{b}"))
    };
    let group = prop::collection::vec(pair(name_inside.boxed()), 0..4)
        .prop_map(|pairs| format!("\"usage\":{{{}}}", pairs.join(",")));
    let start = prop::sample::select(vec![
        "\"id\":\"a\",\"segment\":\"smb\",\"arr\":1",
        "\"id\":\"b\",\"segment\":\"Mid-Market\",\"arr\":20.5",
        "\"arr\":20.5,\"segment\":\"enterprise\",\"id\":\"c\"",
        "\"id\":\"d\"",
    ]);
    let more = prop::collection::vec(prop_oneof![3 => pair(name.boxed()), 1 => group], 0..4);
    (start, more, prop::sample::select(vec!["}", "}", "}", "} ", "}}", "", ",}"])).prop_map(|(start, more, end)| {
        let pairs: Vec<String> = std::iter::once(start.to_string()).chain(more).collect();
        format!("{{{}{end}", pairs.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn records_come_out_the_same(records in prop::collection::vec(record(), 1..8)) {
        let playbook = book();
        prop_assert_eq!(told(&playbook, &records, true), told(&playbook, &records, false));
    }

    #[test]
    fn lines_of_tables_come_out_the_same(table in table()) {
        let playbook = book();
        let (headings, lines) = table;
        prop_assert_eq!(
            told_of_table(&playbook, &headings, &lines, true),
            told_of_table(&playbook, &headings, &lines, false)
        );
    }
}

/// Headings that mean something and others, now and then twice, and cells that fit or do not.
fn table() -> impl Strategy<Value = (Vec<&'static str>, Vec<Vec<&'static str>>)> {
    let heading = prop::sample::select(vec![
        "name",
        "Account Name",
        "nps",
        "champion",
        "renewal",
        "notice",
        "contact",
        "discount",
        "usage",
        "usage.seats",
        "usage.adoption",
        "usage.updated_on",
        "people",
        "as_of",
        "other",
        "zwölf",
    ]);
    let cell = prop::sample::select(vec![
        "",
        "",
        " ",
        "\u{a0}",
        "1",
        "0",
        "-0",
        "12",
        "35.7",
        "35%",
        "35 %",
        "-1",
        "1e3",
        "01",
        "1.",
        "+5",
        "1,200",
        "$5",
        "true",
        "Yes",
        "no",
        "smb",
        " smb ",
        "ENTERPRISE",
        "2026-03-02",
        "2026-02-30",
        "2026-03-02T10:00:00Z",
        "é",
        "\u{a0}b",
        "[{\"id\":\"p\",\"nps\":3,\"extra\":1}]",
        "[{\"nps\":3}]",
        "[]",
        "tab\there",
        "id",
        "segment",
    ]);
    let id = prop::sample::select(vec!["a", "b", "id", "", " c "]);
    let start =
        (id, prop::sample::select(vec!["smb", "Enterprise", "x"]), prop::sample::select(vec!["1", "20.5", "", "y"]));
    prop::collection::vec(heading, 0..6).prop_flat_map(move |more| {
        let width = more.len();
        let headings: Vec<&'static str> = ["id", "segment", "arr"].into_iter().chain(more).collect();
        let line = (start.clone(), prop::collection::vec(cell.clone(), width))
            .prop_map(|((id, segment, arr), cells)| [id, segment, arr].into_iter().chain(cells).collect::<Vec<_>>());
        (Just(headings), prop::collection::vec(line, 1..6))
    })
}
