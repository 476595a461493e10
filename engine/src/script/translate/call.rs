//! Functions: those of the sandbox that compute numbers, and those of the script, written out where they are called.

use super::super::formula::Term;
use super::state::State;
use super::value::{EXACT, Value, Whole};
use super::{MOST_CALLS, Stop, Translator, stop};
use rhai::{AST, ASTNode, FnCallExpr, ImmutableString, Position, Stmt};
use stageplay_dsl::typed::{Arithmetic, Comparison};
use stageplay_dsl::types::Function;
use std::rc::Rc;

/// A function of the script.
#[derive(Clone)]
pub(super) struct Own {
    name: String,
    params: Vec<ImmutableString>,
    /// It is called on a value only.
    is_method: bool,
    body: Vec<Stmt>,
}

/// The functions of a script.
pub(super) fn functions(ast: &AST) -> Vec<Rc<Own>> {
    let own = ast.iter_functions().map(|function| {
        let mut alone = ast.clone_functions_only();
        alone.retain_functions(|_, _, name, params| name == function.name && params == function.params.len());
        let mut body = Vec::new();
        alone.walk(&mut |path: &[ASTNode<'_>]| {
            if let [ASTNode::Stmt(statement)] = path {
                body.push((*statement).clone());
            }
            true
        });
        Rc::new(Own {
            name: function.name.to_owned(),
            params: function.params.iter().map(|param| (*param).into()).collect(),
            is_method: function.this_type.is_some(),
            body,
        })
    });
    own.collect()
}

impl Translator<'_> {
    /// A function of its arguments.
    pub(super) fn call(&mut self, state: &mut State, call: &FnCallExpr, at: Position) -> Result<Value, Stop> {
        if call.is_qualified() || call.capture_parent_scope {
            return stop(format!("calls `{}` with what is around it", call.name), at);
        }
        let mut args = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            args.push(self.operand(state, arg)?);
        }
        let own: Vec<Rc<Own>> = self.functions.iter().filter(|own| call.name == own.name).cloned().collect();
        match own.as_slice() {
            [] => self.built_in(state, &call.name, &args, at),
            [function] if function.params.len() == args.len() && !function.is_method => {
                self.written_out(state, function, args, at)
            }
            // Which one is called depends on more than the name.
            _ => stop(format!("has more than one function `{}`", call.name), at),
        }
    }

    /// `x.round()` is `round(x)`, unless the script has a function of the name.
    pub(super) fn method(
        &mut self,
        state: &mut State,
        value: Value,
        call: &FnCallExpr,
        at: Position,
    ) -> Result<Value, Stop> {
        if call.is_qualified() || call.capture_parent_scope || self.functions.iter().any(|own| call.name == own.name) {
            return stop(format!("calls its own `{}` on a value", call.name), at);
        }
        let mut args = vec![value];
        for arg in &call.args {
            args.push(self.operand(state, arg)?);
        }
        self.built_in(state, &call.name, &args, at)
    }

    /// A function of the script with its arguments for parameters.
    fn written_out(
        &mut self,
        state: &mut State,
        function: &Own,
        args: Vec<Value>,
        at: Position,
    ) -> Result<Value, Stop> {
        let name = &function.name;
        if self.calls.contains(name) {
            return stop(format!("has a function `{name}` that calls itself"), at);
        }
        if self.calls.len() >= MOST_CALLS {
            return stop("has functions that call each other too deep", at);
        }
        let (changes, outside) = (self.changes, state.variables.len());
        self.calls.push(name.clone());
        self.variables += outside;
        let mut inner = State { left: state.left, ..State::default() };
        for (param, arg) in function.params.iter().zip(args) {
            self.define(&mut inner, param.clone(), arg, at)?;
        }
        let last = self.statements(&mut inner, &function.body)?;
        let value = self.ended(&mut inner, last, at)?;
        self.variables -= outside;
        self.calls.pop();
        // What it set were its own variables; where it fails, the account is left to the script.
        self.changes = changes;
        state.left = inner.left;
        Ok(value)
    }

    fn size(&mut self, whole: Whole) -> Whole {
        let term = self.term(Term::Function(Function::Abs, vec![whole.term]));
        Whole { term, low: 0.0, high: whole.low.abs().max(whole.high.abs()) }
    }

    fn built_in(&mut self, state: &mut State, name: &str, args: &[Value], at: Position) -> Result<Value, Stop> {
        self.step(at)?;
        let single = match name {
            "floor" => Some(Function::Floor),
            "ceiling" => Some(Function::Ceil),
            "round" => Some(Function::Round),
            "sqrt" => Some(Function::Sqrt),
            "ln" => Some(Function::Ln),
            "exp" => Some(Function::Exp),
            _ => None,
        };
        let value = match (name, args) {
            (_, [Value::Float(x)]) if single.is_some() => {
                let function = single.unwrap_or(Function::Abs);
                Value::Float(self.term(Term::Function(function, vec![*x])))
            }
            ("int", [Value::Float(x)]) => Value::Float(self.term(Term::Truncate(*x))),
            // The script has no such function of whole numbers.
            (_, [Value::Mixed { is_whole, float, .. }]) if single.is_some() => {
                self.leave(state, *is_whole);
                let function = single.unwrap_or(Function::Abs);
                Value::Float(self.term(Term::Function(function, vec![*float])))
            }
            ("to_int", [Value::Whole(whole)]) => Value::Whole(*whole),
            ("to_float", [number]) => match self.number(number) {
                Some(number) => Value::Float(number),
                None => return stop(format!("calls `{name}` on {}", number.kind()), at),
            },
            ("to_int", [Value::Float(x)]) => {
                let zero = self.term(Term::Number(0.0));
                let whole = self.term(Term::Truncate(*x));
                // Zero has no sign.
                let whole = self.term(Term::Arithmetic(Arithmetic::Add, whole, zero));
                Value::Whole(self.exact(state, whole, -EXACT, EXACT))
            }
            ("abs", [Value::Float(x)]) => Value::Float(self.term(Term::Function(Function::Abs, vec![*x]))),
            ("abs", [Value::Whole(whole)]) => Value::Whole(self.size(*whole)),
            ("abs", [Value::Mixed { is_whole, whole, float }]) => {
                let whole = self.size(*whole);
                let float = self.term(Term::Function(Function::Abs, vec![*float]));
                Value::Mixed { is_whole: *is_whole, whole, float }
            }
            ("sign", [Value::Float(x) | Value::Whole(Whole { term: x, .. })]) => {
                let (zero, plus) = (self.term(Term::Number(0.0)), self.term(Term::Number(1.0)));
                let minus = self.term(Term::Number(-1.0));
                let is_zero = self.term(Term::Compare(Comparison::Equal, *x, zero));
                let is_above = self.term(Term::Compare(Comparison::Greater, *x, zero));
                let sign = self.choose(is_above, plus, minus);
                Value::Whole(Whole { term: self.choose(is_zero, zero, sign), low: -1.0, high: 1.0 })
            }
            ("min" | "max", [a, b]) => {
                let function = if name == "min" { Function::Min } else { Function::Max };
                let (Some(x), Some(y)) = (self.number(a), self.number(b)) else {
                    return stop(format!("calls `{name}` on {} and {}", a.kind(), b.kind()), at);
                };
                let float = self.term(Term::Function(function, vec![x, y]));
                let (Some((is_whole, Some(a), _)), Some((is_other_whole, Some(b), _))) = (self.split(a), self.split(b))
                else {
                    return Ok(Value::Float(float));
                };
                let no = self.term(Term::Truth(false));
                let are_whole = self.choose(is_whole, is_other_whole, no);
                let of = if name == "min" { f64::min } else { f64::max };
                let term = self.term(Term::Function(function, vec![a.term, b.term]));
                let whole = Value::Whole(Whole { term, low: of(a.low, b.low), high: of(a.high, b.high) });
                self.either(are_whole, &whole, &Value::Float(float), at)?
            }
            ("PI", []) => Value::Float(self.term(Term::Number(std::f64::consts::PI))),
            ("E", []) => Value::Float(self.term(Term::Number(std::f64::consts::E))),
            _ => return stop(format!("calls `{name}`"), at),
        };
        Ok(value)
    }
}
