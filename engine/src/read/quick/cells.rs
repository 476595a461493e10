//! Cells of a table as they nearly always are.

use super::cursor::Cursor;
use super::day::Days;
use super::{Into, MOST_LISTS, Quick, number, word};
use crate::read::growing::Growing;
use crate::read::names::Names;
use crate::read::schema::{Reading, Target};
use crate::read::value::Origin;
use stageplay_dsl::typed::FieldKind;

impl<'s> Quick<'s> {
    /// Reads the cells of a line into a row; false where somebody else has to.
    pub(in crate::read) fn read_cells<'t>(
        &mut self,
        cells: impl Iterator<Item = &'t [u8]>,
        headings: &[(String, Target)],
        line: u64,
        names: &mut Names<'s>,
        mut into: Into<'_, 't>,
    ) -> bool
    where
        's: 't,
    {
        let is_read = self.line(cells, headings, names, &mut into).is_some();
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

    fn line<'t>(
        &mut self,
        cells: impl Iterator<Item = &'t [u8]>,
        headings: &[(String, Target)],
        names: &mut Names<'s>,
        into: &mut Into<'_, 't>,
    ) -> Option<()>
    where
        's: 't,
    {
        self.given.fill(0);
        self.date = None;
        self.idle.clear();
        let mut lists: [&[u8]; MOST_LISTS] = [&[]; MOST_LISTS];
        for (at, (text, (heading, target))) in cells.zip(headings).enumerate() {
            let text = text.trim_ascii();
            if text.is_empty() {
                continue;
            }
            let Target::Field(place) = *target else {
                // Blanks that are not ASCII are blanks.
                if !std::str::from_utf8(text).ok()?.trim().is_empty() {
                    self.idle.push(at);
                }
                continue;
            };
            let given = self.given.get_mut(place / 64)?;
            let bit = 1 << (place % 64);
            if *given & bit != 0 || (place == self.schema.id && text == heading.as_bytes()) {
                return None;
            }
            *given |= bit;
            if let (Some(reading), Some(column)) = (self.schema.fields.get(place), into.rows.column(place)) {
                cell(reading, text, &mut self.days, column)?;
            } else if place == self.schema.as_of() {
                self.date = Some(self.days.day(std::str::from_utf8(text).ok()?)?);
            } else {
                *lists.get_mut(place.checked_sub(self.schema.list_place(0))?)? = text;
            }
        }
        if self.needed.iter().zip(&self.given).any(|(need, has)| need & !has != 0) {
            return None;
        }
        self.fill(into.rows);
        self.lists(&lists, Origin::Csv, names, into.lists)
    }
}

/// Adds a cell that is not empty, within its range, to its column.
#[inline]
fn cell(reading: &Reading<'_>, text: &[u8], days: &mut Days, column: &mut Growing) -> Option<()> {
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
        column => word(reading, std::str::from_utf8(text).ok()?, days, column)?,
    }
    Some(())
}
