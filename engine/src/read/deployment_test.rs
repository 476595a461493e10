//! What a `stageplay.yaml` may say, and every way in which it can be wrong.

use super::deployment::*;
use std::path::{Path, PathBuf};

fn read(text: &str) -> Deployment {
    deployment_text(Path::new("work/stageplay.yaml"), text).unwrap_or_else(|error| panic!("{error}"))
}

/// The fault of a text, without the name of the file.
fn fault(text: &str) -> String {
    let said = deployment_text(Path::new("stageplay.yaml"), text).unwrap_err().to_string();
    said.strip_prefix("`stageplay.yaml` ").unwrap().to_string()
}

#[test]
fn everything_has_its_place() {
    let said = read(
        "playbook: customers\n\
         accounts:\n  - exports/a.csv\n  - /data/b.ndjson\n\
         columns:\n  usage.logins_30d: \"Logins (30d)\"\n  arr: Annual value \n\
         state: state.db\n\
         deliver:\n\
         - {to: file, path: out/actions.ndjson}\n\
         - to: webhook\n  url: https://crm.example.com/hook?team=cs\n  secret_env: CRM_SECRET\n  name: crm\n\
         - {to: command, run: [./send.py, --retries, 3]}\n\
         - {to: file, path: second.ndjson}\n\
         budget: {opens: 50, opens per owner: 10}\n",
    );
    let at = |path: &str| PathBuf::from("work").join(path);
    let heading =
        |field: &str, heading: &str, line| ColumnHeading { field: field.into(), heading: heading.into(), line };
    let to = |name: &str, to| DeliverTo { name: name.into(), to };
    let expected = Deployment {
        file: at("stageplay.yaml"),
        playbooks: vec![at("customers")],
        accounts: vec![at("exports/a.csv"), PathBuf::from("/data/b.ndjson")],
        columns: Columns {
            file: at("stageplay.yaml"),
            headings: vec![heading("usage.logins_30d", "Logins (30d)", 6), heading("arr", "Annual value", 7)],
        },
        state: Some(at("state.db")),
        deliver: vec![
            to("file", DeliverTarget::File { path: at("out/actions.ndjson") }),
            to(
                "crm",
                DeliverTarget::Webhook {
                    url: "https://crm.example.com/hook?team=cs".into(),
                    secret_env: "CRM_SECRET".into(),
                },
            ),
            to(
                "command",
                DeliverTarget::Command {
                    program: "./send.py".into(),
                    arguments: vec!["--retries".into(), "3".into()],
                    folder: "work".into(),
                },
            ),
            to("file_2", DeliverTarget::File { path: at("second.ndjson") }),
        ],
        budget: Budget { opens: Some(50), opens_per_owner: Some(10) },
    };
    assert_eq!(said, expected);
}

#[test]
fn what_is_not_said_is_as_it_is_by_itself() {
    for text in ["", "# nothing\n", "\u{feff}{}\n"] {
        let said = read(text);
        assert_eq!((said.playbooks, said.accounts, said.state), (vec![PathBuf::from("work")], vec![], None));
        assert_eq!((said.deliver, said.budget), (vec![], Budget::default()));
    }
    let here = deployment_text(Path::new("stageplay.yaml"), "playbook: .").unwrap();
    assert_eq!(here.playbooks, [PathBuf::from(".")]);
    assert_eq!(read("playbook: [a, b]").playbooks, [PathBuf::from("work/a"), PathBuf::from("work/b")]);
    // Nothing of the environment is put in.
    assert_eq!(read("state: ${HOME}/state.db").state, Some(PathBuf::from("work/${HOME}/state.db")));
    let budget = read("budget: {opens per owner: 0}").budget;
    assert_eq!(budget, Budget { opens: None, opens_per_owner: Some(0) });
}

#[test]
fn keys_that_mean_nothing_are_named_with_the_nearest() {
    let all = "`playbook`, `accounts`, `columns`, `state`, `deliver`, `budget`";
    assert_eq!(
        fault("# x\naccount: a.csv"),
        format!("line 2: `account` means nothing here, expected {all}; did you mean `accounts`?")
    );
    assert_eq!(
        fault("budget:\n  open: 3"),
        "line 2: `open` means nothing here, expected `opens`, `opens per owner`; did you mean `opens`?"
    );
    assert_eq!(
        fault("deliver:\n- {to: file, path: a}\n- to: webhook\n  url: https://a.b\n  secret-env: A"),
        "line 5: `secret-env` means nothing here, expected `to`, `name`, `url`, `secret_env`; did you mean `secret_env`?"
    );
    assert_eq!(
        fault("deliver: [{to: file, url: https://a.b}]"),
        "line 1: `url` means nothing here, expected `to`, `name`, `path`"
    );
}

#[test]
fn what_is_given_twice_is_refused() {
    assert_eq!(fault("state: a\naccounts: x.csv\nstate: b"), "line 3: `state` is given twice");
    assert_eq!(fault("columns:\n  arr: A\n  arr: B"), "line 3: `arr` is given twice");
    assert_eq!(fault("accounts:\n- a.csv\n- b.csv\n- a.csv"), "line 4: `a.csv` is listed twice in `accounts`");
    assert_eq!(
        fault("columns:\n  arr: Value\n  mrr: \" Value\""),
        "line 3: the heading `Value` is given to both `arr` and `mrr`"
    );
    assert_eq!(
        fault("deliver:\n- {to: file, path: a, name: log}\n- {to: file, path: b, name: log}"),
        "line 3: two destinations are named `log`: give one another `name:`"
    );
    // A name that is made up makes way for one that was given.
    let said = read("deliver:\n- {to: file, path: a}\n- {to: file, path: b, name: file}");
    assert_eq!(said.deliver.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["file_2", "file"]);
}

#[test]
fn values_of_another_kind_are_named() {
    let clauses = "expects clauses, as in `accounts: exports/accounts.csv`, found";
    assert_eq!(fault("- a"), format!("line 1: `stageplay.yaml` {clauses} a list"));
    assert_eq!(fault("customers"), format!("line 1: `stageplay.yaml` {clauses} `customers`"));
    let files = "line 1: `accounts` expects the path of a file, or a list of them, found";
    assert_eq!(fault("accounts: {a: b}"), format!("{files} a group"));
    assert_eq!(fault("accounts:"), format!("{files} nothing"));
    assert_eq!(fault("accounts: \" \""), format!("{files} an empty text"));
    assert_eq!(fault("accounts: [a, [b]]"), format!("{files} a list"));
    assert_eq!(
        fault("accounts: []"),
        "line 1: `accounts` is an empty list, expected the path of a file, or a list of them"
    );
    assert_eq!(
        fault("playbook: true"),
        "line 1: `playbook` expects the folder of a playbook, or a list of them, found `true`"
    );
    assert_eq!(fault("state: [a]"), "line 1: `state` expects the path of a file, found a list");
    assert_eq!(
        fault("columns: [arr]"),
        "line 1: `columns` expects a heading for each field, as in `usage.logins: \"Logins (30d)\"`, found a list"
    );
    assert_eq!(
        fault("columns:\n  arr: [A, B]"),
        "line 2: `arr` expects the heading that the field has in the data, found a list"
    );
    assert_eq!(
        fault("budget: 50"),
        "line 1: `budget` expects limits, as in `{opens: 50, opens per owner: 10}`, found `50`"
    );
    for wrong in ["-1", "2.5", "many"] {
        assert_eq!(
            fault(&format!("budget:\n  opens: {wrong}")),
            format!("line 2: `opens` expects a whole number of plays, as in `50`, found `{wrong}`")
        );
    }
    assert_eq!(fault("a: [}"), "line 1: not written as YAML");
    assert_eq!(fault("state: !x y"), "line 1: a value with a tag, `!…`, is not taken");
}

#[test]
fn destinations_say_what_they_need() {
    let one = |text: &str| fault(&format!("deliver:\n- {{{text}}}"));
    let list = "line 1: `deliver` expects a list of destinations, as in `- {to: file, path: actions.ndjson}`, found";
    assert_eq!(fault("deliver: {to: file, path: a}"), format!("{list} a group"));
    assert_eq!(fault("deliver: actions.ndjson"), format!("{list} `actions.ndjson`"));
    assert_eq!(
        fault("deliver: [actions.ndjson]"),
        "line 1: `deliver` expects destinations, each as `{to: file, path: actions.ndjson}`, found `actions.ndjson`"
    );
    assert_eq!(one("path: a"), "line 2: a destination says what it is: `to:` with `file`, `webhook` or `command`");
    assert_eq!(
        one("to: webhok"),
        "line 2: `to` expects `file`, `webhook` or `command`, found `webhok`; did you mean `webhook`?"
    );
    assert_eq!(one("to: file"), "line 2: a `file` needs `path:`, as in `path: actions.ndjson`");
    assert_eq!(
        one("to: webhook, url: https://a.b"),
        "line 2: a `webhook` needs `secret_env:`, as in `secret_env: CRM_SECRET`"
    );
    assert_eq!(
        one("to: webhook, secret_env: A"),
        "line 2: a `webhook` needs `url:`, as in `url: https://crm.example.com/hook`"
    );
    for url in ["crm.example.com", "ftp://a.b", "https://", "https:///hook", "\"https://a.b/c d\""] {
        let said = one(&format!("to: webhook, secret_env: A, url: {url}"));
        let shown = url.trim_matches('"');
        let expected = "line 2: `url` expects an address, as in `https://crm.example.com/hook`, found";
        assert_eq!(said, format!("{expected} `{shown}`"));
    }
    assert_eq!(one("to: command"), "line 2: a `command` needs `run:`, as in `run: [python3, send.py]`");
    assert_eq!(
        one("to: command, run: python3 send.py"),
        "line 2: `run` expects a program and what it is given, as in `[python3, send.py]`: no shell reads it; write \
         `run: [python3, send.py]`"
    );
    assert_eq!(
        one("to: command, run: []"),
        "line 2: `run` expects a program and what it is given, as in `[python3, send.py]`, found an empty list"
    );
    assert_eq!(one("to: command, run: [a, {b: c}]"), "line 2: `run` expects words, found a group");
    let many = "- {to: file, path: a}\n".repeat(101);
    assert_eq!(fault(&format!("deliver:\n{many}")), "line 1: more than 100 destinations");
}

#[test]
fn secrets_do_not_stand_in_the_file() {
    let one = |text: &str| fault(&format!("deliver:\n- to: webhook\n  url: https://a.b\n  {text}"));
    assert_eq!(
        one("secret: hunter2"),
        "line 4: a secret does not stand in this file, which others read: name a variable of the environment that \
         holds it, `secret_env: NAME`"
    );
    let said = one("secret_env: whsec_aHVudGVyMg==");
    assert!(said.starts_with("line 4: `secret_env` holds the secret itself"), "{said}");
    assert!(!said.contains("aHVudGVy"));
    assert_eq!(
        one("secret_env: $CRM"),
        "line 4: `secret_env` expects the name of a variable of the environment, as in `CRM_SECRET`, found `$CRM`"
    );
    let said = fault("deliver: [{to: webhook, secret_env: A, url: \"https://kim:hunter2@a.b/c\"}]");
    assert_eq!(said, "line 1: `url` holds a name or a password: leave out what stands before `@`");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let missing = deployment(Path::new("none/stageplay.yaml")).unwrap_err().to_string();
    assert_eq!(missing, "there is no file or folder `none/stageplay.yaml`");
}
