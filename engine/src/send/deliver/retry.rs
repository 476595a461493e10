//! Another attempt, and how long it waits for.

use backon::{BackoffBuilder, ExponentialBuilder};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How many attempts follow the first.
const MOST_RETRIES: usize = 5;

/// How long the first of them waits, about; each next one waits twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Nobody waits longer between two attempts, whatever a destination asks for.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// An attempt that has failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub why: String,
    pub then: Then,
}

/// What an attempt that has failed asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Another attempt soon, at the earliest after so long.
    Retry(Duration),
    /// Another attempt at the next delivery.
    Later,
    /// None: the action is refused.
    Never,
}

/// Waits between attempts. Tests pass one that does not wait.
#[derive(Clone)]
pub struct Pauses(Arc<dyn Fn(Duration) + Send + Sync>);

impl Pauses {
    /// Calls `pause` in place of waiting.
    pub fn new(pause: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self(Arc::new(pause))
    }
}

impl Default for Pauses {
    fn default() -> Self {
        Self::new(std::thread::sleep)
    }
}

impl fmt::Debug for Pauses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pauses")
    }
}

/// Attempts something until it is done, or not worth another attempt.
pub(super) fn retry(pauses: &Pauses, mut attempt: impl FnMut() -> Result<(), Failure>) -> Result<(), Failure> {
    let backoff =
        ExponentialBuilder::default().with_min_delay(FIRST_PAUSE).with_max_times(MOST_RETRIES).with_jitter().build();
    let mut waits = backoff.into_iter();
    loop {
        let Err(failure) = attempt() else { return Ok(()) };
        let Then::Retry(asked) = failure.then else { return Err(failure) };
        match waits.next() {
            Some(wait) if asked <= LONGEST_PAUSE => (pauses.0)(wait.max(asked).min(LONGEST_PAUSE)),
            _ => return Err(failure),
        }
    }
}
