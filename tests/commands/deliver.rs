//! `stageplay deliver`: where to, at least once, in order, and no more openings than the budget allows.

use super::{Book, words};
use serde_json::Value;

fn ids(text: &str) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    text.lines().map(id).collect()
}

fn steps(text: &str) -> Vec<String> {
    let step = |line: &str| {
        let event: Value = serde_json::from_str(line).unwrap();
        let kind = event["type"].as_str().unwrap().trim_start_matches("stageplay.").to_owned();
        format!("{} {} {kind}", event["subject"].as_str().unwrap(), event["data"]["play"].as_str().unwrap())
    };
    text.lines().map(step).collect()
}

#[test]
fn what_waits_goes_to_a_file_once_and_in_order() {
    let book = Book::begun("deliver-file");
    let to = ["deliver", "--to", "file", "--path", "out.ndjson"];
    let dry = book.of_state(&[&to[..], &["--dry-run"]].concat());
    assert!(dry.contains("6 actions would go 2026-03-02 A1 rescue: play.opened (ann@example.com)"), "{dry}");
    assert!(!book.path().join("out.ndjson").exists());
    assert!(book.of_state(&to).ends_with("6 sent"));
    let expected = [
        "A1 rescue play.opened",
        "A1 rescue task.created",
        "A1 leaver play.opened",
        "A1 leaver task.created",
        "A4 rescue play.opened",
        "A4 rescue task.created",
    ];
    assert_eq!(steps(&book.read("out.ndjson")), expected);
    assert!(book.of_state(&to).ends_with("0 sent"));
    // Another place has been sent nothing.
    assert!(book.of_state(&["deliver", "--to", "file", "--path", "other.ndjson"]).ends_with("6 sent"));
    assert!(book.of_state(&["state"]).contains("actions 0 have not been sent anywhere"));
    book.run("day2.ndjson");
    assert!(book.of_state(&to).ends_with("1 sent"));
    assert_eq!(steps(&book.read("out.ndjson"))[6], "A1 rescue play.closed");
}

#[test]
fn a_budget_opens_the_most_urgent_and_keeps_the_rest_for_the_next_delivery() {
    let book = Book::new("deliver-budget");
    book.write(
        "stageplay.yaml",
        "playbook: book.play\naccounts: day1.ndjson\nstate: s.db\ndeliver:\n- {to: file, path: crm.ndjson, name: crm}\n- {to: file, path: \
         chat.ndjson, name: chat}\nbudget: {opens: 1}\n",
    );
    book.done(&["run"]);
    // What the delivery will keep back is in the manifest of the run: of three runs the one of A4 goes.
    let runs: Vec<Value> = book.export().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let manifest = &runs[1]["manifest"];
    assert_eq!(manifest["budget"]["opens"], 1);
    assert_eq!(manifest["withheld"]["actions"], 4);
    assert_eq!(manifest["withheld"]["owners"][0]["owner"], "ann@example.com");
    assert_eq!(manifest["withheld"]["owners"][0]["over_opens"], 2);
    let said = book.done(&["deliver"]);
    assert_eq!(
        said,
        "crm 2 sent chat 2 sent budget 4 actions kept back, to compete again at the next delivery ann@example.com: 1 told \
         of, 2 plays over `opens` (1)"
    );
    // 70,000 of A4 comes before 50,000 of A1.
    assert_eq!(steps(&book.read("crm.ndjson")), ["A4 rescue play.opened", "A4 rescue task.created"]);
    assert_eq!(book.read("crm.ndjson"), book.read("chat.ndjson"));
    // `rescue` of A1 closes before anybody was told of it; `leaver` of A1 goes now.
    book.done(&["run", "--accounts", "day2.ndjson"]);
    let said = book.done(&["deliver", "--to", "crm"]);
    assert_eq!(said, "crm 2 sent 3 actions dropped: the run closed before anybody was told that it had opened");
    let steps = steps(&book.read("crm.ndjson"));
    assert_eq!(steps[2..], ["A1 leaver play.opened", "A1 leaver task.created"]);
    // The other destination gets what somebody was told of.
    assert_eq!(book.done(&["deliver"]), "crm 0 sent chat 2 sent");
    let shown = book.of_state(&["state", "show", "A1"]);
    assert!(shown.contains("play.opened rescue: dropped: its run closed before anybody was told"), "{shown}");
}

#[cfg(unix)]
#[test]
fn what_a_program_has_not_taken_is_sent_again_and_nothing_else() {
    let book = Book::begun("deliver-command");
    // Takes the first two, then fails; what it has taken is in `taken`.
    book.write("take.sh", "cat >> taken\n[ \"$(wc -l < taken)\" -le \"$1\" ] || { echo no more >&2; exit 3; }\n");
    let to = |most: &'static str| ["deliver", "--to", "command", "--state", "s.db", "--", "sh", "take.sh", most];
    // The name says what is run: both deliveries are to the same program.
    book.write(
        "stageplay.yaml",
        "playbook: book.play\nstate: s.db\ndeliver: [{to: command, name: take, run: [sh, take.sh, \"2\"]}]\n",
    );
    let ran = book.ran(&["deliver"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    let said = words(&ran.out);
    // Of `leaver` the opening fails and its task waits; the same with `rescue` of A4.
    assert_eq!(
        said,
        "take 2 sent, 2 not taken, 2 waiting for an earlier one, or for the next delivery `sh` ended with exit code 3: \
         no more"
    );
    book.write(
        "stageplay.yaml",
        "playbook: book.play\nstate: s.db\ndeliver: [{to: command, name: take, run: [sh, take.sh, \"99\"]}]\n",
    );
    assert_eq!(book.done(&["deliver"]), "take 4 sent");
    // All were sent, the two that failed twice, with the same ids.
    let sent = ids(&book.read("taken"));
    let mut once = sent.clone();
    once.sort();
    once.dedup();
    assert_eq!((sent.len(), once.len()), (8, 6));
    let ran = book.ran(&to("99"));
    assert_eq!((ran.code, words(&ran.out).ends_with("6 sent")), (0, true), "{}{}", ran.out, ran.err);
}

#[test]
fn where_to_must_be_said() {
    let book = Book::begun("deliver-where");
    let refused = |args: &[&str]| book.refused(&[&["deliver"], args].concat());
    assert!(refused(&[]).starts_with("no destination is named, and there is no `stageplay.yaml` in this folder"));
    assert_eq!(refused(&["--to", "file"]), "`--to file` needs `--path FILE`");
    assert_eq!(refused(&["--to", "command"]), "`--to command` needs `-- PROGRAM ARG …`");
    assert_eq!(refused(&["--to", "webhook"]), "`--to webhook` needs `--url URL --secret-env NAME`");
    assert_eq!(
        refused(&["--to", "file", "--path", "x", "--url", "https://a.b", "--secret-env", "S"]),
        "--url belongs to `--to webhook`, not to `--to file`"
    );
    let missing = refused(&["--to", "webhook", "--url", "https://a.b/c", "--secret-env", "NO_SUCH_VARIABLE"]);
    assert!(missing.contains("the environment has no variable `NO_SUCH_VARIABLE`"), "{missing}");
    book.write("stageplay.yaml", "playbook: book.play\ndeliver: [{to: file, path: out.ndjson, name: crm}]\n");
    assert_eq!(refused(&["--to", "cmr"]), "there is no destination `cmr` help: did you mean `crm`?");
    book.write("stageplay.yaml", "playbook: book.play\n");
    assert!(refused(&[]).starts_with("`stageplay.yaml` names no destination"));
}
