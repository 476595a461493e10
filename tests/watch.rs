//! `stageplay watch`, as somebody sees it who edits a playbook beside it: saves, mistakes, files that are replaced, folders
//! that go and come, a burst of events.

use crate::support::console::program;
use crate::support::customers::{ACCOUNTS, PLAYBOOK};
use crate::support::scratch::Scratch;
use std::fs;
use std::io::{BufRead, BufReader, PipeReader};
use std::process::Child;

const TESTS: &str = "\
stageplay 1

test quiet_is_called {
  account quiet
  on 2026-03-02 expect save is open
}
";

/// A playbook that is watched.
struct Desk {
    scratch: Scratch,
    child: Child,
    said: BufReader<PipeReader>,
}

impl Desk {
    fn new(name: &str) -> Self {
        let scratch = Scratch::new(&format!("watch-{name}"));
        let folder = scratch.path().join("customers");
        fs::create_dir_all(folder.join("tests/fixtures")).unwrap();
        fs::write(folder.join("playbook.play"), PLAYBOOK).unwrap();
        fs::write(folder.join("tests/all.play"), TESTS).unwrap();
        fs::write(folder.join("tests/fixtures/all.yaml"), "quiet:\n  arr: 30000\n  logins: 3\n").unwrap();
        fs::write(scratch.path().join("accounts.csv"), ACCOUNTS).unwrap();
        let arguments = ["watch", "customers", "--accounts", "accounts.csv", "--as-of", "2026-03-02"].map(String::from);
        let (child, said) = program(&arguments, scratch.path()).unwrap();
        let mut desk = Self { scratch, child, said: BufReader::new(said) };
        let first = desk.look();
        assert!(first.contains("customers is fine: 2 files") && first.contains("1 passed"), "{first}");
        assert!(
            first.contains("4 accounts on 2026-03-02: what a change makes of them is shown from now on"),
            "{first}"
        );
        desk
    }

    /// What is said next, up to the line that says that it goes on; waits for it.
    fn look(&mut self) -> String {
        let mut text = String::new();
        loop {
            let start = text.len();
            assert!(self.said.read_line(&mut text).unwrap() > 0, "it has ended, and said:\n{text}");
            if text[start..].starts_with("watching ") {
                return text;
            }
        }
    }

    /// Looks until one says this: what is written in several steps may be seen in several looks.
    fn look_for(&mut self, wanted: &str) -> String {
        loop {
            let said = self.look();
            if said.contains(wanted) {
                return said;
            }
        }
    }

    fn save(&self, text: &str) {
        fs::write(self.scratch.path().join("customers/playbook.play"), text).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn below(logins: u32) -> String {
    PLAYBOOK.replace("logins < 10", &format!("logins < {logins}"))
}

#[test]
fn a_save_says_what_becomes_of_the_accounts() {
    let mut desk = Desk::new("save");
    desk.save(&below(13));
    let said = desk.look_for("decided otherwise");
    assert!(said.contains("customers/playbook.play changed"), "{said}");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("1 account (120k USD) decided otherwise"), "{said}");
    assert!(said.contains("save: opens 1 (120k)") && said.contains("for example a-2: save idle to open"), "{said}");
    assert!(said.contains("1 action added, 0 removed: csm@example.com +1"), "{said}");
    // The next one is held against this one.
    desk.save(&below(16));
    let said = desk.look_for("decided otherwise");
    assert!(said.contains("save: opens 1 (30.0k)") && said.contains("a-3"), "{said}");
}

#[test]
fn a_mistake_is_told_and_the_last_good_version_stays_what_is_compared_with() {
    let mut desk = Desk::new("mistake");
    desk.save(&PLAYBOOK.replace("logins < 10", "logins <"));
    let said = desk.look_for("1 error in 1 file");
    assert!(said.contains("customers/playbook.play changed") && !said.contains("all.yaml"), "{said}");
    // A test that fails is no good version either.
    desk.save(&below(2));
    let said = desk.look_for("1 failed");
    assert!(said.contains("save: does not open 1 (48.0k)"), "{said}");
    desk.save(&below(13));
    let said = desk.look_for("1 passed");
    assert!(said.contains("save: opens 1 (120k)") && !said.contains("48.0k"), "{said}");
}

#[test]
fn editors_that_replace_files_and_folders_that_go_and_come_are_followed() {
    let mut desk = Desk::new("replaced");
    let folder = desk.scratch.path().join("customers");
    // As many editors save: a new file takes the place of the old one.
    fs::write(folder.join(".playbook.play.new"), below(13)).unwrap();
    fs::rename(folder.join(".playbook.play.new"), folder.join("playbook.play")).unwrap();
    assert!(desk.look_for("opens 1").contains("a-2"));
    let aside = desk.scratch.path().join("aside");
    fs::rename(&folder, &aside).unwrap();
    desk.look_for("there is no file or folder `customers`");
    fs::rename(&aside, &folder).unwrap();
    desk.look_for("customers is fine");
    // Another folder of the same name is another folder to watch.
    fs::remove_dir_all(&folder).unwrap();
    desk.look_for("there is no file or folder `customers`");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("playbook.play"), below(16)).unwrap();
    desk.look_for("customers is fine");
    desk.save(&below(20));
    desk.look_for("all as in the version of");
}

#[test]
fn other_accounts_are_read_anew_and_only_the_playbook_makes_a_difference() {
    let mut desk = Desk::new("accounts");
    fs::write(desk.scratch.path().join("accounts.csv"), format!("{ACCOUNTS}a-5,1000,4\n")).unwrap();
    let said = desk.look_for("5 accounts on 2026-03-02: all as in the version of");
    assert!(said.contains("accounts.csv changed"), "{said}");
    fs::remove_file(desk.scratch.path().join("accounts.csv")).unwrap();
    desk.look_for("accounts: there is no file");
    fs::write(desk.scratch.path().join("accounts.csv"), ACCOUNTS).unwrap();
    desk.look_for("4 accounts on 2026-03-02");
}

#[test]
fn accounts_that_change_beside_a_mistake_are_not_the_playbooks_doing() {
    let mut desk = Desk::new("beside");
    desk.save(&PLAYBOOK.replace("logins < 10", "logins <"));
    desk.look_for("1 error in 1 file");
    // Three logins become thirty: `save` is not asked for any more.
    fs::write(desk.scratch.path().join("accounts.csv"), ACCOUNTS.replace("48000,3", "48000,30")).unwrap();
    let said = desk.look_for("accounts.csv changed");
    assert!(said.contains("1 error in 1 file"), "{said}");
    desk.save(PLAYBOOK);
    let said = desk.look_for("customers is fine");
    assert!(said.contains("all as in the version of"), "{said}");
}

#[test]
fn a_burst_of_events_ends_in_a_look_at_what_is_there() {
    let mut desk = Desk::new("burst");
    let folder = desk.scratch.path().join("customers");
    for at in 0..1_000 {
        fs::write(folder.join(format!("note-{at}.txt")), "x").unwrap();
        desk.save(&below(11 + at % 2));
    }
    desk.save(&below(16));
    // Of 12 and 15 logins both are below 16, of whatever version before it that it is held against.
    let mut looks = 1;
    while !desk.look().contains("save: opens 2 (150k)") {
        looks += 1;
    }
    println!("{looks} looks at a thousand saves");
    assert!(looks < 1_000);
}
