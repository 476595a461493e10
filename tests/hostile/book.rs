//! What people see of accounts that are odd: huge, nameless to a terminal, none at all, or more than fit.

use super::{Desk, PORTFOLIO, flat, lines, with};
use crate::support::program::stageplay;
use serde_json::json;

fn narrow(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{} wide: {line}", line.chars().count());
    }
}

#[test]
fn hostile_names_and_huge_numbers_stay_text_and_stay_short() {
    let desk = Desk::new("huge");
    let records = [
        json!({"id": "\u{1b}[31mred\u{1b}[0m", "arr": -5000, "nps": 1, "name": "\u{1b}]0;title\u{7}"}),
        json!({"id": "\u{202e}abc", "arr": 1e308, "nps": 1, "name": "\u{202e}x"}),
        json!({"id": "other", "arr": 1.7e308, "nps": 1}),
        json!({"id": "third", "arr": 1.7e308, "nps": 1}),
        json!({"id": "L".repeat(3000), "arr": 3, "nps": 1, "name": "N".repeat(5000)}),
        json!({"id": "{arr} \" , ' <b>", "arr": 0.1, "nps": 2}),
    ];
    let text: String = records.iter().map(|record| format!("{record}\n")).collect();
    desk.put("accounts.ndjson", text);
    let ran = desk.run("accounts.ndjson", &["--top", "100"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{}", ran.out);
    assert!(!ran.out.contains("NaN") && !ran.out.contains("inf"), "{}", ran.out);
    assert!(flat(&ran.out).contains("6 accounts, too much to add up"), "{}", ran.out);
    assert!(flat(&ran.out).contains("priority 1.7e308, 1.7e308 USD"), "{}", ran.out);
    // An id is cut after 80 characters there.
    for line in ran.out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    let actions = desk.run("accounts.ndjson", &["--actions", "-"]).out;
    assert!(!actions.contains('\u{1b}') && !actions.contains('\u{202e}'), "{actions}");
    let messages: Vec<String> =
        lines(&actions).iter().filter_map(|action| Some(action["data"]["message"].as_str()?.to_string())).collect();
    assert_eq!(messages.len(), 6);
    assert!(messages.contains(&"\u{202e}x of \u{202e}abc pays 1e308 USD".to_string()), "{messages:?}");
    assert!(messages.contains(&"unknown of {arr} \" , ' <b> pays 0.1 USD".to_string()), "{messages:?}");
    let summary = desk.run("accounts.ndjson", &["--summary", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&summary.out).is_ok(), "{}", summary.out);
}

#[test]
fn the_list_may_be_empty_or_longer_than_there_are_plays() {
    let none = stageplay(&with(&PORTFOLIO, &["--top", "0"]));
    assert_eq!(none.code, 0);
    assert!(!none.out.contains("first 0"), "{}", none.out);
    assert!(flat(&none.out).contains("none listed (--top 0)"), "{}", none.out);
    let most = u64::MAX.to_string();
    let all = stageplay(&with(&PORTFOLIO, &["--top", &most]));
    assert_eq!(all.code, 0, "{}", all.err);
    assert_eq!(all.out, stageplay(&with(&PORTFOLIO, &["--top", "100000"])).out);
    let negative = stageplay(&with(&PORTFOLIO, &["--top", "-1"]));
    assert_eq!(negative.code, 2);
    assert!(negative.says("invalid value '-1' for '--top <N>'"), "{}", negative.err);
}

#[test]
fn a_playbook_with_many_long_names_still_fits_80_columns() {
    let desk = Desk::new("wide");
    let first = "  stage begin \"Begin\" { }\n".to_string();
    let stages: String = std::iter::once(first)
        .chain((0..9).map(|number| {
            format!("  stage a_rather_long_name_of_a_stage_{number} \"Stage\" {{ enter when nps >= {number} }}\n")
        }))
        .collect();
    let bands: String = (0..9).map(|number| format!("    a_long_band_{number} from {}\n", 95 - 10 * number)).collect();
    let text = format!(
        "stageplay 1\nplaybook wide \"Wide\" {{ version 1.0.0 }}\naccount {{\n  id = id\n  revenue = arr\n  id text required\n  \
         arr money USD\n  nps number\n}}\nhealth \"H\" {{\n  missing skip\n  said weight 100: nps worst 0 best 10\n  bands {{\n{bands}    \
         last_band\n  }}\n}}\nscorecard other \"O\" {{\n  missing skip\n  said weight 100: nps worst 0 best 10\n  bands {{\n{bands}    \
         last_band\n  }}\n}}\njourney one {{\n{stages}}}\njourney two {{\n{stages}}}\n"
    );
    let playbook = desk.put("wide.play", text);
    let records: String =
        (0..40).map(|number| format!("{{\"id\":\"x{number}\",\"arr\":1000000,\"nps\":{}}}\n", number % 11)).collect();
    let accounts = desk.put("accounts.ndjson", records);
    let ran = stageplay(&["run", &playbook, "--accounts", &accounts]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    narrow(&ran.out);
    for name in ["a_long_band_8", "last_band", "a_rather_long_name_of_a_stage_8", "other", "two"] {
        assert!(ran.out.contains(name), "{name}: {}", ran.out);
    }
}

#[test]
fn a_playbook_of_accounts_alone_runs() {
    let desk = Desk::new("bare");
    let bare = "stageplay 1\nplaybook bare \"Bare\" { version 1.0.0 }\naccount {\n  id = id\n  revenue = arr\n  id text required\n  arr number\n}\n";
    let playbook = desk.put("bare.play", bare);
    let accounts = desk.put("accounts.csv", "id,arr\nA,1\n");
    let ran = stageplay(&["run", &playbook, "--accounts", &accounts]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("1 account, 1\n"), "{}", ran.out);
    let sums = stageplay(&["run", &playbook, "--accounts", &accounts, "--summary", "json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&sums.out).unwrap(), json!({"plays": {}}));
    let explained = stageplay(&["explain", &playbook, "--accounts", &accounts, "--account", "A"]);
    assert_eq!(explained.code, 0);
    assert!(explained.out.contains("nothing to explain"), "{}", explained.out);
}

#[test]
fn a_playbook_that_turns_the_direction_of_writing_is_refused_without_doing_so() {
    let desk = Desk::new("bidi");
    let playbook = desk.put("bidi.play", super::SMALL.replace("\"Small\"", "\"Sm\u{202e}all\""));
    let accounts = desk.put("accounts.csv", "id,arr\nA,1\n");
    for args in [vec!["check", &playbook], vec!["run", &playbook, "--accounts", &accounts]] {
        let ran = stageplay(&args);
        assert_eq!(ran.code, 1);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("U+202E") && !said.contains('\u{202e}'), "{said}");
    }
}

#[test]
fn dates_at_the_ends_of_the_calendar_are_dates() {
    let desk = Desk::new("ends");
    desk.put(
        "accounts.ndjson",
        "{\"id\":\"first\",\"as_of\":\"0001-01-01\"}\n{\"id\":\"last\",\"as_of\":\"9999-12-31\"}\n{\"id\":\"now\"}\n",
    );
    let playbook = desk.at("small.play");
    let accounts = desk.at("accounts.ndjson");
    for (day, decided) in [("0001-01-01", "2 accounts"), ("9999-12-31", "2 accounts"), ("2026-06-30", "1 account,")] {
        let ran = stageplay(&["run", &playbook, "--accounts", &accounts, "--as-of", day]);
        assert_eq!(ran.code, 0, "{day}: {}", ran.err);
        assert!(ran.out.contains(decided), "{day}: {}", ran.out);
    }
    for wrong in ["10000-01-01", "-0001-01-01", "2026-02-29", "2026-6-30", "today", ""] {
        let ran = stageplay(&["run", &playbook, "--accounts", &accounts, "--as-of", wrong]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
    }
}
