//! Comma-separated files (also semicolons and tabs), cut into records and cells.
//!
//! Line by line rather than through a streaming parser, so that a quote that is opened and never closed costs
//! the record it stands in, not the rest of the file, and text after a closing quote is a fault, not glued on.

use super::ReadError;
use super::block::{Block, Cut, Record, too_long};
use super::file::Input;
use super::lines::{Lines, Text};
use memchr::{memchr, memchr_iter};
use std::collections::VecDeque;
use std::io;

/// Cuts a CSV file.
pub(super) struct CsvRecords {
    lines: Lines,
    delimiter: u8,
    /// What may divide cells; of those that the heading line has equally often, the last.
    pub delimiters: &'static [u8],
    /// The heading line's cells, trimmed.
    pub headings: Vec<String>,
    /// Lines to be read again, with their numbers.
    again: VecDeque<(u64, Vec<u8>)>,
    recoveries: usize,
    line: Vec<u8>,
}

/// A cell that goes on longer than this over several lines has lost its closing quote.
const LONGEST_OPEN: usize = 1 << 20;
/// Each reads the same lines again.
const MOST_RECOVERIES: usize = 1000;
/// What divides the cells of accounts.
const DELIMITERS: &[u8] = b"\t;,";

/// How the end of a line was met.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Met {
    /// Between cells.
    End,
    /// Inside quotes: the cell goes on.
    Open,
    /// After text behind a closing quote.
    TextAfterQuote,
}

impl CsvRecords {
    /// Opens a CSV file and reads its heading line.
    pub(super) fn open(input: &Input) -> Result<Self, ReadError> {
        let fault = |reason: String| ReadError::Heading { file: input.path.clone(), reason };
        let mut cut = Self::new(input.open()?);
        match cut.read_heading() {
            Ok(None) => Ok(cut),
            Ok(Some(reason)) => Err(fault(reason)),
            Err(cause) => Err(ReadError::io(&input.path, cause)),
        }
    }

    pub(super) fn new(text: Text) -> Self {
        Self {
            lines: Lines::new(text),
            delimiter: b',',
            delimiters: DELIMITERS,
            headings: Vec::new(),
            again: VecDeque::new(),
            recoveries: 0,
            line: Vec::new(),
        }
    }

    /// Reads the heading line; why it cannot be read, where it cannot.
    pub(super) fn read_heading(&mut self) -> io::Result<Option<String>> {
        let mut named = None;
        loop {
            match self.next_line()? {
                None => return Ok(Some("the file is empty".into())),
                Some((_, true)) => return Ok(Some(too_long())),
                Some(_) if named.is_some() => break,
                Some(_) => named = named_delimiter(&self.line),
            }
            if named.is_none() {
                break;
            }
        }
        self.delimiter = named.unwrap_or_else(|| delimiter(&self.line, self.delimiters));
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        let fault = match cut_line(&self.line, self.delimiter, false, &mut bytes, &mut ends) {
            // Else the whole file would be headings, and a book without accounts.
            _ if self.line.contains(&b'\r') => {
                Some("lines end in a bare carriage return; save the file with the line ends of Windows or Unix")
            }
            Met::End => None,
            Met::Open => Some("a quote is not closed"),
            Met::TextAfterQuote => Some("text after a closing quote"),
        };
        if fault.is_some() {
            return Ok(fault.map(String::from));
        }
        let Ok(text) = String::from_utf8(bytes) else { return Ok(Some("it is not UTF-8 text".into())) };
        let mut start = 0;
        for end in ends {
            self.headings.push(text.get(start..end).unwrap_or("").trim().to_string());
            start = end;
        }
        Ok(None)
    }

    /// Whether so many cells from `first` on are what the headings ask for. Spreadsheets pad lines with empty cells,
    /// and not all lines alike: cells without a heading and a value do not count.
    fn fits(&self, cells: usize, first: usize, block: &Block) -> bool {
        if let Some(rest) = self.headings.get(cells..) {
            return rest.iter().all(String::is_empty);
        }
        let named = first + self.headings.len();
        let end = named.checked_sub(1).and_then(|last| block.cell_ends.get(last)).copied().unwrap_or(0);
        block.bytes.get(end..).unwrap_or(&[]).iter().all(u8::is_ascii_whitespace)
    }

    /// The next line that is not blank, into `line`: its number, and whether it is too long.
    fn next_line(&mut self) -> io::Result<Option<(u64, bool)>> {
        loop {
            let Some(line) = self.any_line()? else { return Ok(None) };
            if line.1 || !self.line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(line));
            }
        }
    }

    fn any_line(&mut self) -> io::Result<Option<(u64, bool)>> {
        if let Some((number, line)) = self.again.pop_front() {
            self.line = line;
            return Ok(Some((number, false)));
        }
        self.line.clear();
        Ok(self.lines.next(&mut self.line)?.map(|line| (line.number, line.too_long)))
    }

    /// Takes the next line as it is, if it is at hand, has no quotes, and has as many cells as the heading line.
    fn take_plain(&mut self, block: &mut Block) -> io::Result<bool> {
        if !self.again.is_empty() {
            return Ok(false);
        }
        let Some((line, len)) = self.lines.at_hand()? else { return Ok(false) };
        let begins = line.first().is_some_and(|byte| *byte != self.delimiter && !byte.is_ascii_whitespace());
        let is_plain = begins
            && memchr(b'"', line).is_none()
            && memchr_iter(self.delimiter, line).count() + 1 == self.headings.len();
        if is_plain {
            let start = block.bytes.len();
            block.bytes.extend_from_slice(line);
            let (line, end) = (self.lines.number + 1, block.bytes.len());
            block.records.push(Record { line, start, end, is_plain, ..Record::default() });
            self.lines.pass(len);
        }
        Ok(is_plain)
    }

    /// Cuts the record that begins with `line`.
    fn take_record(&mut self, number: u64, block: &mut Block) -> io::Result<()> {
        let start = block.bytes.len();
        let first_cell = block.cell_ends.len();
        let mut met = cut_line(&self.line, self.delimiter, false, &mut block.bytes, &mut block.cell_ends);
        let mut passed: Vec<(u64, Vec<u8>)> = Vec::new();
        while met == Met::Open && block.bytes.len() - start < LONGEST_OPEN {
            let Some((number, skipped)) = self.any_line()? else { break };
            if skipped {
                block.push_fault(number, too_long());
                break;
            }
            passed.push((number, self.line.clone()));
            block.bytes.push(b'\n');
            met = cut_line(&self.line, self.delimiter, true, &mut block.bytes, &mut block.cell_ends);
        }
        let cells = block.cell_ends.len() - first_cell;
        if met == Met::End && self.fits(cells, first_cell, block) {
            let end = block.bytes.len();
            let record = Record { line: number, start, end, first_cell, cells, ..Record::default() };
            if block.text(&record).iter().all(u8::is_ascii_whitespace) {
                // Spreadsheets leave lines of nothing but delimiters behind: blank lines.
                block.bytes.truncate(start);
                block.cell_ends.truncate(first_cell);
            } else {
                block.records.push(record);
            }
            return Ok(());
        }
        let heading = cells.checked_sub(usize::from(met == Met::End)).and_then(|cell| self.headings.get(cell));
        let in_heading = heading.map_or(String::new(), |heading| format!(" in `{}`", crate::column::plain(heading)));
        let fault = if !passed.is_empty() && self.recoveries < MOST_RECOVERIES {
            self.recoveries += 1;
            for line in passed.into_iter().rev() {
                self.again.push_front(line);
            }
            "a quote is opened and not closed".to_string()
        } else {
            let last = passed.last().map_or(String::new(), |(last, _)| format!("; lines {number} to {last} are lost"));
            match met {
                Met::Open => format!("a quote is opened and not closed{last}"),
                Met::TextAfterQuote => format!("text after the closing quote{in_heading}{last}"),
                Met::End => {
                    let expected = self.headings.len();
                    let word = if cells == 1 { "cell" } else { "cells" };
                    format!("the line has {cells} {word}, the heading line has {expected}{last}")
                }
            }
        };
        block.bytes.truncate(start);
        block.cell_ends.truncate(first_cell);
        block.push_fault(number, fault);
        Ok(())
    }
}

impl Cut for CsvRecords {
    fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        block.delimiter = self.delimiter;
        while !block.is_full(block.bytes.len()) {
            if self.take_plain(block)? {
                continue;
            }
            match self.next_line()? {
                None => return Ok(false),
                Some((number, true)) => block.push_fault(number, too_long()),
                Some((number, false)) => self.take_record(number, block)?,
            }
        }
        Ok(true)
    }

    fn bytes_done(&self) -> u64 {
        self.lines.bytes
    }
}

/// What a first line such as `sep=;` says, with which Excel is told what divides cells.
fn named_delimiter(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter] if [s, e, p].map(u8::to_ascii_lowercase) == *b"sep" => {
            (delimiter.is_ascii() && *delimiter != b'"').then_some(*delimiter)
        }
        _ => None,
    }
}

/// The one of `delimiters` that the heading line has most of, outside quotes.
fn delimiter(heading: &[u8], delimiters: &[u8]) -> u8 {
    let count = |delimiter: u8| {
        let mut quoted = false;
        heading
            .iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == delimiter
            })
            .count()
    };
    // The last of equals wins: a comma where there is none of them.
    delimiters.iter().copied().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Cuts one line, or, with `open`, one that begins inside quotes. Cells go to `bytes` without their quotes,
/// their ends to `ends`; a cell that goes on has no end yet.
fn cut_line(line: &[u8], delimiter: u8, open: bool, bytes: &mut Vec<u8>, ends: &mut Vec<usize>) -> Met {
    let mut rest = line;
    let mut quoted = open;
    loop {
        if !quoted && let Some((b'"', after)) = rest.split_first() {
            rest = after;
            quoted = true;
        }
        if quoted {
            let Some(at) = rest.iter().position(|byte| *byte == b'"') else {
                bytes.extend_from_slice(rest);
                return Met::Open;
            };
            bytes.extend_from_slice(rest.get(..at).unwrap_or(&[]));
            rest = rest.get(at + 1..).unwrap_or(&[]);
            if let Some((b'"', after)) = rest.split_first() {
                // Two quotes stand for one.
                bytes.push(b'"');
                rest = after;
                continue;
            }
            quoted = false;
            let cell_end = rest.iter().position(|byte| *byte == delimiter).unwrap_or(rest.len());
            if !rest.get(..cell_end).unwrap_or(&[]).trim_ascii().is_empty() {
                return Met::TextAfterQuote;
            }
            rest = rest.get(cell_end..).unwrap_or(&[]);
        } else {
            let cell_end = rest.iter().position(|byte| *byte == delimiter).unwrap_or(rest.len());
            bytes.extend_from_slice(rest.get(..cell_end).unwrap_or(&[]));
            rest = rest.get(cell_end..).unwrap_or(&[]);
        }
        ends.push(bytes.len());
        match rest.split_first() {
            Some((_, after)) => rest = after,
            None => return Met::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DELIMITERS, Met, cut_line, delimiter};

    fn cells(line: &str) -> (Vec<String>, Met) {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        let met = cut_line(line.as_bytes(), b',', false, &mut bytes, &mut ends);
        let mut start = 0;
        let cells = ends.into_iter().map(|end| {
            let cell = String::from_utf8(bytes[start..end].to_vec()).unwrap();
            start = end;
            cell
        });
        (cells.collect(), met)
    }

    #[test]
    fn quotes_are_undone() {
        let plain = |line: &str| cells(line).0;
        assert_eq!(plain("a,,b,"), ["a", "", "b", ""]);
        assert_eq!(plain("\"a,b\",\"say \"\"hi\"\"\" ,c"), ["a,b", "say \"hi\"", "c"]);
        assert_eq!(plain("6\" pipe,\"\""), ["6\" pipe", ""]);
        assert_eq!(cells("a,\"b"), (vec!["a".to_string()], Met::Open));
        assert_eq!(cells("a,\"b\"c,d").1, Met::TextAfterQuote);
    }

    #[test]
    fn the_heading_line_says_what_divides_cells() {
        assert_eq!(delimiter(b"id;arr;name", DELIMITERS), b';');
        assert_eq!(delimiter(b"id\tarr", DELIMITERS), b'\t');
        assert_eq!(delimiter(b"\"a;b;c\",d", DELIMITERS), b',');
        assert_eq!(delimiter(b"id", DELIMITERS), b',');
    }
}
