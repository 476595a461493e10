//! What was decided about a stretch of rows, as columns.

use super::moved::Moved;
use super::plays::{Opening, Step};
use super::unknown::{Gap, Subject};
use crate::column::{Bits, Codes, Numbers, Slot};
use smol_str::SmolStr;
use stageplay_dsl::typed::Playbook;
use stageplay_dsl::types::{CardId, Day, GroupId, JourneyId, PartId, PlayId, RiskId, ScoreId, Table};
use std::ops::Range;

/// The numbers of a play's states, the same for every play.
pub mod play_state {
    /// Nothing to do.
    pub const IDLE: u16 = 0;
    /// The condition is true, but not for long enough yet.
    pub const PENDING: u16 = 1;
    /// Running.
    pub const OPEN: u16 = 2;
    /// Has done its work.
    pub const SUCCEEDED: u16 = 3;
    /// Is not asked for any more.
    pub const CLEARED: u16 = 4;
    /// Has taken too long.
    pub const EXPIRED: u16 = 5;
    /// Ended by a person.
    pub const DISMISSED: u16 = 6;
    /// The customer has left, or the play has.
    pub const WITHDRAWN: u16 = 7;
    /// The account is not in the data any more.
    pub const GONE: u16 = 8;
    /// Over, and not to open again yet.
    pub const COOLING: u16 = 9;
    /// The words, by number.
    pub const WORDS: [&str; 10] =
        ["idle", "pending", "open", "succeeded", "cleared", "expired", "dismissed", "withdrawn", "gone", "cooling"];
}

/// What was decided about rows `rows` of a batch. Every column has one value per row of that range.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Which rows of the batch.
    pub rows: Range<usize>,
    /// Per scorecard.
    pub cards: Table<CardId, CardColumns>,
    /// The points of dimensions, in order; empty unless they were wanted.
    pub parts: Vec<(PartId, Numbers)>,
    /// Per custom score.
    pub scores: Table<ScoreId, Numbers>,
    /// Per journey, the stage's number in the journey's words.
    pub stages: Table<JourneyId, Codes>,
    /// Per risk, the level's number; 0 is `none`.
    pub levels: Table<RiskId, Codes>,
    /// Per play.
    pub plays: Table<PlayId, PlayColumns>,
    /// The values of `Program::portfolio.read`, one column each, for metrics and signals.
    pub portfolio: Vec<Slot>,
    /// What opened, in order of row and play; empty unless texts were wanted.
    pub openings: Vec<Opening>,
    /// The same without a word on it, in order of row and play; empty unless that was wanted.
    pub ranks: Vec<Ranked>,
    /// What happened to runs after they had opened, in order of row and play.
    pub steps: Vec<Step>,
    /// What is not what it was at the last evaluation, in order of row.
    pub moved: Vec<Moved>,
    /// The new states that are not what they were, as they are kept.
    pub kept: Vec<Kept>,
    /// The next day on which a task is due, a run wakes or a person's word ends.
    pub next: Option<Day>,
    /// Rows whose snapshot is older than the one that spoke for the account before, with the date of that.
    pub older: Vec<(usize, Day)>,
    /// What people have done and was taken into account: the row of the batch, and which.
    pub applied: Vec<(usize, SmolStr)>,
    /// What people have done and could not be: the row, which, and why.
    pub refused: Vec<(usize, SmolStr, String)>,
    /// Per play with a state other than idle, why, in order of row and play; empty unless reasons were wanted.
    pub reasons: Vec<(usize, PlayId, String)>,
    /// What is unknown for some of the rows; empty unless that was wanted.
    pub gaps: Vec<(Subject, Gap)>,
}

impl Decisions {
    /// Columns for every construct of a playbook, still empty.
    pub(super) fn blank(playbook: &Playbook, rows: Range<usize>) -> Self {
        Self {
            rows,
            cards: playbook.cards.rows().iter().map(|_| CardColumns::default()).collect(),
            parts: Vec::new(),
            scores: playbook.scores.rows().iter().map(|_| Numbers::default()).collect(),
            stages: playbook.journeys.rows().iter().map(|_| Codes::default()).collect(),
            levels: playbook.risks.rows().iter().map(|_| Codes::default()).collect(),
            plays: playbook.plays.rows().iter().map(|_| PlayColumns::default()).collect(),
            portfolio: Vec::new(),
            openings: Vec::new(),
            ranks: Vec::new(),
            steps: Vec::new(),
            moved: Vec::new(),
            kept: Vec::new(),
            next: None,
            older: Vec::new(),
            applied: Vec::new(),
            refused: Vec::new(),
            reasons: Vec::new(),
            gaps: Vec::new(),
        }
    }
}

/// A play that opens for an account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// The row of the batch.
    pub row: usize,
    /// The play.
    pub play: PlayId,
    /// Highest first; unknown sorts before all.
    pub priority: Option<f64>,
}

/// The new state of an account, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The row of the batch.
    pub row: usize,
    /// The state.
    pub bytes: Vec<u8>,
}

/// The points and the band of a scorecard.
#[derive(Clone, Debug, Default)]
pub struct CardColumns {
    /// 0 to 100.
    pub score: Numbers,
    /// The band's number, lowest 0.
    pub band: Codes,
}

/// The state of a play.
#[derive(Clone, Debug, Default)]
pub struct PlayColumns {
    /// The numbers of [`play_state`].
    pub state: Codes,
    /// Where it would have opened, but for something that holds it back.
    pub suppressed: Bits,
    /// What that is, by row of the columns; of a play with several runs, what holds back any of them.
    pub held: Vec<(usize, Held)>,
    /// Where it opens in this evaluation, with actions.
    pub opening: Bits,
}

/// What holds a play back that would open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Its own `unless`.
    Unless,
    /// A group of plays.
    Group {
        /** Which. */
        group: GroupId,
        /** The play that holds the place; where too many have opened lately, none. */
        by: Option<PlayId>,
    },
}
