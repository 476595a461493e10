//! Tries every script before any account does.

use super::{Fault, Script, ScriptValue};
use stageplay_dsl::diagnostic::{Code, Diagnostic};
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{Param, Playbook, ScoreBody};
use stageplay_dsl::types::{Id, Type};

const SCRIPT: Code = Code(405);

/// Numbers a script is tried on: small, ordinary, large.
const SAMPLES: [f64; 5] = [1.0, 0.0, 50.0, 0.5, 20_000.0];

/// What is wrong with the playbook's scripts: those that do not compile, and those that fail for every one of
/// a few ordinary values.
#[must_use]
pub fn check(playbook: &Playbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for score in playbook.scores.rows() {
        let ScoreBody::Script { params, text, span } = &score.body else { continue };
        match Script::compile(params, text) {
            Err(fault) => {
                let place = place_of(&fault, *span, text);
                let message = format!("the script of `{}` does not compile: {}", score.name, fault.message);
                found.push(Diagnostic::error(SCRIPT, place, message));
            }
            Ok(script) => {
                let tried = (0..SAMPLES.len()).map(|turn| script.try_row(&sample(playbook, params, turn)));
                let results: Vec<Result<f64, Fault>> = tried.collect();
                if let (true, Some(Err(fault))) = (results.iter().all(Result::is_err), results.first()) {
                    let place = place_of(fault, *span, text);
                    let message =
                        format!("the script of `{}` fails whatever it is given: {}", score.name, fault.message);
                    let help = "end the script with a number, and keep to its variables and plain arithmetic";
                    found.push(Diagnostic::error(SCRIPT, place, message).help(help));
                }
            }
        }
    }
    found
}

/// One value per variable; another one each turn.
fn sample(playbook: &Playbook, params: &[Param], turn: usize) -> Vec<ScriptValue> {
    let value = |(at, param): (usize, &Param)| match &param.value.ty {
        Type::Truth => ScriptValue::Truth(turn.is_multiple_of(2)),
        Type::Text => ScriptValue::Text("text".into()),
        Type::Choice(set) => {
            let words = playbook.choices.rows().get(set.index()).map_or(&[][..], |set| &set.words);
            let word = words.get(turn % words.len().max(1)).map_or("?", |word| word.name.as_str());
            ScriptValue::Text(word.into())
        }
        _ => ScriptValue::Number(SAMPLES.get((turn + at) % SAMPLES.len()).copied().unwrap_or(1.0)),
    };
    params.iter().enumerate().map(value).collect()
}

/// The character a fault points at, in the playbook's file; the whole script where it points at none.
fn place_of(fault: &Fault, span: Span, text: &str) -> Span {
    let Some(offset) = fault.offset else { return span };
    let start = span.start as usize + offset;
    let length = text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(span.source, start, start + length)
}
