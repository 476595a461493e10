//! `set`: fields with values that fit.

use crate::check::account::{constant_of, field_of};
use crate::check::checker::Checker;
use crate::check::errors;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{FieldId, ListId, Value};

/// Fields with their values; `None` is missing.
pub(super) type Fields = Vec<(FieldId, Option<Value>)>;

/// The fields that are set on a date, each once.
#[derive(Default)]
pub(super) struct Sets {
    values: Vec<Option<(FieldId, Option<Value>)>>,
    seen: Vec<(FieldId, Span)>,
    /// The lists that are taken away.
    lists: Vec<(ListId, Span)>,
}

impl Sets {
    pub(super) fn add(&mut self, checker: &mut Checker<'_>, source: &tree::Assignment) {
        match checker.resolved.names.lookup(&source.field, checker.scope) {
            Ok(Target::List(list)) => self.list(checker, list, source),
            Ok(Target::ListField { list, .. } | Target::ListGroup(list)) => {
                let list = &checker.resolved.declared.lists[list].path;
                checker.report(errors::set_in_a_list("set", &source.field, list));
                self.values.push(None);
            }
            _ => {
                let value = self.value(checker, source);
                self.values.push(value);
            }
        }
    }

    /// A list can be taken away as a whole; nothing else of it can be said in a line.
    fn list(&mut self, checker: &mut Checker<'_>, list: ListId, source: &tree::Assignment) {
        let first = self.lists.iter().find(|(seen, _)| *seen == list).map(|(_, span)| *span);
        let is_required = !checker.resolved.declared.lists[list].list.required.is_empty();
        let path = source.field.joined();
        let error = match (&source.value, first) {
            (Some(_), _) => errors::set_a_list("set", &source.field, source.span),
            (None, Some(first)) => errors::clause_twice(&path, source.span, first),
            (None, None) if is_required => errors::required_set_missing(source.span, &path),
            (None, None) => {
                self.lists.push((list, source.span));
                return;
            }
        };
        checker.report(error);
        self.values.push(None);
    }

    fn value(&mut self, checker: &mut Checker<'_>, source: &tree::Assignment) -> Option<(FieldId, Option<Value>)> {
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
        let Some(value) = &source.value else {
            let declared = &checker.resolved.declared.fields[id].field.modifiers;
            if declared.iter().any(|modifier| matches!(modifier, tree::Modifier::Required(_))) {
                let error = errors::required_set_missing(source.span, &path);
                checker.report(error);
                return None;
            }
            return Some((id, None));
        };
        constant_of(checker, id, value, "the value").map(|value| (id, Some(value)))
    }

    /// The fields with their values, and the lists that are taken away; `None` where one is in error.
    pub(super) fn finish(self) -> Option<(Fields, Vec<ListId>)> {
        let lists = self.lists.into_iter().map(|(list, _)| list).collect();
        Some((self.values.into_iter().collect::<Option<_>>()?, lists))
    }
}
