//! A small playbook around what a test over several dates is about.

use super::write;
use crate::support::program::{Ran, stageplay};
use crate::support::scratch::Scratch;
use std::fmt::Write;
use std::fs;

const HEAD: &str = r#"stageplay 1
playbook small "Small" {
  calendar "days.yaml"
  gaps up to 2 days pause
}
roles { csm = "csm@example.com"  lead = "lead@example.com"  boss = "boss@example.com" }
account {
  id = id
  revenue = arr
  ends when left is known
  id text required
  arr money USD required
  left date
  n number 0 to 100
  nps number 0 to 10
  step count default 0
  hot yes/no default no
  cold yes/no default no
  fixed yes/no default no
  signed date
  people list of {
    id text
    nps number 0 to 10
  }
}
health {
  missing skip
  known at least 50%
  n weight 100: n worst 0 best 100
  bands {
    green from 70 until below 60
    yellow from 40 until below 35
    red
  }
}
"#;

const CALENDAR: &str =
    "weekend: [saturday, sunday]\ncovers: {from: 2026-01-01, to: 2026-12-31}\nholidays: [2026-04-06]\n";

const FIXTURES: &str = "plain:\n  arr: 1000\n  n: 50\n  signed: 2026-02-23\n  people:\n    - {id: p1, nps: 3}\n    \
                        - {id: p2, nps: 5}\n    - {id: p3, nps: 9}\nother:\n  arr: 5\n  n: 90\n  people: [{id: p9, nps: 1}]\n\
                        empty: {arr: 5, people: []}\n";

/// A play `p` with these clauses.
pub(super) fn play(clauses: &str) -> String {
    named("p", clauses)
}

/// A play of a name with these clauses, and those that every play must have.
pub(super) fn named(name: &str, clauses: &str) -> String {
    let mut all = clauses.to_owned();
    let has = |word: &str| clauses.lines().any(|line| line.starts_with(word));
    for (word, clause) in
        [("if cleared", "if cleared keep"), ("again", "again never"), ("task", "task t owner csm due in 1 day")]
    {
        // What begins with an event or a cadence does not clear.
        if !has(word) && !(word == "if cleared" && (has("once") || has("every"))) {
            write!(all, "\n{clause}").unwrap();
        }
    }
    // A play of several tasks keeps the first one, by which tests name it.
    if has("task second") {
        write!(all, "\ntask t owner csm due in 1 day").unwrap();
    }
    format!("play {name} {{\n{all}\npriority 1\nowner csm\non activation existing\n}}\n")
}

/// Tests of these clauses.
pub(super) fn of(tests: &[&str]) -> String {
    let mut text = String::new();
    for (at, clauses) in tests.iter().enumerate() {
        // In braces each clause has a line of its own.
        let line = |line: &str| {
            let braces = line.contains('{') || line.contains('}');
            if braces {
                [" do ", " set ", " expect "]
                    .iter()
                    .fold(line.to_owned(), |line, word| line.replace(word, &word.replacen(' ', "\n", 1)))
            } else {
                line.to_owned()
            }
        };
        let lines: Vec<String> = clauses.lines().map(line).collect();
        writeln!(text, "test t{at} {{\naccount plain\n{}\n}}", lines.join("\n")).unwrap();
    }
    text
}

/// What the program says of tests.
pub(super) fn ran(name: &str, body: &str, tests: &str, more: &[&str]) -> Ran {
    let scratch = Scratch::new(&format!("timeline-{name}"));
    fs::create_dir(scratch.path().join("fixtures")).unwrap();
    write(&scratch, "playbook.play", format!("{HEAD}{body}{tests}"));
    write(&scratch, "days.yaml", CALENDAR);
    write(&scratch, "fixtures/all.yaml", FIXTURES);
    stageplay(&[&["test", scratch.path().to_str().unwrap()], more].concat())
}

/// All tests pass.
pub(super) fn passes(name: &str, body: &str, tests: &[&str]) {
    let ran = ran(name, body, &of(tests), &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}\n{}", ran.out);
    assert!(ran.out.ends_with(&format!("\n{} passed\n", tests.len())), "{name}\n{}", ran.out);
}

/// The test fails, and says so in these words; all that is said, on one line.
pub(super) fn fails(name: &str, body: &str, test: &str, said: &str) -> String {
    // Something has to be expected.
    let test = if test.contains("expect") { test.to_owned() } else { test.replace(" }", " expect n is known }") };
    let ran = ran(name, body, &of(&[&test]), &[]);
    let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{name}\n{}", ran.out);
    assert!(out.contains(said), "{name}: {said}\n{}", ran.out);
    out
}
