//! One walk over the characters: texts, comments, fences, brackets, and characters that do not belong.

use super::items::split_word;
use super::patch::Edit;
use super::stray;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};
use std::ops::Range;

/// What the next steps need to know of a text, in order of place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The first code of a line, the blanks before it on that line, and the end of the code above.
    Line { at: usize, indent: usize, above: usize },
    /// `(` or `{`.
    Open { at: usize, byte: u8 },
    /// `)` or `}`.
    Close { at: usize, byte: u8 },
    /// The word `then`: what nests without a bracket.
    Then { at: usize },
}

impl Mark {
    /// Where it stands.
    pub(super) fn at(&self) -> usize {
        match self {
            Self::Line { at, .. } | Self::Open { at, .. } | Self::Close { at, .. } | Self::Then { at } => *at,
        }
    }
}

/// The text as later steps read it.
pub(super) struct Scan<'t> {
    source: SourceId,
    text: &'t str,
    /// The text with comments, carriage returns and refused characters as blanks; of the same length.
    pub(super) copy: Vec<u8>,
    pub(super) marks: Vec<Mark>,
    pub(super) edits: Vec<Edit>,
    pub(super) found: Vec<Diagnostic>,
    /// Where comments stand, without the line's end.
    pub(super) comments: Vec<Range<usize>>,
    at: usize,
    /// Where the current line begins; `None` once its first code was seen.
    line: Option<usize>,
    /// The end of the last code.
    code: usize,
    /// How many `(` are open since the last brace.
    parens: usize,
}

/// Walks over a text.
pub(super) fn scan(source: SourceId, text: &str) -> Scan<'_> {
    let mut scan = Scan {
        source,
        text,
        copy: text.as_bytes().to_vec(),
        marks: Vec::new(),
        edits: Vec::new(),
        found: Vec::new(),
        comments: Vec::new(),
        at: 0,
        line: Some(0),
        code: 0,
        parens: 0,
    };
    while let Some(char) = scan.rest().chars().next() {
        scan.step(char);
    }
    scan
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The place of some bytes.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    /// Makes bytes blanks, newlines excepted.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        blank(&mut self.copy, range);
    }

    fn step(&mut self, char: char) {
        match char {
            '\n' => {
                self.at += 1;
                self.line = Some(self.at);
            }
            ' ' | '\t' => self.at += 1,
            '\r' => self.skip(1),
            '\u{feff}' if self.at == 0 => self.skip(char.len_utf8()),
            '#' => {
                let line = self.rest().split('\n').next().unwrap_or("");
                self.comments.push(self.at..self.at + line.trim_end().len());
                self.refuse_controls(self.at..self.at + line.len());
                self.skip(line.len());
            }
            _ => {
                self.code_begins();
                self.code(char);
                self.code = self.at;
            }
        }
    }

    /// Passes over bytes that are blanks to everybody else.
    fn skip(&mut self, length: usize) {
        let end = self.at + length;
        self.blank(self.at..end);
        self.at = end;
    }

    fn code_begins(&mut self) {
        if let Some(line) = self.line.take() {
            self.marks.push(Mark::Line { at: self.at, indent: self.at - line, above: self.code });
        }
    }

    fn code(&mut self, char: char) {
        match char {
            '"' => self.quoted(),
            '`' if self.rest().starts_with("```") => self.fence(),
            '(' | '{' => self.bracket(|at, byte| Mark::Open { at, byte }),
            ')' | '}' => self.bracket(|at, byte| Mark::Close { at, byte }),
            _ if char.is_ascii_alphabetic() || char == '_' => self.word(),
            _ if char.is_ascii_digit() => self.number(),
            _ => self.symbol(char),
        }
    }

    fn bracket(&mut self, mark: impl Fn(usize, u8) -> Mark) {
        let byte = self.text.as_bytes().get(self.at).copied().unwrap_or(b' ');
        self.marks.push(mark(self.at, byte));
        self.parens = match byte {
            b'(' => self.parens + 1,
            b')' => self.parens.saturating_sub(1),
            _ => 0,
        };
        self.at += 1;
    }

    fn word(&mut self) {
        let (word, _) = split_word(self.rest());
        if word == "then" {
            self.marks.push(Mark::Then { at: self.at });
        }
        // After `money` a code is a type, after a number it is that number's.
        let before = self.text.get(..self.code).unwrap_or("");
        let owned = before.ends_with("money")
            || before.ends_with(|char: char| char.is_ascii_digit() || char == 'k' || char == 'm');
        if !owned && let Some(stray) = stray::currency_first(self.rest()) {
            self.tell(&stray);
            return;
        }
        if let Some(stray) = stray::address(self.rest()) {
            self.tell(&stray);
            return;
        }
        self.at += word.len().max(1);
    }

    /// Digits with what belongs to them. A date in another order is told here, because `02/03/2026` would
    /// divide.
    fn number(&mut self) {
        let end = self.rest().find(|char: char| !(char.is_ascii_alphanumeric() || matches!(char, '/' | '.' | '-')));
        let run = self.rest().get(..end.unwrap_or(self.rest().len())).unwrap_or("");
        if let Some(said) = stray::date(run, self.place(self.at..self.at + run.len())) {
            self.edits.push(Edit { range: self.at..self.at + run.len(), with: "1970-01-01" });
            self.found.push(said);
            self.at += run.len();
        } else if let Some(stray) = stray::grouped(self.rest(), self.parens > 0) {
            self.tell(&stray);
        } else if let Some(stray) = stray::spaced_percent(self.rest()) {
            self.tell(&stray);
        } else {
            self.at += stray::number_length(self.rest()).max(1);
        }
    }

    /// Tells a stray spelling, reads it as the right one and passes over it.
    fn tell(&mut self, stray: &stray::Stray) {
        self.found.extend(stray.told(self.place(self.at..self.at + stray.length)));
        self.edits.extend(stray.edits(self.at));
        self.at += stray.length;
    }

    /// A quoted text ends at its quote or with its line.
    fn quoted(&mut self) {
        let start = self.at;
        let body = self.rest().get(1..).unwrap_or("");
        let mut escaped = false;
        let end = body.char_indices().find(|(_, char)| match char {
            '\n' => true,
            _ if escaped => {
                escaped = false;
                false
            }
            '\\' => {
                escaped = true;
                false
            }
            other => *other == '"',
        });
        if let Some((length, '"')) = end {
            self.at = start + 1 + length + 1;
        } else {
            let line = body.get(..end.map_or(body.len(), |(length, _)| length)).unwrap_or("");
            // A brace at the line's end opens the block of the declaration whose text was left open.
            let line = line.trim_end();
            let kept = line.strip_suffix('{').map_or(line, str::trim_end);
            let kept = kept.strip_suffix('\\').unwrap_or(kept);
            self.at = start + 1 + kept.len();
            self.found.push(
                Diagnostic::error(Code(106), self.place(start..self.at), "this text is not closed")
                    .help("end it with `\"` on the same line")
                    .fix(self.place(self.at..self.at), "\""),
            );
            self.edits.push(Edit { range: self.at..self.at, with: "\"" });
        }
        self.refuse_controls(start..self.at);
    }

    fn refuse_controls(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or("");
        for (at, char) in text.char_indices().filter(|(_, char)| stray::is_refused(*char)) {
            let place = range.start + at..range.start + at + char.len_utf8();
            self.found.push(stray::control(char, self.place(place.clone())));
            self.blank(place);
        }
    }

    /// A fence runs to the next line that begins with one.
    fn fence(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let mut offset = 0;
        let close = rest.split_inclusive('\n').find_map(|line| {
            let at = offset;
            offset += line.len();
            let trimmed = line.trim_start_matches([' ', '\t']);
            (at > 0 && trimmed.starts_with("```")).then(|| at + line.len() - trimmed.len() + 3)
        });
        match close {
            Some(end) => {
                self.at = start + end;
                self.refuse_controls(start..self.at);
            }
            None => {
                self.found.push(
                    Diagnostic::error(Code(107), self.place(start..start + 3), "this fence is not closed")
                        .help("end the script with a line of three backticks"),
                );
                // The script ends where the next declaration begins, or with the file.
                let end = super::items::next_header(rest).unwrap_or(rest.len());
                self.at = start + end;
                let script = rest.get(..end).unwrap_or("").trim_end();
                let end = start + script.len().max(3);
                self.edits.push(Edit { range: end..end, with: "\n```" });
            }
        }
        if self.text.get(..self.at).is_some_and(|before| before.ends_with('\n')) {
            self.line = Some(self.at);
        }
    }

    fn symbol(&mut self, char: char) {
        let before = self.text.get(..self.code).unwrap_or("");
        let choice = (before.ends_with(" is") || before.ends_with(" not")).then(|| stray::quoted_choice(self.rest()));
        let Some(stray) = choice.flatten().or_else(|| stray::symbol(self.rest())) else {
            self.at += char.len_utf8();
            return;
        };
        let range = self.at..self.at + stray.length;
        for (at, byte) in self.text.bytes().enumerate().skip(range.start).take(stray.length) {
            match byte {
                b'[' => self.marks.push(Mark::Open { at, byte: b'{' }),
                b']' => self.marks.push(Mark::Close { at, byte: b'}' }),
                _ => {}
            }
        }
        self.tell(&stray);
    }
}

/// Makes bytes blanks, newlines excepted.
pub(super) fn blank(copy: &mut [u8], range: Range<usize>) {
    if let Some(bytes) = copy.get_mut(range) {
        bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
}
