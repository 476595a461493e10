//! `stageplay vendor`, `upgrade` and `origin`: copies of templates, what pins them, and who says what.

use crate::support::program::{Ran, stageplay_in};
use crate::support::scratch::Scratch;
use std::fs;
use std::path::Path;

const LOW: &str = r#"stageplay 1

playbook low "Low" {
  version  0.1.0
}

roles { csm = "cs@example.com" }

account {
  id       = id
  revenue  = arr
  id      text       required
  arr     money USD  required
  logins  count
}
"#;

/// Below this many logins an account is quiet.
fn care(version: &str, few: u32) -> String {
    format!(
        r#"stageplay 1

playbook care extends "../low" "Care" {{
  version  {version}
}}

setting few count = {few}  "Fewer logins are too few"

risk silence "Nobody logs in any more" {{
  watch     when logins < few
  critical  when logins = 0
}}

play wake_up "Find out why they are quiet" {{
  when           silence is at least watch
  priority       amount(arr)
  again          after 30 days
  if cleared     keep
  on activation  existing

  task call "Call {{id}}"  owner csm  due in 2 days
  task mail "Write to {{id}}"  owner csm  due in 1 day
}}
"#
    )
}

const OURS: &str = r#"stageplay 1

playbook ours extends "care" "Ours" {
  append wake_up {
    task note "Write down what {id} said"  owner csm  due in 3 days
  }
  replace wake_up.call "Phone {id}"  owner csm  due in 1 day
  disable wake_up.mail "We do not write"
}
"#;

const ACCOUNTS: &str = r#"{"id":"busy","as_of":"2026-03-02","arr":9000,"logins":40}
{"id":"slow","as_of":"2026-03-02","arr":7000,"logins":12}
{"id":"gone","as_of":"2026-03-02","arr":5000,"logins":0}
"#;

/// Names and texts.
type Files<'t> = &'t [(&'t str, &'t str)];

fn write(at: &Path, files: Files<'_>) {
    for (name, text) in files {
        let file = at.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn read(at: &Path, name: &str) -> String {
    fs::read_to_string(at.join(name)).unwrap()
}

fn lock(project: &Path) -> serde_json::Value {
    serde_json::from_str(&read(project, "stageplay.lock")).unwrap()
}

fn program(project: &Path) -> String {
    lock(project)["templates"]["care"]["program"].as_str().unwrap().to_owned()
}

/// A project that has vendored version 1, with version 2 beside it, where 15 logins are few.
fn vendored(scratch: &Scratch) -> std::path::PathBuf {
    let at = scratch.path();
    write(at, &[("v1/low/low.play", LOW), ("v2/low/low.play", LOW), ("v1/care/care.play", &care("1.0.0", 10))]);
    write(at, &[("v2/care/care.play", &care("2.0.0", 15)), ("ours/playbook/ours.play", OURS)]);
    write(at, &[("ours/accounts.ndjson", ACCOUNTS)]);
    write(at, &[("ours/stageplay.yaml", "playbook: playbook\naccounts: accounts.ndjson\n")]);
    let project = at.join("ours");
    done(&stageplay_in(&project, &["vendor", "../v1/care"]));
    project
}

/// Words parted by single blanks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn done(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn a_copy_is_pinned_with_what_it_extends_and_found_by_its_name() {
    let scratch = Scratch::new("vendor-copy");
    let project = vendored(&scratch);
    assert!(read(&project, "vendor/care/care.play").contains("playbook care extends \"low\" \"Care\""));
    assert_eq!(read(&project, "vendor/low/low.play"), LOW);
    let lock = lock(&project);
    assert_eq!(lock["templates"]["care"]["from"], "../v1/care");
    assert_eq!(lock["templates"]["care"]["version"], "1.0.0");
    assert_eq!(lock["templates"]["care"]["extends"], "low");
    assert_eq!(lock["templates"]["low"]["from"], "../v1/low");
    assert!(!lock.to_string().contains(&scratch.path().to_string_lossy().into_owned()));
    // The template is not where it was any more: the copy is all that is needed, wherever one stands.
    fs::remove_dir_all(scratch.path().join("v1")).unwrap();
    for (folder, path) in [(&project, "playbook"), (&project, "./playbook/ours.play"), (&project.join("playbook"), ".")]
    {
        let checked = stageplay_in(folder, &["check", path]);
        assert!(checked.code == 0 && checked.out.contains("ours is fine: 3 files"), "{}{}", checked.out, checked.err);
    }
    let run = stageplay_in(&project, &["run"]);
    assert!(run.out.contains("Phone gone") && !run.out.contains("slow"), "{}", run.out);
    done(&stageplay_in(&project, &["vendor", "--check"]));
    // A second time nothing is written, and from an absolute path its place is not told.
    let before = read(&project, "stageplay.lock");
    let whole = scratch.path().join("v2/low");
    let again = stageplay_in(&project, &["vendor", "low", "--from", &whole.to_string_lossy()]);
    assert!(again.out.contains("low 0.1.0 is there already"), "{}{}", again.out, again.err);
    assert_eq!(read(&project, "stageplay.lock"), before);
    let other = scratch.path().join("other");
    fs::create_dir(&other).unwrap();
    done(&stageplay_in(scratch.path(), &["vendor", &whole.to_string_lossy(), "other"]));
    assert_eq!(self::lock(&other)["templates"]["low"]["from"], "low (elsewhere)");
}

#[test]
fn layout_comments_and_files_leave_the_hash_and_a_number_does_not() {
    let scratch = Scratch::new("vendor-hash");
    let project = vendored(&scratch);
    let pinned = program(&project);
    let text = care("1.0.0", 10);
    let (head, play) = text.split_once("play wake_up").unwrap();
    let laid_out = text.replace("  version  ", "      version ").replace("count = 10", "count =    10");
    let spread = format!("# for them\nstageplay 1\nplay   wake_up{play}");
    let tests = "stageplay 1\n\ntest t \"Quiet\" {\n  account gone\n  on 2026-03-02 expect wake_up is open\n}\n";
    let fixtures = "gone: {as_of: 2026-03-02, id: gone, arr: 1, logins: 0}\n";
    let others: &[(&str, Files<'_>, bool)] = &[
        ("laid", &[("care.play", &laid_out)], true),
        ("spread", &[("z/first.play", &spread), ("second.play", head)], true),
        ("tested", &[("care.play", &text), ("tests/t.play", tests), ("fixtures/f.yaml", fixtures)], true),
        ("windows", &[("care.play", &text.replace('\n', "\r\n"))], true),
        ("few", &[("care.play", &care("1.0.0", 11))], false),
        ("words", &[("care.play", &text.replace("Call {id}", "Ring {id}"))], false),
        ("order", &[("care.play", &text.replace("critical  when logins = 0", "critical  when logins < 1"))], false),
    ];
    for (name, files, is_same) in others {
        let at = scratch.path().join(name);
        write(&at, &[("low/low.play", LOW), ("project/keep", "")]);
        write(&at.join("care"), files);
        done(&stageplay_in(&at.join("project"), &["vendor", "../care"]));
        assert_eq!(program(&at.join("project")) == pinned, *is_same, "{name}");
    }
    // The formatter's work on a copy is no other program, which --check says.
    let laid = scratch.path().join("laid/project");
    done(&stageplay_in(&laid, &["fmt", "vendor/care/care.play"]));
    let checked = stageplay_in(&laid, &["vendor", "--check"]);
    done(&checked);
    assert!(checked.out.contains("care 1.0.0: the program that is pinned"), "{}", checked.out);
    let text = read(&laid, "vendor/care/care.play").replace("= 10", "= 12");
    write(&laid, &[("vendor/care/care.play", &text)]);
    let checked = stageplay_in(&laid, &["vendor", "--check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("care 1.0.0: another program than is pinned; changed: care.play"), "{}", checked.out);
    assert!(checked.out.contains("low 0.1.0: as pinned"), "{}", checked.out);
}

#[test]
fn what_was_changed_here_is_never_overwritten() {
    let scratch = Scratch::new("vendor-own");
    let project = vendored(&scratch);
    let own = care("1.0.0", 10) + "# ours\n";
    write(&project, &[("vendor/care/care.play", &own), ("vendor/care/notes/mine.txt", "mine")]);
    let before = read(&project, "stageplay.lock");
    for args in [
        &["vendor", "../v1/care"][..],
        &["vendor", "care", "--from", "../v2/care"],
        &["upgrade", "care", "--from", "../v2/care", "--yes"],
    ] {
        let ran = stageplay_in(&project, args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert!(ran.says("care.play, notes/mine.txt (new)"), "{args:?}: {}", ran.err);
        assert_eq!(read(&project, "vendor/care/care.play"), own, "{args:?}");
        assert_eq!(read(&project, "stageplay.lock"), before, "{args:?}");
    }
    // A folder that nobody pinned is somebody's work, too.
    let other = scratch.path().join("other");
    write(&other, &[("vendor/care/care.play", "stageplay 1\n")]);
    let ran = stageplay_in(&other, &["vendor", "../v1/care"]);
    assert_eq!((ran.code, ran.says("is not pinned and says something else: care.play")), (2, true), "{}", ran.err);
    assert!(!other.join("stageplay.lock").exists() && !other.join("vendor/low").exists());
    assert_eq!(fs::read_dir(other.join("vendor")).unwrap().count(), 1);
}

#[test]
fn an_upgrade_shows_the_accounts_that_change_and_waits_for_a_yes() {
    let scratch = Scratch::new("vendor-upgrade");
    let project = vendored(&scratch);
    let (lock, text) = (read(&project, "stageplay.lock"), read(&project, "vendor/care/care.play"));
    let shown = stageplay_in(&project, &["upgrade", "care", "--from", "../v2/care"]);
    done(&shown);
    assert!(shown.out.contains("care 1.0.0 would become care 2.0.0"), "{}", shown.out);
    // 12 logins are fewer than 15 and not than 10: `slow` is watched now, and its play opens.
    assert!(shown.out.contains("of 3 accounts as of 2026-03-02") && shown.out.contains("slow"), "{}", shown.out);
    assert!(!shown.out.contains("busy"), "{}", shown.out);
    assert!(shown.out.contains("stageplay upgrade care --from ../v2/care --yes"), "{}", shown.out);
    assert_eq!((read(&project, "stageplay.lock"), read(&project, "vendor/care/care.play")), (lock, text));
    let taken = stageplay_in(&project, &["upgrade", "care", "--from", "../v2/care", "--yes"]);
    done(&taken);
    assert!(taken.out.contains("taken, and pinned in stageplay.lock: care 2.0.0"), "{}", taken.out);
    assert!(read(&project, "vendor/care/care.play").contains("count = 15"));
    assert_eq!(self::lock(&project)["templates"]["care"]["from"], "../v2/care");
    assert_eq!(fs::read_dir(project.join("vendor")).unwrap().count(), 2, "nothing is left over");
    done(&stageplay_in(&project, &["vendor", "--check"]));
    let again = stageplay_in(&project, &["upgrade", "care"]);
    assert!(again.out.contains("nothing to take: care 2.0.0"), "{}{}", again.out, again.err);
    // Another layout is said to be just that, and taken when asked for.
    write(scratch.path(), &[("v2/care/care.play", &care("2.0.0", 15).replace("count = ", "count =   "))]);
    let layout = stageplay_in(&project, &["upgrade", "care"]);
    assert!(
        layout.out.contains("care is the same program; layout, comments or tests differ: care.play"),
        "{}",
        layout.out
    );
    assert!(read(&project, "vendor/care/care.play").contains("count = 15"));
    done(&stageplay_in(&project, &["upgrade", "care", "--yes"]));
    assert!(read(&project, "vendor/care/care.play").contains("count =   15"));
}

#[test]
fn an_upgrade_that_verbs_no_longer_fit_is_refused() {
    let scratch = Scratch::new("vendor-unfit");
    let project = vendored(&scratch);
    let before = read(&project, "stageplay.lock");
    let two = care("2.0.0", 15).replace("task call", "task visit").replace("Call {id}", "See {id}");
    write(scratch.path(), &[("v2/care/care.play", &two)]);
    let ran = stageplay_in(&project, &["upgrade", "care", "--from", "../v2/care", "--yes"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.out.contains("`wake_up` of the template holds no `call`"), "{}", ran.out);
    assert!(ran.out.contains("playbook/ours.play:7:"), "{}", ran.out);
    assert!(ran.says("nothing was changed"), "{}", ran.err);
    assert_eq!(read(&project, "stageplay.lock"), before);
    // Mended for the new version, it does not fit the old one, and is taken all the same.
    write(&project, &[("playbook/ours.play", &OURS.replace("wake_up.call", "wake_up.visit"))]);
    let ran = stageplay_in(&project, &["upgrade", "care", "--from", "../v2/care", "--yes"]);
    done(&ran);
    assert!(ran.out.contains("does not fit the version that is here"), "{}", ran.out);
    done(&stageplay_in(&project, &["check", "playbook"]));
}

#[test]
fn a_template_of_the_program_is_vendored_with_its_calendar_and_tests() {
    let scratch = Scratch::new("vendor-shipped");
    let at = scratch.path();
    let copied = stageplay_in(at, &["vendor", "seat-saas"]);
    done(&copied);
    assert!(copied.out.contains("is copied to vendor/seat-saas: 1 file"), "{}", copied.out);
    let below = lock(at)["templates"]["seat-saas"]["extends"].as_str().unwrap().to_owned();
    assert!(at.join("vendor").join(&below).join("calendars/business-days.yaml").exists());
    assert!(lock(at)["templates"][&below]["from"].as_str().unwrap().starts_with("stageplay "));
    write(at, &[("mine.play", "stageplay 1\n\nplaybook mine extends \"seat_saas\" \"Mine\" { }\n")]);
    // What is vendored is no part of a playbook that is the project's own folder.
    let checked = stageplay_in(at, &["check", "."]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    done(&stageplay_in(at, &["test", "."]));
    let none = stageplay_in(at, &["upgrade", "seat-saas"]);
    assert!(none.out.contains("nothing to take"), "{}{}", none.out, none.err);
}

#[test]
fn readme_and_licence_go_along_and_are_no_part_of_the_program() {
    let scratch = Scratch::new("vendor-beside");
    let project = vendored(&scratch);
    let pinned = program(&project);
    let at = scratch.path().join("with");
    write(&at, &[("low/low.play", LOW), ("care/care.play", &care("1.0.0", 10)), ("project/keep", "")]);
    write(&at, &[("care/README.md", "Ask us."), ("care/LICENSE-MIT", "Free."), ("care/.secret.md", "no")]);
    write(&at, &[("care/accounts.ndjson", "{}"), ("care/notes/inside.md", "no")]);
    let own = at.join("project");
    done(&stageplay_in(&own, &["vendor", "../care"]));
    assert_eq!(read(&own, "vendor/care/README.md"), "Ask us.");
    assert_eq!(read(&own, "vendor/care/LICENSE-MIT"), "Free.");
    for left in [".secret.md", "accounts.ndjson", "notes"] {
        assert!(!own.join("vendor/care").join(left).exists(), "{left}");
    }
    assert_eq!(program(&own), pinned);
    // Of a file the folder may hold other templates, with a README of their own.
    let alone = at.join("alone");
    fs::create_dir(&alone).unwrap();
    done(&stageplay_in(&alone, &["vendor", "../care/care.play"]));
    assert!(alone.join("vendor/care/LICENSE-MIT").exists() && !alone.join("vendor/care/README.md").exists());
    write(&own, &[("vendor/care/README.md", "Ask me.")]);
    let checked = stageplay_in(&own, &["vendor", "--check"]);
    assert!(checked.code == 0 && flat(&checked.out).contains("were changed: README.md"), "{}", checked.out);
}

#[test]
fn a_project_elsewhere_is_upgraded_by_its_folder() {
    let scratch = Scratch::new("vendor-elsewhere");
    let project = vendored(&scratch);
    write(scratch.path(), &[("v1/care/care.play", &care("2.0.0", 15))]);
    let whole = project.to_string_lossy().into_owned();
    // `low` lies below `care`: one template is meant by the folder.
    for args in [&["upgrade", "ours"][..], &["upgrade", "care", "ours"], &["upgrade", &whole]] {
        let shown = stageplay_in(scratch.path(), args);
        done(&shown);
        assert!(shown.out.contains("of 3 accounts as of 2026-03-02") && shown.out.contains("slow"), "{}", shown.out);
        let again = format!("to take it: stageplay upgrade care {} --yes", args.last().unwrap());
        assert!(flat(&shown.out).contains(&again), "{}", shown.out);
    }
    done(&stageplay_in(scratch.path(), &["upgrade", &whole, "--yes"]));
    assert_eq!(lock(&project)["templates"]["care"]["from"], "../v1/care");
    assert_eq!(lock(&project)["templates"]["care"]["version"], "2.0.0");
    done(&stageplay_in(&project, &["vendor", "--check"]));
    done(&stageplay_in(&project, &["vendor", "second", "--from", "../v2/low"]));
    let ran = stageplay_in(scratch.path(), &["upgrade", "ours"]);
    assert_eq!(
        (ran.code, ran.says("`stageplay upgrade care ours` or `stageplay upgrade second ours`")),
        (2, true),
        "{}",
        ran.err
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let scratch = Scratch::new("vendor-faults");
    let project = vendored(&scratch);
    write(scratch.path(), &[("torn/a.play", "stageplay 1\n\nplay {\n")]);
    for (args, code, says) in [
        (&["vendor", "onbording"][..], 2, "did you mean `onboarding`?"),
        (&["vendor", "../none"], 2, "there is no file or folder `../none`"),
        (&["vendor", "onboarding", "nowhere"], 2, "`nowhere` is no folder"),
        (&["vendor", "../x", "--from", "../v1/care"], 2, "`../x` cannot be the name of a copy"),
        (&["vendor", "../torn"], 1, "SP01"),
        (&["upgrade", "cares"], 2, "did you mean `care`?"),
        (&["vendor", "low", "--from", "../v2/care"], 2, "have the same name"),
    ] {
        let ran = stageplay_in(&project, args);
        assert_eq!((ran.code, ran.says(says)), (code, true), "{args:?}: {}{}", ran.out, ran.err);
    }
    fs::remove_dir_all(scratch.path().join("v1")).unwrap();
    let ran = stageplay_in(&project, &["upgrade", "care"]);
    assert_eq!((ran.code, ran.says("`care` came from `../v1/care`, which is not there")), (2, true), "{}", ran.err);
    for wrong in
        ["{}", "{\"lock\": 1, \"templates\": {\"../up\": {\"from\": \"\", \"program\": \"\", \"files\": {}}}}", "<<<<"]
    {
        write(&project, &[("stageplay.lock", wrong)]);
        let ran = stageplay_in(&project, &["vendor", "--check"]);
        assert_eq!((ran.code, ran.says("is no lock")), (2, true), "{wrong}: {}", ran.err);
    }
}

/// A line per step of what `origin` says of a name, as JSON: what was done, by whom, where.
fn steps(at: &Path, playbook: &str, name: &str) -> Vec<String> {
    let ran = stageplay_in(at, &["origin", playbook, name, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let said: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let text = |step: &serde_json::Value, key: &str| step[key].as_str().unwrap_or_default().to_owned();
    let step = |step: &serde_json::Value| {
        let force = if step["in_force"] == true { "*" } else { "" };
        let place = format!("{}:{}", text(step, "file"), step["line"]);
        format!("{force}{} {} {place} {}", text(step, "did"), text(step, "layer"), text(step, "text"))
    };
    said["steps"].as_array().unwrap().iter().map(step).collect()
}

#[test]
fn an_origin_is_told_through_all_layers() {
    let scratch = Scratch::new("vendor-origin");
    let at = scratch.path();
    write(at, &[("low/low.play", LOW), ("care/care.play", &care("1.0.0", 10))]);
    let middle = OURS.replace("\"care\" \"Ours\" {", "\"../care\" {\n  set few = 12");
    let middle = middle.replace("playbook ours", "playbook middle");
    let middle = middle.replace("due in 3 days\n", "due in 3 days\n    expires after 9 days\n");
    write(at, &[("middle/middle.play", &middle)]);
    let top = "stageplay 1\n\nplaybook top extends \"../middle\" \"Top\" {\n  version  7\n  set few = 20\n  \
               replace wake_up.call \"See {id}\"  owner csm  due in 9 days\n  disable wake_up.note \"nobody reads it\"\n  \
               append account { country text }\n}\n";
    write(at, &[("top/top.play", top)]);
    assert_eq!(
        steps(at, "top", "few"),
        [
            "*set top top/top.play:5 set few = 20",
            "set middle middle/middle.play:4 set few = 12",
            "declared care care/care.play:7 setting few count = 10 \"Fewer logins are too few\"",
        ]
    );
    assert_eq!(
        steps(at, "top", "wake_up.call"),
        [
            "*replaced top top/top.play:6 replace wake_up.call \"See {id}\" owner csm due in 9 days",
            "replaced middle middle/middle.play:9 replace wake_up.call \"Phone {id}\" owner csm due in 1 day",
            "declared care care/care.play:21 task call \"Call {id}\" owner csm due in 2 days",
        ]
    );
    assert_eq!(
        steps(at, "top", "wake_up.note"),
        [
            "*disabled top top/top.play:7 disable wake_up.note \"nobody reads it\"",
            "appended middle middle/middle.play:6 task note \"Write down what {id} said\" owner csm due in 3 days",
        ]
    );
    assert_eq!(
        steps(at, "top", "wake_up.mail"),
        [
            "*disabled middle middle/middle.play:10 disable wake_up.mail \"We do not write\"",
            "declared care care/care.play:22 task mail \"Write to {id}\" owner csm due in 1 day",
        ]
    );
    assert_eq!(steps(at, "top", "country"), ["*appended top top/top.play:8 append account { country text }"]);
    assert_eq!(steps(at, "top", "csm"), ["*declared low low/low.play:7 roles { csm = \"cs@example.com\" }"]);
    assert_eq!(steps(at, "top", "silence.critical"), ["*declared care care/care.play:11 critical when logins = 0"]);
    // Clauses have no names of their own, and are told by the word they begin with.
    assert_eq!(steps(at, "top", "wake_up.when"), ["*declared care care/care.play:15 when silence is at least watch"]);
    assert_eq!(steps(at, "top", "wake_up.expires"), ["*appended middle middle/middle.play:7 expires after 9 days"]);
    // What is said of the playbook as a whole, too.
    assert_eq!(
        steps(at, "top", "version"),
        [
            "*replaced top top/top.play:4 version 7",
            "replaced care care/care.play:4 version 1.0.0",
            "declared low low/low.play:4 version 0.1.0"
        ]
    );
    // Middle has none of its own.
    assert_eq!(steps(at, "top", "playbook.title").len(), 3);
    let none = stageplay_in(at, &["origin", "top", "max age"]);
    assert_eq!((none.code, none.says("nor a template of it says a `max age`")), (2, true), "{}", none.err);
    let told = stageplay_in(at, &["origin", "top", "wake_up.mail"]);
    assert!(told.out.starts_with("wake_up.mail (task), taken out\n* disabled by middle, a template ("), "{}", told.out);
    for (name, says) in [
        ("fww", "did you mean `few`?"),
        ("mail", "say it in full: `wake_up.mail`"),
        ("wake_up.reason", "`wake_up` is there: `stageplay origin top wake_up`"),
    ] {
        let ran = stageplay_in(at, &["origin", "top", name]);
        assert_eq!((ran.code, ran.says(says)), (2, true), "{name}: {}", ran.err);
    }
}
