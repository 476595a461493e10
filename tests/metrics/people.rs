//! The net promoter score over the people of each account.
//!
//! | account | arr | answers | of executives |
//! |---|---|---|---|
//! | a | 600 | 9, 10, 3: (2 - 1) / 3 | 10: 1 |
//! | b | 300 | 6 and one silent: -1 | silent |
//! | c | 100 | 7, 8: 0 | 8: 0 |
//! | d | 500 | nobody there | |
//! | e | 500 | no list | |
//! | f | ? | 9: 1 | nobody |
//! | g | 900 | has left | |

use super::summary;
use serde_json::{Value, json};

const PLAYBOOK: &str = "stageplay 1

playbook people \"People\" {
  version  1.0.0
}

account {
  id       = id
  revenue  = arr
  ends when ended is known
  id     text  required
  arr    money USD
  ended  date
  people list of {
    role  one of executive, user
    nps   number 0 to 10
  }
}

metric plain       = nps(people.nps)
metric weighted    = nps(people.nps) weighted by arr target -10
metric executives  = nps(people.nps where role is executive) weighted by 1
";

const RECORDS: &str = r#"{"id":"a","arr":600,"people":[{"role":"user","nps":9},{"role":"executive","nps":10},{"role":"user","nps":3}]}
{"id":"b","arr":300,"people":[{"role":"user","nps":6},{"role":"executive"}]}
{"id":"c","arr":100,"people":[{"nps":7},{"role":"executive","nps":8}]}
{"id":"d","arr":500,"people":[]}
{"id":"e","arr":500}
{"id":"f","people":[{"role":"user","nps":9}]}
{"id":"g","arr":900,"ended":"2026-01-31","people":[{"role":"executive","nps":0}]}
"#;

fn counts(metric: &Value) -> Vec<u64> {
    let keys = ["promoters", "passives", "detractors", "accounts", "without_answer", "without_weight"];
    keys.iter().map(|key| metric[key].as_u64().unwrap()).collect()
}

#[test]
fn an_account_counts_once_however_many_answered() {
    let metrics = &summary(PLAYBOOK, RECORDS)["metrics"];
    // A third, -1, 0 and 1 of four accounts.
    assert_eq!(metrics["plain"]["value"], json!(8.333_333));
    assert_eq!(counts(&metrics["plain"]), [3, 2, 2, 4, 2, 0]);
    // 600 / 3 - 300 of 1,000.
    assert_eq!((&metrics["weighted"]["value"], &metrics["weighted"]["met"]), (&json!(-10.0), &json!(true)));
    assert_eq!(counts(&metrics["weighted"]), [2, 2, 2, 3, 2, 1]);
    assert_eq!((&metrics["weighted"]["of"], &metrics["weighted"]["weight"]), (&json!("people"), &json!(1000.0)));
}

#[test]
fn only_those_kept_are_asked() {
    let metric = &summary(PLAYBOOK, RECORDS)["metrics"]["executives"];
    // 1 and 0 of two accounts.
    assert_eq!((&metric["value"], counts(metric)), (&json!(50.0), vec![1, 1, 0, 2, 4, 0]));
}

/// Whatever the order of people, and however often all of them say it again.
#[test]
fn neither_order_nor_numbers_of_people_matter() {
    let twice = RECORDS.replace(
        r#"[{"role":"user","nps":9},{"role":"executive","nps":10},{"role":"user","nps":3}]"#,
        r#"[{"nps":3},{"nps":10},{"nps":9},{"nps":3},{"nps":9},{"nps":10}]"#,
    );
    assert_ne!(twice, RECORDS);
    assert_eq!(summary(PLAYBOOK, &twice)["metrics"]["weighted"]["value"], json!(-10.0));
}

#[test]
fn nobody_answered_is_unknown() {
    let metric = &summary(PLAYBOOK, "{\"id\":\"d\",\"arr\":500,\"people\":[]}\n")["metrics"]["plain"];
    assert_eq!((&metric["value"], &metric["unknown"]), (&Value::Null, &json!("nobody answered")));
}
