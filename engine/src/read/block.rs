//! Whole records cut out of a file, not yet read.

use super::pieces::PIECE;
use std::io;

/// How much text is cut before it is read: what fits a nearer cache.
pub(super) const BLOCK_BYTES: usize = 1 << 20;

/// How many records are cut before they are read: those with a fault have no text, and it is their reasons that
/// would fill the memory.
pub(super) const BLOCK_RECORDS: usize = 1 << 15;

/// A longer record is set aside unread.
pub(super) const LONGEST_RECORD: usize = 16 << 20;

/// Some records of one file, in order.
#[derive(Default)]
pub(super) struct Block {
    /// The text of the records; of a CSV file the text of the cells, quotes undone.
    pub bytes: Vec<u8>,
    /// Where each is.
    pub records: Vec<Record>,
    /// Of a CSV file: where each cell ends in `bytes`.
    pub cell_ends: Vec<usize>,
    /// Of a CSV file: what divides the cells of lines that are not cut yet.
    pub delimiter: u8,
}

/// One record of a [`Block`].
#[derive(Default)]
pub(super) struct Record {
    /// The line it begins on, from 1.
    pub line: u64,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Of a CSV file: the first of its cells in `cell_ends`.
    pub first_cell: usize,
    /// Of a CSV file: how many cells.
    pub cells: usize,
    /// Of a CSV file: the line has no quotes and as many cells as the heading line, and is not cut yet.
    pub is_plain: bool,
    /// Why it cannot be read, where that is already known.
    pub fault: Option<String>,
}

impl Block {
    /// Whether what is in it should be read before more is cut. The records are whole pieces where that makes it little
    /// longer.
    pub(super) fn is_full(&self, bytes: usize) -> bool {
        let records = self.records.len();
        let is_even = records.is_multiple_of(PIECE) && records > 0;
        records >= BLOCK_RECORDS || (bytes >= BLOCK_BYTES && (is_even || bytes >= 4 * BLOCK_BYTES))
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
        self.cell_ends.clear();
    }

    /// A record that cannot be read.
    pub(super) fn push_fault(&mut self, line: u64, fault: impl Into<String>) {
        let at = self.bytes.len();
        self.records.push(Record { line, start: at, end: at, fault: Some(fault.into()), ..Record::default() });
    }

    /// The bytes of a record.
    pub(super) fn text(&self, record: &Record) -> &[u8] {
        self.bytes.get(record.start..record.end).unwrap_or(&[])
    }

    /// The cells of a record of a CSV file.
    pub(super) fn cells(&self, record: &Record) -> impl Iterator<Item = &[u8]> {
        let mut start = record.start;
        let plain = record.is_plain.then(|| self.text(record).split(|byte| *byte == self.delimiter));
        let cut = self.cell_ends.iter().skip(record.first_cell).take(record.cells).map(move |end| {
            let cell = self.bytes.get(start..*end).unwrap_or(&[]);
            start = *end;
            cell
        });
        plain.into_iter().flatten().chain(cut)
    }
}

/// Cuts a file into records.
pub(super) trait Cut: Send {
    /// Adds records until the block is full; false once there are no more.
    fn fill(&mut self, block: &mut Block) -> io::Result<bool>;
    /// How many bytes of the file have been read.
    fn bytes_done(&self) -> u64;
}

pub(super) fn too_long() -> String {
    format!("the record is longer than {} MB", LONGEST_RECORD >> 20)
}
