//! The commands around a state, end to end: `record`, `state`, `deliver`, `plan`, and `explain` with memory, over four
//! made-up accounts.
//!
//! On 2026-03-02: A1 (30 logins, nps 9, p1 has left) and A4 (10 logins) are below 40, so that `rescue` opens for them and
//! `leaver` for p1; A1 is asked for `praise` and pending. On 2026-03-05 A1 has 75 logins: `rescue` clears.

mod bad;
mod deliver;
mod killed;
mod plan;
mod record;
mod state;

use crate::support::program::{Ran, stageplay_in};
use crate::support::repository::root;
use crate::support::scratch::Scratch;
use std::fs;
use std::path::Path;

/// A folder with the book, and what a test does in it.
pub struct Book {
    scratch: Scratch,
}

/// The accounts of 2026-03-02.
const FIRST: &str = r#"{"id":"A1","as_of":"2026-03-02","owner":"ann@example.com","arr":50000,"logins":30,"nps":9,"people":[{"id":"p1","left":true},{"id":"p2","left":false}]}
{"id":"A2","as_of":"2026-03-02","owner":"bob@example.com","arr":90000,"logins":50,"nps":5,"people":[]}
{"id":"A3","as_of":"2026-03-02","arr":20000,"logins":90,"people":[]}
{"id":"A4","as_of":"2026-03-02","owner":"ann@example.com","arr":70000,"logins":10,"nps":3,"people":[]}
"#;

impl Book {
    /// Named after the test; nothing has been run.
    pub fn new(name: &str) -> Self {
        let scratch = Scratch::new(&format!("commands-{name}"));
        fs::copy(root().join("tests/commands/book.play"), scratch.path().join("book.play")).unwrap();
        let book = Self { scratch };
        book.write("day1.ndjson", FIRST);
        book.write("day2.ndjson", &later("2026-03-05"));
        book
    }

    /// The same, run on 2026-03-02.
    pub fn begun(name: &str) -> Self {
        let book = Self::new(name);
        book.run("day1.ndjson");
        book
    }

    pub fn path(&self) -> &Path {
        self.scratch.path()
    }

    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).unwrap();
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    /// A run of the book over the accounts of a file.
    pub fn run(&self, accounts: &str) -> String {
        self.done(&["run", "book.play", "--accounts", accounts, "--state", "s.db"])
    }

    pub fn ran(&self, args: &[&str]) -> Ran {
        stageplay_in(self.path(), args)
    }

    /// What a command prints that is to be done; in one line.
    pub fn done(&self, args: &[&str]) -> String {
        let ran = self.ran(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {}", ran.out);
        words(&ran.out)
    }

    /// The same, about the state of the book.
    pub fn of_state(&self, args: &[&str]) -> String {
        self.done(&with_state(args))
    }

    /// What a command says that is not done; in one line, without `error: `.
    pub fn refused(&self, args: &[&str]) -> String {
        let ran = self.ran(&with_state(args));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        words(&ran.err).trim_start_matches("error: ").to_owned()
    }

    pub fn export(&self) -> String {
        let ran = self.ran(&["state", "export", "--state", "s.db"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    }
}

/// The accounts on a later date: A1 has 75 logins.
pub fn later(day: &str) -> String {
    FIRST.replace("2026-03-02", day).replace("\"logins\":30", "\"logins\":75")
}

/// With the state's file, in front of what belongs to a program.
fn with_state<'a>(args: &[&'a str]) -> Vec<&'a str> {
    let at = args.iter().position(|arg| *arg == "--").unwrap_or(args.len());
    let (before, behind) = args.split_at(at);
    [before, &["--state", "s.db"], behind].concat()
}

/// Text without the places where its lines were broken.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
