//! Declarations and blocks: one clause a line, comments and empty lines where the author put them.

use super::comments::Source;
use super::document::{Doc, text};
use super::expression::Within;
use crate::syntax::written::{Form, Written, WrittenFile};

/// How wide a block on one line may be.
const BLOCK_WIDTH: usize = 100;

/// What stands on a line of its own, or on several if it breaks.
#[derive(Debug)]
pub(super) struct Entry {
    /// The declaration it belongs to, counted from 1; 0 is the edition.
    pub(super) item: usize,
    /// It is the first line of its declaration, comments above it excepted.
    pub(super) begins: bool,
    /// How many blocks it stands in.
    pub(super) depth: usize,
    /// The author left an empty line above it.
    pub(super) apart: bool,
    /// Whose columns it shares: where, and what kind of clause.
    pub(super) table: Option<(usize, Form)>,
    /// What stands on it, cell by cell; one cell where it is in no table.
    pub(super) cells: Vec<Doc>,
    /// The comment at its end.
    pub(super) trailing: Option<String>,
}

/// A file on its way to entries.
pub(super) struct Blocks<'t> {
    source: Source<'t>,
    entries: Vec<Entry>,
    item: usize,
    /// How many tables there are.
    tables: usize,
}

/// The columns that clauses of a block share.
#[derive(Clone, Copy)]
struct Tables {
    /// Of the declaration: fields and indicators line up through all of it.
    whole: usize,
    /// Of this block.
    own: usize,
}

/// The entries of a file.
pub(super) fn entries(text: &str, file: &WrittenFile) -> Vec<Entry> {
    let source = Source::new(text, &file.comments);
    let mut blocks = Blocks { source, entries: Vec::new(), item: 0, tables: 0 };
    blocks.comments(file.edition.start, 0);
    blocks.entry(0, vec![super::document::text("stageplay 1")], None, file.edition.start);
    let mut row: Option<(Form, usize)> = None;
    for item in &file.items {
        blocks.item += 1;
        let entries = blocks.entries.len();
        blocks.comments(item.span.start, 0);
        let continues = entries == blocks.entries.len() && !blocks.source.apart(item.span.start);
        // Lines of the same kind right below each other share their columns.
        let table = match row {
            Some((form, table)) if form == item.form && continues => table,
            _ => blocks.new_table(),
        };
        let begins = blocks.entries.len();
        blocks.clause(item, 0, Tables { whole: table, own: table });
        if let Some(entry) = blocks.entries.get_mut(begins) {
            entry.begins = true;
        }
        let one_line = begins + 1 == blocks.entries.len() && blocks.entries.last().is_some_and(Entry::is_flat);
        row = one_line.then_some((item.form, table));
    }
    blocks.item += 1;
    blocks.comments(u32::MAX, 0);
    blocks.entries
}

impl Entry {
    /// It can stand on one line.
    pub(super) fn is_flat(&self) -> bool {
        self.cells.iter().all(|cell| cell.width().is_some())
    }
}

impl Blocks<'_> {
    fn new_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn entry(&mut self, depth: usize, cells: Vec<Doc>, table: Option<(usize, Form)>, start: u32) {
        let apart = self.source.apart(start);
        let item = self.item;
        self.entries.push(Entry { item, begins: false, depth, apart, table, cells, trailing: None });
    }

    /// The comments before byte `at`: behind the line above, or on lines of their own.
    fn comments(&mut self, at: u32, depth: usize) {
        while let Some(comment) = self.source.comment_before(at) {
            match self.entries.last_mut().filter(|entry| !comment.own_line && entry.trailing.is_none()) {
                Some(entry) => entry.trailing = Some(comment.words),
                None => {
                    let (item, apart) = (self.item, comment.apart);
                    let cells = vec![text(comment.words)];
                    let trailing = None;
                    self.entries.push(Entry { item, begins: false, depth, apart, table: None, cells, trailing });
                }
            }
        }
    }

    /// A clause or declaration, with its block if it has one.
    fn clause(&mut self, clause: &Written, depth: usize, tables: Tables) {
        let start = clause.span.start;
        let open = clause.parts.iter().position(|part| part.form == Form::Open);
        let close = clause.parts.iter().position(|part| part.form == Form::Close);
        let block = open.zip(close).filter(|_| !matches!(clause.form, Form::Cases | Form::Words));
        let Some((open, close)) = block else {
            let cells = self.source.cells(clause);
            let table = match clause.form {
                Form::Field | Form::Indicator => Some((tables.whole, clause.form)),
                Form::Other | Form::Word => None,
                form => Some((tables.own, form)),
            };
            self.entry(depth, cells, table, start);
            return;
        };
        let (header, rest) = clause.parts.split_at(open);
        let (inside, after) = rest.split_at(close - open);
        let inside = inside.get(1..).unwrap_or(&[]);
        if let Some(line) = self.on_one_line(clause, header, inside, after, depth) {
            self.entry(depth, vec![line], None, start);
            return;
        }
        let header = self.source.row(header, Within::Clause);
        self.entry(depth, vec![Doc::Many(vec![header, text(" {")])], None, start);
        let tables = Tables { own: self.new_table(), ..tables };
        for (number, part) in inside.iter().enumerate() {
            let entries = self.entries.len();
            self.comments(part.span.start, depth + 1);
            let at = self.entries.len();
            self.clause(part, depth + 1, tables);
            let first = if number == 0 { self.entries.get_mut(entries) } else { None };
            // No empty line right below the brace.
            if let Some(entry) = first.filter(|_| at >= entries) {
                entry.apart = false;
            }
        }
        if let Some(end) = after.first() {
            let entries = self.entries.len();
            self.comments(end.span.start, depth + 1);
            if inside.is_empty()
                && let Some(entry) = self.entries.get_mut(entries)
            {
                entry.apart = false;
            }
        }
        let end = self.source.row(after, Within::Clause);
        self.entry(depth, vec![end], None, start);
        if let Some(entry) = self.entries.last_mut() {
            entry.apart = false;
        }
    }

    /// A block with one clause at most that the author wrote on one line, and that fits on one.
    fn on_one_line(
        &mut self,
        clause: &Written,
        header: &[Written],
        inside: &[Written],
        after: &[Written],
        depth: usize,
    ) -> Option<Doc> {
        let broken = inside.iter().chain(after).take(1).any(|part| self.source.begins_line(part.span.start));
        let long = inside.len() > 1 || inside.iter().any(|part| part.parts.iter().any(|part| part.form == Form::Open));
        if (broken && !inside.is_empty()) || long || self.source.comment_in(clause.span) {
            return None;
        }
        let mut docs = vec![self.source.row(header, Within::Clause), text(" { ")];
        for part in inside {
            for cell in self.source.cells(part).into_iter().filter(|cell| !cell.is_empty()) {
                docs.extend([cell, text(" ")]);
            }
        }
        docs.push(self.source.row(after, Within::Clause));
        let line = Doc::Many(docs);
        line.width().is_some_and(|width| depth * 2 + width <= BLOCK_WIDTH).then_some(line)
    }
}
