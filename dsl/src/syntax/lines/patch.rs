//! A text with replacements that still knows where everything stood.

use std::ops::Range;

/// One replacement in the text as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Edit {
    /// What is replaced, in bytes of the file.
    pub(in crate::syntax) range: Range<usize>,
    /// By what.
    pub(in crate::syntax) with: &'static str,
}

/// A stretch of the patched text.
#[derive(Clone, Debug)]
struct Piece {
    /// Its bytes in the patched text.
    here: Range<usize>,
    /// Its bytes in the file; of the same length unless it was replaced.
    there: Range<usize>,
}

impl Piece {
    fn replaced(&self) -> bool {
        self.here.len() != self.there.len()
    }
}

/// A part of a file with replacements. Invariant: the pieces cover the text in order.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Patched {
    text: String,
    pieces: Vec<Piece>,
}

impl Patched {
    /// The text that stands at byte `base` of the file, with edits in order of place. An edit that overlaps
    /// the one before it is left out.
    pub(in crate::syntax) fn new(text: &str, base: usize, edits: &[Edit]) -> Self {
        let mut patched = Self { text: String::with_capacity(text.len()), pieces: Vec::new() };
        let mut at = 0;
        for edit in edits {
            let (start, end) = (edit.range.start.saturating_sub(base), edit.range.end.saturating_sub(base));
            let Some(before) = text.get(at..start).filter(|_| text.get(start..end).is_some()) else { continue };
            patched.push(before, base + at..base + start);
            patched.push(edit.with, base + start..base + end);
            at = end;
        }
        patched.push(text.get(at..).unwrap_or(""), base + at..base + text.len());
        patched
    }

    fn push(&mut self, text: &str, there: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { here: start..self.text.len(), there });
    }

    /// The patched text.
    pub(in crate::syntax) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces bytes of the patched text; a range that is none changes nothing.
    pub(in crate::syntax) fn replace(&mut self, range: Range<usize>, with: &str) {
        if self.text.get(range.clone()).is_none() {
            return;
        }
        let there = self.start(range.start)..self.end(range.end).max(self.start(range.start));
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2);
        let new_end = range.start + with.len();
        let shift = |at: usize| at - range.end + new_end;
        for piece in &self.pieces {
            if piece.here.start < range.start {
                let end = piece.here.end.min(range.start);
                let there = if piece.replaced() { piece.there.clone() } else { piece.there.start..self.end(end) };
                pieces.push(Piece { here: piece.here.start..end, there });
            }
        }
        pieces.push(Piece { here: range.start..new_end, there });
        for piece in &self.pieces {
            if piece.here.end > range.end {
                let start = piece.here.start.max(range.end);
                let there = if piece.replaced() { piece.there.clone() } else { self.start(start)..piece.there.end };
                pieces.push(Piece { here: shift(start)..shift(piece.here.end), there });
            }
        }
        self.text.replace_range(range, with);
        self.pieces = pieces;
    }

    /// The byte of the patched text that stands at byte `at` of the file.
    pub(in crate::syntax) fn find(&self, at: usize) -> usize {
        let piece = self.pieces.iter().find(|piece| piece.there.end > at);
        piece.map_or(self.text.len(), |piece| {
            let inside = at.saturating_sub(piece.there.start);
            (piece.here.start + inside).min(piece.here.end)
        })
    }

    /// Where in the file the byte `at` stands, as the beginning of something.
    pub(in crate::syntax) fn start(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.here.start <= at);
        let piece = self.pieces.get(after.saturating_sub(1));
        piece.map_or(at, |piece| {
            let inside = at - piece.here.start.min(at);
            if piece.replaced() && inside < piece.here.len() { piece.there.start } else { piece.there.start + inside }
                .min(piece.there.end)
        })
    }

    /// Where in the file the byte `at` stands, as the end of something.
    pub(in crate::syntax) fn end(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.here.start < at);
        let piece = self.pieces.get(after.saturating_sub(1));
        piece.map_or(at, |piece| {
            let inside = at - piece.here.start.min(at);
            if piece.replaced() { piece.there.end } else { (piece.there.start + inside).min(piece.there.end) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Patched};

    #[test]
    fn edits_in_order_are_the_same_as_replacements() {
        let edits = [Edit { range: 107..109, with: "and" }, Edit { range: 112..114, with: "and" }];
        let patched = Patched::new("when a && b && c", 100, &edits);
        assert_eq!(patched.text(), "when a and b and c");
        assert_eq!((patched.start(11), patched.end(12)), (110, 111));
        assert_eq!((patched.start(17), patched.end(18)), (115, 116));
        assert_eq!(patched.find(115), 17);
    }

    #[test]
    fn places_survive_replacements() {
        // In the file at 100: `when a && b && c`.
        let mut patched = Patched::new("when a && b && c", 100, &[]);
        patched.replace(12..14, "and");
        patched.replace(7..9, "and");
        assert_eq!(patched.text(), "when a and b and c");
        assert_eq!((patched.start(5), patched.end(6)), (105, 106));
        assert_eq!((patched.start(7), patched.end(10)), (107, 109));
        assert_eq!((patched.start(11), patched.end(12)), (110, 111));
        assert_eq!((patched.start(17), patched.end(18)), (115, 116));
        patched.replace(18..18, "}");
        assert_eq!((patched.start(18), patched.end(19)), (116, 116));
        patched.replace(0..5, "");
        assert_eq!(patched.text(), "a and b and c}");
        assert_eq!((patched.start(0), patched.end(1)), (105, 106));
    }
}
