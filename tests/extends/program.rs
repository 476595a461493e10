//! Templates as the program handles them: their tests, their files, those that come with it, and hostile ones.

use crate::support::program::{Ran, stageplay, stageplay_in};
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A folder with these files.
fn desk(name: &str, files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new(&format!("extends-{name}"));
    for (name, text) in files {
        let file = scratch.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    scratch
}

/// What a command says, on one line.
fn words(ran: &Ran) -> String {
    format!("{} {}", ran.out, ran.err).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The code, message, file and help of each message of `check`.
fn said(folder: &Path, path: &str) -> Vec<(String, String, String, String)> {
    let ran = stageplay_in(folder, &["check", path, "--format", "json"]);
    let lines = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    lines
        .filter(|said| said.get("code").is_some())
        .map(|said| (text(&said["code"]), text(&said["message"]), text(&said["file"]), text(&said["help"])))
        .collect()
}

const TEMPLATE: &str = r#"stageplay 1
playbook base "A base" { version 1.0.0 }
setting least = 5 between 1 and 9
account {
  id      = id
  revenue = arr
  id      text required
  arr     money USD required
  nps     number 0 to 10
  old     count
}
defaults play { priority 1  if cleared keep  again never  on activation existing }
play call { when nps < least }
play look { when nps < least + 1 }
"#;

const TESTS: &str = r#"stageplay 1
test unhappy_is_called {
  account unhappy
  on 2026-03-02 expect call is open
}
test unhappy_is_looked_at {
  account unhappy
  on 2026-03-02 expect look is open
}
"#;

const ACCOUNTS: &str = "unhappy:\n  arr: 100\n  nps: 4\n  old: 3\n";

fn with_tests(name: &str, header: &str) -> Scratch {
    let own = format!("stageplay 1\nplaybook ours extends \"../base\" \"Ours\" {{\n{header}\n}}\n");
    let files = [
        ("base/playbook.play", TEMPLATE),
        ("base/tests/all.play", TESTS),
        ("base/fixtures/all.yaml", ACCOUNTS),
        ("ours/playbook.play", &own),
    ];
    desk(name, &files)
}

/// Unhappy is 4: below 5, not below 3, and not below 3 + 1.
#[test]
fn a_test_of_the_template_that_fails_is_shown_in_its_file() {
    let sound = with_tests("tests-pass", "");
    let ran = stageplay_in(sound.path(), &["test", "ours"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.ends_with("2 passed\n"), "{}", ran.out);
    let other = with_tests("tests-fail", "set least = 3");
    let ran = stageplay_in(other.path(), &["test", "ours"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("base/tests/all.play:4\n"), "{}", ran.out);
    assert!(ran.out.ends_with("2 failed\n"), "{}", ran.out);
}

#[test]
fn tests_that_do_not_fit_are_put_aside_by_name_and_a_run_does_not_ask_for_them() {
    let header = r#"set least = 3
  disable test unhappy_is_looked_at "We look at nobody"
  replace test unhappy_is_called "Four is fine here" {
    account unhappy
    on 2026-03-02 expect call is idle
  }"#;
    let scratch = with_tests("aside", header);
    let ran = stageplay_in(scratch.path(), &["test", "ours"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("Four is fine here") && ran.out.ends_with("\n1 passed\n"), "{}", ran.out);
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, "{\"as_of\":\"2026-03-02\",\"id\":\"a\",\"arr\":1,\"nps\":1}\n").unwrap();
    let ran = stageplay_in(scratch.path(), &["run", "ours", "--accounts", "accounts.ndjson"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn a_test_of_what_was_disabled_is_told_with_what_to_do() {
    let scratch = with_tests("disabled", "disable look");
    let told = said(scratch.path(), "ours");
    assert_eq!(told.len(), 1, "{told:?}");
    let (code, message, file, help) = &told[0];
    assert_eq!((code.as_str(), message.as_str()), ("SP0201", "`look` does not exist"));
    assert!(file.ends_with("base/tests/all.play"), "{file}");
    assert_eq!(help, "disable the test by name: `disable test unhappy_is_looked_at \"reason\"`");
}

/// The template's account still has the field, and one of the extension's takes the place of another.
#[test]
fn fixtures_of_the_template_follow_what_is_disabled_and_replaced() {
    let scratch = with_tests("fixtures", "disable old\n  set least = 3");
    fs::create_dir_all(scratch.path().join("ours/fixtures")).unwrap();
    fs::write(scratch.path().join("ours/fixtures/all.yaml"), "unhappy:\n  arr: 100\n  nps: 2\n").unwrap();
    let ran = stageplay_in(scratch.path(), &["test", "ours"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // What is the playbook's own is held to what is there.
    fs::write(scratch.path().join("ours/fixtures/all.yaml"), "happy:\n  arr: 100\n  old: 2\n").unwrap();
    let told = said(scratch.path(), "ours");
    assert_eq!(told.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["SP0842"], "{told:?}");
    assert!(told[0].2.ends_with("ours/fixtures/all.yaml"), "{told:?}");
}

const SCRIPTED: &str = r#"stageplay 1
playbook scripted "With a script" { version 1.0.0 }
account { id = id  revenue = arr  id text required  arr money USD required  nps number 0 to 10 }
score mood(nps) 0 to 100 from "mood.rhai"
defaults play { priority 1  if cleared keep  again never  on activation existing }
play call { when mood < 50 }
"#;

#[test]
fn a_template_brings_its_scripts() {
    let own = "stageplay 1\nplaybook ours extends \"../base/scripted.play\" { }\n\
               test low {\n  account low\n  on 2026-03-02 expect mood = 20, call is open\n}\n";
    let files = [
        ("base/scripted.play", SCRIPTED),
        ("base/mood.rhai", "nps * 10.0\n"),
        ("ours/playbook.play", own),
        ("ours/fixtures/all.yaml", "low:\n  arr: 1\n  nps: 2\n"),
    ];
    let scratch = desk("scripts", &files);
    let ran = stageplay_in(scratch.path(), &["test", "ours"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    // Given as a folder, and with a fault in it.
    let own = own.replace("../base/scripted.play", "../base");
    fs::write(scratch.path().join("ours/playbook.play"), own).unwrap();
    assert_eq!(stageplay_in(scratch.path(), &["test", "ours"]).code, 0);
    fs::write(scratch.path().join("base/mood.rhai"), "nps * \n").unwrap();
    let told = said(scratch.path(), "ours");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].2.ends_with("base/mood.rhai"), "{told:?}");
}

#[test]
fn brackets_without_end_in_a_verb_are_one_error() {
    // Where they are not closed, that is a second mistake.
    for (name, errors, body) in [
        ("blocks", 1, format!("append call {}{}", "{".repeat(100_000), "}".repeat(100_000))),
        ("open", 2, format!("append call {}", "{".repeat(100_000))),
        ("parens", 1, format!("replace call {{ when {}nps{} < 3 }}", "(".repeat(100_000), ")".repeat(100_000))),
        ("set", 1, format!("set least = {}3{}", "(".repeat(100_000), ")".repeat(100_000))),
    ] {
        let scratch = with_tests(&format!("brackets-{name}"), &body);
        let ran = stageplay_in(scratch.path(), &["check", "ours", "--format", "json"]);
        assert_eq!(ran.code, 1, "{name}: {}", ran.err);
        assert_eq!(said(scratch.path(), "ours").len(), errors, "{name}: {:?}", said(scratch.path(), "ours"));
    }
}

#[test]
fn no_output_takes_the_place_of_a_file_of_a_playbook() {
    let scratch = with_tests("spare", "set least = 3\n  calendar \"days.yaml\"");
    let calendar = "weekend: [saturday, sunday]\ncovers: {from: 2026-01-01, to: 2026-12-31}\nholidays: []\n";
    fs::write(scratch.path().join("ours/days.yaml"), calendar).unwrap();
    fs::write(scratch.path().join("accounts.ndjson"), "{\"as_of\":\"2026-03-02\",\"id\":\"a\",\"arr\":1}\n").unwrap();
    let into = |flag: &str, file: &str| {
        stageplay_in(scratch.path(), &["run", "ours", "--accounts", "accounts.ndjson", flag, file])
    };
    let inputs =
        ["ours/playbook.play", "ours/days.yaml", "base/playbook.play", "base/tests/all.play", "base/fixtures/all.yaml"];
    for (file, flag) in inputs.iter().zip(["--decisions", "--actions", "--rejects"].iter().cycle()) {
        let before = fs::read(scratch.path().join(file)).unwrap();
        let ran = into(flag, file);
        let told = words(&ran);
        assert_eq!(ran.code, 2, "{told}");
        assert!(
            told.contains(&format!("`{file}` would be overwritten: {flag} names a file of the playbook")),
            "{told}"
        );
        assert_eq!(fs::read(scratch.path().join(file)).unwrap(), before, "{file}");
    }
    assert_eq!(into("--decisions", "decisions.ndjson").code, 0);
    // Its own output of the day before is no input.
    assert_eq!(into("--decisions", "decisions.ndjson").code, 0);
}

#[test]
fn laying_out_an_extension_leaves_its_template_alone() {
    let untidy = "stageplay 1\nplaybook base   \"A base\" { version   1.0.0 }\n";
    let own = "stageplay 1\nplaybook ours   extends \"template\" { }\n";
    let inside = desk("fmt-inside", &[("playbook.play", own), ("template/playbook.play", untidy)]);
    let read = |scratch: &Scratch, name: &str| fs::read_to_string(scratch.path().join(name)).unwrap();
    let ran = stageplay_in(inside.path(), &["fmt", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_ne!(read(&inside, "playbook.play"), own);
    assert_eq!(read(&inside, "template/playbook.play"), untidy);
    let beside = own.replace("template", "../template");
    let outside = desk("fmt-outside", &[("ours/playbook.play", &beside), ("template/playbook.play", untidy)]);
    assert_eq!(stageplay_in(outside.path(), &["fmt", "ours"]).code, 0);
    assert_eq!(read(&outside, "template/playbook.play"), untidy);
    // Who names both, or a folder of several playbooks, means all of them.
    assert_eq!(stageplay_in(outside.path(), &["fmt", "."]).code, 0);
    assert_ne!(read(&outside, "template/playbook.play"), untidy);
}

/// Nothing but the program: its template, the template's tests, their accounts and their calendar.
#[test]
fn a_template_comes_with_the_program() {
    let own =
        "stageplay 1\nplaybook mine extends \"expansion_arc\" \"Mine\" {\n  append account { tickets count }\n}\n";
    let scratch = desk("shipped", &[("playbook.play", own)]);
    let ran = stageplay_in(scratch.path(), &["check", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let ran = stageplay_in(scratch.path(), &["test", "."]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let shipped = stageplay(&["test", "playbooks/expansion-arc"]);
    assert_eq!(ran.out.lines().last(), shipped.out.lines().last());
    // A setting below what one of its tests stands on: it fails, at its place in the template.
    let other = own.replace("append account { tickets count }", "set first_win_target = 45 days");
    fs::write(scratch.path().join("playbook.play"), other).unwrap();
    let ran = stageplay_in(scratch.path(), &["test", "."]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("\nexpansion-arc/tests/plays.play:"), "{}", ran.out);
}

#[test]
fn a_template_of_another_name_is_told_with_those_there_are() {
    for (name, help) in [("expansion_ark", "did you mean `expansion-arc`?"), ("renewals", "`expansion-arc`")] {
        let scratch = desk(&format!("unknown-{name}"), &[]);
        let own = format!("stageplay 1\nplaybook mine extends \"{name}\" {{ }}\n");
        fs::write(scratch.path().join("playbook.play"), own).unwrap();
        let told = said(scratch.path(), ".");
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].0, "SP0803");
        assert!(told[0].3.contains(help), "{told:?}");
    }
}
