//! A path to what it means.

use super::names::{Entity, Names};
use crate::syntax::tree::Path;
use crate::typed::{Declaration, StageEdge};
use crate::types::{
    FieldId, GroupId, JourneyId, LetId, ListId, MetricId, PartId, PlayId, RiskId, RoleId, ScoreId, SettingId, SignalId,
    TierId,
};

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the typed expressions")]
pub enum Target {
    AsOf,
    Field(FieldId),
    /// A group of fields, which is no value.
    Group,
    /// A list of records, which is no value.
    List(ListId),
    /// A field of the records of a list, seen from outside of them.
    ListField {
        list: ListId,
        field: usize,
    },
    /// A group of fields of the records of a list.
    ListGroup(ListId),
    /// A field of the record that a run of the play is about.
    Element {
        list: ListId,
        field: usize,
    },
    /// That record, or a group of its fields, which is no value.
    Record(ListId),
    /// A group of plays, which is no value.
    PlayGroup(GroupId),
    /// A role, which is no value.
    Role(RoleId),
    /// A metric, which is no value of an account.
    Metric(MetricId),
    /// A signal, which is no value of an account.
    Signal(SignalId),
    Setting(SettingId),
    Let(LetId),
    Tier(TierId),
    Score(ScoreId),
    Part(PartId),
    Stage(JourneyId),
    /// A stage itself, which is no value.
    StageAlone {
        journey: JourneyId,
        stage: usize,
    },
    Pace(JourneyId),
    StageDate {
        journey: JourneyId,
        stage: usize,
        edge: StageEdge,
    },
    Measure {
        journey: JourneyId,
        stage: usize,
        measure: usize,
    },
    Level(RiskId),
    PlayState(PlayId),
    TaskState {
        play: PlayId,
        task: usize,
    },
}

impl Target {
    /// The declaration that computes it.
    #[must_use]
    pub fn declaration(self) -> Option<Declaration> {
        match self {
            Self::AsOf
            | Self::Field(_)
            | Self::Group
            | Self::List(_)
            | Self::ListField { .. }
            | Self::ListGroup(_)
            | Self::Element { .. }
            | Self::Record(_)
            | Self::PlayGroup(_)
            | Self::Role(_)
            | Self::Setting(_)
            | Self::Metric(_)
            | Self::Signal(_) => None,
            Self::Let(id) => Some(Declaration::Let(id)),
            Self::Tier(id) => Some(Declaration::Tier(id)),
            Self::Score(id) => Some(Declaration::Score(id)),
            Self::Part(id) => Some(Declaration::Part(id)),
            Self::Stage(journey)
            | Self::Pace(journey)
            | Self::StageAlone { journey, .. }
            | Self::StageDate { journey, .. }
            | Self::Measure { journey, .. } => Some(Declaration::Journey(journey)),
            Self::Level(id) => Some(Declaration::Risk(id)),
            Self::PlayState(play) | Self::TaskState { play, .. } => Some(Declaration::Play(play)),
        }
    }
}

/// Why a path means nothing: which of its names, by place, is the first that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The place of the name in the path.
    pub part: usize,
}

/// Whose own names are seen besides the flat namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// None.
    #[default]
    Everywhere,
    /// A play's tasks, where no declaration has the name.
    Play(PlayId),
    /// A play's tasks before any declaration: after `unless` of an escalation.
    Tasks(PlayId),
}

impl Names {
    /// What a path means, seen from `scope`.
    ///
    /// # Errors
    /// Where one of its names is not there.
    pub fn lookup(&self, path: &Path, scope: Scope) -> Result<Target, Miss> {
        let first = path.parts.first().ok_or(Miss { part: 0 })?;
        match self.record(path, scope) {
            Some(Some(list)) => return self.of_record(list, path),
            Some(None) => return Err(Miss { part: 0 }),
            None => {}
        }
        let alone = path.parts.len() == 1;
        let task = |play: PlayId| {
            let task = self.tasks.get(&(play, first.text.clone())).filter(|_| alone)?;
            Some(Target::TaskState { play, task: *task })
        };
        if let Scope::Tasks(play) = scope
            && let Some(found) = task(play)
        {
            return Ok(found);
        }
        if first.text == "as_of" {
            return if alone { Ok(Target::AsOf) } else { Err(Miss { part: 1 }) };
        }
        // A field is found by its path even where its group's name was also given to something else.
        if !alone && let Some(field) = self.fields.get(&path.joined()) {
            return Ok(Target::Field(*field));
        }
        if let Some(found) = self.in_list(path) {
            return found;
        }
        let Some((entity, _)) = self.top.get(&first.text) else {
            if let Scope::Play(play) = scope
                && let Some(found) = task(play)
            {
                return Ok(found);
            }
            return Err(Miss { part: 0 });
        };
        match *entity {
            Entity::Group => self.member(path),
            Entity::List(id) => Ok(Target::List(id)),
            Entity::Card(_) => {
                let known = |count: &usize| self.parts.contains_key(&joined(path, *count));
                self.parts.get(&path.joined()).map(|part| Target::Part(*part)).ok_or_else(|| first_miss(path, known))
            }
            Entity::Journey(id) => self.of_journey(id, path),
            Entity::Play(play) => match path.parts.as_slice() {
                [_] => Ok(Target::PlayState(play)),
                [_, name, rest @ ..] => match self.tasks.get(&(play, name.text.clone())) {
                    Some(task) if rest.is_empty() => Ok(Target::TaskState { play, task: *task }),
                    Some(_) => Err(Miss { part: 2 }),
                    None => Err(Miss { part: 1 }),
                },
                [] => Err(Miss { part: 0 }),
            },
            Entity::PlayGroup(id) => Ok(Target::PlayGroup(id)),
            Entity::Metric(id) => Ok(Target::Metric(id)),
            Entity::Signal(id) => Ok(Target::Signal(id)),
            _ if !alone => Err(Miss { part: 1 }),
            Entity::Field(id) => Ok(Target::Field(id)),
            Entity::Role(id) => Ok(Target::Role(id)),
            Entity::Setting(id) => Ok(Target::Setting(id)),
            Entity::Let(id) => Ok(Target::Let(id)),
            Entity::Tier(id) => Ok(Target::Tier(id)),
            Entity::Score(id) => Ok(Target::Score(id)),
            Entity::Risk(id) => Ok(Target::Level(id)),
        }
    }

    /// The list whose record a path begins with, in a play that has a run for each; none where there is no such list,
    /// which is said where it is named.
    #[must_use]
    pub fn record(&self, path: &Path, scope: Scope) -> Option<Option<ListId>> {
        let (Scope::Play(play) | Scope::Tasks(play)) = scope else { return None };
        let (variable, list) = self.each.get(&play)?;
        path.parts.first().filter(|first| first.text == *variable).map(|_| *list)
    }

    fn of_record(&self, list: ListId, path: &Path) -> Result<Target, Miss> {
        if path.parts.len() == 1 {
            return Ok(Target::Record(list));
        }
        self.of_list(list, path, 1).map(|found| match found {
            Target::ListField { list, field } => Target::Element { list, field },
            _ => Target::Record(list),
        })
    }

    /// What a name of a record means inside `where` and `has` of its list.
    ///
    /// # Errors
    /// Where one of its names is not there.
    pub fn element(&self, list: ListId, path: &Path) -> Result<Target, Miss> {
        self.of_list(list, path, 0)
    }

    /// A path that leads to a list or into one.
    fn in_list(&self, path: &Path) -> Option<Result<Target, Miss>> {
        if self.lists.is_empty() {
            return None;
        }
        let (count, list) =
            (1..=path.parts.len()).find_map(|count| Some((count, *self.lists.get(&joined(path, count))?)))?;
        if count == path.parts.len() {
            return Some(Ok(Target::List(list)));
        }
        Some(self.of_list(list, path, count))
    }

    /// A path whose first `skip` names are those of the list.
    fn of_list(&self, list: ListId, path: &Path, skip: usize) -> Result<Target, Miss> {
        let within = |count: usize| {
            let parts: Vec<&str> = path.parts.iter().take(count).skip(skip).map(|part| part.text.as_str()).collect();
            smol_str::SmolStr::from(parts.join("."))
        };
        let whole = within(path.parts.len());
        if let Some(field) = self.elements.get(&(list, whole.clone())) {
            return Ok(Target::ListField { list, field: *field });
        }
        if self.element_groups.contains_key(&(list, whole)) {
            return Ok(Target::ListGroup(list));
        }
        let known = |count: &usize| {
            let start = (list, within(*count));
            self.elements.contains_key(&start) || self.element_groups.contains_key(&start)
        };
        let known = (skip + 1..=path.parts.len()).take_while(known).count();
        Err(Miss { part: (skip + known).min(path.parts.len().saturating_sub(1)) })
    }

    fn member(&self, path: &Path) -> Result<Target, Miss> {
        let whole = path.joined();
        if let Some(field) = self.fields.get(&whole) {
            return Ok(Target::Field(*field));
        }
        if self.groups.contains_key(&whole) {
            return Ok(Target::Group);
        }
        let known = |count: &usize| {
            let start = joined(path, *count);
            self.groups.contains_key(&start) || self.fields.contains_key(&start)
        };
        Err(first_miss(path, known))
    }

    fn of_journey(&self, journey: JourneyId, path: &Path) -> Result<Target, Miss> {
        let mut rest = path.parts.iter().skip(1);
        let Some(name) = rest.next() else { return Ok(Target::Stage(journey)) };
        let target = match (self.stages.get(&(journey, name.text.clone())), rest.next()) {
            (None, None) if name.text == "pace" => Target::Pace(journey),
            (None, Some(_)) if name.text == "pace" => return Err(Miss { part: 2 }),
            (None, _) => return Err(Miss { part: 1 }),
            (Some(stage), None) => Target::StageAlone { journey, stage: *stage },
            (Some(stage), Some(edge)) => match edge.text.as_str() {
                "entered" => Target::StageDate { journey, stage: *stage, edge: StageEdge::Entered },
                "left" => Target::StageDate { journey, stage: *stage, edge: StageEdge::Left },
                other => match self.measures.get(&(journey, *stage, other.into())) {
                    Some(measure) => Target::Measure { journey, stage: *stage, measure: *measure },
                    None => return Err(Miss { part: 2 }),
                },
            },
        };
        if rest.next().is_some() { Err(Miss { part: 3 }) } else { Ok(target) }
    }
}

/// The first `count` names of a path joined by dots.
fn joined(path: &Path, count: usize) -> smol_str::SmolStr {
    let parts: Vec<&str> = path.parts.iter().take(count).map(|part| part.text.as_str()).collect();
    parts.join(".").into()
}

/// The first name with which the path is no longer known.
fn first_miss(path: &Path, known: impl Fn(&usize) -> bool) -> Miss {
    let known = (1..=path.parts.len()).take_while(known).count();
    Miss { part: known.min(path.parts.len().saturating_sub(1)) }
}
