//! `stageplay vendor`: copies of templates in a project, each pinned by the hash of its program.
//!
//! | file | does |
//! |---|---|
//! | `beside` | finds README and licence |
//! | `copy` | makes of a template what is copied |
//! | `lock` | reads and writes `stageplay.lock`; finds files that were changed |
//! | `place` | puts copies where they belong, all or none |
//! | `pinned` | holds the copies against the lock |

mod beside;
pub mod copy;
pub mod lock;
mod pinned;
pub mod place;

use crate::args::vendor::VendorArgs;
use crate::exit::{Exit, Fault};
use crate::view::terminal;
use crate::view::words::count;
use copy::{Copy, Source, copies};
use lock::{Lock, Pin, changed};
use place::put;
use stageplay_engine::column::{plain, plain_cut};
use stageplay_engine::read::{LOCK, VENDOR};
use std::path::Path;

/// Copies a template and what it extends, or says whether the copies are what is pinned.
pub fn vendor(args: &VendorArgs) -> Result<Exit, Fault> {
    let Some(template) = args.template.as_deref().filter(|_| !args.check) else {
        // With `--check` alone the only name that can stand there is the folder's.
        let named = args.folder.as_deref().or(args.template.as_deref().map(Path::new));
        return pinned::check(named.unwrap_or(Path::new(".")));
    };
    let project = args.folder.as_deref().unwrap_or(Path::new("."));
    if !project.is_dir() {
        let what = format!("`{}` is no folder", plain_cut(&project.to_string_lossy(), 200));
        return Err(Fault::helped(
            what,
            Some("name the folder of your project, or leave it out: it is this one".into()),
        ));
    }
    let source = Source::of(template, args.from.as_deref())?;
    let name = match &source {
        Source::Shipped(shipped) => Some(shipped.name),
        Source::Place(_) | Source::Pinned(_) => args.from.as_ref().map(|_| template),
    };
    let copies = copies(&source, name, project)?;
    let mut lock = Lock::read(project)?;
    let before = lock.clone();
    let mut told = String::new();
    let mut new: Vec<&Copy> = Vec::new();
    for copy in &copies {
        if is_there(copy, lock.pins.get(&copy.name), project)? {
            told.push_str(&format!("{} is there already\n", titled(&copy.name, &copy.pin)));
        } else {
            let files = count(copy.files.len() as u64, "file");
            told.push_str(&format!("{} is copied to {VENDOR}/{}: {files}\n", titled(&copy.name, &copy.pin), copy.name));
            new.push(copy);
        }
        if lock.pins.get(&copy.name).is_none_or(|pin| pin.files != copy.pin.files) {
            lock.pins.insert(copy.name.clone(), copy.pin.clone());
        }
    }
    put(&new, project, || if lock == before { Ok(()) } else { lock.write(project) })?;
    if let Some(copy) = copies.first() {
        told.push_str(&format!("pinned in {LOCK} as {}\n", copy.pin.program));
        told.push_str(&format!("your playbook says: extends \"{}\"\n", copy.name));
    }
    terminal::print(&told)?;
    Ok(Exit::Done)
}

/// A name with its version.
pub fn titled(name: &str, pin: &Pin) -> String {
    match &pin.version {
        Some(version) => format!("{name} {}", plain(version)),
        None => name.to_owned(),
    }
}

/// Names of files, as many as one reads.
pub fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(8).map(|name| plain_cut(name, 100).into_owned()).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Refuses to go on where files of a copy are not those that were copied.
pub fn untouched(name: &str, pin: &Pin, project: &Path) -> Result<(), Fault> {
    let own = changed(&project.join(VENDOR).join(name), &pin.files)?;
    if own.is_empty() {
        return Ok(());
    }
    let what = format!("files of `{VENDOR}/{name}` were changed here and would be lost: {}", listed(&own));
    let help = "say the change in your own playbook (`set`, `append`, `replace`, `disable`) and put these files back, or \
                move the folder away";
    Err(Fault::helped(what, Some(help.into())))
}

/// Whether the copy is there as it would be made; what stands in its way is told.
fn is_there(copy: &Copy, pin: Option<&Pin>, project: &Path) -> Result<bool, Fault> {
    let folder = project.join(VENDOR).join(&copy.name);
    if folder.symlink_metadata().is_err() {
        return Ok(false);
    }
    let differ = if folder.is_dir() { changed(&folder, &copy.pin.files)? } else { vec![copy.name.clone()] };
    if differ.is_empty() {
        return Ok(true);
    }
    let name = &copy.name;
    let Some(pin) = pin else {
        let what = format!("`{VENDOR}/{name}` is there, is not pinned and says something else: {}", listed(&differ));
        return Err(Fault::helped(
            what,
            Some("move it away, or take another name: `stageplay vendor NAME --from PATH`".into()),
        ));
    };
    untouched(name, pin, project)?;
    let what = format!("`{VENDOR}/{name}` holds another version: {}", titled(name, pin));
    Err(Fault::helped(what, Some(format!("`stageplay upgrade {name}` shows what the new one changes, and takes it"))))
}
