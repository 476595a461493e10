//! An account's past: a plain list of its evaluations, and what can be found in it by looking back.

use super::decided::{Decided, Key, Phase};
use super::{Account, Known};
use stageplay_dsl::types::{Day, ExprId, PartId, PlayId};
use std::collections::{BTreeMap, HashMap};

/// All that has been.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    /// The evaluations since it was first seen, or came back, in order.
    pub(crate) seen: Vec<Seen>,
    /// Its snapshots by date, in order.
    pub(crate) snapshots: Vec<(Day, Account)>,
    /// Every opening of a play, also of the times before it was gone.
    pub(crate) openings: Vec<(Day, PlayId)>,
    /// Where runs stood after the last evaluation.
    pub(crate) phases: BTreeMap<(PlayId, Key), Phase>,
    /// The first evaluation of the whole book; `None`: it is today's.
    pub(crate) first_of_book: Option<Day>,
}

/// One evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) day: Day,
    /// `None`: no snapshot spoke for the account.
    pub(crate) kept: Option<Kept>,
}

/// What was found in an evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) decided: Decided,
    /// Of expressions that need memory, their values.
    pub(crate) values: HashMap<ExprId, Option<Known>>,
    /// Of those expressions, the values of what they ask about.
    pub(crate) subjects: HashMap<ExprId, Option<Known>>,
    /// Of indicators, the value before its scale: as it was there, and with what lasted.
    pub(crate) indicators: HashMap<PartId, (Option<f64>, Option<f64>)>,
}

impl Past {
    /// The evaluations in which a snapshot spoke, newest first.
    pub(crate) fn evaluations(&self) -> impl Iterator<Item = (Day, &Kept)> {
        self.seen.iter().rev().filter_map(|seen| Some((seen.day, seen.kept.as_ref()?)))
    }

    /// What something was like in every evaluation, oldest first; unknown where nothing spoke for the account.
    pub(crate) fn moments(&self, truth: impl Fn(&Kept) -> Option<bool>) -> Vec<Moment> {
        let of = |seen: &Seen| Moment { day: seen.day, truth: seen.kept.as_ref().and_then(&truth), stands: false };
        self.seen.iter().map(of).collect()
    }
}

/// What a condition was in one evaluation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) day: Day,
    pub(crate) truth: Option<bool>,
    /// The time until the next evaluation does not count.
    pub(crate) stands: bool,
}

/// For how long a condition has been true, unknown days not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) days: f64,
    /// The evaluation with which it began.
    pub(crate) began: Day,
}

/// The stretch of time in which a condition has been true up to the last of these moments; one that is not known
/// interrupts it for `gap` days at most.
pub(crate) fn stretch(moments: &[Moment], gap: f64) -> Option<Stretch> {
    let (last, before) = moments.split_last()?;
    let apart = |from: &Moment, to: &Moment| f64::from(to.day) - f64::from(from.day);
    match last.truth {
        Some(false) => None,
        Some(true) => {
            let start = Stretch { days: 0.0, began: last.day };
            let Some(previous) = before.last() else { return Some(start) };
            match previous.truth {
                Some(false) => Some(start),
                Some(true) => {
                    let counted = if previous.stands { 0.0 } else { apart(previous, last) };
                    stretch(before, gap).map(|earlier| Stretch { days: earlier.days + counted, ..earlier })
                }
                // Whatever was before the gap goes on after it, if it was short enough.
                None => Some(stretch_before(moments, gap).unwrap_or(start)),
            }
        }
        None => stretch_before(moments, gap),
    }
}

/// The stretch before the unknown moments that end at the last one, or just before it.
fn stretch_before(moments: &[Moment], gap: f64) -> Option<Stretch> {
    let (last, _) = moments.split_last()?;
    let known = moments.iter().rposition(|moment| moment.truth.is_some() && moment.day < last.day)?;
    let unknown = moments.get(known + 1)?;
    let before = stretch(&moments[..=known], gap)?;
    let stands = moments[known].stands;
    let counted = if stands { 0.0 } else { f64::from(unknown.day) - f64::from(moments[known].day) };
    let is_short = f64::from(last.day) - f64::from(unknown.day) <= gap;
    is_short.then_some(Stretch { days: before.days + counted, ..before })
}
