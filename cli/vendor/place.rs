//! Puts copies where they belong: written beside, then renamed, so that a fault leaves everything as it was.

use super::copy::Copy;
use crate::exit::Fault;
use stageplay_engine::column::plain;
use stageplay_engine::read::VENDOR;
use std::fs;
use std::path::{Path, PathBuf};

/// A copy on its way.
struct Step {
    /// Where it was written.
    new: PathBuf,
    /// Where it belongs.
    place: PathBuf,
    /// Where what was there waits until all is done.
    old: PathBuf,
    /// What was there has been moved away.
    is_aside: bool,
    /// It is in place.
    is_done: bool,
}

/// Puts the copies in place of those that are there, and calls `then`; where anything fails, all is as before.
pub fn put(copies: &[&Copy], project: &Path, then: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    let vendor = project.join(VENDOR);
    let mut steps = Vec::new();
    let done = all(copies, &vendor, &mut steps).and_then(|()| then());
    for step in &steps {
        // What is left over is hidden and nobody's; a fault of cleaning up is none of the work.
        if done.is_err() {
            step.back();
        }
        let _ = fs::remove_dir_all(&step.new);
        if done.is_ok() {
            let _ = fs::remove_dir_all(&step.old);
        }
    }
    if done.is_err() {
        // It goes only where nothing is in it.
        let _ = fs::remove_dir(&vendor);
    }
    done
}

fn all(copies: &[&Copy], vendor: &Path, steps: &mut Vec<Step>) -> Result<(), Fault> {
    for copy in copies {
        let beside = |what: &str| vendor.join(format!(".{}-{what}-{}", copy.name, std::process::id()));
        let step = Step {
            new: beside("new"),
            place: vendor.join(&copy.name),
            old: beside("old"),
            is_aside: false,
            is_done: false,
        };
        steps.push(step);
        let Some(step) = steps.last() else { continue };
        for (name, text) in &copy.files {
            let path = step.new.join(name);
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
            written.map_err(|cause| cannot("write", &path, &cause))?;
        }
    }
    for step in steps {
        if step.place.exists() {
            fs::rename(&step.place, &step.old).map_err(|cause| cannot("move", &step.place, &cause))?;
            step.is_aside = true;
        }
        fs::rename(&step.new, &step.place).map_err(|cause| cannot("move", &step.new, &cause))?;
        step.is_done = true;
    }
    Ok(())
}

fn cannot(what: &str, path: &Path, cause: &std::io::Error) -> Fault {
    Fault::outside(format!("cannot {what} `{}`: {cause}", plain(&path.to_string_lossy())))
}

impl Step {
    /// As it was before.
    fn back(&self) {
        if self.is_done {
            let _ = fs::rename(&self.place, &self.new);
        }
        if self.is_aside {
            let _ = fs::rename(&self.old, &self.place);
        }
    }
}
