//! Samples: accounts of nobody, to try a playbook on before there are any.
//!
//! | file | does |
//! |---|---|
//! | `record` | holds an account on a day as plain values |
//! | `mould` | mixes new accounts from those that the playbook's author wrote |
//! | `invent` | makes some up where there are none |
//! | `nudge` | moves a value a little |
//! | `life` | takes an account through months |
//! | `stories` | tells what the playbook's tests tell on other dates |
//! | `reach` | says what an account shows of the playbook |
//! | `lead` | takes accounts to what none shows |
//! | `choose` | keeps those that show everything, and others |
//! | `words` | names companies and people |
//!
//! The same playbook, dates and seed give the same accounts.

mod choose;
mod invent;
mod lead;
mod life;
mod mould;
mod nudge;
mod reach;
mod record;
mod stories;
mod words;

use super::edges;
use crate::column::{Batch, Calendar};
use crate::graph::Program;
use crate::live::LiveError;
use crate::read::Fixtures;
use fastrand::Rng;
use life::Life;
use mould::Mould;
use record::Record;
use stageplay_dsl::types::Day;
use std::collections::BTreeSet;
use stories::Story;

/// So many times as many accounts as are asked for are made, to choose from; at most so many.
const MADE: usize = 3;
const MOST_MADE: usize = 1_500;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// How many accounts.
    pub accounts: usize,
    /// Another number gives others.
    pub seed: u64,
    /// The dates on which accounts have snapshots, in order; one date gives accounts without a past.
    pub dates: Vec<Day>,
}

/// Accounts of nobody.
#[derive(Clone, Debug)]
pub struct Sample {
    /// By date, then by account.
    pub batch: Batch,
    /// How many accounts there are.
    pub accounts: usize,
    /// How many bands, levels, stages and plays the playbook has.
    pub goals: usize,
    /// Those that no account shows: `health is red`, `rescue opens`.
    pub lacking: Vec<String>,
}

/// Makes accounts of a playbook.
///
/// # Errors
/// What an evaluation of one of the dates would have said.
pub fn sample(
    program: &Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    ask: &Ask,
) -> Result<Sample, LiveError> {
    let playbook = &program.playbook;
    let mut dice = Rng::with_seed(ask.seed);
    let told = stories::stories(program, fixtures);
    let mould = mould(program, calendar, fixtures, &told, ask, &mut dice);
    let mut lives: Vec<Life> = told.iter().flat_map(|story| on_dates(story, program, ask, &mut dice)).collect();
    let by_chance = lives.len();
    let made = (ask.accounts * MADE).clamp(ask.accounts, MOST_MADE.max(ask.accounts));
    lives.extend((0..made).map(|_| life::life(playbook, &mould, &ask.dates, &mut dice)));
    let goals = reach::goals(program);
    let mut reached = reach::reached(program, calendar, &goals, &lives)?;
    let shown: BTreeSet<usize> = reached.iter().flatten().copied().collect();
    let lacking = (0..goals.len()).filter(|goal| !shown.contains(goal)).filter_map(|at| goals.get(at).copied());
    let start = ask.dates.first().copied().unwrap_or_default();
    let from: Vec<Record> = (0..ask.accounts).map(|_| mould.on(start, &mut dice)).collect();
    let led = lead::lead(program, calendar, &lacking.collect::<Vec<_>>(), &from, &ask.dates);
    reached.extend(reach::reached(program, calendar, &goals, &led)?);
    let all = lives.len();
    lives.extend(led);
    let mut chosen = choose::choose(&reached, by_chance..all, ask.accounts);
    let is_lacking = |goal: &usize| !chosen.iter().any(|at| reached.get(*at).is_some_and(|shows| shows.contains(goal)));
    let lacking = (0..goals.len()).filter(is_lacking).filter_map(|at| goals.get(at));
    let lacking = lacking.map(|goal| goal.says(program)).collect();
    dice.shuffle(&mut chosen);
    let mut records: Vec<(Day, usize, Record)> = Vec::new();
    for (number, at) in chosen.iter().enumerate() {
        let names = dice.u64(..);
        for (day, record) in lives.get(*at).into_iter().flatten() {
            let mut record = record.clone();
            // An account has one name and the same people on all dates.
            words::name(playbook, &mut record, number, &mut Rng::with_seed(names));
            records.push((*day, number, record));
        }
    }
    records.sort_by_key(|(day, number, _)| (*day, *number));
    let rows: Vec<(Day, &Record)> = records.iter().map(|(day, _, record)| (*day, record)).collect();
    Ok(Sample { batch: record::batch(playbook, &rows), accounts: chosen.len(), goals: goals.len(), lacking })
}

/// A story on the dates asked for; where there is one, each of its days is an account.
fn on_dates(story: &Story, program: &Program, ask: &Ask, dice: &mut Rng) -> Vec<Life> {
    if let [only] = ask.dates.as_slice() {
        let moved = |(day, record): &(Day, Record)| vec![(*only, record.clone().later(only.saturating_sub(*day)))];
        return story.days.iter().map(moved).collect();
    }
    vec![story.on(program, &ask.dates, dice)]
}

/// What new accounts are made from: fixtures, and what tests make of them.
fn mould<'p>(
    program: &'p Program,
    calendar: Option<&Calendar>,
    fixtures: &Fixtures,
    told: &[Story],
    ask: &Ask,
    dice: &mut Rng,
) -> Mould<'p> {
    let playbook = &program.playbook;
    let first = ask.dates.first().copied().unwrap_or_default();
    let day = edges::date(playbook).unwrap_or(first);
    if fixtures.list.is_empty() {
        return Mould::new(playbook, invent::invent(program, calendar, first, dice), first);
    }
    let written = fixtures.list.iter().map(Record::of);
    let told = told.iter().flat_map(|story| &story.days);
    let told = told.map(|(then, record)| record.clone().later(day.saturating_sub(*then)));
    let mut states: Vec<Record> = Vec::new();
    // What was written counts as much as what is tested, which stands on edges.
    let tested: Vec<Record> = told.collect();
    let times = tested.len() / fixtures.list.len().max(1) + 1;
    states.extend(written.flat_map(|record| std::iter::repeat_n(record, times)));
    states.extend(tested);
    Mould::new(playbook, states, day)
}
