//! The one style of a playbook file.
//!
//! | stage | from | to |
//! |---|---|---|
//! | `expression`, `list`, `clause` | what was [written](crate::syntax::written) | documents, in cells |
//! | `block` | declarations | entries: what stands on a line of its own |
//! | `page` | entries | columns, empty lines, the text |
//!
//! Four laws, which `tests/format.rs` keeps: what comes out parses; it has the same tree; laid out again it
//! stays as it is; every comment is kept, in order. Nothing here knows a name's meaning or a type.

mod block;
mod clause;
mod comments;
mod document;
mod expression;
mod list;
mod page;
#[cfg(test)]
mod tests;

use crate::source::SourceId;
use crate::syntax::written;
use crate::syntax::written::{Form, Written, WrittenFile};

/// What was broken for its width counts as broken by the author from then on; that settles within a few turns.
const TURNS: usize = 5;

/// A file's text in the one style, or `None` where it does not parse and is left alone. Line ends stay what
/// the file's first one is. Never panics, whatever the text.
#[must_use]
pub fn format(source: SourceId, text: &str) -> Option<String> {
    let line_end = if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" };
    let file = written(source, text)?;
    let first = page::text(&block::entries(text, &file), line_end);
    let mut found = first;
    for _ in 0..TURNS {
        let again = written(source, &found)?;
        if words(text, &file) != words(&found, &again) {
            // Whatever went wrong, a file is not worth losing over its looks.
            return None;
        }
        let next = page::text(&block::entries(&found, &again), line_end);
        if next == found {
            return Some(found);
        }
        found = next;
    }
    None
}

/// The tokens and comments of a file, without what only groups and parts.
fn words<'t>(text: &'t str, file: &WrittenFile) -> Vec<Vec<&'t str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let mut waiting: Vec<&Written> = file.items.iter().rev().collect();
    while let Some(part) = waiting.pop() {
        if part.parts.is_empty() && !matches!(part.form, Form::Comma | Form::ParenOpen | Form::ParenClose) {
            let words = text.get(part.span.range()).unwrap_or("");
            found.push(match part.form {
                Form::Text | Form::Fence => vec![words],
                _ => words.split_whitespace().collect(),
            });
        }
        waiting.extend(part.parts.iter().rev());
    }
    found.extend(file.comments.iter().map(|comment| vec![text.get(comment.range()).unwrap_or("")]));
    found
}
