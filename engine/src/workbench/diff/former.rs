//! What things were called before: differences are told in new names, and compared in old ones.

use super::compare::Difference;
use super::decided::{Action, Kind, Subject};
use super::items::{Effect, Item};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use std::collections::BTreeMap;

/// The names that things had in the old playbook, by what they are called in the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Former {
    subjects: BTreeMap<Subject, SmolStr>,
    /// Of stages, by journey and stage.
    stages: BTreeMap<(SmolStr, SmolStr), SmolStr>,
    /// Of tasks, by play and task.
    tasks: BTreeMap<(SmolStr, SmolStr), SmolStr>,
}

impl Former {
    /// What the `formerly` of a playbook say.
    #[must_use]
    pub fn of(playbook: &Playbook) -> Self {
        let mut former = Self::default();
        let mut add = |kind: Kind, now: &SmolStr, before: &Option<SmolStr>| {
            if let Some(before) = before {
                former.subjects.insert((kind, now.clone()), before.clone());
            }
        };
        playbook.journeys.rows().iter().for_each(|it| add(Kind::Stage, &it.name, &it.formerly));
        playbook.risks.rows().iter().for_each(|it| add(Kind::Level, &it.name, &it.formerly));
        playbook.plays.rows().iter().for_each(|it| add(Kind::Play, &it.name, &it.formerly));
        playbook.scores.rows().iter().for_each(|it| add(Kind::Points, &it.name, &it.formerly));
        for journey in playbook.journeys.rows() {
            let renamed = journey.stages.iter().filter_map(|it| Some((it.name.clone(), it.formerly.clone()?)));
            former.stages.extend(renamed.map(|(now, before)| ((journey.name.clone(), now), before)));
        }
        for play in playbook.plays.rows() {
            let renamed = play.tasks.iter().filter_map(|it| Some((it.name.clone(), it.formerly.clone()?)));
            former.tasks.extend(renamed.map(|(now, before)| ((play.name.clone(), now), before)));
        }
        former
    }

    /// With the scorecards that have another name, which only the text says.
    #[must_use]
    pub fn and(mut self, items: &[Item]) -> Self {
        for item in items.iter().filter(|item| item.effect == Effect::Renames) {
            if let (Some(now), Some(before)) = (item.name.strip_prefix("scorecard "), &item.before)
                && !now.contains(' ')
            {
                for kind in [Kind::Band, Kind::Points] {
                    self.subjects.insert((kind, now.into()), before.as_str().into());
                }
            }
        }
        self
    }

    /// Without those whose new name the old playbook has already: there the old one is history.
    #[must_use]
    pub fn since(mut self, old: &Playbook) -> Self {
        let named = |subject: &Subject| {
            let is = |name: &SmolStr| *name == subject.1;
            match subject.0 {
                Kind::Stage => old.journeys.rows().iter().any(|it| is(&it.name)),
                Kind::Level => old.risks.rows().iter().any(|it| is(&it.name)),
                Kind::Play => old.plays.rows().iter().any(|it| is(&it.name)),
                Kind::Band => old.cards.rows().iter().any(|it| is(&it.name)),
                Kind::Points => {
                    old.scores.rows().iter().any(|it| is(&it.name)) || old.cards.rows().iter().any(|it| is(&it.name))
                }
            }
        };
        self.subjects.retain(|subject, _| !named(subject));
        let was = |kind: Kind, now: &SmolStr| self.subjects.get(&(kind, now.clone())).unwrap_or(now).clone();
        let (mut stages, mut tasks) = (self.stages.clone(), self.tasks.clone());
        stages.retain(|(journey, stage), _| {
            let of = was(Kind::Stage, journey);
            let journey = old.journeys.rows().iter().find(|it| it.name == of);
            !journey.is_some_and(|it| it.stages.iter().any(|it| it.name == *stage))
        });
        tasks.retain(|(play, task), _| {
            let of = was(Kind::Play, play);
            let play = old.plays.rows().iter().find(|it| it.name == of);
            !play.is_some_and(|it| it.tasks.iter().any(|it| it.name == *task))
        });
        Self { stages, tasks, ..self }
    }

    pub(super) fn name<'s>(&'s self, subject: &'s Subject) -> &'s SmolStr {
        self.subjects.get(subject).unwrap_or(&subject.1)
    }

    /// What is decided of something in a word, as it was called.
    pub(super) fn word<'s>(&'s self, subject: &Subject, word: &'s SmolStr) -> &'s SmolStr {
        if self.stages.is_empty() || subject.0 != Kind::Stage {
            return word;
        }
        self.stages.get(&(subject.1.clone(), word.clone())).unwrap_or(word)
    }

    /// An action in old names.
    fn action(&self, action: &Action) -> Action {
        let (play, task) = self.names(action);
        Action { play, task, ..action.clone() }
    }

    /// The names of an action's play and task, as they were.
    pub(super) fn names(&self, action: &Action) -> (SmolStr, Option<SmolStr>) {
        let play = self.name(&(Kind::Play, action.play.clone())).clone();
        let task = action.task.clone().map(|task| match self.tasks.is_empty() {
            true => task,
            false => self.tasks.get(&(action.play.clone(), task.clone())).cloned().unwrap_or(task),
        });
        (play, task)
    }

    /// A difference in old names, however it was found.
    #[must_use]
    pub fn plain(&self, difference: &Difference) -> Difference {
        match difference {
            Difference::Word { subject, before, after } => Difference::Word {
                subject: (subject.0, self.name(subject).clone()),
                before: before.clone(),
                after: after.as_ref().map(|word| self.word(subject, word).clone()),
            },
            Difference::Points { name, before, after } => {
                let name = self.name(&(Kind::Points, name.clone())).clone();
                Difference::Points { name, before: *before, after: *after }
            }
            Difference::Added(action) => Difference::Added(self.action(action)),
            Difference::Due { before, after } => Difference::Due { before: before.clone(), after: self.action(after) },
            Difference::Priority { play, before, after } => {
                let play = self.name(&(Kind::Play, play.clone())).clone();
                Difference::Priority { play, before: *before, after: *after }
            }
            Difference::Removed(_) | Difference::Appears | Difference::Disappears => difference.clone(),
        }
    }

    /// Whether nothing has another name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty() && self.stages.is_empty() && self.tasks.is_empty()
    }
}
