//! The one flat namespace of declarations and account fields, and the names under their owners.

use super::declared::{Declared, PartBody};
use super::errors;
use crate::diagnostic::Diagnostics;
use crate::source::Span;
use crate::syntax::tree::Name;
use crate::types::{
    CardId, FieldId, Function, GroupId, JourneyId, LetId, ListId, MetricId, PartId, PlayId, RiskId, RoleId, ScoreId,
    SettingId, SignalId, TierId,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::cell::Cell;

/// What a name of the flat namespace stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Entity {
    Field(FieldId),
    Group,
    List(ListId),
    Role(RoleId),
    Setting(SettingId),
    Let(LetId),
    Tier(TierId),
    Card(CardId),
    Score(ScoreId),
    Journey(JourneyId),
    Risk(RiskId),
    Play(PlayId),
    PlayGroup(GroupId),
    Metric(MetricId),
    Signal(SignalId),
}

/// Names to what they stand for.
#[derive(Debug, Default)]
pub struct Names {
    /// How many names have been searched for near ones.
    pub(super) searched: Cell<usize>,
    /// The flat namespace.
    pub top: FxHashMap<SmolStr, (Entity, Span)>,
    /// Names given twice: what they cannot be found to hold may be in the other one.
    pub doubtful: FxHashSet<SmolStr>,
    /// Field paths.
    pub fields: FxHashMap<SmolStr, FieldId>,
    /// Group paths.
    pub groups: FxHashMap<SmolStr, Span>,
    /// List paths.
    pub lists: FxHashMap<SmolStr, ListId>,
    /// Fields of records by list and path within them, as places in the list.
    pub elements: FxHashMap<(ListId, SmolStr), usize>,
    /// Groups of records by list and path within them.
    pub element_groups: FxHashMap<(ListId, SmolStr), Span>,
    /// Part paths, the roots among them.
    pub parts: FxHashMap<SmolStr, PartId>,
    /// Stages by journey and name, as places in the journey.
    pub stages: FxHashMap<(JourneyId, SmolStr), usize>,
    /// Measures by journey, stage and name.
    pub measures: FxHashMap<(JourneyId, usize, SmolStr), usize>,
    /// Tasks by play and name, as places in the play: those of its escalations after its own.
    pub tasks: FxHashMap<(PlayId, SmolStr), usize>,
    /// What a record of a list is called in a play that has a run for each; no list where there is none of its name.
    pub each: FxHashMap<PlayId, (SmolStr, Option<ListId>)>,
}

/// Words that cannot name anything, because an operand may begin with them.
const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "in",
    "where",
    "otherwise",
    "by",
    "if",
    "then",
    "else",
    "for",
    "ago",
    "since",
    "until",
    "from",
    "to",
    "of",
    "over",
    "within",
    "before",
    "becomes",
    "previous",
    "change",
    "growth",
    "every",
    "when",
    "unless",
];

/// True for a word that cannot be a name of its own, nor begin a value.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Fills the namespace; every name given twice is reported once, at its second place.
pub(super) fn build(declared: &Declared<'_>, diagnostics: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    // In the order of the text, so that of two of a name the second one is the one too many.
    let mut tops = tops(declared);
    tops.sort_by_key(|(name, _)| name.span);
    for (name, entity) in tops {
        add_top(&mut names, name, entity, diagnostics);
    }
    add_account(&mut names, declared, diagnostics);
    add_lists(&mut names, declared, diagnostics);
    add_parts(&mut names, declared, diagnostics);
    add_stages(&mut names, declared, diagnostics);
    add_tasks(&mut names, declared, diagnostics);
    add_each(&mut names, declared, diagnostics);
    tell_tests_apart(declared, diagnostics);
    names
}

/// Every name of the flat namespace.
fn tops<'a>(declared: &Declared<'a>) -> Vec<(&'a Name, Entity)> {
    let mut all: Vec<(&Name, Entity)> = Vec::new();
    let groups = declared.groups.iter().filter(|(path, _)| !path.contains('.'));
    all.extend(groups.map(|(_, name)| (*name, Entity::Group)));
    let fields = declared.fields.iter().filter(|(_, source)| !source.path.contains('.'));
    all.extend(fields.map(|(id, source)| (&source.field.name, Entity::Field(id))));
    let lists = declared.lists.iter().filter(|(_, source)| !source.path.contains('.'));
    all.extend(lists.map(|(id, source)| (&source.list.name, Entity::List(id))));
    all.extend(declared.roles.iter().map(|(id, role)| (&role.name, Entity::Role(id))));
    all.extend(declared.settings.iter().map(|(id, setting)| (&setting.name, Entity::Setting(id))));
    all.extend(declared.lets.iter().map(|(id, named)| (&named.name, Entity::Let(id))));
    all.extend(declared.tiers.iter().map(|(id, tier)| (&tier.name, Entity::Tier(id))));
    all.extend(declared.cards.iter().map(|(id, card)| (&card.name, Entity::Card(id))));
    all.extend(declared.scores.iter().map(|(id, score)| (&score.name, Entity::Score(id))));
    all.extend(declared.journeys.iter().map(|(id, journey)| (&journey.journey.name, Entity::Journey(id))));
    all.extend(declared.risks.iter().map(|(id, risk)| (&risk.name, Entity::Risk(id))));
    all.extend(declared.plays.iter().map(|(id, play)| (&play.name, Entity::Play(id))));
    all.extend(declared.play_groups.iter().map(|(id, group)| (&group.name, Entity::PlayGroup(id))));
    all.extend(declared.metrics.iter().map(|(id, metric)| (&metric.name, Entity::Metric(id))));
    all.extend(declared.signals.iter().map(|(id, signal)| (&signal.name, Entity::Signal(id))));
    all
}

fn add_top(names: &mut Names, name: &Name, entity: Entity, diagnostics: &mut Diagnostics) {
    if is_reserved(&name.text) {
        diagnostics.push(errors::reserved(name));
        return;
    }
    if name.text == "as_of" || Function::named(&name.text).is_some() {
        diagnostics.push(errors::taken(name));
        return;
    }
    match names.top.get(&name.text) {
        Some((_, first)) => {
            diagnostics.push(errors::twice(name, *first));
            names.doubtful.insert(name.text.clone());
        }
        None => {
            names.top.insert(name.text.clone(), (entity, name.span));
        }
    }
}

/// Fields and groups by path; those on top were named with the other declarations.
fn add_account(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for (path, name) in &declared.groups {
        match names.groups.get(path) {
            Some(first) if path.contains('.') => diagnostics.push(errors::twice(name, *first)),
            Some(_) => {}
            None => {
                names.groups.insert(path.clone(), name.span);
            }
        }
    }
    for (id, source) in declared.fields.iter() {
        let first = match (names.fields.get(&source.path), names.groups.get(&source.path)) {
            (Some(first), _) => Some(declared.fields[*first].field.name.span),
            (None, first) => first.copied(),
        };
        if let (Some(first), true) = (first, source.path.contains('.')) {
            diagnostics.push(errors::twice(&source.field.name, first));
        }
        names.fields.entry(source.path.clone()).or_insert(id);
    }
}

/// Lists by path, and what their records have.
fn add_lists(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for (id, source) in declared.lists.iter() {
        let field = names.fields.get(&source.path).map(|field| declared.fields[*field].field.name.span);
        let list = names.lists.get(&source.path).map(|list| declared.lists[*list].list.name.span);
        let first = field.or(list).or_else(|| names.groups.get(&source.path).copied());
        if let (Some(first), true) = (first, source.path.contains('.')) {
            diagnostics.push(errors::twice(&source.list.name, first));
        }
        // A name given twice stays with its first bearer.
        let own = matches!(names.top.get(&source.path), Some((Entity::List(own), _)) if *own == id);
        if own || first.is_none() {
            names.lists.insert(source.path.clone(), id);
        }
        let fields = source.fields.iter().map(|field| (&field.path, &field.field.name));
        for (path, name) in source.groups.iter().map(|(path, name)| (path, *name)).chain(fields) {
            // Alone inside `where`, it would be taken for something else.
            if !path.contains('.') && (is_reserved(path) || matches!(path.as_str(), "as_of" | "account")) {
                diagnostics.push(errors::reserved(name));
            }
        }
        for (path, name) in &source.groups {
            match names.element_groups.get(&(id, path.clone())) {
                Some(first) => diagnostics.push(errors::twice(name, *first)),
                None => {
                    names.element_groups.insert((id, path.clone()), name.span);
                }
            }
        }
        for (at, field) in source.fields.iter().enumerate() {
            let key = (id, field.path.clone());
            let other = names.elements.get(&key).and_then(|first| source.fields.get(*first));
            let first = other.map(|first| first.field.name.span).or_else(|| names.element_groups.get(&key).copied());
            if let Some(first) = first {
                diagnostics.push(errors::twice(&field.field.name, first));
            }
            names.elements.entry(key).or_insert(at);
        }
    }
}

fn add_parts(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for (id, part) in declared.parts.iter() {
        match names.parts.get(&part.path) {
            Some(first) if !matches!(part.body, PartBody::Root(_)) => {
                let first = declared.parts[*first].name.span;
                diagnostics.push(errors::twice(part.name, first));
            }
            // A second scorecard of one name was already reported.
            Some(_) => {}
            None => {
                names.parts.insert(part.path.clone(), id);
            }
        }
    }
}

fn add_stages(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    use crate::syntax::tree::StageClause;
    for (id, journey) in declared.journeys.iter() {
        for (at, stage) in journey.stages.iter().enumerate() {
            let first = names.stages.get(&(id, stage.name.text.clone())).and_then(|first| journey.stages.get(*first));
            match first {
                Some(first) => {
                    // Interrupting stages come last here whatever the order they were written in.
                    let (one, other) = in_order(&first.name, &stage.name);
                    diagnostics.push(errors::twice(other, one.span));
                }
                None if matches!(stage.name.text.as_str(), "pace" | "none") => {
                    diagnostics.push(errors::reserved(&stage.name));
                }
                None => {
                    names.stages.insert((id, stage.name.text.clone()), at);
                }
            }
            let measures = stage.clauses.iter().filter_map(|clause| match clause {
                StageClause::Measure(measure) => Some(&measure.name),
                _ => None,
            });
            let mut seen: Vec<&Name> = Vec::new();
            for (place, name) in measures.enumerate() {
                if matches!(name.text.as_str(), "entered" | "left") {
                    diagnostics.push(errors::reserved(name));
                } else if let Some(first) = seen.iter().find(|first| first.text == name.text) {
                    diagnostics.push(errors::twice(name, first.span));
                }
                seen.push(name);
                names.measures.entry((id, at, name.text.clone())).or_insert(place);
            }
        }
    }
}

fn in_order<'a>(one: &'a Name, other: &'a Name) -> (&'a Name, &'a Name) {
    if one.span <= other.span { (one, other) } else { (other, one) }
}

fn add_tasks(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for (id, play) in declared.plays.iter() {
        let mut seen: Vec<&Name> = Vec::new();
        for (at, name) in play.tasks().map(|(task, _)| &task.name).enumerate() {
            if let Some(first) = seen.iter().find(|first| first.text == name.text) {
                diagnostics.push(errors::twice(name, first.span));
            }
            seen.push(name);
            names.tasks.entry((id, name.text.clone())).or_insert(at);
        }
    }
}

/// What plays call the records they are about: a name that nothing else has.
fn add_each(names: &mut Names, declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    for (id, play) in declared.plays.iter() {
        let Some(each) = play.each() else { continue };
        let name = &each.variable;
        let task = play.tasks().find(|(task, _)| task.name.text == name.text).map(|(task, _)| task.name.span);
        let other = names.top.get(&name.text).map(|(_, span)| *span).or(task);
        if is_reserved(&name.text) || name.text == "account" {
            diagnostics.push(errors::reserved(name));
        } else if name.text == "as_of" || Function::named(&name.text).is_some() {
            diagnostics.push(errors::taken(name));
        } else if let Some(first) = other {
            diagnostics.push(errors::record_called_like(name, first));
        }
        names.each.insert(id, (name.text.clone(), names.lists.get(&each.list.joined()).copied()));
    }
}

/// Nothing reads a test, so that it may have the name of what it tests; but not that of another test.
fn tell_tests_apart(declared: &Declared<'_>, diagnostics: &mut Diagnostics) {
    let mut seen: FxHashMap<&str, &Name> = FxHashMap::default();
    for test in &declared.tests {
        match seen.get(test.name.text.as_str()) {
            Some(first) => diagnostics.push(errors::twice(&test.name, first.span)),
            None => {
                seen.insert(&test.name.text, &test.name);
            }
        }
    }
}
