//! Templates that a project keeps a copy of: `vendor/NAME` beside its `stageplay.lock`.
//!
//! Knows where they lie. What the lock says of them is for who vendors.

use super::layers::tidy;
use std::path::{Path, PathBuf};

/// The file that pins them. The folder it lies in is the project's.
pub const LOCK: &str = "stageplay.lock";

/// The folder they lie in.
pub const VENDOR: &str = "vendor";

/// No project is deeper than this.
const MOST_FOLDERS: usize = 32;

/// The project around a folder: the nearest one upwards that has a lock.
#[must_use]
pub fn project(folder: &Path) -> Option<PathBuf> {
    let mut at = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() };
    for _ in 0..MOST_FOLDERS {
        if at.join(LOCK).is_file() {
            return Some(tidy(&at));
        }
        at.push("..");
    }
    None
}

/// The copy that the project around a folder has of a template; `-` and `_` are the same in its name.
pub(super) fn vendored(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_name = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
    let vendor = project(folder).filter(|_| is_name)?.join(VENDOR);
    let spelt = [name.to_owned(), name.replace('_', "-"), name.replace('-', "_")];
    spelt.iter().map(|name| tidy(&vendor.join(name))).find(|path| path.is_dir())
}

/// Whether a folder holds copies, which are no part of the playbook around it.
pub(super) fn is_vendor(parent: &Path, name: &str) -> bool {
    name == VENDOR && parent.join(LOCK).is_file()
}
