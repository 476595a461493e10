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
    /// How it ranks among others.
    pub(super) trust: Trust,
    /// Whether the help is the very edit.
    pub(super) certain: bool,
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

/// Which of several proposals is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// The mistake is known: the first that helps.
    Known,
    /// Something is missing or stands for something else: the one that explains most.
    Guess,
    /// Something has to go: only where nothing else helps.
    Last,
}

/// A message and what may mend its fault, the best first.
pub(super) struct Told {
    pub(super) said: Diagnostic,
    pub(super) proposals: Vec<Proposal>,
}

impl Proposal {
    /// Another text for some bytes.
    pub(super) fn replace(range: Range<usize>, with: impl Into<String>, help: Option<String>, proof: Proof) -> Self {
        Self { range, with: with.into(), closing: None, help, trust: Trust::Known, certain: true, proof }
    }

    /// The same, ranked otherwise.
    fn trusted(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    /// A word between blanks.
    pub(super) fn insert(at: usize, word: &str, help: Option<String>, proof: Proof) -> Self {
        Self::replace(at..at, format!(" {word} "), help, proof).trusted(Trust::Guess)
    }

    /// The word that was probably meant.
    pub(super) fn word(token: &Token, near: &str) -> Self {
        Self::replace(token.range.clone(), near, Some(format!("did you mean `{near}`?")), Proof::Change)
    }

    /// The closing bracket that goes with it.
    pub(super) fn closing(self, at: usize, close: &'static str) -> Self {
        Self { closing: Some((at, close)), certain: false, ..self }
    }

    /// A change that only stands for one the author has to choose.
    pub(super) fn unsure(self) -> Self {
        Self { certain: false, ..self }
    }
}

impl Case<'_> {
    /// What may mend any failure.
    pub(super) fn repairs(&self) -> Vec<Proposal> {
        let mut all = self.operator();
        all.extend(self.placeholder());
        all.extend(self.insertions());
        all.extend(self.removal());
        all.extend(self.header_end());
        all
    }

    /// Two values side by side: something stands between them.
    fn operator(&self) -> Vec<Proposal> {
        if !self.side_by_side() {
            return Vec::new();
        }
        let at = self.token(-1).map_or(0, |token| token.range.end);
        let help = || Some("write an operator such as `>=` between them".to_owned());
        ["=", "*"].map(|operator| Proposal::insert(at, operator, help(), Proof::Next).unsure()).into()
    }

    /// True where a value follows a value.
    pub(super) fn side_by_side(&self) -> bool {
        let value = self.token(0).is_some_and(|token| token.kind == TokenKind::Number || self.word(0) == "(");
        self.expected.continues.is_some() && value
    }

    /// A word or a sign that is missing.
    fn insertions(&self) -> Vec<Proposal> {
        /// More words than this are not tried.
        const MOST: usize = 6;
        let words: Vec<&str> = self.expected.words.iter().chain(&self.expected.signs).copied().collect();
        let own =
            self.token(0).is_some_and(|token| token.kind == TokenKind::Word) && !super::block::is_known(self.word(0));
        // `(` opens what may be left out.
        let words: Vec<&str> = words.into_iter().filter(|word| *word != "(").collect();
        // A name of the author's own says nothing about which of several words is missing.
        if words.len() > MOST || (own && words.len() > 2) {
            return Vec::new();
        }
        let (at, behind) = match self.token(-1) {
            Some(before) => (before.range.end, format!(" after {}", shown(before, self.text))),
            None => (0, String::new()),
        };
        let mut all = Vec::new();
        let many = self.over() && words.len() > 1;
        for word in words {
            // Which of several words was left out, nobody knows.
            let help = (!many).then(|| format!("write `{word}`{behind}"));
            if word == "{" && self.place.opens.is_some() {
                continue;
            }
            if word == "{" {
                let line = self.text.get(at..).and_then(|rest| rest.find('\n')).map(|end| at + end);
                let ends = self.surplus.iter().filter(|(_, close)| *close == "}").map(|(at, _)| *at);
                let ends = ends.take(MOST).chain(line).chain([self.text.trim_end().len()]);
                all.extend(ends.map(|end| Proposal::insert(at, word, help.clone(), Proof::Next).closing(end, "}")));
            } else if word != "}" {
                all.push(Proposal::insert(at, word, help, Proof::Next));
            }
        }
        all.extend(self.substitution());
        all
    }

    /// Another word or sign where only one could stand.
    fn substitution(&self) -> Option<Proposal> {
        let mut single = self.expected.words.iter().chain(&self.expected.signs);
        let word = *single.next()?;
        let token =
            self.token(0).filter(|_| !self.over() && single.next().is_none() && !matches!(word, "{" | "}" | "("))?;
        let known = super::block::is_known(self.word(0)) && token.kind == TokenKind::Word;
        let sign = token.kind == TokenKind::Symbol && !matches!(self.word(0), "{" | "(");
        let help = Some(format!("write `{word}` instead of {}", shown(token, self.text)));
        (known || sign).then(|| {
            Proposal::replace(token.range.clone(), format!(" {word} "), help, Proof::Next).trusted(Trust::Guess)
        })
    }

    /// A value or a name that is missing: something stands for it, so that the rest can be read.
    fn placeholder(&self) -> Option<Proposal> {
        let things = &self.expected.things;
        let thing = things.iter().find(|thing| !thing.starts_with("a text")).or(things.first())?;
        let with = match *thing {
            _ if thing.starts_with("a text") => "\"\"",
            _ if thing.starts_with("a type") => "text",
            _ if thing.starts_with("a currency") => "USD",
            _ if thing.starts_with("a script") => return None,
            _ => "_",
        };
        let at = self.token(-1).map_or(0, |token| token.range.end);
        Some(Proposal::insert(at, with, None, Proof::Next))
    }

    /// The found token may be one too many.
    fn removal(&self) -> Option<Proposal> {
        let begins = self.place.found == Some(self.place.statement.start);
        let token = self.token(0).filter(|_| !self.over() && self.word(0) != "{")?;
        // Without its first sign a clause is no clearer.
        if begins && token.kind != TokenKind::Word {
            return None;
        }
        let help = Some(format!("remove {}", shown(token, self.text)));
        Some(Proposal::replace(token.range.clone(), " ", help, Proof::Next).trusted(Trust::Last))
    }

    /// A broken header must not take its block along.
    fn header_end(&self) -> Option<Proposal> {
        let brace = self.tokens.get(self.place.opens?)?;
        let from = self.token(0)?.range.start;
        (from < brace.range.start).then(|| Proposal::replace(from..brace.range.start, String::new(), None, Proof::Next))
    }
}
