//! The plays and tasks that a test names.

use crate::check::checker::{Checker, Want};
use crate::check::errors;
use crate::resolve::{Entity, Target};
use crate::syntax::tree::{Path, Task};
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
fn tasks<'a>(checker: &Checker<'a>, play: PlayId) -> impl Iterator<Item = &'a Task> + use<'a> {
    checker.resolved.declared.plays[play].tasks().map(|(task, _)| task)
}

/// A path of which a name is not there; a task may belong to another play.
fn unknown(checker: &mut Checker<'_>, path: &Path) {
    /// In more plays than this nobody looks.
    const MOST: usize = 1_000;
    let names = &checker.resolved.names;
    if let [first, name] = path.parts.as_slice()
        && let Some((Entity::Play(_), _)) = names.top.get(&first.text)
        && !checker.may_exist(path)
        && let Some((_, other)) = (checker.resolved.declared.plays.iter().take(MOST))
            .find(|(other, _)| names.tasks.contains_key(&(*other, name.text.clone())))
    {
        let error = errors::task_of_another(path, name, &other.name);
        checker.report(error);
        return;
    }
    checker.path(path, Want::Value);
}
