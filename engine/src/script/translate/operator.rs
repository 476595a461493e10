//! Operators, as the interpreter applies them to two kinds of values.

use super::super::formula::{Term, TermId};
use super::state::State;
use super::value::{EXACT, Value};
use super::{Stop, Translator, stop};
use rhai::Position;
use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;

/// A whole number with the least and the greatest that it can be.
#[derive(Clone, Copy)]
struct Whole {
    term: TermId,
    low: f64,
    high: f64,
}

impl Translator<'_> {
    pub(super) fn unary(&mut self, operator: &str, value: &Value, at: Position) -> Result<Value, Stop> {
        match (operator, value) {
            ("!", Value::Truth(term)) => Ok(Value::Truth(self.term(Term::Not(*term)))),
            ("-", Value::Float(term)) => Ok(Value::Float(self.term(Term::Negate(*term)))),
            ("-", Value::Whole { term, low, high }) => {
                // Zero has no sign.
                let zero = self.term(Term::Number(0.0));
                let term = self.term(Term::Arithmetic(Arithmetic::Subtract, zero, *term));
                Ok(Value::Whole { term, low: -high, high: -low })
            }
            _ => stop(format!("uses `{operator}` on {}", value.kind()), at),
        }
    }

    pub(super) fn binary(
        &mut self,
        state: &mut State,
        operator: &str,
        left: &Value,
        right: &Value,
        at: Position,
    ) -> Result<Value, Stop> {
        self.step(at)?;
        match (left, right) {
            (Value::Truth(a), Value::Truth(b)) => self.truths(operator, *a, *b, at),
            (Value::Whole { term, low, high }, Value::Whole { term: other, low: other_low, high: other_high }) => {
                let left = Whole { term: *term, low: *low, high: *high };
                let right = Whole { term: *other, low: *other_low, high: *other_high };
                self.wholes(state, operator, left, right, at)
            }
            (Value::Float(a), other) | (other, Value::Float(a)) => match other.number() {
                Some(b) if matches!(left, Value::Float(_)) => self.floats(operator, *a, b, at),
                Some(b) => self.floats(operator, b, *a, at),
                None => stop(format!("uses `{operator}` between {} and {}", left.kind(), right.kind()), at),
            },
            (Value::Param(_) | Value::Literal(_), Value::Param(_) | Value::Literal(_)) => {
                self.texts(operator, left, right, at)
            }
            _ if left.number().is_some() && right.number().is_some() => {
                stop("works with a number that may be whole or not", at)
            }
            _ => stop(format!("uses `{operator}` between {} and {}", left.kind(), right.kind()), at),
        }
    }

    fn truths(&mut self, operator: &str, a: TermId, b: TermId, at: Position) -> Result<Value, Stop> {
        let (yes, no) = (self.term(Term::Truth(true)), self.term(Term::Truth(false)));
        Ok(Value::Truth(match operator {
            "==" => self.term(Term::SameTruth(a, b)),
            "!=" | "^" => {
                let same = self.term(Term::SameTruth(a, b));
                self.term(Term::Not(same))
            }
            "&" => self.choose(a, b, no),
            "|" => self.choose(a, yes, b),
            _ => return stop(format!("uses `{operator}` between conditions"), at),
        }))
    }

    /// Where one of them is whole, it becomes a float first.
    fn floats(&mut self, operator: &str, a: TermId, b: TermId, at: Position) -> Result<Value, Stop> {
        if let Some(comparison) = comparison(operator) {
            return Ok(Value::Truth(self.term(Term::Nearly(comparison, a, b))));
        }
        let term = match (arithmetic(operator), operator) {
            (Some(arithmetic), _) => Term::Arithmetic(arithmetic, a, b),
            (None, "%") => Term::Remainder(a, b),
            (None, "**") => Term::Function(Function::Pow, vec![a, b]),
            _ => return stop(format!("uses `{operator}` between numbers"), at),
        };
        Ok(Value::Float(self.term(term)))
    }

    fn wholes(&mut self, state: &mut State, operator: &str, a: Whole, b: Whole, at: Position) -> Result<Value, Stop> {
        if let Some(comparison) = comparison(operator) {
            return Ok(Value::Truth(self.term(Term::Compare(comparison, a.term, b.term))));
        }
        let (term, low, high) = match operator {
            "+" => (Term::Arithmetic(Arithmetic::Add, a.term, b.term), a.low + b.low, a.high + b.high),
            "-" => (Term::Arithmetic(Arithmetic::Subtract, a.term, b.term), a.low - b.high, a.high - b.low),
            "*" => {
                let ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
                let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
                let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                (Term::Arithmetic(Arithmetic::Multiply, a.term, b.term), low, high)
            }
            "/" | "%" => {
                if b.low <= 0.0 && b.high >= 0.0 {
                    // The script fails there, whether or not the result counts.
                    let zero = self.term(Term::Number(0.0));
                    let fails = self.term(Term::Compare(Comparison::Equal, b.term, zero));
                    self.leave(state, fails);
                }
                let far = a.low.abs().max(a.high.abs());
                let term =
                    if operator == "/" { Term::Quotient(a.term, b.term) } else { Term::Remainder(a.term, b.term) };
                (term, -far, far)
            }
            _ => return stop(format!("uses `{operator}` between whole numbers"), at),
        };
        let mut term = self.term(term);
        if matches!(operator, "*" | "/" | "%") {
            // Zero has no sign, and 0 makes it of -0.
            let zero = self.term(Term::Number(0.0));
            term = self.term(Term::Arithmetic(Arithmetic::Add, term, zero));
        }
        Ok(self.exact(state, term, low, high))
    }

    /// A whole number that may lie beyond what is exact: where it does, the account is left to the script.
    pub(super) fn exact(&mut self, state: &mut State, term: TermId, low: f64, high: f64) -> Value {
        if low > -EXACT && high < EXACT {
            return Value::Whole { term, low, high };
        }
        let size = self.term(Term::Function(Function::Abs, vec![term]));
        let limit = self.term(Term::Number(EXACT));
        let is_beyond = self.term(Term::Compare(Comparison::AtLeast, size, limit));
        self.leave(state, is_beyond);
        Value::Whole { term, low: low.max(1.0 - EXACT), high: high.min(EXACT - 1.0) }
    }

    fn texts(&mut self, operator: &str, left: &Value, right: &Value, at: Position) -> Result<Value, Stop> {
        let negated = match operator {
            "==" => false,
            "!=" => true,
            "+" => return stop("makes a text", at),
            _ => return stop(format!("uses `{operator}` between texts"), at),
        };
        let same = match (left, right) {
            (Value::Param(param), Value::Literal(text)) | (Value::Literal(text), Value::Param(param)) => {
                self.term(Term::OneOf(*param, vec![text.as_str().into()]))
            }
            (Value::Param(a), Value::Param(b)) => {
                let kind = |place: usize| self.params.get(place).map(|param| &param.value.ty);
                if kind(*a) != kind(*b) {
                    return stop("compares words of different kinds", at);
                }
                self.term(Term::SameParam(*a, *b))
            }
            (Value::Literal(a), Value::Literal(b)) => self.term(Term::Truth(a == b)),
            _ => return stop(format!("uses `{operator}` between texts"), at),
        };
        Ok(Value::Truth(if negated { self.term(Term::Not(same)) } else { same }))
    }
}

fn arithmetic(operator: &str) -> Option<Arithmetic> {
    Some(match operator {
        "+" => Arithmetic::Add,
        "-" => Arithmetic::Subtract,
        "*" => Arithmetic::Multiply,
        "/" => Arithmetic::Divide,
        _ => return None,
    })
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::AtMost,
        ">" => Comparison::Greater,
        ">=" => Comparison::AtLeast,
        _ => return None,
    })
}
