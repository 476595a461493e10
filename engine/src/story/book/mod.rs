//! A playbook as a book for people who never read one: plain data, everything in sentences. How it is laid out is
//! somebody else's.
//!
//! | file | says |
//! |---|---|
//! | `phrase` | (nothing) sentences whose names know what they name |
//! | `sentences`, `names` | conditions and values in sentences, and what is called what in them |
//! | `about` | what the author wrote above the playbook |
//! | `settings` | what may be turned, and how far |
//! | `journeys` | stages: who gets in, who gets on, what may go wrong |
//! | `health` | scorecards and scores |
//! | `risks` | risks by cause |
//! | `plays` | when a play opens, what is done, when somebody else hears of it |
//! | `roles` | who does what by when |
//! | `portfolio` | metrics and signals |
//! | `terms` | words that the playbook has made up |
//! | `fields` | what it has to be told about an account |
//! | `actual` | how many accounts stand where, from decisions |

pub mod about;
pub mod actual;
mod fields;
mod health;
mod journeys;
mod names;
mod phrase;
mod plays;
mod portfolio;
mod risks;
mod roles;
mod sentences;
mod settings;
mod terms;

pub use fields::Field;
pub use health::{Band, Card, Dimension, Indicator, Limit, Score};
pub use journeys::{Friction, Journey, Stage};
pub use phrase::{Anchor, Item, Kind, Line, Phrase, Piece, Said};
pub use plays::{Group, Play, Rung, Task};
pub use portfolio::{Metric, Signal};
pub use risks::{Cause, Level, Risk};
pub use roles::{Duty, Role};
pub use settings::Setting;
pub use terms::Term;

use crate::story::words::capital;
use stageplay_dsl::typed::Playbook;

/// A playbook as a book.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// What people call the playbook.
    pub title: String,
    /// `1.0.0`.
    pub version: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What holds for all of it.
    pub rules: Vec<Line>,
    /// What may be turned.
    pub settings: Vec<Setting>,
    /// The customer's journeys.
    pub journeys: Vec<Journey>,
    /// Scorecards.
    pub cards: Vec<Card>,
    /// Scores that are no scorecards.
    pub scores: Vec<Score>,
    /// Risks by their cause, in the order of the playbook.
    pub causes: Vec<Cause>,
    /// Plays.
    pub plays: Vec<Play>,
    /// Plays that stand in each other's way.
    pub groups: Vec<Group>,
    /// Who does what by when.
    pub roles: Vec<Role>,
    /// Metrics.
    pub metrics: Vec<Metric>,
    /// Signals.
    pub signals: Vec<Signal>,
    /// Words that the playbook has made up.
    pub terms: Vec<Term>,
    /// What it has to be told about an account: what is required comes first.
    pub fields: Vec<Field>,
}

/// The book of a playbook.
#[must_use]
pub fn book(playbook: &Playbook) -> Book {
    let header = &playbook.header;
    let text = |text: &Option<smol_str::SmolStr>| text.as_ref().map(ToString::to_string);
    Book {
        title: header.title.to_string(),
        version: text(&header.version),
        owner: text(&header.owner),
        rules: settings::rules(playbook),
        settings: settings::settings(playbook),
        journeys: journeys::journeys(playbook),
        cards: health::cards(playbook),
        scores: health::scores(playbook),
        causes: risks::causes(playbook),
        plays: plays::plays(playbook),
        groups: plays::groups(playbook),
        roles: roles::roles(playbook),
        metrics: portfolio::metrics(playbook),
        signals: portfolio::signals(playbook),
        terms: terms::terms(playbook),
        fields: fields::fields(playbook),
    }
}

/// A name as the beginning of a sentence: `value_failure` is `Value failure`.
fn title(name: &str) -> String {
    capital(&crate::story::words::words(name))
}

fn sentence(sentence: Option<&smol_str::SmolStr>) -> Option<String> {
    sentence.map(ToString::to_string)
}

#[cfg(test)]
mod tests;
