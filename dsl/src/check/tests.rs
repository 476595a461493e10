//! The corpus in `tests/check`: playbooks whose faults are written on the lines they stand in.
//!
//! `# error: SP0302 words of the message` (or `# lint: …`) expects exactly that on its line; a line
//! without one expects nothing. A file without a `playbook` header is compiled together with `common.play`.

use crate::compile;
use crate::diagnostic::Severity;
use std::path::{Path, PathBuf};

#[derive(Debug)]
struct Expected {
    line: usize,
    severity: Severity,
    code: String,
    words: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/check")
}

fn read(name: &str) -> (String, String) {
    (name.to_owned(), std::fs::read_to_string(folder().join(name)).unwrap())
}

fn annotations(text: &str) -> Vec<Expected> {
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for (mark, severity) in [("# error: ", Severity::Error), ("# lint: ", Severity::Lint)] {
            if let Some((_, rest)) = line.split_once(mark) {
                let (code, words) = rest.split_once(' ').unwrap_or((rest, ""));
                all.push(Expected { line: at + 1, severity, code: code.to_owned(), words: words.trim().to_owned() });
            }
        }
    }
    all
}

fn faulty() -> Vec<(String, String)> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".play") && name != "common.play")
        .collect();
    names.sort();
    names.iter().map(|name| read(name)).collect()
}

#[test]
fn every_fault_of_the_corpus_is_said_once_and_nothing_else() {
    let mut complaints = Vec::new();
    let mut faults = 0;
    for (name, text) in faulty() {
        let expected = annotations(&text);
        faults += expected.len();
        let alone = text.contains("\nplaybook ") || name == "nothing.play";
        let mut files = vec![(name.clone(), text)];
        if !alone {
            files.push(read("common.play"));
        }
        let compiled = compile(files);
        let mut left: Vec<&Expected> = expected.iter().collect();
        for diagnostic in compiled.diagnostics.sorted() {
            let span = diagnostic.span().unwrap();
            let file = compiled.sources.get(span.source).unwrap();
            let line = file.position(span.start as usize).line;
            let found = left.iter().position(|expected| {
                file.name == name
                    && expected.line == line
                    && expected.severity == diagnostic.severity
                    && expected.code == diagnostic.code.to_string()
                    && diagnostic.message.contains(&expected.words)
            });
            match found {
                Some(at) => {
                    left.remove(at);
                }
                None => complaints.push(format!(
                    "{}:{line}: not expected: {} {}",
                    file.name, diagnostic.code, diagnostic.message
                )),
            }
        }
        complaints.extend(left.iter().map(|expected| {
            format!("{name}:{}: not said: {} {}", expected.line, expected.code, expected.words)
        }));
        let errors = expected.iter().any(|expected| expected.severity == Severity::Error);
        assert_eq!(compiled.playbook.is_none(), errors, "{name}");
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    assert!(faults >= 50, "only {faults} faults");
}

#[test]
fn the_common_ground_is_sound() {
    let compiled = compile(vec![read("common.play")]);
    let said: Vec<String> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert!(said.is_empty(), "{said:?}");
    assert!(compiled.playbook.is_some());
}
