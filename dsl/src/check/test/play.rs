//! The plays and tasks that a test names.

use crate::check::checker::{Checker, Want};
use crate::check::errors;
use crate::resolve::{Entity, Target};
use crate::syntax::tree::{Name, Path, PlayClause, Task};
use crate::types::PlayId;

/// A path that must be a play; `said` is what is said of it, as in "before `opens`".
pub(super) fn play(checker: &mut Checker<'_>, path: &Path, said: &str) -> Option<PlayId> {
    match checker.resolved.names.lookup(path, checker.scope) {
        Ok(Target::PlayState(play)) => return Some(play),
        Ok(Target::TaskState { .. }) => {
            let error = errors::task_for_a_play(path, said);
            checker.report(error);
        }
        Ok(_) => {
            let error = errors::no_play(path, said);
            checker.report(error);
        }
        Err(_) => unknown(checker, path),
    }
    None
}

/// The name of a play.
pub(super) fn named(checker: &mut Checker<'_>, name: &Name, said: &str) -> Option<PlayId> {
    play(checker, &Path { parts: vec![name.clone()], span: name.span }, said)
}

/// A path that must be a task.
pub(super) fn task(checker: &mut Checker<'_>, path: &Path, said: &str) -> Option<(PlayId, usize)> {
    match checker.resolved.names.lookup(path, checker.scope) {
        Ok(Target::TaskState { play, task }) => return Some((play, task)),
        Ok(Target::PlayState(play)) => {
            let first = tasks(checker, play).next();
            let error = errors::play_for_a_task(path, said, first.map(|task| &task.name));
            checker.report(error);
        }
        Ok(_) => {
            let error = errors::no_task(path, said);
            checker.report(error);
        }
        Err(_) => unknown(checker, path),
    }
    None
}

/// The tasks of a play, in order.
pub(super) fn tasks<'a>(checker: &Checker<'a>, play: PlayId) -> impl Iterator<Item = &'a Task> + use<'a> {
    let resolved = checker.resolved;
    resolved.declared.plays[play].clauses.iter().filter_map(|clause| match clause {
        PlayClause::Task(task) => Some(task),
        _ => None,
    })
}

/// A path of which a name is not there.
fn unknown(checker: &mut Checker<'_>, path: &Path) {
    if checker.may_exist(path) {
        return;
    }
    let declared = &checker.resolved.declared;
    let Some(first) = path.parts.first() else { return };
    let error = match (checker.resolved.names.top.get(&first.text), path.parts.as_slice()) {
        (None, _) => errors::unknown("play", first, declared.plays.rows().iter().map(|play| play.name.text.as_str())),
        (Some((Entity::Play(play), _)), [_, name]) => {
            let elsewhere = declared
                .plays
                .iter()
                .find(|(other, _)| other != play && tasks(checker, *other).any(|task| task.name.text == name.text));
            match elsewhere {
                Some((_, other)) => errors::task_of_another(path, name, &other.name),
                None => errors::unknown(
                    &format!("task of `{}` called", first.text),
                    name,
                    tasks(checker, *play).map(|task| task.name.text.as_str()),
                ),
            }
        }
        _ => {
            checker.path(path, Want::Value);
            return;
        }
    };
    checker.report(error);
}
