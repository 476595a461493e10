//! A state out and in, as lines of JSON.

use super::join;
use crate::exit::{Exit, Fault};
use crate::place;
use crate::view::terminal;
use crate::view::words::count;
use serde_json::Value;
use stageplay_engine::column::plain;
use stageplay_engine::live;
use stageplay_engine::store::{self, PATIENCE, SqliteStore};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What the bytes of an account mean.
struct Codec;

impl store::Codec for Codec {
    fn show(&self, state: &[u8]) -> Result<Value, String> {
        live::to_json(state).map_err(|error| error.to_string())
    }

    fn bytes(&self, state: &Value) -> Result<Vec<u8>, String> {
        live::from_json(state.clone()).map_err(|error| error.to_string())
    }

    fn join_books(&self, here: &str, there: &str) -> Result<String, String> {
        live::join_books(here, there)
    }

    fn join_manifests(&self, here: &str, there: &str) -> Result<String, String> {
        join::manifests(here, there)
    }
}

/// Writes all of a state. A file appears under its name only when it is whole.
pub fn export(path: &Path, file: Option<&Path>) -> Result<Exit, Fault> {
    let store = place::open(path)?.store;
    let Some(file) = file.filter(|file| file.as_os_str() != "-") else {
        let mut out = BufWriter::new(io::stdout().lock());
        return match store::export(&store, &Codec, &mut out) {
            // A reader that has gone away is no fault.
            Err(store::StoreError::Lines(cause)) if cause.kind() == ErrorKind::BrokenPipe => Ok(Exit::Done),
            done => Ok(done.map(|()| Exit::Done)?),
        };
    };
    let shown = plain(&file.to_string_lossy()).into_owned();
    let failed = |cause: io::Error| Fault::outside(format!("cannot write `{shown}`: {cause}"));
    if matches!((path.canonicalize(), file.canonicalize()), (Ok(one), Ok(other)) if one == other) {
        return Err(Fault::helped(
            format!("`{shown}` is the state itself, and would be overwritten"),
            Some("write to another file".into()),
        ));
    }
    let name = file.file_name().ok_or_else(|| failed(ErrorKind::InvalidInput.into()))?.to_string_lossy().into_owned();
    let part = file.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = (|| -> Result<(), Fault> {
        let mut out = BufWriter::new(File::create(&part).map_err(failed)?);
        store::export(&store, &Codec, &mut out)?;
        out.flush().and_then(|()| out.get_ref().sync_all()).and_then(|()| std::fs::rename(&part, file)).map_err(failed)
    })();
    if written.is_err() {
        // Nothing is left to be done where it cannot be removed either.
        let _ = std::fs::remove_file(&part);
    }
    written.map(|()| Exit::Done)
}

/// Takes in exports, one after the other: each as a whole or not at all.
pub fn import(path: &Path, files: &[PathBuf]) -> Result<Exit, Fault> {
    let mut store = SqliteStore::create(path, PATIENCE)?;
    for file in files {
        let shown = plain(&file.to_string_lossy()).into_owned();
        let failed = |cause: &dyn std::fmt::Display| Fault::outside(format!("cannot take in `{shown}`: {cause}"));
        let mut from: Box<dyn BufRead> = if file.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(file).map_err(|cause| failed(&cause))?))
        };
        let imported = store::import(&mut store, &Codec, &mut *from).map_err(|cause| failed(&cause))?;
        let same = match imported.same {
            0 => String::new(),
            same => format!(", {same} there already and the same"),
        };
        let says = format!("{shown}: {} taken in{same}", count(imported.accounts as u64, "account"));
        terminal::print(&terminal::wrapped(&says, terminal::width(), "  "))?;
    }
    Ok(Exit::Done)
}
