//! Questions about lists of records: aggregates, quantifiers, and names inside `where` and `has`.

use super::checker::{Checker, Range, Want};
use super::errors;
use crate::resolve::{Miss, Scope, Target, unknown_element};
use crate::source::Span;
use crate::syntax::tree::{self, ListQuantifier, Path};
use crate::typed::{Aggregate, Expr, ExprKind};
use crate::types::{ListId, Type, Value};

impl Checker<'_> {
    /// The aggregate a call names; `min` and `max` are functions too, which take several values.
    pub(super) fn aggregate_named(&self, name: &str, args: &[tree::Expr]) -> Option<Aggregate> {
        let aggregate = Aggregate::named(name)?;
        if !matches!(aggregate, Aggregate::Min | Aggregate::Max) {
            return Some(aggregate);
        }
        let [tree::Expr { kind: tree::ExprKind::Path(path), .. }] = args else { return None };
        let of_list = |path: &Path| {
            let found = self.resolved.names.lookup(path, self.scope);
            matches!(found, Ok(Target::List(_) | Target::ListField { .. } | Target::ListGroup(_)))
        };
        let outer = path.of_account().filter(|_| self.element.is_some());
        of_list(outer.as_ref().unwrap_or(path)).then_some(aggregate)
    }

    pub(super) fn aggregate(
        &mut self,
        aggregate: Aggregate,
        args: &[tree::Expr],
        keep: Option<&tree::Expr>,
        span: Span,
    ) -> Option<Expr> {
        if self.element.is_some() {
            self.report(errors::list_inside_a_list(span));
            return None;
        }
        let [arg] = args else {
            self.report(errors::aggregate_arguments(aggregate, span, args.len()));
            return None;
        };
        let tree::ExprKind::Path(path) = &arg.kind else {
            self.report(errors::aggregate_of_no_list(aggregate, arg.span));
            return None;
        };
        let (list, field) = match self.resolved.names.lookup(path, self.scope) {
            Ok(Target::List(list)) => (list, None),
            Ok(Target::ListField { list, field }) => (list, Some(field)),
            Ok(Target::ListGroup(_)) | Err(_) => {
                // Said as of any other path.
                self.path(path, Want::Value);
                return None;
            }
            Ok(_) => {
                self.report(errors::aggregate_of_no_list(aggregate, arg.span));
                return None;
            }
        };
        let kept = keep.map(|keep| self.inside(list, keep));
        let (value, ty) = match (aggregate, field) {
            (Aggregate::Count, None) => (None, Type::Count),
            (Aggregate::Count, Some(_)) => {
                let error = errors::count_of_a_field(self, path, keep);
                self.report(error);
                return None;
            }
            (_, None) => {
                let error = errors::aggregate_of_records(self, aggregate, list, path);
                self.report(error);
                return None;
            }
            (_, Some(field)) => {
                let ty = self.elements[list].get(field)?.ty.clone();
                let Some(result) = result(aggregate, &ty) else {
                    let error = errors::aggregate_of_kind(self, aggregate, path, &ty, keep);
                    self.report(error);
                    return None;
                };
                let value = self.make(ExprKind::Element { list, field }, ty, path.span);
                (Some(Box::new(value)), result)
            }
        };
        let keep = match kept {
            None => None,
            Some(kept) => Some(Box::new(kept?)),
        };
        Some(self.make(ExprKind::Aggregate { aggregate, list, value, keep }, ty, span))
    }

    pub(super) fn quantified(
        &mut self,
        span: Span,
        quantifier: ListQuantifier,
        list: &Path,
        keep: Option<&tree::Expr>,
        test: Option<&tree::Expr>,
    ) -> Option<Expr> {
        if self.element.is_some() {
            self.report(errors::list_inside_a_list(span));
            return None;
        }
        let id = match self.resolved.names.lookup(list, self.scope) {
            Ok(Target::List(id)) => id,
            Err(_) => {
                self.path(list, Want::Value);
                return None;
            }
            Ok(found) => {
                let error = errors::asked_of_no_list(self, list, found);
                self.report(error);
                return None;
            }
        };
        let keep = keep.map(|keep| self.inside(id, keep));
        let test = test.map(|test| self.inside(id, test));
        let whole = |part: Option<Option<Expr>>| match part {
            None => Some(None),
            Some(part) => part.map(|part| Some(Box::new(part))),
        };
        let (keep, test) = (whole(keep)?, whole(test)?);
        let ty = if quantifier == ListQuantifier::Share { Type::Ratio } else { Type::Truth };
        Some(self.make(ExprKind::Quantified { quantifier, list: id, keep, test }, ty, span))
    }

    /// A condition about the records of a list.
    pub(super) fn inside(&mut self, list: ListId, condition: &tree::Expr) -> Option<Expr> {
        let (outside, each) = (self.element.replace(list), self.each.take());
        let typed = self.condition(condition);
        (self.element, self.each) = (outside, each);
        typed
    }

    /// A list as a whole, which may only be asked whether it is known.
    pub(super) fn whole_list(&mut self, subject: &tree::Expr) -> Option<Expr> {
        let tree::ExprKind::Path(path) = &subject.kind else { return None };
        let outer = match self.element {
            None => None,
            Some(_) => Some(path.of_account()?),
        };
        let target = self.resolved.names.lookup(outer.as_ref().unwrap_or(path), self.scope);
        let Ok(Target::List(id)) = target else { return None };
        let list = self.make(ExprKind::List(id), Type::List(id), subject.span);
        Some(if outer.is_some() { self.of_account(list, subject.span) } else { list })
    }

    /// What a name means inside `where` and `has`.
    pub(super) fn element_path(&mut self, list: ListId, path: &Path, want: Want) -> Option<Expr> {
        let span = path.span;
        if let (Want::Among(set), [word]) = (want, path.parts.as_slice())
            && let Some(code) = self.sets.choices[set].code(&word.text)
        {
            return Some(self.make(ExprKind::Constant(Value::Choice(code)), Type::Choice(set), span));
        }
        if let Some(outer) = path.of_account() {
            let inside = self.element.take();
            let value = self.path(&outer, if matches!(want, Want::Among(_)) { Want::Word } else { want });
            self.element = inside;
            return value.map(|value| self.of_account(value, span));
        }
        if path.joined() == "as_of" {
            return Some(self.make(ExprKind::AsOf, Type::Date, span));
        }
        match self.resolved.names.element(list, path) {
            Ok(Target::ListField { field, .. }) => {
                let ty = self.elements[list].get(field)?.ty.clone();
                Some(self.make(ExprKind::Element { list, field }, ty, span))
            }
            Ok(target) => {
                let error = errors::no_value(target, path);
                self.report(error);
                None
            }
            Err(miss) => {
                match (want, path.parts.as_slice()) {
                    (Want::Among(set), [word]) if self.resolved.names.lookup(path, self.scope).is_err() => {
                        if !self.is_lost(&word.text) {
                            let error = errors::not_a_choice(self, word, set);
                            self.report(error);
                        }
                    }
                    _ => self.no_element(list, path, miss),
                }
                None
            }
        }
    }

    /// Says that a list's records have no such name, and what may have been meant.
    pub(super) fn no_element(&mut self, list: ListId, path: &Path, miss: Miss) {
        if self.may_exist(path) {
            return;
        }
        let names = &self.resolved.names;
        let name = self.resolved.declared.lists[list].path.clone();
        let error = match names.lookup(path, self.scope) {
            Ok(Target::ListField { list: own, .. }) if own == list => errors::already_inside(&name, path),
            Ok(Target::Element { .. }) if self.in_each(path.span) => errors::already_inside(&name, path),
            Ok(Target::Element { .. } | Target::Record(_)) => errors::record_inside_a_list(path),
            Ok(_) if self.element.is_some() => errors::of_the_account(&name, path),
            Ok(_) if self.each.is_some() => errors::not_of_the_record(&name, path),
            Ok(_) => errors::not_in_the_record(&name, path),
            Err(_) => {
                let error = unknown_element(names, list, &name, path, miss);
                match (path.parts.as_slice(), &error.fix) {
                    ([word], None) => match self.sets.owner_of(&word.text) {
                        Some(set) => error.help(errors::word_alone(self, set, &word.text)),
                        None => error,
                    },
                    _ => error,
                }
            }
        };
        self.report(error);
    }

    /// True inside the clause that says of which records a play has runs.
    fn in_each(&self, place: Span) -> bool {
        let (Scope::Play(id) | Scope::Tasks(id)) = self.scope else { return false };
        let each = self.resolved.declared.plays[id].each();
        each.is_some_and(|each| each.span.start <= place.start && place.end <= each.span.end)
    }

    pub(super) fn of_account(&mut self, value: Expr, span: Span) -> Expr {
        let ty = value.ty.clone();
        self.make(ExprKind::OfAccount(Box::new(value)), ty, span)
    }

    /// Between which values an aggregate lies.
    pub(super) fn range_of_aggregate(&self, aggregate: Aggregate, value: Option<&Expr>) -> Option<Range> {
        match aggregate {
            Aggregate::Count => Some((0.0, f64::INFINITY)),
            // Nothing adds up to zero.
            Aggregate::Sum => match self.range(value?)? {
                (low, _) if low >= 0.0 => Some((0.0, f64::INFINITY)),
                (_, high) if high <= 0.0 => Some((f64::NEG_INFINITY, 0.0)),
                _ => None,
            },
            _ => self.range(value?),
        }
    }
}

/// The kind of what is made of the values of a kind; `None` where there is nothing to be made.
fn result(aggregate: Aggregate, ty: &Type) -> Option<Type> {
    let dates = matches!(aggregate, Aggregate::Latest | Aggregate::Earliest);
    match (aggregate, ty) {
        (_, Type::Date) => dates.then_some(Type::Date),
        // Shares of different wholes do not add up.
        (Aggregate::Sum, Type::Percent) => None,
        (Aggregate::Average, Type::Count) => Some(Type::Number),
        (_, ty) if ty.is_numeric() && !dates => Some(ty.clone()),
        _ => None,
    }
}
