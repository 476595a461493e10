//! `stageplay test --record`: a history becomes a fixture and a test that passes, and nothing private is in them.

use crate::support::program::{Ran, stageplay};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// A playbook, and the history of its accounts beside it.
fn book(name: &str, playbook: &str, snapshots: &[Value]) -> Scratch {
    let scratch = Scratch::new(&format!("recorded-{name}"));
    fs::create_dir(scratch.path().join("book")).unwrap();
    fs::write(scratch.path().join("book/playbook.play"), playbook).unwrap();
    let lines: Vec<String> = snapshots.iter().map(|one| one.to_string() + "\n").collect();
    fs::write(scratch.path().join("accounts.ndjson"), lines.concat()).unwrap();
    scratch
}

fn record(scratch: &Scratch, account: &str, more: &[&str]) -> Ran {
    let (book, accounts) = (scratch.path().join("book"), scratch.path().join("accounts.ndjson"));
    let args = ["test", book.to_str().unwrap(), "--record", account, "--accounts", accounts.to_str().unwrap()];
    stageplay(&[&args, more].concat())
}

/// Writes the recording into the playbook, which is sound, in style and passes with it; gives both files.
fn kept(scratch: &Scratch, account: &str, name: &str, more: &[&str]) -> (String, String) {
    let folder = scratch.path().join("book");
    let path = folder.to_str().unwrap();
    let ran = record(scratch, account, &[&["--out", path], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |file: String| fs::read_to_string(folder.join(file)).unwrap();
    let test = format!("tests/{name}.play");
    assert_eq!(stageplay(&["check", path]).code, 0, "{}", stageplay(&["check", path]).err);
    assert_eq!(stageplay(&["fmt", "--check", folder.join(&test).to_str().unwrap()]).code, 0);
    let ran = stageplay(&["test", path, "--filter", name]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    (read(format!("fixtures/{name}.yaml")), read(test))
}

const SMALL: &str = r#"stageplay 1
playbook small "Small" { }
roles { csm = "csm@example.com"  lead = "lead@example.com" }
account {
  id = id
  revenue = arr
  id text required
  arr money USD required
  n number
  use { share percent  since date  late days }
}
health { missing skip
  n weight 100: n worst 0 best 100
  bands { green from 70  yellow from 40  red } }
risk trouble { high when n < 40 }
play p {
  when health is red
  holds for 3 days
  if cleared close
  again never
  priority 1
  owner csm
  on activation existing
  task t due in 1 day
}
"#;

/// Red from the 5th on, and three days of that are full on the 8th, between two snapshots: every day is evaluated, as
/// three days and four have no other measure. On the 9th the reason is gone, and the play closes.
#[test]
fn a_history_becomes_a_test_of_what_is_decided() {
    let snapshots = [
        json!({"id": "A-1", "as_of": "2026-03-05", "arr": 1000, "n": 30, "use": {"share": 12.5, "since": "2026-01-02"}}),
        json!({"id": "A-1", "as_of": "2026-03-02", "arr": 1000, "n": 50, "use": {"share": 7, "late": 1.5}}),
        json!({"id": "B", "as_of": "2026-03-03", "arr": 2000}),
        json!({"id": "A-1", "as_of": "2026-03-09", "arr": 1200.5, "n": 80, "use": {"share": 12.5, "late": 3}}),
    ];
    let scratch = book("small", SMALL, &snapshots);
    let (fixture, test) = kept(&scratch, "A-1", "A_1", &[]);
    assert_eq!(
        fixture,
        "A_1:\n  story: recorded from a snapshot of 2026-03-02\n  id: \"A-1\"\n  arr: 1000\n  \"n\": 50\n  use:\n    \
         share: 7%\n    late: 1.5\n"
    );
    let (_, body) = test.split_once("test A_1").unwrap();
    assert_eq!(
        body,
        " {
  account A_1
  on 2026-03-02 {
    expect  health is yellow
    expect  exactly { }
  }
  on 2026-03-05 {
    set     n = 30, use.share = 12.5%, use.since = 2026-01-02, use.late missing
    expect  health is red
    expect  trouble is high
    expect  exactly { }
  }
  on 2026-03-08 {
    expect exactly { p opens }
  }
  on 2026-03-09 {
    set     arr = 1200.5 USD, n = 80, use.since missing, use.late = 3 days
    expect  health is green
    expect  trouble is none
    expect  exactly { p closes }
  }
}
"
    );
    // A second time nothing is touched.
    let folder = scratch.path().join("book");
    let ran = record(&scratch, "A-1", &["--out", folder.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.says("the playbook has a test `A_1` already"), "{}", ran.err);
    let elsewhere = scratch.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("tests")).unwrap();
    fs::write(elsewhere.join("tests/again.play"), "mine").unwrap();
    let ran = record(&scratch, "A-1", &["--test", "again", "--out", elsewhere.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.says("again.play` is there already"), "{}", ran.err);
    assert_eq!(fs::read_to_string(elsewhere.join("tests/again.play")).unwrap(), "mine");
    assert!(!elsewhere.join("fixtures").exists());
}

#[test]
fn an_account_that_is_not_there_is_told_with_its_neighbours() {
    let snapshots = [
        json!({"id": "acme-north", "as_of": "2026-03-02", "arr": 1}),
        json!({"id": "undated", "arr": 1}),
        json!({"id": "broken", "as_of": "2026-03-02", "arr": "much"}),
    ];
    let scratch = book("unknown", SMALL, &snapshots);
    for (account, more, said) in [
        ("acme-nort", &[][..], "help: did you mean `acme-north`?"),
        ("undated", &[], "no record of account `undated` carries a date"),
        ("broken", &[], "the record of account `broken` was set aside"),
        ("acme-north", &["--test", "1st"], "`1st` cannot be the name of a test"),
    ] {
        let ran = record(&scratch, account, more);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.says(said), "{account}: {}", ran.err);
    }
    // One snapshot is a test of one date; weeks between several are its rhythm.
    let ran = record(&scratch, "acme-north", &[]);
    assert!(ran.code == 0 && !ran.out.contains("evaluate every"), "{}", ran.out);
    let weeks = ["2026-03-02", "2026-03-16", "2026-03-23"].map(|day| json!({"id": "w", "as_of": day, "arr": 1}));
    let ran = record(&book("weeks", SMALL, &weeks), "w", &[]);
    assert!(ran.out.contains("\n  evaluate every 7 days\n"), "{}", ran.out);
}

const PRIVATE: &str = r#"stageplay 1
playbook hostile "Hostile" { }
roles { csm = owner_name if missing "nobody@example.com"  lead = "lead@example.com" }
account {
  id = key
  revenue = arr
  key text required
  arr money USD required
  note text
  title text
  owner_name text private
  salary money USD private
  grade number 1 to 9 required private
  plan one of no, yes, when, open
  people list of { mail text private  said text  nps number 0 to 10  age number private }
  board list of { name text  on text } private
}
risk trouble { high when count(people where nps < 7) >= 1 }
play calm {
  when trouble is high
  if cleared close
  again never
  priority 1
  owner csm
  on activation existing
  task t due in 1 day
}
"#;

/// Two snapshots of hostile text, then lists that come back, go and are empty.
fn hostile(id: &str) -> Vec<Value> {
    let people = json!([{"mail": "bob@secret.example", "said": "fine", "nps": 9, "age": 4711}]);
    let note = "quote \" back\\slash\nnew line\t- y: {a} \u{1b}[31m \u{202e} # '%&*!|>@` ${x} \u{85} \u{2028} end";
    let mut now = json!({
        "key": id, "as_of": "2026-03-02", "arr": 1000, "owner_name": "Anna Secret", "salary": 77123, "grade": 7,
        "plan": "no", "note": "plain", "title": "a", "people": people, "board": [{"name": "Carl Hidden", "on": "yes"}],
    });
    let mut all = vec![now.clone()];
    let mut next = |day: &str, changes: Value| {
        now["as_of"] = json!(day);
        changes.as_object().unwrap().iter().for_each(|(name, value)| now[name] = value.clone());
        all.push(now.clone());
    };
    let others = json!([{"mail": "bob@secret.example", "said": "x: [y] \"q\" \u{7}", "nps": 3, "age": 4712},
                        {"mail": "dora@secret.example", "said": "ask Carl Hidden"}]);
    next("2026-03-09", json!({"note": note, "title": "Anna Secret", "plan": "when", "people": others}));
    next("2026-03-16", json!({"note": null, "plan": "yes", "people": people, "salary": 88123}));
    next("2026-03-23", json!({"note": "said by Anna Secret", "plan": "open", "people": null, "title": "b \"c\""}));
    next("2026-03-24", json!({"note": note, "people": [], "board": null}));
    all
}

#[test]
fn nothing_private_and_nothing_that_steers_is_in_a_recording() {
    let id = "9 \u{e9}vil\"id: {x}\u{1b}";
    let scratch = book("hostile", PRIVATE, &hostile(id));
    let ran = record(&scratch, id, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.says("left out, so that a run may decide otherwise: `salary`, `grade`, `people.age`"), "{}", ran.err);
    let (fixture, test) = kept(&scratch, id, "account_9__vil_id___x__", &[]);
    for text in [&fixture, &test, &ran.out, &ran.err] {
        for secret in ["Anna", "bob", "dora", "Carl", "secret.example", "77123", "88123", "4711", "4712"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        let steers = |letter: char| letter.is_control() && letter != '\n' || matches!(letter, '\u{202e}' | '\u{2028}');
        assert!(!text.contains(steers), "{text:?}");
    }
    // The same person has the same stand-in; who is unhappy opens the play, and its end closes it.
    assert_eq!(fixture.matches("mail: \"private 2\"").count(), 2, "{fixture}");
    assert!(test.contains("title = \"private 1\"") && test.contains("people missing"), "{test}");
    for said in ["expect  exactly { calm opens }", "expect  exactly { calm closes }"] {
        assert_eq!(test.matches(said).count(), 1, "{test}");
    }
    // What is required and private has a value that says nothing: the least of its range.
    assert_eq!(fixture.matches("  grade: 1\n").count(), fixture.matches("  story: ").count(), "{fixture}");
}

#[test]
fn an_id_that_is_private_names_nothing() {
    let private = PRIVATE.replace("key text required", "key text required private");
    let scratch = book("private-id", &private, &hostile("Northwind-77"));
    let (fixture, test) = kept(&scratch, "Northwind-77", "account", &[]);
    assert!(!fixture.contains("Northwind") && !test.contains("Northwind"), "{fixture}{test}");
    // Nor does one that holds what is private elsewhere.
    let scratch = book("telling-id", PRIVATE, &hostile("of Anna Secret"));
    let (fixture, test) = kept(&scratch, "of Anna Secret", "mine", &["--test", "mine"]);
    assert!(!fixture.contains("Anna") && !test.contains("Anna"), "{fixture}{test}");
    assert!(record(&scratch, "of Anna Secret", &[]).out.starts_with("# fixtures/account.yaml\n"));
}

/// A year of a real customer: recorded once, it passes.
#[test]
fn the_year_of_a_customer_is_recorded() {
    let scratch = Scratch::new("recorded-year");
    let copy = scratch.path().join("book");
    copied(&root().join("examples/wholesaler"), &copy);
    fs::copy(copy.join("accounts.ndjson"), scratch.path().join("accounts.ndjson")).unwrap();
    let (fixture, test) = kept(&scratch, "C12347", "C12347", &[]);
    assert!(fixture.starts_with("C12347:\n") && fixture.contains("\n  revenue_30d: 711.79\n"), "{fixture}");
    // Twelve snapshots; what changed in February and nothing else.
    assert_eq!(test.matches("    set ").count(), 11, "{test}");
    let (_, february) = test.split_once("on 2011-02-28 {").unwrap();
    let (february, _) = february.split_once('}').unwrap();
    assert!(february.contains("orders_30d = 0,") && !february.contains(" last_order = "), "{february}");
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}
