//! Files that are not there yet: what has the name may be something that somebody needs.

use crate::exit::Fault;
use stageplay_engine::column::plain;
use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

/// Writes a file, unless something has its name.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let fail = |cause: Error| match cause.kind() {
        ErrorKind::AlreadyExists => taken(file),
        _ => Fault::outside(format!("cannot write `{}`: {cause}", plain(&file.to_string_lossy()))),
    };
    OpenOptions::new().write(true).create_new(true).open(file).and_then(|mut open| open.write_all(bytes)).map_err(fail)
}

/// Said before anything is read, so that nobody waits for it.
pub fn refuse_taken(file: &Path) -> Result<(), Fault> {
    if file.symlink_metadata().is_ok() { Err(taken(file)) } else { Ok(()) }
}

fn taken(file: &Path) -> Fault {
    let shown = plain(&file.to_string_lossy()).into_owned();
    Fault::helped(format!("`{shown}` is there already"), Some("name another file, or remove it".into()))
}
