//! The kept thousand accounts of `examples/portfolio`: their sums are the reference's, and the engine's.

use super::case::compiled;
use super::{Account, Decided, Known, batch, decide, outcome};
use serde_json::{Map, Value};
use stageplay_dsl::typed::{Field, Playbook};
use stageplay_dsl::types::{ChoiceSetId, Type, parse_day};
use stageplay_engine::graph::Program;
use std::path::Path;

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/portfolio").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The example's records, read with none of the engine's own reader.
fn accounts(book: &Playbook) -> Vec<Account> {
    read("accounts.ndjson")
        .lines()
        .map(|line| {
            let record: Map<String, Value> = serde_json::from_str(line).unwrap();
            let known = |field: &Field| {
                let value = record.get(field.path.as_str()).filter(|value| !value.is_null())?;
                Some(known(book, field, value))
            };
            book.fields.rows().iter().map(|field| (field.path.to_string(), known(field))).collect()
        })
        .collect()
}

fn known(book: &Playbook, field: &Field, value: &Value) -> Known {
    match &field.ty {
        Type::Text => Known::Text(value.as_str().unwrap().into()),
        Type::Date => Known::Number(f64::from(parse_day(value.as_str().unwrap()).unwrap())),
        Type::Truth => Known::Truth(value.as_bool().unwrap()),
        Type::Choice(set) => Known::Word(book.choices[*set].code(value.as_str().unwrap()).unwrap()),
        _ => Known::Number(value.as_f64().unwrap()),
    }
}

/// How many accounts have which word, all words named.
fn counts(book: &Playbook, set: ChoiceSetId, words: impl Iterator<Item = Option<u16>>) -> Map<String, Value> {
    let mut counts: Vec<u64> = vec![0; book.choices[set].words.len()];
    words.for_each(|word| counts[usize::from(word.expect("nothing is unknown here"))] += 1);
    book.choices[set].names().map(String::from).zip(counts.into_iter().map(Value::from)).collect()
}

/// Everything but the sums, in the shape of `expected.json`.
fn summary(book: &Playbook, decided: &[Decided]) -> Value {
    let (card, health) = book.cards.iter().next().unwrap();
    let (journey, lifecycle) = book.journeys.iter().next().unwrap();
    let plays: Map<String, Value> = book
        .plays
        .iter()
        .map(|(id, play)| {
            let open = decided.iter().filter(|account| account.plays[id].state == "open").count();
            (play.name.to_string(), Value::from(open))
        })
        .collect();
    serde_json::json!({
        "bands": counts(book, health.band_set, decided.iter().map(|account| account.cards[card].1)),
        "stages": counts(book, lifecycle.stage_set, decided.iter().map(|account| account.journeys[journey].stage)),
        "plays": plays,
    })
}

fn close(sum: f64, expected: &Value) -> bool {
    let expected = expected.as_f64().unwrap();
    (sum - expected).abs() <= 1e-9 * expected.abs()
}

#[test]
fn the_kept_sums_are_those_of_the_reference_and_of_the_engine() {
    let book = compiled(&read("playbook.play")).unwrap_or_else(|faults| panic!("{faults}"));
    let expected: Value = serde_json::from_str(&read("expected.json")).unwrap();
    let accounts = accounts(&book);
    assert_eq!(accounts.len(), 1000);
    let as_of = parse_day("2026-06-30").unwrap();
    let decided: Vec<Decided> = accounts.iter().map(|account| decide(&book, account, as_of)).collect();

    let mut counted = summary(&book, &decided);
    let sums = ["health_sum", "priority_sum"];
    sums.iter().for_each(|sum| counted[*sum] = expected[*sum].clone());
    assert_eq!(counted, expected);
    let card = book.cards.ids().next().unwrap();
    let priority = book.scores.ids().next().unwrap();
    let health_sum: f64 = decided.iter().filter_map(|account| account.cards[card].0).sum();
    let priority_sum: f64 = decided.iter().filter_map(|account| account.scores[priority]).sum();
    assert!(close(health_sum, &expected["health_sum"]), "{health_sum}");
    assert!(close(priority_sum, &expected["priority_sum"]), "{priority_sum}");

    let program = Program::compile(book.clone());
    let engine = outcome::of_engine(&program, &batch(&book, &accounts), as_of);
    for ((said, reference), account) in engine.iter().zip(&decided).zip(&accounts) {
        let difference = outcome::difference(said, &outcome::of_reference(&book, reference));
        assert_eq!(difference, None, "{:?}", account["id"]);
    }
}
