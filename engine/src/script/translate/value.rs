//! Values of which the kind is known, and a choice between two.

use super::super::formula::TermId;
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
    /// A whole number, and the least and the greatest that it can be.
    Whole {
        term: TermId,
        low: f64,
        high: f64,
    },
    /// A whole number for some accounts, a float for others.
    Number(TermId),
    /// A word or text as the score is given it, by its place.
    Param(usize),
    /// A text of the script.
    Literal(ImmutableString),
    /// One kind for some accounts, another for others: nothing can be done with it, but give it.
    Either(Rc<Either>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Either {
    pub(super) condition: TermId,
    pub(super) then: Value,
    pub(super) otherwise: Value,
    kinds: usize,
}

impl Value {
    /// The term of a number of any kind.
    pub(super) fn number(&self) -> Option<TermId> {
        match self {
            Self::Float(term) | Self::Whole { term, .. } | Self::Number(term) => Some(*term),
            _ => None,
        }
    }

    /// How many values it is a choice between.
    fn kinds(&self) -> usize {
        if let Self::Either(either) = self { either.kinds } else { 1 }
    }

    /// What people call it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unit => "nothing",
            Self::Truth(_) => "true or false",
            Self::Float(_) | Self::Whole { .. } | Self::Number(_) => "a number",
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
            (Value::Whole { term: a, low, high }, Value::Whole { term: b, low: other_low, high: other_high }) => {
                let term = self.choose(condition, *a, *b);
                Value::Whole { term, low: low.min(*other_low), high: high.max(*other_high) }
            }
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => Value::Number(self.choose(condition, a, b)),
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
}
