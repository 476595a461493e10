//! Stable names of nodes: the hash of the normalised expression.

use super::{Decided, Op, Scripted};
use crate::column::SlotKind;
use sha2::{Digest as _, Sha256};
use stageplay_dsl::types::Value;

/// The whole hash of a node.
pub(super) type Digest = [u8; 32];

/// The hash of an operation, of what its numbers of words, fields and declarations are called, and of its
/// inputs. Ids never enter: they depend on the order of declarations.
pub(super) fn digest(op: &Op, kind: SlotKind, words: &[&str], inputs: &[&Digest]) -> Digest {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(tag(op).as_bytes());
    part(format!("{kind:?}").as_bytes());
    part(&payload(op));
    part(&(words.len() as u64).to_le_bytes());
    for word in words {
        part(word.as_bytes());
    }
    for input in inputs {
        part(input.as_slice());
    }
    hash.finalize().into()
}

/// The name of a node: the first eight bytes of its hash.
pub(super) fn short(digest: &Digest) -> u64 {
    digest.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// Numbers that belong to the operation itself. What is named by words is not here.
fn payload(op: &Op) -> Vec<u8> {
    match op {
        Op::Constant(Value::Number(number)) => number.to_bits().to_le_bytes().to_vec(),
        Op::Constant(Value::Date(day)) => f64::from(*day).to_bits().to_le_bytes().to_vec(),
        Op::Constant(Value::Truth(truth)) => vec![u8::from(*truth)],
        Op::Constant(Value::Text(text)) => text.as_bytes().to_vec(),
        Op::Fresh { after, .. } | Op::ElementFresh { after, .. } => after.to_bits().to_le_bytes().to_vec(),
        Op::Same { negated } | Op::OneOf { negated, .. } => vec![u8::from(*negated)],
        Op::AddMonths { back } => vec![u8::from(*back)],
        Op::FirstTrue { has_otherwise } => vec![u8::from(*has_otherwise)],
        Op::Steps { inclusive } => inclusive.iter().map(|inclusive| u8::from(*inclusive)).collect(),
        Op::Range { low, high } => [low.to_bits().to_le_bytes(), high.to_bits().to_le_bytes()].concat(),
        Op::KnownEnough { at_least } => at_least.to_bits().to_le_bytes().to_vec(),
        Op::KnownShare(children) => {
            children.iter().map(|child| u8::from(child.has_condition) | u8::from(child.is_share) << 1).collect()
        }
        Op::Quantified { has_keep, has_test, .. } => vec![u8::from(*has_keep), u8::from(*has_test)],
        _ => Vec::new(),
    }
}

/// Permanent names: changing one changes the name of every node above it.
fn tag(op: &Op) -> String {
    let plain = match op {
        Op::Nothing => "nothing",
        Op::Constant(_) => "constant",
        Op::AsOf => "as of",
        Op::Field(_) => "field",
        Op::Fresh { .. } => "fresh",
        Op::Decided(Decided::Band(_)) => "band",
        Op::Decided(Decided::Stage(_)) => "stage",
        Op::Decided(Decided::StageDate { .. }) => "stage date",
        Op::Decided(Decided::Pace(_)) => "pace",
        Op::Decided(Decided::Level(_)) => "level",
        Op::Decided(Decided::PlayState(_)) => "play",
        Op::Decided(Decided::TaskState { .. }) => "task",
        Op::Arithmetic(op) => return format!("arithmetic {op:?}"),
        Op::Negate => "negate",
        Op::Function(function) => return format!("function {}", function.name()),
        Op::Compare(op) => return format!("compare {op:?}"),
        Op::Same { .. } => "same",
        Op::All => "all",
        Op::Any => "any",
        Op::Not => "not",
        Op::AtLeastOf => "at least of",
        Op::NumberOf => "number of",
        Op::IsKnown => "is known",
        Op::IsMissing => "is missing",
        Op::OneOf { .. } => "one of",
        Op::AtLeast { .. } => "at least",
        Op::Within(direction) => return format!("within {direction:?}"),
        Op::AddMonths { .. } => "add months",
        Op::MonthsSince => "months since",
        Op::IfMissing => "if missing",
        Op::If => "if",
        Op::By { .. } => "by",
        Op::FirstTrue { .. } => "first true",
        Op::For => "for",
        Op::Past { past, .. } => return format!("past {past:?}"),
        Op::LastFor => "last for",
        Op::Overridden(_) => "overridden",
        Op::Becomes { .. } => "becomes",
        Op::Moves { way, .. } => return format!("moves {way:?}"),
        Op::Linear => "linear",
        Op::Steps { .. } => "steps",
        Op::Range { .. } => "range",
        Op::Mean => "mean",
        Op::KnownShare(_) => "known share",
        Op::KnownEnough { .. } => "known enough",
        Op::WhereTrue => "where true",
        Op::Limit(kind) => return format!("limit {kind:?}"),
        Op::Script { .. } => "script",
        Op::Scripted(Scripted::Remainder) => "remainder",
        Op::Scripted(Scripted::Quotient) => "quotient",
        Op::Scripted(Scripted::Truncate) => "truncate",
        Op::Scripted(Scripted::Nearly(op)) => return format!("nearly {op:?}"),
        Op::List(_) => "list",
        Op::ElementField { .. } => "element field",
        Op::ElementFresh { .. } => "element fresh",
        Op::Spread => "spread",
        Op::Aggregate { aggregate, .. } => return format!("aggregate {aggregate:?}"),
        Op::Quantified { quantifier, .. } => return format!("quantified {quantifier:?}"),
    };
    plain.to_owned()
}

impl Op {
    /// Its permanent name, without its numbers: `compare Less`, `mean`.
    #[must_use]
    pub fn name(&self) -> String {
        tag(self)
    }
}

/// A digest as a word, for names that depend on a mapping from words to nodes.
pub(super) fn spelled(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
