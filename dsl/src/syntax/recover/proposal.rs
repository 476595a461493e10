//! Changes of a text that may mend it.

use super::tell::{Case, shown};
use super::token::{Token, TokenKind};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// A change of the prepared text that may mend it.
pub(super) struct Proposal {
    /// Bytes of the prepared text.
    pub(super) range: Range<usize>,
    /// What stands there instead.
    pub(super) with: String,
    /// A closing bracket that belongs to it, and where it goes: behind `range`.
    pub(super) closing: Option<(usize, &'static str)>,
    /// The help line that goes with it, where it is worth one.
    pub(super) help: Option<String>,
    /// What must have been read for it to be taken.
    pub(super) proof: Proof,
}

/// How far the parser must get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Past the change itself: a known word stands where one was expected.
    Change,
    /// Past the token behind it as well.
    Next,
}

/// A message and what may mend its fault, the best first.
pub(super) struct Told {
    pub(super) said: Diagnostic,
    pub(super) proposals: Vec<Proposal>,
}

impl Proposal {
    /// Another text for some bytes.
    pub(super) fn replace(range: Range<usize>, with: impl Into<String>, help: Option<String>, proof: Proof) -> Self {
        Self { range, with: with.into(), closing: None, help, proof }
    }

    /// A word between blanks.
    pub(super) fn insert(at: usize, word: &str, help: Option<String>, proof: Proof) -> Self {
        Self::replace(at..at, format!(" {word} "), help, proof)
    }

    /// The word that was probably meant.
    pub(super) fn word(token: &Token, near: &str) -> Self {
        Self::replace(token.range.clone(), near, Some(format!("did you mean `{near}`?")), Proof::Change)
    }

    /// The closing bracket that goes with it.
    pub(super) fn closing(self, at: usize, close: &'static str) -> Self {
        Self { closing: Some((at, close)), ..self }
    }
}

impl Case<'_> {
    /// What may mend any failure.
    pub(super) fn repairs(&self) -> Vec<Proposal> {
        let mut all = self.insertions();
        all.extend(self.placeholder());
        all.extend(self.removal());
        all.extend(self.header_end());
        all
    }

    /// A word or a sign that is missing.
    fn insertions(&self) -> Vec<Proposal> {
        /// More words than this are not tried.
        const MOST: usize = 6;
        let words: Vec<&str> = self.expected.words.iter().chain(&self.expected.signs).copied().collect();
        let own =
            self.token(0).is_some_and(|token| token.kind == TokenKind::Word) && !super::block::is_known(self.word(0));
        // A name of the author's own says nothing about which of several words is missing.
        if words.len() > MOST || (own && words.len() > 1) {
            return Vec::new();
        }
        let (at, behind) = match self.token(-1) {
            Some(before) => (before.range.end, format!(" after {}", shown(before, self.text))),
            None => (0, String::new()),
        };
        let mut all = Vec::new();
        for word in words {
            let help = Some(format!("write `{word}`{behind}"));
            if word == "{" {
                let ends = self.surplus.iter().filter(|(_, close)| *close == "}").map(|(at, _)| *at);
                let ends = ends.take(MOST).chain([self.text.trim_end().len()]);
                all.extend(ends.map(|end| Proposal::insert(at, word, help.clone(), Proof::Next).closing(end, "}")));
            } else if word != "}" {
                all.push(Proposal::insert(at, word, help, Proof::Next));
            }
        }
        all
    }

    /// A value or a name that is missing: something stands for it, so that the rest can be read.
    fn placeholder(&self) -> Option<Proposal> {
        let thing = self.expected.things.first()?;
        let with = if thing.starts_with("a text") { "\"\"" } else { "_" };
        let at = self.token(-1).map_or(0, |token| token.range.end);
        Some(Proposal::insert(at, with, None, Proof::Next))
    }

    /// The found token may be one too many.
    fn removal(&self) -> Option<Proposal> {
        let token = self.token(0).filter(|_| !self.over() && self.word(0) != "{")?;
        let help = Some(format!("remove {}", shown(token, self.text)));
        Some(Proposal::replace(token.range.clone(), " ", help, Proof::Next))
    }

    /// A broken header must not take its block along.
    fn header_end(&self) -> Option<Proposal> {
        let brace = self.tokens.get(self.place.opens?)?;
        let from = self.token(0)?.range.start;
        (from < brace.range.start).then(|| Proposal::replace(from..brace.range.start, String::new(), None, Proof::Next))
    }
}
