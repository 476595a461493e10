//! Files and programs as destinations.

use super::attempts::{Answer, Destination};
use super::command::Command;
use super::file::File;
use super::made_test::{Folder, action};
use std::fs;
use std::time::Duration;

fn why(answer: Answer) -> String {
    match answer {
        Answer::Failed { why, again: true } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_grows_by_whole_lines() {
    let folder = Folder::new("file");
    let path = folder.0.join("actions.ndjson");
    let mut file = File::new("log", &path);
    let (one, mut two) = (action("a", "1"), action("a", "2"));
    two.body = "{\n  \"id\": \"a-2\",\r\n  \"text\": \"x\\ny\"\n}\n".into();
    assert_eq!(file.send(&[&one, &two]), Answer::Sent);
    assert_eq!(file.send(&[&one]), Answer::Sent);
    let text = fs::read_to_string(&path).unwrap();
    let ids: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone()).collect();
    assert_eq!(ids, ["a-1", "a-2", "a-1"]);
    assert!(text.ends_with('\n'));
    assert_eq!(file.notes(), [""; 0]);
}

#[test]
fn half_a_line_is_told_of_and_followed_by_a_whole_one() {
    let folder = Folder::new("half");
    let path = folder.0.join("actions.ndjson");
    fs::write(&path, "{\"id\":\"x\"}\n{\"id\":").unwrap();
    let mut file = File::new("log", &path);
    let one = action("a", "1");
    assert_eq!(file.send(&[&one]), Answer::Sent);
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{{\"id\":\"x\"}}\n{{\"id\":\n{}\n", one.body));
    let shown = path.to_string_lossy();
    let said =
        format!("the last line of `{shown}` was not whole: it is left as it is, and what is sent now begins below it");
    assert_eq!(file.notes(), [said]);
    assert_eq!(file.send(&[&one]), Answer::Sent);
    assert_eq!(file.notes(), [""; 0]);
}

#[test]
fn a_file_that_cannot_be_written_keeps_the_actions_waiting() {
    let folder = Folder::new("nowhere");
    let path = folder.0.join("none/actions.ndjson");
    let said = why(File::new("log", &path).send(&[&action("a", "1")]));
    assert!(said.starts_with(&format!("cannot write `{}`: ", path.to_string_lossy())), "{said}");
}

#[cfg(unix)]
fn script(folder: &Folder, text: &str) -> Command {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.0.join("hook.sh");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    // By the shell: a file that was just written cannot always be run itself while other tests start programs.
    Command::new("hook", "sh", &["hook.sh".into(), "extra".into()], Some(&folder.0))
}

#[cfg(unix)]
#[test]
fn a_program_is_given_each_action() {
    let folder = Folder::new("program");
    let mut command = script(&folder, "printf '%s %s ' \"$STAGEPLAY_ACTION_ID\" \"$1\" >> got; cat >> got; echo shown");
    let (one, two) = (action("a", "1"), action("a", "2"));
    assert_eq!(command.most_at_once(), 1);
    assert_eq!(command.send(&[&one]), Answer::Sent);
    assert_eq!(command.send(&[&two]), Answer::Sent);
    let got = fs::read_to_string(folder.0.join("got")).unwrap();
    assert_eq!(got, format!("a-1 extra {}\na-2 extra {}\n", one.body, two.body));
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_has_not_taken_the_action() {
    let folder = Folder::new("failing");
    let mut command = script(&folder, "echo first >&2; printf 'no \\033[2J room\\n\\n' >&2; exit 3");
    assert_eq!(why(command.send(&[&action("a", "1")])), "`sh` ended with exit code 3: no \\u{1b}[2J room");
    // One that does not read what it is given may take it all the same.
    let mut big = action("a", "1");
    big.body = format!("{{\"x\":\"{}\"}}", "x".repeat(1 << 20));
    assert_eq!(script(&folder, "exit 0").send(&[&big]), Answer::Sent);
    let said = why(Command::new("hook", "./no-such-program", &[], Some(&folder.0)).send(&[&action("a", "1")]));
    assert!(said.contains("no-such-program` cannot be run: "), "{said}");
}

#[cfg(unix)]
#[test]
fn a_program_that_does_not_end_is_stopped() {
    let folder = Folder::new("endless");
    let mut command = script(&folder, "while :; do :; done").within(Duration::from_millis(50));
    assert_eq!(why(command.send(&[&action("a", "1")])), "`sh` did not end within 0.05 seconds and was stopped");
}
