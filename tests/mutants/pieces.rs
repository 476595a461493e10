//! A text cut into the pieces a slip of the hand hits: words, numbers, quoted texts, signs. A lexer of its own, so that
//! a fault in the language's does not hide from the test.

use std::ops::Range;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Word,
    Number,
    Quoted,
    Fence,
    Sign,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub struct Piece {
    pub kind: Kind,
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
}

/// The pieces of a sound text in order; comments and blanks are none.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '#' => (None, rest.find('\n').unwrap_or(rest.len())),
            '"' => (Some(Kind::Quoted), quoted(rest)),
            '`' if rest.starts_with("```") => (Some(Kind::Fence), fence(rest)),
            _ if first.is_alphabetic() || first == '_' => (Some(Kind::Word), run(rest, |c| c.is_alphanumeric())),
            _ if first.is_ascii_digit() => (Some(Kind::Number), number(rest)),
            _ if rest.starts_with("<=") || rest.starts_with(">=") || rest.starts_with("!=") => (Some(Kind::Sign), 2),
            _ => (Some(Kind::Sign), first.len_utf8()),
        };
        if let Some(kind) = kind {
            let line = text[..at].matches('\n').count() + 1;
            found.push(Piece { kind, range: at..at + length, line });
        }
        at += length;
    }
    found
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !belongs(c) && c != '_').unwrap_or(text.len())
}

/// Digits, a date's or a version's among them, and a unit written close to them: `100k`, `30%`.
fn number(text: &str) -> usize {
    let inner = |at: usize, c: char| {
        c.is_ascii_alphanumeric()
            || (matches!(c, '.' | '-') && text[at + 1..].starts_with(|next: char| next.is_ascii_digit()))
    };
    let end = text.char_indices().find(|(at, c)| !inner(*at, *c)).map_or(text.len(), |(at, _)| at);
    end + usize::from(text[end..].starts_with('%'))
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn fence(text: &str) -> usize {
    text[3..].find("```").map_or(text.len(), |at| at + 6)
}

#[test]
fn a_line_is_cut_where_a_reader_would() {
    let text = "let a = b.c >= 1.5 # no\nx 100k USD 30% \"q \\\" r\" 2026-03-02 ```rhai\n1 + 1\n```\n{";
    let cut: Vec<(&str, usize)> = pieces(text).into_iter().map(|p| (&text[p.range], p.line)).collect();
    let wanted = [
        ("let", 1),
        ("a", 1),
        ("=", 1),
        ("b", 1),
        (".", 1),
        ("c", 1),
        (">=", 1),
        ("1.5", 1),
        ("x", 2),
        ("100k", 2),
        ("USD", 2),
        ("30%", 2),
        ("\"q \\\" r\"", 2),
        ("2026-03-02", 2),
        ("```rhai\n1 + 1\n```", 2),
        ("{", 5),
    ];
    assert_eq!(cut, wanted);
}
