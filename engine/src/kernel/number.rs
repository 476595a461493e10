//! Arithmetic and the built-in functions.

use super::Lanes;
use super::lanes::{BLOCK, fill, settle};
use crate::column::{Numbers, Truths};
use stageplay_dsl::typed::Arithmetic;
use stageplay_dsl::types::Function;

/// Two numbers; the result may be no finite number.
#[must_use]
#[inline(always)]
pub fn arithmetic_of(op: Arithmetic, left: f64, right: f64) -> f64 {
    match op {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        // A zero denominator gives an infinity or no number, and so an unknown.
        Arithmetic::Divide => left / right,
    }
}

/// Two columns of numbers.
pub fn arithmetic(op: Arithmetic, out: &mut Numbers, rows: usize, left: Lanes<'_, f64>, right: Lanes<'_, f64>) {
    // One loop per operator: the choice stands outside.
    match op {
        Arithmetic::Add => zip(out, rows, left, right, |a, b| a + b),
        Arithmetic::Subtract => zip(out, rows, left, right, |a, b| a - b),
        Arithmetic::Multiply => zip(out, rows, left, right, |a, b| a * b),
        Arithmetic::Divide => zip(out, rows, left, right, |a, b| a / b),
    }
}

/// The negatives.
pub fn negate(out: &mut Numbers, rows: usize, number: Lanes<'_, f64>) {
    map(out, rows, number, |x| -x);
}

/// Numbers made of what a column holds; those that are not finite are unknown.
pub fn taken<T: Copy>(out: &mut Numbers, from: &[T], of: impl Fn(T) -> f64) {
    fill(
        out,
        from.len(),
        #[inline(always)]
        |at, values| {
            for (value, from) in values.iter_mut().zip(from.get(at * BLOCK..).unwrap_or(&[])) {
                *value = of(*from);
            }
            settle(values)
        },
    );
}

/// A built-in function of known arguments; too few of them, or a result that is no finite number: `None`.
#[must_use]
pub fn function_of(function: Function, args: &[f64]) -> Option<f64> {
    let result = match (function, args) {
        (Function::Min, args) => args.iter().copied().reduce(smaller)?,
        (Function::Max, args) => args.iter().copied().reduce(larger)?,
        (Function::Pow, [x, y]) => x.powf(*y),
        (Function::Clamp, [x, low, high]) => smaller(larger(*x, *low), *high),
        (function, [x]) => single(function)?(*x),
        _ => return None,
    };
    result.is_finite().then_some(result)
}

/// A built-in function of columns; with another number of arguments than it takes, all unknown.
pub fn function(function: Function, out: &mut Numbers, rows: usize, args: &[Lanes<'_, f64>]) {
    match (function, args) {
        (Function::Min, [first, rest @ ..]) => fold(out, rows, *first, rest, smaller),
        (Function::Max, [first, rest @ ..]) => fold(out, rows, *first, rest, larger),
        (Function::Pow, [x, y]) => zip(out, rows, *x, *y, f64::powf),
        (Function::Clamp, [x, low, high]) => fill(
            out,
            rows,
            #[inline(always)]
            |at, values| {
                let operands = x.block(at).iter().zip(low.block(at)).zip(high.block(at));
                for (value, ((x, low), high)) in values.iter_mut().zip(operands) {
                    *value = smaller(larger(*x, *low), *high);
                }
                x.known(at) & low.known(at) & high.known(at)
            },
        ),
        (Function::Abs, [x]) => map(out, rows, *x, f64::abs),
        (Function::Amount, [x]) => map(out, rows, *x, |x| x),
        (function, [x]) => match single(function) {
            Some(of) => map(out, rows, *x, of),
            None => out.forget(rows),
        },
        _ => out.forget(rows),
    }
}

/// How many conditions are true, where all are known.
pub fn number_of(out: &mut Numbers, rows: usize, conditions: &[&Truths]) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            let first = at * BLOCK;
            let mut known = u64::MAX;
            for condition in conditions {
                known &= super::lanes::word(&condition.known, at);
            }
            for (lane, value) in values.iter_mut().enumerate() {
                let count = conditions.iter().filter(|condition| condition.truth.get(first + lane)).count();
                // Conditions are written by hand: there are few.
                *value = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            }
            known
        },
    );
}

fn single(function: Function) -> Option<fn(f64) -> f64> {
    Some(match function {
        Function::Abs => f64::abs,
        Function::Floor => f64::floor,
        Function::Ceil => f64::ceil,
        // Half away from zero.
        Function::Round => f64::round,
        Function::Sqrt => f64::sqrt,
        Function::Ln => f64::ln,
        Function::Exp => f64::exp,
        Function::Amount => |x| x,
        Function::Min | Function::Max | Function::Pow | Function::Clamp => return None,
    })
}

#[inline(always)]
pub(super) fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

#[inline(always)]
pub(super) fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

#[inline(always)]
pub(super) fn map(out: &mut Numbers, rows: usize, number: Lanes<'_, f64>, of: impl Fn(f64) -> f64) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, x) in values.iter_mut().zip(number.block(at)) {
                *value = of(*x);
            }
            settle(values) & number.known(at)
        },
    );
}

#[inline(always)]
pub(super) fn zip(out: &mut Numbers, rows: usize, a: Lanes<'_, f64>, b: Lanes<'_, f64>, of: impl Fn(f64, f64) -> f64) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, (a, b)) in values.iter_mut().zip(a.block(at).iter().zip(b.block(at))) {
                *value = of(*a, *b);
            }
            settle(values) & a.known(at) & b.known(at)
        },
    );
}

#[inline(always)]
fn fold(
    out: &mut Numbers,
    rows: usize,
    first: Lanes<'_, f64>,
    rest: &[Lanes<'_, f64>],
    of: impl Fn(f64, f64) -> f64 + Copy,
) {
    fill(
        out,
        rows,
        #[inline(always)]
        |at, values| {
            for (value, x) in values.iter_mut().zip(first.block(at)) {
                *value = *x;
            }
            let mut known = first.known(at);
            for next in rest {
                for (value, x) in values.iter_mut().zip(next.block(at)) {
                    *value = of(*value, *x);
                }
                known &= next.known(at);
            }
            known
        },
    );
}
