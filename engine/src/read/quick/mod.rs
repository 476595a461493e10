//! Records as they nearly always are, straight from their text to the values of their fields.
//!
//! Whatever is not plain here (an escape in a text, a number in quotes, a name given twice, a value out of range, text
//! that is no JSON) is `None`: then the record is read as a whole by `super::json` and `super::value`, which say what is
//! wrong. So this room holds no words, and where both read a record they read the same; its tests hold it to that.

mod cells;
mod cursor;
mod day;
mod decimal;
mod shape;
#[cfg(test)]
mod tests;

use super::growing::Growing;
use super::list::Found;
use super::names::Names;
use super::rows::Rows;
use super::schema::{Reading, Schema, Target};
use super::value::{Origin, is_within};
pub(super) use cells::Line;
use cursor::Cursor;
use day::Days;
use decimal::decimal;
use shape::Shape;
use stageplay_dsl::typed::{Field, FieldKind};
use stageplay_dsl::types::Day;

/// Reads the records of a piece of a file.
pub(super) struct Quick<'s> {
    schema: &'s Schema<'s>,
    shape: Shape<'s>,
    days: Days,
    /// Which places of the record have been given.
    given: Vec<u64>,
    /// The fields that a record must have.
    needed: Vec<u64>,
    /// The date of the record that is read.
    date: Option<Day>,
    /// Of a table: the cells of the line that stand under a heading without meaning.
    idle: Vec<usize>,
    /// Of a table: per heading, in how many lines something stands there that means nothing.
    without_meaning: Vec<u64>,
}

/// Where the parts of a record go.
pub(super) struct Into<'a, 't> {
    pub rows: &'a mut Rows,
    pub lists: &'a mut [Found<'t>],
}

impl<'s> Quick<'s> {
    /// For a table with so many headings.
    pub(super) fn new(schema: &'s Schema<'s>, headings: usize) -> Self {
        let words = schema.places().div_ceil(64);
        let mut needed = vec![0; words];
        for (at, reading) in schema.fields.iter().enumerate() {
            if (reading.field.required && reading.default.is_none()) || at == schema.id {
                set(&mut needed, at);
            }
        }
        Self {
            schema,
            shape: Shape::new(schema),
            days: Days::new(),
            given: vec![0; words],
            needed,
            date: None,
            idle: Vec::new(),
            without_meaning: vec![0; headings],
        }
    }

    /// Reads a record into a row; false where somebody else has to.
    pub(super) fn read<'t>(&mut self, text: &'t [u8], line: u64, names: &mut Names<'s>, mut into: Into<'_, 't>) -> bool
    where
        's: 't,
    {
        let is_read = self.record(text, names, &mut into).is_some();
        if is_read {
            self.shape.accept();
            into.rows.accept(into.lists, self.date, line);
        } else {
            self.shape.forget();
            into.rows.take_back();
        }
        is_read
    }

    /// Hands on the names without meaning.
    pub(super) fn finish(self, headings: &[(String, Target)], names: &mut Names<'_>) {
        self.finish_headings(headings, names);
        self.shape.finish(names);
    }

    fn record<'t>(&mut self, text: &'t [u8], names: &mut Names<'s>, into: &mut Into<'_, 't>) -> Option<()>
    where
        's: 't,
    {
        self.given.fill(0);
        self.date = None;
        let mut lists: [&[u8]; MOST_LISTS] = [&[]; MOST_LISTS];
        let mut cursor = Cursor { rest: text };
        cursor.skip_blanks();
        self.group(&mut cursor, 0, &mut 0, into.rows, &mut lists)?;
        cursor.skip_blanks();
        let is_whole =
            cursor.rest.is_empty() && self.needed.iter().zip(&self.given).all(|(need, has)| need & !has == 0);
        if !is_whole {
            return None;
        }
        self.fill(into.rows);
        self.lists(&lists, Origin::Json, names, into.lists)
    }

    /// Reads the lists of a record from their texts.
    fn lists<'t>(
        &self,
        texts: &[&'t [u8]; MOST_LISTS],
        origin: Origin,
        names: &mut Names<'s>,
        lists: &mut [Found<'t>],
    ) -> Option<()>
    where
        's: 't,
    {
        let schema = self.schema;
        if schema.lists.is_empty() {
            return Some(());
        }
        let mut read = |names: &mut Names<'s>| {
            for (at, (found, reading)) in lists.iter_mut().zip(&schema.lists).enumerate() {
                let raw = std::str::from_utf8(texts.get(at)?).ok()?;
                found.read(reading, schema, names, raw, origin);
                (found.faults.is_empty() && found.cause.is_none()).then_some(())?;
            }
            Some(())
        };
        // What elements hold without meaning counts only where the record does: all of its lists, or none.
        names.aside(|names| read(names).is_some()).then_some(())
    }

    /// Puts what stands for fields that the record leaves out.
    fn fill(&self, rows: &mut Rows) {
        for (word, given) in self.given.iter().enumerate() {
            let mut left = !given;
            while left != 0 {
                let at = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                let (Some(reading), Some(column)) = (self.schema.fields.get(at), rows.column(at)) else { return };
                leave_out(reading, column);
            }
        }
    }

    /// Reads a group to its end.
    fn group<'t>(
        &mut self,
        cursor: &mut Cursor<'t>,
        node: usize,
        place: &mut usize,
        rows: &mut Rows,
        lists: &mut [&'t [u8]; MOST_LISTS],
    ) -> Option<()> {
        cursor.take(b'{').then_some(())?;
        cursor.skip_blanks();
        if cursor.take(b'}') {
            return Some(());
        }
        loop {
            let target = self.shape.target(node, place, cursor)?;
            cursor.skip_blanks();
            match target {
                Target::Field(at) => self.value(cursor, at, rows, lists)?,
                Target::Group(inner) => {
                    if !cursor.take_all(b"null") {
                        self.group(cursor, inner, place, rows, lists)?;
                    }
                }
                Target::Unknown => {
                    cursor.value()?;
                }
            }
            if cursor.next_name() {
                continue;
            }
            cursor.skip_blanks();
            if cursor.take(b',') {
                cursor.skip_blanks();
            } else {
                return cursor.take(b'}').then_some(());
            }
        }
    }

    /// Reads a value of a field, the date of the record, or a list.
    #[inline]
    fn value<'t>(
        &mut self,
        cursor: &mut Cursor<'t>,
        at: usize,
        rows: &mut Rows,
        lists: &mut [&'t [u8]; MOST_LISTS],
    ) -> Option<()> {
        let word = self.given.get_mut(at / 64)?;
        let bit = 1 << (at % 64);
        if *word & bit != 0 {
            return None;
        }
        *word |= bit;
        let is_missing = match cursor.rest {
            [b'n', ..] => cursor.take_all(b"null"),
            [b'"', b'"', ..] => cursor.take_all(b"\"\""),
            _ => false,
        };
        if is_missing {
            let is_needed = self.needed.get(at / 64).is_some_and(|needed| needed & bit != 0);
            if !is_needed && let (Some(reading), Some(column)) = (self.schema.fields.get(at), rows.column(at)) {
                leave_out(reading, column);
            }
            return (!is_needed).then_some(());
        }
        let schema = self.schema;
        if let (Some(reading), Some(column)) = (schema.fields.get(at), rows.column(at)) {
            return field(reading, cursor, &mut self.days, column);
        }
        if at == schema.as_of() {
            self.date = Some(self.days.day(cursor.quoted()?)?);
            return Some(());
        }
        let list = at.checked_sub(schema.list_place(0)).and_then(|list| lists.get_mut(list))?;
        *list = cursor.value()?;
        Some(())
    }
}

/// Records of playbooks with more lists are left to others.
const MOST_LISTS: usize = 16;

fn set(words: &mut [u64], at: usize) {
    if let Some(word) = words.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

/// Adds a value of a field, within its range, to its column.
#[inline]
fn field(reading: &Reading<'_>, cursor: &mut Cursor<'_>, days: &mut Days, column: &mut Growing) -> Option<()> {
    match column {
        Growing::Number(column) => column.push(Some(number(reading.field, cursor)?)),
        Growing::Truth(column) => {
            let truth = cursor.take_all(b"true");
            (truth || cursor.take_all(b"false")).then_some(())?;
            column.push(Some(truth));
        }
        column => word(reading, cursor.quoted()?, days, column)?,
    }
    Some(())
}

/// Adds what a text says of a date, a choice or a text, within its range, to its column.
#[inline(always)]
fn word(reading: &Reading<'_>, text: &[u8], days: &mut Days, column: &mut Growing) -> Option<()> {
    match column {
        Growing::Date(column) => {
            let day = days.day(text)?;
            is_within(reading.field, f64::from(day)).then_some(())?;
            column.push(Some(day));
        }
        Growing::Code(column) => {
            let words = &reading.words;
            let in_any_case = || words.code(std::str::from_utf8(text).ok()?);
            column.push(Some(words.exact_code(text).or_else(in_any_case)?));
        }
        Growing::Text(column) => {
            let text = std::str::from_utf8(text).ok()?.trim();
            (!text.is_empty()).then_some(())?;
            column.push(Some(text));
        }
        Growing::Number(_) | Growing::Truth(_) => return None,
    }
    Some(())
}

/// A number of a field, within its range.
#[inline(always)]
fn number(field: &Field, cursor: &mut Cursor<'_>) -> Option<f64> {
    let decimal = decimal(cursor)?;
    let number = match field.kind {
        FieldKind::Percent => decimal.percent()?,
        FieldKind::Count => decimal.count()?,
        _ => decimal.number()?,
    };
    is_within(field, number).then_some(number)
}

/// Adds what stands for a field that a record leaves out.
fn leave_out(reading: &Reading<'_>, column: &mut Growing) {
    match &reading.default {
        Some(default) => column.push(default),
        None => column.push_nothing(),
    }
}
