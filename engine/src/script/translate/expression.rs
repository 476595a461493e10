//! One expression.

use super::super::formula::{Term, TermId};
use super::state::State;
use super::value::{EXACT, Value, Whole};
use super::{Stop, Translator, stop};
use rhai::{ASTFlags, Expr, FnCallExpr, Position};

impl Translator<'_> {
    /// What an expression gives.
    pub(super) fn expression(&mut self, state: &mut State, expression: &Expr) -> Result<Value, Stop> {
        let at = expression.start_position();
        self.step(at)?;
        match expression {
            Expr::Unit(_) => Ok(Value::Unit),
            Expr::BoolConstant(truth, _) => Ok(Value::Truth(self.term(Term::Truth(*truth)))),
            Expr::FloatConstant(number, at) => {
                let number = **number;
                if !number.is_finite() {
                    return stop("has a number that is not finite", *at);
                }
                Ok(Value::Float(self.term(Term::Number(number))))
            }
            Expr::IntegerConstant(number, at) => {
                let number = *number as f64;
                if number.abs() >= EXACT {
                    return stop("has a whole number of more than 15 digits", *at);
                }
                Ok(Value::Whole(Whole { term: self.term(Term::Number(number)), low: number, high: number }))
            }
            Expr::StringConstant(text, _) => Ok(Value::Literal(text.clone())),
            Expr::Variable(variable, _, at) if variable.2.is_empty() => self.variable(state, &variable.1, *at),
            Expr::Stmt(block) => self.block(state, block.statements()),
            Expr::FnCall(call, at) => self.call_or_operator(state, call, *at),
            Expr::And(sides, _) => self.in_turn(state, sides, Turn::And),
            Expr::Or(sides, _) => self.in_turn(state, sides, Turn::Or),
            Expr::Dot(sides, flags, _) if !flags.contains(ASTFlags::NEGATED) => {
                let value = self.operand(state, &sides.lhs)?;
                self.chain(state, value, &sides.rhs)
            }
            other => stop(why(other), at),
        }
    }

    /// What a variable holds.
    pub(super) fn variable(&self, state: &State, name: &str, at: Position) -> Result<Value, Stop> {
        match state.variables.iter().rev().find(|(own, _)| own == name) {
            Some((_, value)) => Ok(value.clone()),
            None => stop(format!("uses `{name}`, which is no variable of it"), at),
        }
    }

    /// An expression that stands beside others, and so must not set variables: they may be read before or after.
    pub(super) fn operand(&mut self, state: &mut State, expression: &Expr) -> Result<Value, Stop> {
        let before = self.changes;
        let value = self.expression(state, expression)?;
        if self.changes != before {
            return stop("sets a variable or returns within an expression", expression.start_position());
        }
        Ok(value)
    }

    /// A condition.
    pub(super) fn condition(&mut self, state: &mut State, expression: &Expr) -> Result<TermId, Stop> {
        match self.expression(state, expression)? {
            Value::Truth(term) => Ok(term),
            other => stop(format!("takes {} for a condition", other.kind()), expression.start_position()),
        }
    }

    /// `&&` and `||`: what stands behind counts only where it is asked for.
    fn in_turn(&mut self, state: &mut State, sides: &[Expr], turn: Turn) -> Result<Value, Stop> {
        let mut terms = Vec::with_capacity(sides.len());
        for side in sides {
            match self.operand(state, side)? {
                Value::Truth(term) => terms.push(term),
                other => return stop(format!("takes {} for a condition", other.kind()), side.start_position()),
            }
        }
        let (yes, no) = (self.term(Term::Truth(true)), self.term(Term::Truth(false)));
        let mut result = if turn == Turn::And { yes } else { no };
        for term in terms.into_iter().rev() {
            result = match turn {
                Turn::And => self.choose(term, result, no),
                Turn::Or => self.choose(term, yes, result),
            };
        }
        Ok(Value::Truth(result))
    }

    pub(super) fn call_or_operator(
        &mut self,
        state: &mut State,
        call: &FnCallExpr,
        at: Position,
    ) -> Result<Value, Stop> {
        if !call.is_operator_call() {
            return self.call(state, call, at);
        }
        match call.args.as_slice() {
            [one] => {
                let value = self.operand(state, one)?;
                self.unary(&call.name, &value, at)
            }
            [left, right] => {
                let left = self.operand(state, left)?;
                let right = self.operand(state, right)?;
                self.binary(state, &call.name, &left, &right, at)
            }
            _ => stop(format!("uses `{}`", call.name), at),
        }
    }

    /// `x.round().max(1.0)`.
    fn chain(&mut self, state: &mut State, value: Value, next: &Expr) -> Result<Value, Stop> {
        let at = next.start_position();
        self.step(at)?;
        match next {
            Expr::MethodCall(call, at) => self.method(state, value, call, *at),
            Expr::Dot(sides, flags, _) if !flags.contains(ASTFlags::NEGATED) => {
                let value = self.chain(state, value, &sides.lhs)?;
                self.chain(state, value, &sides.rhs)
            }
            Expr::Property(property, at) => stop(format!("reads `.{}`", property.2), *at),
            other => stop(why(other), at),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    And,
    Or,
}

/// What an expression does that a formula cannot.
fn why(expression: &Expr) -> &'static str {
    match expression {
        Expr::InterpolatedString(..) => "makes a text",
        Expr::CharConstant(..) => "uses a single letter",
        Expr::Array(..) | Expr::DynamicConstant(..) => "makes a list or map",
        Expr::Map(..) => "makes a map",
        Expr::Index(..) => "reads an entry of a value",
        Expr::Variable(..) => "reaches for another module",
        Expr::Coalesce(..) => "uses `??`",
        Expr::Dot(..) => "uses `?.`",
        _ => "does something that no formula can",
    }
}
