//! One slip of the hand in a sound text.

use super::fixtures::Fixture;
use super::pieces::{Kind, Piece, pieces};
use std::ops::Range;

/// Which slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    Dropped,
    Swapped,
    Misspelt,
}

/// A slip in one file of a fixture.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub slip: Slip,
    /// Of the fixtures, and of its files.
    pub fixture: usize,
    pub file: usize,
    pub range: Range<usize>,
    pub with: String,
    /// The line of the slip, from 1.
    pub line: usize,
    /// What stood there, for people.
    pub was: String,
}

impl Mutant {
    /// The layers with the slip.
    pub fn layers(&self, fixtures: &[Fixture]) -> Vec<Vec<(String, String)>> {
        let mut layers = fixtures[self.fixture].layers();
        let files = layers.last_mut().unwrap();
        files[self.file].1.replace_range(self.range.clone(), &self.with);
        layers
    }
}

/// All mutants of all fixtures: each piece dropped, each two words side by side on a line swapped, each word of at
/// least three letters misspelt in one of three ways.
pub fn population(fixtures: &[Fixture]) -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for (fixture, playbook) in fixtures.iter().enumerate() {
        for file in playbook.files.len() - playbook.own..playbook.files.len() {
            let text = &playbook.files[file].1;
            let pieces = pieces(text);
            let mut add = |slip: Slip, range: Range<usize>, with: String, line: usize| {
                let was = text[range.clone()].to_owned();
                if was != with {
                    all.push(Mutant { slip, fixture, file, range, with, line, was });
                }
            };
            for piece in &pieces {
                // A blank keeps the neighbours apart: two slips are not one.
                add(Slip::Dropped, piece.range.clone(), " ".into(), piece.line);
                let word = &text[piece.range.clone()];
                if piece.kind == Kind::Word && word.chars().count() >= 3 {
                    add(Slip::Misspelt, piece.range.clone(), misspelt(word, &mut next), piece.line);
                }
            }
            for pair in pieces.windows(2) {
                let [one, other] = pair else { continue };
                if words_side_by_side(one, other, text) {
                    let between = &text[one.range.end..other.range.start];
                    let with = format!("{}{between}{}", &text[other.range.clone()], &text[one.range.clone()]);
                    add(Slip::Swapped, one.range.start..other.range.end, with, one.line);
                }
            }
        }
    }
    all
}

fn words_side_by_side(one: &Piece, other: &Piece, text: &str) -> bool {
    let between = &text[one.range.end..other.range.start];
    one.kind == Kind::Word
        && other.kind == Kind::Word
        && one.line == other.line
        && !between.is_empty()
        && between.trim().is_empty()
}

/// A letter left out, written twice, or exchanged with the next one.
fn misspelt(word: &str, next: &mut impl FnMut(usize) -> usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = next(letters.len() - 1);
    match next(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}
