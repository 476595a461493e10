//! `stageplay watch` in a document: a console block starts it and shows what it says at first; after the reader has
//! changed a file, a block `console watch` shows what it says then. It is ended with the document.

use crate::support::console::{Outcome, Step, program};
use std::io::{BufRead, BufReader, PipeReader};
use std::path::Path;
use std::process::Child;

/// How the last line of a look begins.
const WAITS: &str = "watching ";

/// The program, and what it says.
pub struct Watching {
    child: Child,
    said: BufReader<PipeReader>,
}

impl Watching {
    /// Whether a command is one that goes on until it is ended.
    pub fn is_meant(step: &Step) -> bool {
        step.words().is_ok_and(
            |words| matches!(words.as_slice(), [first, second, ..] if first == "stageplay" && second == "watch"),
        )
    }

    /// Starts it in `folder`.
    pub fn start(step: &Step, folder: &Path) -> Result<Self, String> {
        let (child, reader) = program(&step.words()?[1..], folder)?;
        Ok(Self { child, said: BufReader::new(reader) })
    }

    /// What it says until it waits again.
    pub fn says(&mut self) -> Result<Outcome, String> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if self.said.read_line(&mut line).map_err(|error| error.to_string())? == 0 {
                return Err(format!("it has ended, and said:\n{}", lines.join("\n")));
            }
            let line = line.trim_end();
            let waits = line.starts_with(WAITS);
            lines.push(line.to_owned());
            if waits {
                return Ok(Outcome { lines, exit: 0 });
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
