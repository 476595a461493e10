//! Words of a choice field as data writes them.

use rustc_hash::FxHashMap;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::types::ChoiceSet;

/// The words and labels of a set, for looking up.
#[derive(Default)]
pub(super) struct Words<'p> {
    set: Option<&'p ChoiceSet>,
    exact: FxHashMap<&'p [u8], u16>,
    any_case: FxHashMap<String, u16>,
}

impl<'p> Words<'p> {
    pub(super) fn new(set: &'p ChoiceSet) -> Self {
        let mut words = Self { set: Some(set), ..Self::default() };
        let named = set.words.iter().map(|word| word.name.as_str()).zip(0..);
        let labels = set.words.iter().zip(0..).filter_map(|(word, code)| Some((word.label.as_deref()?, code)));
        // Words come first: a label never hides another word.
        for (text, code) in named.chain(labels) {
            words.exact.entry(text.trim().as_bytes()).or_insert(code);
            words.any_case.entry(text.trim().to_lowercase()).or_insert(code);
        }
        words
    }

    /// The number of a word or label; letter case does not matter.
    pub(super) fn code(&self, text: &str) -> Option<u16> {
        self.exact_code(text.as_bytes()).or_else(|| self.any_case.get(&text.to_lowercase()).copied())
    }

    /// The number of a word or label that is written as it was made.
    #[inline]
    pub(super) fn exact_code(&self, text: &[u8]) -> Option<u16> {
        self.exact.get(text).copied()
    }

    /// The word of a number.
    pub(super) fn word(&self, code: u16) -> &str {
        self.set.map_or("", |set| set.word(code))
    }

    /// Whose words they are.
    pub(super) fn set_name(&self) -> &str {
        self.set.map_or("", |set| set.name.as_str())
    }

    /// The word that may have been meant, or the words there are.
    pub(super) fn help(&self, text: &str) -> Option<String> {
        let set = self.set?;
        if text.chars().count() > 100 {
            return near::help("", set.names());
        }
        let labels = set.words.iter().filter_map(|word| word.label.as_deref());
        match near::nearest(text, set.names().chain(labels)) {
            Some(meant) => Some(format!("did you mean `{}`?", set.word(self.code(meant)?))),
            None => near::help(text, set.names()),
        }
    }
}
