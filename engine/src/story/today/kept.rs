//! What of a store the morning is made of.

use super::told::Told;
use crate::decide::state::AccountState;
use crate::live::{self, CodecError, Layout, Record, Words};
use crate::store::{Head, KnownEvent, Move, PlayRun, RunRow, Store, StoreError};
use serde_json::Value;
use stageplay_dsl::types::{Day, show_day};
use std::collections::{BTreeMap, BTreeSet};

/// Why there is no morning.
#[derive(Debug, thiserror::Error)]
pub enum TodayError {
    /// Nothing has run.
    #[error("the state holds no run yet")]
    NoRun,
    /// The state.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An account's state.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// What the state says of the playbook.
    #[error("what the state says of its playbook cannot be read: {0}")]
    Layout(String),
}

/// What of a store the morning is made of.
#[derive(Clone, Debug)]
pub struct Kept {
    pub(super) head: Head,
    pub(super) layout: Layout,
    pub(super) words: Words,
    /// The last run before the newest that did not make up for the past.
    pub(super) run_before: Option<Day>,
    /// What the runs since then could not apply: id, account, why.
    pub(super) refused: Vec<(String, String, String)>,
    /// Who has been told of anything in any run that is remembered.
    pub(super) owners: BTreeSet<String>,
    /// The accounts with anything open or overridden, in the order in which they were first seen.
    pub(super) accounts: Vec<(String, AccountState)>,
    /// What was told of each open run.
    pub(super) told: BTreeMap<RunKey, Vec<Told>>,
    pub(super) moves: Vec<Move>,
    pub(super) events: Vec<(KnownEvent, Option<Record>)>,
    /// What people have recorded and no run has taken notice of.
    pub(super) waiting: Vec<Record>,
    /// Of accounts that have moved or that people have spoken of: who was told of anything about them.
    pub(super) told_of: BTreeMap<String, BTreeSet<String>>,
    /// What was told since the Monday before the last run; empty where the playbook has no capacity to hold it against.
    pub(super) this_week: Vec<Told>,
}

/// A run of a play: account, play, key, and the day it opened.
pub(super) type RunKey = (String, String, String, Day);

/// Reads what the morning is made of.
///
/// # Errors
/// A state without a run, or one that cannot be read.
pub fn read(store: &dyn Store) -> Result<Kept, TodayError> {
    let head = store.head()?.ok_or(TodayError::NoRun)?;
    let layout = live::layout_of(&head).map_err(|error| TodayError::Layout(error.to_string()))?;
    let runs = store.runs()?;
    let run_before =
        runs.iter().rev().map(|row| &row.run).find(|run| !run.backfilled && run.as_of < head.last).map(|run| run.as_of);
    let since = run_before.map_or(Day::MIN, |day| day.saturating_add(1));
    let manifests: Vec<(Day, Value)> = runs.iter().map(manifest).collect();
    let words = manifests.last().and_then(|(_, manifest)| manifest.get("words")).cloned();
    let new = manifests.iter().filter(|(day, _)| *day >= since);
    let accounts = accounts(store)?;
    let mut kept = Kept {
        words: words.and_then(|words| serde_json::from_value(words).ok()).unwrap_or_default(),
        refused: new.flat_map(|(_, manifest)| refused(manifest)).collect(),
        owners: manifests.iter().flat_map(|(_, manifest)| owners(manifest)).collect(),
        told: told(store, &layout, &accounts)?,
        moves: store.moves(since)?,
        waiting: Vec::new(),
        events: store
            .events()?
            .into_iter()
            .map(|known| (record(&known), known))
            .map(|(it, known)| (known, it))
            .collect(),
        told_of: BTreeMap::new(),
        this_week: Vec::new(),
        head,
        layout,
        run_before,
        accounts,
    };
    let waits = kept.events.iter().filter(|(known, _)| known.applied.is_none());
    kept.waiting = waits.filter_map(|(_, record)| record.clone()).collect();
    kept.told_of = told_of(store, &kept)?;
    if !kept.words.capacities.is_empty() {
        let told = store.actions_since(live::monday(kept.head.last))?;
        kept.this_week = told.iter().map(|outgoing| Told::of(&outgoing.action)).collect();
    }
    Ok(kept)
}

fn manifest(row: &RunRow) -> (Day, Value) {
    (row.run.as_of, serde_json::from_str(&row.run.manifest).unwrap_or_default())
}

fn record(known: &KnownEvent) -> Option<Record> {
    serde_json::from_str(&known.event.body).ok()
}

fn refused(manifest: &Value) -> Vec<(String, String, String)> {
    let all = manifest.pointer("/events/refused").and_then(Value::as_array);
    let text = |it: &Value, key: &str| it.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    all.into_iter().flatten().map(|it| (text(it, "id"), text(it, "account"), text(it, "why"))).collect()
}

fn owners(manifest: &Value) -> Vec<String> {
    let kinds = manifest.get("actions").and_then(Value::as_object);
    let owners = kinds.into_iter().flat_map(|kinds| kinds.values()).filter_map(Value::as_object);
    owners.flat_map(|owners| owners.keys().cloned()).collect()
}

fn accounts(store: &dyn Store) -> Result<Vec<(String, AccountState)>, TodayError> {
    let mut accounts = Vec::new();
    let mut failed = None;
    store.accounts(&mut |id, bytes| match live::decode(bytes) {
        Ok(state) => {
            if !state.overrides.is_empty() || state.plays.iter().any(|record| record.open().is_some()) {
                accounts.push((id.to_owned(), state));
            }
        }
        Err(error) => {
            failed.get_or_insert(error);
        }
    })?;
    failed.map_or(Ok(accounts), |error| Err(error.into()))
}

fn told(
    store: &dyn Store,
    layout: &Layout,
    accounts: &[(String, AccountState)],
) -> Result<BTreeMap<RunKey, Vec<Told>>, StoreError> {
    let mut told = BTreeMap::new();
    for (account, state) in accounts {
        for record in &state.plays {
            let Some(open) = record.open() else { continue };
            let play = layout.plays.get(usize::from(record.play)).map(|play| play.name.to_string()).unwrap_or_default();
            let key = record.key.as_deref().unwrap_or_default().to_owned();
            let run = PlayRun { account: account.clone(), play, key, run: show_day(open.opened) };
            let actions = store.actions_of_run(&run)?;
            let says = actions.iter().map(|outgoing| Told::of(&outgoing.action)).collect();
            told.insert((run.account, run.play, run.key, open.opened), says);
        }
    }
    Ok(told)
}

/// Who was told of anything about an account: whose it is, as far as a state can say.
fn told_of(store: &dyn Store, kept: &Kept) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
    let moved = kept.moves.iter().map(|it| &it.account);
    let overridden = kept.accounts.iter().filter(|(_, state)| !state.overrides.is_empty()).map(|(id, _)| id);
    let refused = kept.refused.iter().map(|(_, account, _)| account);
    let (moved, overridden, refused) =
        (moved.map(String::as_str), overridden.map(String::as_str), refused.map(String::as_str));
    let waiting = kept.waiting.iter().map(|record| record.account.as_str());
    let accounts: BTreeSet<&str> = moved.chain(overridden).chain(refused).chain(waiting).collect();
    let mut told_of = BTreeMap::new();
    for account in accounts {
        let actions = store.actions_of(account)?;
        let owners = actions.into_iter().filter_map(|outgoing| outgoing.action.owner).collect();
        told_of.insert(account.to_owned(), owners);
    }
    Ok(told_of)
}

impl Kept {
    /// The day of the last run.
    #[must_use]
    pub fn last_run(&self) -> Day {
        self.head.last
    }
}
