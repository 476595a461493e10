//! Text to untyped tree: grammar, parse with recovery. The only room that sees pest.
//!
//! | stage | from | to |
//! |---|---|---|
//! | `lines` | text as written | a copy of the same length whose brackets balance, cut into items |
//! | `grammar` | one item | pest's pairs |
//! | `recover` | an item that does not parse | one message per mistake, and the rest of the item |
//! | `build` | pairs | [`tree`] |
//! | `part` | what a verb puts into a template | the same, once it is known what it is part of |
//! | [`Kept`] | texts, again and again | the trees of those that have not changed |
//! | [`written()`] | sound text | every token and comment in its place, for who lays text out anew |
//!
//! Nothing here knows whether a name exists or a unit fits.

mod build;
mod extends;
mod grammar;
mod kept;
mod lines;
mod part;
mod recover;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod written;

pub use extends::{Extends, extends};
pub use kept::{Kept, Layer};
pub use written::written;

use crate::diagnostic::Diagnostics;
use crate::source::SourceId;

/// The tree of one file. What does not parse is told to `diagnostics`, one message per mistake, and left
/// out of the tree; every span is a byte range of `text`. Never panics, whatever the text.
pub fn parse(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> tree::Module {
    let mut module = parse_extension(source, text, diagnostics);
    part::settle(source, text, &mut module, diagnostics);
    module
}

/// As [`parse`], for a file of a playbook that extends another: what its verbs put in is not looked into, for who knows
/// what it is part of tells its mistakes better.
pub fn parse_extension(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> tree::Module {
    let prepared = lines::prepare(source, text, diagnostics);
    recover::items(source, text, &prepared, diagnostics)
}

/// What a verb puts into a template, read as the declaration it is part of: `before` and `after` stand around it, as
/// `play escalation { task ` and `}`, and `text` is that of the whole file. Mistakes are told to `diagnostics`; given are
/// the declaration, `None` where nothing sound is left of it, and the words of what was left out.
pub fn parse_part(
    text: &str,
    body: &tree::Body,
    before: &str,
    after: &str,
    diagnostics: &mut Diagnostics,
) -> (Option<tree::Item>, Vec<smol_str::SmolStr>) {
    part::read(body.span.source, text, body, before, after, diagnostics)
}
