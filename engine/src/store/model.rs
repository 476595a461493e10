//! What is kept, as plain data. JSON is text here: nobody in this room looks into it.

use stageplay_dsl::types::Day;

/// Where the state stands: what its newest run left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The playbook's name.
    pub playbook: String,
    /// What tells one version of the playbook from another: a hash.
    pub program: String,
    /// What the bytes of the accounts mean; JSON in one line.
    pub layout: String,
    /// The day of the newest run.
    pub last: Day,
    /// The day of the run before it.
    pub previous: Option<Day>,
    /// What is remembered of the book as a whole; JSON in one line.
    pub book: String,
}

/// A run as it is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The day that was evaluated; later than every run before.
    pub as_of: Day,
    /// The playbook's name; the same for all runs of a state.
    pub playbook: String,
    /// What tells one version of the playbook from another: a hash.
    pub program: String,
    /// What the bytes of the accounts mean; JSON in one line.
    pub layout: String,
    /// What is remembered of the book as a whole; JSON in one line.
    pub book: String,
    /// What went in and what came out; JSON in one line.
    pub manifest: String,
    /// Whether the run made up for a day in the past, so that nobody was told of it.
    pub backfilled: bool,
}

/// One thing to do outside, once.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The same for the same step of the same run of a play; known for ever.
    pub id: String,
    /// The day of the run that decided it.
    pub as_of: Day,
    /// The account; empty where it is about the book.
    pub account: String,
    /// The play; empty where it is about none.
    pub play: String,
    /// Which of the account's people or things the play is about; empty for the account itself.
    pub key: String,
    /// The name of the play's run.
    pub run: String,
    /// The step of that run.
    pub step: String,
    /// The event's type.
    pub kind: String,
    /// Who has to act.
    pub owner: Option<String>,
    /// Higher is more urgent; a finite number.
    pub priority: Option<f64>,
    /// The CloudEvent: a JSON object in one line. Empty once it has been pruned.
    pub body: String,
    /// Whether it belongs to the past and is not to be delivered.
    pub backfilled: bool,
}

/// A run of a play, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayRun {
    /// The account.
    pub account: String,
    /// The play.
    pub play: String,
    /// As in [`Action::key`].
    pub key: String,
    /// As in [`Action::run`].
    pub run: String,
}

/// An action, and where it went.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The action.
    pub action: Action,
    /// By destination, in the order of their names.
    pub sent: Vec<Delivery>,
    /// Why it will never be delivered where it was not delivered yet.
    pub dropped: Option<String>,
}

/// That an action arrived somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The destination's name.
    pub destination: String,
    /// The caller's words for when; `None` where the state was imported.
    pub at: Option<String>,
}

/// Something people did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Given by who recorded it; known for ever.
    pub id: String,
    /// The day it happened.
    pub day: Day,
    /// The account it is about.
    pub account: String,
    /// A JSON object in one line. Empty once it has been pruned.
    pub body: String,
}

/// An event, and whether a run took notice of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEvent {
    /// The event.
    pub event: Event,
    /// The day of the run that did.
    pub applied: Option<Day>,
}

/// Something about an account that changed in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The day of the run.
    pub as_of: Day,
    /// The account.
    pub account: String,
    /// What changed.
    pub what: String,
    /// What it was before; `None` where it was nothing.
    pub from: Option<String>,
    /// What it is now.
    pub to: Option<String>,
    /// Why.
    pub because: String,
    /// The kind of change.
    pub kind: String,
    /// The revenue it is about, in the playbook's currency; a finite number.
    pub revenue: Option<f64>,
}

/// How much was pruned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Earlier versions of accounts.
    pub versions: usize,
    /// Accounts that had been forgotten.
    pub accounts: usize,
    /// Moves.
    pub moves: usize,
    /// Bodies of actions that were sent or dropped.
    pub actions: usize,
    /// Bodies of events that were applied.
    pub events: usize,
    /// Runs.
    pub runs: usize,
}
