//! `is`, `by`, `becomes`: questions about words.

use super::checker::{Checker, Want};
use super::errors;
use super::unify::unify;
use crate::source::Span;
use crate::syntax::tree::{self, Arm, IsTest, Move, Name, Path};
use crate::typed::{Expr, ExprKind};
use crate::types::{ChoiceSetId, Type};

impl Checker<'_> {
    pub(super) fn is(&mut self, span: Span, subject: &tree::Expr, negated: bool, test: &IsTest) -> Option<Expr> {
        let kind = match (test, negated) {
            (IsTest::Known, false) | (IsTest::Missing, true) => ExprKind::IsKnown(Box::new(self.asked(subject)?)),
            (IsTest::Missing, false) | (IsTest::Known, true) => ExprKind::IsMissing(Box::new(self.asked(subject)?)),
            (IsTest::Word(word), _) => self.one_of(span, subject, negated, std::slice::from_ref(word))?,
            (IsTest::OneOf(words), _) => self.one_of(span, subject, negated, words)?,
            (IsTest::AtLeast(word), _) => {
                let (subject, set) = self.worded(span, subject, std::slice::from_ref(word))?;
                let word = self.ordered_word(&subject, set, word)?;
                let kind = ExprKind::AtLeast { subject: Box::new(subject), word };
                if !negated { kind } else { ExprKind::Not(Box::new(self.make(kind, Type::Truth, span))) }
            }
        };
        Some(self.make(kind, Type::Truth, span))
    }

    /// What is asked whether it is known: a value or a whole list.
    fn asked(&mut self, subject: &tree::Expr) -> Option<Expr> {
        match self.whole_list(subject) {
            Some(list) => Some(list),
            None => self.expr(subject, Want::Value),
        }
    }

    fn one_of(&mut self, span: Span, subject: &tree::Expr, negated: bool, words: &[Name]) -> Option<ExprKind> {
        let (subject, set) = self.worded(span, subject, words)?;
        for (at, word) in words.iter().enumerate() {
            if let Some(first) = words.iter().take(at).find(|first| first.text == word.text) {
                let error = errors::word_twice(word, first.span);
                self.report(error);
            }
        }
        let words: Vec<Option<u16>> = words.iter().map(|word| self.word(word, set)).collect();
        let words = words.into_iter().collect::<Option<_>>()?;
        Some(ExprKind::OneOf { subject: Box::new(subject), negated, words })
    }

    /// A subject that has words, and whose they are.
    fn worded(&mut self, span: Span, subject: &tree::Expr, words: &[Name]) -> Option<(Expr, ChoiceSetId)> {
        let subject = self.expr(subject, Want::Word)?;
        if let Type::Choice(set) = subject.ty {
            return Some((subject, set));
        }
        let error = errors::has_no_words(self, span, &subject, words);
        self.report(error);
        None
    }

    /// The number of a word in a set.
    pub(super) fn word(&mut self, word: &Name, set: ChoiceSetId) -> Option<u16> {
        let code = self.sets.choices[set].code(&word.text);
        if code.is_none() && !self.is_lost(&word.text) {
            let error = errors::not_a_choice(self, word, set);
            self.report(error);
        }
        code
    }

    fn ordered_word(&mut self, subject: &Expr, set: ChoiceSetId, word: &Name) -> Option<u16> {
        let code = self.word(word, set)?;
        if usize::from(code) < self.sets.choices[set].ordered {
            return Some(code);
        }
        let error = errors::no_order(self, subject.span, set, word);
        self.report(error);
        None
    }

    pub(super) fn becomes(&mut self, span: Span, subject: &tree::Expr, word: &Name) -> Option<Expr> {
        let (subject, set) = self.worded(span, subject, std::slice::from_ref(word))?;
        let word = self.word(word, set)?;
        self.events += 1;
        Some(self.make(ExprKind::Becomes { subject: Box::new(subject), word }, Type::Truth, span))
    }

    pub(super) fn moves(&mut self, span: Span, subject: &tree::Expr, direction: Move) -> Option<Expr> {
        let subject = self.expr(subject, Want::Word)?;
        let fits = match subject.ty {
            Type::Choice(set) if self.sets.choices[set].ordered == 0 => {
                let error = errors::moves_without_order(self, span, set);
                self.report(error);
                return None;
            }
            Type::Choice(_) => true,
            _ => subject.ty.is_numeric(),
        };
        if !fits {
            let error = errors::not_a_number(self, &subject, "before `worsens` or `improves`");
            self.report(error);
            return None;
        }
        self.events += 1;
        Some(self.make(ExprKind::Moves { subject: Box::new(subject), direction }, Type::Truth, span))
    }

    pub(super) fn by(&mut self, span: Span, subject: &Path, arms: &[Arm], want: Want) -> Option<Expr> {
        let subject = self.path(subject, Want::Word);
        let values: Vec<Option<Expr>> = arms.iter().map(|arm| self.expr(&arm.value, want)).collect();
        let subject = subject?;
        let Type::Choice(set) = subject.ty else {
            let error = errors::has_no_words(self, subject.span, &subject, &[]);
            self.report(error);
            return None;
        };
        let numbers = self.arms(span, &subject, set, arms);
        let values: Vec<Expr> = values.into_iter().collect::<Option<_>>()?;
        let ty = self.alike(&values)?;
        let arms = numbers?;
        Some(self.make(ExprKind::By { subject: Box::new(subject), arms, values }, ty, span))
    }

    /// For every word of the set, which arm; every word must have one.
    fn arms(&mut self, span: Span, subject: &Expr, set: ChoiceSetId, arms: &[Arm]) -> Option<Vec<usize>> {
        let mut places: Vec<Option<usize>> = vec![None; self.sets.choices[set].words.len()];
        let (mut otherwise, mut strangers, mut repeated) = (None, Vec::new(), 0);
        for (at, arm) in arms.iter().enumerate() {
            let earlier = arms
                .iter()
                .take(at)
                .find(|other| other.word.as_ref().map(|word| &word.text) == arm.word.as_ref().map(|word| &word.text));
            if let Some(first) = earlier {
                let error = errors::case_twice(arm, first.span);
                self.report(error);
                repeated += 1;
                continue;
            }
            let Some(word) = &arm.word else {
                otherwise = Some(at);
                continue;
            };
            match self.sets.choices[set].code(&word.text).and_then(|code| places.get_mut(usize::from(code))) {
                Some(place) => *place = Some(at),
                None => strangers.push(word),
            }
        }
        let missing: Vec<String> = self.sets.choices[set]
            .listing()
            .into_iter()
            .filter(|code| otherwise.is_none() && places.get(usize::from(*code)) == Some(&None))
            .map(|code| self.sets.choices[set].word(code).to_owned())
            .collect();
        for word in &strangers {
            if !self.is_lost(&word.text) {
                let error = errors::case_of_nothing(self, word, set, &missing);
                self.report(error);
            }
        }
        // A misspelt or repeated word stands for one of the missing ones: that mistake has been named.
        let slips = strangers.len() + repeated;
        if missing.len() > slips && !self.resolved.is_torn(span) {
            let error = errors::cases_missing(self, span, subject, &missing, &strangers);
            self.report(error);
        }
        if slips > 0 {
            return None;
        }
        places.into_iter().map(|place| place.or(otherwise)).collect()
    }

    /// One kind for all values, or an error at the first that does not go with those before.
    pub(super) fn alike(&mut self, values: &[Expr]) -> Option<Type> {
        let (first, rest) = values.split_first()?;
        let mut ty = first.ty.clone();
        for value in rest {
            let Some(both) = unify(&ty, &value.ty) else {
                let error = errors::unlike(self, first, value);
                self.report(error);
                return None;
            };
            ty = both;
        }
        Some(ty)
    }

    pub(super) fn if_missing(
        &mut self,
        span: Span,
        value: &tree::Expr,
        fallback: &tree::Expr,
        want: Want,
    ) -> Option<Expr> {
        let value = self.expr(value, want);
        let wanted = match value.as_ref().map(|value| &value.ty) {
            Some(Type::Choice(set)) => Want::Among(*set),
            _ => want,
        };
        let fallback = self.expr(fallback, wanted);
        let (value, fallback) = (value?, fallback?);
        let Some(ty) = unify(&value.ty, &fallback.ty) else {
            let error = errors::unlike(self, &value, &fallback);
            self.report(error);
            return None;
        };
        let kind = ExprKind::IfMissing { value: Box::new(value), fallback: Box::new(fallback) };
        Some(self.make(kind, ty, span))
    }

    pub(super) fn if_else(
        &mut self,
        span: Span,
        condition: &tree::Expr,
        then: &tree::Expr,
        otherwise: &tree::Expr,
        want: Want,
    ) -> Option<Expr> {
        let condition = self.condition(condition);
        let (then, otherwise) = (self.expr(then, want), self.expr(otherwise, want));
        let (condition, then, otherwise) = (condition?, then?, otherwise?);
        let Some(ty) = unify(&then.ty, &otherwise.ty) else {
            let error = errors::unlike(self, &then, &otherwise);
            self.report(error);
            return None;
        };
        let (condition, then, otherwise) = (Box::new(condition), Box::new(then), Box::new(otherwise));
        Some(self.make(ExprKind::If { condition, then, otherwise }, ty, span))
    }
}
