//! Words that the playbook has made up: its named expressions and tiers.

use super::phrase::{Item, Said};
use super::sentences::condition;
use super::{sentence, title};
use crate::story::words::words;
use stageplay_dsl::typed::{self, Playbook};

/// A word that the playbook has made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// The name in words.
    pub title: String,
    /// The playbook's sentence.
    pub sentence: Option<String>,
    /// What it stands for.
    pub says: Said,
}

/// The terms of a playbook: its tiers, then its named expressions, in order of their names.
pub(super) fn terms(playbook: &Playbook) -> Vec<Term> {
    let mut terms: Vec<Term> = playbook.tiers.rows().iter().map(|tier| self::tier(playbook, tier)).collect();
    terms.extend(playbook.lets.rows().iter().map(|named| Term {
        name: named.name.to_string(),
        title: title(&named.name),
        sentence: sentence(named.sentence.as_ref()),
        says: condition(playbook, &named.value),
    }));
    terms.sort_by(|one, other| one.name.cmp(&other.name));
    terms
}

fn tier(playbook: &Playbook, tier: &typed::Tier) -> Term {
    let item = |row: &typed::TierRow| Item {
        label: Some(words(&row.name)),
        says: row.condition.as_ref().map_or_else(|| Said::of("otherwise"), |when| condition(playbook, when)),
    };
    Term {
        name: tier.name.to_string(),
        title: title(&tier.name),
        sentence: sentence(tier.sentence.as_ref()),
        says: Said::Group { head: "the first of these that is so".into(), items: tier.rows.iter().map(item).collect() },
    }
}
