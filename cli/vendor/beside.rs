//! What is shipped beside a template for people: its README, its licence, its notes. No part of its program.

use crate::exit::Fault;
use stageplay_engine::column::plain;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A longer text is no README.
const MOST_BYTES: u64 = 1 << 20;

/// The texts in the folder of a template, by name. Of one that is a file, whose folder may hold others, the licence alone.
pub fn texts(template: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let is_whole = template.is_dir();
    let folder = if is_whole { template } else { template.parent().unwrap_or(Path::new("")) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let cannot = |path: &Path, cause: &std::io::Error| {
        Fault::outside(format!("cannot read `{}`: {cause}", plain(&path.to_string_lossy())))
    };
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|cause| cannot(folder, &cause))? {
        let entry = entry.map_err(|cause| cannot(folder, &cause))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let about = entry.metadata().map_err(|cause| cannot(&entry.path(), &cause))?;
        if !about.is_file() || about.len() > MOST_BYTES || !(is_licence(&name) || is_whole && is_text(&name)) {
            continue;
        }
        let bytes = fs::read(entry.path()).map_err(|cause| cannot(&entry.path(), &cause))?;
        // What is no text of ours to read is left where it is.
        if let Ok(text) = String::from_utf8(bytes) {
            found.insert(name, text);
        }
    }
    Ok(found)
}

fn is_licence(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["license", "licence", "copying", "notice"].iter().any(|start| lower.starts_with(start)) && !is_program(&lower)
}

fn is_text(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !lower.starts_with('.') && (lower == "readme" || lower.ends_with(".md") || lower.ends_with(".txt"))
}

fn is_program(lower: &str) -> bool {
    [".play", ".rhai", ".yaml", ".yml"].iter().any(|ending| lower.ends_with(ending))
}
