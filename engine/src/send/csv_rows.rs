//! Rows of a table, in memory. A cell that a spreadsheet would take for a formula gets an apostrophe before it.

use crate::column::plain;
use std::borrow::Cow;

/// Rows on their way. The `csv` crate quotes what has to be quoted.
pub(super) struct CsvRows {
    writer: csv::Writer<Vec<u8>>,
    digits: Vec<u8>,
}

impl CsvRows {
    pub(super) fn new() -> Self {
        Self { writer: csv::Writer::from_writer(Vec::new()), digits: Vec::with_capacity(32) }
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        self.known(&cell(text));
    }

    /// A text that [`cell`] has been asked about, or that cannot be a formula.
    pub(super) fn known(&mut self, text: &str) {
        // Writing to memory does not fail.
        let _ = self.writer.write_field(text);
    }

    /// A number in the fewest digits that give it back, without an exponent; none is an empty cell.
    pub(super) fn number(&mut self, number: Option<f64>) {
        let Some(number) = number else { return self.known("") };
        self.digits.clear();
        let _ = serde_json::to_writer(&mut self.digits, &number);
        if self.digits.contains(&b'e') || !number.is_finite() {
            return self.known(&number.to_string());
        }
        let _ = self.writer.write_field(self.digits.strip_suffix(b".0").unwrap_or(&self.digits));
    }

    pub(super) fn end_row(&mut self) {
        let _ = self.writer.write_record(None::<&[u8]>);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_default()
    }
}

/// A row of a table.
pub fn csv_row<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut rows = CsvRows::new();
    cells.for_each(|cell| rows.text(cell));
    rows.end_row();
    rows.finish()
}

/// A text as a cell shows it.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let plain = plain(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if is_formula { Cow::Owned(format!("'{plain}")) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::{CsvRows, csv_row};

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        let row = csv_row(["=cmd()", "-12.5", "@x", "a,b"].into_iter());
        assert_eq!(String::from_utf8_lossy(&row), "'=cmd(),-12.5,'@x,\"a,b\"\n");
        assert_eq!(csv_row([""].into_iter()), b"\"\"\n");
    }

    #[test]
    fn numbers_are_written_without_exponents() {
        let numbers = [
            0.0,
            -0.0,
            100.0,
            -12.5,
            0.1 + 0.2,
            83.646_685_606_060_6,
            1e15,
            1e16,
            1.5e300,
            -1e-7,
            123_456.789,
            f64::MAX,
            f64::MIN_POSITIVE,
            5e-324,
            1.0 / 3.0,
            f64::NAN,
        ];
        let mut rows = CsvRows::new();
        for number in numbers {
            rows.number(Some(number));
            rows.number(None);
            rows.end_row();
        }
        let wanted: String = numbers.iter().map(|number| format!("{number},\n")).collect();
        assert_eq!(String::from_utf8(rows.finish()).unwrap(), wanted);
    }
}
