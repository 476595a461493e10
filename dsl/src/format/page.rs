//! Entries to lines: columns, empty lines, comments below each other.

use super::block::Entry;
use super::document::{Doc, Set, Setter, WIDTH};
use crate::syntax::written::Form;
use std::collections::BTreeMap;

/// A cell wider than this stands in its column without widening it.
const WIDEST_CELL: usize = 56;

/// The same for the sentences of tasks and the conditions of caps.
const WIDEST_SENTENCE: usize = 72;

/// A line longer than this does not push the comments of its neighbours aside.
const WIDEST_COMMENTED: usize = 80;

/// The columns of a table.
#[derive(Debug, Default)]
struct Columns {
    /// How many rows share them.
    rows: usize,
    /// Not every row has something in the third.
    ragged: bool,
    /// How wide each is; the first with its indentation. Zero: nothing stands in it.
    widths: Vec<usize>,
}

/// The text of a file's entries, with the line ends of the file.
pub(super) fn text(entries: &[Entry], line_end: &str) -> String {
    let tables = tables(entries);
    let mut lines: Vec<Set> = Vec::new();
    let mut above: Option<&Entry> = None;
    for entry in entries {
        if above.is_some_and(|above| entry.apart || parted(entries, above, entry)) {
            lines.push(Set::default());
        }
        let columns =
            entry.table.filter(|_| entry.is_flat() || names_condition(entry)).and_then(|table| tables.get(&table));
        let mut own = set(entry, columns);
        if let Some(last) = own.last_mut() {
            last.comment = last.comment.take().or_else(|| entry.trailing.clone());
        }
        lines.extend(own);
        above = Some(entry);
    }
    place_comments(&mut lines);
    let mut text = String::new();
    for line in lines {
        text.push_str(&line.code);
        text.push_str(if line.verbatim { "\n" } else { line_end });
    }
    text
}

/// An empty line stands around every declaration of several lines, and below the edition.
fn parted(entries: &[Entry], above: &Entry, entry: &Entry) -> bool {
    let several = |item: usize| {
        let mut own = entries.iter().skip_while(|entry| entry.item < item || !entry.begins);
        let first = own.next().filter(|entry| entry.item == item);
        first
            .is_some_and(|first| !first.is_flat() || own.next().is_some_and(|next| next.item == item && next.depth > 0))
    };
    if above.item == entry.item {
        return false;
    }
    above.item == 0 || several(above.item) || several(entry.item)
}

fn tables(entries: &[Entry]) -> BTreeMap<(usize, Form), Columns> {
    let mut tables: BTreeMap<(usize, Form), Columns> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| (entry.is_flat() || names_condition(entry)) && entry.cells.len() > 1) {
        let Some(table) = entry.table else { continue };
        let widest = if matches!(table.1, Form::Task | Form::Limit) { WIDEST_SENTENCE } else { WIDEST_CELL };
        let columns = tables.entry(table).or_default();
        columns.rows += 1;
        columns.ragged |= entry.cells.get(2).is_none_or(Doc::is_empty);
        // What nothing follows needs no column, but `required` and `best 100` are not to be mixed with what
        // follows them elsewhere.
        let followed = match (table.1, entry.cells.len()) {
            (Form::Field, 3) => 3,
            (Form::Indicator, 6) => 6,
            (_, cells) => cells - 1,
        };
        for (number, cell) in entry.cells.iter().take(followed).enumerate() {
            let indent = if number == 0 { entry.depth * 2 } else { 0 };
            let width = cell.width().unwrap_or(0);
            let width = if width > widest { 1 } else { width };
            if columns.widths.len() <= number {
                columns.widths.push(0);
            }
            if let Some(column) = columns.widths.get_mut(number).filter(|_| width > 0) {
                *column = (*column).max(indent + width);
            }
        }
    }
    // A gap where a task's owner could stand says nothing.
    for (_, columns) in tables.iter_mut().filter(|(table, columns)| table.1 == Form::Task && columns.ragged) {
        columns.widths.truncate(2);
    }
    tables
}

/// A word and its condition, as `watch when any of {`, which begins in the column of its neighbours.
fn names_condition(entry: &Entry) -> bool {
    let condition = |cell: &Doc| cell.begins_with("when");
    matches!(entry.table, Some((_, Form::Statement)))
        && entry.cells.len() == 2
        && entry.cells.get(1).is_some_and(condition)
}

/// The lines of an entry.
fn set(entry: &Entry, columns: Option<&Columns>) -> Vec<Set> {
    let indent = entry.depth * 2;
    let mut setter = Setter::new(indent);
    let alone = columns.is_none_or(|columns| columns.rows < 2);
    let last = entry.cells.len().saturating_sub(1);
    let mut target = 0;
    for (number, cell) in entry.cells.iter().enumerate() {
        if number > 0 && !cell.is_empty() {
            let gap = if number == 1 && alone && keeps_close(entry) { 1 } else { 2 };
            let near = setter.column() + gap;
            let column = if near > target && !alone { near } else { near.max(target) };
            let column = if alone { near } else { column };
            let column = if number == last && breaks_only_at(cell, column, near) { near } else { column };
            setter.push(&" ".repeat(column - setter.column()));
        }
        setter.set(cell, indent);
        let width = columns.and_then(|columns| columns.widths.get(number)).copied().unwrap_or(0);
        target += if width > 0 { width + 2 } else { 0 };
    }
    setter.finish()
}

/// A clause that stands alone has one blank behind its name.
fn keeps_close(entry: &Entry) -> bool {
    !matches!(entry.table, Some((_, Form::Limit)))
}

/// True where a cell would be broken in its column and not right behind what stands before it.
fn breaks_only_at(cell: &Doc, column: usize, near: usize) -> bool {
    cell.may_break() && cell.width().is_some_and(|width| column + width > WIDTH && near + width <= WIDTH)
}

/// Comments at the ends of lines: two blanks behind the code, below each other on lines of one paragraph.
fn place_comments(lines: &mut [Set]) {
    let indent = |line: &Set| line.code.len() - line.code.trim_start().len();
    let level = |line: &Set| (!line.verbatim && !line.code.is_empty()).then(|| indent(line));
    for run in lines.chunk_by_mut(|above, below| level(above).is_some() && level(above) == level(below)) {
        let commented = run.iter().filter(|line| line.comment.is_some());
        let widths = commented.map(|line| line.code.chars().count());
        let widest = widths.filter(|width| *width <= WIDEST_COMMENTED).max().unwrap_or(0);
        for line in run {
            let Some(comment) = line.comment.take() else { continue };
            let blanks = widest.saturating_sub(line.code.chars().count()) + 2;
            line.code.push_str(&" ".repeat(blanks));
            line.code.push_str(&comment);
        }
    }
}
