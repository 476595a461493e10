//! Snapshots as records: NDJSON that the reader of accounts takes for the same snapshots.

use super::json;
use crate::column::{Batch, Column};
use serde::ser::{Serialize, SerializeMap, Serializer};
use stageplay_dsl::typed::{Field, FieldKind, Playbook};
use stageplay_dsl::types::{Id, Value, show_day};
use std::io::{Result, Write};

/// Writes every row of a batch as one line, in the order of the rows. What is missing is left out.
///
/// # Errors
/// What writing says.
pub fn snapshots(out: &mut dyn Write, playbook: &Playbook, batch: &Batch) -> Result<()> {
    for row in 0..batch.rows {
        let mut bytes = Vec::new();
        json::write(&mut bytes, &record(playbook, batch, row));
        bytes.push(b'\n');
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// A part of a record.
enum Part {
    Text(String),
    Number(f64),
    Truth(bool),
    List(Vec<Part>),
    /// In the order in which the playbook declares them.
    Group(Vec<(String, Part)>),
}

fn record(playbook: &Playbook, batch: &Batch, row: usize) -> Part {
    let mut members = Vec::new();
    if let Some(day) = batch.dates.get(row).copied().flatten() {
        members.push(("as_of".to_owned(), Part::Text(show_day(day))));
    }
    for (id, field) in playbook.fields.iter() {
        let column = batch.columns.rows().get(id.index());
        put(&mut members, &field.path, column.and_then(|column| part(playbook, field, column, row)));
    }
    for (id, list) in playbook.lists.iter() {
        let Some(column) = batch.lists.rows().get(id.index()) else { continue };
        if row >= column.known.len() || !column.known.get(row) {
            continue;
        }
        let element = |at: usize| {
            let mut members = Vec::new();
            for (field, values) in list.fields.iter().zip(&column.columns) {
                put(&mut members, &field.path, part(playbook, field, values, at));
            }
            Part::Group(members)
        };
        put(&mut members, &list.path, Some(Part::List(column.elements(row..row + 1).map(element).collect())));
    }
    Part::Group(members)
}

/// Puts a part where its path leads.
fn put(members: &mut Vec<(String, Part)>, path: &str, part: Option<Part>) {
    let Some(part) = part else { return };
    let Some((group, rest)) = path.split_once('.') else {
        members.push((path.to_owned(), part));
        return;
    };
    if !members.iter().any(|(name, _)| name == group) {
        members.push((group.to_owned(), Part::Group(Vec::new())));
    }
    let found = members.iter_mut().find(|(name, _)| name == group);
    if let Some((_, Part::Group(inner))) = found {
        put(inner, rest, Some(part));
    }
}

/// A value as data has it: a percent is 35, not 0.35.
fn part(playbook: &Playbook, field: &Field, column: &Column, row: usize) -> Option<Part> {
    Some(match (column.value(row)?, &field.kind) {
        (Value::Number(share), FieldKind::Percent) => Part::Number(percent(share)),
        (Value::Number(number), _) => Part::Number(number),
        (Value::Date(day), _) => Part::Text(show_day(day)),
        (Value::Truth(truth), _) => Part::Truth(truth),
        (Value::Text(text), _) => Part::Text(text.into()),
        (Value::Choice(code), FieldKind::Choice(set)) => Part::Text(playbook.choices[*set].word(code).to_owned()),
        (Value::Choice(_), _) => return None,
    })
}

/// A share in percent. The reader moves the decimal point, so the shortest number is looked for that is this share then.
fn percent(share: f64) -> f64 {
    let percent = share * 100.0;
    let rounded = (percent * 1e9).round() / 1e9;
    let is_same = format!("{rounded}e-2").parse().is_ok_and(|back: f64| back.to_bits() == share.to_bits());
    if is_same { rounded } else { percent }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            #[allow(clippy::cast_possible_truncation, reason = "whole and small enough, as just asked")]
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => to.serialize_i64(*number as i64),
            Self::Number(number) => to.serialize_f64(*number),
            Self::Truth(truth) => to.serialize_bool(*truth),
            Self::List(parts) => to.collect_seq(parts),
            Self::Group(members) => {
                let mut map = to.serialize_map(Some(members.len()))?;
                for (name, part) in members {
                    map.serialize_entry(name, part)?;
                }
                map.end()
            }
        }
    }
}
