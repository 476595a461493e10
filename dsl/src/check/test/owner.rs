//! `PLAY.priority > NUMBER`, `PLAY.owner = ROLE` and `PLAY.TASK.owner = ROLE`, which are no conditions: like due dates
//! they exist only where the play is open.

use super::due::path_of;
use crate::check::checker::Checker;
use crate::check::compare::comparison;
use crate::check::errors;
use crate::resolve::Target;
use crate::syntax::tree::{self, BinaryOp, Path};
use crate::typed::{Expected, Responsible};
use crate::types::PlayId;

/// One of the three; `None` where a condition has another form, `Some(None)` where this one is in error.
pub(super) fn of_run(checker: &mut Checker<'_>, source: &tree::Expr) -> Option<Option<Expected>> {
    let (path, compared) = match &source.kind {
        tree::ExprKind::Binary { op, left, right } => (path_of(left)?, Some((*op, &**right))),
        tree::ExprKind::Is { subject, .. } => (path_of(subject)?, None),
        _ => return None,
    };
    let (word, parts) = path.parts.split_last()?;
    let (first, last) = (parts.first()?, parts.last()?);
    let subject = Path { parts: parts.to_vec(), span: first.span.to(last.span) };
    let names = &checker.resolved.names;
    // A task may be called `owner` or `priority`: then it is meant.
    if names.lookup(path, checker.scope).is_ok() {
        return None;
    }
    match (names.lookup(&subject, checker.scope).ok()?, word.text.as_str()) {
        (Target::PlayState(play), "priority") => Some(priority(checker, source, play, compared)),
        (Target::PlayState(play), "owner") => Some(owner(checker, source, (play, None), compared)),
        (Target::TaskState { play, task }, "owner") => Some(owner(checker, source, (play, Some(task)), compared)),
        _ => None,
    }
}

fn priority(
    checker: &mut Checker<'_>,
    source: &tree::Expr,
    play: PlayId,
    compared: Option<(BinaryOp, &tree::Expr)>,
) -> Option<Expected> {
    use BinaryOp::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
    let Some((op @ (Equal | NotEqual | Less | AtMost | Greater | AtLeast), right)) = compared else {
        let error = errors::priority_otherwise(source.span);
        checker.report(error);
        return None;
    };
    let typed = checker.plain(right, "as a priority")?;
    let number = checker.written_number(&typed, "the priority of an expectation")?;
    Some(Expected::Priority { play, is: comparison(op), number })
}

fn owner(
    checker: &mut Checker<'_>,
    source: &tree::Expr,
    (play, task): (PlayId, Option<usize>),
    compared: Option<(BinaryOp, &tree::Expr)>,
) -> Option<Expected> {
    if let Some((BinaryOp::Equal, right)) = compared {
        match &right.kind {
            tree::ExprKind::Text(who) => {
                return Some(Expected::Owner { play, task, who: Responsible::Person(who.clone()) });
            }
            tree::ExprKind::Path(path) => {
                if let [name] = path.parts.as_slice() {
                    let who = Responsible::Role(checker.role(name)?);
                    return Some(Expected::Owner { play, task, who });
                }
            }
            _ => {}
        }
    }
    let error = errors::owner_otherwise(source.span);
    checker.report(error);
    None
}
