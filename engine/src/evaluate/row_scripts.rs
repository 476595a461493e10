//! Scripts over a chunk, one row after another.

use super::operands::Operands;
use super::{Frame, text};
use crate::column::{Batch, Bits, Numbers, Slot};
use crate::graph::{Node, NodeId, Op, Program};
use crate::script::{Fault, ScriptValue};
use smol_str::SmolStr;
use stageplay_dsl::typed::ScoreBody;
use stageplay_dsl::types::{Id, ScoreId, Type, Word};

/// What a script says about a row of a frame in which it fails: `None` where it is not known to fail.
#[must_use]
pub fn script_fault(program: &Program, frame: &Frame, batch: &Batch, node: NodeId, row: usize) -> Option<Fault> {
    let node = program.graph.get(node)?;
    let Op::Script { score, .. } = node.op else { return None };
    let values = Variables::of(score, node, frame.operands(program, batch)).row(row)?;
    program.script(score)?.try_row(&values).err()
}

/// A score's script for the rows in which all its variables are known; the others stay unknown. It is called where its
/// nodes, if it has some, leave that to it.
pub(super) fn run(score: ScoreId, node: &Node, from: Operands<'_, '_>, rows: usize, out: &mut Numbers) {
    let Some(script) = from.program.script(score) else { return out.forget(rows) };
    let variables = Variables::of(score, node, from);
    let open = variables.known(rows);
    let open = match lowered(node, from) {
        Some(lowered) => {
            out.values.clone_from(&lowered.values);
            out.values.resize(rows, 0.0);
            out.known = open.and(&lowered.known);
            open.and_not(&out.known)
        }
        None => {
            out.forget(rows);
            open
        }
    };
    let mut session = script.session();
    let mut values = Vec::with_capacity(node.inputs.len());
    for row in open.ones_at() {
        let number = variables.fill(row, &mut values).and_then(|()| session.call(&values));
        if let (Some(number), Some(value)) = (number, out.values.get_mut(row)) {
            *value = number;
            out.known.set(row, true);
        }
    }
}

/// What the nodes of a script come to, where it has some.
fn lowered<'b>(node: &Node, from: Operands<'_, 'b>) -> Option<&'b Numbers> {
    let Op::Script { is_lowered: true, .. } = node.op else { return None };
    match from.slot(*node.inputs.last()?)? {
        Slot::Number(numbers) => Some(numbers),
        _ => None,
    }
}

/// What a script reads, with the words of each variable that is a choice.
struct Variables<'a, 'b> {
    from: Operands<'a, 'b>,
    all: Vec<(NodeId, &'a [Word])>,
}

impl<'a, 'b> Variables<'a, 'b> {
    fn of(score: ScoreId, node: &Node, from: Operands<'a, 'b>) -> Self {
        let playbook = &from.program.playbook;
        let params = match playbook.scores.rows().get(score.index()).map(|score| &score.body) {
            Some(ScoreBody::Script { params, .. }) => params.as_slice(),
            _ => &[],
        };
        let words = params.iter().map(|param| match param.value.ty {
            Type::Choice(set) => playbook.choices.rows().get(set.index()).map_or(&[][..], |set| &set.words),
            _ => &[],
        });
        Self { from, all: node.inputs.iter().copied().zip(words).collect() }
    }

    fn row(&self, row: usize) -> Option<Vec<ScriptValue>> {
        let mut values = Vec::new();
        self.fill(row, &mut values).map(|()| values)
    }

    /// In which rows all are known.
    fn known(&self, rows: usize) -> Bits {
        self.all.iter().fold(Bits::ones(rows), |known, (id, _)| match self.from.slot(*id) {
            Some(Slot::Number(numbers)) => known.and(&numbers.known),
            Some(Slot::Truth(truths)) => known.and(&truths.known),
            Some(Slot::Code(codes)) => known.and(&codes.known),
            Some(Slot::Text(_)) => {
                let is_known = |row| known.get(row) && text::text_at(self.from, *id, row).is_some();
                Bits::from_fn(rows, is_known)
            }
            None => Bits::zeros(rows),
        })
    }

    /// The values of a row; `None` where any is unknown.
    fn fill(&self, row: usize, values: &mut Vec<ScriptValue>) -> Option<()> {
        values.clear();
        for (id, words) in &self.all {
            values.push(match self.from.slot(*id)? {
                Slot::Number(numbers) => ScriptValue::Number(numbers.get(row)?),
                Slot::Truth(truths) => ScriptValue::Truth(truths.get(row)?),
                Slot::Code(codes) => {
                    let word = words.get(usize::from(codes.get(row)?))?;
                    ScriptValue::Text(word.name.clone())
                }
                Slot::Text(_) => ScriptValue::Text(SmolStr::new(text::text_at(self.from, *id, row)?)),
            });
        }
        Some(())
    }
}
