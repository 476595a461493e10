//! One account under one playbook: every declaration is computed once and remembered.

use super::decided::{Deed, Run};
use super::past::{Kept, Past};
use super::{Account, Decided, Known, Placed, PlayOutcome, Walked};
use stageplay_dsl::typed::{Declaration, Expr, Playbook};
use stageplay_dsl::types::{CardId, Day, JourneyId, LetId, PartId, PlayId, RiskId, ScoreId, TierId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::Hash;

/// What the playbook says about an account on a date, nothing being known of earlier days.
pub(crate) fn decide(book: &Playbook, account: &Account, as_of: Day) -> Decided {
    let past = Past::default();
    everything(&Evaluator::new(book, account, as_of, &past, &[]))
}

/// What the playbook says about an account on a date.
pub(crate) fn everything(on: &Evaluator<'_>) -> Decided {
    let book = on.book;
    // Each declaration after all that it reads: a long chain of them is no deep recursion.
    for declaration in &book.order {
        match *declaration {
            Declaration::Let(id) => drop(on.named(id)),
            Declaration::Tier(id) => drop(on.tier(id)),
            Declaration::Part(id) => drop(on.part(id)),
            Declaration::Score(id) => drop(on.score(id)),
            Declaration::Journey(id) => drop(on.walked(id)),
            Declaration::Risk(id) => drop(on.level(id)),
            Declaration::Play(id) => drop(on.play(id)),
        }
    }
    Decided {
        lets: book.lets.ids().map(|id| on.named(id)).collect(),
        tiers: book.tiers.ids().map(|id| on.tier(id)).collect(),
        cards: book.cards.ids().map(|id| on.card(id)).collect(),
        bands: book.cards.ids().map(|id| on.unforced_band(id)).collect(),
        parts: book.parts.ids().map(|id| (on.points(id), on.band(id))).collect(),
        scores: book.scores.ids().map(|id| on.score(id)).collect(),
        journeys: book
            .journeys
            .ids()
            .map(|id| Placed { stage: on.stage(id), pace: on.pace(id), walked: on.walked(id) })
            .collect(),
        risks: book.risks.ids().map(|id| on.level(id)).collect(),
        candidates: book.risks.ids().map(|id| on.highest_level(id)).collect(),
        plays: book.plays.ids().map(|id| on.play(id)).collect(),
    }
}

/// One account on one date, with its past.
pub(crate) struct Evaluator<'a> {
    pub(crate) book: &'a Playbook,
    pub(crate) account: &'a Account,
    pub(crate) as_of: f64,
    /// The record of a list that names speak of.
    pub(crate) record: RefCell<Option<Account>>,
    /// What has been before today.
    pub(crate) past: &'a Past,
    /// What people have done since the last evaluation.
    pub(crate) deeds: &'a [Deed],
    /// An earlier day is looked at: the evaluation that had been made by then, if any. What was decided is what was
    /// decided in it.
    pub(crate) then: Option<Option<&'a Kept>>,
    /// Every `for` asks for nothing.
    pub(crate) impatient: Cell<bool>,
    /// The plays that have opened today, one entry per run.
    pub(crate) opened: RefCell<Vec<PlayId>>,
    /// The run that is being decided.
    pub(crate) current: RefCell<Option<(PlayId, Run)>>,
    lets: Memo<LetId, Option<Known>>,
    tiers: Memo<TierId, Option<u16>>,
    parts: Memo<PartId, super::group::Part>,
    cards: Memo<CardId, (Option<f64>, Option<u16>)>,
    scores: Memo<ScoreId, Option<f64>>,
    journeys: Memo<JourneyId, Walked>,
    levels: Memo<RiskId, Option<u16>>,
    plays: Memo<PlayId, PlayOutcome>,
}

/// What has been computed.
struct Memo<K, V>(RefCell<HashMap<K, V>>);

impl<K: Copy + Eq + Hash, V: Clone> Memo<K, V> {
    fn new() -> Self {
        Self(RefCell::new(HashMap::new()))
    }

    fn get(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.0.borrow().get(&key) {
            return value.clone();
        }
        let value = compute();
        self.0.borrow_mut().insert(key, value.clone());
        value
    }
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(book: &'a Playbook, account: &'a Account, as_of: Day, past: &'a Past, deeds: &'a [Deed]) -> Self {
        Self {
            book,
            account,
            as_of: f64::from(as_of),
            record: RefCell::new(None),
            past,
            deeds,
            then: None,
            impatient: Cell::new(false),
            opened: RefCell::new(Vec::new()),
            current: RefCell::new(None),
            lets: Memo::new(),
            tiers: Memo::new(),
            parts: Memo::new(),
            cards: Memo::new(),
            scores: Memo::new(),
            journeys: Memo::new(),
            levels: Memo::new(),
            plays: Memo::new(),
        }
    }

    /// A `let`.
    pub(crate) fn named(&self, id: LetId) -> Option<Known> {
        if self.impatient.get() {
            return self.value(&self.book.lets[id].value);
        }
        self.lets.get(id, || self.value(&self.book.lets[id].value))
    }

    pub(crate) fn tier(&self, id: TierId) -> Option<u16> {
        self.tiers.get(id, || self.first_true_row(id))
    }

    pub(crate) fn part(&self, id: PartId) -> super::group::Part {
        self.parts.get(id, || self.weigh(id))
    }

    /// A card's points after floors and caps, and its band.
    pub(crate) fn card(&self, id: CardId) -> (Option<f64>, Option<u16>) {
        self.cards.get(id, || self.rate(id))
    }

    pub(crate) fn score(&self, id: ScoreId) -> Option<f64> {
        self.scores.get(id, || self.scored(id))
    }

    pub(crate) fn walked(&self, id: JourneyId) -> Walked {
        self.journeys.get(id, || self.walk(id))
    }

    pub(crate) fn level(&self, id: RiskId) -> Option<u16> {
        self.levels.get(id, || self.settled_level(id))
    }

    pub(crate) fn play(&self, id: PlayId) -> PlayOutcome {
        self.plays.get(id, || self.decide_play(id))
    }

    pub(crate) fn number(&self, expr: &Expr) -> Option<f64> {
        self.value(expr).map(|value| value.number())
    }

    pub(crate) fn truth(&self, expr: &Expr) -> Option<bool> {
        self.value(expr).map(|value| value.truth())
    }

    pub(crate) fn word(&self, expr: &Expr) -> Option<u16> {
        self.value(expr).map(|value| value.word())
    }

    /// True only where the condition is known to be.
    pub(crate) fn holds(&self, expr: &Expr) -> bool {
        self.truth(expr) == Some(true)
    }
}
