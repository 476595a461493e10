//! Tries every script before any account does.

use super::{Fault, Script, ScriptValue, samples};
use stageplay_dsl::diagnostic::{Code, Diagnostic};
use stageplay_dsl::source::Span;
use stageplay_dsl::typed::{Param, Playbook, Score, ScoreBody};

const SCRIPT: Code = Code(405);

/// A script that has used up its budget so often is not tried further: it would only take long.
const MOST_SPENT: usize = 4;

/// What is wrong with the playbook's scripts: those that do not compile, and those that give no score for any of
/// up to 64 samples of their inputs. One that fails for some of them is fine: it makes those accounts unknown.
#[must_use]
pub fn check(playbook: &Playbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for score in playbook.scores.rows() {
        let ScoreBody::Script { params, text, span } = &score.body else { continue };
        match Script::compile(params, text) {
            Err(fault) => {
                let place = place_of(&fault, *span, text);
                let message = format!("the script of `{}` does not compile: {}", score.name, fault.message);
                found.push(named(score, *span, Diagnostic::error(SCRIPT, place, message)));
            }
            Ok(script) => {
                if let Some((sample, fault)) = always_fails(playbook, score, params, text, &script) {
                    let place = place_of(&fault, *span, text);
                    let as_with = if sample.is_empty() { String::new() } else { format!(", as with {sample}") };
                    let message = format!(
                        "the script of `{}` fails whatever it is given{as_with}: {}",
                        score.name, fault.message
                    );
                    let help = format!(
                        "end the script with a number from {} to {}, and keep to its variables and plain arithmetic",
                        score.low, score.high
                    );
                    found.push(named(score, *span, Diagnostic::error(SCRIPT, place, message).help(help)));
                }
            }
        }
    }
    found
}

/// The first sample and what went wrong with it, where no sample gives a score.
fn always_fails(
    playbook: &Playbook,
    score: &Score,
    params: &[Param],
    text: &str,
    script: &Script,
) -> Option<(String, Fault)> {
    let mut first = None;
    let mut spent = 0;
    for sample in samples::rows(playbook, params, text) {
        if spent >= MOST_SPENT {
            break;
        }
        let fault = match script.try_row(&sample) {
            Ok(result) if result >= score.low && result <= score.high => return None,
            Ok(result) => {
                Fault { message: format!("{result} is outside {} to {}", score.low, score.high), offset: None }
            }
            Err(fault) => fault,
        };
        spent += usize::from(fault.message.starts_with("too many operations"));
        first.get_or_insert_with(|| (shown(params, &sample), fault));
    }
    first
}

/// `seats = 0.5, plan = "gold"`: as the script sees them.
fn shown(params: &[Param], sample: &[ScriptValue]) -> String {
    let pairs = params.iter().zip(sample).map(|(param, value)| match value {
        ScriptValue::Number(number) => format!("{} = {number}", param.name),
        ScriptValue::Truth(truth) => format!("{} = {truth}", param.name),
        ScriptValue::Text(text) => format!("{} = \"{text}\"", param.name),
    });
    pairs.collect::<Vec<_>>().join(", ")
}

/// A script in a file of its own: where the playbook names it is said as well.
fn named(score: &Score, script: Span, error: Diagnostic) -> Diagnostic {
    if script.source == score.span.source { error } else { error.also(score.span, "the score that runs it") }
}

/// The character a fault points at, in the script's file; the whole script where it points at none.
fn place_of(fault: &Fault, span: Span, text: &str) -> Span {
    let Some(offset) = fault.offset else { return span };
    let start = span.start as usize + offset;
    let length = text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span::new(span.source, start, start + length)
}
