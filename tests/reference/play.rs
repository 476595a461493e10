//! Plays: which records there are, and where each of them stands.

use super::decided::{Key, Phase, Turn};
use super::evaluator::Evaluator;
use super::past::{Moment, stretch};
use super::{Account, Known, PlayOutcome};
use stageplay_dsl::typed::{Activation, Again, Each, Play, Trigger};
use stageplay_dsl::types::{Day, PlayId};
use std::collections::BTreeMap;

/// What is known of the record that a run is about.
#[derive(Clone, Debug, PartialEq)]
enum About {
    /// The account, or a record of it.
    Here(Option<Account>),
    /// A record that is not there any more.
    Gone,
    /// Nobody knows the list.
    Unknown,
}

impl Evaluator<'_> {
    pub(crate) fn decide_play(&self, id: PlayId) -> PlayOutcome {
        let play = &self.book.plays[id];
        let mut outcome = PlayOutcome { state: "idle", suppressed: false, records: Vec::new(), told: Vec::new() };
        for (key, about) in self.about(id, play.each.as_ref()) {
            let record = if let About::Here(record) = &about { record.clone() } else { None };
            let turn = self.with(record, || {
                let asked = match about {
                    About::Here(_) => self.asked(&play.trigger),
                    About::Gone => Some(false),
                    About::Unknown => None,
                };
                self.turn(id, &key, asked, &mut outcome)
            });
            if matters(turn.shown) > matters(outcome.state) {
                outcome.state = turn.shown;
            }
            outcome.records.push((key, turn));
        }
        self.current.replace(None);
        outcome
    }

    /// The records that there are, and those that have a run.
    fn about(&self, id: PlayId, each: Option<&Each>) -> BTreeMap<Key, About> {
        let Some(each) = each else { return BTreeMap::from([(None, About::Here(None))]) };
        let list = self.records(each.list);
        let without = if list.is_some() { About::Gone } else { About::Unknown };
        let had = self.past.phases.keys().filter(|(play, _)| *play == id).map(|(_, key)| key.clone());
        let mut all: BTreeMap<Key, About> = had.map(|key| (key, without.clone())).collect();
        let path = &self.book.lists[each.list].fields[each.key].path;
        // Of two with one key the first counts.
        for record in list.unwrap_or_default().into_iter().rev() {
            let key = match record.get(path.as_str()).cloned().flatten() {
                None => continue,
                Some(Known::Text(text)) => text,
                Some(other) => other.number().to_string().into(),
            };
            let is_kept = || each.keep.as_ref().is_none_or(|keep| self.holds(keep));
            if self.with(Some(record.clone()), is_kept) {
                all.insert(Some(key), About::Here(Some(record)));
            }
        }
        all
    }

    /// One evaluation of one run.
    fn turn(&self, id: PlayId, key: &Key, asked: Option<bool>, outcome: &mut PlayOutcome) -> Turn {
        let play = &self.book.plays[id];
        let turn = |phase: Phase, shown| Turn { asked, could_open: false, succeeding: false, phase, shown };
        let before = self.past.phases.get(&(id, key.clone())).cloned().unwrap_or(Phase::Idle);
        if let Phase::Open(run) = before {
            return self.go_on(id, key, asked, run, outcome);
        }
        if let Phase::Closed { on, .. } = &before
            && self.cools(play, *on)
        {
            return turn(before, "cooling");
        }
        if before == Phase::Waiting && asked != Some(false) {
            return turn(Phase::Waiting, "idle");
        }
        if self.has_left() {
            return turn(Phase::Idle, "idle");
        }
        let is_first = self.past.first_of_book.is_none();
        if is_first && play.activation == Activation::NewOnly && asked == Some(true) {
            return turn(Phase::Waiting, "idle");
        }
        let turn = |phase: Phase, shown| Turn { could_open: true, ..turn(phase, shown) };
        let is_quiet = |began| began && play.activation == Activation::ExistingQuietly;
        let (Trigger::When(_), Some(holds)) = (&play.trigger, &play.holds_for) else {
            // What does not last opens at once, or not in this evaluation.
            if asked != Some(true) {
                return turn(Phase::Idle, "idle");
            }
            if self.is_refused(id) || self.has_no_place(id) {
                outcome.suppressed = true;
                return turn(Phase::Idle, "idle");
            }
            return turn(self.open(id, key, is_quiet(is_first), outcome), "open");
        };
        let mut moments = self.past.moments(|kept| {
            let turn = kept.decided.plays[id].turn(key).filter(|turn| turn.could_open);
            turn.map_or(Some(false), |turn| turn.asked)
        });
        moments.push(self.moment(asked));
        let Some(stretch) = stretch(&moments, self.gap()) else { return turn(Phase::Idle, "idle") };
        if asked.is_none() {
            return turn(Phase::Pending, "pending");
        }
        // Nobody waits for what is not to be.
        if self.is_refused(id) {
            outcome.suppressed = true;
            return turn(Phase::Pending, "idle");
        }
        if !self.number(holds).is_some_and(|days| stretch.days >= days) {
            return turn(Phase::Pending, "pending");
        }
        if self.has_no_place(id) {
            outcome.suppressed = true;
            return turn(Phase::Pending, "idle");
        }
        let first = self.past.first_of_book.unwrap_or(self.today());
        turn(self.open(id, key, is_quiet(stretch.began == first), outcome), "open")
    }

    /// The customer is one no longer.
    pub(crate) fn has_left(&self) -> bool {
        self.book.ends_when.as_ref().is_some_and(|ends| self.with(None, || self.holds(ends)))
    }

    /// A run that closed then keeps the next one from opening.
    fn cools(&self, play: &Play, on: Day) -> bool {
        match &play.again {
            Again::Never => true,
            Again::After(days) => self.number(days).is_none_or(|days| self.as_of < f64::from(on) + days),
        }
    }

    /// What a run's condition was while it was open.
    pub(crate) fn moments_of(&self, id: PlayId, key: &Key, opened: Day) -> Vec<Moment> {
        let mut moments = Vec::new();
        for seen in self.past.seen.iter().filter(|seen| seen.day >= opened) {
            let turn = seen.kept.as_ref().and_then(|kept| kept.decided.plays[id].turn(key));
            let stands = turn.is_some_and(|turn| turn.succeeding);
            let truth = turn.and_then(|turn| turn.asked).map(|asked| !asked);
            moments.push(Moment { day: seen.day, truth, stands });
            // While success is near, not to know anything ends nothing.
            if stands && truth.is_none() && stretch(&moments, self.gap()).is_some() {
                moments.pop();
                moments.push(Moment { day: seen.day, truth: Some(true), stands });
            }
        }
        moments
    }

    /// `open` or `done`, while a run is open.
    pub(crate) fn task_state(&self, play: PlayId, task: usize) -> Option<&'static str> {
        if let Some((of, run)) = &*self.current.borrow()
            && *of == play
        {
            return Some(run.task_state(task));
        }
        self.play(play).task_state(task)
    }
}

/// Of several runs the one that asks for most is seen.
fn matters(state: &str) -> usize {
    match state {
        "open" => 4,
        "pending" => 3,
        "cooling" => 1,
        "idle" => 0,
        _ => 2,
    }
}

impl PlayOutcome {
    fn turn(&self, of: &Key) -> Option<&Turn> {
        self.records.iter().find(|(key, _)| key == of).map(|(_, turn)| turn)
    }

    pub(crate) fn task_state(&self, task: usize) -> Option<&'static str> {
        self.records.iter().find_map(|(_, turn)| match &turn.phase {
            Phase::Open(run) => Some(run.task_state(task)),
            _ => None,
        })
    }
}
