//! The corpus in this folder: playbooks whose faults are written on the lines they stand in.
//!
//! `# error: SP0302 words of the message` (or `# lint: …`) expects exactly that on its line; a line
//! without one expects nothing. A file without a `playbook` header is compiled together with `common.play`.

mod capacity;
mod formats;
mod groups;
mod timeline;
mod typed;

use stageplay_dsl::compile;
use stageplay_dsl::diagnostic::Severity;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Expected {
    pub line: usize,
    pub severity: Severity,
    pub code: String,
    pub words: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check")
}

fn read(name: &str) -> (String, String) {
    (name.to_owned(), std::fs::read_to_string(folder().join(name)).unwrap())
}

pub fn annotations(text: &str) -> Vec<Expected> {
    let mut all = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for (mark, severity) in [("# error: ", Severity::Error), ("# lint: ", Severity::Lint)] {
            for rest in line.split(mark).skip(1) {
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
        let mut files = if alone { Vec::new() } else { vec![read("common.play")] };
        files.push((name.clone(), text));
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
                None => complaints
                    .push(format!("{}:{line}: not expected: {} {}", file.name, diagnostic.code, diagnostic.message)),
            }
        }
        complaints.extend(
            left.iter()
                .map(|expected| format!("{name}:{}: not said: {} {}", expected.line, expected.code, expected.words)),
        );
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

/// The files of a playbook in any order: no fault of one file is blamed on another.
#[test]
fn the_order_of_files_changes_no_fault() {
    for (name, text) in faulty().into_iter().filter(|(_, text)| !text.contains("\nplaybook ")) {
        let said = |files: Vec<(String, String)>| {
            let compiled = compile(files);
            let codes = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code);
            let mut codes: Vec<_> = codes.collect();
            codes.sort_unstable();
            codes
        };
        let one = said(vec![read("common.play"), (name.clone(), text.clone())]);
        let other = said(vec![(name.clone(), text), read("common.play")]);
        assert_eq!(one, other, "{name}");
    }
}

fn with_common(lines: &str) -> Vec<(String, String)> {
    vec![read("common.play"), ("more.play".to_owned(), format!("stageplay 1\n{lines}"))]
}

/// Ten thousand names, each reading the next one: order is found without a stack that grows with them.
#[test]
fn a_long_chain_of_lets_compiles() {
    use std::fmt::Write;
    let mut text = String::new();
    for at in 0..10_000 {
        writeln!(text, "let x{at} = x{} + 1", at + 1).unwrap();
    }
    text.push_str("let x10000 = nps\nlet end = x0\n");
    let compiled = compile(with_common(&text));
    assert!(compiled.playbook.is_some(), "{:?}", compiled.diagnostics.sorted().first());
}

#[test]
fn a_sum_of_too_many_terms_is_refused() {
    let terms = vec!["nps"; 5_000].join(" + ");
    let compiled = compile(with_common(&format!("let x = {terms}\n")));
    let codes: Vec<u16> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
    assert_eq!(codes, [108]);
}

/// The playbooks that are shown to people compile without a word.
#[test]
fn the_examples_are_sound() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut playbooks = 0;
    for folder in std::fs::read_dir(examples).unwrap() {
        let Ok(files) = std::fs::read_dir(folder.unwrap().path()) else { continue };
        let files: Vec<(String, String)> = files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "play"))
            .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
            .collect();
        if files.is_empty() {
            continue;
        }
        playbooks += 1;
        let compiled = compile(files);
        let said: Vec<&String> = compiled.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
        assert!(said.is_empty(), "{said:?}");
        assert!(compiled.playbook.is_some());
    }
    assert!(playbooks > 0);
}

#[test]
fn a_name_missed_in_many_places_is_one_message() {
    let compiled = compile(with_common("let x = nsp + 1\nlet y = nsp * x\nlet z = y - nsp\n"));
    let said: Vec<_> = compiled.diagnostics.iter().collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].labels.len(), 3);
    assert_eq!(said[0].fix, None);
}

#[test]
fn a_line_that_does_not_parse_is_complained_of_once() {
    let compiled = compile(with_common("let x = nsp + + segment > 5 USD\n"));
    let codes: Vec<u16> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
    assert!(codes.iter().all(|code| *code < 200), "{codes:?}");
    assert!(compiled.playbook.is_none());
}

#[test]
fn a_name_that_is_nearly_right_says_where_the_other_is_declared() {
    let compiled = compile(with_common("let nearly = 1\nlet x = naerly + nps\nlet y = x\n"));
    let said: Vec<_> = compiled.diagnostics.iter().filter(|said| said.severity == Severity::Error).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    let labels: Vec<&str> = said[0].labels.iter().map(|label| label.text.as_str()).collect();
    assert_eq!(labels, ["", "`nearly` is declared here"]);
}

#[test]
fn a_line_that_lost_its_name_accounts_for_one_unknown_name() {
    let said = |lines: &str| {
        let compiled = compile(with_common(lines));
        compiled.diagnostics.iter().map(|said| said.code.0).collect::<Vec<_>>()
    };
    assert_eq!(said("let = 1\nlet x = something\n"), [102]);
    assert_eq!(said("let = 1\nlet x = something\nlet y = otherthing\n"), [102, 201]);
}

/// Beside a set of words the word is meant, whatever else has its name: no circle comes of it.
#[test]
fn a_word_of_the_set_at_hand_is_no_name() {
    let lines = "tier none {\n  a: when (silence if missing none) is none\n  b: otherwise\n}\n\
                 let red = (if health is red then segment else segment) = smb\n\
                 let smb = segment = smb\nlet all = none is a and red and smb\nlet use = all\n";
    let compiled = compile(with_common(lines));
    let said: Vec<_> =
        compiled.diagnostics.iter().filter(|said| said.severity == Severity::Error).map(|said| &said.message).collect();
    assert!(said.is_empty(), "{said:?}");
    // A name that is no word of the set is read, and a circle stays one.
    let codes: Vec<u16> =
        compile(with_common("let a = (name if missing b) = name\nlet b = (name if missing c)\nlet c = b\n"))
            .diagnostics
            .iter()
            .map(|said| said.code.0)
            .collect();
    assert!(codes.contains(&203), "{codes:?}");
}
