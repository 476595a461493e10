//! Tests: fields and values that fit, conditions, due dates.

use super::account::{constant_of, field_of};
use super::checker::{Checker, Want};
use super::errors;
use crate::resolve::Target;
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp, DayClause, Name, Path, TestClause};
use crate::typed::{Expectation, Expected, Test};
use crate::types::{Day, FieldId, ListId, PlayId, Type, Value};

/// Checks all tests; `None` where one is in error. What only a test reads still counts as unused.
pub(super) fn tests(checker: &mut Checker<'_>) -> Option<Vec<Test>> {
    let used = checker.used.clone();
    let resolved = checker.resolved;
    let tests: Vec<Option<Test>> = resolved.declared.tests.iter().map(|source| test(checker, source)).collect();
    checker.used = used;
    tests.into_iter().collect()
}

fn test(checker: &mut Checker<'_>, source: &tree::Test) -> Option<Test> {
    let mut account: Option<(&Name, Span)> = None;
    let mut day: Option<(Day, Span)> = None;
    let mut set = Sets::default();
    let mut expects = Vec::new();
    for clause in &source.clauses {
        let on = match clause {
            TestClause::Account(name) => {
                super::checker::once(checker, &mut account, name, name.span, "account");
                continue;
            }
            TestClause::On(on) => on,
        };
        // What stands for a date that could not be read is none.
        let torn = checker.resolved.is_torn(on.date_span);
        match day {
            _ if torn => {}
            Some((first, span)) if first != on.date => {
                let error = errors::second_date(on.date_span, span);
                checker.report(error);
                // One message about all that is on other dates.
                break;
            }
            Some(_) => {}
            None => day = Some((on.date, on.date_span)),
        }
        for clause in &on.clauses {
            match clause {
                DayClause::Set(all) => all.iter().for_each(|one| set.add(checker, one)),
                DayClause::Expect(all) => expects.extend(all.iter().map(|one| expectation(checker, one))),
            }
        }
    }
    if !checker.resolved.is_torn(source.span) {
        let missing = match (account, day) {
            (None, _) => Some(("account", "name a fixture, as in `account large_customer`")),
            (_, None) => Some(("date", "write what is expected when, as in `on 2026-03-02 expect health is red`")),
            _ if expects.is_empty() => Some(("expectation", "write what is expected, as in `expect health is red`")),
            _ => None,
        };
        if let Some((missing, help)) = missing {
            let error = errors::test_without(source, missing, help);
            checker.report(error);
        }
    }
    let (account, _) = account?;
    Some(Test {
        name: source.name.text.clone(),
        sentence: source.sentence.as_ref().map(|text| text.text.clone()),
        account: (account.text.clone(), account.span),
        as_of: day?.0,
        without: set.lists.iter().map(|(list, _)| *list).collect(),
        set: set.values()?,
        expects: expects.into_iter().collect::<Option<_>>()?,
        span: source.name.span,
    })
}

/// The fields a test sets, each once.
#[derive(Default)]
struct Sets {
    values: Vec<Option<(FieldId, Option<Value>)>>,
    seen: Vec<(FieldId, Span)>,
    /// The lists it takes away.
    lists: Vec<(ListId, Span)>,
}

impl Sets {
    fn add(&mut self, checker: &mut Checker<'_>, source: &tree::Assignment) {
        match checker.resolved.names.lookup(&source.field, checker.scope) {
            Ok(Target::List(list)) => self.list(checker, list, source),
            Ok(Target::ListField { list, .. } | Target::ListGroup(list)) => {
                let list = &checker.resolved.declared.lists[list].path;
                checker.report(errors::set_in_a_list(source, list));
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
            (Some(_), _) => errors::set_a_list(source),
            (None, Some(first)) => errors::clause_twice(&path, source.span, first),
            (None, None) if is_required => errors::required_set_missing(source, &path),
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
                let error = errors::required_set_missing(source, &path);
                checker.report(error);
                return None;
            }
            return Some((id, None));
        };
        constant_of(checker, id, value, "the value").map(|value| (id, Some(value)))
    }

    fn values(self) -> Option<Vec<(FieldId, Option<Value>)>> {
        self.values.into_iter().collect()
    }
}

fn expectation(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Expectation> {
    let expected = match due_of(checker, source) {
        Some(due) => due?,
        None => Expected::Condition(checker.condition(source)?),
    };
    Some(Expectation { expected, span: source.span })
}

/// `PLAY.TASK.due = DATE`; `None` where a condition has another form, `Some(None)` where this one is in error.
fn due_of(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Option<Expected>> {
    let (op, path, right) = match &source.kind {
        tree::ExprKind::Binary { op, left, right } => (Some(*op), path_of(left)?, Some(right)),
        tree::ExprKind::Is { subject, .. } => (None, path_of(subject)?, None),
        _ => return None,
    };
    let [play, task, due] = path.parts.as_slice() else { return None };
    if due.text != "due" {
        return None;
    }
    let owner = Path { parts: vec![play.clone(), task.clone()], span: play.span.to(task.span) };
    let found = checker.resolved.names.lookup(&owner, checker.scope);
    let Ok(Target::TaskState { play, task }) = found else { return None };
    let (Some(BinaryOp::Equal), Some(right)) = (op, right) else {
        let error = errors::due_otherwise(source.span);
        checker.report(error);
        return Some(None);
    };
    Some(due_on(checker, path, play, task, right))
}

fn path_of(expr: &tree::Expr) -> Option<&Path> {
    match &expr.kind {
        tree::ExprKind::Path(path) => Some(path),
        _ => None,
    }
}

fn due_on(checker: &mut Checker<'_>, path: &Path, play: PlayId, task: usize, right: &tree::Expr) -> Option<Expected> {
    let of = checker.resolved.declared.plays[play];
    if let Some(each) = of.each() {
        let error = errors::whose_task(path, &of.name.text, &each.list.joined());
        checker.report(error);
        return None;
    }
    let why = match of.tasks().nth(task).map(|(task, level)| (&task.due, task, level)) {
        Some((None, task, _)) if !checker.resolved.is_torn(task.span) => Some((task, "has no due date")),
        Some((Some(tree::Due::After { .. }), task, _)) => Some((task, "is not created before another one is done")),
        Some((_, task, Some(_))) => Some((task, "is not created before an escalation")),
        _ => None,
    };
    if let Some((task, why)) = why {
        let error = errors::never_due(path.span, &task.name, why);
        checker.report(error);
        return None;
    }
    let date = checker.expr(right, Want::Value)?;
    if date.ty != Type::Date {
        let error = errors::not_a_date(checker, &date, "after `due =`");
        checker.report(error);
        return None;
    }
    let day = checker.written_number(&date, "the due date of an expectation")?;
    #[allow(clippy::cast_possible_truncation, reason = "a folded date, and the cast saturates")]
    Some(Expected::Due { play, task, day: day as Day })
}
