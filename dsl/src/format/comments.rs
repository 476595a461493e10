//! The comments of a file, each taken once, in order.

use crate::source::Span;

/// A comment on its way to its place.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    /// From `#` on.
    pub(super) words: String,
    /// Nothing stands before it on its line.
    pub(super) own_line: bool,
    /// An empty line stands above it.
    pub(super) apart: bool,
}

/// The text being laid out, and its comments.
pub(super) struct Source<'t> {
    text: &'t str,
    left: &'t [Span],
}

impl<'t> Source<'t> {
    /// Comments in order of place.
    pub(super) fn new(text: &'t str, comments: &'t [Span]) -> Self {
        Self { text, left: comments }
    }

    /// The text of a place.
    pub(super) fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Takes the next comment where it begins before byte `at`.
    pub(super) fn comment_before(&mut self, at: u32) -> Option<Comment> {
        let (first, left) = self.left.split_first().filter(|(first, _)| first.start < at)?;
        self.left = left;
        let before = self.text.get(..first.range().start).unwrap_or("");
        let line = before.rsplit('\n').next().unwrap_or("");
        Some(Comment {
            words: self.slice(*first).to_owned(),
            own_line: line.trim_matches([' ', '\t', '\r', '\u{feff}']).is_empty(),
            apart: self.apart(first.start),
        })
    }

    /// True where a comment that was not taken yet begins in a place.
    pub(super) fn comment_in(&self, span: Span) -> bool {
        self.left.iter().take_while(|comment| comment.start < span.end).any(|comment| comment.start >= span.start)
    }

    /// True where an empty line stands above what begins at byte `at`.
    pub(super) fn apart(&self, at: u32) -> bool {
        self.blank_before(at).matches('\n').count() > 1
    }

    /// True where what begins at byte `at` begins its line.
    pub(super) fn begins_line(&self, at: u32) -> bool {
        self.blank_before(at).contains('\n')
    }

    fn blank_before(&self, at: u32) -> &'t str {
        let before = self.text.get(..at as usize).unwrap_or("");
        before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or("")
    }
}
