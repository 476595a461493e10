//! Operators, as the interpreter applies them to two kinds of values.

use super::super::formula::{Term, TermId};
use super::state::State;
use super::value::{EXACT, Value, Whole};
use super::{Stop, Translator, stop};
use rhai::Position;
use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;

impl Translator<'_> {
    pub(super) fn unary(&mut self, operator: &str, value: &Value, at: Position) -> Result<Value, Stop> {
        match (operator, value) {
            ("!", Value::Truth(term)) => Ok(Value::Truth(self.term(Term::Not(*term)))),
            ("-", Value::Float(term)) => Ok(Value::Float(self.term(Term::Negate(*term)))),
            ("-", Value::Whole(whole)) => Ok(Value::Whole(self.negated(*whole))),
            ("-", Value::Mixed { is_whole, whole, float }) => {
                let whole = self.negated(*whole);
                Ok(Value::Mixed { is_whole: *is_whole, whole, float: self.term(Term::Negate(*float)) })
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
            (Value::Whole(a), Value::Whole(b)) => self.wholes(state, operator, *a, *b, at),
            (Value::Mixed { is_whole, whole, .. }, Value::Whole(other)) => {
                let if_whole = self.wholes(state, operator, *whole, *other, at)?;
                self.mixed(operator, *is_whole, &if_whole, left, right, at)
            }
            (Value::Whole(other), Value::Mixed { is_whole, whole, .. }) => {
                let if_whole = self.wholes(state, operator, *other, *whole, at)?;
                self.mixed(operator, *is_whole, &if_whole, left, right, at)
            }
            (Value::Mixed { is_whole, whole, .. }, Value::Mixed { is_whole: is_other_whole, whole: other, .. }) => {
                let no = self.term(Term::Truth(false));
                let are_whole = self.choose(*is_whole, *is_other_whole, no);
                let if_whole = self.wholes(state, operator, *whole, *other, at)?;
                self.mixed(operator, are_whole, &if_whole, left, right, at)
            }
            (Value::Either(either), other) => {
                let then = self.binary(state, operator, &either.then, other, at)?;
                let otherwise = self.binary(state, operator, &either.otherwise, other, at)?;
                self.either(either.condition, &then, &otherwise, at)
            }
            (other, Value::Either(either)) => {
                let then = self.binary(state, operator, other, &either.then, at)?;
                let otherwise = self.binary(state, operator, other, &either.otherwise, at)?;
                self.either(either.condition, &then, &otherwise, at)
            }
            (Value::Param(_) | Value::Literal(_), Value::Param(_) | Value::Literal(_)) => {
                self.texts(operator, left, right, at)
            }
            _ => match (self.number(left), self.number(right)) {
                (Some(a), Some(b)) => self.floats(operator, a, b, at),
                _ => stop(format!("uses `{operator}` between {} and {}", left.kind(), right.kind()), at),
            },
        }
    }

    /// What two numbers come to, that are both whole where a condition is true.
    fn mixed(
        &mut self,
        operator: &str,
        are_whole: TermId,
        if_whole: &Value,
        left: &Value,
        right: &Value,
        at: Position,
    ) -> Result<Value, Stop> {
        let (Some(a), Some(b)) = (self.number(left), self.number(right)) else {
            return stop(format!("uses `{operator}` between {} and {}", left.kind(), right.kind()), at);
        };
        let if_float = self.floats(operator, a, b, at)?;
        self.either(are_whole, if_whole, &if_float, at)
    }

    fn negated(&mut self, whole: Whole) -> Whole {
        // Zero has no sign.
        let zero = self.term(Term::Number(0.0));
        let term = self.term(Term::Arithmetic(Arithmetic::Subtract, zero, whole.term));
        Whole { term, low: -whole.high, high: -whole.low }
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
        Ok(Value::Whole(self.exact(state, term, low, high)))
    }

    /// A whole number that may lie beyond what is exact: where it does, the account is left to the script.
    pub(super) fn exact(&mut self, state: &mut State, term: TermId, low: f64, high: f64) -> Whole {
        if low > -EXACT && high < EXACT {
            return Whole { term, low, high };
        }
        let size = self.term(Term::Function(Function::Abs, vec![term]));
        let limit = self.term(Term::Number(EXACT));
        let is_beyond = self.term(Term::Compare(Comparison::AtLeast, size, limit));
        self.leave(state, is_beyond);
        Whole { term, low: low.max(1.0 - EXACT), high: high.min(EXACT - 1.0) }
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
