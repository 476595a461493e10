//! Folders for tests that write.

use super::repository::root;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of this name below target/, empty; removed when dropped unless the test is failing.
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// The name must be the test's own: tests run side by side.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// Copies a folder of the repository to the same place here, where it exists.
    pub fn copy(&self, folder: &str) {
        let mut waiting = vec![PathBuf::from(folder)];
        while let Some(next) = waiting.pop() {
            let Ok(entries) = fs::read_dir(root().join(&next)) else { continue };
            fs::create_dir_all(self.folder.join(&next)).unwrap();
            for entry in entries {
                let entry = entry.unwrap();
                let path = next.join(entry.file_name());
                if entry.path().is_dir() {
                    waiting.push(path);
                } else {
                    fs::copy(entry.path(), self.folder.join(path)).unwrap();
                }
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
