//! `PLAY.TASK.due = DATE`, which is no condition: a due date exists only where its play is open.

use crate::check::checker::{Checker, Want};
use crate::check::errors;
use crate::resolve::Target;
use crate::syntax::tree::{self, BinaryOp, Path};
use crate::typed::Expected;
use crate::types::{Day, PlayId, Type};

/// `PLAY.TASK.due = DATE`; `None` where a condition has another form, `Some(None)` where this one is in error.
pub(super) fn due_of(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Option<Expected>> {
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

pub(super) fn path_of(expr: &tree::Expr) -> Option<&Path> {
    match &expr.kind {
        tree::ExprKind::Path(path) => Some(path),
        _ => None,
    }
}

fn due_on(checker: &mut Checker<'_>, path: &Path, play: PlayId, task: usize, right: &tree::Expr) -> Option<Expected> {
    let named = checker.resolved.declared.plays[play].tasks().nth(task).map(|(task, _)| task);
    if let Some(task) = named.filter(|task| task.due.is_none() && !checker.resolved.is_torn(task.span)) {
        let error = errors::never_due(path.span, &task.name);
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
