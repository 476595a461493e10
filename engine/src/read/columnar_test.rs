//! The same accounts say the same whatever they are written as, and files that are no such files say so.

use super::test_schema::playbook;
use super::{Options, ReadError, Snapshots, accounts};
use crate::column::Column;
use arrow_array::builder::{StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, StructArray,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that is gone when the test is over.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("stageplay-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub(super) fn path(&self) -> &PathBuf {
        &self.0
    }

    fn read(&self) -> Result<Snapshots, ReadError> {
        accounts(std::slice::from_ref(&self.0), &playbook(), &Options::default(), &mut |_, _| {})
    }

    /// Why it cannot be read, without its folder.
    fn refused(&self) -> String {
        let name = self.0.file_name().unwrap().to_string_lossy().into_owned();
        self.read().unwrap_err().to_string().replace(&*self.0.to_string_lossy(), &name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// An account as it may stand in an export; much of it may be wrong.
#[derive(Clone, Debug)]
struct Row {
    id: Option<String>,
    segment: Option<String>,
    arr: Option<f64>,
    nps: Option<i64>,
    champion: Option<bool>,
    renewal: Option<i32>,
    seats: Option<i64>,
    adoption: Option<f64>,
    has_usage: bool,
    as_of: Option<i32>,
}

const WORDS: &[&str] = &["smb", "mid_market", "Mid-Market", " SMB ", "enterprize", ""];

fn row() -> impl Strategy<Value = Row> {
    let id = prop_oneof![9 => (0..40u32).prop_map(|at| Some(format!("a-{at}"))), 1 => Just(None)];
    let segment = proptest::option::weighted(0.9, proptest::sample::select(WORDS).prop_map(String::from));
    let money = prop_oneof![9 => 0..1_000_000i64, 1 => -5..0i64].prop_map(|cents| cents as f64 / 100.0);
    let percent = prop_oneof![9 => 0..1000i64, 1 => 1000..3000i64].prop_map(|tenths| tenths as f64 / 10.0);
    (
        (id, segment, proptest::option::weighted(0.9, money), proptest::option::of(-1..12i64)),
        (proptest::option::of(any::<bool>()), proptest::option::of(20_000..21_000i32), proptest::option::of(-1..50i64)),
        (proptest::option::of(percent), any::<bool>(), proptest::option::weighted(0.8, 20_500..20_503i32)),
    )
        .prop_map(|((id, segment, arr, nps), (champion, renewal, seats), (adoption, has_usage, as_of))| Row {
            id,
            segment,
            arr,
            nps,
            champion,
            renewal,
            seats,
            adoption,
            has_usage,
            as_of,
        })
}

fn ndjson(rows: &[Row]) -> String {
    let day = |day: Option<i32>| day.map(stageplay_dsl::types::show_day);
    let line = |row: &Row| {
        let mut record = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                record.insert(name.into(), value);
            }
        };
        put("id", json!(row.id));
        put("segment", json!(row.segment));
        put("arr", json!(row.arr));
        put("nps", json!(row.nps));
        put("champion", json!(row.champion));
        put("renewal", json!(day(row.renewal)));
        put("as_of", json!(day(row.as_of)));
        if row.has_usage {
            put("usage", json!({ "seats": row.seats, "adoption": row.adoption }));
        }
        format!("{}\n", Value::Object(record))
    };
    rows.iter().map(line).collect()
}

fn csv(rows: &[Row]) -> String {
    let mut text = "id,segment,arr,nps,champion,renewal,as_of,usage.seats,usage.adoption\n".to_string();
    let day = |day: Option<i32>| day.map(stageplay_dsl::types::show_day).unwrap_or_default();
    fn cell(value: Option<impl ToString>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    for row in rows {
        let usage = |value: Option<String>| if row.has_usage { value.unwrap_or_default() } else { String::new() };
        let cells = [
            cell(row.id.as_ref()),
            cell(row.segment.as_ref()),
            cell(row.arr),
            cell(row.nps),
            cell(row.champion),
            day(row.renewal),
            day(row.as_of),
            usage(row.seats.map(|it| it.to_string())),
            usage(row.adoption.map(|it| it.to_string())),
        ];
        text.push_str(&format!("{}\n", cells.join(",")));
    }
    text
}

/// The rows as columns, words as words of a dictionary or as texts.
fn batch(rows: &[Row], has_dictionary: bool) -> RecordBatch {
    let segments = || rows.iter().map(|row| row.segment.as_deref());
    let segment: ArrayRef = if has_dictionary {
        let mut words = StringDictionaryBuilder::<Int32Type>::new();
        segments().for_each(|word| words.append_option(word));
        Arc::new(words.finish())
    } else {
        let mut texts = StringBuilder::new();
        segments().for_each(|word| texts.append_option(word));
        Arc::new(texts.finish())
    };
    let seats: Int64Array = rows.iter().map(|row| row.seats).collect();
    let adoption: Float64Array = rows.iter().map(|row| row.adoption).collect();
    let fields = vec![Field::new("seats", DataType::Int64, true), Field::new("adoption", DataType::Float64, true)];
    let known = rows.iter().map(|row| row.has_usage).collect::<Vec<_>>();
    let usage = StructArray::new(fields.into(), vec![Arc::new(seats), Arc::new(adoption)], Some(known.into()));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(rows.iter().map(|row| row.id.as_deref()).collect::<StringArray>())),
        ("segment", segment),
        ("arr", Arc::new(rows.iter().map(|row| row.arr).collect::<Float64Array>())),
        ("nps", Arc::new(rows.iter().map(|row| row.nps).collect::<Int64Array>())),
        ("champion", Arc::new(rows.iter().map(|row| row.champion).collect::<BooleanArray>())),
        ("renewal", Arc::new(rows.iter().map(|row| row.renewal).collect::<Date32Array>())),
        ("as_of", Arc::new(rows.iter().map(|row| row.as_of).collect::<Date32Array>())),
        ("usage", Arc::new(usage)),
    ];
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, column)| column).collect())
        .unwrap()
}

pub(super) fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(7)).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

pub(super) fn arrow_file(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

pub(super) fn arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

/// All that was read, without the name of the file.
fn said(snapshots: &Snapshots) -> String {
    let show = |column: &Column, row: usize| column.value(row).map_or("-".into(), |value| format!("{value:?}"));
    let mut said = String::new();
    for row in 0..snapshots.batch.rows {
        let cells: Vec<String> = snapshots.batch.columns.rows().iter().map(|column| show(column, row)).collect();
        said += &format!("{:?} {:?} {}\n", snapshots.lines.get(row), snapshots.batch.dates.get(row), cells.join(" "));
    }
    for it in &snapshots.rejects {
        said += &format!("{:?} {} {:?} {:?} {:?} {}\n", it.kind, it.line, it.account, it.field, it.value, it.reason);
    }
    let counts = [snapshots.records_read, snapshots.records_set_aside, snapshots.records_with_fault];
    format!("{said}{counts:?} {:?} {:?} {:?}", snapshots.batch.flaws, snapshots.field_faults, snapshots.newest)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_format_says_the_same(rows in proptest::collection::vec(row(), 1..60)) {
        let text = ndjson(&rows);
        let wanted = said(&Scratch::new("all.ndjson", &text).read().unwrap());
        let (words, texts) = (batch(&rows, true), batch(&rows, false));
        let files: Vec<(&str, Vec<u8>)> = vec![
            ("all.parquet", parquet(&words)),
            ("texts.parquet", parquet(&texts)),
            ("all.arrow", arrow_file(&words)),
            ("texts.feather", arrow_file(&texts)),
            ("all.arrows", arrow_stream(&words)),
            ("all.ndjson.gz", gzip(&text)),
            ("all.ndjson.zst", zstd::encode_all(text.as_bytes(), 1).unwrap()),
        ];
        for (name, bytes) in files {
            // A record of columns stands in a row.
            let found = said(&Scratch::new(name, bytes).read().unwrap()).replace("on row ", "on line ").replace("see row ", "see line ");
            prop_assert_eq!(&found, &wanted, "{}", name);
        }
        // A table names its lines otherwise and has nothing but texts, so only the values are compared.
        let values = |snapshots: &Snapshots| format!("{:?} {:?}", snapshots.batch.columns, snapshots.batch.dates);
        let (plain, table) = (Scratch::new("all.ndjson", &text).read().unwrap(), Scratch::new("all.csv", csv(&rows)));
        prop_assert_eq!(values(&table.read().unwrap()), values(&plain));
        let packed = Scratch::new("all.csv.gz", gzip(&csv(&rows)));
        prop_assert_eq!(values(&packed.read().unwrap()), values(&plain));
    }
}

fn good() -> Vec<Row> {
    let row = |at: usize| Row {
        id: Some(format!("a-{at}")),
        segment: Some("smb".into()),
        arr: Some(1.0),
        nps: None,
        champion: None,
        renewal: None,
        seats: Some(3),
        adoption: Some(35.7),
        has_usage: true,
        as_of: None,
    };
    (0..20).map(row).collect()
}

#[test]
fn a_beginning_that_contradicts_the_ending_is_told_of() {
    let (columns, text) = (batch(&good(), true), ndjson(&good()));
    for (name, bytes, wanted) in [
        ("w.csv", parquet(&columns), "is a Parquet file, whatever its ending says: give it the ending .parquet"),
        ("w.arrow", parquet(&columns), "is a Parquet file, whatever its ending says: give it the ending .parquet"),
        ("w.parquet", arrow_file(&columns), "is an Arrow file, whatever its ending says: give it the ending .arrow"),
        ("w.ndjson", gzip(&text), "is packed with gzip: give its name the ending .gz behind the one that it has"),
        (
            "w.ndjson.gz",
            text.clone().into(),
            "is not packed with gzip, whatever its ending says: take .gz off its name",
        ),
        (
            "w.parquet",
            text.into(),
            "does not begin as a Parquet file does: was it cut off, or is it another kind of file?",
        ),
        ("w.parquet", Vec::new(), "is empty"),
        ("w.ndjson.zst", Vec::new(), "is empty"),
        (
            "w.parquet",
            b"PARE1234PARE".into(),
            "is an encrypted Parquet file, which is not read: write it without encryption",
        ),
        ("w.feather", b"FEA1....".into(), "is a Feather file of version 1, which is not read: write it as version 2"),
    ] {
        let file = Scratch::new(name, bytes);
        assert_eq!(file.refused(), format!("`stageplay-{}-{name}` {wanted}", std::process::id()), "{name}");
    }
}

#[test]
fn a_file_that_is_cut_off_or_damaged_is_a_message() {
    let columns = batch(&good(), true);
    let files = [
        ("cut.parquet", parquet(&columns)),
        ("cut.arrow", arrow_file(&columns)),
        ("cut.ndjson.gz", gzip(&ndjson(&good()))),
        ("cut.ndjson.zst", zstd::encode_all(ndjson(&good()).as_bytes(), 1).unwrap()),
    ];
    for (name, bytes) in files {
        for left in [bytes.len() - 1, bytes.len() / 2, 20] {
            let refused = Scratch::new(name, &bytes[..left]).refused();
            assert!(refused.contains("cut off"), "{name}: {refused}");
        }
    }
}

/// Bytes are changed at places of a fixed sequence: whatever comes of it, nothing panics.
#[test]
fn changed_bytes_are_read_or_refused() {
    let columns = batch(&good(), true);
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for (name, bytes) in [
        ("torn.parquet", parquet(&columns)),
        ("torn.arrow", arrow_file(&columns)),
        ("torn.arrows", arrow_stream(&columns)),
    ] {
        for _ in 0..300 {
            let mut torn = bytes.clone();
            for _ in 0..=random(3) {
                let at = random(torn.len());
                torn[at] = u8::try_from(random(256)).unwrap();
            }
            let _ = Scratch::new(name, torn).read();
        }
    }
}

#[test]
fn columns_of_other_kinds_and_unknown_ones_are_told_of() {
    let one = |name: &str, column: ArrayRef| (name.to_string(), column);
    let table = |columns: Vec<(String, ArrayRef)>| {
        let fields: Vec<Field> =
            columns.iter().map(|(name, column)| Field::new(name, column.data_type().clone(), true)).collect();
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
    };
    let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
    let kinds = table(vec![
        one("id", Arc::new(Int64Array::from(vec![7]))),
        one("segment", Arc::new(Int64Array::from(vec![1]))),
        one("arr", Arc::new(BooleanArray::from(vec![true]))),
        one("nps", Arc::new(Float64Array::from(vec![f64::NAN]))),
        one("extra", text("x")),
    ]);
    for (name, bytes) in [("kinds.parquet", parquet(&kinds)), ("kinds.arrow", arrow_file(&kinds))] {
        let snapshots = Scratch::new(name, bytes).read().unwrap();
        let told: Vec<String> = snapshots.rejects.iter().map(|it| format!("{:?} {}", it.field, it.reason)).collect();
        let told = told.join("\n");
        assert!(told.contains("found `1`") && told.contains("found `true`") && told.contains("found `NaN`"), "{told}");
        assert_eq!(snapshots.rejects.first().and_then(|it| it.account.as_deref()), Some("7"));
        assert_eq!(
            snapshots.unknown_columns.iter().map(|it| (it.name.as_str(), it.count)).collect::<Vec<_>>(),
            [("extra", 1)]
        );
    }
    let nameless = table(vec![one("ident", text("a"))]);
    assert!(Scratch::new("nameless.parquet", parquet(&nameless)).refused().contains("has no column `id`"));
    let bytes = table(vec![
        one("id", text("a")),
        one("segment", Arc::new(arrow_array::BinaryArray::from(vec![b"smb".as_slice()]))),
    ]);
    let refused = Scratch::new("bytes.parquet", parquet(&bytes)).refused();
    assert!(refused.ends_with("its column `segment` holds bytes: write it as text"), "{refused}");
}
