//! Source text: files, byte spans, lines and columns.
//!
//! The lowest room of the crate. It knows nothing of the language: not what a playbook is, not what
//! can be wrong with one.

mod file;
mod span;

pub use file::{Position, SourceFile, SourceId, Sources};
pub use span::Span;
