//! Where a state lies, for commands that are about one: as asked, or as the `stageplay.yaml` in this folder says.

use crate::deployment;
use crate::exit::Fault;
use stageplay_engine::live::{Layout, layout_of};
use stageplay_engine::read::{DEPLOYMENT, Deployment};
use stageplay_engine::store::{Head, PATIENCE, SqliteStore, Store};
use std::path::{Path, PathBuf};

/// The state's file, and the deployment.
pub fn state(given: Option<&Path>) -> Result<(PathBuf, Option<Deployment>), Fault> {
    let here = deployment::here()?;
    let path = named(given, here.as_ref())?;
    Ok((path, here))
}

/// The state's file, as asked or as a deployment says.
pub fn named(given: Option<&Path>, deployment: Option<&Deployment>) -> Result<PathBuf, Fault> {
    let said = deployment.and_then(|deployment| deployment.state.clone());
    given.map(Path::to_path_buf).or(said).ok_or_else(|| {
        let what = match deployment {
            Some(_) => format!("no state is named, neither here nor in `{DEPLOYMENT}`"),
            None => format!("no state is named, and there is no `{DEPLOYMENT}` in this folder"),
        };
        Fault::helped(what, Some("name its file: `--state FILE`".into()))
    })
}

/// A state that was run.
pub struct Opened {
    pub store: SqliteStore,
    pub head: Head,
    pub layout: Layout,
}

/// Opens a state that a run has made.
pub fn open(path: &Path) -> Result<Opened, Fault> {
    let store = SqliteStore::open(path, PATIENCE)?;
    let head = store.head()?.ok_or_else(|| {
        Fault::helped("the state has seen no run yet", Some("`stageplay run --state FILE` makes the first".into()))
    })?;
    let layout = layout_of(&head)?;
    Ok(Opened { store, head, layout })
}
