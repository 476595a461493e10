//! Snapshots as fixtures in YAML. Whatever the data holds, it is a value there and nothing else.

use super::snapshot::{Snapshot, element};
use crate::column::{ListColumn, is_hostile};
use stageplay_dsl::typed::{Field, FieldKind, List, Playbook};
use stageplay_dsl::types::{Id, Value, show_day};
use std::fmt::Write;

/// The file of fixtures: each is a snapshot under a name.
pub(super) fn file(playbook: &Playbook, history: &[Snapshot], fixtures: &[(usize, String)]) -> String {
    let mut text = String::new();
    for (at, name) in fixtures {
        if let Some(snapshot) = history.get(*at) {
            one(&mut text, playbook, snapshot, name);
        }
    }
    text
}

fn one(text: &mut String, playbook: &Playbook, snapshot: &Snapshot, name: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}:", key(name));
    if !playbook.fields.iter().any(|(_, field)| field.path == "story" || field.path.starts_with("story.")) {
        let _ = writeln!(text, "  story: recorded from a snapshot of {}", show_day(snapshot.day));
    }
    let mut open: Vec<&str> = Vec::new();
    for (id, field) in playbook.fields.iter() {
        let Some(value) = snapshot.values.get(id.index()).and_then(Option::as_ref) else { continue };
        // What is masked or named as the fixture is needs no line.
        let is_id = id == playbook.id_field;
        if is_id && (field.private || matches!(value, Value::Text(text) if text == name)) {
            continue;
        }
        within(text, &mut open, &field.path);
        let _ = writeln!(text, "{}", scalar(playbook, field, value));
    }
    for (list, column) in playbook.lists.rows().iter().zip(&snapshot.lists) {
        let Some(records) = records(playbook, list, column) else { continue };
        within(text, &mut open, &list.path);
        let depth = "  ".repeat(open.len() + 2);
        if records.is_empty() {
            text.push_str("[]\n");
        } else {
            text.pop();
            text.push('\n');
        }
        records.iter().for_each(|record| text.push_str(&format!("{depth}- {record}\n")));
    }
}

/// Writes the name at the end of a path and its colon, below the groups it stands in, of which some are open.
fn within<'p>(text: &mut String, open: &mut Vec<&'p str>, path: &'p str) {
    let mut parts: Vec<&str> = path.split('.').collect();
    let name = parts.pop().unwrap_or(path);
    let same = parts.iter().zip(open.iter()).take_while(|(part, open)| part == open).count();
    open.truncate(same);
    for part in parts.into_iter().skip(same) {
        let _ = writeln!(text, "{}{}:", "  ".repeat(open.len() + 1), key(part));
        open.push(part);
    }
    let _ = write!(text, "{}{}: ", "  ".repeat(open.len() + 1), key(name));
}

/// A list's records as YAML, each on a line; `None` where the list is missing.
pub(super) fn records(playbook: &Playbook, list: &List, column: &ListColumn) -> Option<Vec<String>> {
    if column.known.is_empty() || !column.known.get(0) {
        return None;
    }
    let record = |row: usize| {
        let members = list.fields.iter().zip(&column.columns).filter_map(|(field, column)| {
            let value = element(column, row, field)?;
            Some(format!("{}: {}", key(&field.path), scalar(playbook, field, &value)))
        });
        let members: Vec<String> = members.collect();
        if members.is_empty() { "{ }".into() } else { format!("{{ {} }}", members.join(", ")) }
    };
    Some(column.elements(0..1).map(record).collect())
}

/// A value as YAML.
pub(super) fn scalar(playbook: &Playbook, field: &Field, value: &Value) -> String {
    match (value, &field.kind) {
        (Value::Number(number), FieldKind::Percent) => percent(*number),
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(day), _) => show_day(*day),
        (Value::Truth(truth), _) => truth.to_string(),
        (Value::Choice(code), FieldKind::Choice(set)) => quoted(playbook.choices[*set].word(*code)),
        (Value::Choice(code), _) => code.to_string(),
        (Value::Text(text), _) => quoted(text),
    }
}

/// A fraction as a percentage with the same digits: the point is moved in the text, so that nothing is rounded.
pub(super) fn percent(fraction: f64) -> String {
    let text = fraction.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (two, rest) = part.split_at(part.len().min(2));
    let whole = format!("{whole}{two:0<2}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        some => some,
    };
    if rest.is_empty() { format!("{sign}{whole}%") } else { format!("{sign}{whole}.{rest}%") }
}

/// A name before a colon. Some words are no texts in YAML.
fn key(name: &str) -> String {
    /// In small letters, as they are compared.
    const NO_TEXTS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if NO_TEXTS.contains(&name.to_ascii_lowercase().as_str()) { format!("\"{name}\"") } else { name.to_owned() }
}

/// A text in double quotes: whatever could end it, or could steer a terminal or a reader, is written as a number.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if is_hostile(letter) || letter == '\u{a0}' => {
                let code = u32::from(letter);
                let _ = if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
