//! A table as an export has it: headings, and rows of cells with their lines. Knows no field and no file format.

use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// A wider table is no export: a spreadsheet has no more columns.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// More cells are not taken into memory.
pub(super) const MOST_CELLS: usize = 20_000_000;

/// What a cell holds before anybody knows what it means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Raw {
    /// Nothing, or blanks.
    Nothing,
    /// Words, trimmed.
    Text(String),
    /// A number that a spreadsheet holds as such.
    Number(f64),
    /// The same, shown as a percentage: 0.45 for 45%.
    Share(f64),
    /// A date that a spreadsheet holds as such.
    Day(Day),
    /// A truth that a spreadsheet holds as such.
    Truth(bool),
    /// What cannot be a value of any field, with what is shown of it, and why.
    Fault(String, String),
}

impl Raw {
    /// A text without the blanks around it.
    pub(super) fn text(text: &str) -> Self {
        let text = trimmed(text);
        if text.is_empty() { Self::Nothing } else { Self::Text(text.to_owned()) }
    }

    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// As a person would write it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Fault(text, _) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Share(share) => format!("{}%", (share * 1e10).round() / 1e8),
            Self::Day(day) => stageplay_dsl::types::show_day(*day),
            Self::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The line it begins on, or the number of the row in a spreadsheet.
    pub line: u64,
    /// One per heading; those that are not there are empty.
    pub cells: Vec<Raw>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> &Raw {
        self.cells.get(column).unwrap_or(&Raw::Nothing)
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// The file, as the user named it.
    pub file: SmolStr,
    /// One per column, trimmed; empty where there is none.
    pub headings: Vec<String>,
    /// In the order of the file.
    pub rows: Vec<Row>,
    /// Lines that are no rows, and why.
    pub faults: Vec<(u64, String)>,
    /// What was decided about the file as a whole, in words.
    pub notes: Vec<String>,
}

/// Without blanks around it, those that do not break included.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{feff}' | '\u{200b}'))
}
