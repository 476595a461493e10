//! A program that is run once for each action, so that each has an answer of its own.
//!
//! The event stands on its standard input, the id in `STAGEPLAY_ACTION_ID`; exit code 0 says that it is taken. What it
//! prints goes nowhere; of what it complains of, the last line is told.

use super::attempts::{Answer, Destination};
use crate::column::{plain, plain_cut};
use crate::send::outgoing::Outgoing;
use process_control::{ChildExt, Control};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ChildStderr, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A program that takes longer has not taken the action.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// For what a program leaves behind that keeps its standard error open.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// So much of what a program complains of is kept.
const MOST_KEPT: usize = 64 << 10;

/// The longest complaint that is shown.
const SHOWN: usize = 200;

/// A program that takes actions.
#[derive(Debug)]
pub struct Command {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    folder: Option<PathBuf>,
    time_limit: Duration,
}

impl Command {
    /// A destination called `name`. A program with a `/` in its name lies in `folder`, which is also where it is run; any
    /// other is looked for as the system does.
    #[must_use]
    pub fn new(name: impl Into<String>, program: &str, arguments: &[String], folder: Option<&Path>) -> Self {
        let program = match folder {
            Some(folder) if program.contains('/') => {
                let path = folder.join(program);
                path.canonicalize().unwrap_or(path)
            }
            _ => PathBuf::from(program),
        };
        Self {
            name: name.into(),
            program,
            arguments: arguments.to_vec(),
            folder: folder.filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_path_buf),
            time_limit: TIME_LIMIT,
        }
    }

    /// With another time limit than a minute.
    #[must_use]
    pub fn within(mut self, time_limit: Duration) -> Self {
        self.time_limit = time_limit;
        self
    }

    /// Runs the program; why it has not taken the action.
    fn run(&self, action: &Outgoing) -> Result<(), String> {
        let shown = plain(&self.program.to_string_lossy()).into_owned();
        let failed = |cause: io::Error| format!("`{shown}` cannot be run: {cause}");
        let mut command = process::Command::new(&self.program);
        command.args(&self.arguments).env("STAGEPLAY_ACTION_ID", &action.id);
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
        if let Some(mut input) = child.stdin.take() {
            let body = format!("{}\n", action.body.trim());
            // A program need not read what it is given, so nothing waits for it to. Its exit code counts.
            std::thread::spawn(move || input.write_all(body.as_bytes()));
        }
        let complaint = child.stderr.take().map(listen);
        let ended = child.controlled().time_limit(self.time_limit).terminate_for_timeout().wait().map_err(failed)?;
        let Some(status) = ended else {
            return Err(format!(
                "`{shown}` did not end within {} seconds and was stopped",
                self.time_limit.as_secs_f64()
            ));
        };
        if status.success() {
            return Ok(());
        }
        let said = complaint.and_then(|complaint| complaint.recv_timeout(LAST_WORDS).ok()).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let last = said.lines().rev().map(str::trim).find(|line| !line.is_empty());
        let last = last.map_or(String::new(), |line| format!(": {}", plain_cut(line, SHOWN)));
        let how =
            status.code().map_or("was stopped by the system".into(), |code| format!("ended with exit code {code}"));
        Err(format!("`{shown}` {how}{last}"))
    }
}

/// The end of what a program complains of, once it has ended.
fn listen(mut complaint: ChildStderr) -> mpsc::Receiver<Vec<u8>> {
    let (tell, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut kept, mut piece) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = complaint.read(&mut piece) {
            kept.extend_from_slice(piece.get(..length).unwrap_or(&[]));
            let over = kept.len().saturating_sub(MOST_KEPT);
            kept.drain(..over);
        }
        // Nobody may be listening any more.
        let _ = tell.send(kept);
    });
    heard
}

impl Destination for Command {
    fn name(&self) -> &str {
        &self.name
    }

    fn send(&mut self, actions: &[&Outgoing]) -> Answer {
        match actions.iter().try_for_each(|action| self.run(action)) {
            Ok(()) => Answer::Sent,
            Err(why) => Answer::Failed { why, again: true },
        }
    }
}
