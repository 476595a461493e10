//! `do`: what people do to plays on a date.

use super::play::{play, task};
use crate::check::checker::Checker;
use crate::check::errors;
use crate::syntax::tree::{Deed, Event};
use crate::typed::{TestDeed, TestEvent};
use crate::types::{Day, PlayId};

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
    key(checker, source, play)?;
    let key = source.key.as_ref().map(|key| key.text.clone());
    Some(TestEvent { play, key, what, span: source.span })
}

/// A play with a run for each record of a list needs to know which one is meant, and another has none to name.
fn key(checker: &mut Checker<'_>, source: &Event, play: PlayId) -> Option<()> {
    let declared = checker.resolved.declared.plays[play];
    if checker.resolved.is_torn(declared.span) {
        return Some(());
    }
    let error = match (declared.each(), &source.key) {
        (Some(each), None) => errors::event_without_key(source, declared, each),
        (None, Some(key)) => errors::event_with_key(key, declared),
        _ => return Some(()),
    };
    checker.report(error);
    None
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
