//! A script's formula becomes nodes, beside the script itself.

use super::Lowering;
use crate::column::SlotKind;
use crate::graph::{NodeId, Op, Scripted};
use crate::script::{Term, TermId};
use smol_str::SmolStr;
use stageplay_dsl::typed::Param;
use stageplay_dsl::types::{Id, ScoreId, Type, Value};

impl Lowering<'_> {
    /// The node of a score's script. Its name rests on the variables and the text, however it is computed.
    pub(super) fn lower_script(&mut self, id: ScoreId, params: &[Param], text: &str) -> NodeId {
        let mut inputs: Vec<NodeId> = params.iter().map(|param| self.lower(&param.value)).collect();
        let first = self.builder.end();
        let lowered = self.lower_formula(id, params, &inputs);
        self.scripted.push(first..self.builder.end());
        inputs.extend(lowered);
        let words: Vec<&str> = params.iter().map(|param| param.name.as_str()).chain([text]).collect();
        let op = Op::Script { score: id, is_lowered: lowered.is_some() };
        self.builder.add_named(op, inputs, SlotKind::Number, &words, params.len())
    }

    /// What a script computes as nodes; `None` where it is no formula.
    fn lower_formula(&mut self, id: ScoreId, params: &[Param], inputs: &[NodeId]) -> Option<NodeId> {
        let scripts = self.scripts;
        let script = scripts.rows().get(id.index())?.as_ref()?;
        let formula = script.formula(params, &self.playbook.choices).ok()?;
        let mut nodes = Vec::with_capacity(formula.terms.len());
        for (term, is_needed) in formula.terms.iter().zip(formula.needed()) {
            let node = if is_needed { self.lower_term(term, params, inputs, &nodes)? } else { NodeId(0) };
            nodes.push(node);
        }
        nodes.get(formula.result.0).copied()
    }

    fn lower_term(&mut self, term: &Term, params: &[Param], inputs: &[NodeId], nodes: &[NodeId]) -> Option<NodeId> {
        let of = |term: &TermId| nodes.get(term.0).copied();
        let numbers = SlotKind::Number;
        let (op, inputs, kind) = match term {
            Term::Nothing => return Some(NodeId(0)),
            Term::Param(place) => return inputs.get(*place).copied(),
            Term::Number(number) => return Some(self.builder.plain(Value::Number(*number))),
            Term::Truth(truth) => return Some(self.builder.plain(Value::Truth(*truth))),
            Term::Arithmetic(op, a, b) => (Op::Arithmetic(*op), vec![of(a)?, of(b)?], numbers),
            Term::Remainder(a, b) => (Op::Scripted(Scripted::Remainder), vec![of(a)?, of(b)?], numbers),
            Term::Quotient(a, b) => (Op::Scripted(Scripted::Quotient), vec![of(a)?, of(b)?], numbers),
            Term::Truncate(x) => (Op::Scripted(Scripted::Truncate), vec![of(x)?], numbers),
            Term::Negate(x) => (Op::Negate, vec![of(x)?], numbers),
            Term::Function(function, args) => {
                (Op::Function(*function), args.iter().map(of).collect::<Option<_>>()?, numbers)
            }
            Term::Compare(op, a, b) => (Op::Compare(*op), vec![of(a)?, of(b)?], SlotKind::Truth),
            Term::Nearly(op, a, b) => (Op::Scripted(Scripted::Nearly(*op)), vec![of(a)?, of(b)?], SlotKind::Truth),
            Term::SameTruth(a, b) => (Op::Same { negated: false }, vec![of(a)?, of(b)?], SlotKind::Truth),
            Term::SameParam(a, b) => {
                (Op::Same { negated: false }, vec![*inputs.get(*a)?, *inputs.get(*b)?], SlotKind::Truth)
            }
            Term::OneOf(place, texts) => return self.one_of(params.get(*place)?, *inputs.get(*place)?, texts),
            Term::Not(x) => (Op::Not, vec![of(x)?], SlotKind::Truth),
            Term::If(condition, then, otherwise) => {
                let then = of(then)?;
                (Op::If, vec![of(condition)?, then, of(otherwise)?], self.kind_of(then))
            }
        };
        Some(self.builder.add(op, inputs, kind, &[]))
    }

    /// Whether a word or text is one of some.
    fn one_of(&mut self, param: &Param, input: NodeId, texts: &[SmolStr]) -> Option<NodeId> {
        let Type::Choice(set) = param.value.ty else {
            let [text] = texts else { return None };
            let text = self.builder.plain(Value::Text(text.clone()));
            return Some(self.builder.add(Op::Same { negated: false }, vec![input, text], SlotKind::Truth, &[]));
        };
        let set = self.playbook.choices.rows().get(set.index())?;
        let mut words: Vec<u16> = texts.iter().filter_map(|text| set.code(text)).collect();
        words.sort_unstable();
        words.dedup();
        let mut names: Vec<&str> = words.iter().map(|word| set.word(*word)).collect();
        names.sort_unstable();
        Some(match words.is_empty() {
            // No account has such a word.
            true => self.builder.plain(Value::Truth(false)),
            false => self.builder.add(Op::OneOf { words, negated: false }, vec![input], SlotKind::Truth, &names),
        })
    }
}
