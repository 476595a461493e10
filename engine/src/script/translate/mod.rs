//! A compiled script becomes a [`Formula`], or says what keeps it from that.
//!
//! It is followed as the interpreter would run it, with terms in the place of values. What may differ from account
//! to account is decided by conditions: a variable that is set in one branch becomes a choice between two values, and
//! where the script would fail, or a whole number would leave the range in which it is exact, the account is left to
//! the interpreter. Types are known throughout, since those of the score's variables are.
//!
//! | file | is |
//! |---|---|
//! | `state` | what is known at a point of the script, and two of them made one |
//! | `value` | a value of which the kind is known |
//! | `statement` | one statement after another |
//! | `switch` | a branch for each word of a choice |
//! | `expression` | one expression |
//! | `operator` | operators on values |
//! | `call` | functions, those of the script written out |

mod call;
mod expression;
mod operator;
mod state;
mod statement;
mod switch;
mod value;

use super::formula::{Formula, Term, TermId};
use call::Own;
use rhai::{AST, Position};
use stageplay_dsl::typed::Param;
use stageplay_dsl::types::{ChoiceSet, ChoiceSetId, Table, Type};
use state::State;
use std::rc::Rc;
use value::Value;

/// A longer formula may cost a script's budget of operations, which is several times as many.
const MOST_STEPS: usize = 2_000;

/// More variables at a time may be too many for the script's budget.
const MOST_VARIABLES: usize = 100;

/// Functions may call each other so deep, well within the script's budget.
const MOST_CALLS: usize = 8;

/// Why a script is no formula.
#[derive(Debug)]
pub(super) struct Stop {
    /// `uses a loop`.
    pub(super) why: String,
    pub(super) at: Position,
}

/// Stops at a place.
fn stop<T>(why: impl Into<String>, at: Position) -> Result<T, Stop> {
    Err(Stop { why: why.into(), at })
}

/// What a compiled script computes of its variables.
pub(super) fn translate(ast: &AST, params: &[Param], choices: &Table<ChoiceSetId, ChoiceSet>) -> Result<Formula, Stop> {
    let mut translator = Translator {
        functions: call::functions(ast),
        params,
        choices,
        terms: Vec::new(),
        steps: 0,
        changes: 0,
        calls: Vec::new(),
        variables: 0,
    };
    let mut state = State::default();
    for (place, param) in params.iter().enumerate() {
        let value = match &param.value.ty {
            Type::Truth => Value::Truth(translator.term(Term::Param(place))),
            Type::Choice(_) | Type::Text => Value::Param(place),
            Type::List(_) => return stop("is given a list", Position::NONE),
            _ => Value::Float(translator.term(Term::Param(place))),
        };
        translator.define(&mut state, param.name.as_str().into(), value, Position::NONE)?;
    }
    let last = translator.statements(&mut state, ast.statements())?;
    let value = translator.ended(&mut state, last, Position::NONE)?;
    let result = translator.result(&value);
    let result = match state.left {
        Some(left) => {
            let nothing = translator.term(Term::Nothing);
            translator.choose(left, nothing, result)
        }
        None => result,
    };
    Ok(Formula { terms: translator.terms, result })
}

/// What is being made.
struct Translator<'a> {
    /// The script's own functions.
    functions: Vec<Rc<Own>>,
    params: &'a [Param],
    choices: &'a Table<ChoiceSetId, ChoiceSet>,
    terms: Vec<Term>,
    /// How much of the script has been followed.
    steps: usize,
    /// How often a variable was set, or the script left.
    changes: usize,
    /// The functions that are being followed.
    calls: Vec<String>,
    /// How many variables there are, in all of them.
    variables: usize,
}

impl Translator<'_> {
    /// Adds a term.
    fn term(&mut self, term: Term) -> TermId {
        self.terms.push(term);
        TermId(self.terms.len() - 1)
    }

    /// The truth that a term is for every account.
    fn known(&self, term: TermId) -> Option<bool> {
        match self.terms.get(term.0) {
            Some(Term::Truth(truth)) => Some(*truth),
            _ => None,
        }
    }

    /// One of two terms of a kind.
    fn choose(&mut self, condition: TermId, then: TermId, otherwise: TermId) -> TermId {
        match self.known(condition) {
            Some(true) => then,
            Some(false) => otherwise,
            None if then == otherwise => then,
            None => match (self.known(then), self.known(otherwise)) {
                (Some(true), Some(false)) => condition,
                (Some(false), Some(true)) => self.term(Term::Not(condition)),
                _ => self.term(Term::If(condition, then, otherwise)),
            },
        }
    }

    /// Counts what is followed.
    fn step(&mut self, at: Position) -> Result<(), Stop> {
        self.steps += 1;
        if self.steps.max(self.terms.len()) > MOST_STEPS { stop("is too long", at) } else { Ok(()) }
    }

    /// A value as the script's result: what is no number is left to the script, which then fails.
    fn result(&mut self, value: &Value) -> TermId {
        match value {
            Value::Either(either) => {
                let (then, otherwise) = (self.result(&either.then), self.result(&either.otherwise));
                self.choose(either.condition, then, otherwise)
            }
            other => match self.number(other) {
                Some(number) => number,
                None => self.term(Term::Nothing),
            },
        }
    }
}
