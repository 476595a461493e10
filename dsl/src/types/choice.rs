//! Sets of words: a field's choices, bands, levels, stages, tiers, states.

use smol_str::SmolStr;

/// The words something can be.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceSet {
    /// Whose words they are, as people say it: `segment`, `health`, `lifecycle`.
    pub name: SmolStr,
    /// A word's number is its place here; where there is an order, lowest first.
    pub words: Vec<Word>,
    /// How many of the words, from the first, stand in an order; 0 where there is none.
    pub ordered: usize,
    /// True where people list the highest first (bands).
    pub highest_first: bool,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As the playbook writes it.
    pub name: SmolStr,
    /// As the data may write it besides.
    pub label: Option<SmolStr>,
}

impl ChoiceSet {
    /// A set of plain words, all ordered or none.
    #[must_use]
    pub fn plain<'a>(name: &str, words: impl IntoIterator<Item = &'a str>, ordered: bool) -> Self {
        let words: Vec<Word> = words.into_iter().map(|word| Word { name: word.into(), label: None }).collect();
        Self { name: name.into(), ordered: if ordered { words.len() } else { 0 }, words, highest_first: false }
    }

    /// The number of a word as the playbook writes it.
    #[must_use]
    pub fn code(&self, name: &str) -> Option<u16> {
        self.words.iter().position(|word| word.name == name).and_then(|at| u16::try_from(at).ok())
    }

    /// The word of a number; `?` for a number that is none.
    #[must_use]
    pub fn word(&self, code: u16) -> &str {
        self.words.get(usize::from(code)).map_or("?", |word| word.name.as_str())
    }

    /// The words as the playbook writes them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.name.as_str())
    }

    /// The numbers in the order in which people list them.
    #[must_use]
    pub fn listing(&self) -> Vec<u16> {
        let mut codes: Vec<u16> = (0..self.words.len()).filter_map(|at| u16::try_from(at).ok()).collect();
        if self.highest_first {
            codes.reverse();
        }
        codes
    }
}
