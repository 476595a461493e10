//! Files for tests.

use std::path::PathBuf;

/// A file that is gone when the test is over.
pub(super) struct Scratch(pub PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Files with these texts.
pub(super) fn files(name: &str, texts: &[String]) -> Vec<Scratch> {
    let scratch = |(at, text): (usize, &String)| {
        let path = std::env::temp_dir().join(format!("stageplay-{}-{at}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Scratch(path)
    };
    texts.iter().enumerate().map(scratch).collect()
}
