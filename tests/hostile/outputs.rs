//! Places to write to that are full, closed, protected, taken or something else than they seem.

use super::{Desk, PORTFOLIO, flat, lines, with};
use crate::support::program::{stageplay, stageplay_into};
use std::fs::{self, File};
use std::io::pipe;

/// Why an account is where it is.
const EXPLAIN: [&str; 6] =
    ["explain", "examples/portfolio", "--accounts", "examples/portfolio/accounts.ndjson", "--account", "acct-0000001"];

#[test]
fn two_outputs_into_one_file_are_refused_before_anything_is_read() {
    let desk = Desk::new("same-output");
    let (out, dotted) = (desk.at("out.csv"), desk.at("./out.csv"));
    for pair in [["--decisions", "--actions"], ["--decisions", "--rejects"], ["--actions", "--rejects"]] {
        let ran = stageplay(&with(&PORTFOLIO, &[pair[0], &out, pair[1], &dotted]));
        assert_eq!(ran.code, 2, "{pair:?}: {}", ran.out);
        assert!(flat(&ran.err).contains("the same file"), "{}", ran.err);
        assert!(ran.says(pair[0]) && ran.says(pair[1]), "{}", ran.err);
        assert!(!fs::exists(&out).unwrap());
    }
}

#[test]
fn an_output_that_is_an_input_is_refused_and_nothing_is_lost() {
    let desk = Desk::new("output-is-input");
    let text = "{\"id\":\"a\",\"nps\":1}\n";
    let accounts = desk.put("accounts.ndjson", text);
    for flag in ["--decisions", "--actions", "--rejects"] {
        let ran = desk.run("accounts.ndjson", &[flag, &accounts]);
        assert_eq!(ran.code, 2, "{flag}: {}", ran.out);
        assert!(flat(&ran.err).contains("would be overwritten"), "{}", ran.err);
        assert_eq!(desk.text("accounts.ndjson"), text, "{flag}");
    }
    let playbook = desk.at("small.play");
    for flag in ["--decisions", "--actions", "--rejects"] {
        assert_eq!(desk.run("accounts.ndjson", &[flag, &playbook]).code, 2);
        assert!(desk.text("small.play").starts_with("stageplay 1"));
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_leads_to_an_input_through_a_link_is_refused() {
    let desk = Desk::new("output-links-input");
    let text = "{\"id\":\"a\",\"nps\":1}\n";
    let accounts = desk.put("accounts.ndjson", text);
    let link = desk.at("link.ndjson");
    std::os::unix::fs::symlink(&accounts, &link).unwrap();
    let ran = desk.run("accounts.ndjson", &["--decisions", &link]);
    assert_eq!((ran.code, desk.text("accounts.ndjson").as_str()), (2, text), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_closed_file_stays_closed() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new("link-and-mode");
    desk.put("accounts.ndjson", "{\"id\":\"a\",\"nps\":1}\n");
    let target = desk.put("june.csv", "old");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
    let link = desk.at("latest.csv");
    std::os::unix::fs::symlink("june.csv", &link).unwrap();
    let ran = desk.run("accounts.ndjson", &["--decisions", &link]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(desk.text("june.csv").starts_with("account,as_of,"), "{}", desk.text("june.csv"));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600, "nobody else may read it now");
}

#[test]
fn a_file_that_is_read_only_is_left_alone() {
    let desk = Desk::new("read-only");
    desk.put("accounts.ndjson", "{\"id\":\"a\",\"nps\":1}\n");
    let kept = desk.put("kept.csv", "precious");
    let mut permissions = fs::metadata(&kept).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&kept, permissions).unwrap();
    for flag in ["--decisions", "--actions", "--rejects"] {
        let ran = desk.run("accounts.ndjson", &[flag, &kept]);
        assert_eq!((ran.code, desk.text("kept.csv").as_str()), (2, "precious"), "{flag}: {}", ran.err);
        assert!(flat(&ran.err).contains("read-only"), "{}", ran.err);
    }
}

#[test]
fn nothing_half_written_is_left_and_nothing_beside_the_output_is_touched() {
    let desk = Desk::new("half-written");
    desk.put("accounts.ndjson", "{\"id\":\"a\",\"nps\":1}\n");
    desk.put("out.csv.part", "mine");
    let out = desk.at("out.csv");
    let names = || {
        let mut names: Vec<String> = fs::read_dir(desk.scratch.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    // The accounts are not there, so the run ends early.
    assert_eq!(desk.run("none.ndjson", &["--decisions", &out]).code, 2);
    assert_eq!(names(), ["accounts.ndjson", "out.csv.part", "small.play"]);
    assert_eq!(desk.run("accounts.ndjson", &["--decisions", &out]).code, 0);
    assert_eq!(names(), ["accounts.ndjson", "out.csv", "out.csv.part", "small.play"]);
    assert_eq!(desk.text("out.csv.part"), "mine");
}

#[test]
fn an_output_that_cannot_be_is_told_before_the_accounts_are_read() {
    let desk = Desk::new("early");
    desk.put("accounts.ndjson", "no json\n");
    let folder = desk.at("folder.csv");
    fs::create_dir(&folder).unwrap();
    for (path, said) in
        [(desk.at("out.xlsx"), "should end in"), (folder, "is a folder"), (desk.at("no/out.csv"), "no/out.csv")]
    {
        for flag in ["--decisions", "--actions", "--rejects"] {
            let ran = desk.run("accounts.ndjson", &[flag, &path]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{flag} {path}");
            assert!(flat(&ran.err).contains(said), "{flag} {path}: {}", ran.err);
        }
    }
}

#[test]
fn rejects_follow_their_ending_and_the_rules_of_standard_output() {
    let desk = Desk::new("rejects-out");
    desk.put("accounts.ndjson", "{\"id\":\"a\",\"nps\":1}\n{\"id\":\"=b()\",\"nps\":11}\nnonsense\n");
    let ran = desk.run("accounts.ndjson", &["--rejects", "-"]);
    assert_eq!(ran.code, 3);
    assert_eq!(lines(&ran.out).len(), 2, "alone on standard output: {}", ran.out);
    assert!(ran.says("set aside: 1 record, 1 value"), "{}", ran.err);
    for more in [["--decisions", "-"], ["--actions", "-"], ["--summary", "json"]] {
        let ran = desk.run("accounts.ndjson", &with(&["--rejects", "-"], &more));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{more:?}");
        assert!(ran.says("only one of"), "{}", ran.err);
    }
    let (csv, json) = (desk.at("rejects.csv"), desk.at("rejects.json"));
    assert_eq!(desk.run("accounts.ndjson", &["--rejects", &csv]).code, 3);
    let csv = desk.text("rejects.csv");
    assert!(csv.starts_with("kind,file,line,account,field,value,reason,help\nvalue,"), "{csv}");
    assert!(csv.contains(",2,'=b(),nps,11,"), "a spreadsheet gets no formula: {csv}");
    assert_eq!(desk.run("accounts.ndjson", &["--rejects", &json]).code, 3);
    let json: serde_json::Value = serde_json::from_str(&desk.text("rejects.json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
}

#[test]
fn a_reader_who_goes_away_is_no_fault_and_the_other_outputs_are_whole() {
    let desk = Desk::new("gone");
    let other = desk.at("actions.ndjson");
    for args in [
        with(&PORTFOLIO, &["--decisions", "-", "--actions", &other]),
        with(&PORTFOLIO, &["--top", "1000"]),
        with(&PORTFOLIO, &["--summary", "json"]),
        EXPLAIN.to_vec(),
        vec!["check", "examples/portfolio"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let ran = stageplay_into(&args, writer);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        assert!(!ran.err.contains("error") && !ran.err.contains("panic"), "{args:?}: {}", ran.err);
    }
    let all = stageplay(&with(&PORTFOLIO, &["--actions", "-"])).out;
    assert_eq!(desk.text("actions.ndjson"), all);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_2_wherever_the_output_goes() {
    let desk = Desk::new("full");
    for args in [
        with(&PORTFOLIO, &["--decisions", "-"]),
        with(&PORTFOLIO, &["--summary", "json"]),
        with(&PORTFOLIO, &[]),
        EXPLAIN.to_vec(),
        vec!["check", "examples/portfolio"],
    ] {
        let ran = stageplay_into(&args, File::options().write(true).open("/dev/full").unwrap());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert!(ran.says("cannot write"), "{args:?}: {}", ran.err);
    }
    for ending in ["csv", "json", "ndjson"] {
        let full = desk.at(&format!("full.{ending}"));
        std::os::unix::fs::symlink("/dev/full", &full).unwrap();
        for flag in ["--decisions", "--actions"] {
            let ran = stageplay(&with(&PORTFOLIO, &[flag, &full]));
            assert_eq!(ran.code, 2, "{flag} {full}: {}", ran.out);
            assert!(ran.says("cannot write"), "{}", ran.err);
        }
    }
}

#[test]
fn a_path_that_wants_to_drive_the_terminal_is_shown_as_text() {
    let desk = Desk::new("path-escape");
    desk.put("accounts.ndjson", "{\"id\":\"a\",\"nps\":1}\n");
    for name in ["a\u{1b}[31m\u{202e}.csv", "a\u{1b}[31m\u{202e}.xlsx", "no\u{1b}[31m\u{202e}/a.csv"] {
        let ran = desk.run("accounts.ndjson", &["--decisions", &desk.at(name)]);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said}");
        assert!(said.contains("\\u{1b}[31m"), "{said}");
    }
}
