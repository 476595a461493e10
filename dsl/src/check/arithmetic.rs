//! Sums, products and calls: units are kept, cancelled or refused.

use super::checker::{Checker, Want};
use super::errors;
use super::unify::{has_unit, is_calendar, product, quotient, sum, unify};
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp, Name};
use crate::typed::{Aggregate, Arithmetic, Expr, ExprKind};
use crate::types::{Function, Type};

impl Checker<'_> {
    pub(super) fn negate(&mut self, value: &tree::Expr, span: Span) -> Option<Expr> {
        let value = self.expr(value, Want::Value)?;
        if !value.ty.is_numeric() || is_calendar(&value.ty) {
            let error = errors::not_a_number(self, &value, "after `-`");
            self.report(error);
            return None;
        }
        let ty = if value.ty == Type::Count { Type::Number } else { value.ty.clone() };
        Some(self.make(ExprKind::Negate(Box::new(value)), ty, span))
    }

    pub(super) fn arithmetic(
        &mut self,
        span: Span,
        op: BinaryOp,
        left: &tree::Expr,
        right: &tree::Expr,
    ) -> Option<Expr> {
        let (left, right) = (self.expr(left, Want::Value), self.expr(right, Want::Value));
        let (left, right) = (left?, right?);
        let (op, ty) = match op {
            BinaryOp::Add | BinaryOp::Subtract => match dated(op, &left, &right) {
                Some(Dated::Months { back }) => {
                    let (date, months) = if left.ty == Type::Date { (left, right) } else { (right, left) };
                    let kind = ExprKind::AddMonths { date: Box::new(date), months: Box::new(months), back };
                    return Some(self.make(kind, Type::Date, span));
                }
                Some(Dated::Plain(ty)) => {
                    (if op == BinaryOp::Add { Arithmetic::Add } else { Arithmetic::Subtract }, Some(ty))
                }
                None => {
                    let op = if op == BinaryOp::Add { Arithmetic::Add } else { Arithmetic::Subtract };
                    let ty = sum(&left.ty, &right.ty).map(|ty| match (op, ty) {
                        // A difference of counts may be negative.
                        (Arithmetic::Subtract, Type::Count) => Type::Number,
                        (_, ty) => ty,
                    });
                    (op, ty)
                }
            },
            BinaryOp::Multiply => (Arithmetic::Multiply, product(&left.ty, &right.ty)),
            _ => (Arithmetic::Divide, quotient(&left.ty, &right.ty)),
        };
        let Some(ty) = ty else {
            let error = errors::do_not_combine(self, span, op, &left, &right);
            self.report(error);
            return None;
        };
        if op == Arithmetic::Divide && super::constant::written(&right) == Some(crate::types::Value::Number(0.0)) {
            let error = errors::divides_by_zero(right.span);
            self.report(error);
            return None;
        }
        Some(self.make(ExprKind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, ty, span))
    }

    pub(super) fn call(
        &mut self,
        name: &Name,
        args: &[tree::Expr],
        keep: Option<&tree::Expr>,
        span: Span,
    ) -> Option<Expr> {
        if let Some(aggregate) = self.aggregate_named(&name.text, args) {
            return self.aggregate(aggregate, args, keep, span);
        }
        if let Some(keep) = keep {
            let error = errors::where_without_list(&name.text, keep.span);
            self.report(error);
            return None;
        }
        let Some(function) = Function::named(&name.text) else {
            let known = self.resolved.names.top.contains_key(&name.text);
            if !self.is_lost(&name.text) {
                let error = if known {
                    errors::not_a_function(name)
                } else {
                    errors::unknown("function", name, Function::names().chain(Aggregate::names()))
                };
                self.report(error);
            }
            args.iter().for_each(|arg| drop(self.expr(arg, Want::Value)));
            return None;
        };
        let typed: Vec<Option<Expr>> = args.iter().map(|arg| self.expr(arg, Want::Value)).collect();
        let (fewest, most) = function.arity();
        if args.len() < fewest || args.len() > most {
            let error = errors::arguments(function, span, args.len());
            self.report(error);
            return None;
        }
        let args: Vec<Expr> = typed.into_iter().collect::<Option<_>>()?;
        let ty = self.result(function, &args)?;
        Some(self.make(ExprKind::Call { function, args }, ty, span))
    }

    /// The kind of a call's result.
    fn result(&mut self, function: Function, args: &[Expr]) -> Option<Type> {
        let (first, rest) = args.split_first()?;
        match function {
            Function::Min | Function::Max | Function::Clamp => {
                self.fits(function, first, first.ty == Type::Date || is_amount(&first.ty))?;
                let mut ty = first.ty.clone();
                for arg in rest {
                    let Some(both) = unify(&ty, &arg.ty) else {
                        let error = errors::unlike_arguments(self, function, first, arg);
                        self.report(error);
                        return None;
                    };
                    ty = both;
                }
                Some(ty)
            }
            Function::Abs | Function::Floor | Function::Ceil | Function::Round => {
                self.fits(function, first, is_amount(&first.ty))?;
                Some(first.ty.clone())
            }
            Function::Sqrt | Function::Ln | Function::Exp | Function::Pow => {
                for arg in args {
                    self.fits(function, arg, arg.ty.is_plain())?;
                }
                Some(Type::Number)
            }
            Function::Amount => {
                self.fits(function, first, matches!(first.ty, Type::Money(_)))?;
                Some(Type::Number)
            }
        }
    }

    fn fits(&mut self, function: Function, arg: &Expr, fits: bool) -> Option<()> {
        if !fits {
            let error = errors::wrong_argument(self, function, arg);
            self.report(error);
        }
        fits.then_some(())
    }
}

/// A sum in which a date takes part.
enum Dated {
    /// By the day.
    Plain(Type),
    /// By the month.
    Months { back: bool },
}

fn is_amount(ty: &Type) -> bool {
    ty.is_plain() || has_unit(ty)
}

/// Sums in which a date takes part, where they have a meaning.
fn dated(op: BinaryOp, left: &Expr, right: &Expr) -> Option<Dated> {
    let add = op == BinaryOp::Add;
    match (&left.ty, &right.ty) {
        (Type::Date, Type::Date) if !add => Some(Dated::Plain(Type::Days)),
        (Type::Date, Type::Days) => Some(Dated::Plain(Type::Date)),
        (Type::Days, Type::Date) if add => Some(Dated::Plain(Type::Date)),
        (Type::Date, Type::Months) => Some(Dated::Months { back: !add }),
        (Type::Months, Type::Date) if add => Some(Dated::Months { back: false }),
        _ => None,
    }
}
