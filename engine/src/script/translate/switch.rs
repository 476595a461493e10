//! `switch` on a word of a choice: each word takes a branch.

use super::super::formula::Term;
use super::super::sandbox;
use super::state::State;
use super::value::Value;
use super::{Stop, Translator, stop};
use rhai::{AST, Dynamic, Expr, Module, Position, Stmt, SwitchCasesCollection};
use smol_str::SmolStr;
use stageplay_dsl::types::{Id, Type};

impl Translator<'_> {
    pub(super) fn switch(
        &mut self,
        state: &mut State,
        of: &Expr,
        cases: &SwitchCasesCollection,
        at: Position,
    ) -> Result<Value, Stop> {
        let Value::Param(place) = self.operand(state, of)? else {
            return stop("uses `switch` on something that is no word", at);
        };
        let set = self.params.get(place).and_then(|param| match param.value.ty {
            Type::Choice(set) => self.choices.rows().get(set.index()),
            _ => None,
        });
        let Some(set) = set else { return stop("uses `switch` on a text", at) };
        if cases.expressions.iter().any(|case| !matches!(case.lhs, Expr::BoolConstant(true, _))) {
            return stop("uses `switch` with conditions", at);
        }
        // The words of each branch; those of none give nothing.
        let mut taken: Vec<(Option<usize>, Vec<SmolStr>)> = Vec::new();
        for name in set.names() {
            let Some(branch) = branch_of(cases, name) else { return stop("uses `switch` in an unusual way", at) };
            match taken.iter_mut().find(|(other, _)| *other == branch) {
                Some((_, words)) => words.push(name.into()),
                None => taken.push((branch, vec![name.into()])),
            }
        }
        let before = state.clone();
        let mut all: Option<(State, Value)> = None;
        for (branch, words) in taken {
            let mut then = before.clone();
            let value = match branch.and_then(|branch| cases.expressions.get(branch)) {
                Some(case) => self.expression(&mut then, &case.rhs)?,
                None => Value::Unit,
            };
            all = Some(match all {
                None => (then, value),
                Some((others, other)) => {
                    let condition = self.term(Term::OneOf(place, words));
                    self.either_way(condition, (then, value), (others, other), at)?
                }
            });
        }
        let (after, value) = all.unwrap_or((before, Value::Unit));
        *state = after;
        Ok(value)
    }
}

/// Which branch a word takes, as the interpreter says; `None` where it does not say.
fn branch_of(cases: &SwitchCasesCollection, word: &str) -> Option<Option<usize>> {
    let mut asked = cases.clone();
    for (branch, case) in asked.expressions.iter_mut().enumerate() {
        case.rhs = Expr::IntegerConstant(i64::try_from(branch).ok()?, Position::NONE);
    }
    let of = Expr::StringConstant(word.into(), Position::NONE);
    let ast = AST::new([Stmt::Switch(Box::new((of, asked)), Position::NONE)], Module::new());
    let branch = sandbox::engine().eval_ast::<Dynamic>(&ast).ok()?;
    if branch.is_unit() { Some(None) } else { usize::try_from(branch.as_int().ok()?).ok().map(Some) }
}
