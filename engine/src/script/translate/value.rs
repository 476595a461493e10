//! Values of which the kind is known, and a choice between two.

use super::super::formula::{Term, TermId};
use super::{Stop, Translator, stop};
use rhai::{ImmutableString, Position};
use std::rc::Rc;

/// Whole numbers are exact below this.
pub(super) const EXACT: f64 = 9_007_199_254_740_992.0;

/// A choice between values of different kinds is made of so many at most.
const MOST_KINDS: usize = 16;

/// What a variable holds or an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Unit,
    Truth(TermId),
    Float(TermId),
    Whole(Whole),
    /// Whole where the condition is true, else a float.
    Mixed {
        is_whole: TermId,
        whole: Whole,
        float: TermId,
    },
    /// A word or text as the score is given it, by its place.
    Param(usize),
    /// A text of the script.
    Literal(ImmutableString),
    /// One kind for some accounts, another for others: nothing can be done with it, but give it.
    Either(Rc<Either>),
}

/// A whole number, with the least and the greatest that it can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Whole {
    pub(super) term: TermId,
    pub(super) low: f64,
    pub(super) high: f64,
}

#[derive(Debug, PartialEq)]
pub(super) struct Either {
    pub(super) condition: TermId,
    pub(super) then: Value,
    pub(super) otherwise: Value,
    kinds: usize,
}

impl Value {
    /// How many values it is a choice between.
    fn kinds(&self) -> usize {
        if let Self::Either(either) = self { either.kinds } else { 1 }
    }

    /// What people call it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unit => "nothing",
            Self::Truth(_) => "true or false",
            Self::Float(_) | Self::Whole(_) | Self::Mixed { .. } => "a number",
            Self::Param(_) | Self::Literal(_) => "a text",
            Self::Either(_) => "a value of one kind or another",
        }
    }
}

impl Translator<'_> {
    /// One of two values.
    pub(super) fn either(
        &mut self,
        condition: TermId,
        then: &Value,
        otherwise: &Value,
        at: Position,
    ) -> Result<Value, Stop> {
        match self.known(condition) {
            Some(true) => return Ok(then.clone()),
            Some(false) => return Ok(otherwise.clone()),
            None if then == otherwise => return Ok(then.clone()),
            None => {}
        }
        Ok(match (then, otherwise) {
            (Value::Truth(a), Value::Truth(b)) => Value::Truth(self.choose(condition, *a, *b)),
            (Value::Float(a), Value::Float(b)) => Value::Float(self.choose(condition, *a, *b)),
            (Value::Whole(a), Value::Whole(b)) => Value::Whole(self.one_whole(condition, *a, *b)),
            (a, b) => match (self.split(a), self.split(b)) {
                (Some(a), Some(b)) => {
                    let is_whole = self.choose(condition, a.0, b.0);
                    // Where there is no value of a kind, it does not matter which one stands for it.
                    let whole = match (a.1, b.1) {
                        (Some(a), Some(b)) => Some(self.one_whole(condition, a, b)),
                        (a, b) => a.or(b),
                    };
                    let float = match (a.2, b.2) {
                        (Some(a), Some(b)) => Some(self.choose(condition, a, b)),
                        (a, b) => a.or(b),
                    };
                    match (whole, float) {
                        (Some(whole), Some(float)) => Value::Mixed { is_whole, whole, float },
                        _ => return stop("mixes kinds of numbers", at),
                    }
                }
                _ => {
                    let kinds = a.kinds() + b.kinds();
                    if kinds > MOST_KINDS {
                        return stop("mixes too many kinds of values", at);
                    }
                    Value::Either(Rc::new(Either { condition, then: a.clone(), otherwise: b.clone(), kinds }))
                }
            },
        })
    }

    fn one_whole(&mut self, condition: TermId, a: Whole, b: Whole) -> Whole {
        Whole { term: self.choose(condition, a.term, b.term), low: a.low.min(b.low), high: a.high.max(b.high) }
    }

    /// Whether a number is whole, and what it is as either kind.
    pub(super) fn split(&mut self, value: &Value) -> Option<(TermId, Option<Whole>, Option<TermId>)> {
        Some(match value {
            Value::Whole(whole) => (self.term(Term::Truth(true)), Some(*whole), None),
            Value::Float(float) => (self.term(Term::Truth(false)), None, Some(*float)),
            Value::Mixed { is_whole, whole, float } => (*is_whole, Some(*whole), Some(*float)),
            _ => return None,
        })
    }

    /// The term of a number of any kind: a whole one becomes a float.
    pub(super) fn number(&mut self, value: &Value) -> Option<TermId> {
        match value {
            Value::Float(term) => Some(*term),
            Value::Whole(whole) => Some(whole.term),
            Value::Mixed { is_whole, whole, float } => Some(self.choose(*is_whole, whole.term, *float)),
            _ => None,
        }
    }
}
