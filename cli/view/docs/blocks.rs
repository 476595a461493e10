//! What a page of the book is made of, the same for Markdown and for HTML.

use stageplay_engine::story::book::{Line, Phrase, Said};

/// The whole page.
pub struct Page {
    pub title: String,
    /// Version and owner.
    pub about: Vec<(&'static str, String)>,
    /// What the playbook says of itself.
    pub lead: Option<String>,
    pub sections: Vec<Section>,
    /// Where it came from.
    pub notes: Vec<String>,
}

/// A part with a place in the contents.
pub struct Section {
    pub id: &'static str,
    pub title: &'static str,
    /// What it is, in the program's own words.
    pub lead: String,
    pub blocks: Vec<Block>,
}

pub enum Block {
    /// A sentence.
    Text(Phrase),
    /// A heading of what follows.
    Heading(Heading),
    /// Labels and what they say.
    Lines(Vec<Line>),
    Table(Table),
    /// Stages side by side.
    Map(Vec<Stop>),
    /// Everything about one thing, kept together.
    Card(Card),
    /// A list under a heading of its own, in order where that counts.
    List {
        head: &'static str,
        is_ordered: bool,
        items: Vec<Entry>,
    },
    /// Words in the colours they name.
    Bands(Vec<(String, Phrase)>),
}

/// A heading below that of a section.
pub struct Heading {
    /// Where links to it go.
    pub id: Option<String>,
    pub title: String,
    pub sentence: Option<String>,
    /// Whether the contents name it.
    pub is_listed: Listed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    InContents,
    Here,
}

pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Row>,
}

pub enum Row {
    /// A line across the table, for what follows: the words, and what is said of them.
    Across {
        title: String,
        says: Vec<Said>,
    },
    Cells {
        id: Option<String>,
        cells: Vec<Cell>,
    },
}

/// What stands in a cell.
#[derive(Default)]
pub struct Cell {
    pub strong: Option<Phrase>,
    pub says: Vec<Said>,
    /// What is less important.
    pub faint: Vec<Said>,
    pub is_number: bool,
}

/// A stage on the map.
pub struct Stop {
    pub id: String,
    /// Its place; `None` of what interrupts.
    pub place: Option<usize>,
    pub title: String,
    pub sentence: Option<String>,
    pub facts: Vec<Line>,
    /// What is true of accounts.
    pub actual: Vec<String>,
}

/// Everything about one thing.
pub struct Card {
    pub id: String,
    /// Its place among its like.
    pub place: Option<usize>,
    pub title: String,
    pub sentence: Option<String>,
    pub is_listed: Listed,
    pub blocks: Vec<Block>,
}

/// An entry of a list.
pub struct Entry {
    pub strong: Phrase,
    pub lines: Vec<Line>,
    /// What is true of accounts.
    pub actual: Option<String>,
}

impl Cell {
    pub fn strong(text: impl Into<String>) -> Self {
        Self { strong: Some(Phrase::of(text)), ..Self::default() }
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self { says: vec![Said::of(text)], ..Self::default() }
    }

    pub fn number(text: impl Into<String>) -> Self {
        Self { is_number: true, ..Self::text(text) }
    }

    pub fn phrase(phrase: Phrase) -> Self {
        Self { says: vec![Said::Phrase(phrase)], ..Self::default() }
    }

    pub fn said(said: Said) -> Self {
        Self { says: vec![said], ..Self::default() }
    }

    /// With something less important under it.
    pub fn and(mut self, text: Option<String>) -> Self {
        self.faint.extend(text.map(Said::of));
        self
    }
}
