//! A file that actions are appended to, one a line (NDJSON).
//!
//! They count as sent when the disk has them. A line is whole, or is told of: what a crash has cut off stays as it is,
//! and what follows begins on a line of its own.

use super::attempts::{Answer, Destination};
use crate::column::plain;
use crate::send::outgoing::Outgoing;
use std::fs;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// So many lines are written before the disk is waited for.
const MOST_AT_ONCE: usize = 500;

/// A file that actions are appended to.
#[derive(Debug)]
pub struct File {
    name: String,
    path: PathBuf,
    notes: Vec<String>,
}

impl File {
    /// A destination called `name`; the file is made when the first action goes there.
    #[must_use]
    pub fn new(name: impl Into<String>, path: &Path) -> Self {
        Self { name: name.into(), path: path.to_path_buf(), notes: Vec::new() }
    }

    fn append(&mut self, actions: &[&Outgoing]) -> io::Result<()> {
        let is_new = !self.path.exists();
        let mut file = fs::File::options().read(true).append(true).create(true).open(&self.path)?;
        // Two deliveries do not write at once. Where the file system knows no locks, one has to see to it oneself.
        match file.lock() {
            Err(cause) if cause.kind() != ErrorKind::Unsupported => return Err(cause),
            _ => {}
        }
        let before = file.seek(SeekFrom::End(0))?;
        let mut lines = String::new();
        if before > 0 {
            file.seek(SeekFrom::End(-1))?;
            let mut last = [0];
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                lines.push('\n');
                let shown = plain(&self.path.to_string_lossy()).into_owned();
                self.notes.push(format!(
                    "the last line of `{shown}` was not whole: it is left as it is, and what is sent now begins below it"
                ));
            }
        }
        for action in actions {
            // A line break in JSON stands between its parts, never in a text.
            lines.extend(
                action.body.trim().chars().map(|letter| if matches!(letter, '\n' | '\r') { ' ' } else { letter }),
            );
            lines.push('\n');
        }
        let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // What has not become whole is taken back. Where that fails too, the next delivery tells of half a line.
            let _ = file.set_len(before);
        }
        written?;
        if is_new {
            sync_folder(&self.path)?;
        }
        Ok(())
    }
}

/// A new file is there after a crash only when its folder knows of it.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

impl Destination for File {
    fn name(&self) -> &str {
        &self.name
    }

    fn most_at_once(&self) -> usize {
        MOST_AT_ONCE
    }

    fn send(&mut self, actions: &[&Outgoing]) -> Answer {
        match self.append(actions) {
            Ok(()) => Answer::Sent,
            Err(cause) => {
                let shown = plain(&self.path.to_string_lossy()).into_owned();
                Answer::Failed { why: format!("cannot write `{shown}`: {cause}"), again: true }
            }
        }
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}
