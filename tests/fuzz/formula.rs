//! A formula worked out slowly, for one account: what is no finite number is unknown, and so is what is made of it.

use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;
use stageplay_engine::script::{Formula, ScriptValue, Term, TermId};

#[derive(Clone, Copy)]
enum Known {
    Number(f64),
    Truth(bool),
}

/// The score, where it is not left to the script.
pub fn score(formula: &Formula, values: &[ScriptValue]) -> Option<f64> {
    let mut known: Vec<Option<Known>> = Vec::new();
    for term in &formula.terms {
        let found = of(term, &known, values);
        known.push(found.filter(|found| !matches!(found, Known::Number(number) if !number.is_finite())));
    }
    number(&known, formula.result)
}

fn number(known: &[Option<Known>], at: TermId) -> Option<f64> {
    match known.get(at.0)? {
        Some(Known::Number(number)) => Some(*number),
        _ => None,
    }
}

fn truth(known: &[Option<Known>], at: TermId) -> Option<bool> {
    match known.get(at.0)? {
        Some(Known::Truth(truth)) => Some(*truth),
        _ => None,
    }
}

fn of(term: &Term, known: &[Option<Known>], values: &[ScriptValue]) -> Option<Known> {
    let of_number = |at: &TermId| number(known, *at);
    let of_truth = |at: &TermId| truth(known, *at);
    Some(match term {
        Term::Nothing => return None,
        Term::Param(place) => match values.get(*place)? {
            ScriptValue::Number(number) => Known::Number(*number),
            ScriptValue::Truth(truth) => Known::Truth(*truth),
            ScriptValue::Text(_) => return None,
        },
        Term::Number(number) => Known::Number(*number),
        Term::Truth(truth) => Known::Truth(*truth),
        Term::Arithmetic(op, a, b) => {
            let (a, b) = (of_number(a)?, of_number(b)?);
            Known::Number(match op {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
                Arithmetic::Divide => a / b,
            })
        }
        Term::Remainder(a, b) => Known::Number(of_number(a)? % of_number(b)?),
        Term::Quotient(a, b) => Known::Number((of_number(a)? / of_number(b)?).trunc()),
        Term::Truncate(x) => Known::Number(of_number(x)?.trunc()),
        Term::Negate(x) => Known::Number(-of_number(x)?),
        Term::Function(function, args) => {
            let args: Vec<f64> = args.iter().map(of_number).collect::<Option<_>>()?;
            Known::Number(called(*function, &args)?)
        }
        Term::Compare(op, a, b) => {
            let (a, b) = (of_number(a)?, of_number(b)?);
            Known::Truth(match op {
                Comparison::Equal => a == b,
                Comparison::NotEqual => a != b,
                Comparison::Less => a < b,
                Comparison::AtMost => a <= b,
                Comparison::Greater => a > b,
                Comparison::AtLeast => a >= b,
            })
        }
        Term::Nearly(op, a, b) => {
            let (a, b) = (of_number(a)?, of_number(b)?);
            let size = if a * b == 0.0 { 1.0 } else { a.abs().max(b.abs()) };
            let apart = (a - b) / size;
            Known::Truth(match op {
                Comparison::Equal => apart.abs() <= f64::EPSILON,
                Comparison::NotEqual => apart.abs() > f64::EPSILON,
                Comparison::Less => -apart > f64::EPSILON,
                Comparison::AtMost => -apart > -f64::EPSILON,
                Comparison::Greater => apart > f64::EPSILON,
                Comparison::AtLeast => apart > -f64::EPSILON,
            })
        }
        Term::SameTruth(a, b) => Known::Truth(of_truth(a)? == of_truth(b)?),
        Term::SameParam(a, b) => Known::Truth(values.get(*a)? == values.get(*b)?),
        Term::OneOf(place, texts) => match values.get(*place)? {
            ScriptValue::Text(text) => Known::Truth(texts.contains(text)),
            _ => return None,
        },
        Term::Not(x) => Known::Truth(!of_truth(x)?),
        Term::If(condition, then, otherwise) => {
            let taken = if of_truth(condition)? { then } else { otherwise };
            return known.get(taken.0).copied().flatten();
        }
    })
}

fn called(function: Function, args: &[f64]) -> Option<f64> {
    Some(match (function, args) {
        (Function::Min, [a, b]) => {
            if a <= b {
                *a
            } else {
                *b
            }
        }
        (Function::Max, [a, b]) => {
            if a >= b {
                *a
            } else {
                *b
            }
        }
        (Function::Pow, [a, b]) => a.powf(*b),
        (Function::Abs, [x]) => x.abs(),
        (Function::Floor, [x]) => x.floor(),
        (Function::Ceil, [x]) => x.ceil(),
        (Function::Round, [x]) => x.round(),
        (Function::Sqrt, [x]) => x.sqrt(),
        (Function::Ln, [x]) => x.ln(),
        (Function::Exp, [x]) => x.exp(),
        _ => return None,
    })
}
