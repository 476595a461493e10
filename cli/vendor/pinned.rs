//! `stageplay vendor --check`: whether every copy is the program that is pinned.

use super::copy::program_in;
use super::lock::{Lock, Pin, changed};
use super::{listed, titled};
use crate::exit::{Exit, Fault};
use crate::view::terminal;
use stageplay_engine::column::plain_cut;
use stageplay_engine::read::{LOCK, VENDOR};
use std::path::Path;

/// Says it of each, in order.
pub fn check(project: &Path) -> Result<Exit, Fault> {
    if !project.join(LOCK).is_file() {
        let what = format!("there is no `{LOCK}` in this folder");
        return Err(Fault::helped(what, Some("`stageplay vendor TEMPLATE` writes it".into())));
    }
    let lock = Lock::read(project)?;
    let mut exit = Exit::Done;
    let mut told = String::new();
    for (name, pin) in &lock.pins {
        let (is_kept, says) = copy(&project.join(VENDOR).join(name), pin)?;
        if !is_kept {
            exit = Exit::Faults;
        }
        told.push_str(&terminal::wrapped(&format!("{}: {says}", titled(name, pin)), terminal::width(), "  "));
    }
    let mut more: Vec<String> = std::fs::read_dir(project.join(VENDOR))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !lock.pins.contains_key(name))
        .collect();
    more.sort();
    for name in more {
        exit = Exit::Faults;
        told.push_str(&format!("{}: not pinned\n", plain_cut(&name, 100)));
    }
    terminal::print(&told)?;
    Ok(exit)
}

/// Whether a copy is what is pinned, and what is to be said of it.
fn copy(folder: &Path, pin: &Pin) -> Result<(bool, String), Fault> {
    if !folder.is_dir() {
        return Ok((false, "its folder is gone".into()));
    }
    let own = changed(folder, &pin.files)?;
    if own.is_empty() {
        return Ok((true, "as pinned".into()));
    }
    // A folder that holds no program any more is another one.
    let same = program_in(folder, pin).is_ok_and(|program| program == pin.program);
    let files = listed(&own);
    Ok(if same {
        (true, format!("the program that is pinned; layout, comments or tests were changed: {files}"))
    } else {
        (false, format!("another program than is pinned; changed: {files}"))
    })
}
