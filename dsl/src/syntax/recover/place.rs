//! Where a failure lies: its block, its statement, and the tokens around it.

use super::block::Block;
use super::token::{Token, TokenKind};
use std::ops::Range;

/// The surroundings of a byte of the prepared text.
pub(super) struct Place {
    /// The block it stands in.
    pub(super) block: Block,
    /// The tokens of its statement, from its first to the last one before the line's end or the closing brace,
    /// braces it opens included. Indices into the tokens.
    pub(super) statement: Range<usize>,
    /// The token at the place; `None` at the end of the text.
    pub(super) found: Option<usize>,
    /// The first token at or after the place that begins the last clause word before it, or the statement.
    pub(super) clause: usize,
    /// The brace the statement opens, where it stands at or after the place.
    pub(super) opens: Option<usize>,
}

/// An open bracket on the way to the place.
struct Level {
    block: Block,
    paren: bool,
    /// Where the current statement in it began.
    statement: usize,
}

/// Looks around byte `at`.
pub(super) fn place(text: &str, tokens: &[Token], at: usize) -> Place {
    let found = tokens.partition_point(|token| token.range.end <= at);
    let mut levels = vec![Level { block: Block::File, paren: false, statement: 0 }];
    for (index, token) in tokens.iter().enumerate().take(found) {
        let Some(level) = levels.last_mut() else { break };
        match token.of(text) {
            "\n" if !level.paren => level.statement = index + 1,
            "," if level.block.is_list() => level.statement = index + 1,
            "(" => levels.push(Level { block: Block::Choices, paren: true, statement: index + 1 }),
            "{" => {
                let block = opened(text, tokens.get(level.statement..index).unwrap_or(&[]), level.block);
                levels.push(Level { block, paren: false, statement: index + 1 });
            }
            ")" | "}" if levels.len() > 1 => {
                levels.pop();
            }
            _ => {}
        }
    }
    // A place inside `( )` belongs to the statement around them.
    while levels.last().is_some_and(|level| level.paren) {
        levels.pop();
    }
    let (block, start) = levels.last().map_or((Block::File, 0), |level| (level.block, level.statement));
    let start = (start..found).find(|index| tokens.get(*index).is_some_and(|token| token.kind != TokenKind::LineEnd));
    let start = start.unwrap_or(found);
    let end = end_of(text, tokens, start, block);
    let clause = (start..found.min(end))
        .rev()
        .find(|index| {
            let fresh = tokens
                .get(*index)
                .is_some_and(|token| token.kind == TokenKind::Word && block.clause(token.of(text)).is_some());
            fresh && depth_between(text, tokens, start..*index) == 0
        })
        .unwrap_or(start);
    let opens = (found..end).find(|index| tokens.get(*index).is_some_and(|token| token.of(text) == "{"));
    let found = (found < tokens.len()).then_some(found);
    Place { block, statement: start..end, found, clause, opens }
}

/// How many brackets the tokens leave open.
fn depth_between(text: &str, tokens: &[Token], range: Range<usize>) -> i32 {
    let tokens = tokens.get(range).unwrap_or(&[]);
    tokens.iter().map(|token| bracket(token.of(text))).sum()
}

fn bracket(token: &str) -> i32 {
    match token {
        "(" | "{" => 1,
        ")" | "}" => -1,
        _ => 0,
    }
}

/// One past the last token of a statement: its line's end, or what closes the block it stands in.
fn end_of(text: &str, tokens: &[Token], start: usize, block: Block) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        let written = token.of(text);
        depth += bracket(written);
        let separates = block.is_list() && written == ",";
        if depth < 0 || (depth == 0 && (token.kind == TokenKind::LineEnd || separates)) {
            return index;
        }
    }
    tokens.len()
}

/// The block that a `{` behind these tokens of a statement opens.
fn opened(text: &str, before: &[Token], here: Block) -> Block {
    let word =
        |back: usize| before.len().checked_sub(back).and_then(|at| before.get(at)).map_or("", |token| token.of(text));
    match (word(2), word(1)) {
        ("one", "of") => return Block::Choices,
        ("list", "of") => return Block::Fields,
        (_, "of") => return Block::Criteria,
        (_, "steps") => return Block::Steps,
        (_, "bands") => return Block::Bands,
        (_, "roles") => return Block::Roles,
        (_, "account") => return Block::Account,
        ("on", "opening" | "success" | "clearing" | "closing") => return Block::Effects,
        ("defaults", "play") => return Block::Play,
        _ => {}
    }
    if matches!(here, Block::Account | Block::Fields) {
        return Block::Fields;
    }
    // `by segment {`: the path, its dots, and `by` before it.
    let path = before
        .iter()
        .rev()
        .take_while(|token| (token.kind == TokenKind::Word && token.of(text) != "by") || token.of(text) == ".");
    if word(path.count() + 1) == "by" {
        return Block::Cases;
    }
    let header = before.iter().find_map(|token| match (here, token.of(text)) {
        (_, "escalate") => Some(Block::Escalation),
        (Block::File, "one" | "first" | "limit") => Some(Block::Members),
        (Block::File, "capacity") => Some(Block::Capacity),
        (Block::File, "playbook") => Some(Block::Playbook),
        (Block::File, "tier") => Some(Block::Tier),
        (Block::File, "health" | "scorecard") => Some(Block::Card),
        (Block::File, "journey") => Some(Block::Journey),
        (Block::File, "risk") => Some(Block::Risk),
        (Block::File, "play") => Some(Block::Play),
        (Block::File, "test") => Some(Block::Test),
        (Block::Test, "on" | "through") => Some(Block::Day),
        (Block::Card | Block::Dimension, "dimension") => Some(Block::Dimension),
        (Block::Journey, "stage") => Some(Block::Stage),
        _ => None,
    });
    header.unwrap_or(match here {
        Block::Journey => Block::Stage,
        Block::Card => Block::Dimension,
        Block::Test => Block::Day,
        other => other,
    })
}
