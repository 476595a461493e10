//! What a script computes, as plain data: no loops, no variables, every value once.

use smol_str::SmolStr;
use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;

/// A term of a [`Formula`], by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermId(pub usize);

/// A script without loops as terms, each after those it is made of.
///
/// Invariant: wherever every term that counts is known and finite, the result is bit for bit what the script gives.
/// A term that is no finite number is unknown, and so is what is made of it; an account whose result is unknown is
/// left to the script itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The terms.
    pub terms: Vec<Term>,
    /// Which of them is the score.
    pub result: TermId,
}

impl Formula {
    /// Which terms the result rests on.
    #[must_use]
    pub fn needed(&self) -> Vec<bool> {
        let mut needed = vec![false; self.terms.len()];
        if let Some(result) = needed.get_mut(self.result.0) {
            *result = true;
        }
        for (at, term) in self.terms.iter().enumerate().rev() {
            if needed.get(at) == Some(&true) {
                for operand in term.operands() {
                    if let Some(operand) = needed.get_mut(operand.0) {
                        *operand = true;
                    }
                }
            }
        }
        needed
    }
}

/// What a term computes. Of a whole number the value is exact, and zero has no sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// Left to the script.
    Nothing,
    /// A variable of the score, by its place.
    Param(usize),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// Left, right.
    Arithmetic(Arithmetic, TermId, TermId),
    /// What is left over when the first is divided by the second.
    Remainder(TermId, TermId),
    /// How often the second goes into the first, without what is left over.
    Quotient(TermId, TermId),
    /// A number without its fraction.
    Truncate(TermId),
    /// A number with the other sign.
    Negate(TermId),
    /// A function that the language has as well.
    Function(Function, Vec<TermId>),
    /// Two whole numbers.
    Compare(Comparison, TermId, TermId),
    /// Two numbers as scripts compare them: equal where they differ by next to nothing.
    Nearly(Comparison, TermId, TermId),
    /// Whether two truths are the same.
    SameTruth(TermId, TermId),
    /// Whether two variables hold the same word or text.
    SameParam(usize, usize),
    /// Whether a variable holds one of some words or texts.
    OneOf(usize, Vec<SmolStr>),
    /// The contrary.
    Not(TermId),
    /// A condition, the value where true, the value where false; the other one does not count.
    If(TermId, TermId, TermId),
}

impl Term {
    /// The terms it is made of.
    fn operands(&self) -> Vec<TermId> {
        match self {
            Self::Nothing
            | Self::Param(_)
            | Self::Number(_)
            | Self::Truth(_)
            | Self::SameParam(..)
            | Self::OneOf(..) => Vec::new(),
            Self::Truncate(x) | Self::Negate(x) | Self::Not(x) => vec![*x],
            Self::Arithmetic(_, a, b)
            | Self::Remainder(a, b)
            | Self::Quotient(a, b)
            | Self::Compare(_, a, b)
            | Self::Nearly(_, a, b)
            | Self::SameTruth(a, b) => vec![*a, *b],
            Self::Function(_, args) => args.clone(),
            Self::If(condition, then, otherwise) => vec![*condition, *then, *otherwise],
        }
    }
}
