//! Whether what people have done can be done, as far as a state knows, and what the next run makes of it.

use super::deeds::Deeds;
use super::layout::{Layout, PlayNames};
use crate::decide::events::{Deed, PlayDeed};
use crate::decide::state::{AccountState, Open, Phase};
use smol_str::SmolStr;
use stageplay_dsl::diagnostic::near;
use stageplay_dsl::types::{Id, PlayId, show_day};

/// What the next run makes of it, in words. `waiting` is what was recorded of the account and no run has taken notice of.
///
/// # Errors
/// Why it would be refused, in words.
pub fn next(layout: &Layout, state: &AccountState, waiting: &[Deeds], deeds: &Deeds) -> Result<String, String> {
    let day = deeds.event.day;
    let before = |wanted: &dyn Fn(&PlayDeed) -> bool| {
        waiting.iter().filter(|other| other.event.id != deeds.event.id).any(|other| {
            match (&other.event.deed, &deeds.event.deed) {
                (Deed::Play { play, key, what }, Deed::Play { play: of, key: of_key, .. }) => {
                    (play, key) == (of, of_key) && wanted(what)
                }
                _ => false,
            }
        })
    };
    let (play, key, what) = match &deeds.event.deed {
        Deed::Override(said) => {
            return Ok(format!(
                "`{}` is {} from {} up to and including {}",
                said.score,
                said.words(),
                show_day(said.from),
                show_day(said.until)
            ));
        }
        Deed::Play { play, key, what } => (*play, key.as_ref(), what),
    };
    let names = layout.plays.get(play.index()).ok_or("the playbook has no such play")?;
    let open = run(names, state, play, key)?;
    if day < open.opened {
        let opened = show_day(open.opened);
        return Err(format!("the run of `{}` opened on {opened}, after {}", names.name, show_day(day)));
    }
    if before(&|what| *what == PlayDeed::Dismiss) {
        return Err(format!("the run of `{}` is recorded as dismissed already", names.name));
    }
    let of = format!("the run of `{}` that opened on {}", names.name, show_day(open.opened));
    Ok(match what {
        PlayDeed::Done { task } => {
            let name = names.tasks.get(*task).cloned().unwrap_or_default();
            let record = open
                .task(*task)
                .ok_or_else(|| format!("task `{name}` of play `{}` has not been created yet", names.name))?;
            if let Some(done) = record.done {
                return Err(format!("task `{name}` of play `{}` was done on {}", names.name, show_day(done)));
            }
            if before(&|other| other == what) {
                return Err(format!("task `{name}` of play `{}` is recorded as done already", names.name));
            }
            format!("`{name}` of {of} is done on {}", show_day(day))
        }
        PlayDeed::Dismiss => {
            let left = open.tasks.iter().filter(|task| task.done.is_none()).count();
            let tasks = match left {
                0 => String::new(),
                1 => ", and its open task ends with it".into(),
                left => format!(", and its {left} open tasks end with it"),
            };
            format!("{of} closes as dismissed{tasks}")
        }
        PlayDeed::Snooze { until } => format!(
            "{of} sleeps until {}, and wakes before that if a band or risk that its condition reads gets worse",
            show_day(*until)
        ),
        PlayDeed::Wake if open.snooze.is_none() && !before(&|what| matches!(what, PlayDeed::Snooze { .. })) => {
            return Err(format!("play `{}` is not asleep", names.name));
        }
        PlayDeed::Wake => format!("{of} sleeps no longer"),
        PlayDeed::Owner { to } => format!("{to} answers for {of}"),
    })
}

/// The open run that is meant.
fn run<'s>(
    names: &PlayNames,
    state: &'s AccountState,
    play: PlayId,
    key: Option<&SmolStr>,
) -> Result<&'s Open, String> {
    let records: Vec<_> = state.of_play(play.index()).collect();
    if let Some(open) = records.iter().find(|record| record.key.as_ref() == key).and_then(|record| record.open()) {
        return Ok(open);
    }
    let name = &names.name;
    let open: Vec<&str> =
        records.iter().filter(|it| it.open().is_some()).map(|it| it.key.as_deref().unwrap_or_default()).collect();
    if open == [""] {
        return Err(format!("play `{name}` has one run for an account, and no key"));
    }
    if !open.is_empty() {
        let keys = open.iter().take(10).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        return Err(match key {
            None => format!("play `{name}` is open for {keys}: say which with `key`"),
            Some(key) => match near::nearest(key, open.iter().copied()) {
                Some(near) => format!("play `{name}` is not open for `{key}`, did you mean `{near}`?"),
                None => format!("play `{name}` is not open for `{key}`, but for {keys}"),
            },
        });
    }
    let stands = match records.iter().find(|record| record.key.as_ref() == key).map(|record| &record.phase) {
        Some(Phase::Closed { on, how, .. }) => format!(": it was {} on {}", closed(*how), show_day(*on)),
        Some(Phase::Pending { clock, .. }) => format!(": it is pending since {}", show_day(clock.since)),
        _ => String::new(),
    };
    Err(format!("play `{name}` is not open for this account{stands}"))
}

fn closed(how: crate::decide::state::Ending) -> &'static str {
    use crate::decide::state::Ending;
    match how {
        Ending::Succeeded => "closed as succeeded",
        Ending::Cleared => "closed as cleared",
        Ending::Expired => "closed as expired",
        Ending::Dismissed => "dismissed",
        Ending::Withdrawn => "withdrawn",
        Ending::Gone => "closed as gone",
    }
}
