//! Arithmetic, comparison and the built-in functions. A result that is no finite number is unknown.

use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;

/// The number, if it is one.
pub(crate) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

pub(crate) fn arithmetic(op: Arithmetic, left: f64, right: f64) -> Option<f64> {
    match op {
        Arithmetic::Add => finite(left + right),
        Arithmetic::Subtract => finite(left - right),
        Arithmetic::Multiply => finite(left * right),
        Arithmetic::Divide if right == 0.0 => None,
        Arithmetic::Divide => finite(left / right),
    }
}

pub(crate) fn compare(op: Comparison, left: f64, right: f64) -> bool {
    match op {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Greater => left > right,
        Comparison::AtLeast => left >= right,
    }
}

/// A built-in function of known arguments.
pub(crate) fn call(function: Function, args: &[f64]) -> Option<f64> {
    let smaller = |a: f64, b: f64| if b < a { b } else { a };
    let larger = |a: f64, b: f64| if b > a { b } else { a };
    match (function, args) {
        (Function::Min, args) => args.iter().copied().reduce(smaller),
        (Function::Max, args) => args.iter().copied().reduce(larger),
        (Function::Abs, [x]) => finite(x.abs()),
        (Function::Floor, [x]) => finite(x.floor()),
        (Function::Ceil, [x]) => finite(x.ceil()),
        (Function::Round, [x]) => finite(x.round()),
        (Function::Sqrt, [x]) => finite(x.sqrt()),
        (Function::Ln, [x]) => finite(x.ln()),
        (Function::Exp, [x]) => finite(x.exp()),
        (Function::Pow, [x, y]) => finite(x.powf(*y)),
        (Function::Clamp, [x, low, high]) => Some(smaller(larger(*x, *low), *high)),
        (Function::Amount, [x]) => Some(*x),
        (function, args) => panic!("{function:?} of {} values", args.len()),
    }
}
