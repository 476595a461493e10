//! Actions and folders for the tests of destinations.

use crate::send::outgoing::{OPENED, Outgoing};
use std::path::PathBuf;

/// An action of account `account`, with an event of its own.
pub(super) fn action(account: &str, step: &str) -> Outgoing {
    let id = format!("{account}-{step}");
    Outgoing {
        body: format!("{{\"specversion\":\"1.0\",\"id\":\"{id}\",\"text\":\"größer\"}}"),
        id,
        as_of: 20_000,
        account: account.into(),
        play: "save".into(),
        key: None,
        run: "2026-03-02".into(),
        step: step.into(),
        kind: OPENED.into(),
        owner: None,
        priority: None,
    }
}

/// A folder that is gone when the test is over.
pub(super) struct Folder(pub PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("stageplay-deliver-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
