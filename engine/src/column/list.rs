//! The records of a list of every account, as columns of their own.

use super::{Bits, Cause, Column};
use std::ops::Range;

/// The elements of one list: those of row 0 first, then those of row 1, and so on.
#[derive(Clone, Debug, Default)]
pub struct ListColumn {
    /// `offsets[row] .. offsets[row + 1]` are the elements of a row; one more than there are rows. A row whose list
    /// is missing has none.
    pub offsets: Vec<u32>,
    /// The rows whose list is known; an empty list is.
    pub known: Bits,
    /// The rows whose list was in the data and could not be used, with why; sorted.
    pub flawed: Vec<(usize, Cause)>,
    /// One per field of an element; as long as there are elements.
    pub columns: Vec<Column>,
    /// Values of elements that could not be used: element, field, why; sorted. The column holds a null there.
    pub flaws: Vec<(usize, usize, Cause)>,
}

impl ListColumn {
    /// The elements of some rows.
    #[must_use]
    pub fn elements(&self, rows: Range<usize>) -> Range<usize> {
        let at = |row: usize| self.offsets.get(row).or(self.offsets.last()).map_or(0, |offset| *offset as usize);
        at(rows.start)..at(rows.end)
    }

    /// How many elements all rows have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.last().map_or(0, |end| *end as usize)
    }

    /// The lists of some rows, in the order given; a row past the end is missing.
    #[must_use]
    pub fn gather(&self, rows: &[usize]) -> Self {
        let mut elements = Vec::new();
        let mut gathered = Self { offsets: vec![0], ..Self::default() };
        gathered.known.refill(rows.len(), []);
        for (row, from) in rows.iter().enumerate() {
            gathered.known.set(row, *from < self.known.len() && self.known.get(*from));
            elements.extend(self.elements(*from..from.saturating_add(1)));
            gathered.offsets.push(u32::try_from(elements.len()).unwrap_or(u32::MAX));
            let first = self.flawed.partition_point(|(flawed, _)| flawed < from);
            let flaw = self.flawed.get(first).filter(|(flawed, _)| flawed == from);
            gathered.flawed.extend(flaw.map(|(_, cause)| (row, *cause)));
        }
        gathered.columns = self.columns.iter().map(|column| super::gather_column(column, &elements)).collect();
        for (element, from) in elements.iter().enumerate() {
            let first = self.flaws.partition_point(|(flawed, ..)| flawed < from);
            let flaws = self.flaws.iter().skip(first).take_while(|(flawed, ..)| flawed == from);
            gathered.flaws.extend(flaws.map(|(_, field, cause)| (element, *field, *cause)));
        }
        gathered
    }

    /// Why the list of a row is missing, when the data held one that could not be used.
    #[must_use]
    pub fn flaw(&self, row: usize) -> Option<Cause> {
        let at = self.flawed.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.flawed.get(at).map(|(_, cause)| *cause)
    }

    /// Why the value of an element is missing, when the data held one that could not be used.
    #[must_use]
    pub fn element_flaw(&self, element: usize, field: usize) -> Option<Cause> {
        let at = self.flaws.binary_search_by_key(&(element, field), |(element, field, _)| (*element, *field)).ok()?;
        self.flaws.get(at).map(|(.., cause)| *cause)
    }

    /// The values of some elements that could not be used.
    pub fn flaws_in(&self, elements: Range<usize>) -> impl Iterator<Item = (usize, usize, Cause)> + '_ {
        let first = self.flaws.partition_point(|(element, ..)| *element < elements.start);
        self.flaws.iter().skip(first).take_while(move |(element, ..)| *element < elements.end).copied()
    }

    /// The rows of several columns of one list, one after another.
    pub fn joined<'c>(parts: impl Iterator<Item = &'c Self>) -> Self {
        let mut joined = Self { offsets: vec![0], ..Self::default() };
        let parts: Vec<&Self> = parts.collect();
        let (mut rows, mut elements) = (Vec::new(), 0);
        for part in &parts {
            let before = rows.len();
            rows.extend((0..part.known.len()).map(|row| part.known.get(row)));
            joined.offsets.extend(part.offsets.iter().skip(1).map(|end| end.saturating_add(elements)));
            joined.flawed.extend(part.flawed.iter().map(|(row, cause)| (row + before, *cause)));
            let moved = part.flaws.iter().map(|(at, field, cause)| (at + elements as usize, *field, *cause));
            joined.flaws.extend(moved);
            elements = joined.offsets.last().copied().unwrap_or(0);
        }
        joined.known = Bits::from_fn(rows.len(), |row| rows.get(row).copied().unwrap_or(false));
        let fields = parts.first().map_or(0, |part| part.columns.len());
        joined.columns = (0..fields)
            .filter_map(|field| {
                let columns: Vec<&Column> = parts.iter().filter_map(|part| part.columns.get(field)).collect();
                Column::joined(&columns)
            })
            .collect();
        joined
    }

    /// True where no row has an element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
