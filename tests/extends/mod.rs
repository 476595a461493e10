//! The corpus in this folder: extensions of `template.play`, with the faults expected on their lines as in `tests/check`.

mod program;

use super::check::{Expected, annotations};
use crate::support::program::stageplay;
use crate::support::scratch::Scratch;
use stageplay_dsl::typed::{PartKind, Playbook, Scale};
use stageplay_dsl::types::Value;
use stageplay_dsl::{Tests, compile_layers};
use stageplay_engine::read::load_layers;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extends")
}

fn compiled(path: &Path) -> stageplay_dsl::Compiled {
    let layers = load_layers(path, &[], Tests::LeftOut).unwrap();
    compile_layers(layers.files, layers.missing, Tests::Included)
}

/// What was said of a file of the corpus that is not expected, and what was not said.
fn complaints(path: &Path) -> Vec<String> {
    let own = std::fs::read_to_string(path).unwrap();
    let name = path.to_string_lossy().into_owned();
    let expected = annotations(&own);
    let mut left: Vec<&Expected> = expected.iter().collect();
    let compiled = compiled(path);
    let mut complaints = Vec::new();
    for said in compiled.diagnostics.sorted() {
        // A name that the template's own lines miss is told there; where it was disabled is the label in this file.
        let place = said.labels.iter().find_map(|label| {
            let file = compiled.sources.get(label.span.source)?;
            (file.name == name).then(|| file.position(label.span.start as usize).line)
        });
        let found = left.iter().position(|expected| {
            Some(expected.line) == place
                && expected.severity == said.severity
                && expected.code == said.code.to_string()
                && said.message.contains(&expected.words)
        });
        match found {
            Some(at) => {
                left.remove(at);
            }
            None => complaints.push(format!("{name}:{place:?}: not expected: {} {}", said.code, said.message)),
        }
    }
    complaints.extend(left.iter().map(|left| format!("{name}:{}: not said: {} {}", left.line, left.code, left.words)));
    complaints
}

fn files(of: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder().join(of)).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|ending| ending == "play")).collect();
    all.sort();
    all
}

#[test]
fn every_fault_of_the_corpus_is_said_once_and_nothing_else() {
    let all = ["sound", "faults", "deep"].iter().flat_map(|of| files(of));
    let complaints: Vec<String> = all.flat_map(|path| complaints(&path)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

fn sound(name: &str) -> Playbook {
    compiled(&folder().join(name)).playbook.unwrap()
}

fn setting(playbook: &Playbook, name: &str) -> Option<Value> {
    playbook.settings.rows().iter().find(|setting| setting.name == name).unwrap().value.clone()
}

#[test]
fn the_template_is_sound_without_what_must_be_set() {
    let compiled = compiled(&folder().join("template.play"));
    let said: Vec<String> = compiled.diagnostics.iter().map(|said| format!("{} {}", said.code, said.message)).collect();
    assert_eq!(said, ["SP0805 `notice` has no value: who extends this playbook must set it"]);
    assert_eq!(setting(&compiled.playbook.unwrap(), "notice"), None);
}

#[test]
fn verbs_change_what_they_name_and_nothing_else() {
    let book = sound("sound/all.play");
    assert_eq!((book.header.name.as_str(), book.header.title.as_str()), ("acme", "Acme"));
    assert_eq!(book.header.version.as_deref(), Some("2.0.0"));
    assert_eq!(book.header.owner.as_deref(), Some("template@example.com"));
    assert_eq!(setting(&book, "save_window"), Some(Value::Number(120.0)));
    assert_eq!(setting(&book, "red_share"), Some(Value::Number(0.25)));
    let plays: Vec<&str> = book.plays.rows().iter().map(|play| play.name.as_str()).collect();
    assert_eq!(plays, ["save", "no_review"]);
    let save = &book.plays.rows()[0];
    assert_eq!((save.title.as_str(), save.formerly.as_deref()), ("Save the account", Some("rescue")));
    let tasks: Vec<(&str, Option<&str>)> =
        save.tasks.iter().map(|task| (task.name.as_str(), task.formerly.as_deref())).collect();
    assert_eq!(tasks, [("call", Some("phone")), ("plan", None), ("visit", None)]);
    assert_eq!(save.escalations.len(), 1);
    let stages: Vec<&str> = book.journeys.rows()[0].stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(stages, ["onboarding", "adoption", "champion", "renewing"]);
    let levels: Vec<&str> = book.risks.rows()[0].levels.iter().map(|level| level.name.as_str()).collect();
    assert_eq!(levels, ["watch", "high", "critical"]);
    let nps = book.parts.rows().iter().find(|part| part.path == "health.voice.nps").unwrap();
    assert!(matches!(nps.kind, PartKind::Indicator { scale: Scale::Linear { .. }, .. }));
}

#[test]
fn an_extension_is_extended() {
    let book = sound("deep/two.play");
    assert_eq!((book.header.name.as_str(), book.header.title.as_str()), ("two", "One"));
    assert_eq!(book.header.version.as_deref(), Some("1.1.0"));
    assert_eq!(setting(&book, "save_window"), Some(Value::Number(45.0)));
    let tasks: Vec<&str> = book.plays.rows()[0].tasks.iter().map(|task| task.name.as_str()).collect();
    assert_eq!(tasks, ["call", "visit"]);
}

/// What the template still reads is told at its line, with the line that disabled it.
#[test]
fn what_was_disabled_is_pointed_at() {
    let compiled = compiled(&folder().join("faults/disabled.play"));
    let said = compiled.diagnostics.sorted();
    let missed = said.iter().find(|said| said.code.0 == 201).unwrap();
    assert!(missed.labels.iter().any(|label| label.text == "disabled here"), "{missed:?}");
}

const ACCOUNTS: &str = r#"{"as_of":"2026-03-01","crm.id":"a1","segment":"smb","arr":1000,"nps":2,"contract.signed":"2025-01-01","contract.renewal":"2026-06-01","usage.logins":1,"usage.active":1,"usage.seats":10,"usage.updated":"2026-02-27"}"#;

/// The renewal is 92 days away: outside of the template's 90, inside of 120.
#[test]
fn a_setting_changes_a_decision() {
    let scratch = Scratch::new("extends-run");
    let at = |name: &str| scratch.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("accounts.ndjson"), ACCOUNTS).unwrap();
    std::fs::copy(folder().join("template.play"), at("template.play")).unwrap();
    let opened = |set: &str| {
        let text =
            format!("stageplay 1\nplaybook mine extends \"./template.play\" {{\n  set notice = 30 days\n{set}}}\n");
        std::fs::write(at("mine.play"), text).unwrap();
        let ran = stageplay(&["run", &at("mine.play"), "--accounts", &at("accounts.ndjson"), "--decisions", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let (before, after) = (opened(""), opened("  set save_window = 120 days\n"));
    assert_ne!(before, after);
    assert!(!before.contains("\"save\"") && after.contains("\"save\""), "{after}");
}

#[test]
fn a_template_does_not_run_by_itself() {
    let template = folder().join("template.play");
    let template = template.to_str().unwrap();
    let accounts = std::env::temp_dir().join("none.ndjson");
    let ran = stageplay(&["run", template, "--accounts", accounts.to_str().unwrap()]);
    let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(ran.code, 2);
    assert!(said.contains("`base` is a template and does not run by itself: `notice` must be set"), "{said}");
    let checked = stageplay(&["check", template]);
    assert_eq!(checked.code, 0, "{}", checked.err);
}
