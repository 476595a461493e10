//! A state written with one playbook, read with another: what has kept its name is found again.

use super::layout::{Kept, Layout, Named};
use crate::decide::state::{
    AccountState, CardState, JourneyState, KeptSnapshot, Open, Phase, PlayRecord, RiskState, Scalar,
};
use crate::graph::Program;
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::Day;

/// The way from the places and words of one layout to those of another. `None` is gone.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    pub(super) cards: Vec<Option<Place>>,
    pub(super) journeys: Vec<Option<Place>>,
    pub(super) risks: Vec<Option<Place>>,
    pub(super) clocks: Vec<Option<Place>>,
    previous: Vec<Option<Place>>,
    known: Vec<Option<Place>>,
    lasting: Vec<Option<Place>>,
    series: Vec<Option<Place>>,
    fields: Vec<Option<Place>>,
    lists: Vec<Option<(usize, Vec<Option<Place>>)>>,
    pub(super) plays: Vec<Option<PlayPlace>>,
    limits: Vec<Option<usize>>,
    /// How many of each kind there are now.
    sizes: Sizes,
    pub(super) retired_journeys: Vec<SmolStr>,
    pub(super) old: Layout,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sizes {
    cards: usize,
    journeys: usize,
    risks: usize,
    clocks: usize,
    previous: usize,
    known: usize,
    lasting: usize,
    series: usize,
    fields: usize,
    lists: usize,
    limits: usize,
}

/// Where something is now, and what its words are now.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) words: Vec<Option<u16>>,
}

#[derive(Clone, Debug)]
pub(super) struct PlayPlace {
    pub(super) at: u16,
    pub(super) tasks: Vec<Option<u16>>,
    escalations: Vec<Option<u16>>,
}

/// What could not be carried over from an account's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// It stands on a stage that is not there any more: the journey and the stage.
    pub stages: Vec<(SmolStr, SmolStr)>,
    /// Plays that are not there any more: name, key, when the run opened, whether it is open.
    pub plays: Vec<LostPlay>,
    /// Conditions whose clock was running.
    pub clocks: Vec<SmolStr>,
}

/// A run of a play that is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostPlay {
    /// The play's name.
    pub name: SmolStr,
    /// Which run, of a play with one for each record of a list.
    pub key: Option<SmolStr>,
    /// When it opened; `None` where it had not.
    pub opened: Option<Day>,
    /// It is open. Else it was over, and could not open again yet.
    pub is_open: bool,
}

impl Translation {
    /// From the layout of a state to a program.
    #[must_use]
    pub fn new(old: &Layout, program: &Program) -> Self {
        let new = Layout::of(program);
        let playbook = &program.playbook;
        let values = |old: &[Kept], new: &[Kept]| old.iter().map(|it| kept(it, new)).collect();
        Self {
            cards: old
                .cards
                .iter()
                .map(|it| {
                    let at = new.cards.iter().position(|other| other.name == it.name)?;
                    Some(Place { at, words: same_words(&it.bands, new.cards.get(at).map_or(&[], |card| &card.bands)) })
                })
                .collect(),
            journeys: old.journeys.iter().map(|it| journey(it, playbook)).collect(),
            risks: old
                .risks
                .iter()
                .map(|it| {
                    let at = renamed(playbook.risks.rows().iter().map(|risk| (&risk.name, &risk.formerly)), &it.name)?;
                    Some(Place { at, words: same_words(&it.words, new.risks.get(at).map_or(&[], |risk| &risk.words)) })
                })
                .collect(),
            clocks: values(&old.clocks, &new.clocks),
            previous: values(&old.previous, &new.previous),
            known: values(&old.known, &new.known),
            lasting: values(&old.lasting, &new.lasting),
            series: values(&old.series, &new.series),
            fields: old.fields.iter().map(|it| named(it, &new.fields)).collect(),
            lists: old
                .lists
                .iter()
                .map(|it| {
                    let at = new.lists.iter().position(|other| other.name == it.name)?;
                    let fields = new.lists.get(at).map_or(&[][..], |list| &list.fields);
                    Some((at, it.fields.iter().map(|field| named(field, fields)).collect()))
                })
                .collect(),
            plays: old
                .plays
                .iter()
                .map(|it| {
                    let at = renamed(playbook.plays.rows().iter().map(|play| (&play.name, &play.formerly)), &it.name)?;
                    let play = playbook.plays.rows().get(at)?;
                    let task = |name: &SmolStr| {
                        renamed(play.tasks.iter().map(|task| (&task.name, &task.formerly)), name).and_then(short)
                    };
                    let roles = new.plays.get(at).map_or(&[][..], |play| &play.escalations);
                    Some(PlayPlace {
                        at: short(at)?,
                        tasks: it.tasks.iter().map(task).collect(),
                        escalations: nth(&it.escalations, roles),
                    })
                })
                .collect(),
            limits: old.limits.iter().map(|name| new.limits.iter().position(|other| other == name)).collect(),
            sizes: Sizes {
                cards: new.cards.len(),
                journeys: new.journeys.len(),
                risks: new.risks.len(),
                clocks: new.clocks.len(),
                previous: new.previous.len(),
                known: new.known.len(),
                lasting: new.lasting.len(),
                series: new.series.len(),
                fields: new.fields.len(),
                lists: new.lists.len(),
                limits: new.limits.len(),
            },
            retired_journeys: playbook.retired_journeys.clone(),
            old: old.clone(),
        }
    }

    /// An account's state in the new places, and what could not be carried over.
    #[must_use]
    pub fn of(&self, state: AccountState) -> (AccountState, Lost) {
        let mut lost = Lost::default();
        let clocks = move_all(&self.clocks, state.clocks, self.sizes.clocks, |clock, _| clock);
        for ((place, clock), name) in self.clocks.iter().zip(&clocks.1).zip(&self.old.clocks) {
            if place.is_none() && clock.is_some() {
                lost.clocks.push(name.written.clone());
            }
        }
        let moved = AccountState {
            seen: state.seen,
            cards: move_all(&self.cards, state.cards, self.sizes.cards, card).0,
            journeys: self.journeys(state.journeys, &mut lost),
            risks: move_all(&self.risks, state.risks, self.sizes.risks, risk).0,
            clocks: clocks.0,
            previous: move_all(&self.previous, state.previous, self.sizes.previous, value).0,
            known: move_all(&self.known, state.known, self.sizes.known, value).0,
            lasting: move_all(&self.lasting, state.lasting, self.sizes.lasting, |lasting, _| lasting).0,
            series: move_all(&self.series, state.series, self.sizes.series, |series, place| {
                series.into_iter().map(|(day, it)| (day, value(it, place))).collect()
            })
            .0,
            snapshots: state.snapshots.into_iter().map(|kept| self.snapshot(kept)).collect(),
            plays: self.plays(state.plays, &mut lost),
            limits: move_plain(&self.limits, state.limits, self.sizes.limits),
            overrides: state.overrides,
            overridden: state.overridden,
        };
        (moved, lost)
    }

    fn journeys(&self, journeys: Vec<JourneyState>, lost: &mut Lost) -> Vec<JourneyState> {
        for ((place, state), name) in self.journeys.iter().zip(&journeys).zip(&self.old.journeys) {
            let stage = state.stage.map(|(stage, _)| stage);
            let is_lost = |stage: &u16| match place {
                Some(place) => place.words.get(usize::from(*stage)).copied().flatten().is_none(),
                None => !self.retired_journeys.contains(&name.name),
            };
            if let Some(stage) = stage.filter(is_lost) {
                let word = name.words.get(usize::from(stage)).cloned().unwrap_or_default();
                lost.stages.push((name.name.clone(), word));
            }
        }
        move_all(&self.journeys, journeys, self.sizes.journeys, |state, place| {
            let word = |stage: u16| place.words.get(usize::from(stage)).copied().flatten();
            JourneyState {
                stage: state.stage.and_then(|(stage, day)| Some((word(stage)?, day))),
                interrupted: state.interrupted.and_then(|(stage, day)| Some((word(stage)?, day))),
                dates: state.dates.into_iter().filter_map(|(stage, a, b)| Some((word(stage)?, a, b))).collect(),
            }
        })
        .0
    }

    fn snapshot(&self, kept: KeptSnapshot) -> KeptSnapshot {
        let lists = self.lists.iter().zip(kept.lists);
        let mut moved = vec![None; self.sizes.lists];
        for (place, list) in lists {
            let Some((at, fields)) = place else { continue };
            if let Some(slot) = moved.get_mut(*at) {
                let record = |record: Vec<Option<Scalar>>| move_all(fields, record, fields.len(), value).0;
                *slot = list.map(|records| records.into_iter().map(record).collect());
            }
        }
        KeptSnapshot {
            day: kept.day,
            fields: move_all(&self.fields, kept.fields, self.sizes.fields, value).0,
            lists: moved,
        }
    }

    fn plays(&self, records: Vec<PlayRecord>, lost: &mut Lost) -> Vec<PlayRecord> {
        let mut moved = Vec::with_capacity(records.len());
        for record in records {
            match self.plays.get(usize::from(record.play)).and_then(Option::as_ref) {
                Some(place) => {
                    let phase = match record.phase {
                        Phase::Open(open) => Phase::Open(Box::new(run(*open, place))),
                        other => other,
                    };
                    moved.push(PlayRecord { play: place.at, key: record.key, phase });
                }
                None => {
                    let name = self.old.plays.get(usize::from(record.play)).map(|play| play.name.clone());
                    let opened = match &record.phase {
                        Phase::Open(open) => Some(open.opened),
                        Phase::Closed { opened, .. } => Some(*opened),
                        Phase::Waiting | Phase::Pending { .. } => None,
                    };
                    let is_open = matches!(record.phase, Phase::Open(_));
                    lost.plays.push(LostPlay { name: name.unwrap_or_default(), key: record.key, opened, is_open });
                }
            }
        }
        moved.sort_by(|one, other| (one.play, &one.key).cmp(&(other.play, &other.key)));
        moved
    }
}

fn run(open: Open, place: &PlayPlace) -> Open {
    let to = |list: &[Option<u16>], at: u16| list.get(usize::from(at)).copied().flatten();
    Open {
        tasks: open
            .tasks
            .into_iter()
            .filter_map(|mut record| {
                record.task = to(&place.tasks, record.task)?;
                Some(record)
            })
            .collect(),
        fired: open.fired.into_iter().filter_map(|level| to(&place.escalations, level)).collect(),
        taken_over: open.taken_over.and_then(|level| to(&place.escalations, level)),
        // What it reads may be something else now: the words are taken anew.
        snooze: open.snooze.map(|mut snooze| {
            snooze.words.clear();
            snooze
        }),
        ..open
    }
}

fn short(at: usize) -> Option<u16> {
    u16::try_from(at).ok()
}

/// Moves what is kept to its new places; also what it was, for what must be said about it.
fn move_all<T: Clone + Default>(
    places: &[Option<Place>],
    old: Vec<T>,
    size: usize,
    mut change: impl FnMut(T, &Place) -> T,
) -> (Vec<T>, Vec<T>) {
    let mut new = vec![T::default(); size];
    for (place, item) in places.iter().zip(&old) {
        if let Some(place) = place
            && let Some(slot) = new.get_mut(place.at)
        {
            *slot = change(item.clone(), place);
        }
    }
    (new, old)
}

fn move_plain<T: Clone + Default>(places: &[Option<usize>], old: Vec<T>, size: usize) -> Vec<T> {
    if old.is_empty() {
        return Vec::new();
    }
    let mut new = vec![T::default(); size];
    for (place, item) in places.iter().zip(old) {
        if let Some(slot) = place.and_then(|at| new.get_mut(at)) {
            *slot = item;
        }
    }
    new
}

fn card(state: CardState, place: &Place) -> CardState {
    let word = |band: u16| place.words.get(usize::from(band)).copied().flatten();
    // The indicators may be others; what moves the next time is told without them.
    CardState { band: state.band.and_then(word), shown: state.shown.and_then(word), ..state }
}

fn risk(state: RiskState, place: &Place) -> RiskState {
    let word = |level: u16| place.words.get(usize::from(level)).copied().flatten();
    RiskState { level: state.level.and_then(word), ..state }
}

fn value(scalar: Option<Scalar>, place: &Place) -> Option<Scalar> {
    match scalar? {
        Scalar::Code(code) => place.words.get(usize::from(code)).copied().flatten().map(Scalar::Code),
        other => Some(other),
    }
}

/// Where something of a name is, under that name or as `formerly`.
fn renamed<'a>(
    mut list: impl Iterator<Item = (&'a SmolStr, &'a Option<SmolStr>)> + Clone,
    name: &SmolStr,
) -> Option<usize> {
    let same = list.clone().position(|(other, _)| other == name);
    same.or_else(|| list.position(|(_, formerly)| formerly.as_ref() == Some(name)))
}

fn same_words(old: &[SmolStr], new: &[SmolStr]) -> Vec<Option<u16>> {
    old.iter().map(|word| new.iter().position(|other| other == word).and_then(short)).collect()
}

fn kept(old: &Kept, new: &[Kept]) -> Option<Place> {
    let at = new.iter().position(|other| other.key == old.key)?;
    Some(Place { at, words: same_words(&old.words, new.get(at).map_or(&[], |kept| &kept.words)) })
}

fn named(old: &Named, new: &[Named]) -> Option<Place> {
    let at = new.iter().position(|other| other.name == old.name)?;
    Some(Place { at, words: same_words(&old.words, new.get(at).map_or(&[], |named| &named.words)) })
}

/// The escalations that go to the same role, the first to the first of them.
fn nth(old: &[SmolStr], new: &[SmolStr]) -> Vec<Option<u16>> {
    old.iter()
        .enumerate()
        .map(|(at, role)| {
            let before = old.iter().take(at).filter(|other| *other == role).count();
            let same = new.iter().enumerate().filter(|(_, other)| *other == role).nth(before);
            same.and_then(|(at, _)| short(at))
        })
        .collect()
}

/// A journey, its renamed stages, and where those go whose stage is retired.
fn journey(old: &Named, playbook: &Playbook) -> Option<Place> {
    let journeys = playbook.journeys.rows();
    let at = renamed(journeys.iter().map(|journey| (&journey.name, &journey.formerly)), &old.name)?;
    let journey = journeys.get(at)?;
    let word = |name: &SmolStr| {
        let stage = renamed(journey.stages.iter().map(|stage| (&stage.name, &stage.formerly)), name);
        let retired = journey.retired.iter().find(|(retired, _)| retired == name).map(|(_, to)| *to);
        stage.or(retired).and_then(short)
    };
    Some(Place { at, words: old.words.iter().map(word).collect() })
}
