//! `stageplay run`, as a user and as a pipeline see it.

use crate::support::program::stageplay;
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

const PORTFOLIO: [&str; 6] =
    ["run", "examples/portfolio", "--accounts", "examples/portfolio/accounts.ndjson", "--as-of", "2026-06-30"];
const WHOLESALER: [&str; 4] = ["run", "examples/wholesaler", "--accounts", "examples/wholesaler/accounts.ndjson"];

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

#[test]
fn the_summary_of_the_portfolio_is_that_of_the_workload() {
    let ran = stageplay(&with(&PORTFOLIO, &["--summary", "json"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let sums: Value = serde_json::from_str(&ran.out).unwrap();
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(root().join("examples/portfolio/expected.json")).unwrap()).unwrap();
    for counts in ["bands", "stages", "plays"] {
        assert_eq!(sums[counts], expected[counts]);
    }
    for sum in ["health_sum", "priority_sum"] {
        let (ours, theirs) = (sums[sum].as_f64().unwrap(), expected[sum].as_f64().unwrap());
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{sum}: {ours} is not {theirs}");
    }
    let keys: Vec<&String> = sums.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["bands", "stages", "plays", "health_sum", "priority_sum"]);
}

/// Loops are compiled for several sets of vector instructions, which say the same to the last bit.
#[test]
fn every_set_of_instructions_decides_the_same() {
    let decided = |instructions: &str| {
        let ran = Command::new(env!("CARGO_BIN_EXE_stageplay"))
            .args(with(&PORTFOLIO, &["--decisions", "-"]))
            .current_dir(root())
            .env("STAGEPLAY_INSTRUCTIONS", instructions)
            .output()
            .unwrap();
        (ran.status.code(), String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap())
    };
    let best = decided("best");
    assert_eq!((best.0, best.1.lines().count()), (Some(0), 1000));
    for instructions in ["baseline", "avx2"] {
        assert!(decided(instructions).1 == best.1, "{instructions}");
    }
    let (code, _, told) = decided("sse9");
    assert_eq!(code, Some(2));
    assert!(told.contains("expected baseline, avx2 or best"), "{told}");
}

/// Where all actions are written all are told of; else only those that are listed are, and they are the same.
#[test]
fn the_listed_actions_are_the_first_of_all() {
    let scratch = Scratch::new("listed");
    let actions = scratch.path().join("actions.ndjson");
    for top in ["0", "1", "10", "5000"] {
        let listed = stageplay(&with(&PORTFOLIO, &["--top", top]));
        let of_all = stageplay(&with(&PORTFOLIO, &["--top", top, "--actions", &actions.to_string_lossy()]));
        let told: Vec<&str> = of_all.out.lines().filter(|line| !line.contains("actions.ndjson")).collect();
        assert!(listed.out.contains("Actions  1,"), "{}", listed.out);
        assert_eq!(listed.out.lines().collect::<Vec<_>>(), told, "--top {top}");
    }
}

#[test]
fn csv_and_ndjson_of_the_same_accounts_decide_the_same() {
    let scratch = Scratch::new("csv-same");
    let text = fs::read_to_string(root().join("examples/portfolio/accounts.ndjson")).unwrap();
    let records = lines(&text);
    let names: BTreeSet<&String> = records.iter().flat_map(|record| record.as_object().unwrap().keys()).collect();
    let mut csv = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(",") + "\n";
    for record in &records {
        let cell = |name: &&String| match &record[name.as_str()] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        csv += &(names.iter().map(cell).collect::<Vec<_>>().join(",") + "\n");
    }
    let path = scratch.path().join("accounts.csv");
    fs::write(&path, csv).unwrap();
    let path = path.to_string_lossy();
    let from_csv =
        stageplay(&["run", "examples/portfolio", "--accounts", &path, "--as-of", "2026-06-30", "--decisions", "-"]);
    let from_ndjson = stageplay(&with(&PORTFOLIO, &["--decisions", "-"]));
    assert_eq!(from_csv.code, 0);
    assert_eq!(from_csv.out, from_ndjson.out);
}

#[test]
fn decisions_and_actions_agree_with_each_other_and_with_the_summary() {
    let scratch = Scratch::new("decisions-actions");
    let decisions = scratch.path().join("decisions.ndjson");
    let actions = scratch.path().join("actions.json");
    let (to_decisions, to_actions) = (decisions.to_string_lossy(), actions.to_string_lossy());
    let ran =
        stageplay(&with(&WHOLESALER, &["--decisions", &to_decisions, "--actions", &to_actions, "--summary", "json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    let decisions = lines(&fs::read_to_string(&decisions).unwrap());
    let actions: Vec<Value> = serde_json::from_str(&fs::read_to_string(&actions).unwrap()).unwrap();

    assert_eq!(decisions.len(), 201);
    let keys: Vec<&String> = decisions[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["account", "as_of", "health", "band", "stage", "scores", "risks", "plays", "reasons"]);
    for (play, count) in summary["plays"].as_object().unwrap() {
        let open =
            decisions.iter().filter(|decision| decision["plays"].as_array().unwrap().contains(&play.as_str().into()));
        assert_eq!(open.count() as u64, count.as_u64().unwrap(), "{play}");
        let opened = |action: &&Value| action["type"] == "stageplay.play.opened" && action["data"]["play"] == **play;
        assert_eq!(actions.iter().filter(opened).count() as u64, count.as_u64().unwrap(), "{play}");
    }
    let ids: BTreeSet<&str> = actions.iter().map(|action| action["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), actions.len(), "every action has an id of its own");
    for action in &actions {
        for attribute in ["specversion", "id", "source", "type", "subject", "datacontenttype", "data"] {
            assert!(!action[attribute].is_null(), "CloudEvents asks for {attribute}: {action}");
        }
        assert_eq!(action["specversion"], "1.0");
        let about = if action["type"] == "stageplay.signal.raised" { "signal" } else { "account" };
        assert_eq!(action["subject"], action["data"][about]);
    }
    let again = stageplay(&with(&WHOLESALER, &["--actions", "-"]));
    let ids_again: Vec<String> = lines(&again.out).iter().map(|action| action["id"].to_string()).collect();
    let ids: Vec<String> = actions.iter().map(|action| action["id"].to_string()).collect();
    assert_eq!(ids, ids_again, "the same day twice names the same actions");
}

#[test]
fn due_dates_are_business_days_of_the_calendar() {
    // 2011-04-20 is the Wednesday before Easter: the 22nd and 25th are holidays, the 29th too (a royal wedding).
    let ran = stageplay(&with(&WHOLESALER, &["--as-of", "2011-04-20", "--actions", "-"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let actions = lines(&ran.out);
    let call = actions.iter().find(|action| action["data"]["task"] == "call").expect("somebody is to be called");
    // Two business days: the 21st and, after Easter, the 26th.
    assert_eq!(call["data"]["due"], "2011-04-26");
}

/// 2026-06-30 is a Tuesday, and a call is due a business day later: two business days after it is Thursday, and three after
/// the 1st is the Monday of the week after.
#[test]
fn an_escalation_says_how_long_nothing_was_done() {
    let scratch = Scratch::new("escalation-reason");
    let state = scratch.path().join("state").to_string_lossy().into_owned();
    let arc = "playbooks/expansion-arc";
    let accounts = format!("{arc}/accounts.ndjson");
    let reasons = |day: &str| {
        let ran =
            stageplay(&["run", arc, "--accounts", &accounts, "--state", &state, "--as-of", day, "--actions", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let told = |action: &Value| action["data"]["play"] == "executive_escalation" && action["subject"] == "A08";
        let escalated = |action: &Value| action["type"] == "stageplay.play.escalated";
        let told: Vec<Value> = lines(&ran.out).into_iter().filter(|it| told(it) && escalated(it)).collect();
        told.iter().map(|action| action["data"]["reason"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(reasons("2026-06-30"), [""; 0]);
    assert_eq!(reasons("2026-07-02"), ["open for 2 business days"]);
    assert_eq!(reasons("2026-07-06"), ["task outreach is 3 business days overdue"]);
}

#[test]
fn a_date_the_calendar_does_not_cover_is_a_fault_and_not_a_wrong_date() {
    let scratch = Scratch::new("calendar-end");
    scratch.copy("examples/wholesaler");
    let folder = scratch.path().join("examples/wholesaler");
    let calendar = folder.join("calendars/uk.yaml");
    fs::write(&calendar, "weekend: [saturday, sunday]\ncovers: {from: 2010-01-01, to: 2011-12-01}\nholidays: []\n")
        .unwrap();
    let (folder, accounts) = (folder.to_string_lossy().into_owned(), "examples/wholesaler/accounts.ndjson");
    let ran = stageplay(&["run", &folder, "--accounts", accounts]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("the calendar does not cover 2011-11-30"), "{}", ran.err);
    assert!(ran.says("help: extend `covers`"), "{}", ran.err);
}

#[test]
fn the_first_line_says_the_date_where_it_comes_from_and_that_nothing_is_remembered() {
    let told = |more: &[&str]| {
        let out = stageplay(&with(&WHOLESALER, more)).out;
        out.split("\n\n").next().unwrap().replace('\n', " ")
    };
    assert_eq!(
        told(&[]),
        "Customers who reorder 1.0.0, as of 2011-11-30 (the newest date in the data), no memory: every account is seen \
         for the first time"
    );
    assert_eq!(
        told(&["--state", "none", "--as-of", "2011-06-30"]),
        "Customers who reorder 1.0.0, as of 2011-06-30, no memory (--state none)"
    );
    let undated = stageplay(&["run", "examples/portfolio", "--accounts", "examples/portfolio/accounts.ndjson"]).out;
    let undated = undated.replace('\n', " ");
    assert!(undated.contains("(today: the records carry no date)"), "{undated}");
}

#[test]
fn in_a_pipe_there_are_no_colours_and_no_line_is_wider_than_80() {
    let ran = stageplay(&with(&WHOLESALER, &["--top", "60"]));
    assert!(!ran.out.contains('\u{1b}'));
    assert_eq!(ran.err, "");
    for line in ran.out.lines() {
        assert!(line.chars().count() <= 80, "{} wide: {line}", line.chars().count());
    }
}

#[test]
fn a_stream_on_standard_output_is_alone_there() {
    let ran = stageplay(&with(&WHOLESALER, &["--decisions", "-"]));
    assert_eq!(lines(&ran.out).len(), 201);
    assert!(ran.says("Actions"), "the human view goes to standard error");
    let both = stageplay(&with(&WHOLESALER, &["--decisions", "-", "--summary", "json"]));
    assert_eq!((both.code, both.out.as_str()), (2, ""));
    assert!(both.says("only one of"), "{}", both.err);
}

#[test]
fn wrong_usage_and_outside_faults_are_2() {
    for (args, said) in [
        (vec!["run", "no/such/playbook", "--accounts", "x.ndjson"], "there is no file or folder `no/such/playbook`"),
        (
            vec!["run", "examples/portfolio", "--accounts", "no-such.ndjson"],
            "there is no file or folder `no-such.ndjson`",
        ),
        (vec!["run", "examples/portfolio"], "--accounts"),
        (
            with(&PORTFOLIO, &["--decisions", "out.xlsx"]),
            "should end in .ndjson, .jsonl, .json, .csv, .parquet, .arrow",
        ),
        (with(&PORTFOLIO, &["--decisions", "no/such/folder/out.csv"]), "cannot write"),
        (with(&PORTFOLIO, &["--max-rejects", "some"]), "expected a number of records or a share"),
        (vec!["run", "examples/portfolio", "--accounts", "x.ndjson", "--as-of", "2026-02-30"], "a date that exists"),
    ] {
        let ran = stageplay(&args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.says(said), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn faults_in_the_playbook_are_1_in_run_too() {
    let scratch = Scratch::new("typo");
    scratch.copy("examples/portfolio");
    let playbook = scratch.path().join("examples/portfolio/playbook.play");
    let text = fs::read_to_string(&playbook).unwrap().replace("health is red and arr", "helth is red and arr");
    fs::write(&playbook, text).unwrap();
    let playbook = playbook.to_string_lossy();
    for args in [vec!["check", &playbook], vec!["run", &playbook, "--accounts", "examples/portfolio/accounts.ndjson"]] {
        let ran = stageplay(&args);
        assert_eq!(ran.code, 1);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("SP0201"), "{said}");
        assert!(said.contains("did you mean `health`?"), "{said}");
        assert!(said.contains("1 error"), "{said}");
    }
}

#[test]
fn what_is_set_aside_is_told_written_and_makes_3_unless_allowed() {
    let scratch = Scratch::new("rejects");
    let accounts = scratch.path().join("accounts.ndjson");
    let good = fs::read_to_string(root().join("examples/portfolio/accounts.ndjson")).unwrap();
    let mut text: String = good.lines().take(8).map(|line| format!("{line}\n")).collect();
    // The ninth is no JSON, the tenth has a segment that does not exist: a record each. The eleventh has an optional
    // value that cannot be: only that value.
    text += "{\"id\": \"acct-9\", \n";
    text += &good.lines().nth(9).unwrap().replace("\"segment\":\"", "\"segment\":\"micro_");
    text += "\n{\"id\":\"\\u001b[31macct-x\",\"segment\":\"smb\",\"arr\":1,\"contract_start\":\"2026-01-01\",\
             \"renewal_date\":\"2027-01-01\",\"nps\":11}\n";
    fs::write(&accounts, text).unwrap();
    let rejects = scratch.path().join("rejects.ndjson");
    let (accounts, to_rejects) = (accounts.to_string_lossy(), rejects.to_string_lossy());
    let run = |more: &[&str]| {
        stageplay(&with(&["run", "examples/portfolio", "--accounts", &accounts, "--as-of", "2026-06-30"], more))
    };
    let ran = run(&["--rejects", &to_rejects, "--top", "50"]);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("set aside: 2 records, 1 value"), "{}", ran.out);
    assert!(ran.out.contains("9 accounts"), "the rest is decided: {}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "text from accounts never becomes a terminal escape");
    let rejects = lines(&fs::read_to_string(&rejects).unwrap());
    let told: Vec<(u64, &str)> =
        rejects.iter().map(|reject| (reject["line"].as_u64().unwrap(), reject["kind"].as_str().unwrap())).collect();
    assert_eq!(told, [(9, "record"), (10, "record"), (11, "value")]);
    assert_eq!(run(&["--max-rejects", "3"]).code, 0);
    assert_eq!(run(&["--max-rejects", "2"]).code, 3);
    assert_eq!(run(&["--max-rejects", "30%"]).code, 0, "3 of 11 are 27.3%");
    assert_eq!(run(&["--max-rejects", "27%"]).code, 3);
    let summary = run(&["--summary", "json"]);
    assert_eq!(summary.code, 3);
    assert!(serde_json::from_str::<Value>(&summary.out).is_ok(), "the summary is alone on standard output");
    assert!(summary.says("set aside: 2 records, 1 value"), "{}", summary.err);
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let scratch = Scratch::new("formula");
    let accounts = scratch.path().join("accounts.ndjson");
    let record = "{\"id\":\"=HYPERLINK(1)\",\"segment\":\"smb\",\"arr\":1,\"contract_start\":\"2026-01-01\",\
                  \"renewal_date\":\"2027-01-01\"}\n";
    fs::write(&accounts, record).unwrap();
    let decisions = scratch.path().join("decisions.csv");
    let (accounts, to_decisions) = (accounts.to_string_lossy(), decisions.to_string_lossy());
    let ran = stageplay(&[
        "run",
        "examples/portfolio",
        "--accounts",
        &accounts,
        "--as-of",
        "2026-06-30",
        "--decisions",
        &to_decisions,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let csv = fs::read_to_string(&decisions).unwrap();
    assert!(
        csv.starts_with("account,as_of,health,band,stage,priority,plays,reasons\n'=HYPERLINK(1),2026-06-30,"),
        "{csv}"
    );
}

#[test]
fn an_account_without_a_fresh_snapshot_is_listed_and_not_decided() {
    // On 2011-12-31 the snapshots of 2011-11-30 are 31 days old, which is just fresh enough; a day later they are not.
    let fresh = stageplay(&with(&WHOLESALER, &["--as-of", "2011-12-31"]));
    assert!(fresh.out.contains("201 accounts"), "{}", fresh.out);
    let stale = stageplay(&with(&WHOLESALER, &["--as-of", "2012-01-01"]));
    assert!(stale.out.contains("0 accounts"), "{}", stale.out);
    assert!(stale.out.contains("stale: 201 accounts not decided"), "{}", stale.out);
    // Before the first month end there is nobody yet.
    let early = stageplay(&with(&WHOLESALER, &["--as-of", "2010-12-30"]));
    assert!(early.out.contains("later: 201 accounts not decided, first seen after 2010-12-30"), "{}", early.out);
}
