//! One statement after another.

use super::super::formula::TermId;
use super::state::State;
use super::value::Value;
use super::{Stop, Translator, stop};
use rhai::{ASTFlags, Expr, FlowControl, Position, Stmt};

impl Translator<'_> {
    /// Statements in their own scope.
    pub(super) fn block(&mut self, state: &mut State, statements: &[Stmt]) -> Result<Value, Stop> {
        let outside = state.variables.len();
        let value = self.statements(state, statements)?;
        state.variables.truncate(outside);
        Ok(value)
    }

    /// Statements, of which the last gives the value.
    pub(super) fn statements(&mut self, state: &mut State, statements: &[Stmt]) -> Result<Value, Stop> {
        let mut value = Value::Unit;
        for statement in statements {
            if !state.is_reached {
                break;
            }
            value = self.statement(state, statement)?;
        }
        Ok(value)
    }

    fn statement(&mut self, state: &mut State, statement: &Stmt) -> Result<Value, Stop> {
        let at = statement.position();
        self.step(at)?;
        match statement {
            Stmt::Noop(_) => Ok(Value::Unit),
            Stmt::Expr(expression) => self.expression(state, expression),
            Stmt::Block(block) => self.block(state, block.statements()),
            Stmt::FnCall(call, at) => self.call_or_operator(state, call, *at),
            Stmt::If(branches, at) => self.branch(state, branches, *at),
            Stmt::Switch(switch, at) => self.switch(state, &switch.0, &switch.1, *at),
            Stmt::Var(variable, flags, at) => {
                if flags.contains(ASTFlags::EXPORTED) {
                    return stop("exports a variable", *at);
                }
                let value = self.expression(state, &variable.1)?;
                self.define(state, variable.0.name.clone(), value, *at)?;
                Ok(Value::Unit)
            }
            Stmt::Assignment(assignment) => {
                let (how, sides) = &**assignment;
                let Expr::Variable(variable, _, at) = &sides.lhs else {
                    return stop("sets a part of a value", sides.lhs.start_position());
                };
                if !variable.2.is_empty() {
                    return stop(format!("reaches for another module's `{}`", variable.1), *at);
                }
                let mut value = self.expression(state, &sides.rhs)?;
                if !state.is_reached {
                    return Ok(Value::Unit);
                }
                let name = variable.1.clone();
                if let Some((.., operator)) = how.get_op_assignment_info() {
                    let before = self.variable(state, &name, *at)?;
                    value = self.binary(state, operator, &before, &value, how.position())?;
                }
                match state.variables.iter_mut().rev().find(|(own, _)| *own == name) {
                    Some(found) => found.1 = value,
                    None => return stop(format!("sets `{name}`, which is not there"), *at),
                }
                self.changes += 1;
                Ok(Value::Unit)
            }
            Stmt::Return(value, flags, at) => {
                if flags.contains(ASTFlags::BREAK) {
                    let always = self.term(super::Term::Truth(true));
                    self.leave(state, always);
                    self.changes += 1;
                    state.is_reached = false;
                    return Ok(Value::Unit);
                }
                let value = match value {
                    Some(value) => self.expression(state, value)?,
                    None => Value::Unit,
                };
                if state.is_reached {
                    self.leave_with(state, &value, *at)?;
                }
                Ok(Value::Unit)
            }
            other => stop(why(other), at),
        }
    }

    /// One of two blocks.
    fn branch(&mut self, state: &mut State, branches: &FlowControl, at: Position) -> Result<Value, Stop> {
        let condition = self.condition(state, &branches.expr)?;
        if !state.is_reached {
            return Ok(Value::Unit);
        }
        let (mut then, mut otherwise) = (state.clone(), state.clone());
        let given = self.block(&mut then, branches.body.statements())?;
        let else_given = self.block(&mut otherwise, branches.branch.statements())?;
        let (after, value) = self.either_way(condition, (then, given), (otherwise, else_given), at)?;
        *state = after;
        Ok(value)
    }

    /// What is known after one of two branches, and what they give.
    pub(super) fn either_way(
        &mut self,
        condition: TermId,
        (then, given): (State, Value),
        (otherwise, else_given): (State, Value),
        at: Position,
    ) -> Result<(State, Value), Stop> {
        let value = match (then.is_reached, otherwise.is_reached) {
            (true, false) => given,
            (false, true) => else_given,
            (false, false) => Value::Unit,
            (true, true) => self.either(condition, &given, &else_given, at)?,
        };
        Ok((self.join(condition, then, otherwise, at)?, value))
    }
}

/// What a statement does that a formula cannot.
fn why(statement: &Stmt) -> &'static str {
    match statement {
        Stmt::While(..) | Stmt::Do(..) | Stmt::For(..) | Stmt::BreakLoop(..) => "uses a loop",
        Stmt::TryCatch(..) => "catches an error",
        Stmt::Import(..) | Stmt::Export(..) => "uses a module",
        Stmt::Share(..) => "uses a closure",
        _ => "does something that no formula can",
    }
}
