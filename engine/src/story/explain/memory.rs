//! What is remembered, where an explanation can say it: since when something is so, and what people have said of scores.

use super::{Account, Line, value};
use crate::decide::state::{Open, Phase, PlayRecord};
use crate::evaluate::score_name;
use crate::graph::Scored;
use stageplay_dsl::typed::Expr;
use stageplay_dsl::types::{Day, Id, PlayId, show_day, show_number, show_score};

/// Since when a condition with a clock has been true, if it is true now; `None` where nothing is remembered of it.
pub(super) fn since(account: &Account, condition: &Expr) -> Option<Day> {
    let node = account.program.node(condition);
    let at = account.program.memory.clocks.iter().position(|clock| *clock == node)?;
    let since = account.frame.recall.clocks.get(at)?.get(0)?;
    #[allow(clippy::cast_possible_truncation, reason = "it was a day")]
    Some(since as Day)
}

/// How long the condition of a `for` has been true.
pub(super) fn clock(account: &Account, condition: &Expr, duration: &Expr) -> String {
    if !account.is_remembered {
        return "counted from today, because nothing is remembered of earlier days".into();
    }
    let as_of = account.frame.as_of;
    match account.seen().truth(condition) {
        Some(true) => {
            let since = since(account, condition).unwrap_or(as_of);
            let days = f64::from(as_of) - f64::from(since);
            let of = value::of(account, duration);
            format!("true since {}, {} of {of}", show_day(since), days_in_words(days))
        }
        Some(false) => "not true, so nothing is counted".into(),
        None => "unknown, so the clock stands still".into(),
    }
}

fn days_in_words(days: f64) -> String {
    let unit = if days.total_cmp(&1.0).is_eq() { "day" } else { "days" };
    format!("{} {unit}", show_number(days))
}

/// The record of a play that has one run for an account.
pub(super) fn record<'a>(account: &'a Account, play: PlayId) -> Option<&'a PlayRecord> {
    account.state.of_play(play.index()).find(|record| record.key.is_none())
}

/// The open runs of a play with one for each record of a list.
pub(super) fn runs<'a>(account: &'a Account, play: PlayId) -> impl Iterator<Item = (&'a str, &'a Open)> {
    let records = account.state.of_play(play.index());
    records.filter_map(|record| Some((record.key.as_deref().unwrap_or_default(), record.open()?)))
}

/// When the run opened, where that was not today.
pub(super) fn opened(account: &Account, play: PlayId) -> Option<Day> {
    let opened = record(account, play)?.open()?.opened;
    (opened != account.frame.as_of).then_some(opened)
}

/// Since when a play is pending.
pub(super) fn pending(account: &Account, play: PlayId) -> Option<Day> {
    match record(account, play)?.phase {
        Phase::Pending { clock, .. } if account.is_remembered => Some(clock.since),
        _ => None,
    }
}

/// When a play that is not open closed, and how.
pub(super) fn closed(account: &Account, play: PlayId) -> Option<(Day, &'static str)> {
    match record(account, play)?.phase {
        Phase::Closed { on, how, .. } => Some((on, how.word())),
        _ => None,
    }
}

/// What people have said of a score: what it was computed to be, and each word that holds.
pub(super) fn overrides(account: &Account, score: Scored, computed: Option<f64>) -> Vec<Line> {
    let name = score_name(account.playbook(), score);
    let as_of = account.frame.as_of;
    let holds = account.state.overrides.iter().filter(|said| (said.from..=said.until).contains(&as_of));
    let computed = computed.map_or_else(|| "unknown".into(), show_score);
    holds
        .filter(|said| name == Some(said.score.as_str()))
        .map(|said| {
            let (by, reason) = (crate::column::plain(&said.by), crate::column::plain(&said.reason));
            let until = show_day(said.until);
            Line::new("override", format!("computed {computed}, {} until {until} by {by}: {reason}", said.words()))
        })
        .collect()
}
