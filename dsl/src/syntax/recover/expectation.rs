//! What would have let the parser go on, by kind.

use super::block::{Block, listed};
use super::words::{Expected, expected};
use crate::syntax::grammar::Rule;

/// The rules that did not match, as words and kinds.
#[derive(Default)]
pub(super) struct Expectation {
    pub(super) words: Vec<&'static str>,
    pub(super) signs: Vec<&'static str>,
    pub(super) things: Vec<&'static str>,
    /// The words of those things, where they are few.
    pub(super) kinds: Vec<&'static str>,
    /// The value before is whole, and these could continue it.
    pub(super) continues: Option<Vec<&'static str>>,
    /// Another clause of the block could follow.
    pub(super) clause: bool,
}

impl Expectation {
    pub(super) fn new(rules: &[Rule]) -> Self {
        let mut all = Self::default();
        for rule in rules {
            match expected(*rule) {
                Expected::Words(words) => all.words.extend(words),
                Expected::OneOf(thing, _) if all.things.contains(&thing) => {}
                Expected::OneOf(thing, words) => {
                    all.things.push(thing);
                    all.kinds.extend(words);
                }
                Expected::Sign(sign) => all.signs.push(sign),
                Expected::Thing(thing) if !all.things.contains(&thing) => all.things.push(thing),
                // What could only be one word has to be that word.
                Expected::Continues(words) if rules.len() == 1 => all.words.extend(words),
                Expected::Continues(words) => all.continues.get_or_insert_default().extend(words),
                Expected::Clause => all.clause = true,
                Expected::Thing(_) | Expected::Silent => {}
            }
        }
        all.words.sort_unstable();
        all.words.dedup();
        all.tidy();
        all
    }

    /// Leaves out what could stand there and helps nobody.
    fn tidy(&mut self) {
        if self.continues.is_some() {
            self.things.retain(|thing| !thing.starts_with("a currency"));
        }
        // A sentence may stand before every block.
        if self.signs.contains(&"{")
            || self.signs.contains(&":")
            || !self.words.is_empty()
            || self.clause
            || self.continues.is_some()
        {
            self.things.retain(|thing| !thing.starts_with("a text"));
        }
        // Where a value may stand, a name is one, and so is a condition.
        if self.things.iter().any(|thing| matches!(*thing, "a value" | "a condition")) {
            self.things.retain(|thing| *thing == "a value" || *thing == "a condition");
            if self.things.contains(&"a value") {
                self.things.retain(|thing| *thing != "a condition");
            }
        }
        // A list in brackets may always be left out.
        if self.signs.len() > 1 || !self.things.is_empty() {
            self.signs.retain(|sign| *sign != "(");
        }
        let alone = self.signs.len() == 1 && !self.clause && self.words.is_empty() && self.things.is_empty();
        if !alone {
            self.signs.retain(|sign| *sign != "}");
        }
    }

    /// Forgets words and signs, unless nothing would be left.
    pub(super) fn leave_out(&mut self, words: &[&str]) {
        let other = |word: &&str| !words.contains(word);
        if self.words.iter().chain(&self.signs).any(other) || !self.things.is_empty() {
            self.words.retain(other);
            self.signs.retain(other);
        }
    }

    /// A list for a message; `value` says what kind of value.
    pub(super) fn shown(&self, block: Block, value: &'static str) -> String {
        /// More than this nobody reads.
        const MOST: usize = 6;
        let mut parts: Vec<String> = self.words.iter().chain(&self.signs).map(|word| format!("`{word}`")).collect();
        parts.extend(self.things.iter().map(|thing| match *thing {
            "a value" | "a condition" => value.to_owned(),
            other => other.to_owned(),
        }));
        if parts.is_empty() && self.clause {
            parts.push(format!("another clause of {}", block.name()));
        } else if parts.is_empty() {
            parts.push("an operator or the end of the line".to_owned());
        }
        if parts.len() > MOST {
            parts.truncate(MOST - 1);
            parts.push("another such word".to_owned());
        }
        listed(&parts, "or")
    }
}
