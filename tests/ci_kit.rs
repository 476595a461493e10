//! The script of examples/ci, in a repository of its own: a change that is fine, one that breaks things, and the comment
//! that is written. `gh` and `curl` are stand-ins that keep what they were given.
#![cfg(unix)]

use crate::support::customers::{ACCOUNTS, PLAYBOOK};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const TESTS: &str = "\
stageplay 1

test quiet_is_called {
  account quiet
  on 2026-03-02 expect save is open
}

test busy_is_not {
  account quiet
  on 2026-03-02 {
    set     logins = 10
    expect  save is idle
  }
}

test unknown_is_not {
  account quiet
  on 2026-03-02 {
    set     logins missing
    expect  save is idle
  }
}
";

/// A repository with a playbook on `main`, and a branch to change it on.
struct Repository {
    scratch: Scratch,
}

struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Repository {
    fn new(name: &str) -> Self {
        let it = Self { scratch: Scratch::new(&format!("ci-kit-{name}")) };
        it.write("customers/playbook.play", PLAYBOOK);
        it.write("customers/tests/all.play", TESTS);
        it.write("customers/tests/fixtures/all.yaml", "quiet:\n  arr: 30000\n  logins: 3\n");
        it.write("accounts.csv", ACCOUNTS);
        fs::create_dir(it.path().join("ci")).unwrap();
        fs::copy(root().join("examples/ci/check-change.sh"), it.path().join("ci/check-change.sh")).unwrap();
        for program in ["gh", "curl"] {
            // What is given is kept, and the file that is sent, whose name comes last or in `body@`.
            let text = format!(
                "#!/bin/sh\necho \"$@\" >>'{0}/{program}.said'\nfor word; do word=${{word#body@}}; \
                 [ ! -f \"$word\" ] || cp \"$word\" '{0}/{program}.sent'; done\n",
                it.path().display()
            );
            it.write(&format!("bin/{program}"), &text);
            fs::set_permissions(it.path().join("bin").join(program), fs::Permissions::from_mode(0o755)).unwrap();
        }
        it.git(&["init", "--quiet", "--initial-branch=main"]);
        it.git(&["add", "."]);
        it.git(&["commit", "--quiet", "-m", "Begin"]);
        it.git(&["switch", "--quiet", "-c", "change"]);
        it
    }

    fn path(&self) -> &Path {
        self.scratch.path()
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(name)).unwrap();
        assert_eq!(text.matches(from).count(), 1);
        self.write(name, &text.replace(from, to));
    }

    fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let done = Command::new("git").args(identity).args(arguments).current_dir(self.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Runs the script as a pipeline does, with nothing of this environment but the path.
    fn script(&self, more: &[&str], variables: &[(&str, &str)]) -> Ended {
        let beside = Path::new(env!("CARGO_BIN_EXE_stageplay")).parent().unwrap();
        let path = format!("{}:{}:/usr/bin:/bin", self.path().join("bin").display(), beside.display());
        let done = Command::new("sh")
            .args(["ci/check-change.sh", "customers", "--accounts", "accounts.csv"])
            .args(more)
            .current_dir(self.path())
            .env_clear()
            .env("PATH", path)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
    }

    fn report(&self) -> String {
        fs::read_to_string(self.path().join("stageplay-report.md")).unwrap()
    }
}

/// The threshold goes up, and so does the test of it: `a-2` has 12 logins.
fn sound_change(repository: &Repository) {
    repository.change("customers/playbook.play", "logins < 10", "logins < 13");
    repository.change("customers/tests/all.play", "logins = 10", "logins = 13");
}

#[test]
fn a_sound_change_passes_and_its_report_becomes_the_comment() {
    let repository = Repository::new("sound");
    sound_change(&repository);
    let github = [("GITHUB_ACTIONS", "true"), ("PULL_REQUEST", "7")];
    let ended = repository.script(&["--base", "main", "--min-uncovered", "1000"], &github);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let report = repository.report();
    for row in ["Style", "Check", "Tests", "Change"] {
        assert!(report.contains(&format!("| {row} | passed |")), "{report}");
    }
    assert!(report.contains("a-2") && !report.contains("a-3"), "{report}");
    let said = fs::read_to_string(repository.path().join("gh.said")).unwrap();
    assert_eq!(said, "pr comment 7 --edit-last --create-if-none --body-file stageplay-report.md\n");
    assert_eq!(fs::read_to_string(repository.path().join("gh.sent")).unwrap(), report);
}

#[test]
fn a_test_that_fails_is_told_beside_what_becomes_of_the_accounts() {
    let repository = Repository::new("fails");
    repository.change("customers/playbook.play", "logins < 10", "logins < 13");
    let ended = repository.script(&[], &[]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    let report = repository.report();
    assert!(report.contains("| Tests | **failed** |") && report.contains("| Change | passed |"), "{report}");
    // As text, whatever stands in it.
    assert!(report.contains("\n    failed  busy_is_not\n"), "{report}");
    assert!(report.contains("a-2"), "{report}");
}

#[test]
fn a_gate_on_the_accounts_and_one_on_coverage_fail_the_step() {
    let repository = Repository::new("gates");
    sound_change(&repository);
    let ended = repository.script(&["--fail-on", "opens save > 0"], &[]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(repository.report().contains("| Change | **failed** |"), "{}", repository.report());
    let ended = repository.script(&["--fail-on", "opens save > 1"], &[]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    // Only one of the three tests is left.
    let tests = fs::read_to_string(repository.path().join("customers/tests/all.play")).unwrap();
    let first = tests.split("\ntest busy").next().unwrap();
    repository.write("customers/tests/all.play", first);
    let ended = repository.script(&["--min-uncovered", "0"], &[]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(repository.report().contains("| Tests | **failed** |"), "{}", repository.report());
}

#[test]
fn a_playbook_with_a_mistake_is_looked_at_no_further() {
    let repository = Repository::new("mistake");
    repository.change("customers/playbook.play", "logins < 10", "login < 10");
    let ended = repository.script(&[], &[]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    let report = repository.report();
    assert!(report.contains("| Check | **failed** |") && report.contains("did you mean `logins`?"), "{report}");
    assert!(!report.contains("| Tests |") && !report.contains("| Change |"), "{report}");
}

#[test]
fn what_is_not_laid_out_in_the_one_style_is_named() {
    let repository = Repository::new("style");
    repository.change("customers/playbook.play", "  when           logins", "  when logins");
    let ended = repository.script(&[], &[]);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    let report = repository.report();
    assert!(report.contains("| Style | **failed** |") && report.contains("customers/playbook.play"), "{report}");
}

#[test]
fn a_new_playbook_has_nothing_to_be_compared_with_and_an_unknown_base_is_a_fault() {
    let repository = Repository::new("new");
    repository.git(&["switch", "--quiet", "--orphan", "empty"]);
    repository.git(&["commit", "--quiet", "--allow-empty", "-m", "Empty"]);
    repository.git(&["switch", "--quiet", "main"]);
    let ended = repository.script(&["--base", "empty"], &[]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(repository.report().contains("The playbook is new"), "{}", repository.report());
    let ended = repository.script(&["--base", "nowhere"], &[]);
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(repository.report().contains("no commit `nowhere`"), "{}", repository.report());
}

#[test]
fn hostile_names_are_text_in_the_comment() {
    let repository = Repository::new("hostile");
    sound_change(&repository);
    let id = "\"<script>alert(1)</script>|`x` [y](http://example.com)\"";
    repository.write("accounts.csv", &ACCOUNTS.replace("a-2", id));
    let ended = repository.script(&[], &[]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let report = repository.report();
    assert!(report.contains("alert") && !report.contains("<script>"), "{report}");
    // What could become a link stands as code.
    assert!(report.contains("`[y](http://example.com`"), "{report}");
}

#[test]
fn in_a_merge_request_the_comment_goes_out_without_the_token_on_a_command_line() {
    let repository = Repository::new("merge");
    sound_change(&repository);
    let variables = [
        ("CI_MERGE_REQUEST_IID", "5"),
        ("CI_PROJECT_ID", "42"),
        ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main"),
        ("STAGEPLAY_TOKEN", "a-secret"),
    ];
    let ended = repository.script(&[], &variables);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let said = fs::read_to_string(repository.path().join("curl.said")).unwrap();
    assert!(said.contains("https://gitlab.example.com/api/v4/projects/42/merge_requests/5/notes"), "{said}");
    assert!(!said.contains("a-secret") && !ended.out.contains("a-secret"));
    assert_eq!(fs::read_to_string(repository.path().join("curl.sent")).unwrap(), repository.report());
}

#[test]
fn wrong_usage_says_how_it_is_used() {
    let repository = Repository::new("usage");
    let ended = repository.script(&["--acounts", "accounts.csv"], &[]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("sh check-change.sh PLAYBOOK [--base REV]"), "{}", ended.err);
}
