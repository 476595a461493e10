//! What can go wrong with a state.

use stageplay_dsl::types::{Day, show_day};

/// Why something could not be kept or found. A state is left as it was before.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing there.
    #[error("there is no state `{0}`: the first run makes it")]
    NotFound(String),
    /// A folder or a device.
    #[error("`{0}` is no file, expected the file of a state")]
    NoFile(String),
    /// A file of something else.
    #[error("`{0}` is no state of Stageplay: name another file")]
    NotAState(String),
    /// Written by a later version.
    #[error(
        "the state was written by a newer Stageplay (its form is {found}, this one knows {known}): update Stageplay"
    )]
    Newer {
        /** The form of the state. */
        found: i64,
        /** The newest form known here. */
        known: i64,
    },
    /// Written by an earlier version.
    #[error(
        "the state was written by an older Stageplay (its form is {found}, this one has {known}): run once, then look again"
    )]
    Older {
        /** The form of the state. */
        found: i64,
        /** The form that is read here. */
        known: i64,
    },
    /// Somebody else writes.
    #[error("another run is using this state: wait until it has ended, then run again")]
    Busy,
    /// The file may only be read.
    #[error("the state cannot be written: make its file and folder writable")]
    ReadOnly,
    /// No room left.
    #[error("the disk is full: make room, then run again")]
    Full,
    /// The file is broken.
    #[error("the state is damaged: take a copy from before ({reason})")]
    Damaged {
        /** What was found. */
        reason: String,
    },
    /// Anything else that the system says.
    #[error("the state cannot be used: {reason}")]
    Failed {
        /** Its words. */
        reason: String,
    },
    /// A day no calendar has.
    #[error("{0} is no day between the years 0000 and 9999")]
    NoDate(Day),
    /// The day was evaluated before.
    #[error("the state already holds a run of {}: go back to before {} first", show_day(*last), show_day(*day))]
    NotRewound {
        /** The day to be written. */
        day: Day,
        /** The newest run. */
        last: Day,
    },
    /// More than one day in one run.
    #[error("a run of {} wrote something for {}: finish one day before the next", show_day(*first), show_day(*second))]
    TwoDays {
        /** The day of the run. */
        first: Day,
        /** The other day. */
        second: Day,
    },
    /// A run was not finished.
    #[error("the run of {} was not finished: nothing of it is kept", show_day(*.0))]
    Unfinished(Day),
    /// What is that old is gone.
    #[error("the state remembers back to {}, not to {}: ask for {0} or later", show_day(*back_to), show_day(*asked))]
    Forgotten {
        /** The earliest day that can be gone back to. */
        back_to: Day,
        /** The day asked for. */
        asked: Day,
    },
    /// A state belongs to one playbook.
    #[error("the state belongs to the playbook `{here}`, not to `{there}`: name another state")]
    OtherPlaybook {
        /** The state's. */
        here: String,
        /** The run's. */
        there: String,
    },
    /// A text that should be JSON.
    #[error("the {what} is not JSON in one line")]
    NotJson {
        /** Which text. */
        what: &'static str,
    },
    /// A text that should be a JSON object.
    #[error("the {what} is not a JSON object in one line")]
    NoObject {
        /** Which text. */
        what: &'static str,
    },
    /// Infinity and the like.
    #[error("the {what} is not a finite number")]
    NotFinite {
        /** Which number. */
        what: &'static str,
    },
    /// An id nobody gave out.
    #[error("there is no action `{0}` in this state")]
    NoAction(String),
    /// A version of nothing.
    #[error("there is an earlier version of the account `{0}`, but not the account")]
    NoAccount(String),
    /// A version that is not earlier than the account.
    #[error("the earlier version of the account `{0}` is not earlier than the account")]
    NotEarlier(String),
    /// Something of a run that is not there.
    #[error("something about the account `{0}` is later than the last run: export the state again")]
    TooLate(String),
    /// An id nobody recorded.
    #[error("there is no event `{0}` in this state")]
    NoEvent(String),
    /// A line of an export that cannot be taken in.
    #[error("line {line}: {reason}")]
    Line {
        /** From 1. */
        line: usize,
        /** What is wrong with it. */
        reason: String,
    },
    /// Two states that do not go together.
    #[error("the states differ in {what}: {help}")]
    Differ {
        /** In what. */
        what: &'static str,
        /** What to do. */
        help: &'static str,
    },
    /// Two states with different runs.
    #[error("the run of {} is in only one of the two states: run both for the same days, or prune both to the same day", show_day(*.0))]
    RunsDiffer(Day),
    /// What two runs left cannot be put together.
    #[error("what the run of {} left cannot be put together: {reason}", show_day(*day))]
    NotJoined {
        /** The day of the run. */
        day: Day,
        /** Why. */
        reason: String,
    },
    /// Two states with one account.
    #[error("the account `{0}` is in both states and not the same: export each account from one state only")]
    InBoth(String),
    /// Two states that told different things of the whole book.
    #[error("the action `{0}` about the whole book is in both states and not the same: raise it in one of them only")]
    BookInBoth(String),
    /// The account's state has no text form.
    #[error("the state of the account `{account}` cannot be shown: {reason}")]
    NotShown {
        /** Its id. */
        account: String,
        /** Why. */
        reason: String,
    },
    /// The lines cannot be read or written.
    #[error("the lines of the state cannot be read or written: {0}")]
    Lines(std::io::Error),
}
