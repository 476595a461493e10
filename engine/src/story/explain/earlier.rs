//! Earlier snapshots of the account: since when something has been so.

use super::{Account, memory};
use crate::column::{Batch, Calendar, gather};
use crate::decide::{Given, History, play_state};
use crate::graph::Program;
use serde::Serialize;
use stageplay_dsl::types::{CardId, Day, Id, JourneyId, LetId, PlayId, RiskId, Type, show_day};

/// The snapshots of one account.
#[derive(Clone, Debug, Default)]
pub struct Earlier<'a> {
    /// Snapshots of all accounts and dates.
    pub batch: Option<&'a Batch>,
    /// The account's dates and rows, oldest first.
    pub rows: Vec<(Day, usize)>,
}

impl<'a> Earlier<'a> {
    /// The newest snapshot on a date, in row 0, and what a program reads of those before it; `None` before the first one.
    #[must_use]
    pub fn on(&self, program: &Program, day: Day) -> Option<(Batch, History<'a>)> {
        let batch = self.batch?;
        let row = self.row(f64::from(day))?;
        let view = |days: f64| vec![self.row(f64::from(day) - days).unwrap_or(usize::MAX)];
        let views = program.memory.views.iter().map(|it| view(it.days)).collect();
        Some((gather(batch, &[row]), History { batch: Some(batch), views }))
    }

    /// The newest row that is not after a day.
    fn row(&self, day: f64) -> Option<usize> {
        let before = self.rows.iter().rev().find(|(date, _)| f64::from(*date) <= day);
        before.map(|(_, row)| *row)
    }
}

/// Since when something has been so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Since {
    /// The scorecard, journey, risk, play or condition.
    pub name: String,
    /// What it is: a band, a level, `open`, `true`.
    pub is: String,
    /// The day; of snapshots, that of the oldest one with which it is so.
    pub since: String,
    /// Nothing before it says anything else: it may have been so for longer.
    pub or_before: bool,
    /// It is remembered; else it was found by evaluating each snapshot by itself.
    pub remembered: bool,
}

impl Since {
    /// `red since 2011-06-30`.
    #[must_use]
    pub fn says(&self) -> String {
        let or_before = if self.or_before { " or before" } else { "" };
        let how = if self.remembered { "" } else { ", by its snapshots" };
        format!("{} since {}{or_before}{how}", self.is, self.since)
    }
}

/// What an account may have been for a while.
#[derive(Clone, Copy, Debug)]
enum Lasting {
    Band(CardId),
    Stage(JourneyId),
    Level(RiskId),
    Play(PlayId),
    Truth(LetId),
}

/// Since when what is asked for has been so; of everything, where nothing is named.
pub(super) fn since(
    account: &Account,
    calendar: Option<&Calendar>,
    earlier: &Earlier<'_>,
    name: Option<&str>,
) -> Vec<Since> {
    let playbook = account.playbook();
    let owner = name.map(|name| name.split_once('.').map_or(name, |(owner, _)| owner));
    let mut all: Vec<(&str, Lasting)> = Vec::new();
    all.extend(playbook.cards.iter().map(|(id, card)| (card.name.as_str(), Lasting::Band(id))));
    all.extend(playbook.journeys.iter().map(|(id, journey)| (journey.name.as_str(), Lasting::Stage(id))));
    all.extend(playbook.risks.iter().map(|(id, risk)| (risk.name.as_str(), Lasting::Level(id))));
    all.extend(playbook.plays.iter().map(|(id, play)| (play.name.as_str(), Lasting::Play(id))));
    if owner.is_some() {
        let truths = playbook.lets.iter().filter(|(_, named)| named.value.ty == Type::Truth);
        all.extend(truths.map(|(id, named)| (named.name.as_str(), Lasting::Truth(id))));
    }
    all.retain(|(name, of)| match owner {
        Some(owner) => *name == owner,
        // What nobody needs to look at has no date.
        None => !matches!(word(account, *of).as_deref(), None | Some("none" | "idle")),
    });
    let mut found: Vec<Option<Since>> = all.iter().map(|(name, of)| remembered(account, name, *of)).collect();
    let mut open: Vec<usize> = (0..all.len()).filter(|at| found.get(*at).is_some_and(Option::is_none)).collect();
    let as_of = account.frame.as_of;
    let mut streak: Vec<Option<Day>> = vec![None; all.len()];
    let mut ended = vec![false; all.len()];
    for (day, _) in earlier.rows.iter().rev().filter(|(day, _)| *day <= as_of) {
        if open.is_empty() {
            break;
        }
        let Some((batch, history)) = earlier.on(account.program, *day) else { break };
        let given = Given { history: &history, ..Given::first(*day, calendar) };
        let then = Account::new(account.program, &batch, given, 0);
        open.retain(|at| {
            let Some((_, of)) = all.get(*at) else { return false };
            let same = word(&then, *of) == word(account, *of);
            let (Some(streak), Some(ended)) = (streak.get_mut(*at), ended.get_mut(*at)) else { return false };
            if same {
                *streak = Some(*day)
            } else {
                *ended = true
            }
            same
        });
    }
    for (at, (name, of)) in all.iter().enumerate() {
        let (Some(slot @ None), Some(Some(day))) = (found.get_mut(at), streak.get(at)) else { continue };
        let Some(is) = word(account, *of) else { continue };
        let or_before = ended.get(at) != Some(&true);
        let since = show_day(*day);
        *slot = Some(Since { name: (*name).into(), is, since, or_before, remembered: false });
    }
    found.into_iter().flatten().collect()
}

/// The word for what something is now; `None` where it is unknown.
fn word(account: &Account, of: Lasting) -> Option<String> {
    let playbook = account.playbook();
    let of_set = |set, code: Option<u16>| code.map(|code| playbook.choices[set].word(code).to_string());
    match of {
        Lasting::Band(id) => of_set(playbook.cards[id].band_set, account.decisions.cards[id].band.get(0)),
        Lasting::Stage(id) => of_set(playbook.journeys[id].stage_set, account.decisions.stages[id].get(0)),
        Lasting::Level(id) => of_set(playbook.risks[id].level_set, account.decisions.levels[id].get(0)),
        Lasting::Play(id) => {
            let state = account.decisions.plays[id].state.get(0)?;
            play_state::WORDS.get(usize::from(state)).map(ToString::to_string)
        }
        Lasting::Truth(id) => {
            let truth = account.frame.truths(account.program.let_(id)).get(0)?;
            Some(if truth { "true" } else { "false" }.into())
        }
    }
}

/// What the state says.
fn remembered(account: &Account, name: &str, of: Lasting) -> Option<Since> {
    if !account.is_remembered {
        return None;
    }
    let today = account.frame.as_of;
    let day = match of {
        Lasting::Band(id) => {
            let now = account.decisions.cards[id].band.get(0)?;
            let card = account.state.cards.get(id.index())?;
            // A new band is noted when all is decided.
            if card.shown == Some(now) { card.since? } else { today }
        }
        Lasting::Stage(id) => {
            let now = account.decisions.stages[id].get(0)?;
            let journey = account.state.journeys.get(id.index())?;
            let stays = [journey.interrupted, journey.stage];
            stays.into_iter().flatten().find(|(stage, _)| *stage == now)?.1
        }
        Lasting::Level(_) => return None,
        Lasting::Play(id) => match account.decisions.plays[id].state.get(0)? {
            play_state::OPEN => memory::record(account, id)?.open()?.opened,
            play_state::PENDING => memory::pending(account, id)?,
            _ => memory::closed(account, id)?.0,
        },
        Lasting::Truth(id) => memory::since(account, &account.playbook().lets[id].value)?,
    };
    let is = word(account, of)?;
    Some(Since { name: name.into(), is, since: show_day(day), or_before: false, remembered: true })
}
