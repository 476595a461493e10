//! The four laws of `stageplay fmt`, on every playbook text of the repository that parses and on random ones: what
//! comes out parses, has the same tree, stays as it is when laid out again, and keeps every comment in order.

use crate::reference::random::{self, Size};
use crate::support::markdown::blocks;
use crate::support::program::stageplay;
use crate::support::repository::files;
use crate::support::scratch::Scratch;
use stageplay_dsl::diagnostic::Diagnostics;
use stageplay_dsl::format::format;
use stageplay_dsl::source::SourceId;
use stageplay_dsl::syntax::{parse, written};
use std::fmt::Write;
use std::fs;

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
    assert!(sound > 30, "only {sound} texts parse");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The text with a comment at the end of every line and one above it, scripts excepted.
fn commented(text: &str) -> String {
    let mut out = String::new();
    let mut script = false;
    for (number, line) in text.lines().enumerate() {
        let fence = line.contains("```");
        if !script && !fence && number > 0 {
            let _ = writeln!(out, "      # above {number}");
        }
        script = script != fence;
        let _ = if script || fence { writeln!(out, "{line}") } else { writeln!(out, "{line} # at {number}") };
    }
    out
}

#[test]
fn the_laws_hold_where_comments_stand_everywhere() {
    for (name, text) in texts().into_iter().filter(|(_, text)| tree(text).is_some()) {
        let commented = commented(&text);
        assert!(tree(&commented).is_some(), "{name}: {commented}");
        if let Some(said) = broken(&commented) {
            panic!("{name}: {said}\n{commented}");
        }
    }
}

#[test]
fn line_ends_stay_what_they_are() {
    let text = include_str!("../examples/wholesaler/health.play").replace('\n', "\r\n");
    let out = format(SOURCE, &text).unwrap();
    assert_eq!(out.matches('\n').count(), out.matches("\r\n").count());
    assert_eq!(broken(&text), None);
}

#[test]
fn the_laws_hold_for_random_playbooks() {
    for seed in 0..24 {
        let size = if seed % 4 == 0 { Size::Whole } else { Size::Small };
        let text = random::playbook(seed, size).source();
        assert!(tree(&text).is_some(), "seed {seed} does not parse");
        if let Some(said) = broken(&text) {
            panic!("seed {seed}: {said}");
        }
    }
}

#[test]
fn a_file_that_does_not_parse_is_left_alone() {
    assert_eq!(format(SOURCE, "stageplay 1\nlet a = (1\n"), None);
    assert_eq!(format(SOURCE, "let a = 1\n"), None);
    assert_eq!(format(SOURCE, ""), None);
}

#[test]
fn the_examples_are_in_style() {
    for (name, text) in files("examples", "play").into_iter().chain(files("playbooks", "play")) {
        assert!(format(SOURCE, &text).as_ref() == Some(&text), "`stageplay fmt {name}` would change it");
    }
}

#[test]
fn files_are_written_in_place_or_only_named() {
    let scratch = Scratch::new("format");
    let (odd, even) = (scratch.path().join("odd.play"), scratch.path().join("sub/even.play"));
    fs::create_dir_all(scratch.path().join("sub")).unwrap();
    fs::write(&odd, "stageplay 1\nlet a=1 # one").unwrap();
    fs::write(&even, "stageplay 1\n\nlet b = 2\n").unwrap();
    let folder = scratch.path().to_str().unwrap();
    let odd_name = odd.to_str().unwrap().replace('\\', "/");
    let said = |what: &str| std::format!("{what} {odd_name}\n");

    let check = stageplay(&["fmt", "--check", folder]);
    assert_eq!((check.code, check.out.as_str(), check.err.as_str()), (1, &*said("would change"), ""));
    assert_eq!(fs::read_to_string(&odd).unwrap(), "stageplay 1\nlet a=1 # one");

    let done = stageplay(&["fmt", folder]);
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, &*said("changed"), ""));
    assert_eq!(fs::read_to_string(&odd).unwrap(), "stageplay 1\n\nlet a = 1  # one\n");
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 2);

    let again = stageplay(&["fmt", folder]);
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    let check = stageplay(&["fmt", "--check", folder]);
    assert_eq!((check.code, check.out.as_str()), (0, "2 files are in style\n"));
}

#[test]
fn a_faulty_file_is_said_and_the_others_are_laid_out() {
    let scratch = Scratch::new("format-faulty");
    let (bad, good) = (scratch.path().join("bad.play"), scratch.path().join("good.play"));
    fs::write(&bad, "stageplay 1\nlet  a = (1\n").unwrap();
    fs::write(&good, "stageplay 1\nlet  a = 1\n").unwrap();
    let ran = stageplay(&["fmt", scratch.path().to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    // How the lines break depends on how long the folder's name is.
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("this `(` is not closed"), "{}", ran.err);
    assert!(said.contains("left as it is"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&bad).unwrap(), "stageplay 1\nlet  a = (1\n");
    assert_eq!(fs::read_to_string(&good).unwrap(), "stageplay 1\n\nlet a = 1\n");
}
