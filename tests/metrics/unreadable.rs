//! Bad data is not a lost customer.
//!
//! | account | then | now | |
//! |---|---|---|---|
//! | a | 100 | 100 | |
//! | b | 200 | | its record now misses what is required: unreadable |
//! | c | 300 | | two records now that differ: unreadable |
//! | d | 400 | ? | what it brings now cannot be read: unreadable |
//! | e | 50 | | absent |
//! | f | 60 | | absent: its bad record is too old to have spoken for it |
//! | g | | 500 | its record of then was bad: neither new nor in the cohort |
//! | h | 70 | 70 | its record now is bad, but one ten days older still speaks for it |
//! | i | 80 | | its line now ends too soon, but says whose it is: unreadable |
//!
//! Start 100 + 50 + 60 + 70 = 280, churn 110, end 170.

use super::summary;
use serde_json::json;

const PLAYBOOK: &str = "stageplay 1

playbook unreadable \"Unreadable\" {
  version  1.0.0
  max age  31 days
}

account {
  id       = id
  revenue  = arr
  id    text  required
  name  text  required
  arr   money USD
}

metric nrr    = retention(arr over 365 days, net)
metric churn  = churn(arr over 365 days)
";

const RECORDS: &str = r#"{"id":"a","as_of":"2025-06-30","name":"A","arr":100}
{"id":"b","as_of":"2025-06-30","name":"B","arr":200}
{"id":"c","as_of":"2025-06-30","name":"C","arr":300}
{"id":"d","as_of":"2025-06-30","name":"D","arr":400}
{"id":"e","as_of":"2025-06-30","name":"E","arr":50}
{"id":"f","as_of":"2025-06-30","name":"F","arr":60}
{"id":"g","as_of":"2025-06-30","arr":500}
{"id":"h","as_of":"2025-06-30","name":"H","arr":70}
{"id":"i","as_of":"2025-06-30","name":"I","arr":80}
{"id":"a","as_of":"2026-06-30","name":"A","arr":100}
{"id":"b","as_of":"2026-06-30","arr":200}
{"id":"c","as_of":"2026-06-30","name":"C","arr":300}
{"id":"c","as_of":"2026-06-30","name":"C","arr":301}
{"id":"d","as_of":"2026-06-30","name":"D","arr":"lots"}
{"id":"f","as_of":"2026-05-01","arr":60}
{"id":"g","as_of":"2026-06-30","name":"G","arr":500}
{"id":"h","as_of":"2026-06-20","name":"H","arr":70}
{"id":"h","as_of":"2026-06-30","arr":70}
{"id":"i","as_of":"2026-06-30","name":"I","arr":
"#;

#[test]
fn what_cannot_be_read_is_out_of_the_rates() {
    let metrics = &summary(PLAYBOOK, RECORDS)["metrics"];
    let bridge = json!({ "start": 280.0, "expansion": 0.0, "contraction": 0.0, "churn": 110.0, "end": 170.0 });
    assert_eq!(metrics["nrr"]["bridge"], bridge);
    assert_eq!(metrics["nrr"]["value"], json!(0.607_143));
    assert_eq!(metrics["churn"]["value"], json!(0.392_857));
    let gone = json!({ "absent": 2, "ended": 0, "missing": 0, "share": 0.5 });
    assert_eq!(metrics["churn"]["churned_accounts"], gone);
    let out = json!({
        "new": 0, "stale": 0, "left_before": 0, "without_value": 0, "without_worth": 0,
        "unreadable_then": 1, "unreadable_now": 4
    });
    assert_eq!(metrics["churn"]["out"], out);
}

/// Without a date a record is of today: it may be what should have spoken.
#[test]
fn a_bad_record_without_a_date_is_of_today() {
    let undated = RECORDS.replace(r#""as_of":"2026-06-30","arr":200"#, r#""arr":200"#);
    let unread = RECORDS.replace(r#""as_of":"2026-06-30","arr":200"#, r#""as_of":"soon","name":"B","arr":200"#);
    for records in [undated, unread] {
        assert_ne!(records, RECORDS);
        let metrics = &summary(PLAYBOOK, &records)["metrics"];
        assert_eq!(metrics["nrr"]["out"]["unreadable_now"], json!(4));
    }
}

/// A value that nobody gave is no bad data: the account is gone as it was before.
#[test]
fn a_value_that_is_not_there_is_still_churn() {
    let records = RECORDS.replace(r#""name":"D","arr":"lots""#, r#""name":"D""#);
    let metric = &summary(PLAYBOOK, &records)["metrics"]["churn"];
    assert_eq!((&metric["churned_accounts"]["missing"], &metric["out"]["unreadable_now"]), (&json!(1), &json!(3)));
    // 110 + 400 of 280 + 400.
    assert_eq!(metric["value"], json!(0.75));
}
