//! The objects of a JSON list, cut out one by one.
//!
//! Only brackets and quotes are looked at here; what is between them is read by `json`. So one broken object
//! costs that object, not the rest of the file: where an object is not closed, the next line that begins an
//! object as deep as this one is taken for the next.

use super::block::{BLOCK_BYTES, Block, Cut, LONGEST_RECORD, Record, too_long};
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
const MOST_RECOVERIES: usize = 100;

/// Where an object ends.
enum End {
    /// All brackets closed after so many bytes.
    Closed(usize),
    /// Not closed after so many bytes; another object may begin at the second number.
    Open(usize, Option<usize>),
    /// No end in sight.
    Endless,
}

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

    /// Moves on by so many bytes.
    fn pass(&mut self, bytes: usize) {
        let passed = self.buffer.get(self.at..self.at + bytes).unwrap_or(&[]);
        for byte in passed {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.indent = Some(0);
                }
                b' ' | b'\t' => self.indent = self.indent.map(|indent| indent + 1),
                _ => self.indent = None,
            }
        }
        self.at += passed.len();
    }

    fn find_end(&mut self) -> io::Result<End> {
        let mut open: Vec<u8> = Vec::new();
        let (mut in_text, mut escaped) = (false, false);
        let mut indent = None;
        let mut next_object = None;
        let mut distance = 0;
        while let Some(byte) = self.peek(distance)? {
            if distance > FARTHEST {
                return Ok(next_object.map_or(End::Endless, |next| End::Open(distance, Some(next))));
            }
            if byte == b'\n' {
                // A text cannot hold a line break: the quote was not closed.
                (in_text, escaped) = (false, false);
                indent = Some(0);
            } else if escaped {
                escaped = false;
            } else if in_text {
                match byte {
                    b'\\' => escaped = true,
                    b'"' => in_text = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => {
                        if byte == b'{' && indent.is_some() && indent == self.indent && next_object.is_none() {
                            next_object = Some(distance);
                        }
                        open.push(if byte == b'{' { b'}' } else { b']' });
                    }
                    b'}' | b']' if open.is_empty() => return Ok(End::Closed(distance)),
                    b'}' | b']' if open.pop() != Some(byte) => return Ok(End::Open(distance, next_object)),
                    b'}' | b']' if open.is_empty() => return Ok(End::Closed(distance + 1)),
                    b',' if open.is_empty() => return Ok(End::Closed(distance)),
                    _ => {}
                }
                indent = match (byte, indent) {
                    (b' ' | b'\t', Some(indent)) => Some(indent + 1),
                    _ => None,
                };
            }
            distance += 1;
        }
        Ok(if open.is_empty() { End::Closed(distance) } else { End::Open(distance, next_object) })
    }

    /// False when the file ends with this record.
    fn take_record(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut open = false;
        let length = match self.find_end()? {
            End::Endless => {
                let cut_short = format!("{}, and no end of it was found: the rest of the file is not read", too_long());
                block.push_fault(self.line, cut_short);
                return self.stop();
            }
            End::Closed(length) => length,
            End::Open(_, Some(next)) if self.recoveries < MOST_RECOVERIES => {
                self.recoveries += 1;
                next
            }
            End::Open(length, _) => {
                open = true;
                length
            }
        };
        // A bracket that closes nothing is passed over with what it stands for.
        let length = length.max(1);
        if length > LONGEST_RECORD {
            block.push_fault(self.line, too_long());
        } else {
            let start = block.bytes.len();
            block.bytes.extend_from_slice(self.buffer.get(self.at..self.at + length).unwrap_or(&[]));
            let end = block.bytes.len();
            block.records.push(Record { line: self.line, start, end, ..Record::default() });
        }
        self.pass(length);
        if open && self.peek(0)?.is_none() {
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
        while block.bytes.len() < BLOCK_BYTES {
            let Some(byte) = self.peek(0)? else {
                if self.place == Place::InList {
                    block.push_fault(self.line, "the list of accounts is not closed with `]`: the file may be cut off");
                }
                return Ok(false);
            };
            match (byte, self.place) {
                (b' ' | b'\t' | b'\r' | b'\n' | b',', _) => self.pass(1),
                (b'[', Place::Before) => {
                    self.pass(1);
                    self.place = Place::InList;
                }
                (b']', Place::InList) => {
                    self.pass(1);
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
