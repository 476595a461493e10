//! Why a play is open, waits, is suppressed, or did not open.

use super::risk::lifted;
use super::{Account, Line, Verdict, condition, memory, value};
use crate::decide::{Held, play_state, why};
use stageplay_dsl::typed::{Activation, Play, Trigger, show};
use stageplay_dsl::types::{PlayId, show_day};

/// A play: its state, the reason in one line, and its conditions as a tree.
pub(super) fn play(account: &Account, id: PlayId) -> Line {
    let play = &account.playbook().plays[id];
    if let Some(each) = &play.each {
        let list = &account.playbook().lists[each.list].path;
        let runs: Vec<String> = memory::runs(account, id)
            .map(|(key, run)| format!("{} since {}", crate::column::plain(key), show_day(run.opened)))
            .collect();
        let (verdict, says) = match runs.as_slice() {
            [] => (Verdict::No, format!("not open for any of `{list}`")),
            runs => (Verdict::Yes, format!("open for {} of `{list}`: {}", runs.len(), runs.join(", "))),
        };
        return Line { verdict: Some(verdict), ..Line::new(play.name.to_string(), says) };
    }
    let columns = &account.decisions.plays[id];
    let state = columns.state.get(0).unwrap_or(play_state::IDLE);
    let says = match state {
        play_state::OPEN => {
            let since = memory::opened(account, id).map(|day| format!(" since {}", show_day(day)));
            format!("open{}: {}", since.unwrap_or_default(), opens(account, play))
        }
        play_state::PENDING => {
            let holds = play.holds_for.as_ref().map(|holds| value::of(account, holds)).unwrap_or_default();
            let since = memory::pending(account, id).map(|day| format!(" since {},", show_day(day)));
            format!("pending{} until it has held for {holds}: {}", since.unwrap_or_default(), opens(account, play))
        }
        _ if columns.suppressed.get(0) => {
            let held: Vec<String> = columns.held.iter().map(|(_, held)| held_back(account, play, *held)).collect();
            format!("suppressed, because {}", held.join("; "))
        }
        _ => match memory::closed(account, id) {
            Some((on, how)) if on == account.frame.as_of => format!("{how} today"),
            Some((on, how)) => format!("not open: {how} on {}, and may not open again yet", show_day(on)),
            None => format!("not open: {}", not_open(account, play)),
        },
    };
    let verdict = Some(if state == play_state::OPEN { Verdict::Yes } else { Verdict::No });
    Line { verdict, because: grounds(account, play), ..Line::new(play.name.to_string(), says) }
}

/// What keeps a play from opening.
fn held_back(account: &Account, play: &Play, held: Held) -> String {
    let playbook = account.playbook();
    match held {
        Held::Unless => {
            let unless = play.unless.as_ref().map(|unless| why::holds(account.seen(), unless));
            crate::column::plain(&unless.unwrap_or_default()).into_owned()
        }
        Held::Group { group, by: Some(by) } => {
            format!("`{}` holds the place in `{}`", playbook.plays[by].name, playbook.groups[group].name)
        }
        Held::Group { group, by: None } => {
            format!("as many plays of `{}` have opened lately as it allows", playbook.groups[group].name)
        }
    }
}

fn opens(account: &Account, play: &Play) -> String {
    crate::column::plain(&why::opens(account.seen(), play)).into_owned()
}

fn not_open(account: &Account, play: &Play) -> String {
    let left = account.playbook().ends_when.as_ref();
    if left.is_some_and(|left| condition::verdict(account, left) == Verdict::Yes) {
        return "the customer has left".into();
    }
    match &play.trigger {
        Trigger::When(when) if condition::verdict(account, when) != Verdict::Yes => {
            condition::first_unmet(account, when)
        }
        Trigger::Once(event) if account.is_remembered => condition::first_unmet(account, event),
        Trigger::When(_) if play.activation == Activation::NewOnly => {
            "`on activation new only`: it is true at the first evaluation already".into()
        }
        Trigger::When(_) => "it does not hold".into(),
        Trigger::Once(event) => {
            format!(
                "{} is an event, and nothing is remembered of an earlier evaluation",
                show(event, account.playbook())
            )
        }
        Trigger::Every { anchor, when, .. } => match when {
            Some(when) if condition::verdict(account, when) != Verdict::Yes => condition::first_unmet(account, when),
            _ => format!(
                "not due on this date, counted from {} {}",
                show(anchor, account.playbook()),
                value::of(account, anchor)
            ),
        },
    }
}

fn grounds(account: &Account, play: &Play) -> Vec<Line> {
    let clause = |name: &str, when| Line { name: name.into(), ..lifted(condition::tree(account, when)) };
    let mut lines = Vec::new();
    match &play.trigger {
        Trigger::When(when) => lines.push(clause("when", when)),
        Trigger::Once(event) => lines.push(clause("once", event)),
        Trigger::Every { anchor, when, .. } => {
            lines.push(Line::new(
                "every",
                format!("from {} {}", show(anchor, account.playbook()), value::of(account, anchor)),
            ));
            lines.extend(when.as_ref().map(|when| clause("when", when)));
        }
    }
    lines.extend(play.unless.as_ref().map(|unless| clause("unless", unless)));
    let priority = format!("{} = {}", value::of(account, &play.priority), show(&play.priority, account.playbook()));
    lines.push(Line::new("priority", priority));
    lines
}
