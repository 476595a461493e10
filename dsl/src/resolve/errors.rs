//! Wording of what can be wrong with names.

use super::declared::Declared;
use super::depend::{Edge, EdgeKind};
use super::lookup::Miss;
use super::names::{Entity, Names};
use crate::diagnostic::{Code, Diagnostic, near};
use crate::source::Span;
use crate::syntax::tree::{Name, Path};
use crate::typed::Declaration;
use crate::types::{Function, ListId};

/// A name given twice.
#[must_use]
pub fn twice(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), name.span, format!("`{}` is declared twice", name.text))
        .labelled("declared again here")
        .also(first, "first declared here")
        .help("give one of them another name")
}

/// A name that is a reserved word where it stands.
#[must_use]
pub fn reserved(name: &Name) -> Diagnostic {
    Diagnostic::error(Code(207), name.span, format!("`{}` is a word of the language and cannot be a name", name.text))
        .help(format!("choose another name, such as `{}_1`", name.text))
}

/// A name that the language has given away.
pub(super) fn taken(name: &Name) -> Diagnostic {
    let what = if name.text == "as_of" { "the date of the evaluation" } else { "a built-in function" };
    Diagnostic::error(Code(202), name.span, format!("`{}` is already {what}", name.text)).help("choose another name")
}

/// So many names are looked through for near ones in one playbook.
const MOST_SEARCHED: usize = 500_000;

/// A path one of whose names does not exist.
#[must_use]
pub fn unknown_name(names: &Names, path: &Path, miss: Miss) -> Diagnostic {
    let Some(name) = path.parts.get(miss.part) else {
        return Diagnostic::error(Code(201), path.span, format!("`{}` does not exist", path.joined()));
    };
    let owner: Vec<&str> = path.parts.iter().take(miss.part).map(|part| part.text.as_str()).collect();
    let owner = owner.join(".");
    if owner.is_empty() {
        let error = Diagnostic::error(Code(201), name.span, format!("`{}` does not exist", name.text));
        // Looking a thousand wrong names up among a thousand is help; among a hundred thousand it is a hang.
        if names.searched.get() > MOST_SEARCHED {
            return error;
        }
        names.searched.set(names.searched.get() + names.top.len() + names.fields.len());
        return propose(error, name, top_candidates(names, name));
    }
    let candidates = members(names, &owner);
    let message = if candidates.is_empty() {
        format!("`{owner}` has nothing inside it, so `{}` does not exist", path.joined())
    } else {
        format!("`{owner}` has no `{}`", name.text)
    };
    propose(Diagnostic::error(Code(201), name.span, message), name, candidates)
}

/// A path that is no name of a list's records.
#[must_use]
pub fn unknown_element(names: &Names, list: ListId, shown: &str, path: &Path, miss: Miss) -> Diagnostic {
    let Some(name) = path.parts.get(miss.part) else {
        return Diagnostic::error(Code(312), path.span, format!("`{shown}` has no `{}`", path.joined()));
    };
    let owner: String = path.parts.iter().take(miss.part).map(|part| format!("{}.", part.text)).collect();
    let paths = names.elements.keys().chain(names.element_groups.keys()).filter(|(of, _)| *of == list);
    let inside = paths.filter_map(|(_, path)| path.strip_prefix(owner.as_str()));
    let mut candidates: Vec<String> = inside.filter(|rest| !rest.contains('.')).map(str::to_owned).collect();
    candidates.sort();
    let owner = owner.trim_end_matches('.');
    let message = match owner {
        "" => format!("the records of `{shown}` have no `{}`", name.text),
        owner => format!("`{owner}` of the records of `{shown}` has no `{}`", name.text),
    };
    propose(Diagnostic::error(Code(312), name.span, message), name, candidates)
}

/// Adds the near name, and the fix where there is one.
fn propose(error: Diagnostic, name: &Name, candidates: Vec<String>) -> Diagnostic {
    // A field written without its group is meant, wherever only one has that name.
    let ending = format!(".{}", name.text);
    let whole: Vec<&String> = candidates.iter().filter(|candidate| candidate.ends_with(&ending)).collect();
    if let [only] = whole.as_slice() {
        return error.help(format!("write it in full: `{only}`")).fix(name.span, only.as_str());
    }
    if !whole.is_empty() {
        let all: Vec<String> = whole.iter().take(6).map(|path| format!("`{path}`")).collect();
        return error.help(format!("write it in full: {}", all.join(" or ")));
    }
    if let Some(near) = near::nearest(&name.text, candidates.iter().map(String::as_str)) {
        let fix = near.to_owned();
        return error.help(format!("did you mean `{fix}`?")).fix(name.span, fix);
    }
    match near::help(&name.text, candidates.iter().map(String::as_str)) {
        Some(help) => error.help(help),
        None => error,
    }
}

/// Names that may stand alone, and fields by their whole path.
fn top_candidates(names: &Names, name: &Name) -> Vec<String> {
    let no_value = |entity: &Entity| {
        matches!(entity, Entity::Role(_) | Entity::Metric(_) | Entity::Signal(_) | Entity::PlayGroup(_))
    };
    let tops = names.top.iter().filter(|(_, (entity, _))| !no_value(entity));
    let mut all: Vec<String> = tops.map(|(top, _)| top.to_string()).collect();
    all.extend(["as_of".to_owned()]);
    all.extend(Function::names().map(str::to_owned));
    let ending = format!(".{}", name.text);
    all.extend(names.fields.keys().filter(|path| path.ends_with(&ending)).map(ToString::to_string));
    all.sort();
    all
}

/// What can follow `owner.`.
fn members(names: &Names, owner: &str) -> Vec<String> {
    let start = format!("{owner}.");
    let paths = names.fields.keys().chain(names.groups.keys()).chain(names.parts.keys());
    let inside = paths.filter_map(|path| path.strip_prefix(start.as_str()));
    let mut all: Vec<String> = inside.filter(|rest| !rest.contains('.')).map(str::to_owned).collect();
    if let Some(list) = names.lists.get(owner) {
        let inside = names.elements.keys().chain(names.element_groups.keys()).filter(|(of, _)| of == list);
        all.extend(inside.filter(|(_, path)| !path.contains('.')).map(|(_, path)| path.to_string()));
    }
    all.extend(names.lists.keys().filter_map(|path| path.strip_prefix(start.as_str())).map(str::to_owned));
    let mut words = owner.split('.');
    let top = words.next().and_then(|top| names.top.get(top)).map(|(entity, _)| *entity);
    match (top, words.next()) {
        (Some(Entity::Journey(id)), None) => {
            let stages = names.stages.keys().filter(|(journey, _)| *journey == id);
            all.extend(stages.map(|(_, stage)| stage.to_string()));
            all.push("pace".into());
        }
        (Some(Entity::Journey(id)), Some(stage)) => {
            let at = names.stages.get(&(id, stage.into())).copied();
            let measures = names.measures.keys().filter(|(journey, stage, _)| *journey == id && Some(*stage) == at);
            all.extend(measures.map(|(_, _, measure)| measure.to_string()));
            all.extend(["entered".into(), "left".into()]);
        }
        (Some(Entity::Play(id)), None) => {
            let tasks = names.tasks.keys().filter(|(play, _)| *play == id);
            all.extend(tasks.map(|(_, task)| task.to_string()));
        }
        _ => {}
    }
    all.sort();
    all.dedup();
    all
}

/// So many steps are shown at each end of a long cycle.
const MOST_STEPS: usize = 8;

/// A cycle; the steps are reader and edge, the last edge leads back to the first reader.
pub(super) fn cycle(declared: &Declared<'_>, steps: &[(usize, Edge)]) -> Diagnostic {
    let show = |at: usize| declared.sequence.get(at).map_or_else(String::new, |found| name_of(declared, *found));
    let mut path: Vec<String> = steps.iter().map(|(at, _)| show(*at)).collect();
    path.extend(steps.first().map(|(at, _)| show(*at)));
    let place = steps.last().map_or(Span::new(crate::source::SourceId(0), 0, 0), |(_, edge)| edge.span);
    if path.len() > 2 * MOST_STEPS {
        // Both ends tell how one gets in and back.
        let left_out = path.len() - 2 * MOST_STEPS + 1;
        path.splice(MOST_STEPS..path.len() - MOST_STEPS + 1, [format!("… ({left_out} more) …")]);
    }
    let mut error = Diagnostic::error(Code(203), place, format!("a cycle: {}", path.join(" -> ")));
    let closes = steps.last().map(|(at, edge)| (show(*at), show(edge.to)));
    if let Some((reader, read)) = &closes {
        error = error.labelled(match steps.last() {
            Some((_, edge)) if edge.kind == EdgeKind::Listed => format!("`{reader}` is listed behind `{read}` here"),
            _ => format!("`{reader}` reads `{read}` here, which is not known yet"),
        });
    }
    for (at, edge) in steps.iter().take(steps.len().saturating_sub(1)).take(6) {
        let how = if edge.kind == EdgeKind::Listed { "is listed behind" } else { "reads" };
        error = error.also(edge.span, format!("`{}` {how} `{}` here", show(*at), show(edge.to)));
    }
    let all = |kind: EdgeKind| steps.iter().all(|(_, edge)| edge.kind == kind);
    if all(EdgeKind::Unless) {
        let plays: Vec<String> = steps.iter().map(|(at, _)| show(*at)).collect();
        let group = format!("one at a time NAME {{ {} }}", plays.join(", "));
        return error.help(format!("write `{group}` instead of these `unless` clauses: the first listed goes first"));
    }
    if all(EdgeKind::Listed) {
        return error.help("list these plays in the same order everywhere");
    }
    if steps.iter().any(|(_, edge)| edge.kind == EdgeKind::Listed) {
        return error.help("list these plays in another order, or remove what one of them reads");
    }
    match closes {
        Some((_, read)) => {
            error.help(format!("where the value of the evaluation before will do, write `previous {read}`"))
        }
        None => error,
    }
}

/// A declaration's name as people write it.
fn name_of(declared: &Declared<'_>, declaration: Declaration) -> String {
    let name = match declaration {
        Declaration::Let(id) => &declared.lets[id].name.text,
        Declaration::Tier(id) => &declared.tiers[id].name.text,
        Declaration::Part(id) => &declared.parts[id].path,
        Declaration::Score(id) => &declared.scores[id].name.text,
        Declaration::Journey(id) => &declared.journeys[id].journey.name.text,
        Declaration::Risk(id) => &declared.risks[id].name.text,
        Declaration::Play(id) => &declared.plays[id].name.text,
    };
    name.to_string()
}

/// A former name that something has today.
pub(super) fn former_lives(name: &Name, former: &Name, living: Span) -> Diagnostic {
    let message = format!("`{}` cannot have been `{}`: that is a name of today", name.text, former.text);
    Diagnostic::error(Code(807), former.span, message)
        .also(living, "it is declared here")
        .help(format!("remove `formerly {}`, or give the other one another name", former.text))
}

/// What is gone and is there.
pub(super) fn retired_lives(former: &Name, living: Span) -> Diagnostic {
    Diagnostic::error(Code(807), former.span, format!("`{}` is not retired: that is a name of today", former.text))
        .also(living, "it is declared here")
        .help("remove the line, or what is declared")
}

/// A former name that is retired, and retired or renamed elsewhere, too.
pub(super) fn became_twice(former: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(807), former.span, format!("two lines say what became of `{}`", former.text))
        .also(first, "the first one")
        .help("keep the one that is so")
}

/// A record of a list with a name that means something else already.
pub(super) fn record_called_like(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(202), name.span, format!("`{}` is already the name of something else", name.text))
        .also(first, "declared here")
        .help("call the record of the list something else")
}

/// A former name that two declarations claim.
pub(super) fn former_twice(former: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(Code(807), former.span, format!("two declarations say that they were `{}`", former.text))
        .also(first, "the first one")
        .help("keep the one that took its place")
}
