//! Risks by their cause, and what each level of one means.

use super::phrase::{Phrase, Said};
use super::sentences::{condition, phrase};
use super::{sentence, title};
use crate::story::words::words;
use stageplay_dsl::typed::{self, Playbook};

/// Risks of one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The cause in words; `None` of risks without one.
    pub title: Option<String>,
    /// Its risks.
    pub risks: Vec<Risk>,
}

/// A risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// Highest first.
    pub levels: Vec<Level>,
    /// How long it has to be lower before the level falls.
    pub clears_after: Option<Phrase>,
}

/// A level of a risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its word.
    pub name: String,
    /// When it is there.
    pub when: Said,
}

/// The risks of a playbook by their cause; causes in the order in which they first come.
pub(super) fn causes(playbook: &Playbook) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for risk in playbook.risks.rows() {
        let cause = risk.cause.as_ref().map(|cause| title(cause));
        let shown = self::risk(playbook, risk);
        match causes.iter_mut().find(|known| known.title == cause) {
            Some(known) => known.risks.push(shown),
            None => causes.push(Cause { title: cause, risks: vec![shown] }),
        }
    }
    causes
}

fn risk(playbook: &Playbook, risk: &typed::Risk) -> Risk {
    let level = |level: &typed::Level| Level { name: words(&level.name), when: condition(playbook, &level.condition) };
    Risk {
        name: risk.name.to_string(),
        title: title(&risk.name),
        sentence: sentence(risk.sentence.as_ref()),
        levels: risk.levels.iter().rev().map(level).collect(),
        clears_after: risk.clears_after.as_ref().map(|days| phrase(playbook, days)),
    }
}
