//! `stageplay diff` and `test --mutants`: what is told, to whom, and how it ends.

use crate::support::program::{stageplay, stageplay_in};
use crate::support::scratch::Scratch;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PLAYBOOK: &str = "stageplay 1

playbook care { }
roles { csm = \"cs@example.com\" }
account {
  id = id
  revenue = arr
  id text required
  arr money USD required
  logins count
  seats count
}
risk silence {
  watch when logins < 10
}
defaults play {
  again after 30 days
  on activation existing
  if cleared keep
}
play wake_up {
  when silence is watch
  priority amount(arr)
  task call \"Call\" owner csm due in 2 days
}
play grow {
  when seats > 5
  priority amount(arr)
  task ask \"Ask\" owner csm due in 2 days
}
test quiet { account quiet on 2026-06-30 expect silence is watch }
";

const ACCOUNTS: &str = "id,arr,logins,seats\nAcme,100,12,3\nBirch,200,4,6\n<b>*x*,300,40,4\nDune,400,10,5\n";

/// Two versions and accounts.
fn versions(name: &str, edits: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new(name);
    let mut changed = PLAYBOOK.to_owned();
    for (from, to) in edits {
        assert!(changed.contains(from), "{from}");
        changed = changed.replace(from, to);
    }
    for (folder, text) in [("old", PLAYBOOK), ("new", changed.as_str())] {
        let folder = scratch.path().join(folder);
        fs::create_dir_all(folder.join("fixtures")).unwrap();
        fs::write(folder.join("care.play"), text).unwrap();
        fs::write(folder.join("fixtures/all.yaml"), "quiet:\n  arr: 100\n  logins: 5\n  seats: 5\n").unwrap();
    }
    fs::write(scratch.path().join("accounts.csv"), ACCOUNTS).unwrap();
    scratch
}

fn told(scratch: &Scratch) -> Value {
    let args = ["diff", "old", "new", "--accounts", "accounts.csv", "--as-of", "2026-06-30", "--format", "json"];
    let ran = stageplay_in(scratch.path(), &args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).unwrap()
}

/// Name and effect of what is said differently.
fn changes(told: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    told["changes"].as_array().unwrap().iter().map(|it| (text(&it["name"]), text(&it["effect"]))).collect()
}

#[test]
fn each_difference_is_given_to_the_change_that_makes_it() {
    let edits = [("logins < 10", "logins < 15"), ("seats > 5", "seats > 6"), ("play grow {", "play grow \"Grow\" {")];
    let told = told(&versions("diff-causes", &edits));
    let pair = |name: &str, effect: &str| (name.to_owned(), effect.to_owned());
    assert_eq!(
        changes(&told),
        [pair("risk silence / watch", "widens"), pair("play grow", "cosmetic"), pair("play grow / when", "narrows"),]
    );
    // Acme (12 logins) and Dune (10) are quiet now; Birch (6 seats) is not asked any more.
    let causes = told["population"]["causes"].as_array().unwrap();
    let given: Vec<(&Value, &Value)> = causes.iter().map(|it| (&it["changes"], &it["accounts"])).collect();
    assert_eq!(given[0], (&serde_json::json!(["risk silence / watch"]), &serde_json::json!(["Acme", "Dune"])));
    assert_eq!(given[1], (&serde_json::json!(["play grow / when"]), &serde_json::json!(["Birch"])));
    assert_eq!(told["population"]["summary"]["revenue"], 700.0);
    assert_eq!(told["population"]["summary"]["owners"][0]["added"], 2);
    assert_eq!(told["population"]["summary"]["owners"][0]["removed"], 1);
}

#[test]
fn a_change_that_shows_only_beside_another_is_marked() {
    // A let that nobody reads does nothing by itself; the play that reads it does not compile without it.
    let edits =
        [("risk silence {", "let quiet = logins < 11\nrisk silence {"), ("when silence is watch", "when quiet")];
    let told = told(&versions("diff-needs", &edits));
    let causes = told["population"]["causes"].as_array().unwrap();
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert_eq!(causes[0]["changes"], serde_json::json!(["play wake_up / when"]));
    assert_eq!(causes[0]["accounts"], serde_json::json!(["Dune"]));
}

#[test]
fn gates_end_with_one_and_unknown_names_with_two() {
    let scratch = versions("diff-gates", &[("logins < 10", "logins < 15")]);
    let with = |gate: &str| {
        let args = ["diff", "old", "new", "--accounts", "accounts.csv", "--as-of", "2026-06-30", "--fail-on", gate];
        stageplay_in(scratch.path(), &args)
    };
    assert_eq!(with("opens wake_up > 2").code, 0);
    let failed = with("opens wake_up > 1");
    assert_eq!(failed.code, 1);
    assert!(failed.out.contains("opens wake_up > 1: it is 2"), "{}", failed.out);
    let unknown = with("opens wakeup > 1");
    assert_eq!(unknown.code, 2);
    assert!(unknown.says("wake_up"), "{}", unknown.err);
    assert_eq!(with("opens > 1").code, 2);
}

#[test]
fn data_does_not_become_markup() {
    let scratch = versions("diff-hostile", &[("logins < 10", "logins < 41 and seats = 4")]);
    let args = ["diff", "old", "new", "--accounts", "accounts.csv", "--as-of", "2026-06-30", "--format", "markdown"];
    let ran = stageplay_in(scratch.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let causes = ran.out.split("### Because").nth(1).unwrap();
    assert!(!causes.contains("<b>") && !causes.contains("*x*"), "{causes}");
}

#[test]
fn the_same_is_told_as_the_same() {
    let told = told(&versions("diff-same", &[]));
    assert_eq!(changes(&told), []);
    assert_eq!(told["population"]["causes"], serde_json::json!([]));
}

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn revisions_are_read_from_git() {
    let scratch = versions("diff-git", &[("logins < 10", "logins < 15")]);
    let run = |args: &[&str]| stageplay_in(scratch.path(), args);
    git(scratch.path(), &["init", "-q", "-b", "main"]);
    git(scratch.path(), &["add", "-A"]);
    git(scratch.path(), &["commit", "-q", "-m", "first"]);
    let changed = scratch.path().join("new/care.play");
    fs::write(&changed, fs::read_to_string(&changed).unwrap().replace("logins < 15", "logins < 20")).unwrap();
    let ran = run(&["diff", "main..", "new"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("`logins < 15` is now `logins < 20`"), "{}", ran.out);
    let ran = run(&["diff", "main..main", "new"]);
    assert!(ran.out.contains("both say the same"), "{}", ran.out);
    let ran = run(&["diff", "nowhere..", "new"]);
    assert_eq!(ran.code, 2);
    assert!(ran.says("git knows no revision `nowhere`"), "{}", ran.err);
    let ran = run(&["diff", "--output=x..", "new"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn slips_that_no_test_notices_are_listed_with_an_account() {
    let scratch = versions("mutants", &[]);
    let ran = stageplay_in(scratch.path(), &["test", "old", "--mutants"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // Nothing is expected of `grow`, and the quiet account has 5 logins.
    assert!(ran.out.contains("play grow / when  threshold"), "{}", ran.out);
    assert!(ran.out.contains("`logins < 10` as `logins <= 10`"), "{}", ran.out);
    assert!(ran.out.contains("quiet with logins 10 would show it: risk silence none → watch"), "{}", ran.out);
    let gate = stageplay_in(scratch.path(), &["test", "old", "--mutants", "--max-survivors", "0"]);
    assert_eq!(gate.code, 1);
    let alone = stageplay(&["test", "playbooks/expansion-arc", "--max-survivors", "0"]);
    assert_eq!(alone.code, 2);
}

#[test]
fn without_accounts_those_at_the_boundaries_show_what_a_change_does() {
    let edits =
        [("logins < 10", "logins < 15"), ("seats > 5", "seats > 6"), ("again after 30 days", "again after 60 days")];
    let scratch = versions("diff-generated", &edits);
    let ran = stageplay_in(scratch.path(), &["diff", "old", "new", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["population"], Value::Null);
    let generated = &told["generated"];
    // The date of the test, and the fixture: 5 logins, 5 seats.
    assert_eq!(generated["as_of"], "2026-06-30");
    let of = |change: &str| -> &Value {
        let changes = generated["changes"].as_array().unwrap();
        &changes.iter().find(|it| it["changes"] == serde_json::json!([change])).unwrap()["witness"]
    };
    let silence = of("risk silence / watch");
    assert_eq!(silence["account"], "quiet with logins 14");
    assert_eq!(silence["differences"][0], "risk silence none → watch");
    // 6 seats are more than 5, and not more than 6.
    let grow = of("play grow / when");
    assert_eq!(grow["account"], "quiet with seats 6");
    assert_eq!(
        grow["differences"],
        serde_json::json!(["play grow open → idle", "not to do: grow.ask by cs@example.com"])
    );
    // They have no past.
    assert_eq!(of("defaults play / again"), &Value::Null);
    let text = stageplay_in(scratch.path(), &["diff", "old", "new"]).out;
    assert!(text.contains("none of them is a customer"), "{text}");
    assert!(!text.contains("revenue"), "{text}");
}

#[test]
fn without_common_fields_no_account_is_made() {
    let scratch =
        versions("diff-other-fields", &[("logins count", "logins count\n  spare count"), ("seats > 5", "seats > 6")]);
    let text = stageplay_in(scratch.path(), &["diff", "old", "new"]).out;
    assert!(text.contains("none were made: the two versions do not read the same fields"), "{text}");
}

#[test]
fn where_both_say_the_same_no_account_is_made() {
    let told = told(&versions("diff-same-generated", &[]));
    assert_eq!(told["generated"], Value::Null);
    let scratch = versions("diff-cosmetic", &[("play grow {", "play grow \"Grow\" {")]);
    let text = stageplay_in(scratch.path(), &["diff", "old", "new"]).out;
    assert!(!text.contains("generated"), "{text}");
}

#[test]
fn a_former_name_that_neither_version_goes_by_any_more_parts_nothing() {
    let scratch = versions("diff-formerly", &[("logins < 10", "logins < 15")]);
    for folder in ["old", "new"] {
        let path = scratch.path().join(folder).join("care.play");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            path,
            text.replace("play wake_up {", "play wake_up formerly call_them {")
                .replace("task ask", "task ask formerly beg"),
        )
        .unwrap();
    }
    let args = ["diff", "old", "new", "--accounts", "accounts.csv", "--as-of", "2026-06-30"];
    let ran = stageplay_in(scratch.path(), &args);
    // 12 and 10 logins are fewer than 15 and not than 10.
    assert!(ran.out.contains("play wake_up idle → open: 2 accounts"), "{}", ran.out);
    assert!(!ran.out.contains("unknown") && !ran.out.contains("not to do"), "{}", ran.out);
}
