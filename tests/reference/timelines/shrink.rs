//! The first disagreement about a timeline, and a smaller one of the same kind.

use super::super::Account;
use super::super::case::{compiled, smaller};
use super::super::outcome;
use super::super::random::source;
use super::super::timeline::Life;
use super::driver::Driver;
use super::random::without;
use super::{Happening, Timeline, said};
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::show_day;
use stageplay_engine::graph::Program;

/// Where engine and reference part: the evaluation, the account, and how.
#[derive(Clone, Debug)]
pub(super) struct Parting {
    pub(super) evaluation: usize,
    pub(super) account: usize,
    pub(super) how: String,
}

/// The first evaluation about which engine and reference say different things.
pub(super) fn parting(book: &Playbook, timeline: &Timeline) -> Option<Parting> {
    let program = Program::compile(book.clone());
    let accounts = timeline.days.first().map_or(0, |day| day.snapshots.len());
    let mut engine = Driver::new(&program, accounts);
    let mut lives = vec![Life::default(); accounts];
    let mut waiting = vec![Vec::new(); accounts];
    let mut first = None;
    for (evaluation, happening) in timeline.days.iter().enumerate() {
        for (waiting, deeds) in waiting.iter_mut().zip(&happening.deeds) {
            waiting.extend(deeds.iter().cloned());
        }
        let told = engine.evaluate(happening.day, &happening.snapshots, &waiting);
        for (account, life) in lives.iter_mut().enumerate() {
            let snapshot = happening.snapshots[account].as_ref();
            let decided = life.evaluate(book, happening.day, first, snapshot, &waiting[account]);
            let Some(decided) = decided else { continue };
            let engine = told[account].as_ref().expect("it has a snapshot");
            let reference = said::of_reference(book, &decided);
            if outcome::difference(engine, &reference).is_some() {
                let differ = engine.iter().zip(&reference).filter(|(engine, reference)| engine != reference);
                let lines =
                    differ.map(|((name, engine), (_, other))| format!("{name}: engine {engine}, reference {other}"));
                return Some(Parting { evaluation, account, how: lines.collect::<Vec<_>>().join("\n") });
            }
            waiting[account].clear();
        }
        first = first.or(Some(happening.day));
    }
    None
}

/// The smallest playbook and timeline found that still disagree, as a text.
pub(super) fn smallest(items: &[String], timeline: &Timeline, parting: &Parting) -> String {
    let wrong = |items: &[String], timeline: &Timeline| {
        let book = compiled(&source(items)).ok()?;
        self::parting(&book, timeline)
    };
    let mut items = items.to_vec();
    let mut timeline = only(timeline, parting);
    let Some(mut found) = wrong(&items, &timeline) else { return "only among other accounts".into() };
    let mut is_shrinking = true;
    while is_shrinking {
        is_shrinking = false;
        for candidate in smaller(&items) {
            if let Some(still) = wrong(&candidate, &timeline) {
                (items, found, is_shrinking) = (candidate, still, true);
                break;
            }
        }
    }
    let mut try_one = |candidate: Timeline, timeline: &mut Timeline| {
        if let Some(still) = wrong(&items, &candidate) {
            found = still;
            *timeline = candidate;
            return true;
        }
        false
    };
    let mut at = 0;
    while at < timeline.days.len() {
        let mut fewer = timeline.clone();
        fewer.days.remove(at);
        if !try_one(fewer, &mut timeline) {
            at += 1;
        }
    }
    for at in 0..timeline.days.len() {
        let mut deed = 0;
        while deed < timeline.days[at].deeds[0].len() {
            let mut fewer = timeline.clone();
            fewer.days[at].deeds[0].remove(deed);
            if !try_one(fewer, &mut timeline) {
                deed += 1;
            }
        }
    }
    let paths: Vec<String> = timeline
        .days
        .iter()
        .flat_map(|day| &day.snapshots)
        .flatten()
        .flat_map(|(_, account)| account.keys().cloned())
        .collect();
    for path in paths.into_iter().filter(|path| path != "account_key") {
        let everywhere = |change: &dyn Fn(&Account) -> Account| {
            let mut poorer = timeline.clone();
            for (_, account) in poorer.days.iter_mut().flat_map(|day| &mut day.snapshots).flatten() {
                *account = change(account);
            }
            poorer
        };
        let poorer = everywhere(&|account| without(account, &path));
        try_one(poorer, &mut timeline);
    }
    let days: Vec<String> = timeline.days.iter().map(shown).collect();
    format!("{} at evaluation {}\n{}\nplaybook:\n{}", found.how, found.evaluation, days.join("\n"), source(&items))
}

/// The timeline of one account until an evaluation.
fn only(timeline: &Timeline, parting: &Parting) -> Timeline {
    let of = |day: &Happening| Happening {
        day: day.day,
        snapshots: vec![day.snapshots[parting.account].clone()],
        deeds: vec![day.deeds[parting.account].clone()],
    };
    Timeline { days: timeline.days[..=parting.evaluation].iter().map(of).collect() }
}

fn shown(happening: &Happening) -> String {
    let snapshot = match &happening.snapshots[0] {
        None => "absent".into(),
        Some((date, account)) => {
            let known: Vec<String> =
                account.iter().filter_map(|(path, value)| Some(format!("{path} = {:?}", value.as_ref()?))).collect();
            format!("({}) {}", show_day(*date), known.join(", "))
        }
    };
    let deeds: Vec<String> = happening.deeds[0].iter().map(|deed| format!("{deed:?}")).collect();
    format!("{}: {snapshot} {}", show_day(happening.day), deeds.join(" "))
}
