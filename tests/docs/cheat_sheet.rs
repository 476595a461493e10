//! The cheat sheet: every snippet in the left column of its tables compiles.
//!
//! Above each table stands where its snippets belong, `<!-- in: play p { … } -->`, the dots being the snippet. Together
//! with the first playbook of docs/language.md they are a playbook without an error; a place with a `playbook` of its own
//! stands alone.

use crate::support::markdown::blocks;
use crate::support::repository::root;
use stageplay_dsl::compile;
use stageplay_dsl::report::{Options, human};
use std::fs;

/// The snippets of the tables, each with its line and set where it belongs.
fn rows(text: &str) -> Vec<(usize, String)> {
    let mut place = None;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(named) = line.strip_prefix("<!-- in: ").and_then(|rest| rest.strip_suffix(" -->")) {
            place = Some(named);
        } else if line.starts_with('#') {
            place = None;
        }
        let Some(place) = place else { continue };
        let cell = line.strip_prefix("| `").and_then(|row| row.split(" | ").next());
        let snippets = cell.iter().flat_map(|cell| cell.split('`').step_by(2));
        found.extend(snippets.map(|snippet| (index + 1, set(place, &snippet.replace("\\|", "|")))));
    }
    found
}

/// The snippet in its place; clauses that stand side by side are parted by several blanks.
fn set(place: &str, snippet: &str) -> String {
    format!("{}\n", place.replace("\\n", "\n").replace('…', snippet))
}

#[test]
fn every_row_compiles() {
    let text = fs::read_to_string(root().join("docs/cheat-sheet.md")).unwrap();
    assert!(text.lines().count() < 100, "one page: {} lines", text.lines().count());
    let preamble = blocks(&fs::read_to_string(root().join("docs/language.md")).unwrap())
        .into_iter()
        .find(|block| block.kind == "stageplay")
        .map(|block| block.lines.join("\n") + "\n")
        .unwrap();
    let rows = rows(&text);
    assert!(rows.len() > 60, "only {} snippets are found", rows.len());
    let mut faults = Vec::new();
    for (line, row) in rows {
        let mut files = vec![("row".to_owned(), format!("stageplay 1\n{row}"))];
        if !row.starts_with("playbook ") {
            files.push(("language.md".to_owned(), preamble.clone()));
        }
        let compiled = compile(files);
        if compiled.diagnostics.has_errors() {
            let said = human(&compiled.sources, &compiled.diagnostics, Options::default());
            faults.push(format!("docs/cheat-sheet.md:{line}:\n{row}\n{said}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
