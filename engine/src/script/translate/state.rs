//! What is known at a point of the script.

use super::super::formula::{Term, TermId};
use super::value::Value;
use super::{MOST_VARIABLES, Stop, Translator, stop};
use rhai::{ImmutableString, Position};

/// The variables, innermost last, and how the script may have left this point.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) variables: Vec<(ImmutableString, Value)>,
    /// Some accounts get here.
    pub(super) is_reached: bool,
    /// Where the condition is true, the function has returned the value.
    pub(super) returned: Option<(TermId, Value)>,
    /// Where the condition is true, the script fails or may differ: the account is left to it. It may be true too
    /// often, and never too seldom.
    pub(super) left: Option<TermId>,
}

impl Default for State {
    fn default() -> Self {
        Self { variables: Vec::new(), is_reached: true, returned: None, left: None }
    }
}

impl Translator<'_> {
    /// A new variable.
    pub(super) fn define(
        &mut self,
        state: &mut State,
        name: ImmutableString,
        value: Value,
        at: Position,
    ) -> Result<(), Stop> {
        if self.variables + state.variables.len() >= MOST_VARIABLES {
            return stop("has too many variables", at);
        }
        state.variables.push((name, value));
        Ok(())
    }

    /// Leaves accounts to the script where a condition is true.
    pub(super) fn leave(&mut self, state: &mut State, condition: TermId) {
        let no = self.term(Term::Truth(false));
        let yes = self.term(Term::Truth(true));
        // Whoever has returned does not come here.
        let here = match state.returned {
            Some((returned, _)) => self.choose(returned, no, condition),
            None => condition,
        };
        state.left = Some(match state.left {
            Some(left) => self.choose(left, yes, here),
            None => here,
        });
    }

    /// The function returns.
    pub(super) fn leave_with(&mut self, state: &mut State, value: &Value, at: Position) -> Result<(), Stop> {
        self.changes += 1;
        let value = match &state.returned {
            Some((returned, before)) => self.either(*returned, before, value, at)?,
            None => value.clone(),
        };
        let always = self.term(Term::Truth(true));
        state.returned = Some((always, value));
        state.is_reached = false;
        Ok(())
    }

    /// What a function gives, whose last statement gives a value.
    pub(super) fn ended(&mut self, state: &mut State, last: Value, at: Position) -> Result<Value, Stop> {
        match state.returned.take() {
            Some((_, value)) if !state.is_reached => Ok(value),
            Some((returned, value)) => self.either(returned, &value, &last, at),
            None => Ok(last),
        }
    }

    /// What is known after one of two branches.
    pub(super) fn join(
        &mut self,
        condition: TermId,
        then: State,
        otherwise: State,
        at: Position,
    ) -> Result<State, Stop> {
        let mut variables = Vec::with_capacity(otherwise.variables.len());
        for ((name, a), (_, b)) in then.variables.iter().zip(&otherwise.variables) {
            let value = match (then.is_reached, otherwise.is_reached) {
                (true, false) => a.clone(),
                (false, true) => b.clone(),
                _ => self.either(condition, a, b, at)?,
            };
            variables.push((name.clone(), value));
        }
        let no = self.term(Term::Truth(false));
        let returned = match (then.returned, otherwise.returned) {
            (None, None) => None,
            (Some((a, value)), None) => Some((self.choose(condition, a, no), value)),
            (None, Some((b, value))) => Some((self.choose(condition, no, b), value)),
            (Some((a, value)), Some((b, other))) => {
                Some((self.choose(condition, a, b), self.either(condition, &value, &other, at)?))
            }
        };
        let left = match (then.left, otherwise.left) {
            (None, None) => None,
            (a, b) => Some(self.choose(condition, a.unwrap_or(no), b.unwrap_or(no))),
        };
        Ok(State { variables, is_reached: then.is_reached || otherwise.is_reached, returned, left })
    }
}
