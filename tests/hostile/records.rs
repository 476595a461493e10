//! Records that contradict each other, lie about dates, or come in numbers that should not fit.

use super::{Desk, flat, lines};
use crate::support::program::stageplay;

#[test]
fn undated_records_beside_dated_ones_are_told() {
    let desk = Desk::new("undated");
    let accounts = desk.put("accounts.ndjson", "{\"id\":\"a\"}\n{\"id\":\"b\",\"as_of\":\"2026-06-29\"}\n");
    let ran = stageplay(&["run", &desk.at("small.play"), "--accounts", &accounts]);
    assert!(flat(&ran.out).contains("undated: 1 record carries no date and counts as of 2026-06-29"), "{}", ran.out);
    // Where no record carries one, the first line says it already.
    desk.put("none.ndjson", "{\"id\":\"a\"}\n");
    assert!(!desk.run("none.ndjson", &[]).out.contains("undated"));
}

#[test]
fn a_record_with_two_faults_counts_once_against_what_is_allowed() {
    let desk = Desk::new("fault-once");
    // The undated record counts as of the day of the other one, and says something else: both are set aside. That it
    // also has a bad value makes it no second record.
    desk.put("accounts.ndjson", "{\"id\":\"b\",\"nps\":99}\n{\"id\":\"b\",\"arr\":2,\"as_of\":\"2026-06-30\"}\n");
    let ran = desk.run("accounts.ndjson", &["--max-rejects", "2", "--rejects", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told: Vec<u64> = lines(&ran.out).iter().map(|reject| reject["line"].as_u64().unwrap()).collect();
    assert_eq!(told, [1, 1, 2], "in the order of the lines");
    assert_eq!(desk.run("accounts.ndjson", &["--max-rejects", "1"]).code, 3);
}

#[test]
fn bad_values_are_compared_even_where_rejects_are_no_longer_kept() {
    let desk = Desk::new("many-rejects");
    let mut text = String::new();
    for number in 0..10_500 {
        text += &format!("{{\"id\":\"x{number}\",\"nps\":11}}\n");
    }
    // Two records that differ in a value that is none, and two that do not.
    text +=
        "{\"id\":\"a\",\"nps\":12}\n{\"id\":\"a\",\"nps\":13}\n{\"id\":\"b\",\"nps\":12}\n{\"id\":\"b\",\"nps\":12}\n";
    desk.put("accounts.ndjson", &text);
    let ran = desk.run("accounts.ndjson", &[]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("10,501 accounts"), "{}", ran.out);
    assert!(ran.out.contains("set aside: 2 records, 10,504 values"), "{}", ran.out);
    // 10,504 values and two contradictions, of which six are listed.
    assert!(flat(&ran.out).contains("and 10,500 more (--rejects FILE writes them all)"), "{}", ran.out);
    let all = desk.run("accounts.ndjson", &["--rejects", "-"]);
    assert_eq!(all.out.lines().count(), 10_506);
    let explained =
        stageplay(&["explain", &desk.at("small.play"), "--accounts", &desk.at("accounts.ndjson"), "--account", "a"]);
    assert!(flat(&explained.err).contains("the record of account `a` was set aside"), "{}", explained.err);
}

#[test]
fn a_share_of_rejects_is_counted_exactly() {
    let desk = Desk::new("share");
    // 29% of 100 is 28.999999999999996 in binary fractions.
    let mut text = String::new();
    for number in 0..100 {
        text += &format!("{{\"id\":\"x{number}\",\"nps\":{}}}\n", if number < 29 { 11 } else { 9 });
    }
    desk.put("accounts.ndjson", &text);
    for (most, code) in [("29%", 0), ("28.9%", 3), ("29", 0), ("28", 3), ("0", 3), ("0%", 3), ("100%", 0)] {
        assert_eq!(desk.run("accounts.ndjson", &["--max-rejects", most]).code, code, "{most}");
    }
    for wrong in ["-1", "-1%", "101%", "1e999%", "NaN%", "", "%", "5 %", "18446744073709551616"] {
        let ran = desk.run("accounts.ndjson", &["--max-rejects", wrong]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
        assert!(!ran.err.contains("-- -1"), "{}", ran.err);
    }
}

#[test]
fn an_account_that_is_not_there_is_told_why() {
    let desk = Desk::new("explain-why");
    let long = "L".repeat(300);
    let text = format!(
        "{{\"id\":\"{long}\",\"arr\":1,\"arr\":2}}\n{{\"id\":\"\\u001b[31m\",\"arr\":1,\"arr\":2}}\n\
         {{\"id\":\"later\",\"as_of\":\"2027-01-01\"}}\n{{\"id\":\"old\",\"as_of\":\"2020-01-01\"}}\n"
    );
    desk.put("accounts.ndjson", text);
    let explain = |account: &str| {
        let (playbook, accounts) = (desk.at("small.play"), desk.at("accounts.ndjson"));
        let ran =
            stageplay(&["explain", &playbook, "--accounts", &accounts, "--as-of", "2026-06-30", "--account", account]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(!ran.err.contains('\u{1b}'));
        flat(&ran.err)
    };
    assert!(explain(&long).contains("was set aside"), "{}", explain(&long));
    assert!(explain("\u{1b}[31m").contains("was set aside"), "{}", explain("\u{1b}[31m"));
    assert!(explain("later").contains("`later` has no snapshot before 2027-01-01"), "{}", explain("later"));
    assert!(explain("old").contains("is stale on 2026-06-30"), "{}", explain("old"));
}

#[test]
fn a_name_that_wants_to_drive_the_terminal_is_shown_as_text() {
    let desk = Desk::new("name-escape");
    let (playbook, accounts) = (desk.at("small.play"), desk.put("accounts.ndjson", "{\"id\":\"a\"}\n"));
    let ran = stageplay(&["explain", &playbook, "--accounts", &accounts, "--account", "a", "sa\u{1b}[31mve"]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("`sa\\u{1b}[31mve`"), "{}", ran.err);
}

#[test]
fn accounts_that_cannot_be_read_are_2_and_the_message_offers_what_there_is() {
    let desk = Desk::new("no-accounts");
    let playbook = desk.at("small.play");
    let folder = desk.at("folder.csv");
    std::fs::create_dir(&folder).unwrap();
    for (path, said) in [
        ("-", "have no ending that says how they are written"),
        ("/dev/null", "expected the ending .ndjson, .jsonl, .json, .csv, .yaml, .parquet"),
        (&folder, "is a folder"),
        ("", "a value is required"),
    ] {
        let ran = stageplay(&["run", &playbook, "--accounts", path]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}");
        assert!(flat(&ran.err).contains(said), "{path}: {}", ran.err);
        assert!(!ran.err.contains("format named"), "no flag names a format: {}", ran.err);
    }
}
