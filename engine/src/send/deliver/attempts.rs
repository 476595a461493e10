//! Hands actions to a destination, in order, and its answers back.

use crate::send::outgoing::{Outgoing, RunKey};
use std::collections::BTreeSet;

/// So many actions in a row that a destination has not taken are enough: it is not there, and the rest waits.
const MOST_IN_A_ROW: usize = 3;

/// What became of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The destination has taken it.
    Sent,
    /// The destination has not taken it.
    Failed {
        /** Why, safe to show. */
        why: String,
        /** Whether a later attempt makes sense. Where not, the destination refuses this very action. */
        again: bool,
    },
    /// It was not tried: an earlier action of its run has failed, or the destination takes nothing at all.
    Waits,
}

/// Somewhere that actions go.
pub trait Destination {
    /// What it is called, in messages and where answers are kept.
    fn name(&self) -> &str;

    /// How many actions it takes at once.
    fn most_at_once(&self) -> usize {
        1
    }

    /// Sends some actions; one answer, which is that of each of them.
    fn send(&mut self, actions: &[&Outgoing]) -> Answer;

    /// What else there is to say since it was asked last, in lines that are safe to show.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// How many actions had which answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken.
    pub sent: usize,
    /// Not taken, to be tried again.
    pub failed: usize,
    /// Refused for good.
    pub refused: usize,
    /// Not tried.
    pub waits: usize,
}

/// Sends actions, in the order given. `answered` is told of each before the next one goes, and is to keep that it was
/// sent. When one fails, the later ones of its run are not tried.
///
/// # Errors
/// The first error of `answered`: nothing more is sent, for nobody would know of it.
pub fn deliver<'a, E>(
    destination: &mut dyn Destination,
    actions: impl IntoIterator<Item = &'a Outgoing>,
    mut answered: impl FnMut(&'a Outgoing, &Answer) -> Result<(), E>,
) -> Result<Tally, E> {
    let mut tally = Tally::default();
    let mut stuck: BTreeSet<RunKey> = BTreeSet::new();
    let mut in_a_row = 0;
    let most = destination.most_at_once().max(1);
    let mut together = Vec::new();
    let mut actions = actions.into_iter().peekable();
    while let Some(action) = actions.next() {
        if in_a_row >= MOST_IN_A_ROW || stuck.contains(&action.run_key()) {
            tally.waits += 1;
            answered(action, &Answer::Waits)?;
        } else {
            together.push(action);
        }
        if together.is_empty() || (together.len() < most && actions.peek().is_some()) {
            continue;
        }
        let answer = destination.send(&together);
        in_a_row = if matches!(answer, Answer::Failed { again: true, .. }) { in_a_row + 1 } else { 0 };
        for action in together.drain(..) {
            match &answer {
                Answer::Sent => tally.sent += 1,
                Answer::Failed { again: true, .. } => tally.failed += 1,
                Answer::Failed { again: false, .. } => tally.refused += 1,
                Answer::Waits => tally.waits += 1,
            }
            if answer != Answer::Sent {
                stuck.insert(action.run_key());
            }
            answered(action, &answer)?;
        }
    }
    Ok(tally)
}
