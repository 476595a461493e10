//! Scripts over a chunk, one row after another.

use super::operands::Operands;
use super::text;
use crate::column::{Numbers, Slot};
use crate::graph::Node;
use crate::script::ScriptValue;
use smol_str::SmolStr;
use stageplay_dsl::typed::ScoreBody;
use stageplay_dsl::types::{Id, ScoreId, Type};

/// Calls a score's script for the rows in which all its variables are known; the others stay unknown.
pub(super) fn run(score: ScoreId, node: &Node, from: Operands<'_, '_>, rows: usize, out: &mut Numbers) {
    let playbook = &from.program.playbook;
    let body = playbook.scores.rows().get(score.index()).map(|score| &score.body);
    let (Some(script), Some(ScoreBody::Script { params, .. })) = (from.program.script(score), body) else {
        return out.forget(rows);
    };
    // The words of each variable that is a choice.
    let words = params.iter().map(|param| match param.value.ty {
        Type::Choice(set) => playbook.choices.rows().get(set.index()).map_or(&[][..], |set| &set.words),
        _ => &[],
    });
    let variables: Vec<_> = node.inputs.iter().copied().zip(words).collect();
    let mut session = script.session();
    let mut values = Vec::with_capacity(variables.len());
    out.assign(rows, |row| {
        values.clear();
        for (id, words) in &variables {
            values.push(match from.slot(*id)? {
                Slot::Number(numbers) => ScriptValue::Number(numbers.get(row)?),
                Slot::Truth(truths) => ScriptValue::Truth(truths.get(row)?),
                Slot::Code(codes) => {
                    let word = words.get(usize::from(codes.get(row)?))?;
                    ScriptValue::Text(word.name.clone())
                }
                Slot::Text(_) => ScriptValue::Text(SmolStr::new(text::text_at(from, *id, row)?)),
            });
        }
        session.call(&values)
    });
}
