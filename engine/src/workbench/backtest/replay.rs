//! Notes what is on for whom on each date of the past, and how much there was to do.

use crate::column::Calendar;
use crate::decide::state::Phase;
use crate::decide::{Decisions, Happening, Person, play_state};
use crate::graph::Program;
use crate::live::{Capacity, Holder, LiveError, Load, capacities};
use crate::read::Snapshots;
use crate::workbench::past::{Past, dates};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{Day, Id};
use std::collections::{BTreeMap, BTreeSet};

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
    /// The same, told apart by role where the data name nobody.
    pub held: BTreeMap<(Day, Holder), Load>,
    /// The roles in which anybody had anything to do.
    pub roles: BTreeMap<Holder, BTreeSet<SmolStr>>,
    /// How much each person of a role can do, by role.
    pub capacities: BTreeMap<SmolStr, Capacity>,
    /// The dates that were evaluated.
    pub dates: BTreeSet<Day>,
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
        capacities: capacities(playbook),
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
            add_load(&mut told, decided, as_of);
        })?;
        let owners = &mut told;
        past.remembered(|state| {
            for record in &state.plays {
                if let Phase::Open(open) = &record.phase {
                    let who = open.assigned.as_ref().or(open.owner.as_ref()).cloned();
                    let role = role_of(playbook, usize::from(record.play), open.taken_over.map(usize::from));
                    owners.add(as_of, who, role, |load| load.open += 1);
                }
            }
        })?;
        told.dates.insert(as_of);
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

/// The role that answers for a run: that of its play, or of the escalation that took it over.
fn role_of(playbook: &Playbook, play: usize, taken_over: Option<usize>) -> Option<SmolStr> {
    let play = playbook.plays.rows().get(play)?;
    let escalation = taken_over.and_then(|level| play.escalations.get(level)).map(|it| it.to);
    let role = escalation.or(play.owner)?;
    playbook.roles.rows().get(role.index()).map(|role| role.name.clone())
}

/// Adds what opened and which tasks were created.
fn add_load(told: &mut Replay, decided: &Decisions, as_of: Day) {
    let mut add = |owner: Option<&Person>, new: usize, hours: f64| {
        let (who, role) = (owner.and_then(|it| it.who.clone()), owner.map(|it| it.role.clone()));
        told.add(as_of, who, role, |load| {
            load.new += new;
            load.effort_hours += hours;
        });
    };
    for opening in &decided.openings {
        add(opening.owner.as_ref(), 1, 0.0);
    }
    let later = decided.steps.iter().flat_map(|step| match &step.what {
        Happening::TaskCreated(task) => std::slice::from_ref(task),
        Happening::Escalated { tasks, .. } => tasks.as_slice(),
        _ => &[],
    });
    for task in decided.openings.iter().flat_map(|opening| &opening.tasks).chain(later) {
        add(Some(&task.owner), 0, task.effort_hours.unwrap_or(0.0));
    }
}

impl Replay {
    /// Adds to what somebody had to do on a date.
    fn add(&mut self, as_of: Day, who: Option<SmolStr>, role: Option<SmolStr>, add: impl Fn(&mut Load)) {
        let holder = Holder::of(who.as_deref(), role.as_deref());
        add(self.load.entry((as_of, who.unwrap_or_default())).or_default());
        self.roles.entry(holder.clone()).or_default().extend(role);
        add(self.held.entry((as_of, holder)).or_default());
    }
}
