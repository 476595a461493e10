//! One evaluation of a book: states in, step, states out; everything in one transaction.

use super::codec::{CodecError, layout_json};
use super::deeds::Record;
use super::layout::{FORM, Layout};
use super::states::States;
use super::translate::{Lost, LostPlay, Translation};
use crate::column::{Batch, Calendar};
use crate::decide::events::Events;
use crate::decide::state::BookState;
use crate::decide::{Absence, DecideError, Decisions, Given, History, Wanted, absent, step};
use crate::graph::Program;
use crate::send::{self, Action};
use crate::store::{self, Head, Move, Run, StoreError, Tx};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, show_day};
use std::collections::{BTreeMap, BTreeSet};

/// What is evaluated.
#[derive(Clone, Copy)]
pub struct Evaluation<'a> {
    /// The playbook.
    pub program: &'a Program,
    /// What tells this version of it from another.
    pub version: &'a str,
    /// Which days are business days.
    pub calendar: Option<&'a Calendar>,
    /// One snapshot per account.
    pub batch: &'a Batch,
    /// Accounts whose newest snapshot is too old to speak for them, with its date.
    pub stale: &'a [(SmolStr, Day)],
    /// Earlier snapshots.
    pub history: &'a History<'a>,
    /// The date.
    pub as_of: Day,
    /// What is wanted besides the decisions.
    pub wanted: Wanted,
    /// It makes up for a day in the past: nobody is told of it, and no snapshot is too old.
    pub backfilled: bool,
}

/// Why a book could not be evaluated. Nothing is kept then.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The state has gone further.
    #[error("the state has seen {} already, and {} lies before it", show_day(*last), show_day(*as_of))]
    Before {
        /// The date asked for.
        as_of: Day,
        /// The date of the last run.
        last: Day,
    },
    /// An old file.
    #[error(
        "the snapshot of `{account}` is of {}, and one of {} has spoken for it already{}",
        show_day(*snapshot),
        show_day(*before),
        others(*more)
    )]
    Older {
        /// Whose.
        account: String,
        /// The date of the snapshot.
        snapshot: Day,
        /// The date of the one before.
        before: Day,
        /// How many accounts more.
        more: usize,
    },
    /// The playbook has changed, and does not say what becomes of accounts.
    #[error("{}", unresolved(.0))]
    Unresolved(BTreeMap<(SmolStr, SmolStr), usize>),
    /// A date that cannot be counted.
    #[error(transparent)]
    Decide(#[from] DecideError),
    /// The state.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is remembered.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// What is remembered of the book.
    #[error("what the state says of the book cannot be read: {0}")]
    Book(String),
    /// Written by another version of the program.
    #[error(
        "the accounts of this state are in form {0}, and this program reads form {FORM}: use the program that wrote it"
    )]
    Form(u32),
    /// What is done with the decisions.
    #[error("{0}")]
    Taken(String),
}

fn others(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => " (so it is with 1 account more)".into(),
        more => format!(" (so it is with {more} accounts more)"),
    }
}

/// The stages that are gone, and how many accounts stand on each.
fn unresolved(stages: &BTreeMap<(SmolStr, SmolStr), usize>) -> String {
    let told = stages.iter().map(|((journey, stage), accounts)| {
        let stand = if *accounts == 1 { "1 account stands".into() } else { format!("{accounts} accounts stand") };
        format!("{stand} on stage `{stage}` of journey `{journey}`, which the playbook does not have any more")
    });
    told.collect::<Vec<_>>().join("; ")
}

/// What to write for each stage that is gone, one line per stage.
pub(super) fn to_write<'s>(stages: impl Iterator<Item = &'s (SmolStr, SmolStr)>) -> String {
    let line = |(journey, stage): &(SmolStr, SmolStr)| {
        format!(
            "in journey `{journey}`, write `stage NEW formerly {stage}` if it has a new name, or `retired stage {stage} to \
             OTHER` to say where its accounts go"
        )
    };
    stages.map(line).collect::<Vec<_>>().join("\n")
}

impl LiveError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Before { as_of, .. } => Some(format!(
                "evaluate a later date, or rebuild the state from that day on with --replay {}",
                show_day(*as_of)
            )),
            Self::Older { snapshot, .. } => Some(format!(
                "give the newer file as well, or rebuild the state from that day on with --replay {}",
                show_day(*snapshot)
            )),
            Self::Unresolved(stages) => Some(to_write(stages.keys())),
            Self::Decide(_) => Some("extend `covers` and `holidays` in the calendar file".into()),
            _ => None,
        }
    }
}

/// What came of an evaluation.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Accounts seen for the first time.
    pub new_accounts: usize,
    /// Accounts whose state is another one now.
    pub changed_accounts: usize,
    /// Accounts that nothing speaks for since this evaluation.
    pub absent: Vec<SmolStr>,
    /// Accounts that have been absent for so long that they are gone now.
    pub gone: Vec<SmolStr>,
    /// Actions that nobody has been told before, by type and by who has to act.
    pub actions: BTreeMap<(&'static str, Option<String>), usize>,
    /// What people have done and could not be applied: its id, whose, and why.
    pub refused: Vec<(SmolStr, SmolStr, String)>,
    /// What people have done that waits, because its account is not in the data.
    pub waiting: Vec<(SmolStr, SmolStr)>,
    /// How many deeds were applied.
    pub applied: usize,
    /// Conditions whose clock has begun anew because they are written otherwise, and for how many accounts.
    pub restarted: BTreeMap<SmolStr, usize>,
    /// Runs that end because their play is not part of the playbook any more.
    pub withdrawn: usize,
    /// The plays that were evaluated for the first time.
    pub activated: Vec<SmolStr>,
    /// The state's last evaluation before this one.
    pub last: Option<Day>,
    /// What is remembered of the book.
    pub book: BookState,
    layout: String,
}

impl Outcome {
    /// Ends the run. `manifest` is one JSON object.
    ///
    /// # Errors
    /// What the store says.
    pub fn finish(&self, tx: &mut dyn Tx, of: &Evaluation<'_>, manifest: String) -> Result<(), LiveError> {
        tx.finish(&Run {
            as_of: of.as_of,
            playbook: of.program.playbook.header.name.to_string(),
            program: of.version.into(),
            layout: self.layout.clone(),
            book: serde_json::to_string(&self.book).map_err(|error| LiveError::Book(error.to_string()))?,
            manifest,
            backfilled: of.backfilled,
        })?;
        Ok(())
    }

    /// Keeps an action, if nobody has been told of it before.
    ///
    /// # Errors
    /// What the store says.
    pub fn emit(&mut self, tx: &mut dyn Tx, of: &Evaluation<'_>, action: &Action) -> Result<bool, StoreError> {
        let is_new = tx.emit(&kept(action, of))?;
        if is_new {
            *self.actions.entry((action.kind(), action.about.owner.clone())).or_default() += 1;
        }
        Ok(is_new)
    }
}

fn kept(action: &Action, of: &Evaluation<'_>) -> store::Action {
    let about = &action.about;
    store::Action {
        id: action.id().into(),
        as_of: of.as_of,
        account: about.account.clone(),
        play: about.play.clone(),
        key: about.key.clone(),
        run: about.run.clone(),
        step: about.step.clone(),
        kind: action.kind().into(),
        owner: about.owner.clone(),
        priority: about.priority.filter(|priority| priority.is_finite()),
        body: send::line(action),
        backfilled: of.backfilled,
    }
}

/// One evaluation of a book, in a transaction that the caller ends with [`Outcome::finish`]. `take` sees the decisions, chunk
/// by chunk, in order of rows, and the actions that nobody has been told of before.
///
/// On the date of the state's last run again, that run is taken back first; a date before it is refused.
///
/// # Errors
/// See [`LiveError`].
pub fn evaluate(
    tx: &mut dyn Tx,
    of: &Evaluation<'_>,
    mut take: impl FnMut(&Decisions, &[Action]) -> Result<(), String>,
) -> Result<Outcome, LiveError> {
    let playbook = &of.program.playbook;
    let head = start(tx, of.as_of)?;
    let mut outcome = Outcome { last: head.as_ref().map(|head| head.last), ..Outcome::default() };
    let layout = Layout::of(of.program);
    outcome.layout = layout_json(&layout);
    if let Some(head) = &head {
        outcome.book = book_of(head)?;
    }
    let mut states = States::read(tx)?;
    if let Some(head) = head.as_ref().filter(|head| head.layout != outcome.layout) {
        let (translated, lost) = states.translated(&Translation::new(&layout_of(head)?, of.program))?;
        states = translated;
        leave_behind(tx, of, &mut outcome, lost)?;
    }
    let matched = states.matched(of.batch, playbook.id_field);
    let events = deeds(tx, of, &mut outcome, &states)?;
    let book = outcome.book.clone();
    let given = Given {
        as_of: of.as_of,
        calendar: of.calendar,
        memory: &matched,
        last: outcome.last,
        book: &book,
        events: &events,
        history: of.history,
    };
    let mut older: Option<(usize, Day)> = None;
    let mut more = 0;
    let mut applied: BTreeSet<SmolStr> = BTreeSet::new();
    let mut refused: BTreeMap<SmolStr, (SmolStr, String)> = BTreeMap::new();
    let account = |row: usize| of.batch.columns[playbook.id_field].text(row).unwrap_or_default();
    let wanted = Wanted { openings: true, ..of.wanted };
    step(of.program, of.batch, given, wanted, |decided: Decisions| -> Result<(), LiveError> {
        if let Some(first) = decided.older.first() {
            more += decided.older.len() - usize::from(older.is_none());
            older.get_or_insert(*first);
        }
        for kept in &decided.kept {
            tx.put(of.as_of, account(kept.row), &kept.bytes)?;
        }
        outcome.changed_accounts += decided.kept.len();
        applied.extend(decided.applied.iter().map(|(_, id)| id.clone()));
        for (row, id, why) in &decided.refused {
            refused.insert(id.clone(), (account(*row).into(), why.clone()));
        }
        for moved in &decided.moved {
            tx.moved(&Move {
                as_of: of.as_of,
                account: moved.account.to_string(),
                what: moved.name.to_string(),
                from: Some(moved.from.to_string()),
                to: Some(moved.to.to_string()),
                because: moved.because.clone(),
                kind: format!("{} {}", moved.kind.word(), moved.ground.word()),
                revenue: moved.revenue.filter(|revenue| revenue.is_finite()),
            })?;
        }
        let mut told = Vec::new();
        let openings = decided.openings.iter().flat_map(|opening| send::actions(playbook, of.as_of, opening));
        let steps = decided.steps.iter().flat_map(|step| send::step_actions(playbook, of.as_of, step));
        for action in openings.chain(steps) {
            if outcome.emit(tx, of, &action)? {
                told.push(action);
            }
        }
        take(&decided, &told).map_err(LiveError::Taken)
    })?;
    if let (Some((row, before)), false) = (older, of.backfilled) {
        let snapshot = of.batch.dates.get(row).copied().flatten().unwrap_or(of.as_of);
        return Err(LiveError::Older { account: account(row).into(), snapshot, before, more });
    }
    others_stand_still(tx, of, &mut outcome, &states, &matched.others)?;
    outcome.new_accounts = of.batch.rows.saturating_sub(states.len().saturating_sub(matched.others.len()));
    // What was refused is settled as well: it is told once.
    let settled: Vec<&str> = applied.iter().map(SmolStr::as_str).chain(refused.keys().map(SmolStr::as_str)).collect();
    tx.applied(&settled, of.as_of)?;
    outcome.applied = applied.len();
    outcome.refused.extend(refused.into_iter().map(|(id, (account, why))| (id, account, why)));
    for play in playbook.plays.rows() {
        if !outcome.book.plays.contains_key(&play.name) {
            outcome.activated.push(play.name.clone());
            outcome.book.plays.insert(play.name.clone(), of.as_of);
        }
    }
    outcome.book.plays.retain(|name, _| playbook.plays.rows().iter().any(|play| play.name == *name));
    Ok(outcome)
}

/// The names that a state was last written with.
///
/// # Errors
/// A text that holds none.
pub fn layout_of(head: &Head) -> Result<Layout, LiveError> {
    /// Read before everything else, which may be another thing in another form.
    #[derive(serde::Deserialize)]
    struct Form {
        form: u32,
    }
    let broken = |error: serde_json::Error| LiveError::Book(error.to_string());
    let Form { form } = serde_json::from_str(&head.layout).map_err(broken)?;
    if form != FORM {
        return Err(LiveError::Form(form));
    }
    serde_json::from_str(&head.layout).map_err(broken)
}

/// What a state remembers of the book.
///
/// # Errors
/// A text that says nothing of one.
pub fn book_of(head: &Head) -> Result<BookState, LiveError> {
    serde_json::from_str(&head.book).map_err(|error| LiveError::Book(error.to_string()))
}

/// Where the state stands before a date.
fn start(tx: &mut dyn Tx, as_of: Day) -> Result<Option<Head>, LiveError> {
    let head = tx.head()?;
    match &head {
        Some(head) if as_of < head.last => Err(LiveError::Before { as_of, last: head.last }),
        Some(head) if as_of == head.last => {
            tx.rewind(as_of)?;
            Ok(tx.head()?)
        }
        _ => Ok(head),
    }
}

/// What cannot be carried over to another version of the playbook: refused where nobody says what becomes of it.
fn leave_behind(
    tx: &mut dyn Tx,
    of: &Evaluation<'_>,
    outcome: &mut Outcome,
    lost: Vec<(SmolStr, Lost)>,
) -> Result<(), LiveError> {
    let mut stages: BTreeMap<(SmolStr, SmolStr), usize> = BTreeMap::new();
    for (_, lost) in &lost {
        for stage in &lost.stages {
            *stages.entry(stage.clone()).or_default() += 1;
        }
    }
    if !stages.is_empty() {
        return Err(LiveError::Unresolved(stages));
    }
    for (account, lost) in lost {
        for clock in lost.clocks {
            *outcome.restarted.entry(clock).or_default() += 1;
        }
        for LostPlay { name, key, opened, is_open } in lost.plays {
            if let (true, Some(opened)) = (is_open, opened) {
                outcome.withdrawn += 1;
                let playbook = &of.program.playbook;
                let action = send::withdrawn_action(playbook, of.as_of, &account, &name, key.as_deref(), opened);
                outcome.emit(tx, of, &action)?;
            }
        }
    }
    Ok(())
}

/// The accounts that have a row.
fn matched_ids<'a>(of: &Evaluation<'a>) -> BTreeSet<&'a str> {
    let column = of.batch.columns.rows().get(of.program.playbook.id_field.0 as usize);
    (0..of.batch.rows).filter_map(|row| column?.text(row)).collect()
}

/// What people have done and no run has taken notice of.
fn deeds(tx: &mut dyn Tx, of: &Evaluation<'_>, outcome: &mut Outcome, states: &States) -> Result<Events, LiveError> {
    let mut events = Events::new();
    let mut refused = Vec::new();
    let recorded = tx.events(of.as_of)?;
    if recorded.is_empty() {
        return Ok(events);
    }
    let here = matched_ids(of);
    let known: BTreeSet<&str> = (0..states.len()).map(|at| states.id(at).as_str()).collect();
    for event in recorded {
        let record: Result<Record, String> = serde_json::from_str(&event.body).map_err(|error| error.to_string());
        match record.and_then(|record| record.read(&of.program.playbook)) {
            Ok(deed) if here.contains(deed.account.as_str()) => {
                let named = crate::decide::events::Event { id: event.id.as_str().into(), ..deed.event };
                events.add(deed.account, named);
            }
            // It may come back.
            Ok(deed) if known.contains(deed.account.as_str()) => {
                outcome.waiting.push((event.id.into(), deed.account));
            }
            Ok(deed) => refused.push((event.id, deed.account.clone(), "there is no such account".to_owned())),
            Err(why) => refused.push((event.id, event.account.into(), why)),
        }
    }
    let ids: Vec<&str> = refused.iter().map(|(id, ..)| id.as_str()).collect();
    tx.applied(&ids, of.as_of)?;
    outcome.refused.extend(refused.into_iter().map(|(id, account, why)| (id.into(), account, why)));
    Ok(events)
}

/// Accounts that nothing speaks for.
fn others_stand_still(
    tx: &mut dyn Tx,
    of: &Evaluation<'_>,
    outcome: &mut Outcome,
    states: &States,
    others: &[usize],
) -> Result<(), LiveError> {
    let stale: FxHashMap<&str, Day> = of.stale.iter().map(|(id, day)| (id.as_str(), *day)).collect();
    let mut older: Option<(usize, Day, Day)> = None;
    let mut more = 0;
    for at in others {
        let mut state = super::codec::decode(states.bytes(*at))?;
        let before = state.seen.and_then(|seen| seen.snapshot.or(seen.evaluated).or(outcome.last));
        if let (Some(before), Some(snapshot)) = (before, stale.get(states.id(*at).as_str()))
            && *snapshot < before
        {
            more += usize::from(older.is_some());
            older.get_or_insert((*at, *snapshot, before));
        }
        let absence = absent(of.program, &mut state, of.as_of, outcome.last);
        if absence == Absence::Same && !states.is_translated {
            continue;
        }
        match absence {
            Absence::Same => {}
            Absence::Begins => outcome.absent.push(states.id(*at).clone()),
            Absence::Gone => outcome.gone.push(states.id(*at).clone()),
        }
        let bytes = super::codec::encode(&state);
        if states.is_translated || bytes != states.bytes(*at) {
            outcome.changed_accounts += 1;
            tx.put(of.as_of, states.id(*at), &bytes)?;
        }
    }
    match older {
        // An old file, and not a customer who has gone quiet.
        Some((at, snapshot, before)) if !of.backfilled => {
            Err(LiveError::Older { account: states.id(at).to_string(), snapshot, before, more })
        }
        _ => Ok(()),
    }
}
