//! Text to untyped tree: grammar, parse with recovery. The only room that sees pest.
//!
//! | stage | from | to |
//! |---|---|---|
//! | `lines` | text as written | a copy of the same length whose brackets balance, cut into items |
//! | `grammar` | one item | pest's pairs |
//! | `recover` | an item that does not parse | one message per mistake, and the rest of the item |
//! | `build` | pairs | [`tree`] |
//! | [`written()`] | sound text | every token and comment in its place, for who lays text out anew |
//!
//! Nothing here knows whether a name exists or a unit fits.

mod build;
mod grammar;
mod lines;
mod recover;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod written;

pub use written::written;

use crate::diagnostic::Diagnostics;
use crate::source::SourceId;

/// The tree of one file. What does not parse is told to `diagnostics`, one message per mistake, and left
/// out of the tree; every span is a byte range of `text`. Never panics, whatever the text.
pub fn parse(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> tree::Module {
    let prepared = lines::prepare(source, text, diagnostics);
    recover::items(source, text, &prepared, diagnostics)
}
