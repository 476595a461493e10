//! Diagnostics as people and programs read them. The only room that sees miette.
//!
//! Takes sources and diagnostics, gives text: it does not know where the text goes, whether that is a terminal, or what
//! a playbook is. Width and colour are told, never asked of the environment.

mod excerpt;
mod github;
mod human;
mod json;
mod sarif;
mod shown;
mod summary;
mod uri;
mod visible;

pub use github::github;
pub use human::{Drawing, Options, drawn, human};
pub use json::json;
pub use sarif::sarif;
pub use summary::summary;
pub use visible::visible;
