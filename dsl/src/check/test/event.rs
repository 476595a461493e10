//! `do`: what people do to plays on a date.

use super::play::{play, task};
use crate::check::checker::Checker;
use crate::check::errors;
use crate::syntax::tree::{Deed, Event};
use crate::typed::{TestDeed, TestEvent};
use crate::types::Day;

/// What is done on a date.
pub(super) fn event(checker: &mut Checker<'_>, source: &Event, on: Day) -> Option<TestEvent> {
    let (word, subject) = (word(&source.deed), &source.subject);
    let said = format!("after `{word}`");
    let (play, what) = match &source.deed {
        Deed::Finish => {
            let (play, task) = task(checker, subject, &said)?;
            (play, TestDeed::Finish { task })
        }
        Deed::Dismiss => (play(checker, subject, &said)?, TestDeed::Dismiss),
        Deed::Wake => (play(checker, subject, &said)?, TestDeed::Wake),
        Deed::Assign(to) => (play(checker, subject, &said)?, TestDeed::Assign { to: to.text.clone() }),
        Deed::Snooze { until, span } => {
            let play = play(checker, subject, &said);
            if *until <= on && !checker.resolved.is_torn(*span) {
                let error = errors::snoozed_into_the_past(*span, *until, on);
                checker.report(error);
                return None;
            }
            (play?, TestDeed::Snooze { until: *until })
        }
    };
    let key = source.key.as_ref().map(|key| key.text.clone());
    Some(TestEvent { play, key, what, span: source.span })
}

fn word(deed: &Deed) -> &'static str {
    match deed {
        Deed::Finish => "finish",
        Deed::Dismiss => "dismiss",
        Deed::Snooze { .. } => "snooze",
        Deed::Wake => "wake",
        Deed::Assign(_) => "assign",
    }
}
