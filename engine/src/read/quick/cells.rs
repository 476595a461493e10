//! Cells of a table as they nearly always are.

use super::cursor::Cursor;
use super::day::Days;
use super::{Into, MOST_LISTS, Quick, number, word};
use crate::read::growing::Growing;
use crate::read::names::Names;
use crate::read::rows::Rows;
use crate::read::schema::{Reading, Target};
use crate::read::value::Origin;
use stageplay_dsl::typed::FieldKind;

/// A line of cells without quotes, as many as there are headings.
pub(in crate::read) struct Line<'t> {
    pub text: &'t [u8],
    pub delimiter: u8,
    pub number: u64,
}

impl<'s> Quick<'s> {
    /// Reads the cells of a line into a row; false where somebody else has to.
    pub(in crate::read) fn read_cells<'t>(
        &mut self,
        cells: impl Iterator<Item = &'t [u8]>,
        headings: &[(String, Target)],
        line: u64,
        names: &mut Names<'s>,
        into: Into<'_, 't>,
    ) -> bool
    where
        's: 't,
    {
        self.row(line, names, into, |quick, rows, lists| {
            cells
                .zip(headings)
                .enumerate()
                .try_for_each(|(at, (text, heading))| quick.cell(at, text, heading, rows, lists))
        })
    }

    /// Reads a line into a row; false where somebody else has to.
    pub(in crate::read) fn read_line<'t>(
        &mut self,
        line: &Line<'t>,
        headings: &[(String, Target)],
        names: &mut Names<'s>,
        into: Into<'_, 't>,
    ) -> bool
    where
        's: 't,
    {
        self.row(line.number, names, into, |quick, rows, lists| {
            let mut rest = line.text;
            for (at, heading) in headings.iter().enumerate() {
                if let Some(behind) = quick.number_cell(rest, line.delimiter, heading.1, rows) {
                    rest = behind;
                    continue;
                }
                let end = rest.iter().position(|byte| *byte == line.delimiter).unwrap_or(rest.len());
                let (text, behind) = rest.split_at(end);
                quick.cell(at, text, heading, rows, lists)?;
                rest = behind.get(1..).unwrap_or(&[]);
            }
            Some(())
        })
    }

    /// Reads a row, whose cells somebody else goes through.
    fn row<'t>(
        &mut self,
        line: u64,
        names: &mut Names<'s>,
        into: Into<'_, 't>,
        cells: impl FnOnce(&mut Self, &mut Rows, &mut [&'t [u8]; MOST_LISTS]) -> Option<()>,
    ) -> bool
    where
        's: 't,
    {
        self.given.fill(0);
        self.date = None;
        self.idle.clear();
        let mut lists: [&[u8]; MOST_LISTS] = [&[]; MOST_LISTS];
        let is_read = cells(self, into.rows, &mut lists).is_some()
            && self.needed.iter().zip(&self.given).all(|(need, has)| need & !has == 0)
            && {
                self.fill(into.rows);
                self.lists(&lists, Origin::Csv, names, into.lists).is_some()
            };
        if is_read {
            self.idle.iter().for_each(|at| {
                if let Some(count) = self.without_meaning.get_mut(*at) {
                    *count += 1;
                }
            });
            into.rows.accept(into.lists, self.date, line);
        } else {
            into.rows.take_back();
        }
        is_read
    }

    /// Hands on the headings without meaning.
    pub(super) fn finish_headings(&self, headings: &[(String, Target)], names: &mut Names<'_>) {
        for ((heading, _), count) in headings.iter().zip(&self.without_meaning).filter(|(_, count)| **count > 0) {
            names.count_unknown_often(0, heading, *count);
        }
    }

    /// Reads a cell of numbers that is nothing but a number: what stands behind it and its delimiter.
    #[inline]
    fn number_cell<'t>(&mut self, text: &'t [u8], delimiter: u8, target: Target, rows: &mut Rows) -> Option<&'t [u8]> {
        let Target::Field(place) = target else { return None };
        let (reading, Growing::Number(column)) = (self.schema.fields.get(place)?, rows.column(place)?) else {
            return None;
        };
        let given = self.given.get_mut(place / 64)?;
        let bit = 1 << (place % 64);
        let mut cursor = Cursor { rest: text };
        let number = number(reading.field, &mut cursor)?;
        let behind = match cursor.rest {
            [] => &[],
            [next, behind @ ..] if *next == delimiter => behind,
            _ => return None,
        };
        if *given & bit != 0 {
            return None;
        }
        *given |= bit;
        column.push(Some(number));
        Some(behind)
    }

    /// Reads a cell.
    #[inline]
    fn cell<'t>(
        &mut self,
        at: usize,
        text: &'t [u8],
        (heading, target): &(String, Target),
        rows: &mut Rows,
        lists: &mut [&'t [u8]; MOST_LISTS],
    ) -> Option<()> {
        let text = text.trim_ascii();
        if text.is_empty() {
            return Some(());
        }
        let Target::Field(place) = *target else {
            // Blanks that are not ASCII are blanks.
            if !std::str::from_utf8(text).ok()?.trim().is_empty() {
                self.idle.push(at);
            }
            return Some(());
        };
        let given = self.given.get_mut(place / 64)?;
        let bit = 1 << (place % 64);
        if *given & bit != 0 || (place == self.schema.id && text == heading.as_bytes()) {
            return None;
        }
        *given |= bit;
        if let (Some(reading), Some(column)) = (self.schema.fields.get(place), rows.column(place)) {
            value(reading, text, &mut self.days, column)
        } else if place == self.schema.as_of() {
            self.date = Some(self.days.day(text)?);
            Some(())
        } else {
            *lists.get_mut(place.checked_sub(self.schema.list_place(0))?)? = text;
            Some(())
        }
    }
}

/// Adds what a cell that is not empty says, within its range, to its column.
#[inline]
fn value(reading: &Reading<'_>, text: &[u8], days: &mut Days, column: &mut Growing) -> Option<()> {
    match column {
        Growing::Number(column) => {
            let mut cursor = Cursor { rest: text };
            let number = number(reading.field, &mut cursor)?;
            let is_percent = reading.field.kind == FieldKind::Percent && cursor.rest == b"%";
            (cursor.rest.is_empty() || is_percent).then_some(())?;
            column.push(Some(number));
        }
        Growing::Truth(column) => match text {
            b"true" | b"yes" | b"1" => column.push(Some(true)),
            b"false" | b"no" | b"0" => column.push(Some(false)),
            _ => return None,
        },
        column => word(reading, text, days, column)?,
    }
    Some(())
}
