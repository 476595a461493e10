//! An action on its way to others, as it waits in the state until a destination has taken it.

use smol_str::SmolStr;
use stageplay_dsl::types::Day;

/// The type of the event that opens a run.
pub const OPENED: &str = "stageplay.play.opened";

/// The type of the event that closes a run.
pub const CLOSED: &str = "stageplay.play.closed";

/// An action that waits to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The same for the same action whenever it is made; a receiver knows by it what it has seen.
    pub id: String,
    /// The date of the evaluation that asked for it.
    pub as_of: Day,
    /// The account; empty where it is about all of them.
    pub account: SmolStr,
    /// The play, or the signal.
    pub play: SmolStr,
    /// Which of several runs of the play for one account, where it is done for each of a list.
    pub key: Option<SmolStr>,
    /// The run: the date it opened on.
    pub run: SmolStr,
    /// Which action of the run.
    pub step: SmolStr,
    /// The type of the event, such as `stageplay.task.created`.
    pub kind: SmolStr,
    /// Who answers for the play.
    pub owner: Option<SmolStr>,
    /// How urgent the play is, larger being more so; `None` where it is unknown.
    pub priority: Option<f64>,
    /// The event: one JSON object after CloudEvents 1.0.
    pub body: String,
}

/// What the actions of one run have in common: their order is kept, and they stand or fall together.
pub type RunKey<'a> = (&'a str, &'a str, Option<&'a str>, &'a str);

impl Outgoing {
    /// The run it belongs to: account, play, key and opening date.
    #[must_use]
    pub fn run_key(&self) -> RunKey<'_> {
        (&self.account, &self.play, self.key.as_deref(), &self.run)
    }
}
