//! Where in a text of YAML a name stands.
//!
//! YAML keeps no places, so names are looked for in the text, by their indentation. Knows lines and names, not what
//! is said of them. What looking costs does not grow with the file, nor with how often it is asked.

use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::ops::Range;

/// So many bytes are searched within lines. A line can hold a whole file, and each of its names can be wrong.
const MOST_SEARCHED: usize = 8 << 20;

/// A text, cut into its lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    lines: Vec<Line>,
    /// The lines that begin with a name.
    by_name: FxHashMap<&'t str, Vec<usize>>,
    left: Cell<usize>,
}

struct Line {
    start: usize,
    /// Of its first letter.
    at: usize,
    /// Behind its last letter.
    end: usize,
    /// The first line behind it that is no further in.
    after: usize,
}

impl Line {
    fn indent(&self) -> usize {
        self.at - self.start
    }
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut lines = Vec::new();
        let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut start = 0;
        // Lines whose end is not known yet, each further in than the one before.
        let mut open: Vec<usize> = Vec::new();
        for (number, line) in text.split_inclusive('\n').enumerate() {
            // A byte order mark is no indentation.
            let mark = if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let bare = line.get(mark..).unwrap_or(line).trim_start();
            let at = start + (line.len() - bare.len());
            let found =
                Line { start: start + mark, at, end: start + line.trim_end().len().max(at - start), after: usize::MAX };
            start += line.len();
            if !bare.trim().is_empty() && !bare.starts_with('#') {
                while let Some(last) =
                    open.pop_if(|last| lines.get(*last).is_some_and(|last: &Line| last.indent() >= found.indent()))
                {
                    if let Some(last) = lines.get_mut(last) {
                        last.after = number;
                    }
                }
                open.push(number);
                if let Some((_, name)) = name(bare) {
                    by_name.entry(name).or_default().push(number);
                }
            }
            lines.push(found);
        }
        Self { text, lines, by_name, left: Cell::new(MOST_SEARCHED) }
    }

    /// A line, counted from 1, without the blanks around it; the last one where there are not so many.
    pub(super) fn line(&self, number: usize) -> Range<usize> {
        let line = self.lines.get(number.saturating_sub(1)).or(self.lines.last());
        line.map_or(0..0, |line| line.at..line.end)
    }

    /// The number of the line, from 1, in which a path stands, or as much of it as can be found.
    pub(super) fn number(&self, path: &[&str]) -> usize {
        let start = self.place(path).start;
        self.lines.partition_point(|line| line.start <= start).max(1)
    }

    /// The name at the end of a path, or of as much of the path as can be found.
    pub(super) fn place(&self, path: &[&str]) -> Range<usize> {
        let mut found = 0..0;
        let mut outer = None;
        let mut rest = path;
        while let Some((name, inner)) = rest.split_first() {
            // `usage.seats: 3` stands for `usage: {seats: 3}`.
            if let Some((place, _)) = (!inner.is_empty()).then(|| self.find(&rest.join("."), outer)).flatten() {
                return place;
            }
            let Some((place, number)) = self.find(name, outer) else { break };
            outer = Some((number, place.end));
            found = place;
            rest = inner;
        }
        found
    }

    /// The first line within the one of `outer` that begins with a name, or the name on the rest of that line, from
    /// a byte on: its place and its line.
    fn find(&self, name: &str, outer: Option<(usize, usize)>) -> Option<(Range<usize>, usize)> {
        let (first, last) = match outer {
            Some((number, from)) => {
                let line = self.lines.get(number)?;
                // The group may stand on the line of its name: `usage: { seats: 3 }`.
                // In braces it may go on over lines, with several names on each.
                let braces = self.text.get(from..)?.trim_start_matches([':', ' ']).starts_with('{');
                let behind = || self.lines.get(line.after).map_or(self.text.len(), |line| line.start);
                if let Some(place) = self.inside(name, from, if braces { behind() } else { line.end }) {
                    return Some((place, number));
                }
                (number + 1, line.after)
            }
            None => (0, usize::MAX),
        };
        let lines = self.by_name.get(name)?;
        let behind = lines.get(lines.partition_point(|number| *number < first)..)?;
        let fits = |number: &&usize| outer.is_some() || self.lines.get(**number).is_some_and(|line| line.indent() == 0);
        let number = *behind.iter().take_while(|number| **number < last).find(fits)?;
        let line = self.lines.get(number)?;
        let (length, _) = self::name(self.text.get(line.at..line.end)?)?;
        Some((line.at..line.at + length, number))
    }

    fn inside(&self, name: &str, from: usize, to: usize) -> Option<Range<usize>> {
        let text = self.text.get(from..to)?;
        if !text.contains(['{', ',']) {
            return None;
        }
        self.left.set(self.left.get().checked_sub(3 * text.len())?);
        [format!("{name}:"), format!("\"{name}\":"), format!("'{name}':")].iter().find_map(|key| {
            let found = text.match_indices(key.as_str()).map(|(at, _)| at).find(|at| {
                let before = text.get(..*at).and_then(|before| before.chars().next_back());
                before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_')
            })?;
            Some(from + found..from + found + key.len() - 1)
        })
    }
}

/// The name a line begins with, without quotes, and how long it is with them.
fn name(line: &str) -> Option<(usize, &str)> {
    let quote = line.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    match quote {
        Some(quote) => {
            let inner = line.get(1..)?;
            let end = inner.find(quote)?;
            inner.get(end + 1..)?.starts_with(':').then_some((end + 2, inner.get(..end)?))
        }
        None => {
            let ends = |at: &usize| {
                line.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
            };
            let end = line.match_indices(':').map(|(at, _)| at).find(ends)?;
            Some((end, line.get(..end)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn found<'t>(text: &'t str, path: &[&str]) -> (usize, &'t str) {
        let place = Lines::new(text).place(path);
        (text[..place.start].matches('\n').count() + 1, &text[place])
    }

    #[test]
    fn names_are_found_by_their_indentation() {
        let text = "a:\n  x: 1\n\n  # y: 0\n  g: { y: 2, 'z': 3 }\n  h.w: 4\n\"b\":\n  l:\n    - x: 1\n  y: 5\n";
        assert_eq!(found(text, &["a", "x"]), (2, "x"));
        assert_eq!(found(text, &["a", "g", "y"]), (5, "y"));
        assert_eq!(found(text, &["a", "g", "z"]), (5, "'z'"));
        assert_eq!(found(text, &["a", "h", "w"]), (6, "h.w"));
        assert_eq!(found(text, &["b"]), (7, "\"b\""));
        assert_eq!(found(text, &["b", "y"]), (10, "y"));
        assert_eq!(found(text, &["b", "z"]), (7, "\"b\""));
        assert_eq!(found(text, &["c"]), (1, ""));
        assert_eq!(found("\u{feff}a: {ab: 1, b: 2}", &["a", "b"]), (1, "b"));
        assert_eq!(Lines::new(text).line(5), 22..41);
        assert_eq!([Lines::new(text).number(&["b", "y"]), Lines::new("").number(&["b"])], [10, 1]);
        assert_eq!(Lines::new("").line(1), 0..0);
    }

    #[test]
    fn a_line_that_is_a_file_is_not_searched_for_ever() {
        let text = format!("a: {{ {} }}", (0..100_000).map(|at| format!("x{at}: 1, ")).collect::<String>());
        let lines = Lines::new(&text);
        assert_eq!(&text[lines.place(&["a", "x1"])], "x1");
        for at in 0..10_000 {
            lines.place(&["a", &format!("y{at}")]);
        }
    }
}
