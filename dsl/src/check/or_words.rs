//! `x is red or yellow`: it reads as one question and parses as two conditions.
//!
//! Only here is it known that `yellow` is a word of `x` and no name of its own.

use super::checker::Checker;
use super::errors;
use crate::syntax::tree::{self, BinaryOp, Name};
use crate::typed::{Expr, ExprKind};
use crate::types::{ChoiceSetId, Type};

/// A question for words, and those that stand after it alone.
struct Asked<'a> {
    subject: String,
    negated: bool,
    set: ChoiceSetId,
    words: Vec<u16>,
    stray: Vec<&'a Name>,
}

impl Checker<'_> {
    /// The conditions of `a or b or c`. Words that were meant for the question before them are said once, with
    /// the whole question as it should be.
    pub(super) fn alternatives(&mut self, operands: &[&tree::Expr]) -> Vec<Option<Expr>> {
        let mut typed: Vec<Option<Expr>> = Vec::with_capacity(operands.len());
        let mut asked: Option<Asked<'_>> = None;
        for operand in operands {
            if let Some(asked) = &mut asked
                && let Some(word) = self.meant_for(asked, operand)
            {
                asked.stray.push(word);
                typed.push(None);
                continue;
            }
            self.say_stray(asked.take());
            let condition = self.condition(operand);
            asked = condition.as_ref().and_then(|condition| self.question(condition));
            typed.push(condition);
        }
        self.say_stray(asked);
        typed
    }

    /// The question that a condition ends with.
    fn question<'e>(&self, condition: &Expr) -> Option<Asked<'e>> {
        let last = match &condition.kind {
            ExprKind::All(criteria) => &criteria.last()?.condition,
            _ => condition,
        };
        let ExprKind::OneOf { subject, negated, words } = &last.kind else { return None };
        let Type::Choice(set) = subject.ty else { return None };
        let subject = self.text(subject.span);
        Some(Asked { subject, negated: *negated, set, words: words.clone(), stray: Vec::new() })
    }

    /// The bare word an operand begins with, where nothing has that name and the question before it has that word.
    fn meant_for<'e>(&self, asked: &Asked<'_>, operand: &'e tree::Expr) -> Option<&'e Name> {
        let mut first = operand;
        while let tree::ExprKind::Binary { op: BinaryOp::And, left, .. } = &first.kind {
            first = left;
        }
        let tree::ExprKind::Path(path) = &first.kind else { return None };
        let [word] = path.parts.as_slice() else { return None };
        let is_word = self.sets.choices[asked.set].code(&word.text).is_some();
        let named = match self.element {
            Some(list) => self.resolved.names.element(list, path).is_ok(),
            None => self.resolved.names.lookup(path, self.scope).is_ok(),
        };
        (is_word && !named).then_some(word)
    }

    fn say_stray(&mut self, asked: Option<Asked<'_>>) {
        let Some(asked) = asked else { return };
        let Some(first) = asked.stray.first() else { return };
        let set = &self.sets.choices[asked.set];
        let mut words: Vec<&str> = asked.words.iter().map(|word| set.word(*word)).collect();
        words.extend(asked.stray.iter().map(|word| word.text.as_str()));
        let error = errors::word_after_or(&asked.subject, asked.negated, first, &words);
        self.report(error);
    }
}
