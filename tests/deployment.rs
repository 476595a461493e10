//! `stageplay.yaml`, as who runs playbooks sees it: which file counts, what the command line changes, what is wrong.

use crate::support::markdown::blocks;
use crate::support::program::{Ran, stageplay, stageplay_in};
use crate::support::repository::{files, root};
use crate::support::scratch::Scratch;
use stageplay_engine::read::deployment_text;
use std::fs;
use std::path::Path;

const PLAYBOOK: &str = "examples/wholesaler";
const ACCOUNTS: &str = "examples/wholesaler/accounts.ndjson";

/// A folder with the wholesaler in it, and a file.
fn scratch(name: &str, file: &str, text: &str) -> Scratch {
    let scratch = Scratch::new(&format!("deployment-{name}"));
    scratch.copy(PLAYBOOK);
    fs::write(scratch.path().join(file), text).unwrap();
    scratch
}

fn run(scratch: &Scratch, args: &[&str]) -> Ran {
    stageplay_in(scratch.path(), &[&["run"], args].concat())
}

/// A message without the places where its lines were broken.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn summary(args: &[&str]) -> String {
    let ran = stageplay(&[&["run", PLAYBOOK, "--accounts", ACCOUNTS, "--summary", "json"], args].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn run_alone_runs_what_the_file_names() {
    let text = format!("playbook: {PLAYBOOK}\naccounts: {ACCOUNTS}\n");
    let here = scratch("alone", "stageplay.yaml", &text);
    let ran = run(&here, &["--summary", "json"]);
    assert_eq!((ran.code, ran.err.as_str(), ran.out), (0, "", summary(&[])));
    // What the command line says counts more.
    let earlier = run(&here, &["--summary", "json", "--as-of", "2011-08-31"]);
    assert_eq!(earlier.out, summary(&["--as-of", "2011-08-31"]));
    let lines = fs::read_to_string(root().join(ACCOUNTS)).unwrap();
    let few: String = lines.lines().take(9).map(|line| format!("{line}\n")).collect();
    fs::write(here.path().join("few.ndjson"), few).unwrap();
    let ran = run(&here, &["--accounts", "few.ndjson"]);
    assert!(ran.out.contains("9 records read"), "{}", ran.out);
    let ran = run(&here, &["no-such-folder"]);
    assert_eq!((ran.code, ran.says("no file or folder `no-such-folder`")), (2, true), "{}", ran.err);
}

#[test]
fn the_file_beside_the_playbook_counts_wherever_one_is() {
    let here = scratch("beside", &format!("{PLAYBOOK}/stageplay.yaml"), "accounts: accounts.ndjson\n");
    // The one here would be wrong, and is not asked.
    fs::write(here.path().join("stageplay.yaml"), "accounts: none.csv\n").unwrap();
    let ran = run(&here, &[PLAYBOOK, "--summary", "json"]);
    assert_eq!((ran.code, ran.err.as_str(), ran.out), (0, "", summary(&[])));
    let inside = stageplay_in(&here.path().join(PLAYBOOK), &["run", "--summary", "json"]);
    assert_eq!((inside.code, inside.out), (0, summary(&[])));
}

/// A table whose headings are somebody else's.
fn table() -> String {
    let lines = fs::read_to_string(root().join(ACCOUNTS)).unwrap();
    let records: Vec<serde_json::Map<String, serde_json::Value>> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&String> = records.last().unwrap().keys().collect();
    let heading = |name: &&String| if *name == "account_id" { "Shop No.".to_owned() } else { name.to_string() };
    let cell = |value: Option<&serde_json::Value>| match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let mut text = names.iter().map(heading).collect::<Vec<String>>().join(",") + "\n";
    for record in &records {
        text += &(names.iter().map(|name| cell(record.get(*name))).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

#[test]
fn every_command_that_reads_accounts_knows_the_columns() {
    let text = format!("playbook: {PLAYBOOK}\naccounts: sheet.csv\ncolumns:\n  account_id: Shop No.\n");
    let here = scratch("columns", "stageplay.yaml", &text);
    fs::write(here.path().join("sheet.csv"), table()).unwrap();
    let ran = run(&here, &["--summary", "json"]);
    assert_eq!((ran.code, ran.out), (0, summary(&[])), "{}", ran.err);
    let explain = |folder: &Path, more: &[&str]| {
        stageplay_in(folder, &[&["explain", PLAYBOOK, "--account", "C15749", "win_back"], more].concat())
    };
    let (ours, theirs) = (explain(here.path(), &[]), explain(root(), &["--accounts", ACCOUNTS]));
    assert_eq!((ours.code, ours.out), (0, theirs.out), "{}", ours.err);
    let checked = stageplay_in(here.path(), &["check", PLAYBOOK, "--accounts", "sheet.csv"]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(!checked.out.contains("Shop No."), "{}", checked.out);
    // Without the file the table has no accounts.
    fs::remove_file(here.path().join("stageplay.yaml")).unwrap();
    assert_eq!(run(&here, &[PLAYBOOK, "--accounts", "sheet.csv"]).code, 2);
}

#[test]
fn what_is_missing_or_wrong_is_said_with_what_mends_it() {
    let empty = Scratch::new("deployment-empty");
    let said = |text: Option<&str>, args: &[&str]| {
        let file = empty.path().join("stageplay.yaml");
        match text {
            Some(text) => fs::write(&file, text).unwrap(),
            None => drop(fs::remove_file(&file)),
        }
        let ran = run(&empty, args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        words(&ran.err)
    };
    assert_eq!(
        said(None, &[]),
        "error: no playbook is named, and there is no `stageplay.yaml` in this folder help: name the folder of one, \
         as in `stageplay run customers --accounts accounts.csv`"
    );
    assert_eq!(said(None, &["customers"]), "error: no accounts are named help: name their file: `--accounts FILE`");
    assert_eq!(
        said(Some("playbook: a"), &[]),
        "error: no accounts are named, neither here nor in `stageplay.yaml` help: write `accounts: FILE` in it, or \
         `--accounts FILE` here"
    );
    assert_eq!(
        said(Some("playbook: [customers, partners]"), &[]),
        "error: `stageplay.yaml` names 2 playbooks, and a run takes one help: say which, as in `stageplay run \
         customers`"
    );
    let said = said(Some("accounts: a.csv\nplaybok: a"), &[]);
    assert!(said.starts_with("error: `stageplay.yaml` line 2: `playbok` means nothing here"), "{said}");
}

#[test]
fn a_run_remembers_where_the_file_says_and_delivers_nothing() {
    let text = format!(
        "playbook: {PLAYBOOK}\naccounts: {ACCOUNTS}\nstate: state.db\ndeliver: [{{to: file, path: sent.ndjson}}]\n"
    );
    let here = scratch("state", "stageplay.yaml", &text);
    let ran = run(&here, &["--summary", "json"]);
    assert_eq!((ran.code, ran.err.as_str(), ran.out), (0, "", summary(&[])));
    let there = |file: &str| here.path().join(file).exists();
    assert_eq!((there("state.db"), there("sent.ndjson")), (true, false));
    // `none` says that nothing is remembered.
    let ran = run(&here, &["--state", "none"]);
    assert!(words(&ran.out).contains("no memory (--state none)"), "{}", ran.out);
}

#[test]
fn every_file_of_the_manual_can_be_read() {
    let mut read = 0;
    for (name, text) in files("docs", "md") {
        for block in blocks(&text) {
            if block.kind == "yaml deployment"
                || (block.kind.starts_with("yaml file") && block.kind.ends_with("stageplay.yaml"))
            {
                read += 1;
                let text = block.lines.join("\n") + "\n";
                if let Err(fault) = deployment_text(Path::new("stageplay.yaml"), &text) {
                    panic!("{name}:{}: {fault}", block.line);
                }
            }
        }
    }
    assert!(read >= 3, "{read}");
}
