//! Lists of records from file to decision, worked out by hand.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::{Value, json};
use stageplay_dsl::typed::Trigger;
use stageplay_engine::graph::Program;
use std::fs;

const BOOK: [&str; 3] = ["tests/lists/people.play", "--accounts", "tests/lists/accounts.ndjson"];

fn explained(account: &str, name: &str) -> String {
    let ran = stageplay(&["explain", BOOK[0], BOOK[1], BOOK[2], "--account", account, name]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // Lines are wrapped: what is said is compared, not where it breaks.
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn expect(account: &str, name: &str, words: &[&str]) {
    let text = explained(account, name);
    for words in words {
        assert!(text.contains(words), "{account} {name}: {words} is not in\n{text}");
    }
}

#[test]
fn decisions_read_lists() {
    let ran = stageplay(&["run", BOOK[0], BOOK[1], BOOK[2], "--decisions", "-", "--max-rejects", "9"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let decisions: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |account: &str| decisions.iter().find(|decision| decision["account"] == account).unwrap();
    // a: (8 + 4 + 6) / 3; two users, one of them not below 7; no champion.
    assert_eq!(of("a")["scores"]["warmth"], 6.0);
    assert_eq!(of("a")["risks"]["cold"], "watch");
    assert_eq!(of("a")["plays"].as_array().unwrap().len(), 1);
    // b: nobody to ask; c: no list; d: the third has no id, and so the list is none.
    assert_eq!(of("b")["scores"]["warmth"], Value::Null);
    for account in ["b", "c", "d"] {
        assert_eq!(of(account)["plays"].as_array().unwrap().len(), 0, "{account}");
    }
    // e: the only user is below 7.
    assert_eq!(of("e")["risks"]["cold"], "high");
    assert_eq!(of("e")["scores"]["warmth"], 2.0);
}

#[test]
fn explanations_say_who_was_kept_and_who_decided() {
    expect("a", "users", &["users: 2", "2 of 4 kept, 1 unknown and left out"]);
    expect("a", "spoken", &["2026-06-01", "1 of 4 kept, 1 unknown and left out"]);
    expect(
        "a",
        "cold",
        &["2 of 4 kept, 1 unknown and left out: 1 yes, 1 no (p1)", "of 4: 1 yes, 2 no, 1 unknown (p2)"],
    );
    expect("a", "people", &["people: 4 records"]);
    expect("b", "warmth", &["unknown (absent)", "of 0"]);
    expect("c", "users", &["unknown (people is absent)", "the list is absent"]);
    expect("d", "users", &["unknown (people is invalid)", "the list is invalid"]);
    expect("e", "warmth", &["2, from 0 to 10", "of 2, 1 of them without a value"]);
}

#[test]
fn rejects_name_the_element() {
    let ran = stageplay(&["run", BOOK[0], BOOK[1], BOOK[2], "--rejects", "-"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let rejects: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<(u64, &str, &str)> = rejects
        .iter()
        .map(|reject| {
            (reject["line"].as_u64().unwrap(), reject["field"].as_str().unwrap(), reject["kind"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [(4, "people[2].id", "value"), (5, "people[1].nps", "value")]);
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    let ran = stageplay(&["schema", BOOK[0]]);
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let takes = |people: &str| {
        let record = format!(r#"{{"id":"a","arr":1,"people":{people}}}"#);
        validator.is_valid(&serde_json::from_str(&record).unwrap())
    };
    for good in ["[]", "null", r#"[{"id":"p","role":"USER","nps":"7","last_contact":"2026-01-01","more":[1]}]"#] {
        assert!(takes(good), "{good}");
    }
    let bad = [
        "7",
        "{}",
        "[7]",
        "[{}]",
        r#"[{"id":null}]"#,
        r#"[{"id":"p","nps":11}]"#,
        r#"[{"id":"p","role":"boss"}]"#,
        r#"[{"id":"p","last_contact":"2026-02-30"}]"#,
    ];
    for bad in bad {
        assert!(!takes(bad), "{bad}");
    }
}

#[test]
fn drawings_show_lists() {
    let ran = stageplay(&["graph", BOOK[0], "--format", "mermaid"]);
    assert!(ran.out.contains("list people"), "{}", ran.out);
    let ran = stageplay(&["graph", BOOK[0], "--format", "json"]);
    let drawn: Value = serde_json::from_str(&ran.out).unwrap();
    let has = |op: &str, text: &str| {
        drawn["nodes"].as_array().unwrap().iter().any(|node| node["op"] == op && node["text"] == text)
    };
    assert!(has("element field", "people.nps"));
    assert!(has("aggregate Count", "count(people where role is user)"));
}

/// What a test says of the people of its fixture: that nobody knows them. Who they are stands in fixtures.
#[test]
fn a_test_takes_a_list_away() {
    let scratch = Scratch::new("set-lists");
    let book = fs::read_to_string(root().join("tests/lists/people.play")).unwrap();
    let tests = "
test known \"Two are asked\" {
  account mill
  on 2026-06-30 expect users = 2, cold is high, warmth = 4
}

test unknown \"Nobody is\" {
  account mill
  on 2026-06-30 {
    set people missing, bar = 3
    expect users is missing, cold is missing, warmth is missing
  }
}

test still_known \"The other test has taken nothing away\" {
  account mill
  on 2026-06-30 { set bar = 3  expect users = 2 }
}
";
    let fixtures = "mill:\n  arr: 1\n  bar: 1\n  people:\n    - { id: p1, role: user, nps: 5 }\n    - { id: p2, role: user, nps: 3 }\n";
    let play = scratch.path().join("book.play");
    fs::write(&play, book.clone() + tests).unwrap();
    fs::create_dir(scratch.path().join("fixtures")).unwrap();
    fs::write(scratch.path().join("fixtures/all.yaml"), fixtures).unwrap();
    let play_text = play.to_string_lossy();
    let ran = stageplay(&["test", &play_text]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("3 passed"), "{}", ran.out);

    let required = book.replace("  }\n}\n\nroles", "  } required\n}\n\nroles");
    assert_ne!(required, book);
    fs::write(&play, required + tests).unwrap();
    let ran = stageplay(&["check", &play_text]);
    assert!(
        ran.out
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("`people` is required: an account without it is never decided"),
        "{}",
        ran.out
    );
}

#[test]
fn a_question_that_stands_alone_is_told_once() {
    let told = explained("a", "cold");
    let question = "every people where role is user has (nps < 7)";
    assert_eq!(told.matches(question).count(), 1, "{told}");
    assert!(told.contains(&format!("no high: {question}; 2 of 4 kept")), "{told}");
}

/// Lists: `a` 4 records, `b` none, `c` no list, `d` one that cannot be used, `e` 2.
#[test]
fn a_profile_says_what_lists_hold() {
    let ran = stageplay(&["check", BOOK[0], BOOK[1], BOOK[2], "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let last: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    let lists = last["profile"]["lists"].as_array().unwrap();
    let [people] = lists.as_slice() else { panic!("{lists:?}") };
    let counts = |known: u64, absent: u64, invalid: u64, out_of_range: u64| json!({ "known": known, "absent": absent, "expired": 0, "invalid": invalid, "out_of_range": out_of_range });
    assert_eq!((&people["list"], &people["accounts"]), (&json!("people"), &counts(3, 1, 1, 0)));
    let lengths = ["records", "smallest", "median", "largest"].map(|key| people[key].as_f64().unwrap());
    assert_eq!(lengths, [6.0, 0.0, 2.0, 4.0]);
    // Answers 8, 4, 6, none; 2, and 11, which is none.
    let nps = people["fields"].as_array().unwrap().iter().find(|field| field["field"] == "nps").unwrap();
    assert_eq!(nps["records"], counts(4, 1, 0, 1));
    assert_eq!(["smallest", "median", "largest"].map(|key| nps[key].as_f64().unwrap()), [2.0, 5.0, 8.0]);
    // Of `b` nobody is there to ask, which no better data would change; `c` and `d` are blind.
    let warmth = json!({ "what": "score", "name": "warmth", "accounts": 2 });
    assert!(people["blinds"].as_array().unwrap().contains(&warmth), "{people}");

    let shown = stageplay(&["check", BOOK[0], BOOK[1], BOOK[2]]).out;
    let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("people 60% 20% · 20% 0 2 4 .id 100%"), "{shown}");
    assert!(flat.contains("list people: score warmth for 2, risk cold for 2"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}

const VOICES: &str = r#"stageplay 1
playbook voices "Voices" { version 1.0.0 }
roles { csm = "csm@example.com" }
account {
  id = id  revenue = arr
  id text required
  arr money USD required
  people list of { id text  name text  nps number 0 to 10 }
}
play detractors {
  each person in people where nps <= 6 and account.arr > 5 USD  key person.id
  when           person.nps is known and arr > 10 USD
  unless         arr > 90 USD
  succeeds when  ask is done
  priority       arr / 1 USD * person.nps
  owner          csm
  if cleared     close after 7 days
  again          never
  on activation  existing
  task ask "Ask {person.name}" due in 2 days  when (arr > 20 USD) for 3 days
}
play team {
  when           detractors is open or count(people where nps < 7) = 2
  priority       1
  owner          csm
  if cleared     keep
  again          never
  on activation  existing
  task call due in 1 day
  task plan due in 2 days  when arr > 50 USD
  escalate to csm 2 days after opening { task visit due in 1 day }
}
one at a time both { team, detractors }
"#;

/// Clauses of a play for each record are nodes of its elements, those about the account alone too.
#[test]
fn a_play_for_each_is_lowered_for_its_records() {
    let book = stageplay_dsl::compile(vec![("voices.play".into(), VOICES.into())]).playbook;
    // Another order than the one in which they are read would be none.
    assert!(book.is_none());
    let sound = VOICES.replace("{ team, detractors }", "{ detractors, team }");
    let book = stageplay_dsl::compile(vec![("voices.play".into(), sound)]).playbook.unwrap();
    let program = Program::compile(book);
    let (_, play) = program.playbook.plays.iter().find(|(_, play)| play.name == "detractors").unwrap();
    let each = play.each.as_ref().unwrap();
    let Trigger::When(when) = &play.trigger else { panic!() };
    let tasks = play.tasks.iter().filter_map(|task| task.when.as_ref());
    let clauses = [when, &play.priority].into_iter().chain(&each.keep).chain(&play.unless).chain(&play.succeeds);
    for clause in clauses.chain(tasks) {
        let node = program.graph.get(program.node(clause)).unwrap();
        assert_eq!(node.list, Some(each.list), "{clause:?}");
    }
    let (_, team) = program.playbook.plays.iter().find(|(_, play)| play.name == "team").unwrap();
    let Trigger::When(when) = &team.trigger else { panic!() };
    assert_eq!(program.graph.get(program.node(when)).unwrap().list, None);
}

/// Two of the three people are kept, and each has a run of their own; the play about the team is in one group with that one,
/// and is held back.
#[test]
fn a_play_for_each_opens_for_each_record_that_is_kept() {
    let scratch = Scratch::new("voices");
    let (book, accounts) = (scratch.path().join("voices.play"), scratch.path().join("accounts.ndjson"));
    fs::write(&book, VOICES.replace("{ team, detractors }", "{ detractors, team }")).unwrap();
    let people = json!([{"id": "p", "nps": 2}, {"id": "q", "nps": 6}, {"id": "r", "name": "R", "nps": 9}]);
    let record = json!({"as_of": "2026-03-01", "id": "a", "arr": 30, "people": people});
    let other = json!({"as_of": "2026-03-01", "id": "b", "arr": 30});
    fs::write(&accounts, format!("{record}\n{other}\n")).unwrap();
    let (book, accounts) = (book.to_str().unwrap(), accounts.to_str().unwrap());
    let ran = stageplay(&["run", book, "--accounts", accounts]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("2 plays open for 1 account"), "{}", ran.out);
    assert!(
        ran.out.contains("why  nps is 6, at most 6;") && ran.out.contains("why  nps is 2, at most 6;"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("call") && !ran.out.contains("plan") && !ran.out.contains("visit"), "{}", ran.out);
    let actions = stageplay(&["run", book, "--accounts", accounts, "--actions", "-"]);
    let keys: Vec<Value> =
        actions.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["data"]["key"].clone()).collect();
    assert_eq!(keys, ["p", "q"]);
}

/// Somebody has called p, and then p left: the run goes on, and nobody is told that nothing has happened.
#[test]
fn the_run_of_a_record_that_is_gone_knows_its_tasks() {
    let scratch = Scratch::new("gone");
    let book = r#"stageplay 1
playbook voices "Voices" { version 1.0.0 }
roles { csm = "csm@example.com"  lead = "lead@example.com" }
account {
  id = id  revenue = arr
  id text required  arr money USD required
  people list of { id text  nps number 0 to 10 }
}
play detractors {
  each person in people  key person.id
  when           person.nps <= 6
  priority       1
  owner          csm
  if cleared     keep
  again          never
  on activation  existing
  task call due in 1 day
  escalate to lead 3 days after opening unless call is done
}
"#;
    fs::write(scratch.path().join("voices.play"), book).unwrap();
    let (book, state) = (scratch.path().join("voices.play"), scratch.path().join("s.db"));
    let run = |day: &str, people: Value| {
        let record = json!({"as_of": day, "id": "a", "arr": 30, "people": people});
        let file = scratch.path().join("accounts.ndjson");
        fs::write(&file, format!("{record}\n")).unwrap();
        let [book, file, state] = [&book, &file, &state].map(|path| path.to_str().unwrap());
        let ran = stageplay(&["run", book, "--accounts", file, "--state", state, "--actions", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let kind = |line: &str| {
            let action: Value = serde_json::from_str(line).unwrap();
            format!("{} {}", action["type"].as_str().unwrap(), action["data"]["key"].as_str().unwrap())
        };
        ran.out.lines().map(kind).collect::<Vec<_>>()
    };
    let opened =
        ["p", "q"].map(|key| [format!("stageplay.play.opened {key}"), format!("stageplay.task.created {key}")]);
    assert_eq!(run("2026-03-01", json!([{"id": "p", "nps": 2}, {"id": "q", "nps": 3}])), opened.concat());
    let done = ["record", "done", "a", "detractors.call", "--key", "p", "--on", "2026-03-02"];
    let recorded = stageplay(&[&done[..], &["--state", state.to_str().unwrap()]].concat());
    assert_eq!(recorded.code, 0, "{}", recorded.err);
    assert_eq!(run("2026-03-02", json!([])), [""; 0]);
    // Of q nothing was done.
    assert_eq!(run("2026-03-04", json!([])), ["stageplay.play.escalated q"]);
}
