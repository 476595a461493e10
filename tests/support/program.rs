//! The `stageplay` program, run as a user would.

use super::repository::root;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run of the program left.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Whether these words, parted by single spaces, are said on standard error, wherever its lines were broken: a
    /// path of another length breaks them elsewhere.
    pub fn says(&self, words: &str) -> bool {
        self.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)
    }
}

/// Runs the program in the repository's top folder, without a terminal, colours or input.
pub fn stageplay(args: &[&str]) -> Ran {
    stageplay_in(root(), args)
}

/// The same in another folder.
pub fn stageplay_in(folder: &Path, args: &[&str]) -> Ran {
    ran(folder, args, Stdio::null(), Stdio::piped())
}

/// The same with standard output led elsewhere: what comes back as `out` is empty.
pub fn stageplay_into(args: &[&str], out: impl Into<Stdio>) -> Ran {
    ran(root(), args, Stdio::null(), out.into())
}

/// The same with standard input from elsewhere.
pub fn stageplay_from(args: &[&str], input: impl Into<Stdio>) -> Ran {
    ran(root(), args, input.into(), Stdio::piped())
}

fn ran(folder: &Path, args: &[&str], input: Stdio, out: Stdio) -> Ran {
    let done = Command::new(env!("CARGO_BIN_EXE_stageplay"))
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(input)
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .expect("the program starts");
    Ran {
        code: done.status.code().expect("the program ends by itself"),
        out: String::from_utf8(done.stdout).expect("UTF-8"),
        err: String::from_utf8(done.stderr).expect("UTF-8"),
    }
}
