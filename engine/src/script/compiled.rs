//! A score's script, compiled once and called for one account at a time.

use super::translate::translate;
use super::{Formula, sandbox};
use rhai::{AST, Dynamic, Engine, EvalAltResult, Position, Scope};
use smol_str::SmolStr;
use stageplay_dsl::typed::{Param, Score, ScoreBody};
use stageplay_dsl::types::{ChoiceSet, ChoiceSetId, Table};
use std::fmt;
use std::sync::Arc;

/// A longer script is a mistake.
const MOST_BYTES: usize = 65_536;

/// What a variable holds. A date is the number of its day, a choice its word.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ScriptValue {
    Number(f64),
    Truth(bool),
    Text(SmolStr),
}

/// What is wrong with a script, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In rhai's words, lower case.
    pub message: String,
    /// Byte offset in the script.
    pub offset: Option<usize>,
}

/// A compiled script. Cheap to clone.
#[derive(Clone)]
pub struct Script {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    ast: AST,
    names: Vec<SmolStr>,
    text: SmolStr,
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("variables", &self.inner.names).finish_non_exhaustive()
    }
}

impl Script {
    /// The script of a score; `None` where it is computed by an expression.
    ///
    /// # Errors
    /// The script does not compile.
    pub fn of(score: &Score) -> Result<Option<Self>, Fault> {
        match &score.body {
            ScoreBody::Script { params, text, .. } => Self::compile(params, text).map(Some),
            ScoreBody::Expr(_) => Ok(None),
        }
    }

    /// Compiles a script.
    ///
    /// # Errors
    /// The script does not compile, or uses a variable that it is not given.
    pub fn compile(params: &[Param], text: &str) -> Result<Self, Fault> {
        if text.len() > MOST_BYTES {
            let message = format!("a script may have {MOST_BYTES} bytes, this one has {}", text.len());
            return Err(Fault { message, offset: None });
        }
        let mut engine = sandbox::engine();
        // A misspelt variable is found here and not at the first account.
        engine.set_strict_variables(true);
        let mut scope = Scope::new();
        for param in params {
            scope.push_dynamic(param.name.as_str(), Dynamic::UNIT);
        }
        let ast = engine.compile_with_scope(&scope, text).map_err(|error| Fault {
            message: lower_first(&error.err_type().to_string()),
            offset: offset(text, error.position()),
        })?;
        let names = params.iter().map(|param| param.name.clone()).collect();
        Ok(Self { inner: Arc::new(Inner { engine, ast, names, text: text.into() }) })
    }

    /// What it computes of its variables, without loops and texts.
    ///
    /// # Errors
    /// It does something that no formula can, or that was not shown to come to the same: what, and where.
    pub fn formula(&self, params: &[Param], choices: &Table<ChoiceSetId, ChoiceSet>) -> Result<Formula, Fault> {
        translate(&self.inner.ast, params, choices)
            .map_err(|stop| Fault { message: stop.why, offset: offset(&self.inner.text, stop.at) })
    }

    /// Ready to be called row by row.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session { script: &self.inner, scope: Scope::new() }
    }

    /// The result for one account: a finite number, or `None` where the script fails or gives something else.
    #[must_use]
    pub fn call_row(&self, values: &[ScriptValue]) -> Option<f64> {
        self.session().call(values)
    }

    /// The result for one account, or what went wrong.
    ///
    /// # Errors
    /// The script fails, or gives something that is no finite number.
    pub fn try_row(&self, values: &[ScriptValue]) -> Result<f64, Fault> {
        self.session().run(values).map_err(|(message, position)| Fault {
            message: lower_first(&message),
            offset: offset(&self.inner.text, position),
        })
    }
}

/// A script being called for one row after another, in the same memory.
pub struct Session<'a> {
    script: &'a Inner,
    scope: Scope<'a>,
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("variables", &self.script.names).finish_non_exhaustive()
    }
}

impl Session<'_> {
    /// The result for one account: a finite number, or `None` where the script fails or gives something else.
    #[must_use]
    pub fn call(&mut self, values: &[ScriptValue]) -> Option<f64> {
        self.run(values).ok()
    }

    fn run(&mut self, values: &[ScriptValue]) -> Result<f64, (String, Position)> {
        self.scope.rewind(0);
        for (name, value) in self.script.names.iter().zip(values) {
            let value = match value {
                ScriptValue::Number(number) => Dynamic::from_float(*number),
                ScriptValue::Truth(truth) => Dynamic::from_bool(*truth),
                ScriptValue::Text(text) => Dynamic::from(text.to_string()),
            };
            self.scope.push_dynamic(name.as_str(), value);
        }
        let result = self.script.engine.eval_ast_with_scope::<Dynamic>(&mut self.scope, &self.script.ast).map_err(
            |mut error| {
                // The place is told apart, and counts in the playbook; of an error in a function, where it is.
                let mut position = error.take_position();
                while let EvalAltResult::ErrorInFunctionCall(_, _, inner, _) = *error {
                    error = inner;
                    let inside = error.take_position();
                    position = if inside.is_none() { position } else { inside };
                }
                (error.to_string(), position)
            },
        )?;
        let number = result.as_float().or_else(|_| result.as_int().map(|whole| whole as f64));
        match number {
            Ok(number) if number.is_finite() => Ok(number),
            Ok(_) => Err(("the result is not a finite number".to_owned(), Position::NONE)),
            Err(_) => Err(("the result is not a number".to_owned(), Position::NONE)),
        }
    }
}

/// The byte of a line and column, both counted from 1, the column in characters.
fn offset(text: &str, position: Position) -> Option<usize> {
    let line = position.line()?;
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(start..)?.split('\n').next().unwrap_or("");
    let column = position.position().unwrap_or(1).saturating_sub(1);
    let within = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    Some(start + within)
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
