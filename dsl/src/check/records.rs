//! The schema of lists of records.

use super::account::described;
use super::checker::{Checker, once};
use super::errors;
use crate::resolve::{ListSource, Target};
use crate::syntax::tree;
use crate::typed::{Field, List};
use crate::types::{ListId, Table, Type};

/// Checks every list; where one is in error it has a stand-in, so that ids keep their places.
pub(super) fn lists(checker: &mut Checker<'_>) -> Table<ListId, List> {
    let declared = &checker.resolved.declared;
    for name in &declared.nested {
        checker.report(errors::list_in_a_list(name));
    }
    declared.lists.iter().map(|(id, source)| list(checker, id, source)).collect()
}

fn list(checker: &mut Checker<'_>, id: ListId, source: &ListSource<'_>) -> List {
    let (mut required, mut private) = (None, None);
    source.list.required.iter().for_each(|span| once(checker, &mut required, (), *span, "required"));
    source.list.private.iter().for_each(|span| once(checker, &mut private, (), *span, "private"));
    if source.fields.is_empty() && !checker.resolved.is_torn(source.list.name.span) {
        let error = errors::needs(&source.list.name, "list", &["a field"]);
        checker.report(error);
    }
    let mut fields: Vec<Field> = Vec::new();
    for (at, own) in source.fields.iter().enumerate() {
        let ty = checker.elements[id].get(at).map_or(Type::Text, |known| known.ty.clone());
        let (field, range) = described(checker, own, ty);
        if let Some(known) = checker.elements[id].get_mut(at) {
            known.range = range;
        }
        fields.push(field);
    }
    // One rule speaks of many fields: what is wrong with it is said once.
    let mut rules: Vec<(*const tree::Stale, Option<(usize, f64)>)> = Vec::new();
    let mut stale = Vec::new();
    for (at, own) in source.fields.iter().enumerate() {
        let rule = own.stale.and_then(|rule| match rules.iter().find(|(known, _)| std::ptr::eq(*known, rule)) {
            Some((_, found)) => *found,
            None => {
                let found = freshness(checker, id, rule);
                rules.push((rule, found));
                found
            }
        });
        // The date itself is not subject to its own rule.
        stale.push(rule.filter(|(since, _)| *since != at));
    }
    List {
        path: source.path.clone(),
        fields,
        stale,
        required: required.is_some(),
        private: private.is_some(),
        sentence: source.list.sentence.as_ref().map(|text| text.text.clone()),
        span: source.list.name.span,
    }
}

/// `stale after D since DATE`, the date being one of the record.
fn freshness(checker: &mut Checker<'_>, list: ListId, rule: &tree::Stale) -> Option<(usize, f64)> {
    let after = checker.written_days(&rule.after, "the time after `stale after`");
    let since = match checker.resolved.names.element(list, &rule.since) {
        Ok(Target::ListField { field, .. }) => field,
        Ok(_) => {
            checker.report(errors::stale_since(rule.since.span, "a group of fields"));
            return None;
        }
        Err(miss) => {
            checker.no_element(list, &rule.since, miss);
            return None;
        }
    };
    let ty = checker.elements[list].get(since)?.ty.clone();
    if ty != Type::Date {
        let kind = checker.show(&ty);
        checker.report(errors::stale_since(rule.since.span, &kind));
        return None;
    }
    Some((since, after?))
}
