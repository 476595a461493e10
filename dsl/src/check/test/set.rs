//! `set`: fields with values that fit.

use crate::check::account::{constant_of, field_of};
use crate::check::checker::Checker;
use crate::check::errors;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree;
use crate::syntax::tree::Assigned;
use crate::typed::Borrowed;
use crate::types::{FieldId, ListId, Value};
use smol_str::SmolStr;

/// What is set on a date.
pub(super) struct Given {
    /// Fields with their values; `None` is missing.
    pub(super) values: Vec<(FieldId, Option<Value>)>,
    /// Lists that are taken away.
    pub(super) without: Vec<ListId>,
    /// What is as in another fixture.
    pub(super) borrowed: Vec<(Borrowed, (SmolStr, Span))>,
}

/// The fields that are set on a date, each once.
#[derive(Default)]
pub(super) struct Sets {
    values: Vec<(FieldId, Option<Value>)>,
    is_faulty: bool,
    seen: Vec<(FieldId, Span)>,
    /// The lists that are named, for each may be named once.
    lists: Vec<(ListId, Span)>,
    without: Vec<ListId>,
    borrowed: Vec<(Borrowed, (SmolStr, Span))>,
}

impl Sets {
    pub(super) fn add(&mut self, checker: &mut Checker<'_>, source: &tree::Assignment) {
        match checker.resolved.names.lookup(&source.field, checker.scope) {
            Ok(Target::List(list)) => self.list(checker, list, source),
            Ok(Target::ListField { list, .. } | Target::ListGroup(list)) => {
                let list = &checker.resolved.declared.lists[list].path;
                checker.report(errors::set_in_a_list("set", &source.field, list));
                self.is_faulty = true;
            }
            _ => self.is_faulty |= self.value(checker, source).is_none(),
        }
    }

    /// A list can be taken away as a whole, or be as in another fixture; nothing else of it can be said in a line.
    fn list(&mut self, checker: &mut Checker<'_>, list: ListId, source: &tree::Assignment) {
        let first = self.lists.iter().find(|(seen, _)| *seen == list).map(|(_, span)| *span);
        let is_required = !checker.resolved.declared.lists[list].list.required.is_empty();
        let path = source.field.joined();
        let error = match (&source.value, first) {
            (Assigned::Value(_), _) => errors::set_a_list("set", &source.field, source.span),
            (_, Some(first)) => errors::clause_twice(&path, source.span, first),
            (Assigned::Missing, None) if is_required => errors::required_set_missing(source.span, &path),
            (Assigned::Missing, None) => {
                self.lists.push((list, source.span));
                self.without.push(list);
                return;
            }
            (Assigned::From(fixture), None) => {
                self.lists.push((list, source.span));
                self.borrowed.push((Borrowed::List(list), (fixture.text.clone(), fixture.span)));
                return;
            }
        };
        checker.report(error);
        self.is_faulty = true;
    }

    fn value(&mut self, checker: &mut Checker<'_>, source: &tree::Assignment) -> Option<()> {
        let id = field_of(checker, &source.field, "a field", |_| true)?;
        let path = source.field.joined();
        match self.seen.iter().find(|(seen, _)| *seen == id) {
            Some((_, first)) => {
                let error = errors::clause_twice(&path, source.span, *first);
                checker.report(error);
                return None;
            }
            None => self.seen.push((id, source.span)),
        }
        let value = match &source.value {
            Assigned::Value(value) => Some(constant_of(checker, id, value, "the value")?),
            Assigned::From(fixture) => {
                self.borrowed.push((Borrowed::Field(id), (fixture.text.clone(), fixture.span)));
                return Some(());
            }
            Assigned::Missing => {
                let declared = &checker.resolved.declared.fields[id].field.modifiers;
                if declared.iter().any(|modifier| matches!(modifier, tree::Modifier::Required(_))) {
                    let error = errors::required_set_missing(source.span, &path);
                    checker.report(error);
                    return None;
                }
                None
            }
        };
        self.values.push((id, value));
        Some(())
    }

    /// All of it; `None` where one is in error.
    pub(super) fn finish(self) -> Option<Given> {
        (!self.is_faulty).then_some(Given { values: self.values, without: self.without, borrowed: self.borrowed })
    }
}
