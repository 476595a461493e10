//! Messages that are not yet good, kept as they are so that a better one is seen. A file of `tests/rough-edges` is a
//! source, a line of `----`, and what is said about it. `UPDATE=1 cargo test rough_edges` writes the second half anew.

use crate::support::repository::{files, root};
use stageplay_dsl::compile;
use stageplay_dsl::report::{Options, human};
use std::fs;

const BETWEEN: &str = "\n----\n";

fn said(source: &str) -> String {
    let common = fs::read_to_string(root().join("tests/check/common.play")).unwrap();
    let mut playbook = vec![("edge.play".to_owned(), format!("{source}\n"))];
    if !source.contains("\nplaybook ") {
        playbook.insert(0, ("common.play".to_owned(), common));
    }
    let compiled = compile(playbook);
    human(&compiled.sources, &compiled.diagnostics, Options { width: 100, colour: false })
}

#[test]
fn rough_edges_are_as_they_were() {
    let update = std::env::var_os("UPDATE").is_some();
    let all = files("tests/rough-edges", "txt");
    assert!(all.len() >= 5);
    for (name, text) in all {
        let (source, kept) = text.split_once(BETWEEN).unwrap_or((text.trim_end(), ""));
        let said = said(source);
        if update {
            fs::write(root().join(&name), format!("{source}{BETWEEN}{said}")).unwrap();
        } else {
            assert_eq!(said, kept, "{name}: better or worse? `UPDATE=1 cargo test rough_edges` keeps what is said now");
        }
    }
}
