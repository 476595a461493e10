//! Exports that are broken, strange or hostile, each a file, beside it what is said of it and what is written.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use std::fs;
use std::path::Path;

const FOLDER: &str = "tests/bad-exports";

/// The exit code, the words, which do not depend on where lines break, and the records.
fn said(name: &str, out: &Path) -> String {
    let shown = out.to_string_lossy();
    let (file, book) = (format!("{FOLDER}/{name}"), format!("{FOLDER}/kinds.play"));
    let ran = stageplay(&["import", &file, "--for", &book, "--as-of", "2026-11-02", "--out", &shown]);
    let words = format!("{}{}", ran.out, ran.err).replace(&file, name).replace(&*shown, "OUT");
    let end = words.find("   they stay in the file").or_else(|| words.find("next: ")).unwrap_or(words.len());
    // A line that is not indented as the rest of one begins something new.
    let mut text = format!("exit {}\n", ran.code);
    let mut before = 0;
    for line in words[..end].lines() {
        let indent = line.len() - line.trim_start().len();
        let goes_on = indent > before + 1 && !line.trim_start().starts_with(name);
        if !goes_on {
            before = indent;
            text.push_str(if text.ends_with('\n') { "" } else { "\n" });
        } else {
            text.push(' ');
        }
        text.push_str(line.trim());
    }
    text.push('\n');
    text.push_str(&fs::read_to_string(out).unwrap_or_default());
    text
}

#[test]
fn bad_exports_say_what_they_lack_and_lose_nothing() {
    let scratch = Scratch::new("bad-exports");
    let (mut seen, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(root().join(FOLDER)).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !name.ends_with(".csv") && !name.ends_with(".xlsx") {
            continue;
        }
        seen += 1;
        let found = said(&name, &scratch.path().join(format!("{name}.ndjson")));
        // In the records a control is written as an escape of JSON.
        assert!(!found.contains(['\u{1b}', '\u{7}', '\u{8}']), "{name}: {found:?}");
        let kept = root().join(FOLDER).join(format!("{name}.expected"));
        if std::env::var_os("UPDATE").is_some() && !kept.exists() {
            fs::write(&kept, &found).unwrap();
        }
        let expected = fs::read_to_string(&kept).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{name}\nexpected\n{expected}found\n{found}"));
        }
    }
    assert!(seen > 50, "{seen} exports");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
