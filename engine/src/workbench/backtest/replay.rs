//! Notes what is on for whom on each date of the past, and how much there was to do.

use crate::column::Calendar;
use crate::decide::state::Phase;
use crate::decide::{Decisions, Happening, play_state};
use crate::graph::Program;
use crate::live::LiveError;
use crate::read::Snapshots;
use crate::workbench::past::{Past, dates};
use smol_str::SmolStr;
use stageplay_dsl::types::{Day, Id};
use std::collections::BTreeMap;

/// What may be on for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// The name of the risk, the scorecard or the play.
    pub name: SmolStr,
    /// The level of a risk or the band of a scorecard; empty for a play.
    pub level: SmolStr,
}

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A risk at a level or above.
    Risk,
    /// A scorecard in a band.
    Band,
    /// A play that is open.
    Play,
}

impl SubjectKind {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Band => "band",
            Self::Play => "play",
        }
    }
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// Every level of every risk, every band of every scorecard, every play; in order of the playbook.
    pub subjects: Vec<Subject>,
    /// The scorecards, by name.
    pub cards: Vec<SmolStr>,
    /// In order of date, then of the data.
    pub rows: Vec<ReplayRow>,
    /// What owners had to do, by date and owner.
    pub load: BTreeMap<(Day, SmolStr), Load>,
}

/// An account on a date on which it has a snapshot.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayRow {
    /// The date.
    pub as_of: Day,
    /// The account, as in the data: not yet safe to show.
    pub account: SmolStr,
    /// Per subject whether it is on; `None` is unknown.
    pub on: Vec<Option<bool>>,
    /// Per scorecard, 0 to 100.
    pub scores: Vec<Option<f64>>,
}

/// What an owner had to do on a date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Runs of plays that opened.
    pub new: usize,
    /// Runs of plays that were open after the evaluation.
    pub open: usize,
    /// Hours of the tasks that were created, as far as the playbook says.
    pub effort_hours: f64,
}

/// Replays a history up to `until`, inclusive. Each date is an evaluation: it sees the snapshots of its day and before, and
/// what the evaluations before it remember.
///
/// # Errors
/// What an evaluation of that date would have said.
pub fn replay(
    program: &Program,
    calendar: Option<&Calendar>,
    snapshots: &Snapshots,
    until: Option<Day>,
) -> Result<Replay, LiveError> {
    let playbook = &program.playbook;
    let mut told = Replay {
        subjects: subjects(program),
        cards: playbook.cards.rows().iter().map(|card| card.name.clone()).collect(),
        ..Replay::default()
    };
    let mut past = Past::new(program, calendar, snapshots);
    for as_of in dates(snapshots, until) {
        past.evaluate(as_of, |selection, decided| {
            for at in decided.rows.clone() {
                if selection.batch.dates.get(at).copied().flatten() == Some(as_of) {
                    let id = selection.batch.columns.rows().get(playbook.id_field.index());
                    let account = id.and_then(|column| column.text(at)).unwrap_or_default().into();
                    told.rows.push(row(program, decided, at - decided.rows.start, as_of, account));
                }
            }
            add_load(&mut told.load, decided, as_of);
        })?;
        let load = &mut told.load;
        past.remembered(|state| {
            for record in &state.plays {
                if let Phase::Open(open) = &record.phase {
                    let owner = open.assigned.as_ref().or(open.owner.as_ref()).cloned().unwrap_or_default();
                    load.entry((as_of, owner)).or_default().open += 1;
                }
            }
        })?;
    }
    Ok(told)
}

/// Every level of every risk, every band of every scorecard, every play.
fn subjects(program: &Program) -> Vec<Subject> {
    let playbook = &program.playbook;
    let of = |kind, name: &SmolStr, level: &SmolStr| Subject { kind, name: name.clone(), level: level.clone() };
    let risks = playbook.risks.rows().iter();
    let levels = risks.flat_map(|risk| risk.levels.iter().map(|level| of(SubjectKind::Risk, &risk.name, &level.name)));
    let bands = playbook.cards.rows().iter().flat_map(|card| {
        let words = &playbook.choices[card.band_set];
        (0..card.bands.len()).filter_map(move |code| {
            let word = words.word(u16::try_from(code).ok()?);
            Some(Subject { kind: SubjectKind::Band, name: card.name.clone(), level: word.into() })
        })
    });
    let plays = playbook.plays.rows().iter().map(|play| of(SubjectKind::Play, &play.name, &SmolStr::default()));
    levels.chain(bands).chain(plays).collect()
}

/// What was decided about a row, in the order of [`subjects`].
fn row(program: &Program, decided: &Decisions, at: usize, as_of: Day, account: SmolStr) -> ReplayRow {
    let playbook = &program.playbook;
    let risks = playbook.risks.rows().iter().zip(decided.levels.rows());
    let levels = risks.flat_map(|(risk, levels)| {
        let level = levels.get(at).map(usize::from);
        (1..=risk.levels.len()).map(move |least| level.map(|level| level >= least))
    });
    let cards = playbook.cards.rows().iter().zip(decided.cards.rows());
    let bands = cards.flat_map(|(card, columns)| {
        let band = columns.band.get(at).map(usize::from);
        (0..card.bands.len()).map(move |code| band.map(|band| band == code))
    });
    let plays = decided.plays.rows().iter().map(|play| play.state.get(at).map(|state| state == play_state::OPEN));
    let scores = decided.cards.rows().iter().map(|card| card.score.get(at)).collect();
    ReplayRow { as_of, account, on: levels.chain(bands).chain(plays).collect(), scores }
}

/// Adds what opened and which tasks were created.
fn add_load(load: &mut BTreeMap<(Day, SmolStr), Load>, decided: &Decisions, as_of: Day) {
    let mut add = |owner: Option<&SmolStr>, new: usize, hours: f64| {
        let load = load.entry((as_of, owner.cloned().unwrap_or_default())).or_default();
        load.new += new;
        load.effort_hours += hours;
    };
    for opening in &decided.openings {
        add(opening.owner.as_ref().and_then(|owner| owner.who.as_ref()), 1, 0.0);
    }
    let later = decided.steps.iter().flat_map(|step| match &step.what {
        Happening::TaskCreated(task) => std::slice::from_ref(task),
        Happening::Escalated { tasks, .. } => tasks.as_slice(),
        _ => &[],
    });
    for task in decided.openings.iter().flat_map(|opening| &opening.tasks).chain(later) {
        add(task.owner.who.as_ref(), 0, task.effort_hours.unwrap_or(0.0));
    }
}
