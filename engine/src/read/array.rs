//! The objects of a JSON list, cut out one by one.
//!
//! Only brackets and quotes are looked at here; what is between them is read by `json`. So one broken object
//! costs that object, not the rest of the file: where an object is not closed, the next line that begins an
//! object as deep as this one is taken for the next.

use super::block::{Block, Cut, LONGEST_RECORD, Record, too_long};
use super::brackets::{Brackets, End};
use super::lines::Text;
use std::io::{self, Read};

/// Cuts a file that holds a list of objects, or one object, or several one after another.
pub(super) struct ListRecords {
    text: Text,
    buffer: Vec<u8>,
    /// The first byte of `buffer` not used up.
    at: usize,
    line: u64,
    /// The blanks before the current place, where nothing else is before it on its line.
    indent: Option<usize>,
    place: Place,
    bytes: u64,
    recoveries: usize,
    /// Nothing but blanks so far.
    blank: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    InList,
    After,
}

const CHUNK: u64 = 1 << 20;
/// What is held at most while the end of an object is looked for.
const FARTHEST: usize = 4 * LONGEST_RECORD;
/// Each looks at the same text again.
const MOST_RECOVERIES: usize = 1000;

impl ListRecords {
    pub(super) fn new(text: Text) -> Self {
        Self {
            text,
            buffer: Vec::new(),
            at: 0,
            line: 1,
            indent: Some(0),
            place: Place::Before,
            bytes: 0,
            recoveries: 0,
            blank: true,
        }
    }

    /// The byte at a distance from the current place, read in where needed.
    fn peek(&mut self, distance: usize) -> io::Result<Option<u8>> {
        if let Some(byte) = self.buffer.get(self.at + distance) {
            return Ok(Some(*byte));
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let read = (&mut self.text).take(CHUNK).read_to_end(&mut self.buffer)?;
        self.bytes += read as u64;
        Ok(self.buffer.get(distance).copied())
    }

    /// Moves on by one byte between records.
    fn pass(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                self.line += 1;
                self.indent = Some(0);
            }
            b' ' | b'\t' => self.indent = self.indent.map(|indent| indent + 1),
            _ => self.indent = None,
        }
        self.at += 1;
    }

    /// The end of the record that begins here; nothing where it is too far away.
    fn find_end(&mut self) -> io::Result<Option<End>> {
        let mut brackets = Brackets::new(self.indent);
        let mut seen = 0;
        while self.peek(seen)?.is_some() {
            if seen > FARTHEST {
                return Ok(None);
            }
            let ahead = self.buffer.get(self.at + seen..).unwrap_or(&[]);
            if let Some(end) = brackets.look(ahead) {
                return Ok(Some(end));
            }
            seen += ahead.len();
        }
        Ok(Some(brackets.stop()))
    }

    /// False when the file ends with this record.
    fn take_record(&mut self, block: &mut Block) -> io::Result<bool> {
        let Some(end) = self.find_end()? else {
            let fault = format!("{}, and no end of it was found: the rest of the file is not read", too_long());
            block.push_fault(self.line, fault);
            return self.stop();
        };
        let (length, lost) = match end {
            // A bracket that closes nothing is passed over as a record of its own.
            End::Closed(length) => (length.max(1), false),
            End::Open(_, Some(next)) if self.recoveries < MOST_RECOVERIES => {
                self.recoveries += 1;
                (next, false)
            }
            End::Open(length, next) => (length.max(1), next.is_some()),
        };
        let record = self.buffer.get(self.at..self.at + length).unwrap_or(&[]);
        let lines = record.iter().filter(|byte| **byte == b'\n').count() as u64;
        if lost {
            let last = self.line + lines;
            block.push_fault(self.line, format!("a record is not closed; lines {} to {last} are lost", self.line));
        } else if length > LONGEST_RECORD {
            block.push_fault(self.line, too_long());
        } else {
            let start = block.bytes.len();
            block.bytes.extend_from_slice(record);
            let end = block.bytes.len();
            block.records.push(Record { line: self.line, start, end, ..Record::default() });
        }
        self.line += lines;
        // What was cut off before another record leaves that one first on its line.
        self.indent = match end {
            End::Open(_, Some(_)) => self.indent,
            _ => None,
        };
        self.at += length;
        if matches!(end, End::Open(..)) && self.peek(0)?.is_none() {
            // That the file is cut off is said of the record already.
            self.place = Place::After;
        }
        Ok(true)
    }

    fn stop(&mut self) -> io::Result<bool> {
        self.place = Place::After;
        self.buffer.clear();
        self.at = 0;
        self.bytes += io::copy(&mut self.text, &mut io::sink())?;
        Ok(false)
    }
}

impl Cut for ListRecords {
    fn fill(&mut self, block: &mut Block) -> io::Result<bool> {
        while !block.is_full(block.bytes.len()) {
            let Some(byte) = self.peek(0)? else {
                if self.place == Place::InList {
                    block.push_fault(self.line, "the list of accounts is not closed with `]`: the file may be cut off");
                }
                if self.blank {
                    block.push_fault(self.line, "expected a list of accounts, `[ { … }, … ]`, found nothing");
                }
                return Ok(false);
            };
            self.blank &= byte.is_ascii_whitespace();
            match (byte, self.place) {
                (b' ' | b'\t' | b'\r' | b'\n' | b',', _) => self.pass(byte),
                (b'[', Place::Before) => {
                    self.pass(byte);
                    self.place = Place::InList;
                }
                (b']', Place::InList) => {
                    self.pass(byte);
                    self.place = Place::After;
                }
                (b'{', Place::Before) | (_, Place::InList) => {
                    if !self.take_record(block)? {
                        return Ok(false);
                    }
                }
                (_, Place::Before) => {
                    block.push_fault(self.line, "expected a list of accounts, `[ { … }, … ]`");
                    return self.stop();
                }
                (_, Place::After) => {
                    block.push_fault(self.line, "text after the end of the list of accounts");
                    return self.stop();
                }
            }
        }
        Ok(true)
    }

    fn bytes_done(&self) -> u64 {
        self.bytes
    }
}
