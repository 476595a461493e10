//! Scores whose script stands in a file of its own.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;
use std::path::Path;

const BOOK: &str = r#"stageplay 1

playbook p "P" { version 1.0.0 }

account {
  id      = account_id
  revenue = arr
  account_id text required
  arr        money USD
  seats      count
}

score fit(seats) 0 to 100 from "scores/fit.rhai"
"#;

fn book(scratch: &Scratch, files: &[(&str, &str)]) -> String {
    for (name, text) in files {
        let file = scratch.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    scratch.path().to_string_lossy().into_owned()
}

/// Code, file below the playbook, line, column, message and help of everything that `check` says.
fn said(at: &str) -> Vec<(String, String, u64, u64, String, String)> {
    let folder = if Path::new(at).is_dir() { at } else { at.rsplit_once('/').unwrap().0 };
    let out = stageplay(&["check", at, "--format", "json"]).out;
    let all = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    all.map(|found| {
        let file = text(&found["file"]).strip_prefix(&format!("{folder}/")).unwrap().to_owned();
        let (line, column) = (found["line"].as_u64().unwrap(), found["column"].as_u64().unwrap());
        (text(&found["code"]), file, line, column, text(&found["message"]), text(&found["help"]))
    })
    .collect()
}

#[test]
fn a_script_is_found_from_the_file_that_names_it_and_runs() {
    let scratch = Scratch::new("script-file");
    let at = book(&scratch, &[("p.play", BOOK), ("scores/fit.rhai", "\u{feff}// all of it\r\nseats * 2.0\r\n")]);
    for path in [at.clone(), format!("{at}/p.play")] {
        let checked = stageplay(&["check", &path]);
        assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{}", checked.out);
        assert!(checked.out.contains("p is fine: 2 files"), "{}", checked.out);
    }
    let accounts = scratch.path().join("accounts.ndjson");
    fs::write(&accounts, "{\"account_id\":\"a\",\"arr\":1,\"seats\":21}\n").unwrap();
    let accounts = accounts.to_string_lossy();
    let told = stageplay(&["explain", &at, "--accounts", &accounts, "--account", "a", "--as-of", "2026-06-30", "fit"]);
    assert!(told.out.contains("fit: 42, from 0 to 100 = a rhai script"), "{}{}", told.out, told.err);
    let style = stageplay(&["fmt", "--check", &at]);
    assert!(style.out.contains("p.play"), "{}", style.out);
    assert!(!style.out.contains(".rhai") && style.err.is_empty(), "{}{}", style.out, style.err);
    let drawn = stageplay(&["graph", &at, "--format", "mermaid"]);
    assert!(drawn.out.contains("seats") && drawn.out.contains("fit"), "{}", drawn.out);
}

#[test]
fn a_script_that_is_not_there_is_an_error_with_what_was_meant() {
    let scratch = Scratch::new("script-missing");
    let at = book(&scratch, &[("p.play", BOOK), ("scores/fitt.rhai", "1")]);
    let missing = "there is no script `scores/fit.rhai`".to_owned();
    let place = ("SP0860".to_owned(), "p.play".to_owned(), 13, 32, missing.clone());
    let with =
        |help: &str| vec![(place.0.clone(), place.1.clone(), place.2, place.3, missing.clone(), help.to_owned())];
    assert_eq!(said(&at), with("did you mean `scores/fitt.rhai`?"));
    fs::remove_dir_all(scratch.path().join("scores")).unwrap();
    assert_eq!(said(&at), with(&format!("write the script into the file `{at}/scores/fit.rhai`")));
    book(&scratch, &[("p.play", &BOOK.replace("scores/fit.rhai", "fitt.rhai")), ("fit.rhai", "1")]);
    assert_eq!(said(&format!("{at}/p.play"))[0].5, "did you mean `fit.rhai`?");
    book(&scratch, &[("p.play", &BOOK.replace("scores/fit.rhai", "fit.js"))]);
    assert_eq!(said(&format!("{at}/p.play"))[0].4, "a script's file ends in `.rhai`, and `fit.js` does not");
}

#[test]
fn faults_of_a_script_stand_in_its_file() {
    let scratch = Scratch::new("script-faults");
    let at = book(&scratch, &[("p.play", BOOK), ("scores/fit.rhai", "let e = 1;\n  /* é */ e + ) 2")]);
    let found = said(&at);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (found[0].0.as_str(), found[0].1.as_str(), found[0].2, found[0].3),
        ("SP0405", "scores/fit.rhai", 2, 15)
    );
    book(&scratch, &[("scores/fit.rhai", "// fails\nlet x = seats;\nif x >= 0.0 { throw \"no\" }\nx")]);
    let found = said(&at);
    assert_eq!((found[0].1.as_str(), found[0].2, found[0].3), ("scores/fit.rhai", 3, 15));
    let wanted = "the script of `fit` fails whatever it is given, as with seats = 0: runtime error: no";
    assert_eq!(found[0].4, wanted);
    let shown = stageplay(&["check", &at]).out;
    assert!(shown.contains("p.play:13:7") || shown.contains("the score that runs it"), "{shown}");
}

#[test]
fn a_script_that_no_score_names_is_a_hint() {
    let scratch = Scratch::new("script-unused");
    let at = book(&scratch, &[("p.play", BOOK), ("scores/fit.rhai", "seats"), ("old.rhai", "let a = 1;\na")]);
    let found = said(&at);
    let wanted = format!("no score names the script `{at}/old.rhai`");
    let help = "remove the file, or name it: `score NAME(…) 0 to 100 from \"…\"`".to_owned();
    assert_eq!(found, [("SP0702".to_owned(), "old.rhai".to_owned(), 1, 1, wanted, help)]);
    assert_eq!(stageplay(&["check", &at]).code, 0);
}

#[test]
fn how_a_script_is_computed_is_said() {
    let scratch = Scratch::new("script-way");
    let own = "score slow(seats) 0 to 100 ```rhai\n  let n = 0;\n\n  while n < 3 { n += 1; }\n  n + seats\n```\n";
    let at = book(&scratch, &[("p.play", &format!("{BOOK}\n{own}")), ("scores/fit.rhai", "seats * 2.0\n")]);
    let checked = stageplay(&["check", &at, "--verbose"]);
    let fit = format!("{at}/scores/fit.rhai:1: script of `fit`: lowered\n");
    // The fences stand in line 15; the script begins behind them.
    let slow = format!("{at}/p.play:16: script of `slow`: run by the interpreter: line 18 uses a loop\n");
    assert!(checked.out.contains(&format!("{fit}{slow}")), "{}", checked.out);
    assert!(!stageplay(&["check", &at]).out.contains("script"), "said without being asked");
    assert_eq!(stageplay(&["check", &at, "--verbose", "--format", "json"]).code, 2);
    let drawn: Value = serde_json::from_str(&stageplay(&["graph", &at, "--format", "json"]).out).unwrap();
    let nodes = drawn["nodes"].as_array().unwrap();
    let says: Vec<&str> =
        nodes.iter().filter(|node| node["op"] == "script").map(|node| node["says"].as_str().unwrap()).collect();
    assert_eq!(says, ["lowered", "run by the interpreter: line 3 uses a loop"]);
    let drawn = stageplay(&["graph", &at, "--format", "mermaid"]);
    assert!(drawn.out.contains("score fit<br/>script, lowered"), "{}", drawn.out);
}

/// The formula of `priority` in `examples/portfolio`, in its order.
const PRIORITY: &str = "score priority(health, days = days until renewal_date, champion = champion_active, \
due = days_past_due, arr = amount(arr)) 0 to 1000 \"What is at risk, weighed by the size of the account\" ```rhai
  fn at_most(value, most) {
    min(most, value)
  }
  let points = 0.5 * (100 - health);
  if days >= 0 && days < 90 {
    points += 20;
  }
  points += if champion { 0 } else { 15 };
  points += at_most(due / 3, 15.0);
  points * ln(1.0 + arr) / 10
```
";

#[test]
fn a_script_that_says_what_a_formula_says_decides_the_same() {
    let scratch = Scratch::new("script-priority");
    let text = fs::read_to_string(root().join("examples/portfolio/playbook.play")).unwrap();
    let formula = text.lines().find(|line| line.starts_with("score priority 0 to 1000")).unwrap();
    let at = book(&scratch, &[("p.play", &text.replace(formula, PRIORITY))]);
    let way = stageplay(&["check", &at, "--verbose"]).out;
    assert!(way.contains("script of `priority`: lowered"), "{way}");
    for form in [["--summary", "json"], ["--decisions", "-"]] {
        let run = |playbook: &str| {
            let accounts = ["--accounts", "examples/portfolio/accounts.ndjson", "--as-of", "2026-06-30"];
            let ran = stageplay(&[&["run", playbook][..], &accounts, &form].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(ran.out.contains("red"), "nothing was said");
            ran.out
        };
        assert!(run(&at) == run("examples/portfolio"), "{form:?} differ");
    }
}
