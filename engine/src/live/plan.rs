//! What a changed playbook makes of states: what is carried over, what is lost, and what would open and close.

use super::book::{Evaluation, LiveError, book_of, evaluate, layout_of};
use super::codec;
use super::layout::Layout;
use super::translate::Translation;
use crate::decide::state::{AccountState, Phase};
use crate::decide::{Happening, Wanted};
use crate::graph::Program;
use crate::send::revenue;
use crate::store::{Head, Tx};
use serde::Serialize;
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, show_day};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of what is remembered, by name and in numbers. What stays as it is, is not part of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Change {
    /// How many accounts are remembered.
    pub accounts: usize,
    /// Stages with accounts on them.
    pub stages: Vec<Stage>,
    /// Conditions whose clock begins anew, because they are written otherwise or are not there any more.
    pub clocks: Vec<Gone>,
    /// Bands of scorecards and levels of risks that are gone.
    pub words: Vec<Gone>,
    /// Plays that have another name or are gone.
    pub plays: Vec<PlayChange>,
    /// Tasks of open runs that are gone, and were not done.
    pub tasks: Vec<Gone>,
    /// Plays that are evaluated for the first time.
    pub new_plays: Vec<SmolStr>,
}

/// A stage that is not what it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stage {
    /// The journey.
    pub journey: SmolStr,
    /// The stage.
    pub stage: SmolStr,
    /// How many accounts stand on it.
    pub accounts: usize,
    /// The stage on which they stand from now on; `None` where they leave the journey with it, or nobody says.
    pub becomes: Option<SmolStr>,
    /// Nobody says what becomes of them.
    pub unresolved: bool,
}

/// Something that is gone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gone {
    /// Of what it is part: a scorecard, a risk, a play; empty of a condition.
    pub of: SmolStr,
    /// Its name, or how it is written.
    pub name: SmolStr,
    /// For how many accounts it was there.
    pub accounts: usize,
    /// For how many days at most it had run, of clocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<f64>,
}

/// A play that is not what it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlayChange {
    /// The play.
    pub play: SmolStr,
    /// Its name from now on; `None` where it is gone.
    pub becomes: Option<SmolStr>,
    /// Its runs that are open.
    pub open: usize,
    /// Accounts for which it may not open again yet.
    pub cooling: usize,
    /// Accounts for which it is pending.
    pub pending: usize,
}

impl Change {
    /// Nothing that is remembered changes its meaning.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self { accounts: self.accounts, new_plays: self.new_plays.clone(), ..Self::default() }
    }

    /// The stages of which nobody says what becomes of their accounts.
    pub fn unresolved(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(|stage| stage.unresolved)
    }
}

/// What a program makes of all states of a book.
///
/// # Errors
/// States that cannot be read.
pub fn change(tx: &dyn Tx, head: &Head, program: &Program) -> Result<Change, LiveError> {
    let (old, new) = (layout_of(head)?, Layout::of(program));
    let way = Translation::new(&old, program);
    let mut count = Count::new(&old, &way, head.last);
    let mut failed = None;
    tx.accounts(&mut |_, bytes| match codec::decode(bytes) {
        Ok(state) => count.add(&state),
        Err(error) => failed = Some(error),
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let known = book_of(head)?.plays;
    let mut change = count.told(&new);
    let renamed: BTreeSet<SmolStr> = change.plays.iter().filter_map(|play| play.becomes.clone()).collect();
    let is_new = |name: &SmolStr| !known.contains_key(name) && !renamed.contains(name);
    change.new_plays = new.plays.iter().map(|play| play.name.clone()).filter(is_new).collect();
    Ok(change)
}

/// What states are lost, while they are counted.
struct Count<'a> {
    old: &'a Layout,
    way: &'a Translation,
    last: Day,
    accounts: usize,
    stages: BTreeMap<(usize, u16), usize>,
    clocks: BTreeMap<usize, (usize, f64)>,
    bands: BTreeMap<(usize, u16), usize>,
    levels: BTreeMap<(usize, u16), usize>,
    plays: BTreeMap<usize, PlayChange>,
    tasks: BTreeMap<(usize, u16), usize>,
}

impl<'a> Count<'a> {
    fn new(old: &'a Layout, way: &'a Translation, last: Day) -> Self {
        Self {
            old,
            way,
            last,
            accounts: 0,
            stages: BTreeMap::new(),
            clocks: BTreeMap::new(),
            bands: BTreeMap::new(),
            levels: BTreeMap::new(),
            plays: BTreeMap::new(),
            tasks: BTreeMap::new(),
        }
    }

    fn add(&mut self, state: &AccountState) {
        self.accounts += 1;
        for (at, journey) in state.journeys.iter().enumerate() {
            if let Some((stage, _)) = journey.stage {
                *self.stages.entry((at, stage)).or_default() += 1;
            }
        }
        for ((at, place), clock) in self.way.clocks.iter().enumerate().zip(&state.clocks) {
            if let (None, Some(clock)) = (place, clock) {
                let (accounts, days) = self.clocks.entry(at).or_default();
                *accounts += 1;
                *days = days.max(clock.days(self.last));
            }
        }
        let is_gone = |place: &Option<super::translate::Place>, word: u16| {
            place.as_ref().is_none_or(|place| place.words.get(usize::from(word)).copied().flatten().is_none())
        };
        for ((at, place), card) in self.way.cards.iter().enumerate().zip(&state.cards) {
            if let Some(band) = card.shown.or(card.band).filter(|band| is_gone(place, *band)) {
                *self.bands.entry((at, band)).or_default() += 1;
            }
        }
        for ((at, place), risk) in self.way.risks.iter().enumerate().zip(&state.risks) {
            if let Some(level) = risk.level.filter(|level| is_gone(place, *level)) {
                *self.levels.entry((at, level)).or_default() += 1;
            }
        }
        for record in &state.plays {
            let at = usize::from(record.play);
            let counted = self.plays.entry(at).or_default();
            match &record.phase {
                Phase::Open(open) => {
                    counted.open += 1;
                    let Some(place) = self.way.plays.get(at).and_then(Option::as_ref) else { continue };
                    for task in open.tasks.iter().filter(|task| task.done.is_none()) {
                        if place.tasks.get(usize::from(task.task)).copied().flatten().is_none() {
                            *self.tasks.entry((at, task.task)).or_default() += 1;
                        }
                    }
                }
                Phase::Closed { .. } => counted.cooling += 1,
                Phase::Pending { .. } => counted.pending += 1,
                Phase::Waiting => {}
            }
        }
    }

    fn told(self, new: &Layout) -> Change {
        let word = |words: Option<&Vec<SmolStr>>, code: u16| {
            words.and_then(|words| words.get(usize::from(code))).cloned().unwrap_or_default()
        };
        let stages = self.stages.iter().filter_map(|((at, code), accounts)| {
            let journey = self.old.journeys.get(*at)?;
            let stage = word(Some(&journey.words), *code);
            let place = self.way.journeys.get(*at).and_then(Option::as_ref);
            let now = place.and_then(|place| {
                let code = place.words.get(usize::from(*code)).copied().flatten()?;
                Some(word(new.journeys.get(place.at).map(|journey| &journey.words), code))
            });
            let unresolved = now.is_none() && !self.way.retired_journeys.contains(&journey.name);
            let same = now.as_ref() == Some(&stage);
            let told = Stage { journey: journey.name.clone(), stage, accounts: *accounts, becomes: now, unresolved };
            (!same).then_some(told)
        });
        let clocks = self.clocks.iter().filter_map(|(at, (accounts, days))| {
            let name = self.old.clocks.get(*at)?.written.clone();
            Some(Gone { of: SmolStr::default(), name, accounts: *accounts, days: Some(*days) })
        });
        let bands = self.bands.iter().filter_map(|((at, code), accounts)| {
            let card = self.old.cards.get(*at)?;
            let name = word(Some(&card.bands), *code);
            Some(Gone { of: card.name.clone(), name, accounts: *accounts, days: None })
        });
        let levels = self.levels.iter().filter_map(|((at, code), accounts)| {
            let risk = self.old.risks.get(*at)?;
            let name = word(Some(&risk.words), *code);
            Some(Gone { of: risk.name.clone(), name, accounts: *accounts, days: None })
        });
        let tasks = self.tasks.iter().filter_map(|((at, task), accounts)| {
            let play = self.old.plays.get(*at)?;
            let name = word(Some(&play.tasks), *task);
            Some(Gone { of: play.name.clone(), name, accounts: *accounts, days: None })
        });
        let plays = self.old.plays.iter().enumerate().filter_map(|(at, play)| {
            let place = self.way.plays.get(at).and_then(Option::as_ref);
            let becomes = place.and_then(|place| new.plays.get(usize::from(place.at))).map(|play| play.name.clone());
            let counted = self.plays.get(&at).cloned().unwrap_or_default();
            (becomes.as_ref() != Some(&play.name)).then(|| PlayChange { play: play.name.clone(), becomes, ..counted })
        });
        Change {
            accounts: self.accounts,
            stages: stages.collect(),
            clocks: clocks.collect(),
            words: bands.chain(levels).collect(),
            plays: plays.collect(),
            tasks: tasks.collect(),
            new_plays: Vec::new(),
        }
    }
}

/// What tells one run of a play from another: account, play, key, the day it opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunName {
    /// The account.
    pub account: SmolStr,
    /// The play.
    pub play: SmolStr,
    /// Of a play with one run for each record of a list: which.
    pub key: Option<SmolStr>,
    /// When it opened.
    pub opened: Day,
}

/// The runs that are open, by the names of a layout.
///
/// # Errors
/// States that cannot be read.
pub fn open_runs(tx: &dyn Tx, layout: &Layout) -> Result<BTreeSet<RunName>, LiveError> {
    let mut runs = BTreeSet::new();
    let mut failed = None;
    tx.accounts(&mut |id, bytes| match codec::decode(bytes) {
        Ok(state) => runs.extend(state.plays.iter().filter_map(|record| {
            let play = layout.plays.get(usize::from(record.play))?.name.clone();
            Some(RunName { account: id.into(), play, key: record.key.clone(), opened: record.open()?.opened })
        })),
        Err(error) => failed = Some(error),
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(runs),
    }
}

/// What an evaluation with a changed playbook would open and close, against what is open now.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Planned {
    /// The most urgent first.
    pub opens: Vec<Opened>,
    /// Those with the highest revenue first. Runs of plays that are gone are not among them.
    pub closes: Vec<Opened>,
}

/// A run that would open or close.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opened {
    /// The account.
    pub account: SmolStr,
    /// The play.
    pub play: SmolStr,
    /// Of a play with one run for each record of a list: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<SmolStr>,
    /// When it opened, or would.
    pub opened: String,
    /// How urgent it is, if known.
    pub priority: Option<f64>,
    /// What the account brings, if known.
    pub revenue: Option<f64>,
    /// Why it opens; how it closes.
    pub why: Option<String>,
}

/// Evaluates a changed playbook over the states, in a transaction that is to be dropped.
///
/// # Errors
/// Those of [`evaluate`].
pub fn what_if(tx: &mut dyn Tx, of: &Evaluation<'_>, head: &Head, change: &Change) -> Result<Planned, LiveError> {
    let playbook = &of.program.playbook;
    let now_called = |name: &SmolStr| change.plays.iter().find(|play| play.play == *name).map(|play| &play.becomes);
    let before: BTreeSet<RunName> = open_runs(tx, &layout_of(head)?)?
        .into_iter()
        .filter_map(|run| match now_called(&run.play) {
            Some(becomes) => becomes.clone().map(|play| RunName { play, ..run }),
            None => Some(run),
        })
        .collect();
    let mut opening: BTreeMap<RunName, (Option<f64>, String)> = BTreeMap::new();
    let mut closing: BTreeMap<RunName, String> = BTreeMap::new();
    let wanted = Evaluation { wanted: Wanted { openings: true, ..Wanted::default() }, ..*of };
    evaluate(tx, &wanted, |decided, _| {
        for it in &decided.openings {
            let play = playbook.plays[it.play].name.clone();
            let run = RunName { account: it.account.clone(), play, key: it.key.clone(), opened: of.as_of };
            opening.insert(run, (it.priority, it.reason.clone()));
        }
        for it in &decided.steps {
            if let Happening::Closed { how, .. } = &it.what {
                let play = playbook.plays[it.play].name.clone();
                let run = RunName { account: it.account.clone(), play, key: it.key.clone(), opened: it.run };
                closing.insert(run, how.word().to_owned());
            }
        }
        Ok(())
    })?;
    let after = open_runs(tx, &Layout::of(of.program))?;
    let rows: BTreeMap<&str, usize> =
        (0..of.batch.rows).filter_map(|row| Some((of.batch.columns[playbook.id_field].text(row)?, row))).collect();
    let told = |run: &RunName, priority: Option<f64>, why: Option<String>| Opened {
        account: run.account.clone(),
        play: run.play.clone(),
        key: run.key.clone(),
        opened: show_day(run.opened),
        priority,
        revenue: rows.get(run.account.as_str()).and_then(|row| revenue(playbook, of.batch, *row)),
        why,
    };
    let mut planned = Planned {
        opens: after
            .difference(&before)
            .map(|run| {
                let known = opening.get(run);
                told(run, known.and_then(|(priority, _)| *priority), known.map(|(_, why)| why.clone()))
            })
            .collect(),
        closes: before.difference(&after).map(|run| told(run, None, closing.get(run).cloned())).collect(),
    };
    // What is unknown may be the most urgent. Equal ones stay in the order of their names.
    let rank = |it: &Opened| (it.priority.unwrap_or(f64::INFINITY), it.revenue.unwrap_or(f64::NEG_INFINITY));
    planned.opens.sort_by(|a, b| rank(b).0.total_cmp(&rank(a).0).then(rank(b).1.total_cmp(&rank(a).1)));
    planned.closes.sort_by(|a, b| rank(b).1.total_cmp(&rank(a).1));
    Ok(planned)
}
