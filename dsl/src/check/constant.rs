//! Values known when the playbook is compiled.

use super::checker::Checker;
use crate::typed::{Arithmetic, Expr, ExprKind};
use crate::types::{ChoiceSetId, Function, Type, Value};

/// More combinations of words than this are not tried one by one.
const MOST_CASES: usize = 4096;

/// Which word each subject of a `by` has.
pub(super) type Case = Vec<(ExprKind, u16)>;

/// The value of an expression of literals alone.
pub(super) fn written(expr: &Expr) -> Option<Value> {
    match &expr.kind {
        ExprKind::Constant(value) => Some(value.clone()),
        _ => fold(expr, &[], &|_| None).map(Value::Number),
    }
}

/// Folds numbers (dates as day numbers); `read` gives what names stand for.
fn fold(expr: &Expr, case: &[(ExprKind, u16)], read: &dyn Fn(&ExprKind) -> Option<f64>) -> Option<f64> {
    let value = match &expr.kind {
        ExprKind::Constant(Value::Number(number)) => *number,
        ExprKind::Constant(Value::Date(day)) => f64::from(*day),
        ExprKind::Negate(value) => -fold(value, case, read)?,
        ExprKind::Arithmetic { op, left, right } => {
            let (left, right) = (fold(left, case, read)?, fold(right, case, read)?);
            match op {
                Arithmetic::Add => left + right,
                Arithmetic::Subtract => left - right,
                Arithmetic::Multiply => left * right,
                Arithmetic::Divide => left / right,
            }
        }
        ExprKind::By { subject, arms, values } => {
            let (_, word) = case.iter().find(|(kind, _)| *kind == subject.kind)?;
            let arm = arms.get(usize::from(*word))?;
            fold(values.get(*arm)?, case, read)?
        }
        ExprKind::Call { function, args } => {
            let args: Option<Vec<f64>> = args.iter().map(|arg| fold(arg, case, read)).collect();
            call(*function, &args?)?
        }
        other => read(other)?,
    };
    value.is_finite().then_some(value)
}

fn call(function: Function, args: &[f64]) -> Option<f64> {
    match (function, args) {
        (Function::Min, args) => args.iter().copied().reduce(f64::min),
        (Function::Max, args) => args.iter().copied().reduce(f64::max),
        (Function::Abs, [x]) => Some(x.abs()),
        (Function::Floor, [x]) => Some(x.floor()),
        (Function::Ceil, [x]) => Some(x.ceil()),
        (Function::Round, [x]) => Some(x.round()),
        (Function::Amount, [x]) => Some(*x),
        _ => None,
    }
}

/// The subjects of every `by` in an expression, each once, with their sets.
fn subjects(expr: &Expr, found: &mut Vec<(ExprKind, ChoiceSetId)>) {
    match &expr.kind {
        ExprKind::By { subject, values, .. } => {
            if let Type::Choice(set) = subject.ty
                && !found.iter().any(|(kind, _)| *kind == subject.kind)
            {
                found.push((subject.kind.clone(), set));
            }
            values.iter().for_each(|value| subjects(value, found));
        }
        ExprKind::Negate(value) => subjects(value, found),
        ExprKind::Arithmetic { left, right, .. } => {
            subjects(left, found);
            subjects(right, found);
        }
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| subjects(arg, found)),
        _ => {}
    }
}

impl Checker<'_> {
    /// The value in one case; settings have the value the playbook gives them.
    pub(super) fn value_in(&self, expr: &Expr, case: &[(ExprKind, u16)]) -> Option<f64> {
        fold(expr, case, &|kind| match kind {
            ExprKind::Setting(id) => match &self.settings[*id] {
                Some((_, Some(Value::Number(number)))) => Some(*number),
                Some((_, Some(Value::Date(day)))) => Some(f64::from(*day)),
                _ => None,
            },
            _ => None,
        })
    }

    /// The value of an expression of literals and settings.
    pub(super) fn settled(&self, expr: &Expr) -> Option<Value> {
        written(expr).or_else(|| self.value_in(expr, &[]).map(Value::Number))
    }

    /// Every case that the `by` in these expressions tell apart.
    pub(super) fn cases<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Case> {
        let mut found = Vec::new();
        exprs.into_iter().for_each(|expr| subjects(expr, &mut found));
        let mut cases: Vec<Case> = vec![Vec::new()];
        for (kind, set) in found {
            let codes = self.sets.choices[set].listing();
            if codes.is_empty() || cases.len().saturating_mul(codes.len()) > MOST_CASES {
                continue;
            }
            let with = |case: &Case, code: u16| {
                let mut case = case.clone();
                case.push((kind.clone(), code));
                case
            };
            cases =
                cases.iter().flat_map(|case| codes.iter().map(|code| with(case, *code)).collect::<Vec<_>>()).collect();
        }
        cases
    }

    /// Every value it can have, where all of them are known.
    pub(super) fn possible(&self, expr: &Expr) -> Option<Vec<f64>> {
        self.cases([expr]).iter().map(|case| self.value_in(expr, case)).collect()
    }

    /// A case in words: `segment` is smb.
    pub(super) fn show_case(&self, case: &Case, exprs: &[&Expr]) -> String {
        let mut found = Vec::new();
        exprs.iter().for_each(|expr| subjects(expr, &mut found));
        let words = case.iter().filter_map(|(kind, code)| {
            let (_, set) = found.iter().find(|(other, _)| other == kind)?;
            Some(format!("{} is `{}`", self.sets.name(*set), self.sets.choices[*set].word(*code)))
        });
        words.collect::<Vec<_>>().join(" and ")
    }
}
