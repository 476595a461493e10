//! Values in words: in one unit, and with the digits that a reader needs.

use crate::support::program::{Ran, stageplay};
use crate::support::scratch::Scratch;
use std::fs;

const BOOK: &str = r#"stageplay 1
playbook trends "Trends" { }
account {
  id       = id
  revenue  = arr
  id    text       required
  arr   money USD  required
  now   count
  prev  count
}
roles { csm = "a@b.c" }
let trend = now / max(prev, 1)
play slump "Fewer come" {
  when           now / max(prev, 1) < 70%
  priority       trend
  if cleared     keep
  again          never
  on activation  existing
  owner          csm
  task change "Change it"  due in 2 days
  succeeds       when change is done
}
play near "Nearly as many" {
  when           trend < limit
  priority       1
  if cleared     keep
  again          never
  on activation  existing
  owner          csm
  task call "Call"  due in 2 days
}
setting limit = 0.19048
"#;

/// 4 of 21 are 0.190476…, and 20 of 25 are 80%.
const ACCOUNTS: &str = "{\"id\":\"few\",\"as_of\":\"2026-03-02\",\"arr\":9,\"now\":4,\"prev\":21}\n\
                        {\"id\":\"many\",\"as_of\":\"2026-03-02\",\"arr\":9,\"now\":20,\"prev\":25}\n";

fn explained(name: &str, account: &str, more: &[&str]) -> Ran {
    let scratch = Scratch::new(name);
    let (book, accounts) = (scratch.path().join("trends.play"), scratch.path().join("accounts.ndjson"));
    fs::write(&book, BOOK).unwrap();
    fs::write(&accounts, ACCOUNTS).unwrap();
    let (book, accounts) = (book.to_string_lossy(), accounts.to_string_lossy());
    let ran = stageplay(&[&["explain", &book, "--account", account, "--accounts", &accounts], more].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran
}

/// A line end is a blank.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn both_sides_of_a_comparison_have_one_unit() {
    let out = flat(&explained("wording-unit", "many", &[]).out);
    assert!(out.contains("now / max(prev, 1) is 80%, needs below 70%; 10% away"), "{out}");
    let out = flat(&explained("wording-unit-met", "few", &[]).out);
    assert!(out.contains("now / max(prev, 1) is 19%, below 70%"), "{out}");
}

#[test]
fn what_is_nearly_the_same_has_the_digits_that_tell_it_apart_and_no_more() {
    let out = flat(&explained("wording-digits", "few", &[]).out);
    // 0.190476… and 0.19048 differ in no earlier place than the sixth.
    assert!(out.contains("trend is 0.190476, below 0.19048"), "{out}");
    assert!(!out.contains("0.1904761"), "{out}");
}

#[test]
fn a_task_may_be_called_change_and_be_asked_for() {
    // The playbook above asks for `change is done`; a trend still wants its `in`.
    let scratch = Scratch::new("wording-change");
    let book = scratch.path().join("trends.play");
    let path = book.to_string_lossy().into_owned();
    fs::write(&book, BOOK).unwrap();
    let ran = stageplay(&["check", &path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    fs::write(&book, BOOK.replace("when change is done", "when change now over 30 days > 1")).unwrap();
    let ran = stageplay(&["check", &path]);
    assert!(ran.code == 1 && ran.out.contains("write `change in`"), "{}", ran.out);
}

#[test]
fn a_choice_called_missing_is_refused_with_what_to_write() {
    let scratch = Scratch::new("wording-missing");
    let book = scratch.path().join("trends.play");
    let path = book.to_string_lossy().into_owned();
    fs::write(&book, BOOK.replace("  now   count", "  state  one of missing, here\n  now   count")).unwrap();
    let ran = stageplay(&["check", &path]);
    let out = flat(&ran.out);
    assert!(ran.code == 1 && out.contains("`missing` cannot be one of the words"), "{out}");
    assert!(out.contains("with `absent = \"missing\"` in a field, data may go on saying"), "{out}");
    fs::write(&book, BOOK.replace("  now   count", "  state  one of absent = \"missing\", here\n  now   count"))
        .unwrap();
    assert_eq!(stageplay(&["check", &path]).code, 0);
}
