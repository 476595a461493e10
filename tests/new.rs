//! `stageplay new`: a project that works, in a folder that was empty.

use crate::support::program::stageplay_in;
use crate::support::scratch::Scratch;
use std::fs;

#[test]
fn a_new_project_checks_tests_and_runs() {
    let scratch = Scratch::new("new-project");
    let folder = scratch.path();
    let args = ["new", "onboarding", "Acme Success", "--set", "quiet_after=10 days", "--as-of", "2026-03-02"];
    let ran = stageplay_in(folder, &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let project = folder.join("Acme Success");
    let text = fs::read_to_string(project.join("playbook/playbook.play")).unwrap();
    assert!(
        text.contains("playbook acme_success extends \"onboarding\" {") && text.contains("set quiet_after = 10 days")
    );
    // What the template says of 14 days is not true of 10.
    assert!(
        text.contains("disable test two_weeks_without_a_word \"written for another value of quiet_after\""),
        "{text}"
    );
    let checked = stageplay_in(&project, &["check", "playbook"]);
    assert_eq!(
        (checked.code, checked.out.contains("acme_success is fine")),
        (0, true),
        "{}{}",
        checked.out,
        checked.err
    );
    assert_eq!(stageplay_in(&project, &["fmt", "--check", "playbook"]).code, 0);
    assert_eq!(stageplay_in(&project, &["test", "playbook"]).code, 0);
    let run = stageplay_in(&project, &["run", "--top", "1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("Accounts  60 accounts"), "{}", run.out);
    assert!(project.join("state.db").exists(), "the run remembers");
    let today = stageplay_in(&project, &["today"]);
    assert_eq!(today.code, 0, "{}", today.err);
    let ci = fs::read_to_string(project.join("ci/github.yml")).unwrap();
    assert!(ci.contains("check-change.sh playbook --accounts accounts.ndjson --min-uncovered "), "{ci}");
    let readme = fs::read_to_string(project.join("README.md")).unwrap();
    assert!(readme.contains("| `quiet_after` | 10 days | Longest time without a word between us |"), "{readme}");
    assert!(readme.contains("| `director_cs` | \"director.cs@example.com\" |"), "{readme}");
}

#[test]
fn what_cannot_be_made_leaves_nothing_behind() {
    let scratch = Scratch::new("new-faults");
    let folder = scratch.path();
    fs::create_dir(folder.join("there")).unwrap();
    fs::write(folder.join("there/ours.txt"), "ours").unwrap();
    fs::create_dir(folder.join("empty")).unwrap();
    for (args, code, says) in [
        (&["new", "onboarding", "there"][..], 2, "`there` is not empty"),
        (&["new", "onbording", "x"], 2, "did you mean `onboarding`?"),
        (&["new", "nothing", "x"], 2, "there are `expansion-arc`"),
        (&["new", "onboarding", "x", "--set", "quiet_aftr=3 days"], 2, "did you mean `quiet_after`?"),
        (&["new", "onboarding", "x", "--set", "quiet_after=300 days"], 1, "`quiet_after` must be between"),
        (&["new", "onboarding", "empty", "--set", "quiet_after=many"], 1, "1 error in 1 file"),
        (&["new", "onboarding", "x", "--set", "quiet_after=1 days }\nplay x {"], 2, "expected a setting and its value"),
        (&["new", "onboarding"], 2, "<DIR>"),
    ] {
        let ran = stageplay_in(folder, args);
        assert_eq!((ran.code, ran.says(says)), (code, true), "{args:?}: {}{}", ran.out, ran.err);
        assert!(!folder.join("x").exists(), "{args:?}");
    }
    assert_eq!(fs::read_to_string(folder.join("there/ours.txt")).unwrap(), "ours");
    assert_eq!(fs::read_dir(folder.join("empty")).unwrap().count(), 0);
}

#[test]
fn the_list_says_what_there_is_and_what_can_be_set() {
    let scratch = Scratch::new("new-list");
    let all = stageplay_in(scratch.path(), &["new", "--list"]);
    assert_eq!(all.code, 0, "{}", all.err);
    assert!(all.out.contains("expansion-arc") && all.out.contains("\nonboarding "), "{}", all.out);
    assert!(all.out.lines().all(|line| line.chars().count() <= 80), "{}", all.out);
    let one = stageplay_in(scratch.path(), &["new", "--list", "onboarding"]);
    assert!(one.out.contains("quiet_after = 14 days  Longest time without a word between us\n"), "{}", one.out);
}
