//! Accounts and decisions as columns, packed, in several files and on standard input, as a user meets them.

use crate::support::program::{stageplay, stageplay_from};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

const BOOK: &str = "examples/portfolio/accounts.ndjson";
const RUN: [&str; 4] = ["run", "examples/portfolio", "--as-of", "2026-06-30"];

fn run(more: &[&str]) -> crate::support::program::Ran {
    stageplay(&[&RUN, more].concat())
}

fn decided(more: &[&str]) -> String {
    let ran = run(&[more, &["--decisions", "-"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_string_lossy().into_owned()
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let one = decided(&["--accounts", BOOK, "--threads", "1"]);
    assert!(one == decided(&["--accounts", BOOK, "--threads", "3"]) && one == decided(&["--accounts", BOOK]));
    assert_eq!(run(&["--accounts", BOOK, "--threads", "0"]).code, 2);
}

#[test]
fn several_files_by_a_pattern_and_packed_ones_are_the_book() {
    let scratch = Scratch::new("pattern");
    let text = fs::read_to_string(root().join(BOOK)).unwrap();
    let (first, second) = text.split_at(text.match_indices('\n').nth(99).unwrap().0 + 1);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(second.as_bytes()).unwrap();
    fs::write(scratch.path().join("book-a.ndjson.zst"), zstd::encode_all(first.as_bytes(), 1).unwrap()).unwrap();
    fs::write(scratch.path().join("book-b.ndjson.gz"), packed.finish().unwrap()).unwrap();
    assert_eq!(decided(&["--accounts", &at(scratch.path(), "book-*")]), decided(&["--accounts", BOOK]));
    let none = run(&["--accounts", &at(scratch.path(), "*.parquet")]);
    assert_eq!(none.code, 2);
    assert!(none.says("no file matches") && none.says("*.parquet"), "{}", none.err);
}

#[test]
fn standard_input_says_how_it_is_written_and_of_which_date_it_is() {
    let input = || File::open(root().join(BOOK)).unwrap();
    let from =
        |more: &[&str]| stageplay_from(&[&["run", "examples/portfolio", "--accounts", "-"], more].concat(), input());
    let ran = from(&["--accounts-format", "ndjson", "--as-of", "2026-06-30", "--decisions", "-"]);
    assert_eq!((ran.code, ran.out), (0, decided(&["--accounts", BOOK])));
    for (args, said) in [
        (&["--as-of", "2026-06-30"][..], "say it: `--accounts-format ndjson`, `json`, `csv`, `yaml` or `arrow`"),
        (&["--accounts-format", "ndjson"], "say it: `--as-of 2026-03-02`"),
        (&["--accounts", "-", "--accounts-format", "csv", "--as-of", "2026-06-30"], "name it once"),
    ] {
        let ran = from(args);
        assert!(ran.code == 2 && ran.says(said), "{args:?}: {}", ran.err);
    }
    let ran = run(&["--accounts", BOOK, "--accounts-format", "csv"]);
    assert!(ran.code == 2 && ran.says("is about standard input"), "{}", ran.err);
    // Packed text is no text, and not a book of bad records.
    let scratch = Scratch::new("packed-input");
    let packed = scratch.path().join("book");
    fs::write(&packed, zstd::encode_all(&b"{}"[..], 1).unwrap()).unwrap();
    let args = [&RUN[..], &["--accounts", "-", "--accounts-format", "ndjson"]].concat();
    let ran = stageplay_from(&args, File::open(&packed).unwrap());
    assert!(ran.code == 2 && ran.says("is packed with zstd: unpack it on the way"), "{}", ran.err);
}

/// A column of texts or words.
fn words(tables: &[RecordBatch], name: &str) -> Vec<Option<String>> {
    let mut all = Vec::new();
    for table in tables {
        let column = table.column_by_name(name).unwrap();
        match column.as_any_dictionary_opt() {
            Some(words) => {
                let (keys, texts) = (words.normalized_keys(), words.values().as_string::<i32>().clone());
                let word = |row: usize| column.is_valid(row).then(|| texts.value(keys[row]).to_string());
                all.extend((0..column.len()).map(word));
            }
            None => all.extend(column.as_string::<i32>().iter().map(|text| text.map(String::from))),
        }
    }
    all
}

/// What a library says while it decodes a damaged file is nothing to people, whether accounts are kept or let go.
#[test]
fn a_damaged_file_is_one_message() {
    let scratch = Scratch::new("columns-damaged");
    let decisions = at(scratch.path(), "d.ndjson");
    for (name, what) in
        [("parts-contradict.parquet", "Parquet file"), ("parts-contradict.arrows", "Arrow file or stream")]
    {
        let file = format!("tests/bad-input/{name}");
        let wanted =
            format!("error: `{file}` cannot be read: it is cut off or is no {what} (its parts contradict each other)");
        let passing = ["run", "tests/bad-input/schema.play", "--as-of", "2026-06-30", "--decisions", &decisions];
        let keeping = ["check", "tests/bad-input/schema.play"];
        for args in [&passing[..], &keeping] {
            let ran = stageplay(&[args, &["--accounts", &file]].concat());
            // Lines are broken where they are too long.
            let said: Vec<&str> = ran.err.split_whitespace().collect();
            assert_eq!((ran.code, said.join(" ")), (2, wanted.clone()), "{args:?}");
        }
    }
}

#[test]
fn decisions_actions_and_rejects_are_files_of_columns_by_their_ending() {
    let scratch = Scratch::new("columns-out");
    let path = |name: &str| at(scratch.path(), name);
    let flat = decided(&["--accounts", BOOK, "--shape", "flat"]);
    let bands: Vec<Option<String>> = flat
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["health_band"].as_str().map(String::from))
        .collect();
    assert!(bands.iter().flatten().count() > 0);
    let names = ["d.parquet", "d.arrow", "d.arrows", "a.parquet", "r.feather"];
    let [parquet, arrow, stream, actions, rejects] = names.map(path);
    for decisions in [&parquet, &arrow, &stream] {
        let more = ["--decisions", decisions, "--actions", &actions, "--rejects", &rejects];
        assert_eq!(run(&[&["--accounts", BOOK][..], &more].concat()).code, 0);
    }
    let open = |path: &str| File::open(path).unwrap();
    let of_parquet = |path: &str| -> Vec<RecordBatch> {
        ParquetRecordBatchReaderBuilder::try_new(open(path)).unwrap().build().unwrap().map(Result::unwrap).collect()
    };
    let of_arrow = |path: &str| -> Vec<RecordBatch> {
        FileReader::try_new(open(path), None).unwrap().map(Result::unwrap).collect()
    };
    let of_stream: Vec<RecordBatch> = StreamReader::try_new(open(&stream), None).unwrap().map(Result::unwrap).collect();
    for tables in [of_parquet(&parquet), of_arrow(&arrow), of_stream] {
        assert_eq!(words(&tables, "health_band"), bands);
    }
    let told = path("a.csv");
    run(&["--accounts", BOOK, "--actions", &told]);
    let ids: Vec<Option<String>> = fs::read_to_string(told)
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().map(String::from))
        .collect();
    assert!(ids.len() > 3);
    assert_eq!(words(&of_parquet(&actions), "id"), ids);
    assert_eq!(of_arrow(&rejects).iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
    let nested = run(&["--accounts", BOOK, "--decisions", &parquet, "--shape", "nested"]);
    assert!(nested.code == 2 && nested.says("takes decisions with --shape flat alone"), "{}", nested.err);
}

#[test]
fn decisions_are_packed_by_their_ending_and_leave_out_reasons_when_asked() {
    let scratch = Scratch::new("packed-out");
    let path = at(scratch.path(), "d.ndjson.gz");
    assert_eq!(run(&["--accounts", BOOK, "--decisions", &path]).code, 0);
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(&path).unwrap()).read_to_string(&mut text).unwrap();
    assert_eq!(text, decided(&["--accounts", BOOK]));
    let without = decided(&["--accounts", BOOK, "--reasons", "none"]);
    let shorten = |line: &str| {
        let mut record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        record.shift_remove("reasons").unwrap();
        serde_json::to_string(&record).unwrap()
    };
    assert_eq!(without.lines().collect::<Vec<_>>(), text.lines().map(shorten).collect::<Vec<_>>());
}
