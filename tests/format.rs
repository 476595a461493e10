//! The four laws of `stageplay fmt`, on every playbook text of the repository that parses and on random ones: what
//! comes out parses, has the same tree, stays as it is when laid out again, and keeps every comment in order.

use crate::reference::random::{self, Size};
use crate::support::markdown::blocks;
use crate::support::repository::files;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::format::format;
use stageplay_dsl::source::SourceId;
use stageplay_dsl::syntax::{parse, written};
use std::fmt::Write;

const SOURCE: SourceId = SourceId(0);

/// The tree of a sound text, spans left out; `None` where it does not parse.
fn tree(text: &str) -> Option<String> {
    let mut diagnostics = Diagnostics::default();
    let module = parse(SOURCE, text, &mut diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let shown = format!("{module:?}");
    let mut parts = shown.split("Span { ");
    let mut tree = parts.next().unwrap_or("").to_owned();
    for part in parts {
        tree.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    // A script's line ends are the file's.
    Some(tree)
}

fn comments(text: &str) -> Vec<&str> {
    written(SOURCE, text).unwrap().comments.iter().map(|comment| &text[comment.range()]).collect()
}

/// What is broken for a text that parses; empty where nothing is.
fn broken(text: &str) -> Option<String> {
    let before = tree(text)?;
    let Some(out) = format(SOURCE, text) else { return Some("it is left alone".into()) };
    let mut said = String::new();
    match tree(&out) {
        None => said.push_str("the output does not parse\n"),
        Some(after) if after != before => {
            let at = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
            let near = |text: &str| text.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
            let _ = writeln!(said, "the tree differs:\n{}\n{}", near(&before), near(&after));
        }
        Some(_) if comments(text) != comments(&out) => said.push_str("comments differ\n"),
        Some(_) => {}
    }
    match format(SOURCE, &out) {
        Some(again) if again == out => {}
        Some(again) => {
            let line = again.lines().zip(out.lines()).find(|(one, other)| one != other);
            let _ = writeln!(said, "it moves again: {line:?}");
        }
        None => said.push_str("the output is left alone\n"),
    }
    if said.is_empty() { None } else { Some(said) }
}

/// Every text of the repository that might be a playbook.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["examples", "playbooks", "tests", "dsl", "docs"] {
        found.extend(files(folder, "play"));
        for (name, text) in files(folder, "md") {
            for block in blocks(&text) {
                let lines = block.lines.join("\n");
                let at = format!("{name}:{}", block.line);
                match block.kind.as_str() {
                    "stageplay" => found.push((at, lines + "\n")),
                    "stageplay excerpt" => found.push((at, format!("stageplay 1\n\n{lines}\n"))),
                    _ => {}
                }
            }
        }
    }
    found
}

#[test]
fn the_laws_hold_for_every_playbook_of_the_repository() {
    let mut faults = Vec::new();
    let mut sound = 0;
    for (name, text) in texts() {
        sound += usize::from(tree(&text).is_some());
        faults.extend(broken(&text).map(|said| format!("{name}: {said}")));
        // The sound declarations of a faulty file, each on its own.
        if tree(&text).is_none() {
            for item in text.split("\n\n") {
                let alone = format!("stageplay 1\n\n{item}\n");
                sound += usize::from(tree(&alone).is_some());
                faults.extend(broken(&alone).map(|said| format!("{name}: {said}{alone}")));
            }
        }
    }
    assert!(sound > 40, "only {sound} texts parse");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_laws_hold_for_random_playbooks() {
    for seed in 0..150 {
        let text = random::playbook(seed, Size::Whole).source();
        assert!(tree(&text).is_some(), "seed {seed} does not parse");
        if let Some(said) = broken(&text) {
            panic!("seed {seed}: {said}");
        }
    }
}
