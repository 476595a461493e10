//! `stageplay test`: what passes, what fails and why, which tests are run, and what is wrong with fixtures.

mod borrowed;
mod coverage;
mod exactly;
mod memory;
mod owners;
mod recorded;
mod series;
mod support;
mod timelines;
mod told;

use crate::support::program::{Ran, stageplay};
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fmt::Write;
use std::fs;

const PLAYBOOK: &str = r#"stageplay 1
playbook small "Small" { calendar "days.yaml" }
roles { csm = "csm@example.com" }
account {
  id = account_id
  revenue = arr
  account_id text required
  arr money USD required
  plan ordered one of basic, plus = "Plus plan"
  active yes/no default no
  nps number 0 to 10
  churn_note text private
  usage { share percent  seats count at least 1  since date }
}
health {
  missing skip
  known at least 50%
  use weight 60: usage.share worst 0% best 100%
  voice weight 40: nps worst 0 best 10
  bands { green from 70 yellow from 40 red }
}
play call {
  when health is red and arr >= 100 USD
  if cleared keep
  again never
  priority amount(arr)
  on activation existing
  owner csm
  task ring "Ring" due in 2 business days
}
"#;

const CALENDAR: &str =
    "weekend: [saturday, sunday]\ncovers: {from: 2026-01-01, to: 2026-12-31}\nholidays: [2026-04-06]\n";

const FIXTURES: &str = "plain:\n  arr: 1000\n  nps: 5\n  plan: Plus plan\n  usage:\n    share: 50%\n    seats: 10\n";

/// A playbook with tests and fixtures, in a folder of its own.
fn folder(name: &str, tests: &str, fixtures: &str) -> Scratch {
    let scratch = Scratch::new(&format!("testing-{name}"));
    for folder in ["tests", "fixtures"] {
        fs::create_dir(scratch.path().join(folder)).unwrap();
    }
    write(&scratch, "playbook.play", PLAYBOOK);
    write(&scratch, "days.yaml", CALENDAR);
    write(&scratch, "tests/all.play", format!("stageplay 1\n{tests}"));
    write(&scratch, "fixtures/all.yaml", fixtures);
    scratch
}

fn write(scratch: &Scratch, name: &str, text: impl AsRef<[u8]>) {
    fs::write(scratch.path().join(name), text).unwrap();
}

fn test(scratch: &Scratch, more: &[&str]) -> Ran {
    let path = scratch.path().to_str().unwrap();
    stageplay(&[&["test", path], more].concat())
}

fn check(scratch: &Scratch) -> Ran {
    stageplay(&["check", scratch.path().to_str().unwrap(), "--format", "json"])
}

/// A test of one expectation.
fn expecting(set: &str, expect: &str) -> String {
    let set = if set.is_empty() { String::new() } else { format!("set {set}\n") };
    format!("test t {{\n account plain\n on 2026-03-06 {{\n{set}expect {expect}\n}}\n}}\n")
}

/// The exit code of a test of one expectation, and the reasons it gives.
fn outcome(name: &str, set: &str, expect: &str) -> (i32, Vec<String>) {
    let scratch = folder(name, &expecting(set, expect), FIXTURES);
    let ran = test(&scratch, &["--format", "json"]);
    assert_eq!(ran.err, "");
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let because =
        told["failures"].as_array().unwrap().iter().flat_map(|failure| failure["because"].as_array().unwrap());
    (
        ran.code,
        because.map(|line| format!("{}|{}", line["name"].as_str().unwrap(), line["says"].as_str().unwrap())).collect(),
    )
}

#[test]
fn the_example_passes() {
    let ran = stageplay(&["test", "examples/wholesaler"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.ends_with("\n15 passed\n"), "{}", ran.out);
}

/// 50% of 60 and 5 of 10 of 40: 50 points, yellow. Without the voice it is 50 all the same; with 0% and no voice,
/// 60% of the weight is known and the score is 0. Friday the 6th and two business days: Tuesday the 10th.
#[test]
fn what_is_true_passes() {
    for (set, expect) in [
        (
            "",
            "health = 50, health is yellow, call is idle, plan is plus, active is known, not active, usage.seats = 10",
        ),
        ("nps missing", "health = 50, health.voice is missing"),
        ("usage.share = 0%, nps missing", "health = 0, call is open, call.ring is open, call.ring.due = 2026-03-10"),
        ("usage.share missing", "health is missing, call is idle"),
        (
            "active = yes, plan = basic, usage.since = 2026-03-01",
            "active, plan is basic, days since usage.since = 5 days",
        ),
        ("active missing", "not active"),
        ("arr = 99 USD, nps = 0, usage.share = 0%", "health is red, call is idle"),
        ("", "account_id = \"plain\", churn_note is missing"),
    ] {
        assert_eq!(outcome("true", set, expect), (0, Vec::new()), "{set}: {expect}");
    }
}

#[test]
fn what_fails_says_what_decided_it() {
    let (code, because) = outcome("false", "", "health is red");
    assert_eq!(code, 1);
    assert_eq!(because[..2], ["|health is yellow (50.0); red is below 40, 10 away", "health|50, yellow"]);
    assert!(because.len() == 3 && because[2].starts_with("would pass with|"), "{because:?}");
    let (code, because) = outcome("unknown", "usage.share missing", "health is yellow");
    assert_eq!(code, 1);
    assert!(because[0].contains("unknown") && because[0].contains("too little known"), "{because:?}");
    let (code, because) = outcome("late", "usage.share = 0%, nps missing", "call.ring.due = 2026-03-08");
    assert_eq!((code, because), (1, vec!["call.ring|due on 2026-03-10".to_owned()]));
    let (code, because) = outcome("idle", "", "call.ring.due = 2026-03-10");
    assert_eq!(code, 1);
    assert_eq!(because[0], "call.ring|not created, because `call` is idle");
    assert!(because[1].starts_with("call|not open: health is yellow"), "{because:?}");
}

#[test]
fn a_failure_is_shown_with_its_place_and_the_others_pass() {
    let tests = format!(
        "{}test other \"The other\" {{ account plain\n on 2026-03-06 expect health is yellow }}\n",
        expecting("", "arr = 1000 USD, health is red\n expect health is green")
    );
    let scratch = folder("shown", &tests, FIXTURES);
    let ran = test(&scratch, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let out = ran.out.replace(scratch.path().to_str().unwrap(), "F");
    assert!(out.starts_with("failed  t\npassed  other  The other\n\nfailed  t\n"), "{out}");
    // Both expectations that fail, with their lines, and not the one that is true.
    assert!(
        out.contains("tests/all.play:5\n  expect health is red\n  of plain on 2026-03-06\n  no health is yellow"),
        "{out}"
    );
    assert!(out.contains("tests/all.play:6\n  expect health is green\n"), "{out}");
    assert!(out.contains("      usage.share: 50%; worst 0%, best 100%\n"), "{out}");
    assert!(!out.contains("expect arr"), "{out}");
    // What both rest on is told once.
    assert!(
        out.contains("  health: 50, yellow\n    bands")
            && out.contains("  health: 50, yellow (as above)\n  would pass with: "),
        "{out}"
    );
    assert!(out.ends_with("\n1 passed, 1 failed\n"), "{out}");
}

#[test]
fn a_filter_picks_by_name() {
    let scratch = folder("filter", &expecting("", "health is yellow"), FIXTURES);
    let more = "stageplay 1\ntest red_one { account plain\n on 2026-03-06 expect health is red }\n";
    write(&scratch, "tests/more.play", more);
    let ran = test(&scratch, &["--filter", "red"]);
    assert_eq!((ran.code, ran.out.lines().next()), (1, Some("failed  red_one")));
    assert!(ran.out.ends_with("\n0 passed, 1 failed\n"));
    let ran = test(&scratch, &["--filter", "t"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "passed  t\n\n1 passed\n"));
    let ran = test(&scratch, &["--filter", "rde"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "error: no test has `rde` in its name\nhelp: did you mean `red`?\n");
    let ran = test(&scratch, &["--filter", "nothing like it"]);
    assert_eq!((ran.code, ran.err.lines().last()), (2, Some("help: there is `t`, `red_one`")));
}

#[test]
fn a_playbook_without_tests_is_not_green() {
    let ran = stageplay(&["test", "examples/portfolio"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("error: the playbook has no tests\n"), "{}", ran.err);
    let ran = stageplay(&["test", "docs/samples/faulty.play"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(stageplay(&["test", "docs/nowhere"]).code, 2);
}

/// Two people, one of them a champion.
#[test]
fn lists_of_a_fixture_are_read() {
    let scratch = folder("lists", "", "");
    let list = "  people list of {\n    role one of champion, user\n    nps number 0 to 10\n  }\n";
    let playbook = PLAYBOOK.replacen("account {\n", &format!("account {{\n{list}"), 1);
    assert!(playbook.contains(list));
    write(&scratch, "playbook.play", playbook);
    write(
        &scratch,
        "tests/all.play",
        format!("stageplay 1\n{}", expecting("", "count(people) = 2, max(people.nps where role is champion) = 9")),
    );
    write(
        &scratch,
        "fixtures/all.yaml",
        format!("{FIXTURES}  people:\n    - {{role: champion, nps: 9}}\n    - role: user\n"),
    );
    let ran = test(&scratch, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    write(&scratch, "fixtures/all.yaml", format!("{FIXTURES}  people:\n    - {{role: champion, nps: 11}}\n"));
    let ran = check(&scratch);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`people[0].nps`: out of range: expected 0 to 10, found `11`"), "{}", ran.out);
}

/// Ten thousand fixtures, each with a mistake, take seconds and not hours.
#[test]
fn many_fixtures_with_mistakes_are_told_soon() {
    let fixtures: String = (0..10_000).map(|at| format!("f{at}: {{arr: 1, nsp: 3}}\n")).collect();
    let scratch = folder("many-fixtures", &expecting("", "nps = 5"), &format!("{FIXTURES}{fixtures}"));
    let ran = test(&scratch, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.says("the account has no field `nsp`") && ran.says("10000 errors in 1 file"), "{}", ran.err);
}

/// The fixtures, and the one message about them.
#[test]
fn a_fault_of_a_fixture_is_told_with_its_place() {
    let tests = expecting("", "health is yellow");
    for (fixtures, said) in [
        ("plain:\n  arr: 1\n  nps: 5\n  nps: 6\n", "SP0841 4:3 these fixtures cannot be read: `nps` is given twice"),
        ("plain: [\n", "SP0841 1:1 these fixtures cannot be read: not written as YAML"),
        (
            "- plain\n",
            "SP0841 1:1 these fixtures cannot be read: expected fixtures, each as `name:` with its fields below",
        ),
        ("plain: 3\n", "SP0842 1:1 the fixture `plain` has no fields"),
        ("plain:\n  nps: 5\n", "SP0842 1:1 the fixture `plain` has no `arr`, which is required"),
        ("plain:\n  arr: 1\n  nsp: 5\n", "SP0842 3:3 the account has no field `nsp`"),
        ("plain:\n  arr: 1\n  usage:\n    # seats\n    seat: 5\n", "SP0842 5:5 the account has no field `usage.seat`"),
        (
            "plain:\n  arr: 1\n  usage: { seats: 0 }\n",
            "SP0842 3:12 `usage.seats`: out of range: expected at least 1, found `0`",
        ),
        (
            "plain:\n  arr: 1\n  usage.seats: none\n",
            "SP0842 3:3 `usage.seats`: expected a count (a whole number, 0 or more), found `none`",
        ),
        (
            "other:\n  arr: 2\n  nps: 1\nplain:\n  arr: 1\n  nps: 11\n",
            "SP0842 6:3 `nps`: out of range: expected 0 to 10, found `11`",
        ),
        ("plain:\n  arr: 1\n  usage: 3\n", "SP0842 3:3 `usage` is a group of fields, found a number"),
        (
            "plain:\n  arr: 1\n  plan: Plus\n  active: [1]\n",
            "SP0842 4:3 `active`: expected true or false, found a list",
        ),
        (
            "plain:\n  arr: 1\n  usage: {\n    share: 50%, seats: 0\n  }\n",
            "SP0842 4:17 `usage.seats`: out of range: expected at least 1, found `0`",
        ),
        (
            "plain: {\n  arr: 1,\n  usage: { seats: 0 } }\n",
            "SP0842 3:12 `usage.seats`: out of range: expected at least 1, found `0`",
        ),
        ("plain:\n  arr: .inf\n", "SP0842 2:3 `arr`: expected an amount of USD as a plain number, found `inf`"),
        (
            "plain:\n  arr: 1\n  churn_note: 7\n",
            "SP0842 3:3 `churn_note`: expected a text in double quotes, found a private value",
        ),
        ("plain:\n  arr: 1\n  as_of: 2026-03-02\n", "SP0842 3:3 a fixture has no date of its own"),
        ("plain:\n  arr: 1\nnot a name:\n  arr: 1\n", "SP0842 3:1 `not a name` cannot be the name of a fixture"),
        (
            "plain:\n  arr: 1\n  usage: {seats: 3}\n  usage.seats: 4\n",
            "SP0842 4:3 `usage.seats` is given twice, with two different values",
        ),
        ("plane:\n  arr: 1\n", "SP0840 3:10 there is no fixture `plain`"),
        ("", "SP0840 3:10 there is no fixture `plain`"),
    ] {
        let scratch = folder("faults", &tests, fixtures);
        let ran = check(&scratch);
        let found: Vec<String> = ran
            .out
            .lines()
            .map(|line| {
                let one: Value = serde_json::from_str(line).unwrap();
                format!(
                    "{} {}:{} {}",
                    one["code"].as_str().unwrap(),
                    one["line"],
                    one["column"],
                    one["message"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!((ran.code, ran.err.as_str(), found), (1, "", vec![said.to_owned()]), "{fixtures}");
        assert_eq!((test(&scratch, &[]).code, test(&scratch, &[]).out.as_str()), (1, ""));
    }
}

#[test]
fn two_fixtures_of_one_name_are_one_too_many() {
    let scratch = folder("two", &expecting("", "health is yellow"), FIXTURES);
    fs::create_dir(scratch.path().join("tests/fixtures")).unwrap();
    write(&scratch, "tests/fixtures/more.yml", "plain:\n  arr: 1\n");
    let ran = check(&scratch);
    let one: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, one["message"].as_str()), (1, Some("there are two fixtures `plain`")));
    assert_eq!(one["related"].as_array().unwrap().len(), 1);
}

#[test]
fn files_that_are_no_text_or_too_much_of_it_are_refused_at_once() {
    let scratch = folder("files", &expecting("", "health is yellow"), FIXTURES);
    write(&scratch, "fixtures/more.yaml", b"other:\n  churn_note: \xff\n");
    let ran = test(&scratch, &[]);
    assert!(ran.code == 2 && ran.err.replace("\n  ", " ").contains("is not UTF-8 text: byte 21"), "{}", ran.err);
    write(&scratch, "fixtures/more.yaml", "#".repeat(3 << 20));
    let ran = test(&scratch, &[]);
    assert!(ran.code == 2 && ran.err.replace("\n  ", " ").contains("larger than 2 MB"), "{}", ran.err);
    let mut bomb = String::from("a0: &a0 {arr: 1}\n");
    for at in 1..12 {
        let members: Vec<String> = (0..10).map(|name| format!("k{name}: *a{}", at - 1)).collect();
        writeln!(bomb, "a{at}: &a{at} {{{}}}", members.join(", ")).unwrap();
    }
    write(&scratch, "fixtures/more.yaml", bomb);
    let ran = check(&scratch);
    assert!(ran.code == 1 && ran.out.contains("SP0841") && ran.out.contains("aliases"), "{}", ran.out);
    assert!(!ran.out.contains("SP0840"));
}

/// Nothing that only tests read can stop a run, or change it.
#[test]
fn a_run_reads_neither_tests_nor_fixtures() {
    let scratch = folder("run", "test {", "plain: [");
    write(
        &scratch,
        "accounts.ndjson",
        "{\"account_id\":\"a\",\"arr\":1000,\"nps\":1,\"usage\":{\"share\":10},\"as_of\":\"2026-03-06\"}\n",
    );
    let path = |name: &str| scratch.path().join(name).to_str().unwrap().to_owned();
    let summary = || {
        let args = ["run", &path(""), "--accounts", &path("accounts.ndjson"), "--summary", "json"];
        let ran = stageplay(&args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    };
    let before = summary();
    assert_eq!(check(&scratch).code, 1);
    // In a file that a run does read they are checked, and no more.
    let inside = format!("{PLAYBOOK}{}", expecting("", "health.use is red"));
    write(&scratch, "playbook.play", inside);
    assert_eq!(summary(), before);
}

/// Two thousand tests on four dates, one of which the calendar does not know: that is the failure of the tests that
/// ask for a due date then, and of no other.
#[test]
fn many_tests_are_decided_together_and_only_counted() {
    let mut tests = String::new();
    for at in 0..2_000 {
        let (set, expect) = match at % 4 {
            0 => ("usage.share = 0%, nps = 0", "call.ring.due = 2026-04-08"),
            1 => ("usage.share = 100%, nps = 10", "health = 100"),
            2 => ("usage.share = 0%, nps = 0", "call is open"),
            _ => ("nps = 0", "health = 30"),
        };
        // Good Friday is a working day in this calendar, Easter Monday is not.
        let year = if at == 4 { 2027 } else { 2026 };
        writeln!(tests, "test t{at} {{ account plain\n on {year}-04-03 {{ set {set}\n expect {expect} }}\n}}").unwrap();
    }
    let outside =
        "test outside { account plain\n on 2027-04-03 {\n set nps = 0, usage.share = 0%\n expect call is open } }\n";
    tests.push_str(outside);
    let scratch = folder("many", &tests, FIXTURES);
    let ran = test(&scratch, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.starts_with("failed  t4\n\nfailed  t4\n"), "{}", &ran.out[..ran.out.len().min(400)]);
    assert!(ran.out.replace("\n      ", " ").contains("the calendar does not cover 2027-04-03"), "{}", ran.out);
    assert!(ran.out.ends_with("\n2000 passed, 1 failed\n"));
}

#[test]
fn a_fixture_has_its_lists() {
    let scratch = Scratch::new("testing-lists");
    fs::create_dir(scratch.path().join("fixtures")).unwrap();
    let text = "stageplay 1\n\nplaybook lists { version 1.0.0 }\n\naccount {\n  id = id\n  revenue = arr\n  id text required\n  \
                arr money USD required\n  people list of {\n    role one of executive, user\n    nps number 0 to 10\n  }\n}\n\n\
                score answers 0 to 100 = count(people where nps is known)\n\
                test both {\n  account two\n  on 2026-03-02 expect answers = 1, max(people.nps) = 9\n}\n\
                test empty {\n  account nobody\n  on 2026-03-02 expect count(people) = 0, answers = 0\n}\n\
                test unsaid {\n  account silent\n  on 2026-03-02 expect people is missing, answers is missing\n}\n";
    write(&scratch, "lists.play", text);
    let fixtures = "two:\n  arr: 5\n  people:\n    - { role: executive, nps: 9 }\n    - { role: user }\n\
                    nobody: { arr: 5, people: [] }\nsilent: { arr: 5 }\n";
    write(&scratch, "fixtures/accounts.yaml", fixtures);
    let ran = test(&scratch, &[]);
    assert_eq!((ran.code, ran.out.contains("3 passed"), ran.err.as_str()), (0, true, ""), "{}", ran.out);

    write(&scratch, "fixtures/accounts.yaml", fixtures.replace("nps: 9", "nps: 11"));
    let ran = check(&scratch);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("`people[0].nps`: "), "{}", ran.out);
}
