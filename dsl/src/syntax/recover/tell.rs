//! One failure as one message: what was expected, what was found, and what would mend it.

use super::Failure;
use super::block::{Block, elsewhere, first_word};
use super::expectation::Expectation;
use super::named;
use super::place::{Place, place};
use super::proposal::{Proof, Proposal, Told};
use super::token::{Token, TokenKind, tokens};
use crate::diagnostic::near::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use crate::syntax::lines::{Patched, Surplus};
use std::ops::Range;

/// A failure with its surroundings.
pub(super) struct Case<'p> {
    source: SourceId,
    /// The file as written.
    file: &'p str,
    pub(super) patched: &'p Patched,
    pub(super) text: &'p str,
    pub(super) tokens: Vec<Token>,
    pub(super) place: Place,
    pub(super) at: usize,
    pub(super) expected: Expectation,
    /// Brackets behind the failure that close nothing: their bytes, and what they are.
    pub(super) surplus: Vec<(usize, &'static str)>,
}

impl<'p> Case<'p> {
    pub(super) fn new(
        source: SourceId,
        file: &'p str,
        patched: &'p Patched,
        failure: &Failure,
        surplus: &[Surplus],
    ) -> Self {
        let text = patched.text();
        let tokens = tokens(text);
        let place = place(text, &tokens, failure.at);
        let surplus = surplus.iter().map(|one| (patched.find(one.at), one.close)).filter(|one| one.0 >= failure.at);
        let surplus = surplus.collect();
        let mut expected = Expectation::new(&failure.expected);
        // Behind a clause's own first word nobody means an indicator of that name.
        let first = tokens.get(place.statement.start).map_or("", |token| token.of(text));
        let behind = place.found == Some(place.statement.start + 1);
        if behind && place.block.takes_names() && place.block.clause(first).is_some() {
            expected.leave_out(&["weight", ":"]);
        }
        Self { source, file, patched, text, tokens, place, at: failure.at, expected, surplus }
    }

    /// A token counted from the one that was found: -1 is the one before it.
    pub(super) fn token(&self, offset: isize) -> Option<&Token> {
        let found = self.place.found.unwrap_or(self.tokens.len());
        self.tokens.get(found.checked_add_signed(offset)?)
    }

    /// Its text, or `""`.
    pub(super) fn word(&self, offset: isize) -> &'p str {
        self.token(offset).map_or("", |token| token.of(self.text))
    }

    /// The found token where it is a word.
    fn found_word(&self) -> Option<&'p str> {
        self.token(0).filter(|token| token.kind == TokenKind::Word).map(|token| token.of(self.text))
    }

    /// The place in the file of some bytes.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, self.patched.start(range.start), self.patched.end(range.end))
    }

    fn found_range(&self) -> Range<usize> {
        match self.token(0) {
            // A line's end is shown behind its last word.
            Some(token) if token.kind != TokenKind::LineEnd && !self.wraps() => token.range.clone(),
            _ => {
                let end = self.token(-1).map_or(self.at, |token| token.range.end);
                end..end
            }
        }
    }

    /// True where the line before ends with `=` and what follows is plainly no value: the value is missing there.
    fn wraps(&self) -> bool {
        let (Some(before), Some(found)) = (self.token(-1), self.token(0)) else { return false };
        let between = self.patched.end(before.range.end)..self.patched.start(found.range.start);
        let ends = before.of(self.text).ends_with('=') && self.file.get(between).is_some_and(|gap| gap.contains('\n'));
        let word = self.word(0);
        ends && (word == "}" || self.word(1) == "=" || self.place.block.clause(word).is_some())
    }

    /// True where the line or the block is over.
    pub(super) fn over(&self) -> bool {
        matches!(self.word(0), "" | "\n" | "}" | ")" | ",") || self.wraps()
    }

    /// True where a value or a condition could stand.
    pub(super) fn expects_value(&self) -> bool {
        self.expected.things.iter().any(|thing| matches!(*thing, "a value" | "a condition"))
    }

    /// True where only another clause of the block could stand.
    fn at_clause(&self) -> bool {
        self.expected.clause && self.expected.words.is_empty() && self.expected.signs.is_empty()
    }

    pub(super) fn error(&self, message: impl Into<String>) -> Diagnostic {
        let code = if self.over() { Code(103) } else { Code(102) };
        Diagnostic::error(code, self.span(&self.found_range()), message)
    }

    /// The message and the proposals.
    pub(super) fn tell(&self) -> Told {
        if let Some(told) = named::tell(self) {
            return told;
        }
        let told = self.phrase().or_else(|| self.near()).or_else(|| self.first_word());
        let mut told = told.unwrap_or_else(|| self.plain());
        told.proposals.extend(self.repairs());
        told
    }

    /// Every word that could stand at the place.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &'static str> {
        let clauses = if self.expected.clause { self.place.block.clauses() } else { &[] };
        let continues = self.expected.continues.iter().flatten();
        self.expected.words.iter().chain(&self.expected.kinds).chain(continues).chain(clauses).copied()
    }

    /// Words that only decide together, the first of them right: `applies wehn`, `at lest`.
    fn phrase(&self) -> Option<Told> {
        /// Phrases whose first word may be a name, so that the failure lies on the second.
        const TOGETHER: &[&str] =
            &["at least", "all of", "any of", "number of", "days since", "months since", "days until", "one of"];
        let found = self.found_word()?;
        let before = self.word(-1);
        let seconds = TOGETHER.iter().filter(|phrase| first_word(phrase) == before);
        if let Some(near) = near_word(found, seconds.filter_map(|phrase| phrase.split(' ').nth(1))) {
            return self.phrase_word(0, near);
        }
        // `if` behind a value need not be meant as `if missing`.
        let sure = self.expected.words.is_empty();
        let begun: Vec<Vec<&'static str>> = self
            .phrases()
            .filter(|phrase| sure || *phrase != "if missing")
            .filter(|phrase| first_word(phrase) == found && phrase.contains(' '))
            .map(|phrase| phrase.split(' ').collect())
            .collect();
        // How many words of a phrase stand there already.
        let agrees =
            |phrase: &Vec<&str>| (0..).zip(phrase).take_while(|(offset, word)| self.word(*offset) == **word).count();
        let most = begun.iter().map(agrees).max()?;
        let offset = isize::try_from(most).ok()?;
        let nexts: Vec<&'static str> = begun
            .iter()
            .filter(|phrase| agrees(phrase) == most)
            .filter_map(|phrase| phrase.get(most).copied())
            .collect();
        if let Some(near) = near_word(self.word(offset), nexts.iter().copied()) {
            return self.phrase_word(offset, near);
        }
        let behind = self.token(offset - 1)?;
        let parts: Vec<String> = nexts.iter().map(|word| format!("`{word}`")).collect();
        let next = self.token(offset);
        let shown_next = next.map_or_else(|| "the end of the declaration".to_owned(), |token| shown(token, self.text));
        let expected = super::block::listed(&parts, "or");
        let message = format!("expected {expected} after {}, found {shown_next}", shown(behind, self.text));
        let range = match next {
            Some(token) if token.kind != TokenKind::LineEnd => token.range.clone(),
            _ => behind.range.end..behind.range.end,
        };
        let said = Diagnostic::error(Code(103), self.span(&range), message);
        let help = (nexts.len() == 1).then(|| format!("write {expected} after {}", shown(behind, self.text)));
        let insert = |word: &&str| Proposal::insert(behind.range.end, word, help.clone(), Proof::Next);
        Some(Told { said, proposals: nexts.iter().map(insert).collect() })
    }

    /// A word of a phrase that is nearly right.
    fn phrase_word(&self, offset: isize, near: &'static str) -> Option<Told> {
        let token = self.token(offset)?;
        let before = self.word(offset - 1);
        let message = format!("expected `{near}` after `{before}`, found {}", shown(token, self.text));
        let said = Diagnostic::error(Code(102), self.span(&token.range), message);
        Some(Told { said, proposals: vec![Proposal::word(token, near)] })
    }

    /// The found word is nearly one that could stand there.
    fn near(&self) -> Option<Told> {
        let token = self.token(0)?;
        let found = self.found_word()?;
        let phrases: Vec<&'static str> = self.phrases().collect();
        let near = near_word(found, phrases.iter().map(|phrase| first_word(phrase)))?;
        // The rest of a phrase may follow already.
        let follows = |phrase: &&str| phrase.split(' ').nth(1) == Some(self.word(1));
        let of_word: Vec<&str> = phrases.iter().copied().filter(|phrase| first_word(phrase) == near).collect();
        let whole = of_word.len() != 1 || of_word.iter().any(follows);
        let with = if whole { near } else { of_word.first().copied().unwrap_or(near) };
        let message = if self.at_clause() { self.no_clause(found) } else { self.expected_found() };
        Some(Told { said: self.error(message), proposals: vec![Proposal::word(token, with)] })
    }

    /// Where any name may begin a clause, the clause's own first word may be the mistake.
    fn first_word(&self) -> Option<Told> {
        let first = self.tokens.get(self.place.statement.start)?;
        let behind = self.place.found == Some(self.place.statement.start + 1);
        let block = self.place.block;
        let word = first.of(self.text);
        if !behind || first.kind != TokenKind::Word || block == Block::File || block.clause(word).is_some() {
            return None;
        }
        let place = self.span(&first.range);
        if let Some(near) = near_word(word, block.clauses().iter().map(|clause| first_word(clause))) {
            let said = Diagnostic::error(Code(102), place, self.no_clause(word));
            return Some(Told { said, proposals: vec![Proposal::word(first, near)] });
        }
        let other = elsewhere(word, block)?;
        let said = Diagnostic::error(Code(102), place, belongs(word, other, block)).help(block.holds());
        Some(Told { said, proposals: Vec::new() })
    }

    fn plain(&self) -> Told {
        let block = self.place.block;
        let said = match self.found_word().filter(|_| self.at_clause()) {
            Some(word) => match elsewhere(word, block).filter(|_| block.clause(word).is_none()) {
                Some(other) => self.error(belongs(word, other, block)),
                None => self.error(self.no_clause(word)).help(far(word, block).unwrap_or_else(|| block.holds())),
            },
            None if self.at_clause() && block == Block::File && self.place.found.is_some() => {
                let found = self.token(0).map_or_else(String::new, |token| shown(token, self.text));
                self.error(format!("{found} begins no declaration"))
                    .help("a line continues inside ( ), or where it ends with `=`, `,`, `and` or `or`")
            }
            None => self.error(self.expected_found()),
        };
        Told { said, proposals: Vec::new() }
    }

    fn no_clause(&self, word: &str) -> String {
        match self.place.block {
            Block::File => format!("`{word}` begins no declaration"),
            block => format!("{} has no clause `{word}`", block.name()),
        }
    }

    /// `expected …, found …`.
    fn expected_found(&self) -> String {
        let condition = matches!(self.word(-1), "when" | "and" | "or" | "not" | "while" | "unless" | "once" | "never");
        let dated = self.place.block == Block::Test && matches!(self.word(-1), "on" | "through");
        let value = if condition { "a condition" } else { "a value" };
        let value = if dated { "a date such as `2026-03-02`" } else { value };
        let mut expected = self.expected.shown(self.place.block, value);
        if self.side_by_side() {
            "an operator".clone_into(&mut expected);
        }
        let found = match self.token(0) {
            Some(_) if self.wraps() => "the end of the line".to_owned(),
            Some(token) => shown(token, self.text),
            None => "the end of the declaration".to_owned(),
        };
        let after = match self.token(-1) {
            _ if self.expected.continues.is_some() => " after the value".to_owned(),
            Some(token) if !matches!(token.of(self.text), "\n" | "{") => format!(" after {}", shown(token, self.text)),
            _ => String::new(),
        };
        format!("expected {expected}{after}, found {found}")
    }
}

/// The word that was probably meant. A word of the language is no misspelling of another one, and of short
/// words only those with the same letters, or one more or less, are near.
fn near_word(word: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    const SHORT: usize = 3;
    if super::block::is_known(word) {
        return None;
    }
    let near = nearest(word, candidates)?;
    let sorted = |word: &str| {
        let mut letters: Vec<u8> = word.bytes().collect();
        letters.sort_unstable();
        letters
    };
    let same = word.len() > SHORT || word.len() != near.len() || sorted(word) == sorted(near);
    same.then_some(near)
}

/// A word that is nearly one of another block.
fn far(word: &str, here: Block) -> Option<String> {
    let near = near_word(word, super::block::all_clauses().map(first_word))?;
    elsewhere(near, here).map(|block| format!("did you mean `{near}`? it belongs in {}", block.name()))
}

fn belongs(word: &str, there: Block, here: Block) -> String {
    match (there, here) {
        (Block::File, _) => format!("`{word}` stands by itself in the file, not in {}", here.name()),
        (_, Block::File) => format!("`{word}` belongs in {}", there.name()),
        _ => format!("`{word}` belongs in {}, not in {}", there.name(), here.name()),
    }
}

/// A token in a message.
pub(super) fn shown(token: &Token, text: &str) -> String {
    /// Longer than this is cut.
    const LONG: usize = 40;
    let written = token.of(text);
    match token.kind {
        TokenKind::LineEnd => "the end of the line".to_owned(),
        TokenKind::Text if written.starts_with('`') => "the script".to_owned(),
        TokenKind::Text if written.chars().count() > LONG => "a text".to_owned(),
        _ if written.chars().count() > LONG => format!("`{}…`", written.chars().take(LONG).collect::<String>()),
        _ => format!("`{written}`"),
    }
}
