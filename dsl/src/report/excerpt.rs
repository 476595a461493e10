//! The lines of one file that a report shows, fitted to the width: hidden characters written out, tabs as spaces, long
//! lines cut around what is pointed at.
//!
//! miette measures and draws, but does not cut, and it hands the file's bytes to the terminal as they are; so it is
//! given this text instead of the file's own. Knows nothing of messages and codes.

use super::visible;
use crate::source::{SourceFile, Span};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

const TAB: usize = 4;
/// Lines shown before and after what is pointed at.
pub(super) const CONTEXT: usize = 1;

/// How wide a report is and how it says that something was cut.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    pub(super) width: usize,
    pub(super) cut: &'static str,
}

/// Lines of one file. Invariant: every line of `text` ends with a line feed, so that a place at its end can be drawn.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    marks: Vec<Mark>,
}

#[derive(Debug)]
struct Line {
    /// In the file, from 0.
    number: usize,
    start: usize,
    end: usize,
}

/// A place in the excerpt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Bytes of the excerpt's text.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Columns left of the middle of the mark, line number and all.
    pub(super) indent: usize,
    /// In the file, in characters from 0.
    column: usize,
}

impl Excerpt {
    /// The lines around `spans`, which are of `file`. A span over several lines is shown on its first. The marks come
    /// in the order of the spans.
    pub(super) fn new(file: &SourceFile, spans: &[Span], fit: Fit) -> Self {
        let wanted: Vec<(usize, Span)> =
            spans.iter().map(|span| (file.position(span.start as usize).line - 1, *span)).collect();
        let mut numbers: Vec<usize> = wanted
            .iter()
            .flat_map(|(line, _)| line.saturating_sub(CONTEXT)..=line + CONTEXT)
            .filter(|line| line_range(file, *line).is_some())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();

        let gutter = numbers.last().map_or(1, |last| (last + 1).to_string().len()) + 4;
        let room = fit.width.saturating_sub(gutter).max(20);
        let mut excerpt =
            Self { name: visible(&file.name).into_owned(), text: String::new(), lines: vec![], marks: vec![] };
        let mut marks = vec![None; spans.len()];
        for number in numbers {
            let Some((from, to)) = line_range(file, number) else { continue };
            let cells = cells(file.text.get(from..to).unwrap_or(""), from);
            let inside: Vec<(usize, Span)> = wanted
                .iter()
                .enumerate()
                .filter(|(_, (line, _))| *line == number)
                .map(|(index, (_, span))| (index, *span))
                .collect();
            let shown = crop(&cells, inside.first().map(|(_, span)| *span), room, fit.cut);
            let start = excerpt.text.len();
            excerpt.text.push_str(&shown.text);
            excerpt.text.push('\n');
            for (index, span) in inside {
                let (left, first_column) = shown.find(span.start as usize);
                let (right, last_column) = shown.find(to.min(span.end as usize));
                let column = file.position(span.start as usize).column - 1;
                let indent = gutter + (first_column + last_column) / 2;
                if let Some(mark) = marks.get_mut(index) {
                    *mark = Some(Mark { start: start + left, end: start + right.max(left), indent, column });
                }
            }
            excerpt.lines.push(Line { number, start, end: excerpt.text.len() });
        }
        excerpt.marks = marks.into_iter().flatten().collect();
        excerpt
    }

    /// The places, in the order of the spans.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holding = |offset: usize| self.lines.iter().position(|line| line.start <= offset && offset < line.end);
        let mut first = holding(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let mut last = holding(span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        let follow = |a: usize, b: usize| match (self.lines.get(a), self.lines.get(b)) {
            (Some(a), Some(b)) => a.number + 1 == b.number,
            _ => false,
        };
        if !(first..last).all(|at| follow(at, at + 1)) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            first -= usize::from(first > 0 && follow(first - 1, first));
        }
        for _ in 0..after {
            last += usize::from(follow(last, last + 1));
        }
        let (Some(top), Some(bottom)) = (self.lines.get(first), self.lines.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        let column = self.marks.iter().find(|mark| mark.start == span.offset()).map_or(0, |mark| mark.column);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.get(top.start..bottom.end).unwrap_or("").as_bytes(),
            (top.start, bottom.end - top.start).into(),
            top.number,
            if before == 0 { column } else { 0 },
            last + 1 - first,
        )))
    }
}

/// The bytes of a line of the file, from 0, without its end; `None` past the last.
fn line_range(file: &SourceFile, number: usize) -> Option<(usize, usize)> {
    let start = file.line_start(number)?;
    let end = file.line_start(number + 1).map_or(file.text.len(), |next| next - 1);
    let text = file.text.get(start..end)?;
    Some((start, start + text.trim_end_matches('\r').len()))
}

/// One character of a line as it is shown.
struct Cell {
    at: usize,
    shown: String,
    column: usize,
    width: usize,
}

fn cells(line: &str, from: usize) -> Vec<Cell> {
    let mut column = 0;
    line.char_indices()
        .map(|(offset, character)| {
            let shown = match character {
                '\t' => " ".repeat(TAB - column % TAB),
                _ => visible::name(character).unwrap_or_else(|| character.into()),
            };
            let width = shown.chars().filter_map(UnicodeWidthChar::width).sum();
            let cell = Cell { at: from + offset, shown, column, width };
            column += width;
            cell
        })
        .collect()
}

/// A line as it is shown, and where its characters went.
struct Cropped {
    text: String,
    /// Byte in the file, byte in `text`, column; ascending.
    places: Vec<(usize, usize, usize)>,
    end: (usize, usize),
}

impl Cropped {
    /// Byte and column of the first shown character at or after a byte of the file; what was cut off is at the edge.
    fn find(&self, at: usize) -> (usize, usize) {
        let index = self.places.partition_point(|(place, _, _)| *place < at);
        self.places.get(index).map_or(self.end, |(_, byte, column)| (*byte, *column))
    }
}

/// Cuts a line to `room` columns so that the beginning of `target` is in sight, at most in the middle: its words need room too.
fn crop(cells: &[Cell], target: Option<Span>, room: usize, cut: &str) -> Cropped {
    let total = cells.last().map_or(0, |cell| cell.column + cell.width);
    let column_at = |at: usize| cells.iter().find(|cell| cell.at >= at).map_or(total, |cell| cell.column);
    let cut_width = cut.chars().count();
    let mut from = 0;
    if let Some(target) = target.filter(|_| total > room) {
        let start = column_at(target.start as usize);
        if column_at(target.end as usize) + cut_width >= room {
            from = start.saturating_sub(room / 2);
        }
    }
    let mut shown = Cropped { text: String::new(), places: vec![], end: (0, 0) };
    let mut column = 0;
    if from > 0 {
        shown.text.push_str(cut);
        column = cut_width;
    }
    for cell in cells.iter().filter(|cell| cell.column >= from) {
        let is_last = cell.column + cell.width == total;
        let needed = if is_last { cell.width } else { cell.width + cut_width };
        if total > room && column + needed > room {
            shown.end = (shown.text.len(), column);
            shown.text.push_str(cut);
            return shown;
        }
        shown.places.push((cell.at, shown.text.len(), column));
        shown.text.push_str(&cell.shown);
        column += cell.width;
    }
    shown.end = (shown.text.len(), column);
    shown
}
