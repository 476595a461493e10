//! What tests are measured by, and what they hand to CI systems: coverage and its gate, JUnit's XML.

use super::support::{of, play, ran};
use crate::support::program::Ran;
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;

const PASSES: &str = "on 2026-03-02 set n = 30\non 2026-03-03 expect p is open\n";
const FAILS: &str = "on 2026-03-02 set n = 50\non 2026-03-03 expect p is open\n";

/// The program over a play and one test of it.
fn tested(name: &str, test: &str, more: &[&str]) -> Ran {
    ran(name, &play("when n < 40"), &of(&[test]), more)
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("no {key}: {value}"))
}

#[test]
fn coverage_is_text_beside_the_results_and_json_by_itself() {
    let ran = tested("coverage-text", PASSES, &["--coverage", "text"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("passed  t0"), "{}", ran.out);
    assert!(ran.out.contains(" uncovered by tests\n"), "{}", ran.out);
    let ran = tested("coverage-json", PASSES, &["--coverage", "json"]);
    assert!(ran.err.starts_with("passed  t0"), "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let total = &told["total"];
    assert_eq!(number(&told, "uncovered_by_tests"), number(total, "of") - number(total, "tests"));
    let elements = told["elements"].as_array().unwrap();
    let counted = |key: &str| elements.iter().map(|element| element[key].as_array().unwrap().len() as u64).sum();
    let [tests, generated, nobody]: [u64; 3] = ["tests", "generated", "uncovered"].map(counted);
    let all = tests + generated + nobody;
    assert_eq!([tests, generated, all], ["tests", "generated", "of"].map(|key| number(total, key)));
    // What the test shows of the one play, by hand: it opens, its task is there and not done.
    let of = |says: &str| elements.iter().rfind(|element| element["says"] == says).unwrap();
    assert_eq!(of("play p")["tests"], serde_json::json!(["opens"]));
    assert_eq!(of("task p.t")["tests"], serde_json::json!(["created"]));
    assert_eq!(of("task p.t")["uncovered"], serde_json::json!(["done"]));
    // The condition and the threshold in it are written with the same words; thresholds come later.
    assert_eq!((&of("n < 40")["kind"], &of("n < 40")["tests"]), (&"thresholds".into(), &serde_json::json!(["below"])));
}

#[test]
fn the_gate_fails_above_its_number_and_not_at_it() {
    let told: Value = serde_json::from_str(&tested("gate", PASSES, &["--coverage", "json"]).out).unwrap();
    let uncovered = number(&told, "uncovered_by_tests");
    assert!(uncovered > 0, "{told}");
    let at = tested("gate-at", PASSES, &["--min-uncovered", &uncovered.to_string()]);
    assert_eq!((at.code, at.err.as_str()), (0, ""), "{}", at.out);
    let above = tested("gate-above", PASSES, &["--min-uncovered", &(uncovered - 1).to_string()]);
    assert_eq!(above.code, 1, "{}", above.err);
    assert!(above.says(&format!("the tests leave {uncovered} uncovered")), "{}", above.err);
}

#[test]
fn the_page_holds_the_source_and_nothing_of_it_is_markup() {
    let ran = tested("coverage-page", PASSES, &["--coverage", "html"]);
    assert!(ran.out.starts_with("<!doctype html>"), "{}", ran.out);
    assert!(ran.out.contains("n &lt; 40") && !ran.out.contains("n < 40"), "{}", ran.out);
    assert!(ran.out.contains("class=\"part\"") && !ran.out.contains("<script"), "{}", ran.out);
}

#[test]
fn a_condition_that_fails_says_with_which_account_it_would_pass() {
    let ran = tested("nearest", "on 2026-03-02 expect n < 40\n", &[]);
    assert!(ran.out.contains("would pass with: n 39.9"), "{}", ran.out);
    assert!(ran.out.contains("(it is 50)"), "{}", ran.out);
}

#[test]
fn junit_has_a_case_per_test_with_the_place_of_what_failed() {
    let scratch = Scratch::new("junit-file");
    let file = scratch.path().join("junit.xml");
    let ran = tested("junit", FAILS, &["--junit", file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}", ran.out);
    let text = fs::read_to_string(&file).unwrap();
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures, report.errors), (1, 1, 0), "{text}");
    let case = &report.test_suites[0].test_cases[0];
    assert_eq!((case.name.as_str(), case.classname.as_ref().unwrap().as_str()), ("t0", "small"));
    let quick_junit::TestCaseStatus::NonSuccess { message, .. } = &case.status else { panic!("{text}") };
    let message = message.as_ref().unwrap().as_str();
    assert!(message.contains("playbook.play:"), "{message}");
    assert!(message.ends_with("expect p is open, on 2026-03-03"), "{message}");
    // A file that cannot be written is a fault of the outside.
    let missing = scratch.path().join("no/junit.xml");
    let ran = tested("junit-missing", FAILS, &["--junit", missing.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.says("cannot write"), "{}", ran.err);
}
