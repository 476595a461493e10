//! Brackets that balance, newlines that continue a line, and the cut into declarations.
//!
//! A bracket left open is told once, at the bracket, and closed where its owner most likely meant it to
//! be: `(` at the end of its line, `{` where the indentation says, else at the end of its declaration.

use super::items::{begins_item, is_header, split_word};
use super::patch::Edit;
use super::scan::{Mark, Scan, blank};
use super::{Region, Surplus};
use crate::diagnostic::{Code, Diagnostic};

/// How deep brackets, and `if` within `if`, may stand within each other.
const MAX_NESTING: usize = 64;

/// An opening bracket.
struct Opener {
    at: usize,
    byte: u8,
    /// The indentation and the number of the line it stands on.
    indent: usize,
    line: usize,
    /// How many `then` stood open before it.
    thens: usize,
    /// Whether its closing bracket was found.
    closed: bool,
}

/// The blanks between two lines of code.
struct Gap {
    above: usize,
    at: usize,
    /// The blanks before the line below it.
    indent: usize,
    /// The line continues of itself: it ends with `=`, or the next begins with `and`.
    joins: bool,
    /// The bracket it stands in.
    within: Option<usize>,
}

/// The bracket that closed a declaration.
struct Closer {
    at: usize,
    opener: usize,
    /// It stands where such a bracket seldom stands.
    odd: bool,
}

struct Walk<'s, 't> {
    scan: &'s mut Scan<'t>,
    text: &'t str,
    openers: Vec<Opener>,
    stack: Vec<usize>,
    gaps: Vec<Gap>,
    edits: Vec<Edit>,
    surplus: Vec<Surplus>,
    /// Where declarations begin, and whether they are too entangled to be read.
    starts: Vec<(usize, bool)>,
    closer: Option<Closer>,
    /// The opener whose closing bracket is probably missing.
    suspect: Option<usize>,
    /// The bracket that is one too deep, and how many are open from it on.
    too_deep: Option<(usize, usize)>,
    thens: usize,
    /// The line whose open bracket was told last.
    open_told: Option<usize>,
    line: usize,
    /// The first code of the current line and its indentation.
    line_start: (usize, usize),
    /// Every bracket of the file has its other half: what stands inside one is no declaration, wherever it stands.
    balanced: bool,
}

/// Balances the brackets of the copy and cuts it into declarations.
pub(super) fn regions<'t>(scan: &mut Scan<'t>, text: &'t str) -> Vec<Region> {
    let marks = std::mem::take(&mut scan.marks);
    let balanced = balanced(&marks);
    let mut walk = Walk {
        scan,
        text,
        openers: Vec::new(),
        stack: Vec::new(),
        gaps: Vec::new(),
        edits: Vec::new(),
        surplus: Vec::new(),
        starts: Vec::new(),
        closer: None,
        suspect: None,
        too_deep: None,
        thens: 0,
        open_told: None,
        line: 0,
        line_start: (0, 0),
        balanced,
    };
    for mark in &marks {
        match mark {
            Mark::Line { at, indent, above } => walk.line(*at, *indent, *above),
            Mark::Open { at, byte } => walk.open(*at, *byte),
            Mark::Close { at, byte } => walk.close(*at, *byte),
            Mark::Then { at } => walk.then(*at),
        }
    }
    walk.end(text.trim_end().len());
    walk.finish()
}

/// True where every bracket is closed by one of its kind.
fn balanced(marks: &[Mark]) -> bool {
    let mut open = Vec::new();
    for mark in marks {
        match mark {
            Mark::Open { byte, .. } => open.push(*byte),
            Mark::Close { byte, .. } => {
                if !matches!((open.pop(), byte), (Some(b'('), b')') | (Some(b'{'), b'}')) {
                    return false;
                }
            }
            Mark::Line { .. } | Mark::Then { .. } => {}
        }
    }
    open.is_empty()
}

impl Walk<'_, '_> {
    fn line(&mut self, at: usize, indent: usize, above: usize) {
        self.line += 1;
        self.line_start = (at, indent);
        let rest = self.text.get(at..).unwrap_or("");
        let inside = self.balanced && !self.stack.is_empty();
        let header = indent == 0 && !inside && is_header(rest);
        if header && !self.stack.is_empty() {
            self.end(above);
        }
        let joins = !header && !self.starts.is_empty() && self.continues(rest, above);
        match self.stack.last().copied() {
            Some(top) => {
                if !joins && self.openers.get(top).is_some_and(|opener| opener.byte == b'{') {
                    self.thens = self.openers.get(top).map_or(0, |opener| opener.thens);
                }
                self.gaps.push(Gap { above, at, indent, joins, within: Some(top) });
            }
            None if joins => self.gaps.push(Gap { above, at, indent, joins, within: None }),
            None if self.brace_below(rest) => {
                let place = self.scan.place(at..at + 1);
                let said = Diagnostic::error(Code(103), place, "`{` stands on the line it belongs to");
                self.scan.found.push(said.help("put it at the end of the line above"));
                self.gaps.push(Gap { above, at, indent, joins: true, within: None });
            }
            // What closes nothing begins nothing; and a block may have lost its brace.
            None if rest.starts_with(['}', ')', ']']) || (indent > 0 && self.awaits_block()) => {
                self.gaps.push(Gap { above, at, indent, joins: false, within: None });
            }
            None if !header && self.reopened(rest, indent) => {
                let within = self.stack.last().copied();
                self.gaps.push(Gap { above, at, indent, joins: false, within });
            }
            None => {
                self.thens = 0;
                self.closer = None;
                self.starts.push((at, false));
            }
        }
    }

    /// A block written below its header instead of behind it.
    fn brace_below(&self, rest: &str) -> bool {
        rest.starts_with('{') && self.awaits_block()
    }

    /// True where the current declaration needs a block and has none yet.
    fn awaits_block(&self) -> bool {
        // A block further in is not the declaration's own.
        let own = |closer: &Closer| self.openers.get(closer.opener).is_some_and(|opener| opener.indent == 0);
        if self.closer.as_ref().is_some_and(own) {
            return false;
        }
        let Some((start, _)) = self.starts.last() else { return false };
        let (word, _) = split_word(self.text.get(*start..).unwrap_or(""));
        begins_item(word) && !matches!(word, "let" | "setting" | "score" | "allow" | "retired")
    }

    /// A line that cannot begin a declaration, below a bracket that closed one in an odd place: that
    /// bracket is the one too many.
    fn reopened(&mut self, rest: &str, indent: usize) -> bool {
        let (word, _) = split_word(rest);
        let Some(closer) = self.closer.as_ref().filter(|closer| closer.odd) else { return false };
        if indent == 0 || begins_item(word) {
            return false;
        }
        let (at, opener) = (closer.at, closer.opener);
        self.surplus(at);
        self.closer = None;
        if let Some(opener) = self.openers.get_mut(opener) {
            opener.closed = false;
        }
        self.stack.push(opener);
        true
    }

    /// True where a newline does not end the line.
    fn continues(&self, rest: &str, above: usize) -> bool {
        let (first, _) = split_word(rest);
        if first == "and" || first == "or" {
            return true;
        }
        let before = self.scan.copy.get(..above).unwrap_or(&[]);
        let word: Vec<u8> = before
            .iter()
            .rev()
            .take(4)
            .copied()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .collect();
        // Read from behind: `dna` is `and`.
        let dotted = before.len().checked_sub(word.len() + 1).and_then(|at| before.get(at)) == Some(&b'.');
        matches!(before.last(), Some(b'=' | b',')) || (!dotted && matches!(word.as_slice(), b"dna" | b"ro"))
    }

    fn open(&mut self, at: usize, byte: u8) {
        if let Some((_, count)) = &mut self.too_deep {
            *count += 1;
            return;
        }
        if self.stack.len() + self.thens >= MAX_NESTING {
            if !self.starts.last().is_some_and(|(_, dropped)| *dropped) {
                self.tell_depth(at);
            }
            self.too_deep = Some((at, 1));
            return;
        }
        self.stack.push(self.openers.len());
        let (line, indent, thens) = (self.line, self.line_start.1, self.thens);
        self.openers.push(Opener { at, byte, indent, line, thens, closed: false });
    }

    fn tell_depth(&mut self, at: usize) {
        let place = self.scan.place(at..at + 1);
        let message = format!("nested more than {MAX_NESTING} levels deep");
        self.scan.found.push(Diagnostic::error(Code(108), place, message).help("give parts of it names with `let`"));
    }

    fn then(&mut self, at: usize) {
        if self.too_deep.is_some() {
            return;
        }
        self.thens += 1;
        if self.stack.len() + self.thens > MAX_NESTING
            && let Some((_, dropped @ false)) = self.starts.last_mut()
        {
            *dropped = true;
            self.tell_depth(at);
        }
    }

    fn close(&mut self, at: usize, byte: u8) {
        if let Some((start, count)) = &mut self.too_deep {
            *count -= 1;
            if *count == 0 {
                let start = *start;
                self.leave_depth(start, at);
            }
            return;
        }
        while let Some(id) = self.stack.last().copied() {
            let Some(opener) = self.openers.get_mut(id) else { break };
            match (opener.byte, byte) {
                (b'(', b')') | (b'{', b'}') => {
                    opener.closed = true;
                    self.thens = opener.thens;
                    let opened = opener.at;
                    self.stack.pop();
                    self.tell_square(opened, at);
                    self.look_at(id, at);
                    return;
                }
                (b'(', _) => {
                    self.stack.pop();
                    self.unclosed_paren(id, at);
                }
                _ => break,
            }
        }
        match self.closer.take_if(|closer| byte == b'}' && closer.odd) {
            // The bracket that closed the declaration stood in an odd place: that one was too many.
            Some(closer) if self.stack.is_empty() => {
                self.surplus(closer.at);
                self.look_at(closer.opener, at);
            }
            _ => self.surplus(at),
        }
    }

    /// `]` is read as `}`; where a `[` was told already that is all there is to say.
    fn tell_square(&mut self, opened: usize, at: usize) {
        let byte = |at: usize| self.text.as_bytes().get(at);
        if byte(at) == Some(&b']') && byte(opened) == Some(&b'{') {
            let place = self.scan.place(at..at + 1);
            let said = Diagnostic::error(Code(113), place, "`]` closes what `{` opened");
            self.scan.found.push(said.help("write `}`").fix(place, "}"));
        }
    }

    /// Notes what the place of a closing bracket says about the brackets.
    fn look_at(&mut self, id: usize, at: usize) {
        let Some(opener) = self.openers.get(id) else { return };
        let (first_at, indent) = self.line_start;
        let leads = first_at == at;
        if self.stack.is_empty() {
            let odd = if leads { indent != opener.indent } else { opener.line != self.line };
            self.closer = Some(Closer { at, opener: id, odd });
        }
        let outer =
            |id: &usize| self.openers.get(*id).is_some_and(|outer| outer.byte == b'{' && outer.indent == indent);
        if leads && self.suspect.is_none() && opener.indent > indent && self.stack.iter().any(outer) {
            self.suspect = Some(id);
        }
    }

    /// What is nested too deeply becomes an empty block, or a zero.
    fn leave_depth(&mut self, start: usize, end: usize) {
        self.too_deep = None;
        blank(&mut self.scan.copy, start + 1..end);
        self.scan.edits.retain(|edit| edit.range.start <= start || edit.range.start >= end);
        if self.text.as_bytes().get(start) == Some(&b'(') {
            self.edits.push(Edit { range: start + 1..start + 1, with: "0" });
        }
    }

    /// A bracket that closes nothing. It is told later, where no missing opener explains it.
    fn surplus(&mut self, at: usize) {
        let place = self.scan.place(at..at + 1);
        let written = self.text.get(at..at + 1).unwrap_or("}");
        let said = Diagnostic::error(Code(105), place, format!("`{written}` closes nothing"))
            .help("remove it, or open what it should close")
            .fix(place, "");
        let close = if written == ")" { ")" } else { "}" };
        if written == "]" {
            self.scan.edits.retain(|edit| edit.range.start != at);
        }
        self.surplus.push(Surplus { at, close, said });
        blank(&mut self.scan.copy, at..at + 1);
    }

    /// Where a brace that was left open should have been closed: before the first line that stands no
    /// deeper than the brace's own.
    fn home(&self, id: usize, end: usize) -> usize {
        let Some(opener) = self.openers.get(id) else { return end };
        let first = self.gaps.partition_point(|gap| gap.above <= opener.at);
        // `stale after` stands behind the brace that it lost.
        let behind = |gap: &Gap| self.text.get(gap.at..).is_some_and(|rest| rest.starts_with("stale after"));
        let mut lines = self.gaps.iter().skip(first).filter(|gap| !gap.joins);
        let line = lines.find(|gap| gap.indent <= opener.indent || behind(gap));
        line.map_or(end, |gap| if behind(gap) { gap.at } else { gap.above }.min(end))
    }

    /// The beginning of the line behind `place`, or of what stands there where that is a clause of its own.
    fn line_behind(&self, place: usize) -> usize {
        let rest = self.text.get(place..).unwrap_or("");
        if !rest.starts_with(['\n', '\r', ' ', '\t', '#']) {
            return place;
        }
        let next = rest.find('\n').map_or(self.text.len(), |end| place + end + 1);
        let line = self.text.get(next..).unwrap_or("").split('\n').next().unwrap_or("");
        next + if line.trim().is_empty() { 0 } else { line.len() - line.trim_start().len() }
    }

    fn tell_open(&mut self, at: usize) {
        let said = self.open_said(at);
        self.scan.found.push(said);
    }

    fn open_said(&self, at: usize) -> Diagnostic {
        let place = self.scan.place(at..at + 1);
        let close = if self.text.as_bytes().get(at) == Some(&b'(') { ")" } else { "}" };
        let written = self.text.get(at..at + 1).unwrap_or("{");
        let said = Diagnostic::error(Code(104), place, format!("this `{written}` is not closed"));
        said.help(format!("close it with `{close}`"))
    }

    /// A `(` ends with its line, at `end` at the latest.
    fn unclosed_paren(&mut self, id: usize, end: usize) {
        let Some((at, line)) = self.openers.get(id).map(|opener| (opener.at, opener.line)) else { return };
        // One message a line: which of several was forgotten, nobody knows.
        if self.open_told != Some(line) {
            self.tell_open(at);
            self.open_told = Some(line);
        }
        let first = self.gaps.partition_point(|gap| gap.above <= at);
        let line_end = self.gaps.iter().skip(first).find(|gap| !gap.joins).map_or(end, |gap| gap.above);
        let end = line_end.min(end);
        self.edits.push(Edit { range: end..end, with: ")" });
    }

    /// The end of a declaration whose last code ends at `end`.
    fn end(&mut self, end: usize) {
        if let Some((start, _)) = self.too_deep {
            self.leave_depth(start, end);
            self.edits.push(Edit {
                range: end..end,
                with: if self.text.as_bytes().get(start) == Some(&b'(') { ")" } else { "}" },
            });
        }
        let mut braces = Vec::new();
        while let Some(id) = self.stack.pop() {
            match self.openers.get(id) {
                Some(opener) if opener.byte == b'(' => self.unclosed_paren(id, end),
                _ => braces.push(id),
            }
        }
        if let Some(innermost) = braces.first().copied() {
            let blamed = self.suspect.unwrap_or(innermost);
            let place = self.home(blamed, end);
            if let Some(at) = self.openers.get(blamed).map(|opener| opener.at) {
                let mut said = self.open_said(at);
                if self.text.get(at..place).is_some_and(|block| block.contains('\n')) {
                    let close = self.line_behind(place);
                    let close_at = self.scan.place(close..close);
                    // What is mended is the line where the brace is missing; of a text that just ends, the block.
                    said = if self.text.get(close..).is_some_and(|rest| rest.trim().is_empty()) {
                        said.also(close_at, "it should be closed before this line")
                    } else {
                        Diagnostic::error(Code(104), close_at, "`}` is missing before this line")
                            .also(self.scan.place(at..at + 1), "this `{` is not closed")
                            .help("write `}` above it")
                    };
                }
                self.scan.found.push(said);
            }
            self.edits.push(Edit { range: place..place, with: "}" });
            self.edits.extend(braces.iter().skip(1).map(|_| Edit { range: end..end, with: "}" }));
        }
        self.suspect = None;
        self.closer = None;
        self.thens = 0;
    }

    fn finish(mut self) -> Vec<Region> {
        let closed = |id: usize| self.openers.get(id).is_some_and(|opener| opener.byte == b'(' && opener.closed);
        for gap in self.gaps.iter().filter(|gap| gap.joins || gap.within.is_some_and(closed)) {
            if let Some(bytes) = self.scan.copy.get_mut(gap.above..gap.at) {
                bytes.fill(b' ');
            }
        }
        let mut edits = std::mem::take(&mut self.scan.edits);
        edits.extend(self.edits);
        edits.sort_by_key(|edit| edit.range.start);
        let mut edits = edits.into_iter().peekable();
        self.surplus.sort_by_key(|one| one.at);
        let mut surplus = self.surplus.into_iter().peekable();
        let ends = self.starts.iter().skip(1).map(|(at, _)| *at).chain([self.text.len()]);
        let starts: Vec<_> = self.starts.iter().copied().zip(ends).collect();
        starts
            .into_iter()
            .map(|((start, dropped), end)| {
                let mut own = Vec::new();
                let last = end == self.text.len();
                while let Some(edit) = edits.next_if(|edit| edit.range.start < end || last) {
                    own.push(edit);
                }
                let mut told = Vec::new();
                while let Some(one) = surplus.next_if(|one| one.at < end || last) {
                    told.push(one);
                }
                Region { range: start..end, edits: own, surplus: told, dropped }
            })
            .collect()
    }
}
