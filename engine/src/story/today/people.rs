//! What people have done: words on scores, what could not be applied, and what the next run will take notice of.

use super::kept::Kept;
use crate::decide::state::{AccountState, OverrideRecord};
use crate::live::Record;
use crate::store::KnownEvent;
use stageplay_dsl::types::{Day, show_day};

/// A person's word on a score, in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Overridden {
    /// The account.
    pub account: String,
    /// The score.
    pub score: String,
    /// What becomes of it, in words: `capped at 60`.
    pub words: String,
    /// What the score would be without anybody's word; `None`: unknown.
    pub computed: Option<f64>,
    /// What it is with all of them; `None`: unknown.
    pub said: Option<f64>,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

/// Something people have done that could not be applied.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotApplied {
    /// Its name.
    pub id: String,
    /// The account.
    pub account: String,
    /// What was done, in words; empty where that is not kept any more.
    pub what: String,
    /// When.
    pub day: Option<Day>,
    /// Who did it, where they said so.
    pub by: Option<String>,
    /// Why it could not be applied.
    pub why: String,
}

fn in_force(record: &OverrideRecord, as_of: Day) -> bool {
    (record.from..=record.until).contains(&as_of)
}

/// The words on scores that hold on a day.
pub(super) fn overrides(kept: &Kept, as_of: Day) -> Vec<Overridden> {
    let of_account = |(account, state): &(String, AccountState)| {
        let in_force = state.overrides.iter().filter(|record| in_force(record, as_of));
        let overridden = in_force.map(|record| {
            let came = state.overridden.iter().find(|it| it.score == record.score);
            Overridden {
                account: account.clone(),
                score: record.score.to_string(),
                words: record.words(),
                computed: came.and_then(|it| it.computed),
                said: came.and_then(|it| it.said),
                by: record.by.to_string(),
                reason: record.reason.to_string(),
                from: record.from,
                until: record.until,
            }
        });
        overridden.collect::<Vec<_>>()
    };
    let mut all: Vec<Overridden> = kept.accounts.iter().flat_map(of_account).collect();
    // Those that end soonest first: somebody has to decide what comes after.
    all.sort_by(|one, other| (one.until, &one.account).cmp(&(other.until, &other.account)));
    all
}

/// The scores of an account on which somebody's word holds.
pub(super) fn overridden_scores(state: &AccountState, as_of: Day) -> Vec<String> {
    let mut scores: Vec<String> = Vec::new();
    for record in state.overrides.iter().filter(|record| in_force(record, as_of)) {
        if !scores.iter().any(|score| *score == record.score) {
            scores.push(record.score.to_string());
        }
    }
    scores
}

/// What the runs since the one before the last could not apply.
pub(super) fn not_applied(kept: &Kept) -> Vec<NotApplied> {
    let told = |(id, account, why): &(String, String, String)| {
        let found = kept.events.iter().find(|(known, _)| known.event.id == *id);
        let record = found.and_then(|(_, record)| record.as_ref());
        NotApplied {
            id: id.clone(),
            account: account.clone(),
            what: record.map(what).unwrap_or_default(),
            day: found.map(|(known, _)| known.event.day),
            by: record.and_then(|record| record.by.as_ref()).map(ToString::to_string),
            why: why.clone(),
        }
    };
    kept.refused.iter().map(told).collect()
}

/// The record that put a play to sleep until a day.
pub(super) fn snoozed_by<'k>(
    kept: &'k Kept,
    account: &str,
    play: &str,
    key: Option<&str>,
    until: Day,
) -> Option<&'k Record> {
    let is_it = |(known, record): &&(KnownEvent, Option<Record>)| {
        known.applied.is_some()
            && record.as_ref().is_some_and(|record| {
                record.kind == "snooze"
                    && is_about(record, account, play, key)
                    && record.until.as_deref() == Some(&show_day(until))
            })
    };
    kept.events.iter().rev().find(is_it).and_then(|(_, record)| record.as_ref())
}

fn is_about(record: &Record, account: &str, play: &str, key: Option<&str>) -> bool {
    record.account == account && record.play.as_deref() == Some(play) && record.key.as_deref() == key
}

/// What people have recorded about a play, or a task of it, that no run has taken notice of; in words.
pub(super) fn recorded(kept: &Kept, account: &str, play: &str, key: Option<&str>, task: Option<&str>) -> Vec<String> {
    let about = |record: &&Record| {
        is_about(record, account, play, key)
            && (record.kind == "done") == task.is_some()
            && record.task.as_deref() == task
    };
    kept.waiting.iter().filter(about).map(in_words).collect()
}

fn in_words(record: &Record) -> String {
    let what = match (record.kind.as_str(), &record.until, &record.owner) {
        ("done", ..) => "done".to_owned(),
        ("dismiss", ..) => "dismissed".to_owned(),
        ("snooze", Some(until), _) => format!("put to sleep until {until}"),
        ("wake", ..) => "woken".to_owned(),
        ("owner", _, Some(owner)) => format!("given to {owner}"),
        (other, ..) => other.to_owned(),
    };
    let by = record.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    format!("{what} on {}{by}", record.day)
}

/// What a record says was done: `done rescue.call`.
fn what(record: &Record) -> String {
    let mut what = record.kind.to_string();
    if let Some(score) = &record.score {
        what.push_str(&format!(" {score}"));
    }
    if let Some(play) = &record.play {
        what.push_str(&format!(" {play}"));
        if let Some(task) = &record.task {
            what.push_str(&format!(".{task}"));
        }
    }
    if let Some(key) = &record.key {
        what.push_str(&format!(" for {key}"));
    }
    what
}
