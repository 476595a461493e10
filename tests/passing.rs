//! A run that lets accounts go while it reads says what one says that keeps them all. Decisions on standard output cannot be
//! taken back, so such a run keeps them.

use crate::support::program::{Ran, stageplay};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use std::fs;
use std::path::Path;

const TEMPLATES: [&str; 3] = ["examples/portfolio", "examples/wholesaler", "playbooks/b2b-health"];

fn run(playbook: &str, accounts: &Path, more: &[&str]) -> Ran {
    let accounts = accounts.to_string_lossy();
    stageplay(
        &[&["run", playbook, "--accounts", &accounts, "--as-of", "2026-06-30", "--max-rejects", "100%"], more].concat(),
    )
}

/// What is told, but for the file that was written.
fn told(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.contains("decisions written to")).collect()
}

/// Decisions, what is told, and the sums of both kinds of runs are the same.
fn same(playbook: &str, accounts: &Path, scratch: &Scratch) {
    let path = scratch.path().join("decisions.ndjson");
    let name = path.to_string_lossy();
    let (passing, keeping) =
        (run(playbook, accounts, &["--decisions", &name]), run(playbook, accounts, &["--decisions", "-"]));
    assert_eq!((passing.code, keeping.code), (0, 0), "{playbook}: {}{}", passing.err, keeping.err);
    assert!(fs::read_to_string(&path).unwrap() == keeping.out, "{playbook}: decisions differ");
    assert_eq!(told(&passing.out), told(&keeping.err), "{playbook}");
    // Actions need words for each; the sums need none.
    let actions = scratch.path().join("actions.ndjson");
    let passing = run(playbook, accounts, &["--actions", &actions.to_string_lossy(), "--summary", "json"]);
    let keeping = run(playbook, accounts, &["--actions", "-"]);
    assert!(fs::read_to_string(&actions).unwrap() == keeping.out, "{playbook}: actions differ");
    let repeated = scratch.path().join("twice.ndjson");
    let text = fs::read_to_string(accounts).unwrap();
    fs::write(&repeated, format!("{text}{text}")).unwrap();
    // Whoever is there twice, the same each time, is there once.
    assert_eq!(passing.out, run(playbook, &repeated, &["--summary", "json"]).out, "{playbook}");
}

#[test]
fn accounts_that_are_let_go_are_decided_and_told_of_like_those_that_are_kept() {
    let scratch = Scratch::new("passing");
    for playbook in TEMPLATES {
        let sampled = scratch.path().join("sampled.ndjson");
        let from = format!("{playbook}/accounts.ndjson");
        if root().join(&from).exists() {
            fs::copy(root().join(&from), &sampled).unwrap();
        } else {
            let ran = stageplay(&["sample", playbook, "-n", "300", "--from", "2026-06-30", "--to", "2026-06-30"]);
            fs::write(&sampled, ran.out).unwrap();
        }
        same(playbook, &sampled, &scratch);
    }
}

#[test]
fn an_account_that_comes_again_is_told_apart_whatever_has_passed_before() {
    let scratch = Scratch::new("passing-again");
    let text = fs::read_to_string(root().join("examples/portfolio/accounts.ndjson")).unwrap();
    let first = text.lines().next().unwrap();
    // The second record of the first account says something else: neither holds.
    let other = first.replacen("\"days_past_due\":", "\"days_past_due\":1", 1);
    assert_ne!(first, other);
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, format!("{text}{other}\n")).unwrap();
    let path = scratch.path().join("decisions.ndjson");
    let ran = run("examples/portfolio", &accounts, &["--decisions", &path.to_string_lossy()]);
    let written = fs::read_to_string(&path).unwrap();
    assert_eq!((ran.code, written.lines().count()), (0, 999), "{}", ran.out);
    assert!(ran.out.contains("set aside: 2 records"), "{}", ran.out);
    // What was begun and taken back leaves nothing behind.
    let left: Vec<_> = fs::read_dir(scratch.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}
