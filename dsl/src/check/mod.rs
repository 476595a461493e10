//! Declarations to the typed playbook: kinds and units, weights, bands, stages, plays.
//!
//! Every mistake is said once, at its place. Nothing here knows how a message is shown, nor any account.

mod account;
mod answers;
mod arithmetic;
mod bands;
mod capacity;
mod card;
mod checker;
mod clauses;
mod compare;
mod constant;
mod each;
mod errors;
mod expression;
mod group;
mod header;
mod journey;
mod list;
mod name;
mod named;
mod nearby;
mod or_words;
mod play;
mod plays_group;
mod portfolio;
mod records;
mod risk;
mod scale;
mod score;
mod script_file;
mod sets;
mod setting;
mod settle;
mod stage;
mod task;
mod test;
mod time;
mod unify;
mod weights;
mod word;

use crate::diagnostic::Diagnostics;
use crate::resolve::{Entity, Resolved};
use crate::source::Sources;
use crate::syntax::tree::RetiredWhat;
use crate::typed::Playbook;
use crate::types::Table;
use checker::Checker;
use rustc_hash::FxHashSet;

/// What a check leaves behind.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The playbook: there exactly when nothing that was said, here or before, is an error.
    pub playbook: Option<Playbook>,
    /// What was named by anything.
    pub used: FxHashSet<Entity>,
}

/// Checks a playbook.
pub fn check(sources: &Sources, resolved: &Resolved<'_>, diagnostics: &mut Diagnostics) -> Checked {
    let mut said = Diagnostics::default();
    let mut used = FxHashSet::default();
    let playbook = playbook(sources, resolved, &mut said, &mut used);
    diagnostics.extend(settle::settle(&said, resolved));
    Checked { playbook: playbook.filter(|_| !diagnostics.has_errors()), used }
}

fn playbook(
    sources: &Sources,
    resolved: &Resolved<'_>,
    said: &mut Diagnostics,
    used: &mut FxHashSet<Entity>,
) -> Option<Playbook> {
    let mut checker = Checker::new(sources, resolved, said);
    let checker = &mut checker;
    // What reads nothing comes first, so that every expression after it knows the kinds of its names.
    let header = header::check(checker);
    let settings = setting::settings(checker);
    let fields = account::fields(checker);
    let lists = records::lists(checker);
    let account = account::account(checker);
    score::ranges(checker);
    let lets = named::lets(checker);
    let tiers = named::tiers(checker);
    let roles = setting::roles(checker);
    let (cards, parts) = card::cards(checker);
    let scores = score::scores(checker);
    let journeys = journey::journeys(checker);
    let risks = risk::risks(checker);
    let plays = play::plays(checker);
    let groups = plays_group::groups(checker);
    let ends_when = account::ends(checker);
    let tests = test::tests(checker);
    let metrics = portfolio::metrics(checker, &portfolio::Read { lets: &lets, tiers: &tiers, journeys: &journeys });
    let signals = portfolio::signals(checker, &roles);
    let capacities = capacity::capacities(checker);
    // Where anything is wrong, what seems unused may be used in what could not be understood.
    if checker.diagnostics.has_errors() || !resolved.torn.is_empty() || !resolved.order.cyclic.is_empty() {
        return None;
    }
    setting::unset(checker);
    if checker.diagnostics.has_errors() {
        return None;
    }
    script_file::lint(checker);
    used.extend(checker.used.drain());
    let playbook = (|| {
        Some(Playbook {
            header: header?,
            choices: std::mem::take(&mut checker.sets.choices),
            fields,
            lists,
            id_field: account.id?,
            revenue_field: account.revenue?,
            ends_when,
            settings: whole(settings)?,
            roles: whole(roles)?,
            lets: whole(lets)?,
            tiers: whole(tiers)?,
            cards: whole(cards)?,
            parts: whole(parts)?,
            scores: whole(scores)?,
            journeys: whole(journeys)?,
            risks: whole(risks)?,
            plays: whole(plays)?,
            groups: whole(groups)?,
            retired_plays: plays_group::retired(checker, RetiredWhat::Play),
            retired_journeys: plays_group::retired(checker, RetiredWhat::Journey),
            tests: tests?,
            metrics: whole(metrics)?,
            signals: whole(signals)?,
            capacities: capacities.into_iter().collect::<Option<_>>()?,
            order: resolved.order.computed.clone(),
            expressions: checker.made(),
        })
    })();
    if playbook.is_none() {
        // Something stayed silent that should have spoken: better a vague message than none.
        let place = checker.sources.iter().next().map(|(id, _)| crate::source::Span::new(id, 0, 0));
        checker.report(errors::unfinished(place));
    }
    playbook
}

/// A table without gaps.
fn whole<I: crate::types::Id, T>(table: Table<I, Option<T>>) -> Option<Table<I, T>> {
    table.into_rows().into_iter().collect()
}
