//! The place of an output: a file that appears only when it is whole, a device, or standard output.

use super::SendError;
use crate::column::plain;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file on its way to its name. What is not given its name is removed.
pub(super) struct Place {
    part: PathBuf,
    path: PathBuf,
    named: bool,
}

impl Place {
    /// Gives the file its name, in place of what had it.
    pub(super) fn name(mut self) -> io::Result<()> {
        fs::rename(&self.part, &self.path)?;
        self.named = true;
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.named {
            // Nothing is left to be done where it cannot be removed either.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Opens a file for writing. A device or a pipe is written as it is: it cannot be replaced by renaming.
pub(super) fn open(path: &Path) -> Result<(File, Option<Place>), SendError> {
    let failed = |source| SendError::Io { path: shown(path), source };
    let about = match path.metadata() {
        Ok(about) => about,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            let (file, place) = part(path.to_path_buf()).map_err(failed)?;
            return Ok((file, Some(place)));
        }
        Err(cause) => return Err(failed(cause)),
    };
    if about.is_dir() {
        return Err(SendError::Folder { path: shown(path) });
    }
    if !about.is_file() {
        return Ok((File::options().write(true).open(path).map_err(failed)?, None));
    }
    // Renaming asks the folder and not the file, so the file has to be asked for its own permission.
    if about.permissions().readonly() {
        return Err(SendError::ReadOnly { path: shown(path) });
    }
    // A link stays a link: what it leads to is replaced.
    let (file, place) = part(path.canonicalize().map_err(failed)?).map_err(failed)?;
    // Who might not read the old file must not read the new one.
    fs::set_permissions(&place.part, about.permissions()).map_err(failed)?;
    Ok((file, Some(place)))
}

/// A new file beside `path`, under a name that nobody has.
fn part(path: PathBuf) -> io::Result<(File, Place)> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    let process = std::process::id();
    let mut tries = 0;
    loop {
        let part = path.with_file_name(format!(".{name}.{process}-{tries}.part"));
        match File::create_new(&part) {
            Ok(file) => return Ok((file, Place { part, path, named: false })),
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists && tries < 100 => tries += 1,
            Err(cause) => return Err(cause),
        }
    }
}

/// A path in a message.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard output".into() } else { format!("`{}`", plain(&path.to_string_lossy())) }
}

/// Standard output, whose reader may go away when it has seen enough: that is no fault, and what else is written
/// has to become whole.
#[derive(Default)]
pub(super) struct Stdout {
    gone: bool,
}

impl Stdout {
    fn unless_gone<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(cause) if cause.kind() == ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone {
            return Ok(bytes.len());
        }
        let done = io::stdout().write(bytes);
        self.unless_gone(done, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone {
            return Ok(());
        }
        let done = io::stdout().flush();
        self.unless_gone(done, ())
    }
}
