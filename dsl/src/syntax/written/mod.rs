//! A file as it was written, nothing left out: every token in its place, and the comments beside them.
//!
//! The [tree](super::tree) says what a text means and forgets how it was spelt. This says what stands
//! where, in shapes coarse enough that a new clause seldom needs a new one. It is made of sound text only.

mod form;

pub use form::Form;

use super::grammar::{Playbook, Rule};
use super::{lines, part};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};
use pest::Parser;
use pest::iterators::Pair;

/// A token, or what tokens make up together.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Its shape.
    pub form: Form,
    /// From its first token to its last.
    pub span: Span,
    /// What it consists of, in order; a token has none. Line ends are left out.
    pub parts: Vec<Written>,
}

/// A whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenFile {
    /// The words `stageplay 1`.
    pub edition: Span,
    /// The declarations in order.
    pub items: Vec<Written>,
    /// From `#` to the end of the line, in order.
    pub comments: Vec<Span>,
}

/// What stands in a text; `None` where [`parse`](super::parse) would tell an error.
#[must_use]
pub fn written(source: SourceId, text: &str) -> Option<WrittenFile> {
    let mut diagnostics = Diagnostics::default();
    super::parse(source, text, &mut diagnostics);
    let mut prepared = lines::prepare(source, text, &mut diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let comments = std::mem::take(&mut prepared.comments);
    let comments = comments.into_iter().map(|range| Span::new(source, range.start, range.end)).collect::<Vec<_>>();
    let mut items = Vec::new();
    for region in &prepared.regions {
        let part = prepared.copy.get(region.range.clone())?;
        if part.trim().is_empty() {
            continue;
        }
        let pairs = Playbook::parse(Rule::file_item, part).ok()?;
        let base = region.range.start;
        items.extend(pairs.filter_map(|pair| shaped(&pair, source, base)));
    }
    Some(WrittenFile { edition: edition(source, text, &comments)?, items, comments })
}

/// The first code of the file, to the end of its line.
fn edition(source: SourceId, text: &str, comments: &[Span]) -> Option<Span> {
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let blank = |char: char| char.is_whitespace() || char == '\u{feff}';
        start += rest.len() - rest.trim_start_matches(blank).len();
        match comments.iter().find(|comment| comment.range().start == start) {
            Some(comment) => start = comment.range().end,
            None => break,
        }
    }
    let line = text.get(start..)?.split(['\n', '#']).next()?.trim_end();
    Some(Span::new(source, start, start + line.len()))
}

/// A pair with its shape. Nesting is as deep as the parser lets it be.
fn shaped(pair: &Pair<'_, Rule>, source: SourceId, base: usize) -> Option<Written> {
    if matches!(pair.as_rule(), Rule::nl | Rule::EOI) {
        return None;
    }
    let form = form::of(pair.as_rule());
    let mut parts: Vec<Written> = match form {
        _ if matches!(pair.as_rule(), Rule::append_verb | Rule::replace_verb) => verb(pair, source, base)?,
        Form::Number | Form::Path | Form::Fence => Vec::new(),
        _ => pair.clone().into_inner().flat_map(|part| spliced(&part, source, base)).collect(),
    };
    if form == Form::Other {
        match parts.len() {
            0 if pair.as_str().trim().is_empty() => return None,
            1 => return parts.pop(),
            _ => {}
        }
    }
    let start = base + pair.as_span().start();
    let end = match parts.last() {
        Some(last) => last.span.range().end,
        None => start + pair.as_str().trim_end().len(),
    };
    let form = if form == Form::Other && parts.is_empty() { Form::Word } else { form };
    Some(Written { form, span: Span::new(source, start, end), parts })
}

/// A verb with its body: keyword, target, and what stands behind the name of what is changed.
fn verb(pair: &Pair<'_, Rule>, source: SourceId, base: usize) -> Option<Vec<Written>> {
    let mut inner = pair.clone().into_inner();
    let (keyword, target, body) = (inner.next()?, inner.next()?, inner.next()?);
    let start = target.clone().into_inner().next_back()?.as_span().start();
    let text = pair.as_span().get_input().get(start..body.as_span().end())?.trim_end();
    let (before, after) = part::around(text).ok()?;
    let whole = format!("{before}{text}{after}");
    // Where the whole would begin in the file, if what is around the part stood there too.
    let begin = (base + start).checked_sub(before.len())?;
    let own = base + target.as_span().end()..base + start + text.len();
    let mut parts: Vec<Written> = [keyword, target].iter().filter_map(|part| shaped(part, source, base)).collect();
    for pair in Playbook::parse(Rule::file_item, &whole).ok()? {
        within(shaped(&pair, source, begin)?, &own, &mut parts);
    }
    Some(parts)
}

/// What lies wholly in a range, in order; what only touches it is taken apart.
fn within(part: Written, own: &std::ops::Range<usize>, found: &mut Vec<Written>) {
    let span = part.span.range();
    if own.start <= span.start && span.end <= own.end {
        found.push(part);
    } else if span.start < own.end && own.start < span.end {
        part.parts.into_iter().for_each(|part| within(part, own, found));
    }
}

/// A part of a clause: the block of what a play tells others is the clause's own.
fn spliced(pair: &Pair<'_, Rule>, source: SourceId, base: usize) -> Vec<Written> {
    let shaped = shaped(pair, source, base);
    match (pair.as_rule(), shaped) {
        (Rule::effects | Rule::escalation_block, Some(effects)) => effects.parts,
        (_, shaped) => shaped.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Written, written};
    use crate::source::{SourceFile, Sources};

    fn tokens<'t>(part: &Written, text: &'t str, into: &mut Vec<&'t str>) {
        if part.parts.is_empty() {
            into.push(&text[part.span.range()]);
        }
        part.parts.iter().for_each(|part| tokens(part, text, into));
    }

    #[test]
    fn nothing_is_left_out() {
        let text = include_str!("../tests/expansion_arc.play");
        let source = Sources::default().add(SourceFile::new("a.play", text));
        let file = written(source, text).unwrap();
        let mut found = vec![&text[file.edition.range()]];
        file.items.iter().for_each(|item| tokens(item, text, &mut found));
        found.extend(file.comments.iter().map(|comment| &text[comment.range()]));
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|char| !char.is_whitespace() && *char != ',').collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(letters(&found.concat()), letters(text));
        assert_eq!(file.comments.len(), 17);
        assert_eq!(&text[file.edition.range()], "stageplay 1");
    }

    #[test]
    fn comments_are_not_looked_for_in_texts_and_scripts() {
        let text = "# 1\nstageplay 1 # 2\nlet a = \"#\" # 3\nscore b() 0 to 1 ```rhai\n# \n```\n# 4";
        let source = Sources::default().add(SourceFile::new("a.play", text));
        let file = written(source, text).unwrap();
        let comments: Vec<&str> = file.comments.iter().map(|comment| &text[comment.range()]).collect();
        assert_eq!(comments, ["# 1", "# 2", "# 3", "# 4"]);
        assert!(written(source, "stageplay 1\nlet = 3\n").is_none());
    }
}
