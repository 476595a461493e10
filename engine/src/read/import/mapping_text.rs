//! A mapping as a file that a person edits: the `columns` of stageplay.yaml, with what is not certain as comments.

use super::export::{Told, ToldColumn};
use super::imported::Looked;
use std::fmt::Write;

/// The text of the file.
#[must_use]
pub fn mapping_text(looked: &Looked) -> String {
    let mut text = String::from(
        "# Which heading of the export is which field; in the form of stageplay.yaml.\n\
         # A line behind a # counts for nothing: take the # away where it is right.\n\
         columns:\n",
    );
    let before = text.len();
    for table in &looked.tables {
        for column in &table.taken {
            put(&mut text, "  ", &line(column), &format!("{}, {}", column.why.words(), filled(column, table)));
        }
    }
    if text.len() == before {
        // Nothing below it would be no mapping.
        text.truncate(before - 1);
        text.push_str(" {}\n");
    }
    part(&mut text, looked, "looks like it, and is not taken", |table, text| {
        for column in &table.similar {
            put(text, "  # ", &line(column), &format!("{}, {}", column.why.words(), filled(column, table)));
        }
    });
    part(&mut text, looked, "required, without a heading", |table, text| open(table, text, true));
    part(&mut text, looked, "without a heading", |table, text| open(table, text, false));
    part(&mut text, looked, "headings that are left over", |table, text| {
        let is_proposed = |heading: &str| table.similar.iter().any(|column| column.heading == heading);
        for (heading, cells) in table.left.iter().filter(|(heading, _)| !is_proposed(heading)) {
            put(text, "  #   ", &quoted(heading), &format!("{cells} of {} filled", table.rows));
        }
    });
    text
}

fn part(text: &mut String, looked: &Looked, about: &str, write: impl Fn(&Told, &mut String)) {
    let mut inside = String::new();
    looked.tables.iter().for_each(|table| write(table, &mut inside));
    if !inside.is_empty() {
        let _ = write!(text, "\n  # {about}:\n{inside}");
    }
}

fn open(table: &Told, text: &mut String, wanted: bool) {
    let is_proposed = |path: &str| table.similar.iter().any(|column| column.field == path);
    for (path, kind, _) in table.open.iter().filter(|(path, _, required)| *required == wanted && !is_proposed(path)) {
        put(text, "  # ", &format!("{path}: \"\""), kind);
    }
}

fn line(column: &ToldColumn) -> String {
    format!("{}: {}", column.field, quoted(&column.exact))
}

fn filled(column: &ToldColumn, table: &Told) -> String {
    format!("{} of {} filled", column.filled, table.rows)
}

/// A text in double quotes that YAML reads as it was: what JSON escapes is escaped for YAML too, and so is what would
/// steer a terminal or break a line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ if crate::column::is_hostile(letter) => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn put(text: &mut String, indent: &str, line: &str, comment: &str) {
    let _ = writeln!(text, "{indent}{line}  # {comment}");
}
