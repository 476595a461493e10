//! Decisions written from columns say, byte for byte, what one record after another would say.

use super::decisions::{DecisionSink, Manner};
use super::json;
use super::layout::{Reasons, Shape};
use crate::column::Batch;
use crate::decide::{DecideError, Decisions, Given, Wanted, play_state, step};
use crate::graph::Program;
use crate::read::{self, Options};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value, json};
use stageplay_dsl::types::{ChoiceSet, parse_day, show_day};
use std::path::{Path, PathBuf};

struct Book {
    program: Program,
    batch: Batch,
    day: i32,
    decided: Vec<Decisions>,
}

/// The accounts of an example, and a few whose names are meant to do harm.
fn book() -> Book {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/wholesaler");
    let compiled = stageplay_dsl::compile(read::load(&folder).unwrap());
    let program = Program::compile(compiled.playbook.unwrap());
    let text = std::fs::read_to_string(folder.join("accounts.ndjson")).unwrap();
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    let day = parse_day("2011-11-30").unwrap();
    lines.retain(|line| line.contains("2011-11-30"));
    for (at, name) in
        ["a\"b\\c", "\u{1b}[31m\u{202e}x", "=cmd()", "Ünïcode 😀", "tab\tin", "</script>"].iter().enumerate()
    {
        let mut record: Map<String, Value> = serde_json::from_str(&lines[at]).unwrap();
        record.insert("account_id".into(), json!(name));
        lines.push(Value::Object(record).to_string());
    }
    let file = scratch("harm.ndjson");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let read =
        read::accounts(std::slice::from_ref(&file), &program.playbook, &Options::default(), &mut |_, _| {}).unwrap();
    let _ = std::fs::remove_file(&file);
    let wanted = Wanted { reasons: true, parts: true, ..Wanted::default() };
    let mut decided = Vec::new();
    step::<DecideError>(&program, &read.batch, Given::first(day, None), wanted, |it| {
        decided.push(it);
        Ok(())
    })
    .unwrap();
    assert!(decided.iter().any(|it| !it.reasons.is_empty()), "some plays are on");
    Book { batch: read.batch, day, decided, program }
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("stageplay-{}-{name}", std::process::id()))
}

impl Book {
    fn written(&self, name: &str, shape: Option<Shape>, reasons: Option<Reasons>) -> Vec<u8> {
        let path = scratch(name);
        let playbook = &self.program.playbook;
        let mut sink = DecisionSink::open(&path, playbook, Manner { shape, reasons }).unwrap();
        let writer = sink.writer();
        let mut write = |it: &Decisions| sink.put(writer.write(playbook, &self.batch, self.day, it)).unwrap();
        self.decided.iter().for_each(&mut write);
        assert_eq!(sink.finish().unwrap(), self.batch.rows);
        let bytes = std::fs::read(&path).unwrap();
        let _ = std::fs::remove_file(&path);
        bytes
    }

    /// One account after another, from the documented form of a record.
    fn records(&self) -> Vec<Value> {
        let playbook = &self.program.playbook;
        let word = |set: &ChoiceSet, code: Option<u16>| json!(code.map(|code| set.word(code)));
        let mut records = Vec::new();
        for it in &self.decided {
            for (row, at) in it.rows.clone().enumerate() {
                let (card, columns) = it.cards.iter().next().unwrap();
                let (journey, stages) = it.stages.iter().next().unwrap();
                let scores =
                    it.scores.iter().map(|(id, of)| (playbook.scores[id].name.to_string(), json!(of.get(row))));
                let risks = it.levels.iter().map(|(id, of)| {
                    let risk = &playbook.risks[id];
                    (risk.name.to_string(), word(&playbook.choices[risk.level_set], of.get(row)))
                });
                let on = it.plays.iter().filter(|(_, play)| play.state.get(row) == Some(play_state::OPEN));
                let plays: Vec<&str> = on.map(|(id, _)| playbook.plays[id].name.as_str()).collect();
                let reasons: Vec<String> = it
                    .reasons
                    .iter()
                    .filter(|(of, ..)| *of == at)
                    .map(|(_, play, why)| {
                        let waits = it.plays[*play].state.get(row) == Some(play_state::PENDING);
                        format!("{}{}: {why}", playbook.plays[*play].name, if waits { " (pending)" } else { "" })
                    })
                    .collect();
                records.push(json!({
                    "account": self.batch.columns[playbook.id_field].text(at),
                    "as_of": show_day(self.day),
                    "health": columns.score.get(row),
                    "band": word(&playbook.choices[playbook.cards[card].band_set], columns.band.get(row)),
                    "stage": word(&playbook.choices[playbook.journeys[journey].stage_set], stages.get(row)),
                    "scores": scores.collect::<Map<_, _>>(),
                    "risks": risks.collect::<Map<_, _>>(),
                    "plays": plays,
                    "reasons": reasons,
                }));
            }
        }
        records
    }
}

#[test]
fn records_are_what_they_would_be_one_by_one() {
    let book = book();
    let wanted: Vec<String> = book.records().iter().map(json::line).collect();
    let ndjson = String::from_utf8(book.written("one.ndjson", None, None)).unwrap();
    assert_eq!(ndjson.lines().collect::<Vec<_>>(), wanted);
    assert!(ndjson.contains(r"\u001b[31m\u202ex"), "what steers a terminal is escaped");
    let list = String::from_utf8(book.written("one.json", None, None)).unwrap();
    assert_eq!(list, format!("[\n{}\n]\n", wanted.join(",\n")));
    let without: Vec<String> = book
        .records()
        .into_iter()
        .map(|mut record| {
            record.as_object_mut().unwrap().shift_remove("reasons");
            json::line(&record)
        })
        .collect();
    let ndjson = String::from_utf8(book.written("none.ndjson", None, Some(Reasons::Untold))).unwrap();
    assert_eq!(ndjson.lines().collect::<Vec<_>>(), without);
}

/// The flat shape holds what the nested one does, under the same names in every format.
#[test]
fn flat_columns_are_the_same_in_every_format() {
    let book = book();
    let nested = book.records();
    let text = String::from_utf8(book.written("flat.ndjson", Some(Shape::Flat), None)).unwrap();
    let flat: Vec<Map<String, Value>> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let bytes = book.written("flat.parquet", None, None);
    let path = scratch("again.parquet");
    std::fs::write(&path, bytes).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&path).unwrap()).unwrap();
    let tables: Vec<RecordBatch> = reader.with_batch_size(100_000).build().unwrap().map(Result::unwrap).collect();
    let _ = std::fs::remove_file(&path);
    let [table] = tables.as_slice() else { panic!("one table, found {}", tables.len()) };
    let names: Vec<String> = table.schema().fields().iter().map(|field| field.name().clone()).collect();
    let csv = String::from_utf8(book.written("flat.csv", Some(Shape::Flat), None)).unwrap();
    assert_eq!(csv.lines().next().unwrap(), names.join(","));
    let points = table.column_by_name("health").unwrap().as_primitive::<Float64Type>();
    let playbook = &book.program.playbook;
    for (row, (flat, nested)) in flat.iter().zip(&nested).enumerate() {
        assert_eq!(flat.keys().cloned().collect::<Vec<_>>(), names);
        assert_eq!(
            [&flat["health"], &flat["health_band"], &flat["stage"]],
            [&nested["health"], &nested["band"], &nested["stage"]]
        );
        for group in ["scores", "risks"] {
            nested[group]
                .as_object()
                .unwrap()
                .iter()
                .for_each(|(name, value)| assert_eq!(&flat[name], value, "{name}"));
        }
        for play in playbook.plays.rows() {
            let is_on = nested["plays"].as_array().unwrap().contains(&json!(play.name));
            assert_eq!(flat[play.name.as_str()] == "open", is_on, "{}", play.name);
        }
        assert_eq!(json!(points.iter().nth(row).unwrap()), flat["health"]);
    }
    let dimensions = names.iter().filter(|name| name.starts_with("health_") && *name != "health_band").count();
    assert!(
        dimensions > 0
            && flat.iter().any(|it| names.iter().any(|name| name.starts_with("health_") && it[name].is_f64()))
    );
}
