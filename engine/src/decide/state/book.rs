//! What is remembered of the book as a whole.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use stageplay_dsl::types::Day;
use std::collections::BTreeMap;

/// What is remembered of the book as a whole, by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BookState {
    /// When each play was first evaluated.
    pub plays: BTreeMap<SmolStr, Day>,
    /// Since when each raised signal has been.
    pub signals: BTreeMap<SmolStr, Day>,
}

impl BookState {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { plays: BTreeMap::new(), signals: BTreeMap::new() }
    }
}
