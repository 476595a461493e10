//! A prepared text as tokens: what stands around a place.

use std::ops::Range;

/// What a token is, as far as a message cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum TokenKind {
    Word,
    Number,
    Text,
    Symbol,
    LineEnd,
}

/// A token and its bytes in the prepared text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Token {
    pub(in crate::syntax) kind: TokenKind,
    pub(in crate::syntax) range: Range<usize>,
}

impl Token {
    /// Its text.
    pub(in crate::syntax) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range.clone()).unwrap_or("")
    }
}

/// The tokens of a text, in order.
pub(in crate::syntax) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or("");
        let (kind, length) = match char {
            ' ' | '\t' => {
                at += 1;
                continue;
            }
            '\n' => (TokenKind::LineEnd, 1),
            '"' => (TokenKind::Text, text_length(rest)),
            '`' if rest.starts_with("```") => (TokenKind::Text, fence_length(rest)),
            _ if char.is_ascii_alphabetic() || char == '_' => (TokenKind::Word, run(rest, false)),
            _ if char.is_ascii_digit() => (TokenKind::Number, run(rest, true)),
            _ => (TokenKind::Symbol, symbol_length(rest, char)),
        };
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
    tokens
}

fn run(rest: &str, number: bool) -> usize {
    let inside = |char: char| char.is_ascii_alphanumeric() || char == '_' || (number && matches!(char, '.' | '%'));
    rest.find(|char| !inside(char)).unwrap_or(rest.len())
}

fn symbol_length(rest: &str, char: char) -> usize {
    if ["!=", "<=", ">="].iter().any(|symbol| rest.starts_with(symbol)) { 2 } else { char.len_utf8() }
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, char)| {
        let ends = !escaped && *char == '"';
        escaped = !escaped && *char == '\\';
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

fn fence_length(rest: &str) -> usize {
    let mut offset = 0;
    let end = rest.split_inclusive('\n').find_map(|line| {
        let at = offset;
        offset += line.len();
        let trimmed = line.trim_start_matches([' ', '\t']);
        (at > 0 && trimmed.starts_with("```")).then(|| at + line.len() - trimmed.len() + 3)
    });
    end.unwrap_or(rest.len())
}
