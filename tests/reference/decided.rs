//! What is known of one account after an evaluation; unknown is `None` throughout.

use super::Known;
use smol_str::SmolStr;
use stageplay_dsl::types::{CardId, Day, JourneyId, LetId, PartId, PlayId, RiskId, ScoreId, Table, TierId};

/// Everything the playbook says about one account. Words are numbers in the declaration's own set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decided {
    pub(crate) lets: Table<LetId, Option<Known>>,
    pub(crate) tiers: Table<TierId, Option<u16>>,
    /// A card's points after floors and caps, and its band.
    pub(crate) cards: Table<CardId, (Option<f64>, Option<u16>)>,
    /// A card's band before floors and caps force it.
    pub(crate) bands: Table<CardId, Option<u16>>,
    /// A part's points and band; the root's are those of its card.
    pub(crate) parts: Table<PartId, (Option<f64>, Option<u16>)>,
    pub(crate) scores: Table<ScoreId, Option<f64>>,
    pub(crate) journeys: Table<JourneyId, Placed>,
    pub(crate) risks: Table<RiskId, Option<u16>>,
    /// The highest level whose condition is true, whatever was before.
    pub(crate) candidates: Table<RiskId, Option<u16>>,
    pub(crate) plays: Table<PlayId, PlayOutcome>,
}

/// Where an account stands on a journey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    /// The number of the stage's word.
    pub(crate) stage: Option<u16>,
    /// `on_track`, `behind` or `stuck`.
    pub(crate) pace: Option<&'static str>,
    pub(crate) walked: Walked,
}

/// How an account has come along a journey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Walked {
    /// Whether the journey applies.
    pub(crate) applies: Option<bool>,
    /// The stage of the order.
    pub(crate) on: Option<usize>,
    /// The stage that interrupts it.
    pub(crate) interrupted: Option<usize>,
    /// Per stage, when it was entered and left last.
    pub(crate) dates: Vec<(Option<Day>, Option<Day>)>,
}

/// Which of a play's runs: the key of a record, where it has one for each.
pub(crate) type Key = Option<SmolStr>;

/// What became of a play.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlayOutcome {
    /// `idle`, `pending`, `open` …: of several runs the foremost.
    pub(crate) state: &'static str,
    /// It would have opened, or would have become pending, but for `unless` or another play.
    pub(crate) suppressed: bool,
    /// Per key, where it stands.
    pub(crate) records: Vec<(Key, Turn)>,
    /// What there is to tell, a line each.
    pub(crate) told: Vec<String>,
}

/// One evaluation of one run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Turn {
    /// Whether what opens it was true.
    pub(crate) asked: Option<bool>,
    /// Whether it could have opened, as far as runs go.
    pub(crate) could_open: bool,
    /// Success is there and not yet for long enough.
    pub(crate) succeeding: bool,
    pub(crate) phase: Phase,
    /// The word of the phase as it is shown.
    pub(crate) shown: &'static str,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    Idle,
    /// It must be false once.
    Waiting,
    /// True, and not yet for long enough, or kept from opening.
    Pending,
    Open(Run),
    Closed {
        on: Day,
        how: &'static str,
    },
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) opened: Day,
    /// Per task of the play, once it is created.
    pub(crate) tasks: Vec<Option<Task>>,
    /// The escalations that have fired.
    pub(crate) fired: Vec<usize>,
    /// Who answers for it, as last told.
    pub(crate) owner: Option<SmolStr>,
    /// Who does as a person has said.
    pub(crate) assigned: Option<SmolStr>,
    pub(crate) snooze: Option<Snooze>,
    /// How many days and business days it has slept.
    pub(crate) slept: (f64, i32),
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Task {
    pub(crate) due: Option<Day>,
    pub(crate) done: Option<Day>,
}

/// A run put to sleep.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Snooze {
    pub(crate) on: Day,
    pub(crate) until: Day,
    /// Bands and levels at the first evaluation in which it slept, and whether a higher one is worse.
    pub(crate) words: Option<Vec<(Option<u16>, bool)>>,
}

/// What a person has done with a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deed {
    pub(crate) day: Day,
    /// The play's name.
    pub(crate) play: SmolStr,
    pub(crate) key: Key,
    pub(crate) what: What,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// With a task's name.
    Done(SmolStr),
    Dismiss,
    Snooze(Day),
    Wake,
    Owner(SmolStr),
}
