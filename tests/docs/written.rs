//! Files that a document has its reader write: a block `stageplay file customers/health.play` is the whole file, and a
//! block `diff file customers/health.play` changes it, with `-` before what goes, `+` before what comes and a blank
//! before what stays.

use crate::support::markdown::Block;
use std::fs;
use std::path::{Component, Path};

/// The file that a block of this kind writes or changes.
pub fn target(kind: &str) -> Option<&str> {
    kind.split_once(" file ").map(|(_, path)| path.trim())
}

/// Writes or changes the file in `folder`.
pub fn write(block: &Block, path: &str, folder: &Path) -> Result<(), String> {
    if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(format!("`{path}` does not stay in the reader's folder"));
    }
    let file = folder.join(path);
    let text = if block.kind.starts_with("diff ") {
        let before = fs::read_to_string(&file).map_err(|error| format!("{path}: {error}"))?;
        changed(&before, &block.lines).map_err(|fault| format!("{path}: {fault}"))?
    } else {
        block.lines.join("\n") + "\n"
    };
    let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&file, text));
    written.map_err(|error| format!("{path}: {error}"))
}

/// The text after a change; the lines that go and stay must stand in it once.
fn changed(text: &str, change: &[String]) -> Result<String, String> {
    if let Some(line) = change.iter().find(|line| !line.is_empty() && !line.starts_with(['-', '+', ' '])) {
        return Err(format!("a line of a change begins with `-`, `+` or a blank, not `{line}`"));
    }
    let side = |sign: char| -> String {
        let lines = change.iter().filter(|line| !line.starts_with(sign));
        lines.map(|line| line.get(1..).unwrap_or("").to_owned() + "\n").collect()
    };
    let (before, after) = (side('+'), side('-'));
    let text = format!("\n{text}");
    match text.matches(&format!("\n{before}")).count() {
        1 => Ok(text.replacen(&format!("\n{before}"), &format!("\n{after}"), 1).split_off(1)),
        found => Err(format!("what is changed stands there {found} times:\n{before}")),
    }
}

#[test]
fn a_change_must_hit_one_place() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let text = "a\n  b\nc\na\n";
    assert_eq!(changed(text, &lines(" a\n-  b\n+  x\n+  y")).unwrap(), "a\n  x\n  y\nc\na\n");
    assert!(changed(text, &lines("-a\n+x")).unwrap_err().contains("2 times"));
    assert!(changed(text, &lines("-b\n+x")).unwrap_err().contains("0 times"));
    assert!(changed(text, &lines("b\n+x")).unwrap_err().contains("begins with"));
    assert_eq!(target("csv file customers/accounts.csv"), Some("customers/accounts.csv"));
    assert_eq!(target("csv"), None);
}
